"""A path undisturbed, then the same with one fault: both have to end alike.

A run begins at the step of its fault and may stop as soon as everything is as it was undisturbed at the same place.
"""

import atexit
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from chalicelib.foundation.problems import Problem
from proofs.faults.calls import DEATHS, Fault, Kind, Site, suits
from proofs.faults.dump import dump, first_difference
from proofs.faults.outside import Astray, Before, Outside
from proofs.faults.process import without_tokens
from proofs.faults.promises import broken_promises
from proofs.faults.steps import Path
from proofs.kit.requests import noted

ERRORS: tuple[Kind, ...] = ("throttled", "unanswered", "broken", "conflict")
# API Gateway gives a request 29 s; a read may take 3 s of them before it is given up.
LONGEST_SLEEP = 23.0
MOST_TRIES = 15
LARGEST_BATCH = 10


class Failure(NamedTuple):
    """Where a run went another way, and the first thing that shows it."""

    path: str
    fault: Fault
    what: str


@dataclass
class Record:
    """A path played once without faults: where it can be entered again, what it called, how it ended."""

    path: Path
    before: list[Before] = field(default_factory=list[Before])
    sites: list[Site] = field(default_factory=list[Site])
    after: list[list[str]] = field(default_factory=list[list[str]])

    def faults(self) -> list[Fault]:
        """Every death and every error at every site, the errors once and for long."""
        made = [Fault(site, kind) for site in self.sites for kind in DEATHS]
        for site in self.sites:
            suited: list[Kind] = [kind for kind in ERRORS if suits(kind, site)]
            made += [Fault(site, kind, lasting) for kind in suited for lasting in (False, True)]
        return made


class Runner:
    """One world, in which paths are played one after the other."""

    def __init__(self, world: Outside) -> None:
        self.world = world
        self.start = world.before()

    def record(self, path: Path) -> Record:
        record = Record(path)
        world = self.world
        world.streaming, world.registers = path.streaming, path.registers
        world.calls.sites.clear()
        world.begin_at(self.start, 0, None)
        for number in range(len(path.steps)):
            record.before.append(world.before())
            self._step(path, number)
            record.after.append(dump(world))
        record.sites = [*world.calls.sites]
        if wrong := broken_promises(world):
            raise Astray(f"{path.name}, undisturbed: {wrong}")
        return record

    def run(self, record: Record, fault: Fault, *, whole: bool = False) -> Failure | None:
        """From the step of the fault on. `whole`: to the end of the path, whatever has come of the fault.

        A request that AWS would refuse is a failure too, also when the code has swallowed the refusal.
        """
        path, world = record.path, self.world
        world.streaming, world.registers = path.streaming, path.registers
        world.begin_at(record.before[fault.site.step], fault.site.step, fault)
        with noted() as beyond:
            try:
                what = self._ends(record, fault, whole=whole) or self._ill_borne(fault)
            except (Astray, Problem) as astray:
                what = f"{type(astray).__name__}: {astray}"
        what = what or next(iter(beyond), None)
        return Failure(path.name, fault, what) if what else None

    def _ends(self, record: Record, fault: Fault, *, whole: bool) -> str | None:
        """What is not as it was undisturbed, after the last step that was played."""
        what = None
        for number in range(fault.site.step, len(record.path.steps)):
            self._step(record.path, number)
            what = broken_promises(self.world) or first_difference(record.after[number], dump(self.world))
            if what is None and not whole:
                break
        return what

    def _step(self, path: Path, number: int) -> None:
        """Each step meets a process that has just started, so that it calls what it calls wherever a run begins."""
        world = self.world
        world.calls.begin_step(number)
        world.process.start(world)
        path.steps[number](world)
        world.settle()

    def _ill_borne(self, fault: Fault) -> str | None:
        """What was wrong with the way the fault was borne, though all has ended well."""
        calls = self.world.calls
        if calls.struck == 0:
            return "the call was never made"
        request = fault.site.invoked.startswith(("POST", "PUT"))
        batch = 1 if request else LARGEST_BATCH
        if calls.struck > MOST_TRIES * batch or calls.slept > LONGEST_SLEEP * batch:
            return f"retries without bound: {calls.struck} tries, {calls.slept:.1f} s of waiting"
        if fault.lasting and request and not told_to_come_again(self.world):
            return f"no 503 with Retry-After, but {self.world.seen}"
        return None


def told_to_come_again(world: Outside) -> bool:
    return any(status == 503 and "retry-after" in headers for status, headers in world.seen)


@contextmanager
def running() -> Generator[Runner]:
    """A world of its own until the end of the block."""
    with without_tokens():
        yield Runner(Outside())


def running_for_good() -> Runner:
    """The same for as long as the process lives."""
    lasting = ExitStack()
    runner = lasting.enter_context(running())
    atexit.register(lasting.close)
    return runner
