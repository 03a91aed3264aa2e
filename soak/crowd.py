"""Everybody who can touch one case at once: what those around any machine have in common."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from chalicelib.durable import alarm_sweeper, outbox, reconciler
from chalicelib.durable.caller import Caller
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Problem
from chalicelib.foundation.table import load
from chalicelib.wiring.alarms import FIRES
from chalicelib.wiring.machines import where
from soak.dynamo import nothing
from soak.machines import Execution, definition
from soak.rest import MINUTE
from soak.scheduler import Scheduler
from soak.world import FUNCTIONS, World

TRIES = 8
LATE = "of an execution that ended long ago"
OPENS = "${OpenStepFunctionArn}"


class Someone(NamedTuple):
    """`times`: how many of them there are."""

    name: str
    do: Callable[[], None]
    times: int = 1


class Crowd:
    """`steps` of the machine, each with the function that it calls."""

    machine: str
    steps: Mapping[str, str]

    def __init__(self, world: World, case_id: str, choice: random.Random) -> None:
        self.world, self.case_id, self.choice = world, case_id, choice
        self.people = world.people
        self.scheduler = Scheduler(choice)

    def play(self) -> None:
        for someone in (*self.engines(), *self.acting()):
            for _ in range(someone.times):
                self.scheduler.actor(someone.name, someone.do)
        self.world.listen(self.scheduler.pause, self.written)
        self.scheduler.run()
        self.world.listen(nothing, nothing)

    def acting(self) -> Sequence[Someone]:
        """Who acts on the case beside the machinery."""
        raise NotImplementedError

    def engines(self) -> Sequence[Someone]:
        return (
            Someone("engine", self.engine, 2),
            Someone("dispatcher", self.dispatcher, 2),
            Someone("reconciler", self.reconciler),
            Someone("lost answer", self.lost_answer, self.choice.randrange(1, 4)),
            Someone("latecomer", self.latecomer, self.choice.randrange(2)),
        )

    def written(self, operation: str) -> None:
        """Also between a commit and what its caller does next."""
        if operation == "TransactWriteItems":
            self.scheduler.pause()

    # --------------------------------------------------------------------------------------------- the machinery
    def engine(self) -> None:
        for _ in range(TRIES):
            if self.world.machines.ready:
                self.world.machines.enter(self.choice.choice(self.world.machines.ready))
            self.scheduler.pause()

    def dispatcher(self) -> None:
        """The stream brings any row at any time, also again."""
        for _ in range(TRIES):
            partition = self.world.dynamo.rows[keys.case(self.case_id)]
            row = partition[self.choice.choice([sk for sk in partition if sk.startswith("OUTBOX#")])]
            outbox.dispatch(self.world.platform, [load(row)], where)

    def reconciler(self) -> None:
        for _ in range(2):
            self.world.wall.pass_time(MINUTE)
            reconciler.reconcile(self.world.platform, where)

    def sweeper(self) -> None:
        for _ in range(2):
            self.world.clock.pass_time(MINUTE)
            alarm_sweeper.sweep(self.world.platform, FIRES)

    def queue(self, name: str) -> None:
        """What a queue's function refuses comes again."""
        for _ in range(TRIES):
            self.scheduler.pause()
            self.world.work(name)

    def timeout(self) -> None:
        """Of a wait, sometimes while its opening is still under way: what hurries on then overtakes it."""
        self.strike(self.world.machines.waiting, self.world.machines.time_out)

    def lost_answer(self) -> None:
        self.strike(self.world.machines.busy, self.world.machines.lose_answer)

    def strike(self, find: Callable[[], Sequence[Execution]], blow: Callable[[Execution], None]) -> None:
        """At a state drawn beforehand, or every blow would fall on the first one."""
        states = definition(self.machine)["States"]
        target = self.choice.choice(sorted(name for name, state in states.items() if state["Type"] == "Task"))
        for _ in range(6 * TRIES):
            self.scheduler.pause()
            found = [each for each in find() if (each.machine, each.state) == (self.machine, target)]
            if found and self.choice.random() < 0.5:
                blow(self.choice.choice(found))
                return

    def dawdle(self) -> None:
        for _ in range(self.choice.randrange(1, TRIES)):
            self.scheduler.pause()

    def latecomer(self) -> None:
        """A function of an execution that ended long ago is called once more."""
        for _ in range(TRIES):
            self.scheduler.pause()
            flow = self.world.dynamo.item(keys.flow(keys.case(self.case_id), self.machine))
            generation = int(load(flow)["generation"]) - 1 if flow else 0
            if generation >= 1:
                step = self.choice.choice(sorted(self.steps))
                token = LATE if self.steps[step] == OPENS else None
                owner = keys.case(self.case_id)
                late = Step(owner=owner, machine=self.machine, generation=generation, step=step, token=token)
                FUNCTIONS[self.steps[step]](self.world.platform, late)
                return

    # ---------------------------------------------------------------------------------------------------- people
    def persist(self, who: str, act: Callable[[str, Caller], object]) -> None:
        for _ in range(TRIES):
            try:
                act(self.case_id, self.people.caller(who, self.case_id))
                return
            except Problem:
                self.dawdle()
