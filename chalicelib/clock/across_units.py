"""Whether a promise in one unit can be later than the law's limit in the other. Pure.

A promise of 13 workdays is within 20 days in most weeks, and not around the National Day. It is looked at from every
workday of a year, as the law counts: the day of the event does not count, a last day of rest moves to the next workday.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from chalicelib.clock.calendar import WorkCalendar

# As items and regions write the units of their terms.
Unit = Literal["workday", "calendar_day"]

LOOKED_AT = 366


class Later(NamedTuple):
    """The first start in the year looked at from which the promise ends later than the law allows."""

    start: date
    promised: date
    lawful: date


def later_than(
    promised: tuple[int, Unit], lawful: tuple[int, Unit], first: date, calendar: WorkCalendar
) -> Later | None:
    """None where the promise never ends later, from any workday of the year that begins on `first`."""
    days = LOOKED_AT + 2 * max(promised[0], lawful[0]) + 60
    work = [calendar.day(first + timedelta(days=number)).workday for number in range(days)]
    for start in range(LOOKED_AT):
        if not work[start]:
            continue
        ours, law = _due(start, *promised, work), _due(start, *lawful, work)
        if ours > law:
            found = (first + timedelta(days=number) for number in (start, ours, law))
            return Later(*found)
    return None


def exceeds(promised: tuple[int, Unit], lawful: tuple[int, Unit]) -> bool:
    """Whether the promise ends after the limit in weeks without holidays. Where only long holidays make it later, the
    law's last day is the earlier one and ends the promise too.
    """
    (promise, unit), (limit, limit_unit) = promised, lawful
    if unit == limit_unit:
        return promise > limit
    days, workdays = (limit, promise) if unit == "workday" else (promise, limit)
    reached = [_weekdays_within(weekday, days) for weekday in range(7)]
    return min(reached) < workdays if unit == "workday" else max(reached) > workdays


def _weekdays_within(weekday: int, days: int) -> int:
    """How many Mondays to Fridays are in the days after one of this weekday; an end on a weekend goes on to Monday."""
    counted = sum((weekday + day) % 7 < 5 for day in range(1, days + 1))
    return counted + ((weekday + days) % 7 >= 5)


def _due(start: int, length: int, unit: Unit, work: Sequence[bool]) -> int:
    """How many days after the first the term ends."""
    day = start
    if unit == "workday":
        while length:
            day += 1
            length -= work[day]
        return day
    day += length
    while not work[day]:
        day += 1
    return day
