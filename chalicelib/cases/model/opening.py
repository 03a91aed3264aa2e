"""A task as it is when it is opened, and the due days that it shows. Pure."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import JsonValue

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import counted_only
from chalicelib.cases.model.clocks import Clocks, clock_of_law, counted_again, inner_due_of
from chalicelib.cases.model.task import TASK_KINDS, Task, TaskClocks, TaskKind, task_id
from chalicelib.cases.model.unified_ref import CONVENE
from chalicelib.clock.calendar import WorkCalendar


def new_task(case: Case, kind: TaskKind, at: datetime, department: str | None = None) -> Task:
    """A task for the department that decides the case, or for another one that is asked."""
    return Task.model_validate(
        {
            "id": task_id(case.id, case.next_task_no(kind.name)),
            "case_id": case.id,
            "kind": kind.name,
            "division": case.division,
            **_asked_of(case, kind, department),
            "item": case.item,
            "item_name": case.item_name,
            "case_number": case.number,
            **task_dues(case, kind),
            "opened_at": at,
        }
    )


def _asked_of(case: Case, kind: TaskKind, department: str | None) -> Mapping[str, JsonValue]:
    if kind.above and case.superior is not None:
        return {"department": case.superior.organ, "region": case.superior.region}
    return {"department": department or case.department}


def is_awaited(case: Case, no: str) -> bool:
    """Whether the case stands where a machine is about to open the task of this number, and has not done so yet."""
    kind = TASK_KINDS.get(no.partition("-")[0])
    opens = kind is not None and kind.wait is not None and kind.wait.status is case.status
    return kind is not None and opens and case.open_task(kind.name) is None and no == case.next_task_no(kind.name)


def task_dues(case: Case, kind: TaskKind) -> Mapping[str, JsonValue]:
    """The due days that a task of this kind shows, and the clocks they come from, as they are stored. While something
    is put right, the lead has to convene by the day that the applicant was told.
    """
    if kind.clocks is None:
        return {"due": None, "statutory_due": None, "provisional": False, "clocks": {}}
    if kind.name == CONVENE and case.rectify_by:
        law = case.due(clock_of_law(case.clocks, kind.clocks))
        days = {"due": case.rectify_by.isoformat(), "statutory_due": law.isoformat() if law else None}
        return {**days, "provisional": False, "clocks": {}}
    inner, statutory = inner_due_of(case.clocks, kind.clocks), case.due(clock_of_law(case.clocks, kind.clocks))
    return {
        "due": inner.isoformat() if inner else None,
        "statutory_due": statutory.isoformat() if statutory else None,
        "provisional": case.provisional,
        "clocks": {name: counted_only(clock) for name, clock in _clocks(case.clocks, kind.clocks).items()},
    }


def clocks_of(case: Case, kind: TaskKind) -> TaskClocks | tuple[()]:
    """The clocks of the case by which a task of this kind is due, that of the department and that of the law; none
    where no law gives it a term.
    """
    return (kind.clocks[0], clock_of_law(case.clocks, kind.clocks)) if kind.clocks else ()


def recounted_task(task: Task, calendar: WorkCalendar) -> Task:
    """A task that waits with the due days that the calendar in force now gives; any other as it is stored."""
    kinds = TASK_KINDS[task.kind].clocks
    if kinds is None or not task.waiting or not task.clocks:
        return task
    clocks = counted_again(task.clocks, (kinds[0], clock_of_law(task.clocks, kinds)), calendar)
    if clocks == task.clocks:
        return task
    law = clocks.get(clock_of_law(clocks, kinds))
    provisional = any(clock.provisional for clock in clocks.values())
    dues = {"due": inner_due_of(clocks, kinds), "statutory_due": law.due if law else None, "provisional": provisional}
    return task.model_copy(update={**dues, "clocks": clocks})


def _clocks(clocks: Clocks, kinds: TaskClocks) -> Clocks:
    return {kind: clocks[kind] for kind in (kinds[0], clock_of_law(clocks, kinds)) if kind in clocks}
