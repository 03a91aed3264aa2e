"""One accepted case and everybody who can touch it at once, in an order drawn from a seed."""

import random
from collections.abc import Callable, Iterator
from functools import cache

from chalicelib.cases.model import Status
from chalicelib.cases.tasks.open_step import open_step
from chalicelib.cases.tasks.where import where
from chalicelib.foundation import keys, outbox
from chalicelib.foundation.acts import Caller
from chalicelib.foundation.problems import Problem
from chalicelib.foundation.table import load
from chalicelib.foundation.workflow import Step
from soak.dynamo import MemoryDynamo, nothing
from soak.invariants import faults_at_rest, look
from soak.people import CLERK, COMPANY, ISSUER, People
from soak.rest import MINUTE, bring_to_rest
from soak.scheduler import Scheduler
from soak.world import World, new_world

TRIES = 8
LATE = "of an execution that ended long ago"


def play(seed: int) -> list[str]:
    """What is wrong after this order; nothing is expected. The case was accepted and nothing has followed yet."""
    dynamo, case_id = accepted()
    world = new_world(dynamo)
    choice = random.Random(seed)  # noqa: S311 - a seed that can be played again is the point
    Crowd(world, case_id, choice).play()
    return list(outcome(world, case_id, to_the_end=seed % 8 == 0))


@cache
def accepted() -> tuple[MemoryDynamo, str]:
    world = new_world()
    people, case_id = world.people, world.people.draft()
    people.hand_in(case_id, *people.required_lines(case_id))
    people.submit(case_id, people.caller(COMPANY, case_id))
    people.accept(case_id, people.caller(CLERK, case_id))
    return world.dynamo, case_id


def outcome(world: World, case_id: str, *, to_the_end: bool) -> Iterator[str]:
    """At rest everything is in its place, and the case can go on: by one act, or to its end."""
    bring_to_rest(world)
    yield from faults_at_rest(look(world, case_id))
    try:
        go_on(world, case_id, to_the_end=to_the_end)
    except Problem as stuck:
        yield f"cannot go on: {stuck.code}"
        return
    yield from faults_at_rest(look(world, case_id))
    kinds = [event.data["kind"] for event in look(world, case_id).events if event.type == "task_opened"]
    if len(set(kinds)) < len(kinds):
        yield f"a task was opened twice: {kinds}"


def go_on(world: World, case_id: str, *, to_the_end: bool) -> None:
    people = world.people
    steps: dict[Status, tuple[str, Callable[[str, Caller], object]]] = {
        Status.IN_REVIEW: ("officer", people.answer),
        Status.DECIDING: ("chief", people.decide),
        Status.COMPARING: (ISSUER, people.compare),
        Status.DELIVERING: (ISSUER, people.deliver),
    }
    while step := steps.get(people.case(case_id).status):
        post, act = step
        act(case_id, people.caller(people.who(post, case_id), case_id))
        bring_to_rest(world)
        if not to_the_end:
            return


class Crowd:
    """Who is there, and how often each tries."""

    def __init__(self, world: World, case_id: str, choice: random.Random) -> None:
        self.world, self.case_id, self.choice = world, case_id, choice
        self.people = People(world.platform)
        self.scheduler = Scheduler(choice)

    def play(self) -> None:
        crowd: list[tuple[str, Callable[[], None], int]] = [
            ("engine", self.engine, 2),
            ("dispatcher", self.dispatcher, 2),
            ("reconciler", self.reconciler, 1),
            ("officer", lambda: self.persist("officer-food", self.people.answer), 2),
            ("chief", lambda: self.persist("chief-food", self.people.decide), 1),
            ("applicant", self.applicant, self.choice.randrange(2)),
            ("timeout", self.timeout, self.choice.randrange(2)),
            ("lost answer", self.lost_answer, self.choice.randrange(3)),
            ("latecomer", self.latecomer, self.choice.randrange(2)),
        ]
        for name, do, times in crowd:
            for _ in range(times):
                self.scheduler.actor(name, do)
        self.world.listen(self.scheduler.pause, self.written)
        self.scheduler.run()
        self.world.listen(nothing, nothing)

    def written(self, operation: str) -> None:
        """Also between a commit and what its caller does next."""
        if operation == "TransactWriteItems":
            self.scheduler.pause()

    def engine(self) -> None:
        for _ in range(TRIES):
            if self.world.machines.ready:
                self.world.machines.enter(self.choice.choice(self.world.machines.ready))
            self.scheduler.pause()

    def dispatcher(self) -> None:
        """The stream brings any row at any time, also again."""
        for _ in range(TRIES):
            rows = [load(item) for sk, item in self.partition() if sk.startswith("OUTBOX#")]
            outbox.dispatch(self.world.platform, [self.choice.choice(rows)], where)

    def reconciler(self) -> None:
        for _ in range(2):
            self.world.wall.pass_time(MINUTE)
            outbox.reconcile(self.world.platform, where)

    def persist(self, who: str, act: Callable[[str, Caller], object]) -> None:
        for _ in range(TRIES):
            try:
                act(self.case_id, self.people.caller(who, self.case_id))
                return
            except Problem:
                self.scheduler.pause()

    def applicant(self) -> None:
        for _ in range(self.choice.randrange(1, 3 * TRIES)):
            self.scheduler.pause()
        self.persist(COMPANY, self.people.withdraw)

    def timeout(self) -> None:
        for _ in range(TRIES):
            self.scheduler.pause()
        if waiting := self.world.machines.waiting():
            self.world.machines.time_out(self.choice.choice(waiting))

    def lost_answer(self) -> None:
        for _ in range(3 * TRIES):
            self.scheduler.pause()
            if busy := self.world.machines.busy():
                self.world.machines.lose_answer(self.choice.choice(busy))
                return

    def latecomer(self) -> None:
        """A function of an execution that ended long ago is called once more."""
        for _ in range(TRIES):
            self.scheduler.pause()
            flow = self.world.dynamo.item(keys.flow(self.case_id, "review"))
            generation = int(load(flow)["generation"]) - 1 if flow else 0
            if generation >= 1:
                late = Step(case_id=self.case_id, machine="review", generation=generation, step="review", token=LATE)
                open_step(self.world.platform, late)
                return

    def partition(self) -> list[tuple[str, dict[str, object]]]:
        return list(self.world.dynamo.rows[keys.case(self.case_id)].items())
