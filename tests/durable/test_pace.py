"""Step Functions has no room: nothing is lost, nothing is counted, and nobody presses on."""

from datetime import timedelta

import pytest

from chalicelib.durable import outbox, pace, parking, reconciler, workflow
from chalicelib.durable.effects import SendMessage, StartMachine
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from proofs.kit.clock import NEVER, Clock
from proofs.kit.machines import Machines
from proofs.kit.queues import MemoryQueues
from tests.durable.conftest import NOW
from tests.durable.machines import CALLBACKS, empty_queues, mend, put_out_of_order

START = StartMachine(machine="review", at="review")
NO_ROOM = ["ExecutionLimitExceeded", "ThrottlingException", "StateMachineDeleting"]


@pytest.fixture
def clock(platform: Platform) -> Clock:
    platform.wall = clock = Clock(NOW, tick=NEVER)
    return clock


@pytest.fixture
def machines(platform: Platform) -> Machines:
    """Executions that wait at review as soon as they are started."""
    platform.__dict__["sfn"] = machines = Machines(lambda _, task: opened(platform, task))
    return machines


@pytest.fixture
def queues(platform: Platform) -> MemoryQueues:
    platform.__dict__["sqs"] = queues = empty_queues()
    return queues


def opened(platform: Platform, task: Item) -> None:
    step = workflow.Step.model_validate(task)
    flow = workflow.load(platform.table.get(keys.flow(step.owner, step.machine)))
    assert flow is not None
    platform.table.write(workflow.open_wait(platform, step.owner, step, flow), *outbox.arrived(platform, step))


def at_review(*_: object) -> str:
    return "review"


def accepted(platform: Platform, count: int) -> list[Item]:
    """Cases whose machine is to be started, each with a message to send."""
    for number in range(count):
        owner = keys.case(f"c{number}")
        message = SendMessage(queue="callbacks", body={"task_id": f"t{number}"})
        rows = outbox.row(platform, owner, 1, [START, message])
        platform.table.write(workflow.begin(owner, "review"), *rows)
    return [platform.table.get(keys.outbox(keys.case(f"c{number}"), 1)) or {} for number in range(count)]


def started(machines: Machines) -> list[str]:
    return [operation for operation in heard(machines) if operation == "StartExecution"]


def heard(machines: Machines) -> list[str]:
    return machines.__dict__.setdefault("heard", [])


def listen(machines: Machines, code: str | None) -> None:
    """Note each call; refuse it with this code, if one is given."""
    if code:
        put_out_of_order(machines, code)
    refuse = machines.before

    def note(operation: str) -> None:
        heard(machines).append(operation)
        refuse(operation)

    machines.before = note


@pytest.mark.parametrize("code", NO_ROOM)
def test_a_dispatcher_that_is_refused_once_presses_on_no_more(
    platform: Platform, clock: Clock, machines: Machines, queues: MemoryQueues, code: str
):
    rows = accepted(platform, 20)
    listen(machines, code)
    assert outbox.dispatch(platform, rows, at_review) == 0
    assert len(started(machines)) == 1, "one call was refused, and no other one was made"
    assert len(queues.left(CALLBACKS)) == 20, "messages wait for no machine"
    mend(machines)
    for _ in range(3):
        clock.pass_time(minutes=1)
        reconciler.reconcile(platform, at_review)
        machines.run()
    assert len(machines.executions) == 20
    assert [row for number in range(20) if "pending_pk" in (row := again(platform, number))] == []


def again(platform: Platform, number: int) -> Item:
    return platform.table.get(keys.outbox(keys.case(f"c{number}"), 1)) or {}


@pytest.mark.parametrize("code", NO_ROOM)
def test_no_room_for_two_days_parks_and_counts_nothing(
    platform: Platform, clock: Clock, machines: Machines, queues: MemoryQueues, code: str
):
    accepted(platform, 3)
    listen(machines, code)
    for _ in range(2 * 24):
        clock.pass_time(hours=1)
        reconciler.reconcile(platform, at_review)
    assert parking.find_parked(platform, keys.PARKED) == []
    assert all("attempts" not in again(platform, number) for number in range(3))
    assert len(queues.left(CALLBACKS)) == 3, "what was sent is not sent again each hour"
    mend(machines)
    clock.pass_time(hours=1)
    reconciler.reconcile(platform, at_review)
    machines.run()
    assert len(machines.executions) == 3


def test_a_refused_row_waits_for_its_pause_and_is_not_in_the_way(
    platform: Platform, clock: Clock, machines: Machines, queues: MemoryQueues
):
    (row,) = accepted(platform, 1)
    listen(machines, "ThrottlingException")
    outbox.dispatch(platform, [row], at_review)
    mend(machines)
    clock.pass_time(reconciler.GRACE + pace.PAUSE - timedelta(seconds=1))
    reconciler.reconcile(platform, at_review)
    assert machines.executions == {}
    clock.pass_time(pace.PAUSE + timedelta(seconds=1))
    reconciler.reconcile(platform, at_review)
    assert len(machines.executions) == 1


def test_refused_rows_do_not_come_back_at_the_same_moment():
    pauses = {pace.pause_of(f"CASE#{number}OUTBOX#000001") for number in range(100)}
    assert len(pauses) > 90
    assert pace.PAUSE <= min(pauses) < pace.PAUSE * 1.1
    assert pace.PAUSE * 1.9 < max(pauses) < pace.PAUSE * 2


def test_one_run_of_the_reconciler_starts_so_many_of_a_shard_and_no_more(
    platform: Platform, clock: Clock, machines: Machines, queues: MemoryQueues, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("chalicelib.durable.reconciler.OF_ONE_RUN", 2)
    rows = accepted(platform, 40)
    shards = [outbox.shard(row["owner"]) for row in rows]
    clock.pass_time(minutes=1)
    reconciler.reconcile(platform, at_review)
    assert len(machines.executions) == sum(min(2, shards.count(shard)) for shard in set(shards))
    assert len(queues.left(CALLBACKS)) == 40
    for _ in range(max(shards.count(shard) for shard in set(shards))):
        machines.run()
        clock.pass_time(minutes=1)
        reconciler.reconcile(platform, at_review)
    assert len(machines.executions) == 40
    assert parking.find_parked(platform, keys.PARKED) == []


def test_what_the_queue_has_no_room_for_holds_up_no_machine(
    platform: Platform, clock: Clock, machines: Machines, queues: MemoryQueues
):
    rows = accepted(platform, 5)
    put_out_of_order(queues, "RequestThrottled")
    outbox.dispatch(platform, rows, at_review)
    assert len(machines.executions) == 5
