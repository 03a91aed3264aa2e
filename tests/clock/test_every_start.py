"""Every start from 2018 to 2026 and every length up to 60, against the notices as they were collected by hand.

The other calendar is the list of days off and make-up days of `tests/data/workdays.json`, walked day by day. It shares
neither data nor code with the calendar of the product.
"""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from chalicelib.clock import Pause, Unit, WorkCalendar, count_term

YEARS = json.loads((Path(__file__).parents[1] / "data" / "workdays.json").read_text("utf-8"))["years"]
OFF = {date.fromisoformat(day["date"]) for year in YEARS.values() for day in year["off_days"]}
MAKE_UP = {
    date.fromisoformat(day["date"] if isinstance(day, dict) else day)
    for year in YEARS.values()
    for day in year["makeup_workdays"]
}
LONGEST = 60
FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)


def works(day: date) -> bool:
    return day in MAKE_UP or (day.weekday() < 5 and day not in OFF)


@pytest.mark.parametrize("year", range(FIRST.year, LAST.year + 1))
@pytest.mark.law("5.1", "5.2")
def test_each_due_day_is_that_of_the_walk(year: int):
    calendar, start = WorkCalendar(), date(year, 1, 1)
    while start.year == year:
        day, length = start, 0
        while length < LONGEST and day < LAST:
            day += timedelta(days=1)
            if works(day):
                length += 1
                assert count_term(start, length, "workday", (), 0, calendar).due == day
        start += timedelta(days=1)


@pytest.mark.parametrize("year", range(FIRST.year, LAST.year + 1))
@pytest.mark.law("5.3", "5.4")
def test_calendar_days_end_on_a_workday(year: int):
    calendar, start = WorkCalendar(), date(year, 1, 1)
    while start.year == year:
        for length in range(1, LONGEST + 1):
            day = start + timedelta(days=length)
            while day <= LAST and not works(day):
                day += timedelta(days=1)
            if day <= LAST:
                assert count_term(start, length, "day", (), 0, calendar).due == day
        start += timedelta(days=1)


@pytest.mark.parametrize("year", range(FIRST.year, LAST.year))
@pytest.mark.law("4.3", "5.6")
def test_a_pause_from_any_day_excludes_just_its_workdays(year: int):
    """A pause of 15 days that begins up to 40 days after the start, against the same walk without those days."""
    calendar, start = WorkCalendar(), date(year, 1, 1)
    while start.year == year:
        begun = start + timedelta(days=(start.toordinal() * 7) % 41)
        pause = Pause(begun, begun + timedelta(days=15))
        day, left = start, 20
        while left:
            day += timedelta(days=1)
            left -= works(day) and not pause.start < day <= pause.end
        assert count_term(start, 20, "workday", (pause,), 0, calendar).due == day
        start += timedelta(days=1)


@pytest.mark.parametrize("unit", ["workday", "day"])
@pytest.mark.parametrize("length", [1, 5, 60])
def test_a_pause_before_across_or_after_a_term_is_told_day_by_day(unit: Unit, length: int):
    """Each day from the start to the due day once; those of the pause do not count."""
    calendar, start = WorkCalendar(), date(2025, 12, 25)
    for begins in range(-30, 120):
        for lasts in (0, 1, 9, 40):
            pause = Pause(start + timedelta(days=begins), start + timedelta(days=begins + lasts))
            term = count_term(start, length, unit, (pause,), 0, calendar)
            assert [day.date for day in term.days] == [start + timedelta(days=n) for n in range(len(term.days))]
            counted = [day for day in term.days if day.counted]
            assert [day.number for day in counted] == [*range(1, length + 1)]
            assert not any(pause.start < day.date <= pause.end for day in counted)
            assert term.days[-1].date == term.due
