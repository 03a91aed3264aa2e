"""The meter: every call that the app makes of AWS, with its units, its place in the sequence of calls and its bytes."""

import json
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

from benchmarks.units import read_at_once, read_one_by_one, written
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.dynamo.keys import Place
from proofs.kit.dynamo.schema import Schema
from proofs.kit.dynamo.store import Row
from proofs.kit.dynamo.values import size_of

T = TypeVar("T")
Request = dict[str, Any]
TOGETHER = "TransactWriteItems"
SINGLE_WRITES = ("PutItem", "UpdateItem", "DeleteItem")
# Service -> what one of its calls is billed as. Reads and writes of the table are counted from its items instead, and
# calls of Step Functions are free: its transitions are paid.
BILLED = {"sqs": "SQS calls", "kms": "KMS calls", "secretsmanager": "secrets"}
S3_PUTS = ("PutObject", "CopyObject", "ListObjectsV2", "PostObject")
S3_FREE = ("DeleteObject",)


class Write(NamedTuple):
    """One written item: the pattern of its key, the call, and its units."""

    row: str
    operation: str
    units: int
    bytes: int


@dataclass
class Invocation:
    """One request or one call of a function. `sequence` is how many AWS calls it waited for, one after the other.

    `cpu` is its processor time in seconds without that of the clients, which `client` has, and that of the meter, which
    is within `watched` together with the clients'.
    """

    name: str
    calls: Counter[str] = field(default_factory=Counter[str])
    sequence: int = 0
    cpu: float = 0.0
    client: float = 0.0
    watched: float = 0.0


@dataclass
class Meter:
    """`units` by the names of `prices.PRICES`, `calls` by service and operation. Nothing is counted while it rests."""

    units: Counter[str] = field(default_factory=Counter[str])
    calls: Counter[str] = field(default_factory=Counter[str])
    writes: list[Write] = field(default_factory=list[Write])
    alone: list[str] = field(default_factory=list[str])
    invocations: list[Invocation] = field(default_factory=list[Invocation])
    sent: int = 0
    _now: Invocation | None = None

    def begin_again(self) -> None:
        """Forget what was counted."""
        self.units.clear()
        self.calls.clear()
        for kept in (self.writes, self.alone, self.invocations):
            kept.clear()
        self.sent = 0

    # ------------------------------------------------------------------------------------------------- what is counted
    @contextmanager
    def during(self, name: str) -> Generator[Invocation]:
        """What is called inside is called by this request or function. Elsewhere nothing is counted."""
        self._now = now = Invocation(name)
        started = time.thread_time()
        try:
            yield now
        finally:
            now.cpu = time.thread_time() - started - now.watched
            self.invocations.append(now)
            self._now = None

    def add(self, unit: str, count: float = 1) -> None:
        """What is paid without a call of the app: uploads of people, receipts of queues, transitions."""
        self.units[unit] += count  # pyright: ignore[reportArgumentType] - read units have halves

    def made(self, service: str, operation: str, request: Request, call: Callable[[], T]) -> T:
        now = self._now
        if now is None:
            return call()
        now.sequence += 1
        now.calls[f"{service}:{operation}"] += 1
        self.calls[f"{service}:{operation}"] += 1
        self.sent += len(json.dumps(request, default=_as_sent)) if service != "s3" else 0
        if service in BILLED:
            self.add(BILLED[service])
        elif service == "s3" and operation not in S3_FREE:
            self.add("S3 puts" if operation in S3_PUTS else "S3 gets")
        started = time.thread_time()
        try:
            return call()
        finally:
            now.client += time.thread_time() - started

    @contextmanager
    def watching(self) -> Generator[None]:
        """What is spent inside is the clients' time and the meter's, none of the app's."""
        now, started = self._now, time.thread_time()
        try:
            yield
        finally:
            if now is not None:
                now.watched += time.thread_time() - started

    def wrote(self, at: Place, operation: str, units: int, size: int) -> None:
        if self._now is not None:
            self.add("write units", units)
            self.writes.append(Write(pattern(at), operation, units, size))

    def read(self, units: float) -> None:
        if self._now is not None:
            self.add("read units", units)

    # ------------------------------------------------------------------------------------------------- in sequence
    @property
    def sequence(self) -> int:
        return self._now.sequence if self._now else 0

    @sequence.setter
    def sequence(self, depth: int) -> None:
        if self._now:
            self._now.sequence = depth

    # ------------------------------------------------------------------------------------------------- what it shows
    @property
    def all_calls(self) -> int:
        return self.calls.total()

    def units_by_row(self) -> dict[str, int]:
        """Write units by the pattern of the key, the dearest first."""
        found = Counter[str]()
        for write in self.writes:
            found[write.row] += write.units
        return dict(found.most_common())


def _as_sent(value: object) -> str:
    """AWS gets bytes as base64, which is as long for the same number of bytes."""
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)


def pattern(at: Place) -> str:
    """The kind of row: its key without what is different for each case."""
    pk, sk = at
    rest = sk.partition("#")[0] if pk.startswith("CASE#") else ""
    return f"{pk.partition('#')[0]} {rest}".strip()


# ------------------------------------------------------------------------------------------------------------ clients
class Metered:
    """Stands where a client does. Signing an address asks nobody and is no call."""

    def __init__(self, meter: Meter, service: str, client: Any) -> None:
        self.exceptions = client.exceptions
        self.meter, self.service, self.client = meter, service, client

    def __getattr__(self, name: str) -> Any:
        method: Callable[..., Any] = getattr(self.client, name)
        if name.startswith("generate_presigned_"):
            return method
        operation = "".join(part.title() for part in name.split("_"))

        def metered(**request: Any) -> Any:
            with self.meter.watching():
                return self.made(operation, request, lambda: method(**request))

        return metered

    def made(self, operation: str, request: Request, call: Callable[[], Any]) -> Any:
        return self.meter.made(self.service, operation, request, call)


class MeteredTable(Metered):
    """The table in memory: the meter sees each item before and after it is written."""

    def __init__(self, meter: Meter, dynamo: MemoryDynamo, client: Any = None) -> None:
        super().__init__(meter, "dynamodb", client or dynamo)
        self._store = dynamo.store

    @property
    def _schema(self) -> Schema:
        return self._store.schema

    def made(self, operation: str, request: Request, call: Callable[[], Any]) -> Any:
        places = list(self._written(operation, request))
        before = [self._store.find(at) for at in places]
        try:
            answer = super().made(operation, request, call)
        finally:
            # A write whose condition fails is billed like one that changes nothing.
            after = [self._store.find(at) for at in places]
            self._bill(operation, request, list(zip(places, before, after, strict=True)))
        self._bill_read(operation, request, answer)
        return answer

    def _written(self, operation: str, request: Request) -> Iterable[Place]:
        if operation == TOGETHER:
            return [self._place(body) for entry in request["TransactItems"] for body in entry.values()]
        return [self._place(request)] if operation in SINGLE_WRITES else []

    def _place(self, body: Request) -> Place:
        keys = body.get("Key") or body["Item"]
        return keys[self._schema.pk]["S"], keys[self._schema.sk]["S"]

    def _bill(self, operation: str, request: Request, changed: list[tuple[Place, Row | None, Row | None]]) -> None:
        together = operation == TOGETHER
        if together and len(request["TransactItems"]) == 1:
            self.meter.alone.append(pattern(changed[0][0]))
        for at, before, after in changed:
            units = written(self._schema, before, after, together=together)
            size = after.size if after else 0
            self.meter.wrote(at, operation, units.all, size)

    def _bill_read(self, operation: str, request: Request, answer: Request) -> None:
        consistent = bool(request.get("ConsistentRead"))
        match operation:
            case "GetItem":
                self.meter.read(read_one_by_one([self._size(self._place(request))], consistent=consistent))
            case "TransactGetItems":
                places = [self._place(entry["Get"]) for entry in request["TransactItems"]]
                self.meter.read(read_one_by_one(map(self._size, places), consistent=True, together=True))
            case "BatchGetItem":
                for asked in request["RequestItems"].values():
                    places = [self._place({"Key": key}) for key in asked["Keys"]]
                    sizes = map(self._size, places)
                    self.meter.read(read_one_by_one(sizes, consistent=bool(asked.get("ConsistentRead"))))
            case "Query" | "Scan":
                sizes = [size_of(item, item) for item in answer["Items"]]
                self.meter.read(read_at_once(sizes, consistent=consistent))
            case _:
                return

    def _size(self, at: Place) -> int:
        row = self._store.find(at)
        return row.size if row else 0


# ------------------------------------------------------------------------------------------------- calls at one time
class AtOnce:
    """Stands where the pool of `alongside` does: a call is made at once, and counted as if it ran beside the others."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def submit(self, call: Callable[[], T]) -> "Future[T]":
        meter, began = self._meter, self._meter.sequence
        future = Beside[T](meter)
        try:
            future.set_result(call())
        except Exception as failure:  # noqa: BLE001 - a future carries whatever its call has raised
            future.set_exception(failure)
        future.ended, meter.sequence = meter.sequence, began
        return future


class Beside(Future[T]):
    """Whoever asks for the result has waited for the calls that led to it."""

    ended = 0

    def __init__(self, meter: Meter) -> None:
        super().__init__()
        self._meter = meter

    def result(self, timeout: float | None = None) -> T:
        self._meter.sequence = max(self._meter.sequence, self.ended)
        return super().result(timeout)


@contextmanager
def beside_each_other(meter: Meter) -> Generator[None]:
    with patch("chalicelib.foundation.alongside._POOL", AtOnce(meter)):
        yield
