"""Terms counted backwards from an event, as notice before a hearing (counting rules CR7 and CR10)."""

from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.unit import Unit


@dataclass(frozen=True, slots=True)
class LatestDay:
    """`latest` is the last lawful day, even a day of rest; `advised` the last workday not after it, None where the
    calendar does not reach it.
    """

    latest: date
    advised: date | None
    provisional: bool


def count_back(before: date, length: int, unit: Unit, calendar: WorkCalendar) -> LatestDay:
    """The latest day that leaves `length` units before the event on `before`, which itself is the last unit.

    Workdays: the latest day after which `before` is at least the `length`-th workday. Calendar days are not moved
    for rest days: a term that ends backwards is not shifted by them. Raises OutsideCalendar, ValueError.
    """
    if length < 0:
        raise ValueError("a term's length cannot be negative")
    latest = _workdays_back(before, length, calendar) if unit == "workday" else before - timedelta(days=length)
    provisional = calendar.day(latest).provisional or calendar.day(before).provisional
    return LatestDay(latest, calendar.workday_on_or_before(latest), provisional)


def _workdays_back(before: date, length: int, calendar: WorkCalendar) -> date:
    latest = before
    while length > 0:
        length -= calendar.day(latest).workday
        latest -= timedelta(days=1)
    return latest
