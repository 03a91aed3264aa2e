"""The world around the application: clients that come again, a stream that loses, queues that redeliver, machines."""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chalicelib.exchange.store.retries import CALLBACK
from chalicelib.foundation import names
from faults.calls import Calls, Died, Fault
from faults.events import TICK, inserted, received
from faults.machines import played
from faults.memory import Moment, bring_back, keep, queues
from faults.process import Process
from infra.sources import CONSUMERS
from local.lambda_.functions import Outcome
from soak.peer import Peer
from tests.harness.world import new_platform, stored_rows

ITEMS = ("YM-P01", "YM-S05", "YM-S06", "YM-S07")
ROUNDS, COMINGS = 40, 6
MINUTE = 60.0


class Astray(Exception):
    """The path did not go on as it does undisturbed."""


class Answer(NamedTuple):
    """What a client was answered in the end."""

    status: int
    etag: str | None
    body: dict[str, Any]


@dataclass
class World:
    """`facts` is what the people outside know; `seen` what a disturbed request was answered meanwhile."""

    calls: Calls
    peer: Peer
    process: Process
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    seen: list[tuple[int, dict[str, str]]] = field(default_factory=list[tuple[int, dict[str, str]]])
    streaming: bool = True

    def __post_init__(self) -> None:
        self.platform = self.process.outside
        self.machines = played(self.function)

    # ------------------------------------------------------------------------------------------------ from outside
    def ask(self, who: str, method: str, path: str, body: Any = None, *, seen: str | None = None) -> Answer:
        """A request, repeated as it was until it is answered for good. `seen` is the case whose ETag goes with it."""
        headers = {
            "Authorization": who,
            "Content-Type": "application/json",
            "Idempotency-Key": f"key-{self.calls.step:08d}",
            **({"If-Match": self.etag(seen)} if seen else {}),
        }
        sent = json.dumps(body or {}).encode()
        for _ in range(COMINGS):
            answer = self._once(method, f"/v1{path}", headers, sent)
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
            self.process.start(self.machines)
            self.settle()
            return None
        answered = {name.lower(): value for name, value in raw["headers"].items()}
        status = raw["statusCode"]
        if status < 400:
            return Answer(status, answered.get("etag"), json.loads(raw["body"]))
        self.seen.append((status, answered))
        if "retry-after" not in answered:
            raise Astray(f"{method} {path} was answered {status}: {raw['body']}")
        self.pass_seconds(float(answered["retry-after"]))
        self.settle()
        return None

    def _route(self, method: str, path: str) -> str:
        event: Any = self.process.gateway.event_converter.create_lambda_event(method, path, {}, None)
        return event["requestContext"]["resourcePath"]

    def etag(self, case_id: str) -> str:
        from chalicelib.cases.store.records import load_case

        case = load_case(self.platform.table, case_id)
        if case is None:
            raise Astray(f"no case {case_id}")
        return case.etag

    def upload(self, fields: dict[str, str], content: bytes) -> None:
        """What the browser does with an upload address."""
        self.platform.s3.put_object(
            Bucket=self.platform.settings.materials_bucket,
            Key=fields["key"],
            Body=content,
            ContentType="application/pdf",
        )

    def pass_seconds(self, seconds: float) -> None:
        for clock in (self.platform.wall, self.platform.now):
            clock.pass_seconds(seconds)  # pyright: ignore[reportFunctionMemberAccess] - the harness' clock

    # ------------------------------------------------------------------------------------------------- what follows
    def settle(self) -> None:
        """Stream, machines, queues, the reconciler for what the stream has lost, the sweeper for who was not told,
        until nothing moves.
        """
        for _ in range(ROUNDS):
            if self._stream() + self.machines.run() + self._queues():
                continue
            rows = stored_rows(self.platform)
            if any("pending_pk" in row for row in rows):
                self.pass_seconds(MINUTE)
                self.scheduled(names.RECONCILE_OUTBOX)
            elif not self.peer.down and any(row.get("what") == {"S": CALLBACK} for row in rows):
                self.pass_seconds(10 * MINUTE)  # longer than the pauses of the first tries
                self.scheduled(names.SWEEP_ALARMS)
            else:
                return
        raise Astray("never quiet again")

    def function(self, name: str, event: dict[str, Any]) -> Outcome:
        try:
            with self.calls.during(name):
                return self.process.functions.call(name, event)
        except Died:
            self.process.start(self.machines)
            raise

    def scheduled(self, name: str) -> None:
        """The next call comes in a minute, whatever became of this one."""
        try:
            self.function(name, TICK)
        except Died:
            return

    def _stream(self) -> int:
        """Each new outbox row once and never again."""
        streamed: set[str] = self.facts["streamed"]
        new = [row for row in stored_rows(self.platform) if "pending_pk" in row and self._name(row) not in streamed]
        streamed.update(self._name(row) for row in new)
        if not new or not self.streaming:
            return 0
        try:
            self.function(names.DISPATCH_OUTBOX, inserted(new))
        except Died:
            return 1
        return 1

    @staticmethod
    def _name(row: dict[str, Any]) -> str:
        return row["pk"]["S"] + row["sk"]["S"]

    def _queues(self) -> int:
        return sum(self._consume(function, queue) for function, queue in CONSUMERS.items())

    def _consume(self, function: str, queue: str) -> int:
        sqs, url = self.platform.sqs, self.platform.settings.queue_url(queue)
        held = queues(self.platform)[queue]
        if not held._messages:
            return 0
        for message in held._messages:
            message.visible_at = 0.0  # what was not done is there again
        got = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"], VisibilityTimeout=60
        ).get("Messages", [])
        if not got:
            return 0
        try:
            outcome = self.function(function, received(got, queue))
        except Died:
            return 1
        if outcome.failed:  # the whole batch
            self.pass_seconds(MINUTE)
            return 1
        failed = outcome.failed_items()
        for message in got:
            if message.get("MessageId") not in failed:
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message.get("ReceiptHandle", ""))
        return 1

    # ----------------------------------------------------------------------------------------------------- at a moment
    def moment(self) -> Moment:
        return keep(self.platform, self.machines, self.facts)

    def go_back(self, moment: Moment, step: int, fault: Fault | None) -> None:
        self.facts = bring_back(self.platform, self.machines, moment)
        before: Peer = self.facts["peer"]
        vars(self.peer).update(vars(before.copy()))
        self.calls.begin(step, fault)
        self.seen.clear()
        self.process.start(self.machines)


def new_world() -> World:
    """In an emulator that is running. Making its resources takes longer than a run: one for many."""
    calls, peer = Calls(), Peer()
    world = World(calls, peer, Process(new_platform(ITEMS), calls))
    world.facts = {"answers": [], "streamed": set[str](), "peer": peer.copy()}
    return world
