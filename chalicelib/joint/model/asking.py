"""Asking departments for their opinions: a task for each of them, and one term for all. Pure."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.clocks import counted_again
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.model.unified_ref import OPINION, UnifiedRef
from chalicelib.catalogue.model.conditions import Answers
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.unified import UnifiedItem
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.joint.model.session import Session, participants, silence_rule


class Term(NamedTuple):
    """By when opinions are due: `days` workdays after `started`, for the reason `basis`."""

    started: date
    days: int
    basis: str


class Asked(NamedTuple):
    """A case with its session once departments were asked, and their new tasks."""

    case: Case
    session: Session
    tasks: Sequence[Task]

    @property
    def told(self) -> dict[str, JsonValue]:
        """For the event: the term that has begun."""
        clock = self.case.clocks[OPINION]
        return {"round": self.session.round, "clocks": {OPINION: clock.model_dump(mode="json")}}


def unified_in(scheme: SchemeDocument, item: str) -> UnifiedItem | None:
    """Who takes part in the examination of this member, if several departments do."""
    return next((one for one in scheme.unified_items if one.item == item), None)


def concerning(
    scheme: SchemeDocument, version: int, unified: UnifiedItem, answers: Answers, *, licence: bool
) -> UnifiedRef:
    """That several departments examine a case with these answers, as its session has not begun."""
    counts = silence_rule(unified.silence_rules, "opinion", licence=licence) is not None
    concerned = tuple(one.department for one in participants(unified, answers))
    return UnifiedRef(scheme=scheme.code, version=version, departments=concerned, silence_counts=counts)


def inner_term(unified: UnifiedItem, started: date) -> Term:
    return Term(started, unified.inner_opinion_days, f"{unified.kind}各部门提出意见的内部期限（联办方案）")


def asking(
    case: Case, session: Session, departments: Collection[str], term: Term, at: datetime, calendar: WorkCalendar
) -> Asked:
    """These departments owe an opinion by one day. Tasks of theirs that are open stay."""
    clock = counted(term.started, term.days, "workday", term.basis, calendar)
    clocks = counted_again({**case.clocks, OPINION: clock}, (OPINION,), calendar)
    ref = (
        case.unified.moved_to("collecting", conclusion=None, silence_told=False, silence_counted=False)
        if case.unified
        else None
    )
    after = case.model_copy(update={"clocks": clocks, "unified": ref})
    owing = {task.department: task.no for task in case.open_tasks if task.kind == OPINION}
    invited, tasks = dict[str, str](owing), list[Task]()
    for department in departments:
        if department not in owing:
            task = new_task(after, TASK_KINDS[OPINION], at, department)
            after = after.with_task(task)
            tasks.append(task)
            invited[department] = task.no
    changed = {
        one.department: one.model_copy(update={"task": invited[one.department], "overdue_told": False, "deemed": None})
        for one in session.invited
        if one.department in departments
    }
    return Asked(after, session.inviting(changed), tasks)


def owing(case: Case) -> tuple[str, ...]:
    """The departments that are asked and have not answered: for the first time, or once more after a coordination."""
    return tuple(task.department for task in case.open_tasks if task.kind == OPINION)


def without_term(case: Case) -> Case:
    """The case once nobody owes an opinion any more."""
    return case.model_copy(update={"clocks": {kind: one for kind, one in case.clocks.items() if kind != OPINION}})
