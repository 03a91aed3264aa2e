"""A request whose members each take the time that is promised, driven by the rules between members alone."""

from datetime import date

from chalicelib.catalogue.model.schemes.plans import CLOCK_UNITS
from chalicelib.catalogue.model.schemes.readiness import RUNNING, MemberState
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.clock import WorkCalendar, count_term
from chalicelib.joint.model.member import Member
from chalicelib.joint.model.progress import Progress, progress
from proofs.joint.graphs import START

CALENDAR = WorkCalendar()


class Run:
    """A request whose members each take the time that is promised, day by day, driven by `progress` alone."""

    def __init__(self, situation: Situation, start: date) -> None:
        self.situation = situation
        self.members = {
            node.id: Member(
                node=node.id,
                item=node.item,
                department=node.department,
                state="waiting" if node.id in situation.active else "not_applicable",
            )
            for node in situation.scheme.nodes
        }
        self.day, self.due = start, dict[str, date]()
        self.cut = list[str]()

    @property
    def states(self) -> dict[str, MemberState]:
        return {name: one.state for name, one in self.members.items()}

    def settle(self) -> Progress:
        """What follows from the states now; whoever begins is due after the promised time."""
        found = progress(self.situation, self.members)
        for name, state in found.states.items():
            self.members[name] = self.members[name].model_copy(update={"state": state})
            if state in RUNNING and name not in self.due:
                self.due[name] = self._promised(name)
        self.cut += [one.node for one in found.cut]
        return found

    def _promised(self, name: str) -> date:
        promised = self.situation.promise(self.situation.scheme.node(name))
        return count_term(self.day, promised.value, CLOCK_UNITS[promised.unit], (), 0, CALENDAR).due

    def end(self, name: str, state: MemberState) -> None:
        self.members[name] = self.members[name].model_copy(update={"state": state})

    def to_the_end(self) -> date:
        """Everybody is decided on the last day promised, or when the decision is free. Returns the last day."""
        last = self.day
        self.settle()
        while running := [name for name, one in self.members.items() if one.state in RUNNING]:
            due = [name for name in running if self.due[name] <= self.day]
            for name in due:
                self.members[name] = self.members[name].model_copy(update={"reviewed": True})
            self.settle()
            if free := [name for name in due if self.members[name].state != "ready_to_decide"]:
                for name in free:
                    self.end(name, "external_done" if self.members[name].state == "external_pending" else "granted")
                last = self.day
                self.settle()
                continue
            later = [self.due[name] for name in running if self.due[name] > self.day]
            if not later:
                raise LookupError("somebody waits for nobody")
            self.day = min(later)
        return last


def run(situation: Situation, start: date = START) -> Run:
    return Run(situation, start)
