"""The timeline of a case: its stages in people's words, and what is used and left of each term."""

from collections.abc import Sequence
from datetime import date

from pydantic import AwareDatetime, BaseModel

from chalicelib.cases.model import Case
from chalicelib.cases.model.clocks import issue_term, terms
from chalicelib.clock import Term, WorkCalendar, used_and_left
from chalicelib.durable.audit import Event

STAGES = {
    "submitted": "网上申报，收件",
    "received": "窗口收件",
    "correction_noticed": "一次性告知补正",
    "supplemented": "补正材料，重新收件",
    "accepted": "受理",
    "deemed_accepted": "逾期未告知，视为受理",
    "acceptance_overdue": "逾期未受理",
    "rejected": "不予受理",
    "withdrawn": "申请人撤回",
    "reviewed": "部门审查",
    "decided": "作出决定",
    "result_made": "制作结果",
    "mismatch_found": "核对不一致，待更正",
    "compared": "核对一致",
    "delivered": "送达",
    "archived": "归档办结",
}
OPENED = {"review": "分派部门审查", "decide": "送首席代表决定"}


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
    decided = (
        case.decided_at.date() if case.decided_at else min(today, case.ended_at.date()) if case.ended_at else today
    )
    promised, statutory = terms(case.clock, calendar)
    used = [
        _used("承诺期限", case.clock.started, promised, decided, calendar),
        _used("法定期限", case.clock.statutory_started, statutory, decided, calendar),
    ]
    if case.decided_at:
        ended = case.delivered_at.date() if case.delivered_at else today
        used.append(
            _used("颁发送达期限", case.decided_at.date(), issue_term(case.decided_at.date(), calendar), ended, calendar)
        )
    return Timeline(
        id=case.id,
        number=case.number,
        status=case.status.value,
        status_label=case.status.label,
        stages=[_stage(event) for event in events],
        terms=[term for term in used if term],
    )


def _stage(event: Event) -> Stage:
    label = (
        OPENED.get(str(event.data.get("kind")), event.type)
        if event.type == "task_opened"
        else STAGES.get(event.type, event.type)
    )
    return Stage(
        stage=event.type,
        label=label,
        at=event.at,
        role=event.role,
        department=event.department,
        document=event.data.get("document"),
    )


def _used(name: str, started: date | None, term: Term | None, until: date, calendar: WorkCalendar) -> TermUsed | None:
    if term is None or started is None:
        return None
    used = used_and_left(term, until, calendar)
    return TermUsed(
        term=name,
        started=started,
        due=term.due,
        unit="workday" if term.unit == "workday" else "day",
        used=used.used,
        left=used.left,
        overdue=used.overdue,
        provisional=term.provisional,
    )
