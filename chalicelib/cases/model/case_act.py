"""What one row of the table of acts on a case says. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import Status
from chalicelib.durable.lawful import LawfulAct


def never(_: Case) -> bool:
    return False


def single(case: Case) -> bool:
    """Of a joint request the members are decided and handed over, each by itself."""
    return not case.is_request


@dataclass(frozen=True, eq=False)
class CaseAct(LawfulAct):
    """An act on a case. A case to which `needed` applies is not closed without the usual event of the act (网上流转,
    R55), or one of `or_events`, which other acts leave. `on_tasks` are the kinds of tasks that it claims or answers.
    `of_others`: it may be done on a task that another person has claimed. `leads_to` are the statuses of the case after
    it; it is empty for an act that leaves the case where it is. `again`: it may come once more on a task that has
    been answered, and then judges itself what that means. `command` is the operators' command that does it.
    `on_drafts`: a window does it on a draft, of which it sees nothing unless it was asked for a pre-check.
    """

    needed: Callable[[Case], bool] = never
    or_events: frozenset[str] = field(default_factory=frozenset[str])
    on_tasks: frozenset[str] = field(default_factory=frozenset[str])
    of_others: bool = False
    again: bool = False
    leads_to: frozenset[Status] = frozenset()
    command: str = ""
    on_drafts: bool = False

    @property
    def ends_in(self) -> frozenset[Status]:
        """The statuses in which a case can be after the act."""
        return self.leads_to or frozenset(status for status in Status if status in self.lawful_from)
