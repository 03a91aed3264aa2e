"""The terms that follow a grant on a commitment (告知承诺): the verification, and the rectification. Pure.

Both run until the department has found how it stands, also when the case is closed by then.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import Clock, ClockKind, counted
from chalicelib.cases.model.how_far import AFTER_GRANT
from chalicelib.cases.model.pledge import NO_TERM
from chalicelib.cases.model.task import Task
from chalicelib.catalogue.model.citations import citations
from chalicelib.catalogue.model.commitments import Commitment
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.unit import Unit

UNITS: Mapping[str, Unit] = {"workday": "workday", "calendar_day": "day"}
# Days before the last day at whose end people are reminded. No rule says how many.
REMINDED_BEFORE = timedelta(days=3)


def verification_clock(
    made: Commitment, laws: Iterable[str], granted: date, calendar: WorkCalendar
) -> Mapping[ClockKind, Clock]:
    """The term that the item has published for its verification, from the day of the grant; none where it has none."""
    term = made.verification
    if term is None:
        return {}
    source = citations(term.source, laws) or term.source
    return {"verification": counted(granted, term.value, UNITS[term.unit], source, calendar)}


def without_terms(clocks: Mapping[ClockKind, Clock]) -> Mapping[ClockKind, Clock]:
    return {kind: clock for kind, clock in clocks.items() if kind not in AFTER_GRANT}


def pledge_term(case: Case) -> Clock | None:
    """That of the two which runs."""
    return next((case.clocks[kind] for kind in AFTER_GRANT if kind in case.clocks), None)


def without_term(case: Case) -> str | None:
    """Why no day is shown by which what was granted on a commitment is verified; None where one is, or none is due."""
    pledge = case.pledge
    return NO_TERM if pledge is not None and pledge.awaits and pledge_term(case) is None else None


def undated(task: Task) -> str | None:
    """The same of a task: a verification is due on no day where the item has published none."""
    return NO_TERM if task.kind == "verify" and task.due is None else None


def pledge_reminder(case: Case) -> date | None:
    """None where the term is so short that nobody could be reminded before its last day."""
    clock, pledge = pledge_term(case), case.pledge
    if clock is None or pledge is None or pledge.reminded_at or clock.due <= clock.started:
        return None
    return max(clock.due - REMINDED_BEFORE, clock.started)


def since_demanded(case: Case) -> datetime | None:
    """A reminder of the verification is none of the rectification."""
    demanded = case.pledge.demanded_at if case.pledge else None
    return demanded or case.decided_at
