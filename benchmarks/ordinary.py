"""The ordinary case: a company's food licence, from the guide of the item to the link of the certificate: 16 requests.

It is played on AWS in memory, through the Chalice app and its functions, with real tokens and real documents. What
happens by itself happens as on AWS: each new outbox row comes once from the stream, machines and queues work, and the
reconciler comes after a minute to what is still pending then.
"""

import json
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from random import Random
from typing import Any, NamedTuple, cast
from unittest.mock import Mock, patch

from chalice.config import Config
from chalice.local import LocalGateway

from app import app
from benchmarks.asked import REQUESTS, Asked, Facts
from benchmarks.meter import Invocation, Meter, Metered, MeteredTable, beside_each_other
from benchmarks.processes import Cold, Kept, Reads
from benchmarks.wire import Wire
from chalicelib.exchange.store import secrets as callback_secrets
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.keyring import Keyring
from chalicelib.foundation.settings import IN_SECRETS, LOCAL
from chalicelib.http import requests
from infra.functions import API, BY_NAME, FUNCTIONS
from local.identity_provider.issuer import Issuer
from local.lambda_.functions import Context
from proofs.kit.applications import BYTES, PERMIT
from proofs.kit.clock import NEVER
from proofs.kit.events import EVERY_MINUTE
from proofs.kit.functions import FUNCTION_OF_QUEUE
from proofs.kit.seams import departments_in_memory, no_log
from proofs.kit.world import ITEMS, Stored, World, forget_everything, opened

AFTER_A_MINUTE = 61.0
ROUNDS = 20
WHOLE_PROCESSOR_MB = 1769
AWS_SECONDS = 0.008  # one call: some 4 ms of DynamoDB for a read, 12 for a transaction
# The platform's names of its clients -> where the world keeps what stands for the service, and the service.
AROUND = {"s3": "buckets", "sqs": "queues", "sfn": "machines", "secrets": "secrets", "kms": "kms"}
SERVICES = {"s3": "s3", "sqs": "sqs", "sfn": "stepfunctions", "secrets": "secretsmanager", "kms": "kms"}
CITY_RATE = 3.0  # cases a second of a city at the peak


class Sent(NamedTuple):
    """A request as it was sent, to be sent again in the same world."""

    asked: Asked
    event: dict[str, Any]


class Unexpected(AssertionError):
    """The app gave another answer than the case needs."""


class MeteredWorld(World):
    """A world in which `meter` counts what the app does. `left` counts the rows that waited for the reconciler."""

    def __init__(self, meter: Meter, wire: Wire | None = None) -> None:
        self._wire, self.meter, self.facts, self.left = wire, meter, Facts(), 0
        super().__init__(tick=NEVER)
        self.go_back(opened((PERMIT.department,), items=ITEMS))
        self._streamed = set[tuple[str, str]]()
        self._sent = self._passed = 0
        self.issuer = Issuer(self.platform.settings.issuer, self.platform.settings.audience, self.wall)
        self._gateway = LocalGateway(app, Config.create(lambda_timeout=29))  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]

    def _connect(self) -> None:
        """The app's clients are metered; the world's own looks at what is there are not."""
        super()._connect()
        in_memory = {"table": self.dynamo, **{name: vars(self)[kept] for name, kept in AROUND.items()}}
        clients: dict[str, Any] = in_memory | (self._wire.clients(self) if self._wire else {})
        self.platform.table.client = cast(Any, MeteredTable(self.meter, self.dynamo, clients["table"]))
        services = {name: Metered(self.meter, SERVICES[name], clients[name]) for name in AROUND}
        vars(self.platform).update(services)
        platforms.use(self.platform)

    def begin_again(self) -> None:
        """Count anew: what comes is another case."""
        self.meter.begin_again()
        self.facts, self.left = {}, 0
        self._passed = self._entered()

    def transitions(self) -> int:
        """States that executions have entered."""
        return self._entered() - self._passed

    def _entered(self) -> int:
        return sum(len(one.passed) for one in self.machines.executions.values())

    # ------------------------------------------------------------------------------------------------------ requests
    def ask(self, asked: Asked) -> Any:
        """Send a request and learn from its answer."""
        return self.send(self.prepared(asked))

    def prepared(self, asked: Asked) -> Sent:
        """As API Gateway hands it over; a token, a key and the newest ETag go with it."""
        self._sent += 1
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"ordinary-{self._sent:04d}"}
        if asked.who:
            headers["Authorization"] = f"Bearer {self.issuer.mint(asked.who)}"
        if "case" in self.facts:
            headers["If-Match"] = self.people.case(self.facts["case"]).etag
        body = asked.body(self.facts) if asked.body else None
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        make = self._gateway.event_converter.create_lambda_event
        path = f"/v1{asked.path(self.facts)}"
        event: Any = make(method=asked.method, path=path, headers=headers, body=raw)
        return Sent(asked, event)

    def send(self, sent: Sent) -> Any:
        with self.meter.during(sent.asked.name):
            answer: Any = app(sent.event, Context("api"))
        if answer["statusCode"] >= 300:
            raise Unexpected(f"{sent.asked.name}: {answer['statusCode']} {answer['body']}")
        told = json.loads(answer["body"])
        if sent.asked.learns:
            sent.asked.learns(self.facts, told)
        return told

    # ------------------------------------------------------------------------------------------- what happens by itself
    def invoke(self, function: str, event: Any) -> Any:
        with self.meter.during(function):
            return super().invoke(function, event)

    def upload_announced(self) -> None:
        """The person's browser posts the file, and S3 tells the queue."""
        self.meter.add("S3 puts")
        self.meter.add("SQS calls")
        self.buckets.put(self.platform.settings.materials_bucket, self.facts.pop("uploaded")["key"], BYTES)

    def work(self, name: str, *, most: int = 1, twice: bool = False) -> bool:
        """A batch that Lambda takes from a queue: one receipt, and one deletion when it is done."""
        if not super().work(name, most=most, twice=twice):
            return False
        self.meter.add("SQS calls", 2)
        return True

    def settle(self) -> None:
        """Stream, machines and queues, then the reconciler for what is left, until nothing moves."""
        for _ in range(ROUNDS):
            if self._stream() + self.machines.run() + sum(map(self.work, FUNCTION_OF_QUEUE)):
                continue
            if not (pending := self.stored_in("pending")):
                return
            self.left += len(pending)
            self.pass_time(seconds=AFTER_A_MINUTE)
            self.invoke(names.RECONCILE_OUTBOX, EVERY_MINUTE)
        raise Unexpected("never quiet again")

    def _stream(self) -> int:
        """How many new outbox rows the stream has brought, each in a batch of its own."""
        new = [row for row in self.stored_in("pending") if _name(row) not in self._streamed]
        for row in new:
            self._streamed.add(_name(row))
            self.dispatch([row])
        return len(new)


def _name(row: Stored) -> tuple[str, str]:
    return row["pk"]["S"], row["sk"]["S"]


class Drawn:
    """Stands where `secrets` does: query codes and salts are the same in each run. They are compressed before they are
    encrypted, and a blob that is a byte longer may make its row a kilobyte longer.
    """

    def __init__(self) -> None:
        self._random = Random(1)  # noqa: S311 - the same in every run

    def choice(self, letters: str) -> str:
        return self._random.choice(letters)

    def token_urlsafe(self, size: int) -> str:
        return urlsafe_b64encode(self._random.randbytes(size)).decode().rstrip("=")


class KeysRead(Meter):
    """Counts for each invocation how many secrets are keys of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.names = {names.key_secret(LOCAL, purpose) for purpose in names.KEYS}
        self.keys = Counter[str]()

    def made(self, service: str, operation: str, request: dict[str, Any], call: Callable[[], Any]) -> Any:
        if self._now and operation == "GetSecretValue" and request["SecretId"] in self.names:
            self.keys[function_of(self._now)] += 1
        return super().made(service, operation, request, call)


def function_of(invocation: Invocation) -> str:
    """Requests are told by their own names."""
    return invocation.name if invocation.name in BY_NAME else API.name


class ColdWorld(MeteredWorld):
    """Every request and every call of a function begins in a process that has read nothing. Keys are in their secrets,
    as on a deployment.
    """

    def __init__(self, meter: Meter, wire: Wire | None = None) -> None:
        super().__init__(meter, wire)
        self.platform.settings = self.platform.settings.model_copy(update=dict(IN_SECRETS))
        vars(self.platform)["keyring"] = Keyring(self.platform.settings, lambda: self.platform.secrets, self.wall)
        for purpose in names.KEYS:
            name, stored = names.key_secret(LOCAL, purpose), json.dumps({"current": "k" * 64})
            self.secrets.create_secret(Name=name, SecretString=stored, ClientRequestToken="0" * 32)

    def send(self, sent: Sent) -> Any:
        self._forget()
        return super().send(sent)

    def invoke(self, function: str, event: Any) -> Any:
        self._forget()
        return super().invoke(function, event)

    def _forget(self) -> None:
        self.platform.keyring.forget()
        callback_secrets.clear_cache()
        if sealing := self.platform.sealing:
            sealing.forget()


@cache
def cold() -> Cold:
    """What the case asks of KMS and Secrets Manager in new processes, counted."""
    meter = KeysRead()
    with metered(meter, made=ColdWorld) as world:
        requests_of_people(world)
    invocations, secrets = Counter[str](), Counter[str]()
    for one in meter.invocations:
        invocations[function_of(one)] += 1
        secrets[function_of(one)] += one.calls["secretsmanager:GetSecretValue"]
    functions = {name: Reads(count, secrets[name], meter.keys[name]) for name, count in invocations.items()}
    return Cold(functions, sum(count for call, count in meter.calls.items() if call.startswith("kms:")))


def kept(invocations: Sequence[Invocation], rate: float = CITY_RATE) -> Kept:
    """The model of processes at this rate. The time of an invocation is that of its AWS calls, and half as much again
    for the code between them: processor time differs from run to run.
    """
    seconds = 1.5 * AWS_SECONDS * sum(one.sequence for one in invocations) / len(invocations)
    return Kept(cold(), rate, seconds)


@contextmanager
def metered(meter: Meter, wire: Wire | None = None, made: type[MeteredWorld] = MeteredWorld) -> Generator[MeteredWorld]:
    """A world whose process is this one. The platform of the process is put back. `wire` has the app use botocore."""
    if made is not ColdWorld:
        cold()  # it needs the process for itself, so before this world has it
    with ExitStack() as seams:
        seams.enter_context(departments_in_memory())
        seams.enter_context(no_log())
        seams.enter_context(beside_each_other(meter))
        seams.enter_context(patch("chalicelib.cases.store.serials.secrets", Drawn()))
        seams.callback(platforms.use, None)
        seams.callback(forget_everything)
        world = made(meter, wire)
        seams.enter_context(patch("chalicelib.access.jwks.over_http", Mock(return_value=world.issuer.jwks)))
        verifier: Any = vars(requests)["_verifier"]
        verifier.cache_clear()
        seams.callback(verifier.cache_clear)
        yield world


Watcher = Callable[[MeteredWorld, Sent], object]


def unwatched(world: MeteredWorld, sent: Sent) -> None:
    """Nobody looks."""


def outlived(world: MeteredWorld, sent: Sent) -> None:  # noqa: ARG001 - a Watcher
    """More time passes than a wait lasts: every execution that waits has ended before the next request comes."""
    world.wall.pass_time(seconds=world.platform.settings.wait_seconds + 2)
    for execution in world.machines.waiting():
        world.machines.time_out(execution)
    world.settle()


def requests_of_people(world: MeteredWorld, before: Watcher = unwatched) -> None:
    """The whole case, and what follows by itself from each request."""
    for asked in REQUESTS:
        sent = world.prepared(asked)
        before(world, sent)
        world.send(sent)
        if "uploaded" in world.facts:
            world.upload_announced()
        world.settle()


def play(world: MeteredWorld, before: Watcher = unwatched) -> None:
    """The whole case, with what is paid besides the calls that the meter sees. `before` sees each request before it is
    sent, in the world as it is then. What this one process has asked of KMS and Secrets Manager is replaced by the
    model.
    """
    requests_of_people(world, before)
    meter = world.meter
    meter.add("API calls", len(REQUESTS))
    meter.add("invocations", len(meter.invocations))
    meter.add("S3 gets")  # the person opens the link
    model = kept(meter.invocations)
    meter.add("KMS calls", model.kms - meter.units["KMS calls"])
    meter.add("secrets", model.secrets - meter.units["secrets"])
    meter.add("transitions", world.transitions())


def gigabyte_seconds(invocations: Sequence[Invocation], slower: float) -> float:
    """The model: memory x (processor time at the share of a processor that the memory gives + waiting for AWS).

    Memory is that of the table of functions; a request is the API's. This machine is `slower` times slower than the one
    on which the budgets were set.
    """
    memory = {function.name: function.memory for function in FUNCTIONS}
    return sum(
        _billed(memory.get(one.name, API.memory), one.cpu / slower, one.sequence * AWS_SECONDS) for one in invocations
    )


def _billed(megabytes: int, processor: float, waiting: float) -> float:
    return megabytes / 1024 * (processor * max(1.0, WHOLE_PROCESSOR_MB / megabytes) + waiting)


def ordinary_case(meter: Meter, wire: Wire | None = None, before: Watcher = unwatched) -> MeteredWorld:
    """An ordinary case, counted. One before it warms up the process, as most cases meet a warm one."""
    with metered(meter, wire) as world:
        play(world)
        world.begin_again()
        if wire:
            wire.spent = 0.0
        play(world, before)
        return world
