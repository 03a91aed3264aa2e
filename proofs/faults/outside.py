"""The world around a process that may die: clients that come again, a stream that loses, queues that redeliver."""

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.exchange.store.retries import CALLBACK
from chalicelib.foundation import names
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.problems import Unavailable
from chalicelib.foundation.settings import Settings
from proofs.faults.calls import Calls, Died, Fault
from proofs.faults.process import Process
from proofs.kit.cast import CLERK
from proofs.kit.events import EVERY_MINUTE
from proofs.kit.functions import FUNCTION_OF_QUEUE, invoke
from proofs.kit.further_acts import WINDOW
from proofs.kit.register import REGISTERED
from proofs.kit.world import Moment, Stored, World, opened

ROUNDS, COMINGS = 40, 6
MINUTE = 60.0
# Longer than any fault lasts: whether an execution sleeps when people act is said by the path, not by the fault.
WAIT_SECONDS = 86_400
BATCH = 10
# How a function ends that AWS has failed, or its process.
FAILURES = (Died, ClientError, BotoCoreError, Unavailable)
# What Step Functions says when the process of a function ends without an answer.
KILLED = "Lambda.Unknown"


class Astray(Exception):
    """The path did not go on as it does undisturbed."""


class Answer(NamedTuple):
    """What a client was answered in the end."""

    status: int
    etag: str | None
    body: dict[str, Any]


class Before(NamedTuple):
    """The world before a step, and what the people outside had learnt by then."""

    world: Moment
    facts: dict[str, Any]


class Outside(World):
    """`facts` is what the people outside know; `seen` what a disturbed request was answered meanwhile. Unless it is
    `streaming`, the table's stream brings nothing.
    """

    def __init__(self) -> None:
        super().__init__()
        self.platform.settings = self.platform.settings.model_copy(update={"wait_seconds": WAIT_SECONDS})
        self.go_back(opened(()))
        self.facts: dict[str, Any] = {"answers": [], "streamed": set[str]()}
        self.seen: list[tuple[int, dict[str, str]]] = []
        self.streaming, self.registers = True, False
        self.opening = {name_of(row): row for row in self._registered()}
        self.calls = Calls()
        self.process = Process(self, self.calls)

    def set_settings(self, settings: Settings) -> None:
        """For this process, and for the one that comes after its death."""
        self.platform.settings = self.process.platform.settings = settings

    def changed_registers(self) -> list[Item]:
        """The rows of the registers that are not as they were at the opening, where a path is about them."""
        if not self.registers:
            return []
        changed = [row for row in self._registered() if self.opening.get(name_of(row)) is not row]
        return [loaded for row in changed for loaded in self.rows(row["pk"]["S"], row["sk"]["S"])]

    def _registered(self) -> list[Stored]:
        return [row for pk in self.partitions() if pk.startswith(REGISTERED) for row in self.stored(pk)]

    # ------------------------------------------------------------------------------------------------ from outside
    def ask(
        self,
        who: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        seen: str | None = None,
        under: str | None = None,
        signed: Callable[[Any], Mapping[str, str]] | None = None,
    ) -> Answer:
        """A request, repeated as it was until it is answered for good. `seen` is the case whose ETag goes with it,
        `under` the authorisation of an agent, `signed` gives the headers of a message that is signed each time it is
        sent. The clerk sits at the window of that case.
        """
        if who == CLERK and path.startswith("/cases/"):
            who = self.people.at_post(WINDOW, path.split("/")[2])
        headers = {
            "Authorization": who,
            "Content-Type": "application/json",
            "Idempotency-Key": f"step-{self.calls.step:08d}",
            **({"If-Match": self.people.case(seen).etag} if seen else {}),
            **({"X-On-Behalf-Of": under} if under else {}),
        }
        sent = json.dumps(body or {}).encode()
        for _ in range(COMINGS):
            answer = self._once(method, f"/v1{path}", headers | (dict(signed(body)) if signed else {}), sent)
            if answer is not None and signed:  # a message that comes again is told so
                return answer
            if answer is not None:
                self.facts["answers"].append((path, answer.status, answer.etag, answer.body))
                return answer
        raise Astray(f"{method} {path} was never answered: {[status for status, _ in self.seen]}")

    def _once(self, method: str, path: str, headers: dict[str, str], sent: bytes) -> Answer | None:
        """None when the client has to come again; the world goes on before it does."""
        try:
            with self.calls.during(f"{method} {self._route(method, path)}"):
                raw: Any = self.process.gateway.handle_request(method, path, headers, sent)
        except Died:
            self.process.start(self)
            self.settle()
            return None
        answered = {name.lower(): value for name, value in raw["headers"].items()}
        status = raw["statusCode"]
        if status < 400:
            return Answer(status, answered.get("etag"), json.loads(raw["body"]))
        self.seen.append((status, answered))
        if "retry-after" not in answered:
            raise Astray(f"{method} {path} was answered {status}: {raw['body']}")
        self.pass_time(seconds=float(answered["retry-after"]))
        self.settle()
        return None

    def _route(self, method: str, path: str) -> str:
        event: Any = self.process.gateway.event_converter.create_lambda_event(method, path, {}, None)
        return event["requestContext"]["resourcePath"]

    def put(self, fields: dict[str, str], content: bytes) -> None:
        """What the browser does with an upload address."""
        self.buckets.put(self.platform.settings.materials_bucket, fields["key"], content)

    # ------------------------------------------------------------------------------------------------- what follows
    def settle(self) -> None:
        """Stream, machines, queues, the reconciler for what the stream has lost, the sweeper for who was not told,
        until nothing moves.
        """
        for _ in range(ROUNDS):
            if self._stream() + self.machines.run() + self._queues():
                continue
            if self.pending():
                self.pass_time(seconds=MINUTE)
                self.scheduled(names.RECONCILE_OUTBOX)
            elif not self.departments.down and any(row.get("what") == CALLBACK for row in self.index("alarms")):
                self.pass_time(seconds=10 * MINUTE)  # longer than the pauses of the first tries
                self.scheduled(names.SWEEP_ALARMS)
            else:
                return
        raise Astray("never quiet again")

    def invoke(self, function: str, event: Any) -> Any:
        """In the process, which is started again when it dies."""
        try:
            with self.calls.during(function):
                return invoke(self.process.platform, function, event)
        except Died:
            self.process.start(self)
            raise

    def call(self, function: str, task: dict[str, Any]) -> Any:
        try:
            return super().call(function, task)
        except Died:
            raise type(KILLED, (Exception,), {}) from None

    def scheduled(self, function: str) -> None:
        """The next call comes in a minute, whatever became of this one."""
        try:
            self.invoke(function, EVERY_MINUTE)
        except FAILURES:
            return

    def _stream(self) -> int:
        """Each new outbox row once and never again."""
        streamed: set[str] = self.facts["streamed"]
        new = [row for row in self.stored_in("pending") if name_of(row) not in streamed]
        streamed.update(name_of(row) for row in new)
        if not new or not self.streaming:
            return 0
        try:
            self.dispatch(new)
        except FAILURES:
            return 1
        return 1

    def _queues(self) -> int:
        """How many queues had something to do."""
        return sum(self._consume(queue) for queue in FUNCTION_OF_QUEUE)

    def _consume(self, queue: str) -> bool:
        """What was not done is there again; a whole batch that fails only after a minute."""
        try:
            return self.work(queue, most=BATCH)
        except Died:
            return True
        except FAILURES:
            self.pass_time(seconds=MINUTE)
            return True

    # ----------------------------------------------------------------------------------------------------- at a moment
    def before(self) -> Before:
        return Before(self.moment(), deepcopy(self.facts))

    def begin_at(self, before: Before, step: int, fault: Fault | None) -> None:
        self.go_back(before.world)
        self.people.forget()
        self.facts = deepcopy(before.facts)
        self.calls.begin(step, fault)
        self.seen.clear()
        self.process.start(self)


def name_of(row: Stored) -> str:
    return row["pk"]["S"] + row["sk"]["S"]
