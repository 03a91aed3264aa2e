"""One case and everybody who can touch it at once: whatever the order, it ends in the one right state."""

import random
from collections.abc import Iterator

import pytest

from chalicelib.cases.tasks.where import where
from chalicelib.foundation import keys, outbox
from soak.dynamo import nothing
from soak.interleaving import Crowd, accepted, go_on, play
from soak.invariants import faults_at_rest, look
from soak.rest import bring_to_rest
from soak.world import World, new_world, plain_documents

SEEDS, EACH = 400, 50


@pytest.fixture(autouse=True)
def nobody_reads_the_pages() -> Iterator[None]:
    with plain_documents():
        yield


@pytest.mark.parametrize("first", range(0, SEEDS, EACH))
def test_every_order_ends_in_the_one_right_state(first: int):
    wrong = {seed: faults for seed in range(first, first + EACH) if (faults := play(seed))}
    assert wrong == {}


def test_an_order_can_be_played_again():
    def told(seed: int) -> list[str]:
        dynamo, case_id = accepted()
        world = new_world(dynamo)
        Crowd(world, case_id, random.Random(seed)).play()
        return [f"{event.type} {event.at}" for event in look(world, case_id).events]

    assert told(7) == told(7)
    assert len({tuple(told(seed)) for seed in range(20)}) > 5


def test_an_opening_whose_answer_was_lost_may_write_last():
    """The state is tried again with a new token while the first call still runs: it writes after the second one."""
    dynamo, case_id = accepted()
    world = new_world(dynamo)
    before_a_write(world, "Review/1", lambda: lose_answer_and_try_again(world))
    bring_to_rest(world)
    assert [execution.token for execution in world.machines.waiting()] == [f"{case_id}-review-1/Review/3"]
    go_on(world, case_id, to_the_end=True)
    assert list(faults_at_rest(look(world, case_id))) == []


def test_an_opening_whose_answer_was_lost_may_be_refused_and_look_again():
    """An answer in between moves the case, and the late opening must not wait for what has passed."""
    dynamo, case_id = accepted()
    world = new_world(dynamo)

    def overtaken() -> None:
        lose_answer_and_try_again(world)
        people = world.people
        people.answer(case_id, people.caller("officer-food", case_id))

    before_a_write(world, "Review/1", overtaken)
    bring_to_rest(world)
    assert list(faults_at_rest(look(world, case_id))) == []
    assert look(world, case_id).case.open_task == "decide"


def before_a_write(world: World, token: str, rival) -> None:
    """Run `rival` once, when the invocation with this token is about to write; its machine is started here."""

    def heard(operation: str) -> None:
        if operation == "TransactWriteItems" and any(
            (each.token or "").endswith(token) for each in world.machines.waiting()
        ):
            world.listen(nothing, nothing)
            rival()

    world.listen(nothing, nothing)
    (row,) = [row for row in world.index("pending") if "start" in row["effects"]]
    outbox.dispatch(world.platform, [row], where)
    world.listen(heard, nothing)
    world.machines.run()


def lose_answer_and_try_again(world: World) -> None:
    (execution,) = world.machines.busy()
    world.machines.lose_answer(execution)
    world.machines.run()


def test_the_flow_keeps_every_token_of_the_open_wait():
    dynamo, case_id = accepted()
    world = new_world(dynamo)
    before_a_write(world, "Review/1", lambda: lose_answer_and_try_again(world))
    (flow,) = world.rows(keys.case(case_id), "FLOW#review")
    assert {flow["token"], *flow["earlier"]} == {f"{case_id}-review-1/Review/{turn}" for turn in (1, 3)}
