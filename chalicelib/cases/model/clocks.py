"""The clocks of a case: which terms its item gives it, and when each begins and ends. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from pydantic import JsonValue

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import Clock, ClockKind, counted
from chalicelib.cases.model.deferral import Deferral
from chalicelib.cases.model.how_far import GOES_ON, runs
from chalicelib.cases.model.inspection import inspection_clock
from chalicelib.cases.model.returns import Return, standing_still
from chalicelib.cases.model.status import BEFORE_DECISION
from chalicelib.cases.model.stops import Stop, stopped_until
from chalicelib.cases.model.task import TO_DECIDE, TaskClocks
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.conditions import Answers
from chalicelib.catalogue.model.limits import statutory_under
from chalicelib.catalogue.model.promises import NOTHING_OWN, HallTerms, Promised, promise_of
from chalicelib.catalogue.model.upward import lower_term, superior_of
from chalicelib.clock.acceptance import NOTICE_WORKDAYS
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.kinds import article_of
from chalicelib.clock.unit import Unit

Clocks = Mapping[ClockKind, Clock]


class CalendarsInForce(Protocol):
    """The work calendar of now, and that of an earlier moment: days off are loaded while cases go on."""

    def in_force(self) -> WorkCalendar: ...
    def at(self, moment: datetime) -> WorkCalendar: ...


ACCEPT_BASIS = "《行政许可法》第三十二条"
OWN_ACCEPT_BASIS = "法律没有规定；本平台参照《行政许可法》第三十二条设定"
ISSUE_WORKDAYS = 10
ISSUE_BASIS = "《行政许可法》第四十四条"
PROMISE_BASIS = "承诺办理时限"
DUTY_BASIS = "部门为非常驻部门，受理之日不是其办公日，于下一办公日办结，不晚于法定期限"
CONFIRMATION_WORKDAYS = 2
CONFIRMATION_BASIS = "平台内部期限，在受理期限之内"
OWN_ISSUE_BASIS = "法律没有规定；本平台参照《行政许可法》第四十四条设定"
# Each of these clocks ends with the other one at the latest. What is promised of a 上报件 is its review here.
INSIDE: Mapping[ClockKind, tuple[ClockKind, ...]] = {
    "promised": ("statutory", "lower_review", "expiry"),
    # 行政许可法50(2): it is decided before the licence ends whose renewal is asked for.
    "statutory": ("expiry",),
    "confirmation": ("acceptance",),
    "opinion": ("statutory",),
    "deferral": ("promised",),
}
# What special procedures stop: the terms of 行政许可法 42 and 43, both in the section that art. 45 speaks of.
DECISION_CLOCKS: tuple[ClockKind, ...] = ("promised", "statutory", "lower_review")
UNITS: Mapping[str | None, Unit] = {"workday": "workday", "calendar_day": "day", None: "workday"}


def on_receipt(received: date, calendar: WorkCalendar, *, licence: bool) -> Clocks:
    """Five workdays to accept or to tell every gap; the decision clock does not run yet (R24). The law has this term
    for licences only; for anything else it is the platform's own.
    """
    basis = ACCEPT_BASIS if licence else OWN_ACCEPT_BASIS
    return {"acceptance": counted(received, NOTICE_WORKDAYS, "workday", basis, calendar)}


def on_notice(noticed: date, workdays: int, calendar: WorkCalendar) -> Clocks:
    """The wait for a supplement belongs to no clock of the hall (counting rule CR6): nothing is due there until it is
    received. Only the term of the applicant runs, which the notice tells.
    """
    return {"supplement": counted(noticed, workdays, "workday", "补正材料一次性告知书", calendar)}


def on_question(clocks: Clocks, asked: date, calendar: WorkCalendar) -> Clocks:
    """Two workdays for the department that a window asks, inside the five of the acceptance, which run on (R30)."""
    begun: dict[ClockKind, Clock] = dict(clocks)
    begun["confirmation"] = counted(asked, CONFIRMATION_WORKDAYS, "workday", CONFIRMATION_BASIS, calendar)
    return counted_again(begun, ("confirmation",), calendar)


def on_acceptance(
    clocks: Clocks,
    item: ItemDocument,
    answers: Answers,
    *,
    received: date,
    accepted: date,
    calendar: WorkCalendar,
    here: HallTerms = NOTHING_OWN,
) -> Clocks:
    """The promised and the statutory clock begin. Day 0 is acceptance, or receipt where the item's law says so.

    `answers` are those of the form: some promises are made under a condition only. `here` is what the directory says of
    the item in this region.
    """
    promised, statutory = promise_of(item, answers, here, accepted, calendar), item.statutory_limit
    begun = dict(clocks)
    if promised is not None:
        promise = promised.promise
        begun["promised"] = counted(
            accepted, promise.value, UNITS[promise.unit], _basis_of(promised), calendar, promised.duty
        )
    length = statutory_under(statutory, answers)
    if superior_of(item):
        lower = lower_term(item)
        if lower is not None:
            begun["lower_review"] = counted(accepted, lower.length, lower.unit, lower.source, calendar)
    elif length is not None:
        started = received if statutory.start_event == "receipt" else accepted
        begun["statutory"] = counted(started, length, UNITS[statutory.unit], law_of(item), calendar)
    begun |= inspection_clock(item, answers, accepted, calendar)
    return counted_again(begun, ("promised",), calendar)


def on_deferral(clocks: Clocks, deferral: Deferral | None, accepted: date, calendar: WorkCalendar) -> Clocks:
    """The term for promised papers (广东省优化营商环境条例32), which ends with the promised day at the latest."""
    if deferral is None or not deferral.open:
        return clocks
    begun: dict[ClockKind, Clock] = dict(clocks)
    begun["deferral"] = counted(accepted, deferral.workdays, "workday", deferral.basis, calendar)
    return counted_again(begun, ("deferral",), calendar)


def law_of(item: ItemDocument) -> str:
    """The law that sets the item's term, in full words; that of its regime where only editors can read the note."""
    cited = citations(item.statutory_limit.source, [basis.law for basis in item.legal_basis])
    return cited or article_of("decision", item.regime)


def _basis_of(promised: Promised) -> str:
    """Where the promised day comes from, for people."""
    basis = promised.source or PROMISE_BASIS
    return basis if promised.duty is None else f"{basis}；{DUTY_BASIS}"


def counted_again(clocks: Clocks, kinds: Collection[ClockKind], calendar: WorkCalendar) -> Clocks:
    """The clocks with the due days of `kinds` as this calendar gives them.

    A promise is never later than the law's own term (优化营商环境条例36(2)), in whatever unit either is counted; nor is
    the answer to a window's question later than the acceptance. Whoever is asked for an opinion after the law's term
    has days of its own.
    """
    again: dict[ClockKind, Clock] = {
        kind: _counted_again(clock, calendar) if kind in kinds else clock for kind, clock in clocks.items()
    }
    for inner, outers in INSIDE.items():
        inside = again.get(inner)
        laws = [again[outer] for outer in outers if outer in again]
        if inside is None or not laws or inner not in kinds:
            continue
        promised = inner == "promised"
        allowed = min((_unextended(law, calendar) if promised else law for law in laws), key=lambda law: law.due)
        too_late = (inner == "opinion" or allowed.last is not None) and inside.started > allowed.due
        if allowed.due < inside.due and not too_late:
            again[inner] = inside.model_copy(update={"due": allowed.due, "provisional": allowed.provisional})
    return again


def _unextended(law: Clock, calendar: WorkCalendar) -> Clock:
    """The law's clock as it was when the promise was made: an extension moves no promise."""
    return _counted_again(law.model_copy(update={"extension": 0}), calendar) if law.extension else law


def _counted_again(clock: Clock, calendar: WorkCalendar) -> Clock:
    term = clock.full_term(calendar)
    if term.due == clock.due and term.provisional == clock.provisional:
        return clock  # as nearly always: a copy would cost more than the count
    return clock.model_copy(update={"due": term.due, "provisional": term.provisional})


def recounted(case: Case, calendar: WorkCalendar) -> Case:
    """The case with the due days that the calendar in force now gives to the clocks that still run.

    What a holiday notice changes after a due day was stored counts from its publication; days of clocks that have
    ended stay (counting rule CR9).
    """
    clocks = counted_again(case.clocks, running_clocks(case), calendar)
    return case if clocks == case.clocks else case.model_copy(update={"clocks": clocks})


def running_clocks(case: Case) -> tuple[ClockKind, ...]:
    return tuple(kind for kind in case.clocks if runs(case, kind))


def paused_until(case: Case, today: date) -> date | None:
    """The last told day of the special procedures for which the decision clocks stand still; None while they run."""
    return stopped_until(case.stops, today) if case.status in BEFORE_DECISION else None


def moved_dues(before: Clocks, after: Clocks) -> Mapping[str, JsonValue]:
    """The due days that a new count has changed, each with the old and the new one, for the event of that count. A day
    that stays and is no longer provisional, or has become so, is among them.
    """
    return {
        kind: {
            "before": str(clock.due),
            "after": str(after[kind].due),
            **({"provisional": after[kind].provisional} if after[kind].provisional != clock.provisional else {}),
        }
        for kind, clock in before.items()
        if kind in after and after[kind] != clock
    }


def on_stops(clocks: Clocks, stops: Sequence[Stop], calendar: WorkCalendar, returns: Sequence[Return] = ()) -> Clocks:
    """The decision clocks without the days of these special procedures, nor those above of what came back. They come
    out of the promise too: it was made for the time that the department itself needs.
    """
    pauses = standing_still(stops, returns)
    stopped: dict[ClockKind, Clock] = {
        kind: clock.model_copy(update={"pauses": pauses}) if kind in DECISION_CLOCKS else clock
        for kind, clock in clocks.items()
    }
    # What lies inside the promise ends with it, wherever it has moved to.
    return counted_again(stopped, (*DECISION_CLOCKS, "deferral"), calendar)


def on_extension(clocks: Clocks, length: int, calendar: WorkCalendar) -> Clocks:
    """The law's clock with its extension. What was promised stays as it was promised (优化营商环境条例36(2))."""
    kind = extended_clock(clocks)
    extended: dict[ClockKind, Clock] = {**clocks, kind: clocks[kind].model_copy(update={"extension": length})}
    return counted_again(extended, (kind,), calendar)


def extended_clock(clocks: Clocks) -> ClockKind:
    """The clock that an extension makes longer: that of the organ which decides."""
    return "superior" if "superior" in clocks else "statutory"


def on_decision(clocks: Clocks, decided: date, calendar: WorkCalendar, *, licence: bool) -> Clocks:
    """Ten workdays to issue and deliver: the law's term for a licence that is granted. No law says how soon a refusal
    (行政许可法38(2)) or another result is delivered, so that the same days are the platform's own term there.
    """
    basis = ISSUE_BASIS if licence else OWN_ISSUE_BASIS
    issue = counted(decided, ISSUE_WORKDAYS, "workday", basis, calendar)
    return {**clocks, "issue": issue.model_copy(update={"own": not licence})}


def waits_until(case: Case) -> date | None:
    """The day that the case is due next, which orders it among those waiting at a window."""
    return next_due_of(case.clocks)


def next_due_of(clocks: Clocks) -> date | None:
    """The same of these clocks, for a list that has no cases."""
    issue, above, acceptance = clocks.get("issue"), clocks.get("superior"), clocks.get("acceptance")
    last = issue or above
    return (last and last.due) or inner_due_of(clocks) or (acceptance.due if acceptance else None)


def inner_due(case: Case) -> date | None:
    """The department works towards what it has promised, or towards the law where it has promised nothing."""
    return inner_due_of(case.clocks)


def inner_due_of(clocks: Clocks, kinds: TaskClocks = TO_DECIDE) -> date | None:
    """By the first of these clocks, or by the law's where there is no other."""
    clock = clocks.get(kinds[0]) or clocks.get(clock_of_law(clocks, kinds))
    return clock.due if clock else None


def ended_at(case: Case, kind: ClockKind) -> datetime | None:
    """When this clock of the case ended; None while its days go on. Those of the review here end with its report."""
    if kind in GOES_ON:
        return None
    if case.upward and case.reported_at and kind in DECISION_CLOCKS:
        return case.reported_at
    return (case.delivered_at if kind == "issue" else case.decided_at) or case.ended_at


def clock_of_law(clocks: Clocks, kinds: TaskClocks) -> ClockKind:
    """The law's clock of a task: of what an organ above decides, that of the review here."""
    return "lower_review" if kinds[1] == "statutory" and "lower_review" in clocks else kinds[1]
