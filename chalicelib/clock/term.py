"""Terms counted forward from an event, day by day with the reason of each (行政许可法 42-45, 82; 民法典 201, 203)."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from chalicelib.clock.calendar import Day, WorkCalendar

Unit = Literal["workday", "day"]
# How many terms are remembered: some days of the year, each with the lengths that a city's items have.
TERMS = 1024


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """A special procedure (行政许可法 45): the days d with start < d <= end belong to no term."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a pause cannot end before it starts")


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of the explanation; `number` is the day's place in the term, None when it does not count."""

    date: date
    counted: bool
    number: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Term:
    """A counted term: it ends at 24:00 (+08:00) of `due`; `days` run from the starting day to the due day.

    `provisional` when a day up to the due day rests on a projected year. `unit` is what `days` were counted in.
    """

    due: date
    provisional: bool
    days: tuple[CountedDay, ...]
    unit: Unit = "workday"


def count_term(
    start: date, length: int, unit: Unit, pauses: Sequence[Pause], extension: int, calendar: WorkCalendar
) -> Term:
    """The term of `length` + `extension` units after `start`, the day of the event, which is not counted.

    Unit "workday" counts workdays; "day" counts calendar days and moves a last day of rest to the next workday.
    Length 0 (即办件) is due on the day itself. Raises OutsideCalendar beyond 2119, ValueError for negative lengths.
    """
    if length < 0 or extension < 0:
        raise ValueError("a term's length and extension cannot be negative")
    return _counted_term(start, length, unit, tuple(pauses), extension, calendar)


@lru_cache(maxsize=TERMS)
def _counted_term(
    start: date, length: int, unit: Unit, pauses: tuple[Pause, ...], extension: int, calendar: WorkCalendar
) -> Term:
    """Each view and each act counts the running clocks of its case again, mostly with the same answer. A calendar that
    knows another notice is another calendar.
    """
    first = calendar.day(start)
    days = (_day_zero(first, length + extension), *_walk(start, length, unit, _Stops(pauses), extension, calendar))
    due = days[-1].date
    return Term(due, any(calendar.day(day.date).provisional for day in days), days, unit)


def ending_on(term: Term, due: date, *, provisional: bool) -> Term:
    """The term as far as `due`, where another rule ends it on that day."""
    return Term(due, provisional, tuple(day for day in term.days if day.date <= due), term.unit)


def merge_pauses(pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """The same excluded days as the fewest pauses, in order; a pause that excludes no day is left out."""
    merged: list[Pause] = []
    for pause in sorted(pause for pause in pauses if pause.start < pause.end):
        if merged and pause.start <= merged[-1].end:
            merged[-1] = Pause(merged[-1].start, max(merged[-1].end, pause.end))
        else:
            merged.append(pause)
    return tuple(merged)


class _Stops:
    """Answers whether a day lies in a pause."""

    def __init__(self, pauses: Sequence[Pause]) -> None:
        self._merged = merge_pauses(pauses)
        self._starts = [pause.start for pause in self._merged]

    def __contains__(self, day: date) -> bool:
        before = bisect_left(self._starts, day) - 1
        return before >= 0 and day <= self._merged[before].end


def _walk(
    start: date, length: int, unit: Unit, stops: _Stops, extension: int, calendar: WorkCalendar
) -> Iterator[CountedDay]:
    """The days after the start: counted up to the full length, then on to a workday where the unit is calendar days."""
    number, total, current = 0, length + extension, start
    while number < total:
        current += timedelta(days=1)
        day = calendar.day(current)
        if unit == "workday" and not day.workday:
            yield _uncounted(day, day.reason)
        elif current in stops:
            yield _uncounted(day, _PAUSED[unit])
        else:
            number += 1
            yield _counted(day, number, unit, length, rolls=unit == "day" and number == total and not day.workday)
    if unit == "day" and total > 0:
        yield from _roll(current, stops, calendar)


def _roll(last: date, stops: _Stops, calendar: WorkCalendar) -> Iterator[CountedDay]:
    """民法典 203: a last day of rest gives way to the next workday; a pause stands in the way of that day too."""
    day = calendar.day(last)
    while not day.workday or (day.date != last and day.date in stops):
        day = calendar.day(day.date + timedelta(days=1))
        if day.workday and day.date not in stops:
            yield _uncounted(day, "顺延至此日届满(民法典第203条)")
        else:
            yield _uncounted(day, _PAUSED["day"] if day.date in stops else f"顺延:{day.reason}")


_PAUSED: dict[Unit, str] = {"workday": "特别程序期间不计入(行政许可法第45条)", "day": "中止期间不计入"}
_EXTENDED: dict[Unit, str] = {"workday": "延长期限第{}日(行政许可法第42条)", "day": "延长期限第{}日"}


def _day_zero(day: Day, total: int) -> CountedDay:
    if total > 0:
        return _uncounted(day, "起始日不计入(民法典第201条)")
    rest = "" if day.workday else f";当日为{day.reason},仍以当日为限"
    return _uncounted(day, f"即办件当日办结{rest}")


def _counted(day: Day, number: int, unit: Unit, length: int, *, rolls: bool) -> CountedDay:
    reason = day.reason if unit == "workday" else f"自然日({day.reason})"
    if number > length:
        reason += ";" + _EXTENDED[unit].format(number - length)
    if rolls:
        reason += ";最后一日为休息日,顺延(民法典第203条)"
    return CountedDay(day.date, True, number, reason + mark(day))


def _uncounted(day: Day, reason: str) -> CountedDay:
    return CountedDay(day.date, False, None, reason + mark(day))


def mark(day: Day) -> str:
    """What the reason of a day says where its year is projected."""
    return "(推算,待放假通知公布)" if day.provisional else ""
