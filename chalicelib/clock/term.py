"""Terms counted forward from an event, each day with its reason (行政许可法 42-45, 82; 民法典 201, 203).

The due day is found in the tables of the calendar. The days are written out only when somebody asks for them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.explained import Question, written_out
from chalicelib.clock.pauses import Pause, merge_pauses
from chalicelib.clock.unit import Unit
from chalicelib.clock.workdays import CountedDay


class Term:
    """A counted term: it ends at 24:00 (+08:00) of `due`.

    `provisional` when a day up to the due day rests on a projected year. `unit` is what the days were counted in.
    """

    __slots__ = ("_days", "_write", "due", "provisional", "unit")

    def __init__(self, due: date, unit: Unit, *, provisional: bool, write: Callable[[], Iterable[CountedDay]]) -> None:
        self.due, self.provisional = due, provisional
        self.unit: Unit = unit
        self._write = write
        self._days: tuple[CountedDay, ...] | None = None

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """From the starting day to the due day, each with the reason why it counts or does not."""
        if self._days is None:
            self._days = tuple(self._write())
        return self._days

    def __eq__(self, other: object) -> bool:
        """Two terms are the same when they say the same of every day."""
        return isinstance(other, Term) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash((self.due, self.unit))

    def __repr__(self) -> str:
        return f"Term(due={self.due}, provisional={self.provisional}, unit={self.unit!r})"

    def _told(self) -> tuple[date, bool, Unit, tuple[CountedDay, ...]]:
        return self.due, self.provisional, self.unit, self.days


def count_term(
    start: date, length: int, unit: Unit, pauses: Sequence[Pause], extension: int, calendar: WorkCalendar
) -> Term:
    """The term of `length` + `extension` units after `start`, the day of the event, which is not counted.

    Unit "workday" counts workdays; "day" counts calendar days and moves a last day of rest to the next workday.
    Length 0 (即办件) is due on the day itself, or on the next workday where that is a day of rest. Raises
    OutsideCalendar beyond 2119, ValueError for negative lengths.
    """
    if length < 0 or extension < 0:
        raise ValueError("a term's length and extension cannot be negative")
    calendar.day(start)
    merged = merge_pauses(pauses)
    total = length + extension
    due = _last_day(start, total, unit, merged, calendar)

    def written() -> Sequence[CountedDay]:
        return written_out(Question(start, due, length, extension, unit, merged), calendar)

    return Term(due, unit, provisional=calendar.provisional(start, due), write=written)


def ending_on(term: Term, due: date, *, provisional: bool) -> Term:
    """The term as far as `due`, where another rule ends it on that day."""
    if due == term.due and provisional == term.provisional:
        return term
    return Term(due, term.unit, provisional=provisional, write=lambda: [day for day in term.days if day.date <= due])


def _last_day(start: date, total: int, unit: Unit, merged: Sequence[Pause], calendar: WorkCalendar) -> date:
    if total == 0:
        return _first_workday(start, (), calendar)
    count = _workdays_on if unit == "workday" else _days_on
    return count(start, total, merged, calendar)


def _workdays_on(start: date, total: int, merged: Sequence[Pause], calendar: WorkCalendar) -> date:
    """The last of so many workdays: the workdays of each pause that begins before it push it further."""
    due = calendar.workday_after(start, total)
    for pause in merged:
        if pause.start >= due:
            break
        total += calendar.workdays_between(max(pause.start, start), pause.end)
        due = calendar.workday_after(start, total)
    return due


def _days_on(start: date, total: int, merged: Sequence[Pause], calendar: WorkCalendar) -> date:
    """The last of so many calendar days, moved on to a workday in no pause (民法典203)."""
    due = start + timedelta(days=total)
    for pause in merged:
        if pause.start >= due:
            break
        due += timedelta(days=max(0, (pause.end - max(pause.start, start)).days))
    return _first_workday(due, merged, calendar)


def _first_workday(last: date, merged: Sequence[Pause], calendar: WorkCalendar) -> date:
    """The last day itself if it is a workday; otherwise the next workday that lies in no pause."""
    due = last
    while not calendar.day(due).workday or (due != last and any(pause.start < due <= pause.end for pause in merged)):
        due += timedelta(days=1)
    return due
