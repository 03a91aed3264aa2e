"""Until when a case is kept, and what may be erased now. Pure: facts and the day are arguments.

The term begins on the day after the case has ended, and ends with the same day of a later year; where that year has no
such day, with the month (民法典201, 202). Nothing is erased before a granted licence has run out, nor while a false
application bars its applicant.
"""

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import ENDED, Status
from chalicelib.catalogue.model.retention import Retention
from chalicelib.clock.years import years_later

Why = Literal["open", "erased", "held", "permanent", "kept", "over"]


class Keeping(NamedTuple):
    """Whether what a case says of people is kept, and why. `until` is the last day; None where there is none."""

    why: Why
    until: date | None = None

    @property
    def over(self) -> bool:
        """Whether it is to be erased now."""
        return self.why == "over"


def keeping(case: Case, term: Retention, today: date, *, draft_days: int) -> Keeping:
    """An open case is never erased, nor one on hold, nor one that is kept for good. What nobody has ever received is no
    file of the hall: what is left of a withdrawn draft stays as long as a draft does, and nothing of an expired one.
    """
    if case.erased_at:
        return Keeping("erased")
    if case.status not in ENDED or case.ended_at is None:
        return Keeping("open")
    if case.pledge is not None and case.pledge.awaits:  # what was granted on it is not settled
        return Keeping("open")
    if case.held_at and not case.erasing_at:
        return Keeping("held")
    ended = case.ended_at.date()
    if case.expired:
        return Keeping("over", ended)
    if case.first_received_at is None and case.received_at is None:
        until = ended + timedelta(days=draft_days)
    elif term.years is None:
        return Keeping("permanent")
    else:
        barred = case.falsehood.barred_until if case.falsehood else None
        until = max(years_later(ended, term.years), valid_until(case) or ended, barred or ended)
    return Keeping("over" if today > until else "kept", until)


def valid_until(case: Case) -> date | None:
    """The last day of what was granted."""
    return case.validity.until if case.outcome == "grant" and case.validity else None


def draft_over(case: Case, touched: datetime | None, now: datetime, *, draft_days: int) -> bool:
    """Whether this is a draft that nobody has touched for more than `draft_days` days. `touched` is the last time that
    is known; without one nothing is said to be old.
    """
    if case.status is not Status.DRAFT or touched is None:
        return False
    return now.date() > touched.date() + timedelta(days=draft_days)


def saved(case: Case) -> datetime | None:
    """When the form of this draft was saved last. None of one that an earlier release has saved: it kept no time."""
    if case.saved_at:
        return case.saved_at
    return case.created_at if case.form_version == 1 else None
