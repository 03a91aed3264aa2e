"""Departments of one joint request at the same moment: none is lost, and nobody undoes what another has done."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.cases.model import Status
from chalicelib.foundation import names
from chalicelib.joint.acts.advance import advance
from proofs.joint.invariants import faults_of_joint
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall
from proofs.soak.idle import run_until_idle
from proofs.soak.joint_interleaving import FIRST, LATER, joined
from proofs.soak.scheduler import Scheduler

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")

AT_ONCE = 10


@pytest.fixture
def begun() -> tuple[Hall, str]:
    """The first member is granted; the others are examined as far as they may be."""
    world, request = joined()
    hall = Hall(world)
    run_until_idle(world)
    joint.decided(hall, request, FIRST)
    run_until_idle(world)
    for node in LATER:
        case = joint.of_member(hall, request, node)
        if case.status is Status.IN_REVIEW:
            hall.answer(case.id, by=f"officer-{case.department}")
    run_until_idle(world)
    return hall, request


def deciding(hall: Hall, request: str, *nodes: str) -> list[Callable[[], None]]:
    def of(node: str) -> Callable[[], None]:
        def decides() -> None:
            joint.decided(hall, request, node)

        return decides

    return [of(node) for node in nodes]


def advancing(hall: Hall) -> Callable[[], None]:
    def looks_on() -> None:
        for _ in range(AT_ONCE):
            hall.world.work(names.JOINT_QUEUE)

    return looks_on


def whole(hall: Hall, request: str) -> None:
    """Everything has followed, and nothing is wrong with it."""
    run_until_idle(hall.world)
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.requirement("R78")
@pytest.mark.parametrize("seed", range(3))
def test_departments_that_decide_at_once_are_all_heard(begun: tuple[Hall, str], seed: int):
    hall, request = begun
    everybody = Scheduler(random.Random(seed))
    acts = [*deciding(hall, request, *LATER[:-1]), *(advancing(hall) for _ in range(AT_ONCE - len(LATER[:-1])))]
    for number, act in enumerate(acts):
        everybody.actor(str(number), act)
    hall.world.listen(everybody.pause, nothing)
    everybody.run()
    hall.world.listen(nothing, nothing)
    run_until_idle(hall.world)
    # The last one waited for a neighbour, which is granted now.
    joint.decided(hall, request, LATER[-1])
    whole(hall, request)
    assert joint.states(hall, request) == dict.fromkeys((FIRST, *LATER), "granted")
    assert hall.case(request).status is Status.CLOSED


def test_also_when_nobody_orders_the_threads(begun: tuple[Hall, str]):
    hall, request = begun
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for heard in [pool.submit(act) for act in deciding(hall, request, *LATER[:-1])]:
            heard.result()
    run_until_idle(hall.world)
    joint.decided(hall, request, LATER[-1])
    whole(hall, request)
    assert set(joint.states(hall, request).values()) == {"granted"}


# ------------------------------------------------------------------------------ one comes just before another's call
def before_each_call(hall: Hall, request: str, rival: Callable[[], object]) -> Iterator[int]:
    """The request looks at its members. In the first run `rival` acts just before its first call, and all follows from
    that at once; in the second run before its second call, until there is no such call.
    """
    moment, number = hall.world.moment(), 1
    while looks(hall, request, number, rival):
        run_until_idle(hall.world)
        yield number
        hall.world.go_back(moment)
        number += 1


def looks(hall: Hall, request: str, number: int, rival: Callable[[], object]) -> bool:
    """False when it was over before this call."""
    left = [number]

    def heard(_: str) -> None:
        left[0] -= 1
        if left[0] == 0:
            hall.world.listen(nothing, nothing)
            rival()
            run_until_idle(hall.world)

    hall.world.listen(heard, nothing)
    advance(hall.platform, request)
    hall.world.listen(nothing, nothing)
    return left[0] <= 0


def first_granted() -> tuple[Hall, str]:
    """Its result is made, and the request has not looked yet."""
    world, request = joined()
    hall = Hall(world)
    run_until_idle(world)
    joint.decided(hall, request, FIRST)
    while joint.of_member(hall, request, FIRST).status is Status.DECIDED:
        world.dispatch(world.stored_in("pending"))
        world.machines.run()
    return hall, request


@pytest.mark.requirement("R80")
def test_no_member_begins_once_its_request_is_withdrawn():
    hall, request = first_granted()

    def withdrawn() -> None:
        hall.people.withdraw(request, hall.caller(COMPANY, request))

    runs = 0
    for _ in before_each_call(hall, request, withdrawn):
        runs += 1
        assert list(faults_of_joint(hall.world, request)) == []
        assert joint.states(hall, request) == {FIRST: "granted", **dict.fromkeys(LATER, "withdrawn")}
    assert runs > len(LATER)


def test_who_looks_while_another_opens_members_leaves_one_case_of_each():
    hall, request = first_granted()
    runs = 0
    for _ in before_each_call(hall, request, lambda: joint.tell(hall, request)):
        runs += 1
        assert list(faults_of_joint(hall.world, request)) == []
    assert runs > len(LATER)


def test_who_has_looked_earlier_does_not_say_again_that_a_member_waits(begun: tuple[Hall, str]):
    """Of two that look at once, the slower one has not seen the last grant."""
    hall, request = begun
    member = joint.of_member(hall, request, "YM-S09")
    assert member.joint is not None
    assert member.joint.waits_for == ("YM-P01",)
    # As if nobody had written yet that the first one is there.
    joint.waiting_for(hall, member.id, FIRST, "YM-P01")
    runs = 0
    for _ in before_each_call(hall, request, lambda: joint.decided(hall, request, "YM-P01")):
        runs += 1
        after = joint.of_member(hall, request, "YM-S09").joint
        assert after is not None
        assert after.waits_for == ()
    assert runs > 1
