"""Everybody who can touch one case at once: what those around any machine have in common."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Problem
from proofs.kit.dynamo import WRITES, nothing
from proofs.kit.machines import Execution
from proofs.kit.states import definition, waits
from proofs.kit.world import World
from proofs.soak.idle import MINUTE
from proofs.soak.scheduler import Scheduler

TRIES = 8
UNKNOWN = "of an execution that ended long ago"


class Contender(NamedTuple):
    """`times`: how many of them there are."""

    name: str
    do: Callable[[], None]
    times: int = 1


class Contenders:
    """`machine` is the one that they meet at; who acts on the case beside the machinery is said by each kind."""

    machine: str

    def __init__(self, world: World, case_id: str, choice: random.Random) -> None:
        self.world, self.case_id, self.choice = world, case_id, choice
        self.people = world.people
        self.scheduler = Scheduler(choice)

    def play(self) -> None:
        """All of them at once: at every call to AWS any other may go on instead."""
        for contender in (*self.machinery(), *self.acting()):
            for _ in range(contender.times):
                self.scheduler.actor(contender.name, contender.do)
        self.world.listen(self.scheduler.pause, self.pause_after_a_write)
        self.scheduler.run()
        self.world.listen(nothing, nothing)

    def acting(self) -> Sequence[Contender]:
        raise NotImplementedError

    def machinery(self) -> Sequence[Contender]:
        return (
            Contender("engine", self.engine, 2),
            Contender("dispatcher", self.dispatcher, 2),
            Contender("reconciler", self.reconciler),
            Contender("lost answer", self.lost_answer, self.choice.randrange(1, 4)),
            Contender("latecomer", self.latecomer, self.choice.randrange(2)),
        )

    def pause_after_a_write(self, operation: str) -> None:
        """Others may come between a commit and what its caller does next, too."""
        if operation in WRITES:
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
            self.world.dispatch([self.choice.choice(self.world.stored(keys.case(self.case_id), "OUTBOX#"))])

    def reconciler(self) -> None:
        for _ in range(2):
            self.world.wall.pass_time(MINUTE)
            self.world.reconcile()

    def sweeper(self) -> None:
        for _ in range(2):
            self.world.clock.pass_time(MINUTE)
            self.world.sweep()

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
        tasks = [state for state in definition(self.machine)["States"].values() if state["Type"] == "Task"]
        for _ in range(TRIES):
            self.scheduler.pause()
            owner = keys.case(self.case_id)
            flows = self.world.rows(owner, keys.flow(owner, self.machine).sk)
            generation = flows[0]["generation"] - 1 if flows else 0
            if generation >= 1:
                state = self.choice.choice(tasks)
                payload = {"owner": owner, "machine": self.machine, "generation": generation}
                payload["step"] = state["Parameters"]["Payload"]["step"]
                payload["token"] = UNKNOWN if waits(state) else None
                self.world.call(state["Parameters"]["FunctionName"], payload)
                return

    # ---------------------------------------------------------------------------------------------------- people
    def persist(self, who: str, act: Callable[[str, Caller], object]) -> None:
        """The act is tried until it is lawful."""
        for _ in range(TRIES):
            try:
                act(self.case_id, self.people.caller(who, self.case_id))
                return
            except Problem:
                self.dawdle()
