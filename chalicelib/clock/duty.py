"""A same-day promise of a department that is in the hall on one weekday only (非常驻部门), day by day."""

from collections.abc import Iterator
from datetime import date, timedelta

from chalicelib.clock.calendar import Day, WorkCalendar
from chalicelib.clock.term import Term, count_term
from chalicelib.clock.workdays import CountedDay, mark

WEEKDAYS = "一二三四五六日"
# A day of duty that falls on holidays again and again comes back within two months, or it never is a workday.
LOOKED_AHEAD = 60


def next_duty(start: date, weekday: int, calendar: WorkCalendar) -> date | None:
    """The first workday from `start` on that is this weekday (1 is Monday); None where none comes within sixty days."""
    first = start + timedelta(days=(weekday - start.isoweekday()) % 7)
    days = (first + timedelta(days=offset) for offset in range(0, LOOKED_AHEAD, 7))
    return next((day for day in days if calendar.day(day).workday), None)


def count_to_duty(start: date, weekday: int, calendar: WorkCalendar) -> Term:
    """The term of what is decided on the spot, on the first day of duty from `start` on, itself included.

    On a day of duty, and where none comes within sixty days, it is due at once as every other.
    """
    due = next_duty(start, weekday, calendar)
    if due is None or due == start:
        return count_term(start, 0, "workday", (), 0, calendar)
    provisional = calendar.provisional(start, due)
    return Term(due, "workday", provisional=provisional, write=lambda: _explained(start, due, weekday, calendar))


def _explained(start: date, due: date, weekday: int, calendar: WorkCalendar) -> Iterator[CountedDay]:
    named = f"周{WEEKDAYS[weekday - 1]}"
    first = calendar.day(start)
    rest = "" if first.workday else f"({first.reason})"
    yield _line(first, f"即办件;当日{rest}不是非常驻部门的办公日(每{named}),不能承诺当日办结")
    for offset in range(1, (due - start).days):
        day = calendar.day(start + timedelta(days=offset))
        on_holiday = day.date.isoweekday() == weekday
        yield _line(day, f"办公日逢{day.reason},不办公" if on_holiday else f"非办公日({day.reason})")
    yield _line(calendar.day(due), f"部门办公日({named}),当日办结")


def _line(day: Day, reason: str) -> CountedDay:
    return CountedDay(day.date, False, None, reason + mark(day))
