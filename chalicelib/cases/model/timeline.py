"""The timeline of a case: its stages in people's words, and what is used and left of each term."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.cases.model import Case
from chalicelib.cases.model.acting import Acting, acting_in
from chalicelib.cases.model.acts import EVENT_LABELS
from chalicelib.cases.model.clock import CLOCKS, Clock, ClockKind
from chalicelib.cases.model.clocks import PROMISE_BASIS, CalendarsInForce, ended_at, paused_until
from chalicelib.cases.model.clocks_shown import StopShown, stop_shown
from chalicelib.cases.model.moved import DueMoved, moved_in
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.model.task_acts import OPEN_TASK
from chalicelib.clock import Unit, used_and_left
from chalicelib.clock.deadline import AnswerDay, DeadlineAnswer
from chalicelib.durable.audit import Event, EventRole
from chalicelib.foundation.open_lists import OpenList

StageName = Annotated[str, OpenList("环节，即事件种类", EVENT_LABELS)]


class Stage(Acting, defer_build=True):
    stage: StageName
    label: str
    at: AwareDatetime
    role: EventRole
    department: str | None = None
    document: str | None = None
    moved: Annotated[
        list[DueMoved], Field(default_factory=list[DueMoved], description="由此变动的届满日：原日期、新日期和原因")
    ]


class TermUsed(BaseModel, defer_build=True):
    """`used`, `left` and `overdue` in `unit` on the day asked, or on the day the term ended."""

    model_config = ConfigDict(hide_input_in_errors=True)

    kind: ClockKind
    term: str
    basis: str | None = None
    started: date
    length: int
    due: date
    unit: Unit
    used: int
    left: int
    overdue: int
    extension: Annotated[int, Field(description="经批准延长的，单位同上")] = 0
    provisional: bool
    days: Annotated[
        list[AnswerDay], Field(description="顺延至非常驻部门办公日的期限逐日的理由；其他期限可用 POST /deadlines 计算")
    ] = []


class Timeline(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)

    id: str
    number: str | None = None
    status: Status
    status_label: str
    stages: list[Stage]
    terms: list[TermUsed]
    paused_until: Annotated[date | None, Field(description="期限正在中止：书面告知的最后一日")] = None
    pauses: Annotated[list[StopShown], Field(description="不计入期限的特别程序，包括已经结束的")] = []


def timeline(
    case: Case,
    events: Sequence[Event],
    today: date,
    calendars: CalendarsInForce,
    *,
    complex_item: bool = False,
    whole: bool = False,
) -> Timeline:
    """`whole`: the reader may see the names of those who acted for the applicant unmasked. A complex item is decided by
    the department's leader (R65).
    """
    used = (_used(case, kind, today, calendars) for kind, words in CLOCKS.items() if words.on_timeline)
    return Timeline(
        id=case.id,
        number=case.number,
        status=case.status,
        status_label=case.status_label,
        stages=[_stage(case, event, complex_item=complex_item, whole=whole) for event in events],
        terms=[term for term in used if term],
        paused_until=paused_until(case, today),
        pauses=[stop_shown(stop, case.stops, today) for stop in case.stops],
    )


def _stage(case: Case, event: Event, *, complex_item: bool, whole: bool) -> Stage:
    return Stage(
        **acting_in(event, case, whole=whole).model_dump(),
        stage=event.type,
        label=_label(event, complex_item=complex_item),
        at=event.at,
        role=event.role,
        department=event.department,
        document=event.data.get("document"),
        moved=list(moved_in(event)),
    )


def _label(event: Event, *, complex_item: bool) -> str:
    kind = TASK_KINDS.get(str(event.data.get("kind")))
    if event.type == OPEN_TASK.event and kind:
        return kind.opened_for(complex_item=complex_item)
    return EVENT_LABELS.get(event.type, event.type)


def _used(case: Case, kind: ClockKind, today: date, calendars: CalendarsInForce) -> TermUsed | None:
    clock = case.clocks.get(kind)
    if clock is None:
        return None
    ended = ended_at(case, kind)
    calendar = calendars.at(ended) if ended else calendars.in_force()
    term = clock.term(calendar)
    used = used_and_left(term, min(today, ended.date()) if ended else today, calendar)
    return TermUsed(
        kind=kind,
        term=CLOCKS[kind].label,
        basis=clock.basis if CLOCKS[kind].tells_basis or _not_the_items(kind, clock) else None,
        started=clock.started,
        length=clock.length,
        due=term.due,
        unit=term.unit,
        used=used.used,
        left=used.left,
        overdue=used.overdue,
        extension=clock.extension,
        provisional=term.provisional,
        days=list(DeadlineAnswer.of(term).days) if clock.duty is not None else [],
    )


def _not_the_items(kind: ClockKind, clock: Clock) -> bool:
    """Whether the promise is not simply the one that was published with the item."""
    return kind == "promised" and bool(clock.basis) and clock.basis != PROMISE_BASIS
