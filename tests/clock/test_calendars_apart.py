"""Calendars, pauses, lengths and units are told apart: a new notice counts at once."""

from datetime import date

import pytest

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.notice import HolidayNotice, OffDay
from chalicelib.clock.pauses import Pause
from chalicelib.clock.term import count_term

START = date(2026, 11, 24)


def notice(*days: date) -> HolidayNotice:
    return HolidayNotice(year=2026, off_days=tuple(OffDay(date=day, name="国庆节") for day in days), paper="试")


def due(calendar: WorkCalendar, *pauses: Pause, length: int = 5) -> date:
    return count_term(START, length, "workday", pauses, 0, calendar).due


def test_a_notice_published_meanwhile_counts_at_once():
    plain, changed = WorkCalendar(), WorkCalendar((notice(date(2026, 11, 25)),))
    assert due(plain) == date(2026, 12, 1)
    assert due(changed) == date(2026, 12, 2)
    assert due(plain) == date(2026, 12, 1)


def test_a_notice_of_the_same_year_with_other_days_is_another_calendar():
    one, other = (WorkCalendar((notice(day),)) for day in (date(2026, 11, 25), date(2026, 12, 31)))
    assert (due(one), due(other)) == (date(2026, 12, 2), date(2026, 12, 1))


def test_pauses_lengths_and_units_are_told_apart():
    calendar = WorkCalendar()
    assert due(calendar, Pause(date(2026, 11, 25), date(2026, 11, 27))) == date(2026, 12, 3)
    assert due(calendar, length=6) == date(2026, 12, 2)
    assert count_term(START, 5, "day", [], 0, calendar).due == date(2026, 11, 30)
    assert count_term(START, 5, "workday", [], 1, calendar).due == date(2026, 12, 2)


def test_what_cannot_be_counted_is_refused_each_time():
    for _ in range(2):
        with pytest.raises(ValueError, match="negative"):
            count_term(START, -1, "workday", [], 0, WorkCalendar())
