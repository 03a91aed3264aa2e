"""The clocks, counted again: which terms the events have begun, how long the law or the item makes them, and each day.

What a promise depends on stands in the form, which an export may not have: then each length that the item can promise
is taken for right.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chalicelib.cases.model.clock import Clock, ClockKind
from chalicelib.cases.model.clock_history import promises_begun
from chalicelib.cases.model.clocks import CONFIRMATION_WORKDAYS, INSIDE, ISSUE_WORKDAYS, UNITS
from chalicelib.cases.model.hearing import TO_HOLD, asked_on
from chalicelib.cases.model.how_far import COMMITTED
from chalicelib.cases.model.inspection import TERM, begins, inspections
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.limits import split_condition
from chalicelib.catalogue.model.promises import lengths_promised
from chalicelib.catalogue.model.upward import lower_term, superior_of, superior_term
from chalicelib.clock.acceptance import NOTICE_WORKDAYS
from chalicelib.clock.calendar import OutsideCalendar, WorkCalendar
from chalicelib.clock.term import Term
from chalicelib.evidence.model.checks.standing import ACCEPTANCES, JOINT, OPENED, RECEIPTS
from chalicelib.evidence.model.contents import Contents, EventFacts
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.records import ClockFacts, DayFacts

OPINION: ClockKind = "opinion"
ENDS_AT_ONCE = ("session_concluded", "rectification_noticed")
SAID = ("opinion_given", "opinion_changed", "material_change")
ENDS_QUESTION = ("materials_confirmed", "transferred", "rejected", "withdrawn")
# What ends the term for promised papers, and what such an event has told of those that are still awaited if it says
# nothing of them.
FILLED: Mapping[str, object] = {"papers_filled": [], "papers_found": [], "papers_taken": None}
Lengths = frozenset[tuple[int, str]]


@dataclass(frozen=True)
class Begun:
    """A clock that the events have begun. `lengths` are those that it may have, with their units; empty: no rule says.

    `may_lack`: a promise under a condition without `else` may promise nothing.
    """

    started: date
    lengths: Lengths = field(default_factory=frozenset[tuple[int, str]])
    may_lack: bool = False


def expected(events: Sequence[EventFacts], item: ItemDocument) -> Mapping[ClockKind, Begun]:
    """The clocks that the case has after these events."""
    clocks: dict[ClockKind, Begun] = {}
    received: date | None = None
    first_report: date | None = None
    for event in events:
        if event.type in RECEIPTS:
            received = event.day
            clocks = {"acceptance": Begun(received, frozenset({(NOTICE_WORKDAYS, "workday")}))}
        elif event.type == "correction_noticed":
            clocks = {"supplement": Begun(event.day)}
        elif event.type == "department_asked":
            clocks["confirmation"] = Begun(event.day, frozenset({(CONFIRMATION_WORKDAYS, "workday")}))
        elif event.type in ENDS_QUESTION and not event.data.get("awaited"):
            clocks.pop("confirmation", None)
        elif event.type in ACCEPTANCES:
            clocks.pop("confirmation", None)
            clocks = {**clocks, **_on_acceptance(item, received or event.day, event.since.date(), event)}
        elif event.type == OPENED:
            since = date.fromisoformat(event.data["counted_from"])
            clocks = _on_acceptance(item, date.fromisoformat(event.data["received_on"]), since, event)
        elif event.type == "reported_upward":
            first_report = first_report or event.day  # a return begins no new term
            if (term := superior_term(item)) is not None:
                clocks["superior"] = Begun(first_report, frozenset({(term.length, term.unit)}))
        elif event.type == "report_returned":
            clocks.pop("superior", None)
        elif event.type in FILLED and event.data.get("awaited", FILLED[event.type]) == []:
            clocks.pop("deferral", None)
        elif event.type in ("decided", "renewal_deemed"):
            clocks["issue"] = Begun(event.since.date(), frozenset({(ISSUE_WORKDAYS, "workday")}))
        _procedures(clocks, event)
        _opinions(clocks, event)
    return {**clocks, **_after_grant(events, item), **_committed(events)}


def _procedures(clocks: dict[ClockKind, Begun], event: EventFacts) -> None:
    """An inspection that begins, and a hearing from the request to its end."""
    if begins(event.type, event.data):
        clocks.pop("inspection_start", None)
    if event.type == "suspended" and (asked := asked_on(event.data)):
        clocks.setdefault("hearing", Begun(asked, frozenset({(TO_HOLD.length or 0, TO_HOLD.unit)})))
    elif event.type == "resumed" and event.data.get("kind") == "hearing":
        clocks.pop("hearing", None)


def _opinions(clocks: dict[ClockKind, Begun], event: EventFacts) -> None:
    """The term of several departments, from each event that asks some of them to the last opinion or the conclusion."""
    match event.data.get("clocks"):
        case {"opinion": {"started": str(started)}}:
            clocks[OPINION] = Begun(date.fromisoformat(started))
        case _ if event.type in ENDS_AT_ONCE or (event.type in SAID and event.data.get("awaited") == []):
            clocks.pop(OPINION, None)
        case _:
            return


def _on_acceptance(item: ItemDocument, received: date, accepted: date, event: EventFacts) -> dict[ClockKind, Begun]:
    statutory = item.statutory_limit
    begun: dict[ClockKind, Begun] = {"promised": Begun(accepted, _promised(item, event), may_lack=_may_lack(item))}
    if superior_of(item):
        lower = lower_term(item)
        if lower is not None:
            begun["lower_review"] = Begun(accepted, frozenset({(lower.length, lower.unit)}))
    elif statutory.value is not None and statutory.unit is not None:
        started = received if statutory.start_event == "receipt" else accepted
        lengths = {statutory.value} | ({statutory.short_track.value} if statutory.short_track else set[int]())
        begun["statutory"] = Begun(started, frozenset((length, UNITS[statutory.unit]) for length in lengths))
    if inspections(item):
        begun["inspection_start"] = Begun(accepted, frozenset({(TERM.length or 0, TERM.unit)}), may_lack=True)
    match event.data.get("clocks"):
        case {"expiry": {"started": str(asked)}}:
            begun["expiry"] = Begun(date.fromisoformat(asked))
        case _:
            """No renewal that was asked for in time."""
    if event.data.get("deferred") and item.tolerance:
        begun["deferral"] = Begun(accepted, frozenset({(item.tolerance.workdays, "workday")}))
    return begun


def _after_grant(events: Sequence[EventFacts], item: ItemDocument) -> dict[ClockKind, Begun]:
    """The verification of what was granted on a commitment, where the item has published a term for it; the term of a
    demand takes its place, and what is settled has none.
    """
    term = item.commitment.verification if item.commitment else None
    begun: dict[ClockKind, Begun] = {}
    for event in events:
        if event.type == "decided" and event.data.get("pledge") and term:
            begun = {"verification": Begun(event.day, frozenset({(term.value, UNITS[term.unit])}))}
        elif event.type == "pledge_unmet":
            begun = {"rectification": Begun(event.day)}
        elif event.type in ("pledge_kept", "pledge_broken"):
            begun = {}
    return begun


def _committed(events: Sequence[EventFacts]) -> dict[ClockKind, Begun]:
    """A grant before a result that the applicant has promised; its length is that of the scheme, not of the item."""
    begun: dict[ClockKind, Begun] = {}
    for event in events:
        if event.type == "decided":
            begun = {told.get("term", COMMITTED[0]): Begun(event.day) for told in promises_begun(event.data)}
        elif event.type in ("commitment_fulfilled", "commitment_lost"):
            begun.pop(event.data.get("term", COMMITTED[0]), None)
    return begun


def _promised(item: ItemDocument, event: EventFacts) -> Lengths:
    """What the item may promise, and what the acceptance says that the region promises instead (R93)."""
    match event.data.get("own_promise"):
        case {"value": int(value), "unit": ("workday" | "calendar_day") as unit}:
            lengths = lengths_promised(item, (value, unit))
        case _:
            lengths = lengths_promised(item)
    return frozenset((length, UNITS[unit]) for length, unit in lengths)


def _may_lack(item: ItemDocument) -> bool:
    condition = item.promised_limit.condition
    of_several = item.handling_type == JOINT  # of the whole nothing may be promised
    return of_several or (condition is not None and split_condition(condition)[1] is None)


def check(contents: Contents) -> Iterator[Finding | Note]:
    item = contents.published_item
    if item is None:
        return
    wanted = expected(contents.events, item)
    there: dict[ClockKind, ClockFacts] = {clock.kind: clock for clock in contents.clocks}
    for kind, begun in wanted.items():
        if kind not in there and not begun.may_lack:
            yield Finding("clock_missing", f"clock/{kind}", str(begun.started))
    for kind, clock in there.items():
        if kind not in wanted:
            yield Finding("clock_unexpected", f"clock/{kind}")
        else:
            yield from _facts(clock, wanted[kind])
        yield from _counted(clock, there, contents.work_calendar)


def _facts(clock: ClockFacts, begun: Begun) -> Iterator[Finding]:
    if clock.started != begun.started:
        yield Finding("clock_started", f"clock/{clock.kind}/started", str(begun.started), str(clock.started))
    if begun.lengths and (clock.length, clock.unit) not in begun.lengths:
        lengths = " / ".join(f"{length} {unit}" for length, unit in sorted(begun.lengths))
        yield Finding("clock_length", f"clock/{clock.kind}/length", lengths, f"{clock.length} {clock.unit}")


def _counted(
    clock: ClockFacts, there: Mapping[ClockKind, ClockFacts], calendar: WorkCalendar
) -> Iterator[Finding | Note]:
    place = f"clock/{clock.kind}"
    try:
        term = _term(clock, calendar)
        ending = _ending(clock, term, there, calendar)
    except (OutsideCalendar, ValueError):
        yield Finding("clock_due", f"{place}/due", found=str(clock.due))
        return
    due = ending.due
    if due != clock.due and not clock.running and clock.provisional:
        yield Note("earlier_calendar", place, str(clock.due))
    elif due != clock.due:
        yield Finding("clock_due", f"{place}/due", str(due), str(clock.due))
    elif clock.running and ending.provisional != clock.provisional:
        yield Finding("clock_due", f"{place}/provisional", str(ending.provisional), str(clock.provisional))
    days = [DayFacts(date=d.date, counted=d.counted, number=d.number, reason=d.reason) for d in term.days]
    yield from _days(place, [day for day in days if day.date <= clock.due], clock.days)


def _days(place: str, counted: Sequence[DayFacts], told: Sequence[DayFacts]) -> Iterator[Finding]:
    """The first day that is explained otherwise than the law counts it: those after it follow from it."""
    for right, day in zip(counted, told, strict=False):
        if right != day:
            yield Finding("clock_day", f"{place}/days/{day.date}", _line(right), _line(day))
            return
    if len(counted) != len(told):
        yield Finding("clock_day", f"{place}/days", f"{len(counted)} days", f"{len(told)} days")


def _line(day: DayFacts) -> str:
    return f"{day.date} {day.number if day.counted else '-'} {day.reason}"


def _term(clock: ClockFacts, calendar: WorkCalendar) -> Term:
    facts = clock.model_dump(include=set(Clock.model_fields))
    return Clock.model_validate(facts).full_term(calendar)


def _ending(clock: ClockFacts, term: Term, there: Mapping[ClockKind, ClockFacts], calendar: WorkCalendar) -> Term:
    """The term on whose last day the clock ends: a promise is never later than the law's own term
    (优化营商环境条例36(2)), nor is a department's answer later than the acceptance.
    """
    for outer in INSIDE.get(clock.kind, ()):
        if (law := there.get(outer)) is not None:
            lawful = _ending(law, _term(law, calendar), there, calendar)
            term = lawful if lawful.due < term.due else term
    return term
