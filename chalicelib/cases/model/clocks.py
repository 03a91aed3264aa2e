"""The clocks of a case: which terms its item gives it, and what they come to. Pure; days are counted by `clock`."""

from datetime import date
from typing import Literal

from chalicelib.cases.model.case import Case, ClockFacts
from chalicelib.catalogue.model import ItemDocument
from chalicelib.clock.acceptance import deemed_acceptance_due
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import Term, count_term

ISSUE_WORKDAYS = 10
UNITS: dict[str | None, Literal["workday", "day"]] = {"workday": "workday", "calendar_day": "day", None: "workday"}


def on_receipt(facts: ClockFacts, received: date, calendar: WorkCalendar) -> ClockFacts:
    """Five workdays to accept or to tell every gap (行政许可法32(4)); the decision clock does not run yet (R24)."""
    term = deemed_acceptance_due(received, calendar)
    return facts.model_copy(update={"accept_due": term.due, "provisional": term.provisional})


def on_notice(facts: ClockFacts) -> ClockFacts:
    """The wait for a supplement belongs to no clock (counting rule CR6): nothing is due until it is received."""
    return facts.model_copy(update={"accept_due": None, "provisional": False})


def on_acceptance(
    facts: ClockFacts, item: ItemDocument, *, received: date, accepted: date, calendar: WorkCalendar
) -> ClockFacts:
    """The promised and the statutory clock. Day 0 is acceptance, or receipt where the item's law says so.

    A licence accepted after its five workdays was accepted by silence on the day of receipt (行政许可法32(4)).
    """
    if item.is_licence and facts.accept_due and accepted > facts.accept_due:
        accepted = received
    promised, statutory = item.promised_limit, item.statutory_limit
    statutory_started = received if statutory.start_event == "receipt" else accepted
    started = facts.model_copy(
        update={
            "started": accepted,
            "promised": promised.value,
            "promised_unit": UNITS[promised.unit],
            "statutory": statutory.value,
            "statutory_unit": UNITS[statutory.unit],
            "statutory_started": statutory_started,
        }
    )
    promised_term, statutory_term = terms(started, calendar)
    return started.model_copy(
        update={
            "promised_due": promised_term.due if promised_term else None,
            "statutory_due": statutory_term.due if statutory_term else None,
            "provisional": facts.provisional
            or any(term.provisional for term in (promised_term, statutory_term) if term),
        }
    )


def on_decision(facts: ClockFacts, decided: date, calendar: WorkCalendar) -> ClockFacts:
    """Ten workdays to issue and deliver (行政许可法44)."""
    term = issue_term(decided, calendar)
    return facts.model_copy(update={"issue_due": term.due, "provisional": facts.provisional or term.provisional})


def terms(facts: ClockFacts, calendar: WorkCalendar) -> tuple[Term | None, Term | None]:
    """The promised and the statutory term, each None where the item has none or the case is not accepted."""
    promised = statutory = None
    if facts.started and facts.promised is not None:
        promised = count_term(facts.started, facts.promised, facts.promised_unit, (), 0, calendar)
    if facts.statutory_started and facts.statutory is not None:
        statutory = count_term(facts.statutory_started, facts.statutory, facts.statutory_unit, (), 0, calendar)
    return promised, statutory


def issue_term(decided: date, calendar: WorkCalendar) -> Term:
    return count_term(decided, ISSUE_WORKDAYS, "workday", (), 0, calendar)


def waits_until(case: Case) -> date | None:
    """The day that the case is due next, which orders it among those waiting at a window."""
    return case.clock.issue_due or case.clock.promised_due or case.clock.accept_due
