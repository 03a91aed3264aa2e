"""What follows from an act is carried out at least once, and each row ends by itself."""

from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from chalicelib.durable import outbox, reconciler, workflow
from chalicelib.durable.effects import Effect, ResumeMachine, SendMessage, StartMachine
from chalicelib.durable.outbox import Where
from chalicelib.foundation import keys, names
from chalicelib.foundation.alongside import at_work
from chalicelib.foundation.platform import Platform
from proofs.kit.clock import NEVER, Clock
from proofs.kit.machines import Machines
from proofs.kit.queues import MemoryQueues
from tests.durable.conftest import NOW
from tests.durable.machines import CALLBACKS, DOCUMENTS, empty_queues, error, mend, put_out_of_order, stand, statuses

LATER = NOW + timedelta(minutes=1)
SEND = SendMessage(queue="callbacks", body={"task_id": "t1"})


def reconciled(platform: Platform, where: Where, at: datetime = LATER) -> int:
    platform.wall = Clock(at, tick=NEVER)
    return reconciler.reconcile(platform, where)


@pytest.fixture(autouse=True)
def machines(platform: Platform) -> Machines:
    platform.__dict__["sfn"] = machines = Machines()
    return machines


@pytest.fixture(autouse=True)
def queues(platform: Platform) -> MemoryQueues:
    platform.__dict__["sqs"] = queues = empty_queues()
    return queues


def nowhere(*_: Any) -> None:
    return None


def written(platform: Platform, *effects: Effect, case_id: str = "c1", seq: int = 1) -> dict[str, Any]:
    platform.table.write(*outbox.row(platform, keys.case(case_id), seq, effects))
    return found(platform, case_id, seq)


def found(platform: Platform, case_id: str = "c1", seq: int = 1) -> dict[str, Any]:
    return platform.table.get(keys.outbox(keys.case(case_id), seq)) or {}


def is_pending(platform: Platform, case_id: str = "c1", seq: int = 1) -> bool:
    item = found(platform, case_id, seq)
    assert ("pending_pk" in item) == ("pending_sk" in item) == ("ttl" not in item)
    return "pending_pk" in item


@pytest.mark.parametrize("written", [None, "", "张示例", "2026-11-23", "2026-11-23T09:00:00.000+08:00 张示例"])
def test_what_a_broken_row_holds_does_not_stand_in_an_execution(platform, machines, written):
    row = written_at(platform, written)
    outbox.dispatch(platform, [row], nowhere)
    (execution,) = machines.executions.values()
    assert execution.input["woken"] == {"Cause": ""}


def written_at(platform: Platform, when: str | None) -> dict[str, Any]:
    row = written(platform, StartMachine(machine="review", at="review"))
    assert outbox.cause_of(row) == f"{row['sk']}@{row['written']}"
    return {name: value for name, value in {**row, "written": when}.items() if value is not None}


def test_an_act_with_no_consequences_writes_no_row(platform):
    assert outbox.row(platform, keys.case("c1"), 1, []) == []


def test_a_row_carried_out_leaves_the_index_and_gets_a_time_to_live(platform, queues):
    row = written(platform, SEND)
    assert is_pending(platform)
    assert outbox.dispatch(platform, [row], nowhere) == 1
    assert not is_pending(platform)
    assert found(platform)["ttl"] == int((NOW + outbox.KEPT).timestamp())
    assert queues.left(CALLBACKS) == [{"task_id": "t1"}]


def test_a_row_delivered_twice_starts_one_execution_and_stays_ended(platform, machines):
    row = written(platform, StartMachine(machine="review", at="review"))
    outbox.dispatch(platform, [row, row], nowhere)
    assert list(machines.executions) == [workflow.execution_name(keys.case("c1"), "review", 1)]
    assert is_pending(platform)
    assert [reconciled(platform, nowhere) for _ in range(2)] == [0, 1]
    assert len(machines.executions) == 1
    assert not is_pending(platform)


def test_a_row_that_fails_stays_pending_and_does_not_hold_up_the_next(platform, queues, machines):
    failing = written(platform, SEND)
    next_one = written(platform, StartMachine(machine="review", at="review"), case_id="c2")
    put_out_of_order(queues, "ServiceUnavailable")
    outbox.dispatch(platform, [failing, next_one], nowhere)
    assert is_pending(platform)
    assert list(machines.executions) == [workflow.execution_name(keys.case("c2"), "review", 1)]
    mend(queues)
    assert [reconciled(platform, nowhere) for _ in range(2)] == [1, 1]
    assert len(queues.left(CALLBACKS)) == 1


@pytest.mark.parametrize("machine", [StartMachine(machine="review", at="review"), ResumeMachine(machine="review")])
def test_what_is_to_be_sent_does_not_wait_for_a_machine_that_cannot_run(platform, queues, machines, machine):
    platform.table.write(workflow.begin(keys.case("c1"), "review"))
    row = written(platform, machine, SEND)
    put_out_of_order(machines, "AccessDeniedException")
    assert outbox.dispatch(platform, [row], lambda *_: "review") == 0
    assert len(queues.left(CALLBACKS)) == 1
    assert is_pending(platform)
    assert outbox.remaining_effects(found(platform)) == [machine]
    assert reconciled(platform, lambda *_: "review") == 0
    assert len(queues.left(CALLBACKS)) == 1, "it is sent once"
    mend(machines)
    reconciled(platform, lambda *_: "review")
    assert list(machines.executions) == [workflow.execution_name(keys.case("c1"), "review", 1)]


def test_a_message_that_cannot_be_sent_holds_up_no_other(platform, queues, machines):
    other = SendMessage(queue=names.DOCUMENTS_QUEUE, body={"case_id": "c1"}, group="g", unique="u")
    row = written(platform, SEND.model_copy(update={"queue": "nowhere"}), other)
    assert outbox.dispatch(platform, [row], nowhere) == 0
    assert len(queues.left(DOCUMENTS)) == 1
    assert outbox.remaining_effects(found(platform)) == [SEND.model_copy(update={"queue": "nowhere"})]


def test_a_machine_between_two_steps_is_asked_again_later(platform, machines):
    platform.table.write(workflow.begin(keys.case("c1"), "review"))
    stand(machines, workflow.execution_name(keys.case("c1"), "review", 1), "RUNNING")
    row = written(platform, ResumeMachine(machine="review"))
    assert outbox.dispatch(platform, [row], lambda *_: "decide") == 0
    assert is_pending(platform)
    stand(machines, workflow.execution_name(keys.case("c1"), "review", 1), "TIMED_OUT")
    assert reconciled(platform, lambda *_: "decide") == 0
    assert statuses(machines)[workflow.execution_name(keys.case("c1"), "review", 2)] == "RUNNING"


def test_a_machine_that_dies_on_its_way_is_started_again_until_it_is_there(platform, machines, queues):
    platform.table.write(workflow.begin(keys.case("c1"), "review"))
    row = written(platform, StartMachine(machine="review", at="review"), SEND)
    at_review = lambda *_: "review"  # noqa: E731
    assert outbox.dispatch(platform, [row], at_review) == 0
    stand(machines, workflow.execution_name(keys.case("c1"), "review", 1), "FAILED")
    assert reconciled(platform, at_review) == 0
    assert statuses(machines)[workflow.execution_name(keys.case("c1"), "review", 2)] == "RUNNING"
    step = workflow.Step(owner=keys.case("c1"), machine="review", generation=2, step="review", token="t")
    platform.table.write(workflow.open_wait(platform, keys.case("c1"), step, workflow.Flow(generation=2)))
    assert reconciled(platform, at_review) == 1
    assert not is_pending(platform)
    assert len(queues.left(CALLBACKS)) == 2, "the reconciler sends once more, and then no more"
    ended = platform.table.get(keys.outbox(keys.case("c1"), 1)) or {}
    assert ended["effects"] == row["effects"], "what the act asked for stays to be read"
    assert outbox.remaining_effects(ended) == [ResumeMachine(machine="review")], "and what was carried out last"


def test_the_reconciler_leaves_fresh_rows_to_the_stream(platform, queues):
    written(platform, SEND)
    assert reconciled(platform, nowhere, at=NOW + reconciler.GRACE / 2) == 0
    assert queues.left(CALLBACKS) == []


def test_the_reconciler_finds_every_shard(platform, queues):
    cases = [f"c{number}" for number in range(40)]
    assert {outbox.shard(keys.case(case)) for case in cases} == set(range(keys.PENDING_SHARDS))
    for case in cases:
        written(platform, SEND, case_id=case)
    assert reconciled(platform, nowhere) == 40
    assert reconciled(platform, nowhere) == 0
    assert len(queues.left(CALLBACKS)) == 40


def test_a_crash_between_effect_and_end_repeats_the_effect(platform, queues, dynamo):
    row = written(platform, SEND)
    dynamo.failures = [error("InternalFailure")]
    assert outbox.dispatch(platform, [row], nowhere) == 0
    assert is_pending(platform)
    assert reconciled(platform, nowhere) == 1
    assert len(queues.left(CALLBACKS)) == 2


def test_fifo_messages_carry_their_group_and_what_makes_them_unique(platform, queues):
    written(platform, SendMessage(queue="documents.fifo", body={"no": "1"}, group="g", unique="u"))
    outbox.dispatch(platform, [found(platform)], nowhere)
    (message,) = queues.queues[DOCUMENTS].messages
    assert (message.group, message.unique) == ("g", "u")


def test_effects_are_carried_out_in_their_order(platform, queues):
    bodies: list[dict[str, Any]] = [{"n": number} for number in range(5)]
    row = written(platform, *(SendMessage(queue="callbacks", body=body) for body in bodies))
    outbox.dispatch(platform, [row], nowhere)
    assert queues.left(CALLBACKS) == bodies


def test_owners_are_served_at_the_same_time_and_the_rows_of_one_in_their_order(
    platform: Platform, queues: MemoryQueues, monkeypatch: pytest.MonkeyPatch
):
    """A slow row of one case holds up no other case."""
    owners, each = ("c1", "c2", "c3"), 3
    together, sent = Barrier(len(owners), timeout=5), list[tuple[str, int]]()

    def send(_: Platform, effect: SendMessage) -> None:
        together.wait()  # goes on only when a row of every owner is at work
        sent.append((str(effect.body["case"]), int(str(effect.body["seq"]))))

    monkeypatch.setattr(outbox, "send_message", send)
    rows = [
        written(platform, SendMessage(queue="callbacks", body={"case": case, "seq": seq}), case_id=case, seq=seq)
        for seq in range(1, each + 1)
        for case in owners
    ]
    assert outbox.dispatch(platform, rows, nowhere, run_all=at_work) == len(rows)
    for case in owners:
        assert [seq for owner, seq in sent if owner == case] == [1, 2, 3]
