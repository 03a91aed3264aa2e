"""A joint request and everybody who can touch it at once: each member's department, the applicant, the platform."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Problem
from chalicelib.review.acts.decide import Outcome
from proofs.joint.invariants import faults_of_joint, look_at_joint
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.world import Moment, World, new_world
from proofs.soak.contenders import TRIES, Contender, Contenders
from proofs.soak.idle import faults_around, run_until_idle
from proofs.soak.interleaving import as_it_was, drawn, end_waits_that_are_over, shorten_waits

FIRST = "YM-R01"
LATER = ("YM-R05", "YM-S05", "YM-P01", "YM-I14", "YM-I15", "YM-I16", "YM-S09")
# Examined beforehand: their decisions wait for the first one, and that of YM-S09 for YM-P01 too (joint.md 0.3).
BEFOREHAND = frozenset({"YM-P01", "YM-I15", "YM-S09"})
DEPARTMENTS = ("police", "si", "food", "urban", "fire", "tobacco")
ROUNDS = 12


class Joining(Contenders):
    """The request was accepted, its first member is about to be decided."""

    machine = names.JOINT

    def __init__(self, world: World, case_id: str, choice: random.Random) -> None:
        super().__init__(world, case_id, choice)
        self.hall = Hall(world)
        self.whole = choice.random() < 0.25
        self.refused = frozenset(choice.sample((FIRST, *LATER), choice.randrange(3)))

    def acting(self) -> Sequence[Contender]:
        departments = [Contender(node, self.department(node)) for node in (FIRST, *LATER)]
        return (
            *departments,
            Contender("joint", lambda: self.queue(names.JOINT_QUEUE), 3),
            Contender("told again", self.told_again, self.choice.randrange(3)),
            Contender("applicant", self.applicant, self.choice.randrange(2)),
            Contender("whole", self.applicant_of_all, int(self.whole)),
            Contender("timeout", self.timeout, self.choice.randrange(1, 4)),
        )

    def department(self, node: str) -> Callable[[], None]:
        """Examines and decides, each as soon as it may."""

        def act() -> None:
            self.try_on(lambda: self.answer(node))
            self.try_on(lambda: joint.decided(self.hall, self.case_id, node, self.outcome(node)))

        return act

    def outcome(self, node: str) -> Outcome:
        return "refuse" if node in self.refused else "grant"

    def answer(self, node: str) -> None:
        case = joint.of_member(self.hall, self.case_id, node)
        if case.status is Status.IN_REVIEW:
            joint.answer(self.hall, case)

    def applicant(self) -> None:
        """Takes one member back."""
        node = self.choice.choice(LATER)
        self.try_on(lambda: self.withdraws(member_case_id(self.case_id, node)))

    def applicant_of_all(self) -> None:
        for _ in range(self.choice.randrange(1, 4)):
            self.dawdle()
        self.try_on(lambda: self.withdraws(self.case_id))

    def withdraws(self, case_id: str) -> None:
        self.people.withdraw(case_id, self.people.caller(COMPANY, case_id))

    def told_again(self) -> None:
        self.dawdle()
        joint.tell(self.hall, self.case_id)

    def try_on(self, act: Callable[[], object]) -> None:
        """Until it is lawful."""
        for _ in range(TRIES):
            try:
                act()
                return
            except (Problem, LookupError):
                self.dawdle()

    def dispatcher(self) -> None:
        """The stream brings any row of any of the cases at any time, also again."""
        for _ in range(TRIES):
            rows = [
                row for case_id in cases_of(self.case_id) for row in self.world.stored(keys.case(case_id), "OUTBOX#")
            ]
            self.world.dispatch([self.choice.choice(rows)])


def cases_of(request: str) -> tuple[str, ...]:
    """The request, and those of its members that may ever have a case."""
    return (request, *(member_case_id(request, node) for node in (FIRST, *LATER)))


def play_joint(seed: int) -> list[str]:
    """What is wrong after this order; nothing is expected."""
    world, case_id = joined()
    shorten_waits(world, seed)
    Joining(world, case_id, drawn(seed)).play()
    return list(how_it_ends(world, case_id, to_the_end=seed % 4 == 0))


def how_it_ends(world: World, request: str, *, to_the_end: bool) -> Iterator[str]:
    """Once nothing moves any more everything is in its place, and the request can go on to its conclusion."""
    run_until_idle(world)
    end_waits_that_are_over(world)
    yield from faults(world, request)
    if to_the_end:
        try:
            decide_the_rest(world, request)
        except Problem as stuck:
            yield f"cannot go on: {stuck.code}"
            return
        yield from faults(world, request)
        if (status := world.people.case(request).status) is Status.IN_PROGRESS:
            yield f"has not ended but is {status.value}"


def faults(world: World, request: str) -> Iterator[str]:
    yield from faults_of_joint(world, request)
    found = look_at_joint(world, request)
    for name, seen in (("request", found.request), *found.seen.items()):
        yield from (f"{name}: {fault}" for fault in faults_around(seen))


def decide_the_rest(world: World, request: str) -> None:
    """One after the other, until nobody of it is undecided."""
    hall = Hall(world)
    for _ in range(ROUNDS):
        free = [name for name, case in look_at_joint(world, request).cases.items() if may_be_decided(case)]
        if not free:
            return
        joint.review(hall, request, free[0])
        run_until_idle(world)
        joint.decided(hall, request, free[0])
        run_until_idle(world)


def may_be_decided(case: Case) -> bool:
    return case.decided_at is None and case.ended_at is None and not (case.joint and case.joint.waits_for)


def joined() -> tuple[World, str]:
    """A world of its own each time."""
    return as_it_was(*_joined())


@cache
def _joined() -> tuple[Moment, str]:
    """Accepted, the first member is examined, and nobody else has done anything yet."""
    world = new_world(*DEPARTMENTS)
    hall = Hall(world)
    publish_schemes(hall.platform, joint.RESTAURANT, change=_some_beforehand)
    case_id = joint.requested(hall)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    return world.moment(), case_id


def _some_beforehand(scheme: SchemeDocument) -> SchemeDocument:
    if scheme.code != joint.RESTAURANT:
        return scheme
    edges = [_beforehand(edge) for edge in scheme.edges]
    neighbour = next(edge for edge in edges if edge.to == "YM-S09")
    chained = neighbour.model_copy(update={"id": f"{neighbour.id}-P01", "from_": ("YM-P01",)})
    return scheme.model_copy(update={"edges": (*edges, chained)})


def _beforehand(edge: Edge) -> Edge:
    return edge.model_copy(update={"blocks": "decision", "brings": {}}) if edge.to in BEFOREHAND else edge
