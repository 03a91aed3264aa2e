"""What is decided on the spot, by a department that is in the hall on one weekday only, is due on its day of duty."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import WorkCalendar, count_term, count_to_duty, next_duty
from proofs.kit.calendar import notices_with_days_off

CALENDAR = WorkCalendar()
WEDNESDAY = 3


# Counted by hand from the calendar of 2026: the National Day holiday is from the 1st to the 7th of October.
@pytest.mark.requirement("R46")
@pytest.mark.parametrize(
    ("start", "weekday", "due"),
    [
        (date(2026, 11, 24), WEDNESDAY, date(2026, 11, 25)),
        (date(2026, 11, 25), WEDNESDAY, date(2026, 11, 25)),
        (date(2026, 11, 26), WEDNESDAY, date(2026, 12, 2)),
        (date(2026, 11, 28), WEDNESDAY, date(2026, 12, 2)),  # a Saturday
        (date(2026, 9, 30), WEDNESDAY, date(2026, 9, 30)),
        (date(2026, 10, 5), WEDNESDAY, date(2026, 10, 14)),  # the Wednesday between is a day off
        (date(2026, 9, 29), 4, date(2026, 10, 8)),
    ],
)
def test_it_is_due_on_the_next_workday_of_duty(start: date, weekday: int, due: date):
    term = count_to_duty(start, weekday, CALENDAR)
    assert (term.due, term.days[0].date, term.days[-1].date) == (due, start, due)


@pytest.mark.requirement("R46")
def test_each_day_says_why_it_is_not_that_day():
    term = count_to_duty(date(2026, 10, 5), WEDNESDAY, CALENDAR)
    assert [str(day.date) for day in term.days] == [f"2026-10-{day:02}" for day in range(5, 15)]
    reasons = [day.reason for day in term.days]
    assert reasons[0] == "即办件;当日(调休放假:国庆节)不是非常驻部门的办公日(每周三),不能承诺当日办结"
    assert reasons[2] == "办公日逢调休放假:国庆节,不办公"
    assert reasons[3] == "非办公日(工作日)"
    assert reasons[-1] == "部门办公日(周三),当日办结"
    assert not any(day.counted for day in term.days)


def test_on_a_day_of_duty_it_is_an_ordinary_same_day_term():
    day = date(2026, 11, 25)
    assert count_to_duty(day, WEDNESDAY, CALENDAR) == count_term(day, 0, "workday", (), 0, CALENDAR)


def test_a_weekday_that_is_never_a_workday_puts_nothing_off():
    day = date(2026, 11, 24)
    assert next_duty(day, 7, CALENDAR) is None
    assert count_to_duty(day, 7, CALENDAR).due == day


@given(st.dates(date(2018, 1, 1), date(2030, 12, 31)), st.integers(1, 5))
def test_no_earlier_workday_of_duty_is_passed_over(start: date, weekday: int):
    due = count_to_duty(start, weekday, CALENDAR).due
    between = [start + timedelta(days=offset) for offset in range((due - start).days)]
    assert (due.isoweekday(), CALENDAR.day(due).workday) == (weekday, True)
    assert not any(day.isoweekday() == weekday and CALENDAR.day(day).workday for day in between)


def test_a_new_holiday_notice_moves_it_as_every_other_term():
    off = WorkCalendar(tuple(notices_with_days_off(CALENDAR, date(2026, 12, 2))))
    assert count_to_duty(date(2026, 11, 26), WEDNESDAY, off).due == date(2026, 12, 9)
