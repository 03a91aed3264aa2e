"""The clocks of a case as of any moment, from its events alone (law.md 15.23). Pure.

Every fact of a clock is in the events: what it began with, the days that special procedures take out, the extension. So
what is stored on the case can be compared with it, and somebody can look at an earlier day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from chalicelib.cases.model.clock import Clock, ClockKind
from chalicelib.cases.model.clocks import (
    DECISION_CLOCKS,
    CalendarsInForce,
    Clocks,
    counted_again,
    on_decision,
    on_extension,
    on_notice,
    on_question,
    on_receipt,
    on_stops,
)
from chalicelib.cases.model.clocks_above import on_return, on_stops_above, standing_above
from chalicelib.cases.model.clocks_received import on_receipt_by_law
from chalicelib.cases.model.hearing import asked_on, with_hearing
from chalicelib.cases.model.how_far import AFTER_GRANT, COMMITTED
from chalicelib.cases.model.inspection import begins
from chalicelib.cases.model.pledge import NO_TERM
from chalicelib.cases.model.returns import Return
from chalicelib.cases.model.stops import Extended, Stop, ended_on
from chalicelib.catalogue.model.upward import LevelTerm
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.durable.audit import Event

BEGUN_BY_ACCEPTANCE: tuple[ClockKind, ...] = (
    *DECISION_CLOCKS,
    "deferral",
    "inspection_start",
    "hearing",
    "opinion",
    "expiry",
)
# What ends when the window answers the applicant; of the law's term, one that starts with the receipt.
ANSWERED: tuple[ClockKind, ...] = ("acceptance", "confirmation")
NOTICED: tuple[ClockKind, ...] = (*ANSWERED, "statutory")
# What one event ends and nothing else follows from.
ENDS: Mapping[str, tuple[ClockKind, ...]] = {
    "materials_confirmed": ("confirmation",),
    "delivered": ("issue",),
    "supplement_overdue": ("supplement",),
    "joint_concluded": BEGUN_BY_ACCEPTANCE,
    "session_concluded": ("opinion",),
    "rectification_noticed": ("opinion",),
}
# How the promise of a result can end; such an event names the term.
SETTLED = ("commitment_fulfilled", "commitment_lost")
# What a verification of a commitment can find.
VERIFIED = ("pledge_unmet", "pledge_kept", "pledge_broken")


class Rules(NamedTuple):
    """What the clocks rest on besides the events: the calendar in force at each moment, how many workdays a supplement
    may take, whether the item is a licence, and the term that its own law counts from the receipt.
    """

    calendars: CalendarsInForce
    supplement_workdays: int
    licence: bool
    from_receipt: LevelTerm | None = None


@dataclass
class History:
    """The clocks that have begun so far, and the moment at which each has ended with the type of that event.

    `above` is the term of the organ above while it stands still: the file is here again, the case has no such clock.
    `undated`: what is to be done though no rule says by when, with the reason.
    """

    clocks: Clocks = field(default_factory=dict[ClockKind, Clock])
    ended: Mapping[ClockKind, tuple[datetime, str]] = field(default_factory=dict[ClockKind, tuple[datetime, str]])
    stops: tuple[Stop, ...] = ()
    extended: Extended | None = None
    reported: date | None = None
    returns: tuple[Return, ...] = ()
    above: Clock | None = None
    undated: Mapping[ClockKind, str] = field(default_factory=dict[ClockKind, str])


def clocks_as_of(events: Iterable[Event], at: datetime, rules: Rules) -> History:
    """The fold of all events until `at`, that moment included."""
    history = History()
    for event in events:
        if event.at <= at:
            _fold(history, event, rules)
            if begins(event.type, event.data):
                _end(history, ("inspection_start",), event)
    return history


def _fold(history: History, event: Event, rules: Rules) -> None:
    day, data, calendar = event.at.date(), event.data, rules.calendars.at(event.at)
    if "recounted" in data:  # the act found these days, before it did anything
        history.clocks = _dues_set(history.clocks, data["recounted"])
    match event.type:
        case "submitted" | "received" | "supplemented":
            _end(history, ("supplement",), event)
            _begin(history, on_receipt(day, calendar, licence=rules.licence))
            _begin(history, on_receipt_by_law(rules.from_receipt, day, calendar))
        case "department_asked":
            asked = on_question(history.clocks, day, calendar)["confirmation"]
            _begin(history, {"confirmation": asked})
        case "correction_noticed":
            _end(history, NOTICED, event)
            _begin(history, on_notice(day, rules.supplement_workdays, calendar))
        case "accepted" | "deemed_accepted" | "member_opened" | "members_moved":
            _end(history, ANSWERED, event)
            _begin(history, _begun_by(data))
        case "suspended" | "resumed" | "extended" | "joint_extended" | "special_procedure_overrun":
            _move(history, event, calendar)
        case "reported_upward" | "report_returned":
            _upward(history, event, calendar)
        case "decided" | "renewal_deemed":  # silence counts from an earlier time than that of its event
            _end(history, (*BEGUN_BY_ACCEPTANCE, "superior"), event)
            day = datetime.fromisoformat(data["since"]).date() if "since" in data else day
            _begin(history, on_decision({}, day, calendar, licence=rules.licence and data["outcome"] == "grant"))
            _pledged(history, data)
            _committed(history, data)
        case "papers_filled" | "papers_found" | "papers_taken" | "materials_confirmed":
            # Promised papers that have not come, or other departments of a joint request that have still to answer.
            if not data.get("awaited") and (event.type != "papers_taken" or "awaited" in data):
                _end(history, ENDS.get(event.type, ("deferral",)), event)
        case "rejected" | "withdrawn" | "member_ended":
            _end(history, (*history.clocks, "superior"), event)
        case _:
            settled = (data.get("term", COMMITTED[0]),) if event.type in SETTLED else ()
            _end(history, ENDS.get(event.type, settled), event)
            _verified(history, event)
            _opinions(history, event)


def _opinions(history: History, event: Event) -> None:
    """The term for the opinions of several departments, which ends with the last of them."""
    match event.type:
        case "material_change" if event.data.get("awaited") == []:
            _end(history, ("opinion",), event)
        case "session_convened" | "session_coordinated" | "inner_deadline_set" | "material_change":
            _begin(history, _begun_by(event.data))
        case "opinion_given" | "opinion_changed" if not event.data["awaited"]:
            _end(history, ("opinion",), event)
        case _:
            return


def _pledged(history: History, data: Mapping[str, Any]) -> None:
    """A grant on a commitment: the published term of its verification begins, or why there is none is known."""
    told = data.get("pledge")
    if not told:
        return
    if told["clock"]:
        _begin(history, {"verification": Clock.model_validate(told["clock"])})
    else:
        history.undated = {"verification": NO_TERM}


def _committed(history: History, data: Mapping[str, Any]) -> None:
    """A grant before results that the applicant has promised: the term of each promise begins."""
    for told in promises_begun(data):
        _begin(history, {told.get("term", COMMITTED[0]): Clock.model_validate(told["clock"])})


def promises_begun(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Of the event of a grant; there was room for one promise alone once."""
    return data.get("commitments") or ([data["commitment"]] if data.get("commitment") else [])


def _verified(history: History, event: Event) -> None:
    """A demand has a term of its own; what is settled has none."""
    if event.type not in VERIFIED:
        return
    _end(history, AFTER_GRANT, event)
    history.undated = {}
    if event.type == "pledge_unmet":
        _begin(history, {"rectification": Clock.model_validate(event.data["clock"])})


def _upward(history: History, event: Event, calendar: WorkCalendar) -> None:
    """Sent upward, the terms here end and that of the organ above begins or goes on; a return has them change over."""
    data, day = event.data, event.at.date()
    if event.type == "reported_upward":
        history.reported, history.above = day, None
        _end(history, BEGUN_BY_ACCEPTANCE, event)
        _begin(history, {"superior": Clock.model_validate(data["clock"])} if data["clock"] else {})
        return
    facts = {"reason": data["reason"], "lines": data["lines"], "reported": history.reported or day, "at": event.at}
    history.returns = (*history.returns, Return.model_validate(facts))
    history.above = history.clocks.get("superior")
    moved = on_return(history.clocks, history.stops, history.returns, calendar)
    history.clocks = _dues_set(moved, _told(data, moved))
    again = {*DECISION_CLOCKS, "inspection_start"}
    goes_on = {kind for kind, (_, by) in history.ended.items() if kind in again and by == "reported_upward"}
    history.ended = {kind: ended for kind, ended in history.ended.items() if kind not in goes_on}


def _begin(history: History, clocks: Clocks) -> None:
    history.clocks = {**history.clocks, **clocks}
    history.ended = {kind: ended for kind, ended in history.ended.items() if kind not in clocks}


def _begun_by(data: Mapping[str, Any]) -> Clocks:
    """The clocks of the decision, as the acceptance tells them, or what has moved those of a joint request."""
    told = data.get("clocks", {})
    return {kind: Clock.model_validate(told[kind]) for kind in BEGUN_BY_ACCEPTANCE if kind in told}


def _end(history: History, kinds: Iterable[ClockKind], event: Event) -> None:
    now: dict[ClockKind, tuple[datetime, str]] = {
        kind: (event.at, event.type) for kind in kinds if _has(history, kind) and kind not in history.ended
    }
    history.ended = {**history.ended, **now}


def _has(history: History, kind: ClockKind) -> bool:
    return kind in history.clocks or (kind == "superior" and history.above is not None)


def _move(history: History, event: Event, calendar: WorkCalendar) -> None:
    data, day = event.data, event.at.date()
    match event.type:
        case "suspended":
            facts = {name: data[name] for name in ("kind", "basis", "needed_by", "until", "document")}
            facts["above"] = data.get("above", False)
            history.stops = (*history.stops, Stop.model_validate({**facts, "started": day}))
            _hearing(history, data, calendar)
            moved = _stopped(history, data, calendar)
        case "resumed":
            history.stops = ended_on(history.stops, data["kind"], date.fromisoformat(data["ended"]))
            _end(history, ("hearing",) if data["kind"] == "hearing" else (), _really_ended(event))
            moved = _stopped(history, data, calendar)
        case "extended" | "joint_extended":
            before = date.fromisoformat(data["before"])
            facts = {name: data[name] for name in ("length", "basis", "document", "approval") if name in data}
            history.extended = Extended.model_validate({**facts, "at": event.at, "before": before})
            moved = on_extension(history.clocks, history.extended.length, calendar)
        case _:
            history.stops = tuple(
                one.model_copy(update={"told": True}) if one.document in _overrun(data) else one
                for one in history.stops
            )
            return
    history.clocks = _dues_set(moved, _told(data, moved))


def _really_ended(event: Event) -> Event:
    """As of the day on which the procedure was over, which may be written down later."""
    day = date.fromisoformat(event.data["ended"])
    return event.model_copy(update={"at": min(event.at, datetime.combine(day, event.at.timetz()))})


def _stopped(history: History, data: Mapping[str, Any], calendar: WorkCalendar) -> Clocks:
    """A procedure of the organ above stops the term of that organ alone."""
    if data.get("above") and history.reported:
        return on_stops_above(history.clocks, history.stops, history.returns, history.reported, calendar)
    return on_stops(history.clocks, history.stops, calendar, history.returns)


def _hearing(history: History, data: Mapping[str, Any], calendar: WorkCalendar) -> None:
    """A notice that tells when the hearing was asked for begins its term, unless that runs already."""
    running: Clocks = {kind: clock for kind, clock in history.clocks.items() if kind not in history.ended}
    begun = with_hearing(running, data["kind"], asked_on(data), calendar)
    if begun is not running:
        _begin(history, {"hearing": begun["hearing"]})


def _told(data: Mapping[str, Any], moved: Clocks) -> Mapping[str, Any]:
    """The due days that an event tells of the terms that it has moved: none of those that have ended, and none in an
    event from before it told them.
    """
    return {
        kind: {"after": data[f"{kind}_due"]}
        for kind in (*DECISION_CLOCKS, "superior")
        if kind in moved and data.get(f"{kind}_due")
    }


def _overrun(data: Mapping[str, Any]) -> set[str]:
    """The notices whose told time has gone by."""
    return {one["notice"] for one in data["procedures"]}


def _dues_set(clocks: Clocks, told: Mapping[str, Any]) -> Clocks:
    """The clocks with the due days that an event tells: kind -> `after`, and `provisional` where that has changed."""
    return {
        kind: clock.model_copy(
            update={
                "due": date.fromisoformat(told[kind]["after"]),
                "provisional": told[kind].get("provisional", clock.provisional),
            }
        )
        if kind in told
        else clock
        for kind, clock in clocks.items()
    }


def running(history: History, calendar: WorkCalendar) -> Clocks:
    """The clocks, those that run counted by the calendar in force."""
    kinds: list[ClockKind] = [kind for kind in history.clocks if kind not in history.ended]
    return counted_again(history.clocks, kinds, calendar)


def above_shown(history: History, at: datetime, calendars: CalendarsInForce) -> Clocks:
    """The term above while it stands still, up to now or to the end of the case."""
    if history.above is None:
        return {}
    over, _ = history.ended.get("superior", (at, ""))
    day, calendar = over.date(), calendars.at(over)
    return {"superior": standing_above(history.above, history.stops, history.returns, day, calendar)}
