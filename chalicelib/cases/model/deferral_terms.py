"""When promised papers are due, and when the applicant is reminded (容缺受理). Pure."""

from datetime import date, datetime, timedelta

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import UNDECIDED

# Days before the last day at whose end the applicant is reminded. No law says how many.
REMINDED_BEFORE = timedelta(days=3)


def deferral_open(case: Case) -> bool:
    """Whether promised papers are still awaited, in time or late."""
    deferral = case.deferral
    return deferral is not None and bool(deferral.open) and case.status in UNDECIDED


def papers_end(case: Case) -> date | None:
    """The last day for the papers, until the default is recorded."""
    defaulted = case.deferral is not None and case.deferral.defaulted_at is not None
    return case.due("deferral") if deferral_open(case) and not defaulted else None


def papers_reminder(case: Case) -> date | None:
    """None where the term is so short that nobody could be reminded before its last day."""
    due, deferral = papers_end(case), case.deferral
    if due is None or deferral is None or deferral.reminded_at or due <= case.clocks["deferral"].started:
        return None
    return max(due - REMINDED_BEFORE, case.clocks["deferral"].started)


def accepted(case: Case) -> datetime | None:
    return case.accepted_at
