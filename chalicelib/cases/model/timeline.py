"""The timeline of a case: its stages in people's words, and what is used and left of each term."""

from collections.abc import Sequence
from datetime import date

from pydantic import AwareDatetime, BaseModel

from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import EVENT_LABELS, OPEN_TASK
from chalicelib.cases.model.clock import CLOCKS, ClockKind
from chalicelib.cases.model.clocks import used_until
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.clock import WorkCalendar, used_and_left
from chalicelib.durable.audit import Event


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
    basis: str | None = None
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
    used = (_used(case, kind, today, calendar) for kind, words in CLOCKS.items() if words.on_timeline)
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
    used = used_and_left(term, used_until(case, kind, today), calendar)
    return TermUsed(
        term=CLOCKS[kind].label,
        basis=clock.basis if CLOCKS[kind].tells_basis else None,
        started=clock.started,
        due=term.due,
        unit=term.unit,
        used=used.used,
        left=used.left,
        overdue=used.overdue,
        provisional=term.provisional,
    )
