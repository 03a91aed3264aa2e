"""The clocks of a case: which terms its item gives it, and when each begins and ends. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import Clock, ClockKind, counted
from chalicelib.cases.model.status import Status
from chalicelib.catalogue.model import ItemDocument
from chalicelib.clock.acceptance import NOTICE_WORKDAYS
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import Unit
from chalicelib.durable.audit import Event

Clocks = Mapping[ClockKind, Clock]
ISSUE_WORKDAYS = 10
# The alarm at the end of the fifth workday.
ACCEPTANCE = "acceptance"
UNITS: Mapping[str | None, Unit] = {"workday": "workday", "calendar_day": "day", None: "workday"}


def on_receipt(received: date, calendar: WorkCalendar) -> Clocks:
    """Five workdays to accept or to tell every gap; the decision clock does not run yet (R24)."""
    return {"acceptance": counted(received, NOTICE_WORKDAYS, "workday", "行政许可法第三十二条", calendar)}


def on_notice() -> Clocks:
    """The wait for a supplement belongs to no clock (counting rule CR6): nothing is due until it is received."""
    return {}


def on_acceptance(
    clocks: Clocks, item: ItemDocument, *, received: date, accepted: date, calendar: WorkCalendar
) -> Clocks:
    """The promised and the statutory clock begin. Day 0 is acceptance, or receipt where the item's law says so.

    A licence accepted after its five workdays was accepted by silence on the day of receipt (行政许可法32(4)).
    """
    acceptance = clocks.get("acceptance")
    if item.is_licence and acceptance and accepted > acceptance.due:
        accepted = received
    promised, statutory = item.promised_limit, item.statutory_limit
    begun = dict(clocks)
    begun["promised"] = counted(accepted, promised.value, UNITS[promised.unit], "承诺办理时限", calendar)
    if statutory.value is not None:
        started = received if statutory.start_event == "receipt" else accepted
        begun["statutory"] = counted(started, statutory.value, UNITS[statutory.unit], statutory.source, calendar)
    return begun


def on_decision(clocks: Clocks, decided: date, calendar: WorkCalendar) -> Clocks:
    """Ten workdays to issue and deliver."""
    return {**clocks, "issue": counted(decided, ISSUE_WORKDAYS, "workday", "行政许可法第四十四条", calendar)}


def waits_until(case: Case) -> date | None:
    """The day that the case is due next, which orders it among those waiting at a window."""
    return case.due("issue") or case.due("promised") or case.due("acceptance")


def inner_due(case: Case) -> date | None:
    """The department works towards what it has promised, or towards the law where it has promised nothing."""
    return case.due("promised") or case.due("statutory")


def used_until(case: Case, kind: ClockKind, today: date) -> date:
    """The day up to which the term is used: the day it ended, or today."""
    if kind == "issue":
        return case.delivered_at.date() if case.delivered_at else today
    if case.decided_at:
        return case.decided_at.date()
    return min(today, case.ended_at.date()) if case.ended_at else today


class CaseAlarm(NamedTuple):
    """One row of the table of alarms: what happens to a case by itself at the end of a day.

    `name` is that of the row and of what `wiring` calls, `label` what people read. `ends` gives the day while the alarm
    has to be set. The alarm has done its work once an event of `leaves` has happened after `since`: from then on the
    case stays without it.
    """

    name: str
    label: str
    ends: Callable[[Case], date | None]
    since: Callable[[Case], datetime | None]
    leaves: frozenset[str]


def _silence_accepts(case: Case) -> date | None:
    """Silence accepts a licence at the end of the fifth workday (行政许可法32(4)); any answer ends that."""
    return case.due("acceptance") if case.status is Status.SUBMITTED else None


def _received(case: Case) -> datetime | None:
    return case.received_at


ALARMS: Mapping[str, CaseAlarm] = {
    alarm.name: alarm
    for alarm in (
        # What silence does not accept waits on after the event, until somebody acts.
        CaseAlarm(
            ACCEPTANCE,
            "受理期限",
            _silence_accepts,
            since=_received,
            leaves=frozenset({"acceptance_overdue"}),
        ),
    )
}


def alarms_of(case: Case) -> Mapping[str, date]:
    """The days at whose end something happens to the case by itself: alarm -> day."""
    ends = {name: alarm.ends(case) for name, alarm in ALARMS.items()}
    return {name: day for name, day in ends.items() if day}


def alarms_awaited(case: Case, events: Iterable[Event]) -> Sequence[str]:
    """The alarms that must be set now: those of `alarms_of` that have not done their work yet."""
    happened = tuple(events)
    return [name for name in alarms_of(case) if not _has_worked(ALARMS[name], case, happened)]


def _has_worked(alarm: CaseAlarm, case: Case, happened: Sequence[Event]) -> bool:
    since = alarm.since(case)
    return any(event.type in alarm.leaves and (since is None or event.at > since) for event in happened)
