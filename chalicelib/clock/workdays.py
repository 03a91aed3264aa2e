"""The days of one year as a table, so that a due day is found by a search instead of a walk over every day."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

# A day as `date.toordinal` numbers it.
Ordinal = int
WORKDAY, WEEKEND = "工作日", "周末"
PROJECTED = "(推算,待放假通知公布)"


class Day(NamedTuple):
    """What a date is: `reason` says why in Chinese; `provisional` means no notice for its year is known yet."""

    date: date
    workday: bool
    reason: str
    provisional: bool

    @property
    def ordinary(self) -> bool:
        """A workday from Monday to Friday, or a weekend, that nothing else makes what it is."""
        return self.reason in (WORKDAY, WEEKEND)


class CountedDay(NamedTuple):
    """One line of the explanation of a term; `number` is the day's place in it, None when it does not count."""

    date: date
    counted: bool
    number: int | None
    reason: str


class YearTable(NamedTuple):
    """Each day of a year in order, and the sorted ordinals of its workdays and of its provisional days.

    `lines` has what a term of workdays says of each day of rest: it is the same in every term. None for workdays.
    """

    first: Ordinal
    days: Sequence[Day]
    workdays: Sequence[Ordinal]
    provisional: Sequence[Ordinal]
    lines: Sequence[CountedDay | None]


def tabulated(year: int, known: Callable[[date], Day]) -> YearTable:
    """The table of a year; `known` is asked for each of its days."""
    first = date(year, 1, 1)
    length = (date(year, 12, 31) - first).days + 1
    days = [known(first + timedelta(days=number)) for number in range(length)]
    workdays = [day.date.toordinal() for day in days if day.workday]
    provisional = [day.date.toordinal() for day in days if day.provisional]
    lines = [None if day.workday else uncounted(day, day.reason) for day in days]
    return YearTable(first.toordinal(), days, workdays, provisional, lines)


def uncounted(day: Day, reason: str) -> CountedDay:
    """The line of a day that does not count, and why."""
    return CountedDay(day.date, False, None, reason + mark(day))


def mark(day: Day) -> str:
    """What the reason of a day says where its year is projected."""
    return PROJECTED if day.provisional else ""


def within(ordinals: Sequence[Ordinal], after: Ordinal, until: Ordinal) -> int:
    """How many of the sorted ordinals lie in after < d <= until."""
    return bisect_right(ordinals, until) - bisect_right(ordinals, after) if after < until else 0
