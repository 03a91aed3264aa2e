"""One case and everybody who can touch it at once: whatever the order, it ends in the one right state."""

import random
from collections.abc import Callable

import pytest

from chalicelib.durable import outbox
from chalicelib.foundation import keys, names
from chalicelib.wiring.machines import where
from proofs.kit.applications import COMPANY
from proofs.kit.cast import OFFICER
from proofs.kit.dynamo import WRITES, nothing
from proofs.kit.world import World
from proofs.soak.contenders import Contenders
from proofs.soak.idle import faults_when_idle, run_until_idle
from proofs.soak.interleaving import Issuing, Reporting, Reviewing, accepted, decided, go_on, reviewed
from proofs.soak.joint_interleaving import Joining, joined
from proofs.soak.plays import PLAYS
from proofs.soak.seen import look

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")

# A joint request has eight departments around it, and each of its orders takes ten times as long.
ORDERS, EACH = {"review": 150, "upward": 50, "issuance": 100, "joint_approval": 24}, 50
PARTS = [(machine, first) for machine, orders in ORDERS.items() for first in range(0, orders, EACH)]


@pytest.mark.parametrize(("machine", "first"), PARTS)
def test_every_order_ends_in_the_one_right_state(machine: str, first: int):
    play = PLAYS[machine]
    wrong = {seed: faults for seed in range(first, min(first + EACH, ORDERS[machine])) if (faults := play(seed))}
    assert wrong == {}


def test_every_machine_has_its_contenders():
    assert PLAYS.keys() == ORDERS.keys() == {*names.MACHINES}


@pytest.mark.parametrize(
    ("contenders", "begun"),
    [(Reviewing, accepted), (Reporting, reviewed), (Issuing, lambda: decided("grant")), (Joining, joined)],
)
def test_an_order_can_be_played_again(contenders: type[Contenders], begun: Callable[[], tuple[World, str]]):
    def told(seed: int) -> list[str]:
        world, case_id = begun()
        contenders(world, case_id, random.Random(seed)).play()
        return [f"{event.type} {event.at}" for event in look(world, case_id).events]

    assert told(7) == told(7)
    assert len({tuple(told(seed)) for seed in range(20)}) > 5


def test_an_opening_whose_answer_was_lost_may_write_last():
    """The state is tried again with a new token while the first call still runs: it writes after the second one."""
    world, case_id = accepted()
    before_a_write(world, "Review/1", lambda: lose_answer_and_try_again(world))
    run_until_idle(world)
    assert [execution.token for execution in world.machines.waiting()] == [f"CASE_{case_id}-review-1/Review/3"]
    go_on(world, case_id, to_the_end=True)
    assert list(faults_when_idle(look(world, case_id))) == []


def test_an_opening_whose_answer_was_lost_may_be_refused_and_look_again():
    """An answer in between moves the case, and the late opening must not wait for what has passed."""
    world, case_id = accepted()

    def overtaken() -> None:
        lose_answer_and_try_again(world)
        people = world.people
        people.answer_task(case_id, people.caller(OFFICER, case_id))

    before_a_write(world, "Review/1", overtaken)
    run_until_idle(world)
    assert list(faults_when_idle(look(world, case_id))) == []
    assert [task.kind for task in look(world, case_id).case.open_tasks] == ["decide"]


def test_a_withdrawal_just_before_a_wait_is_opened_again_leaves_no_wait():
    """The first opening was committed and its answer lost; the second reads, and the case moves before it writes."""
    world, case_id = accepted()
    people = world.people

    def withdrawn() -> None:
        people.withdraw(case_id, people.caller(COMPANY, case_id))
        outbox.dispatch(world.platform, world.rows(keys.case(case_id), "OUTBOX#"), where)

    def committed(operation: str) -> None:
        if operation in WRITES and (busy := world.machines.busy()):
            world.machines.lose_answer(busy[0])

    start(world)
    world.listen(nothing, committed)
    world.machines.enter(world.machines.ready[0])
    world.machines.enter(world.machines.ready[0])
    assert [task.kind for task in look(world, case_id).case.open_tasks] == ["review"]
    at_a_write(world, "Review/3", withdrawn)
    world.machines.run()
    run_until_idle(world)
    assert list(faults_when_idle(look(world, case_id))) == []


def test_a_resumer_that_was_overtaken_leaves_the_next_execution_alone():
    world, case_id = accepted()
    run_until_idle(world)
    world.machines.time_out(world.machines.waiting()[0])
    world.machines.run()
    world.people.answer_task(case_id, world.people.caller(OFFICER, case_id))
    rows = world.rows(keys.case(case_id), "OUTBOX#")

    def overtake(operation: str) -> None:
        if operation in WRITES:
            world.listen(nothing, nothing)
            outbox.dispatch(world.platform, rows[-1:], where)
            world.machines.run()

    world.listen(overtake, nothing)
    outbox.dispatch(world.platform, rows[-1:], where)
    assert [execution.name for execution in world.machines.waiting()] == [f"CASE_{case_id}-review-2"]
    run_until_idle(world)
    assert list(faults_when_idle(look(world, case_id))) == []


def before_a_write(world: World, token: str, rival: Callable[[], None]) -> None:
    """Start the machine and run `rival` once, when the invocation with this token is about to write."""
    start(world)
    at_a_write(world, token, rival)
    world.machines.run()


def start(world: World) -> None:
    (row,) = [row for row in world.index("pending") if "start" in row["effects"]]
    outbox.dispatch(world.platform, [row], where)


def at_a_write(world: World, token: str, rival: Callable[[], None]) -> None:
    def heard(operation: str) -> None:
        waiting = [execution.token or "" for execution in world.machines.waiting()]
        if operation in WRITES and any(each.endswith(token) for each in waiting):
            world.listen(nothing, nothing)
            rival()

    world.listen(heard, nothing)


def lose_answer_and_try_again(world: World) -> None:
    (execution,) = world.machines.busy()
    world.machines.lose_answer(execution)
    world.machines.run()


def test_the_flow_keeps_every_token_of_the_open_wait():
    world, case_id = accepted()
    before_a_write(world, "Review/1", lambda: lose_answer_and_try_again(world))
    (flow,) = world.rows(keys.case(case_id), "FLOW#review")
    assert {flow["token"], *flow["earlier"]} == {f"CASE_{case_id}-review-1/Review/{turn}" for turn in (1, 3)}
