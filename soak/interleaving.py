"""One case and everybody who can touch it at once, in an order drawn from a seed: around each of its machines."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from chalicelib.cases.model import ENDED, Status
from chalicelib.durable.caller import Caller
from chalicelib.foundation import names
from chalicelib.foundation.problems import Problem
from chalicelib.review.acts.decide import Outcome
from soak.crowd import OPENS, Crowd, Someone
from soak.invariants import look
from soak.numbers import faults_of_numbers
from soak.peer import host
from soak.people import CLERK, COMPANY, ISSUER, REQUIRED
from soak.rest import bring_to_rest, faults_at_rest
from soak.world import ITEMS, World, new_world

ITEM, DEPARTMENT = ITEMS[0], "food"
OFFICER, CHIEF = f"officer-{DEPARTMENT}", f"chief-{DEPARTMENT}"


class Reviewing(Crowd):
    """The case was accepted and nothing has followed yet."""

    machine = names.REVIEW
    steps: Mapping[str, str] = {"review": OPENS, "decide": OPENS}

    def acting(self) -> Sequence[Someone]:
        if self.choice.random() < 0.5:
            self.world.peer.down.add(host(DEPARTMENT))
        return (
            Someone("officer", lambda: self.persist(OFFICER, self.people.answer), 2),
            Someone("chief", lambda: self.persist(CHIEF, self.people.decide)),
            Someone("applicant", self.applicant, self.choice.randrange(2)),
            Someone("timeout", self.timeout, self.choice.randrange(1, 4)),
            Someone("callbacks", lambda: self.queue(names.CALLBACKS_QUEUE), self.choice.randrange(3)),
            Someone("sweeper", self.sweeper, self.choice.randrange(2)),
        )

    def applicant(self) -> None:
        for _ in range(3):
            self.dawdle()
        self.persist(COMPANY, self.people.withdraw)


class Issuing(Crowd):
    """The case was decided and nothing has followed yet."""

    machine = names.ISSUANCE
    steps: Mapping[str, str] = {
        "make_result": "${MakeResultFunctionArn}",
        "compare": OPENS,
        "deliver": OPENS,
        "archive": "${ArchiveCaseFunctionArn}",
    }

    def acting(self) -> Sequence[Someone]:
        return (
            Someone("documents", lambda: self.queue(names.DOCUMENTS_QUEUE)),
            Someone("comparing", lambda: self.persist(ISSUER, self.people.compare)),
            Someone("delivering", lambda: self.persist(ISSUER, self.people.deliver), 2),
            Someone("timeout", self.timeout, self.choice.randrange(1, 4)),
        )


def play_review(seed: int) -> list[str]:
    """What is wrong after this order; nothing is expected."""
    world, case_id = accepted()
    Reviewing(world, case_id, drawn(seed)).play()
    return list(outcome(world, case_id, to_the_end=seed % 8 == 0))


def play_issuance(seed: int) -> list[str]:
    """What is wrong after this order, of a refused case one time in three."""
    world, case_id = decided("grant" if seed % 3 else "refuse")
    Issuing(world, case_id, drawn(seed)).play()
    return list(outcome(world, case_id, to_the_end=seed % 8 == 0))


PLAYS: Mapping[str, Callable[[int], list[str]]] = {names.REVIEW: play_review, names.ISSUANCE: play_issuance}


def drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a seed that can be played again is the point


def accepted() -> tuple[World, str]:
    """A hall of its own each time."""
    world, case_id = _accepted()
    return world.copy(), case_id


def decided(outcome: Outcome) -> tuple[World, str]:
    world, case_id = _decided(outcome)
    return world.copy(), case_id


@cache
def _accepted() -> tuple[World, str]:
    world = new_world()
    people, case_id = world.people, world.people.draft(ITEM)
    people.hand_in(case_id, *REQUIRED[ITEM])
    people.submit(case_id, people.caller(COMPANY, case_id))
    people.accept(case_id, people.caller(CLERK, case_id))
    return world, case_id


@cache
def _decided(outcome: Outcome) -> tuple[World, str]:
    world, case_id = accepted()
    people = world.people
    bring_to_rest(world)
    people.answer(case_id, people.caller(OFFICER))
    bring_to_rest(world)
    people.decide(case_id, people.caller(CHIEF, case_id), outcome)
    return world, case_id


def outcome(world: World, case_id: str, *, to_the_end: bool) -> Iterator[str]:
    """At rest everything is in its place, and the case can go on: by one act, or to its end."""
    bring_to_rest(world)
    yield from faults_at_rest(look(world, case_id))
    try:
        go_on(world, case_id, to_the_end=to_the_end)
    except Problem as stuck:
        yield f"cannot go on: {stuck.code}"
        return
    seen = look(world, case_id)
    yield from faults_at_rest(seen)
    yield from faults_of_numbers(world, [seen])
    if to_the_end and seen.case.status not in ENDED:
        yield f"has not ended but is {seen.case.status.value}"


def go_on(world: World, case_id: str, *, to_the_end: bool) -> None:
    people = world.people
    steps: dict[Status, tuple[str, Callable[[str, Caller], object]]] = {
        Status.IN_REVIEW: (OFFICER, people.answer),
        Status.DECIDING: (CHIEF, people.decide),
        Status.COMPARING: (ISSUER, people.compare),
        Status.DELIVERING: (ISSUER, people.deliver),
    }
    while step := steps.get(people.case(case_id).status):
        who, act = step
        act(case_id, people.caller(who, case_id))
        bring_to_rest(world)
        if not to_the_end:
            return
