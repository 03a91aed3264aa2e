"""How much is left of the term that runs now. Pure."""

from datetime import date
from typing import NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import Status
from chalicelib.clock import Unit, WorkCalendar, used_and_left


class Remaining(NamedTuple):
    due: date
    left: int
    overdue: int
    unit: Unit
    provisional: bool


def remaining_of(case: Case, today: date, calendar: WorkCalendar) -> Remaining | None:
    """The term that runs now: to the supplement, to the decision, then to delivery; None when none runs."""
    if case.ended_at or case.delivered_at:
        return None
    clocks = case.clocks
    awaited = clocks.get("supplement") if case.status is Status.CORRECTING else None
    clock = (
        clocks.get("issue") or clocks.get("superior") or clocks.get("promised") or clocks.get("statutory") or awaited
    )
    if clock is None:
        return None
    term = clock.term(calendar)
    used = used_and_left(term, today, calendar)
    return Remaining(term.due, used.left, used.overdue, term.unit, term.provisional)
