"""One case and everybody who can touch it at once, in an order drawn from a seed: around each of its machines."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from chalicelib.cases.model import ENDED, Status
from chalicelib.durable import workflow
from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Problem
from chalicelib.review.acts.decide import Outcome
from proofs.kit.applications import AGENCY, COMPANY, PERMIT
from proofs.kit.cases_so_far import first_reviewed
from proofs.kit.cast import CHIEF, CLERK, ISSUER, OFFICER
from proofs.kit.hall import Hall
from proofs.kit.world import Moment, World, new_world
from proofs.soak.contenders import Contender, Contenders
from proofs.soak.idle import faults_when_idle, run_until_idle
from proofs.soak.numbers import faults_of_numbers
from proofs.soak.seen import look

ABOVE = "superior-gd_culture_tourism"


class Reviewing(Contenders):
    """The case was accepted and nothing has followed yet."""

    machine = names.REVIEW

    def acting(self) -> Sequence[Contender]:
        if self.choice.random() < 0.5:
            self.world.departments.goes_down(PERMIT.department)
        return (
            Contender("officer", lambda: self.persist(OFFICER, self.people.answer_task), 2),
            Contender("chief", lambda: self.persist(CHIEF, self.people.decide)),
            Contender("applicant", self.applicant, self.choice.randrange(2)),
            Contender("timeout", self.timeout, self.choice.randrange(1, 4)),
            Contender("callbacks", lambda: self.queue(names.CALLBACKS_QUEUE), self.choice.randrange(3)),
            Contender("sweeper", self.sweeper, self.choice.randrange(2)),
        )

    def applicant(self) -> None:
        for _ in range(3):
            self.dawdle()
        self.persist(COMPANY, self.people.withdraw)


class Reporting(Contenders):
    """The review here has ended, and the case has to go to the organ above."""

    machine = names.UPWARD

    def acting(self) -> Sequence[Contender]:
        chief, returned = f"chief-{AGENCY.department}", self.choice.randrange(2)
        return (
            Contender("chief", lambda: self.persist(chief, self.people.report_upward), 1 + returned),
            Contender("organ above", lambda: self.persist(ABOVE, self.people.decide_reported)),
            Contender("organ above returns", lambda: self.persist(ABOVE, self.people.return_report), returned),
            Contender("timeout", self.timeout, self.choice.randrange(1, 4)),
            Contender("callbacks", lambda: self.queue(names.CALLBACKS_QUEUE), self.choice.randrange(3)),
        )


class Issuing(Contenders):
    """The case was decided and nothing has followed yet."""

    machine = names.ISSUANCE

    def acting(self) -> Sequence[Contender]:
        return (
            Contender("documents", lambda: self.queue(names.DOCUMENTS_QUEUE)),
            Contender("renderings", lambda: self.queue(names.RENDERINGS_QUEUE), 2),
            Contender("comparing", lambda: self.persist(ISSUER, self.people.compare)),
            Contender("delivering", lambda: self.persist(ISSUER, self.people.deliver), 2),
            Contender("timeout", self.timeout, self.choice.randrange(1, 4)),
        )


def play_review(seed: int) -> list[str]:
    """What is wrong after this order; nothing is expected."""
    world, case_id = accepted()
    shorten_waits(world, seed)
    Reviewing(world, case_id, drawn(seed)).play()
    return list(outcome(world, case_id, to_the_end=seed % 8 == 0))


def play_upward(seed: int) -> list[str]:
    """What is wrong after this order, of a case that the organ above decides."""
    world, case_id = reviewed()
    shorten_waits(world, seed)
    Reporting(world, case_id, drawn(seed)).play()
    return list(outcome(world, case_id, to_the_end=seed % 8 == 0))


def play_issuance(seed: int) -> list[str]:
    """What is wrong after this order, of a refused case one time in three."""
    world, case_id = decided("grant" if seed % 3 else "refuse")
    shorten_waits(world, seed)
    Issuing(world, case_id, drawn(seed)).play()
    return list(outcome(world, case_id, to_the_end=seed % 8 == 0))


def shorten_waits(world: World, seed: int) -> None:
    """In one order of four a wait is over by its time while people act, whether its execution has ended or not."""
    if seed % 4 == 1:
        world.platform.settings = world.platform.settings.model_copy(update={"wait_seconds": 60})


def drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - a seed that can be played again is the point


# ------------------------------------------------------------------------------------------- where an order begins
def accepted() -> tuple[World, str]:
    """A world of its own each time."""
    return as_it_was(*_accepted())


def reviewed() -> tuple[World, str]:
    return as_it_was(*_reviewed())


def decided(outcome: Outcome) -> tuple[World, str]:
    return as_it_was(*_decided(outcome))


def as_it_was(moment: Moment, case_id: str) -> tuple[World, str]:
    world = World()
    world.go_back(moment)
    return world, case_id


@cache
def _accepted() -> tuple[Moment, str]:
    world = new_world(PERMIT.department)
    people = world.people
    case_id = people.create_application(people.caller(COMPANY)).facts["id"]
    people.hand_in(case_id, *PERMIT.lines)
    people.submit(case_id, people.caller(COMPANY, case_id))
    people.accept(case_id, people.caller(CLERK, case_id))
    while world.work(names.MATERIALS_QUEUE):
        pass
    return world.moment(), case_id


@cache
def _reviewed() -> tuple[Moment, str]:
    world = new_world(AGENCY.department)
    case_id = first_reviewed(Hall(world))
    return world.moment(), case_id


@cache
def _decided(outcome: Outcome) -> tuple[Moment, str]:
    world, case_id = accepted()
    people = world.people
    run_until_idle(world)
    people.answer_task(case_id, people.caller(OFFICER))
    run_until_idle(world)
    people.decide(case_id, people.caller(CHIEF, case_id), outcome)
    return world.moment(), case_id


# ---------------------------------------------------------------------------------------------------- how it has to end
def outcome(world: World, case_id: str, *, to_the_end: bool) -> Iterator[str]:
    """Once nothing moves any more everything is in its place, and the case can go on: by one act, or to its end."""
    run_until_idle(world)
    end_waits_that_are_over(world)
    yield from faults_when_idle(look(world, case_id))
    try:
        go_on(world, case_id, to_the_end=to_the_end)
    except Problem as stuck:
        yield f"cannot go on: {stuck.code}"
        return
    seen = look(world, case_id)
    yield from faults_when_idle(seen)
    yield from faults_of_numbers(world, [seen])
    if to_the_end and seen.case.status not in ENDED:
        yield f"has not ended but is {seen.case.status.value}"


def end_waits_that_are_over(world: World) -> None:
    """Step Functions ends a wait at its time limit. Here nobody does while the world runs until it is idle."""
    for execution in world.machines.waiting():
        owner = execution.input["owner"]
        (row,) = world.rows(owner, keys.flow(owner, execution.machine).sk)
        flow = workflow.load(row)
        if flow and flow.hibernates(world.platform.wall()):
            world.machines.time_out(execution)
    run_until_idle(world)


def go_on(world: World, case_id: str, *, to_the_end: bool) -> None:
    people = world.people
    chief = f"chief-{AGENCY.department}"
    steps: dict[Status, tuple[str, Callable[[str, Caller], object]]] = {
        Status.REPORTING: (chief, people.report_upward),
        Status.REPORTED: (ABOVE, people.decide_reported),
        Status.IN_REVIEW: (OFFICER, people.answer_task),
        Status.DECIDING: (CHIEF, people.decide),
        Status.COMPARING: (ISSUER, people.compare),
        Status.DELIVERING: (ISSUER, people.deliver),
    }
    while step := steps.get(people.case(case_id).status):
        who, act = step
        act(case_id, people.caller(who, case_id))
        run_until_idle(world)
        if not to_the_end:
            return
