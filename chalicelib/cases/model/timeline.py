"""The timeline of a case: its stages in people's words, and what is used and left of each term."""

from collections.abc import Sequence
from datetime import date

from pydantic import AwareDatetime, BaseModel

from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import EVENT_LABELS, OPEN_TASK
from chalicelib.cases.model.clock import CLOCK_LABELS, ClockKind
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.clock import WorkCalendar, used_and_left
from chalicelib.durable.audit import Event

SHOWN: tuple[ClockKind, ...] = ("promised", "statutory", "issue")


class Stage(BaseModel):
    stage: str
    label: str
    at: AwareDatetime
    role: str
    department: str | None = None
    document: str | None = None


class TermUsed(BaseModel):
    """`used`, `left` and `overdue` in `unit` on the day asked, or on the day the term ended."""

    term: str
    started: date
    due: date
    unit: str
    used: int
    left: int
    overdue: int
    provisional: bool


class Timeline(BaseModel):
    id: str
    number: str | None = None
    status: str
    status_label: str
    stages: list[Stage]
    terms: list[TermUsed]


def timeline(case: Case, events: Sequence[Event], today: date, calendar: WorkCalendar) -> Timeline:
    used = (_used(case, kind, today, calendar) for kind in SHOWN)
    return Timeline(
        id=case.id,
        number=case.number,
        status=case.status.value,
        status_label=case.status.label,
        stages=[_stage(event) for event in events],
        terms=[term for term in used if term],
    )


def _stage(event: Event) -> Stage:
    return Stage(
        stage=event.type,
        label=_label(event),
        at=event.at,
        role=event.role,
        department=event.department,
        document=event.data.get("document"),
    )


def _label(event: Event) -> str:
    kind = TASK_KINDS.get(str(event.data.get("kind")))
    if event.type == OPEN_TASK.event and kind:
        return kind.opened
    return EVENT_LABELS.get(event.type, event.type)


def _used(case: Case, kind: ClockKind, today: date, calendar: WorkCalendar) -> TermUsed | None:
    clock = case.clocks.get(kind)
    if clock is None:
        return None
    term = clock.term(calendar)
    used = used_and_left(term, _until(case, kind, today), calendar)
    return TermUsed(
        term=CLOCK_LABELS[kind],
        started=clock.started,
        due=term.due,
        unit=term.unit,
        used=used.used,
        left=used.left,
        overdue=used.overdue,
        provisional=term.provisional,
    )


def _until(case: Case, kind: ClockKind, today: date) -> date:
    """The day up to which the term is used: the day it ended, or today."""
    if kind == "issue":
        return case.delivered_at.date() if case.delivered_at else today
    if case.decided_at:
        return case.decided_at.date()
    return min(today, case.ended_at.date()) if case.ended_at else today
