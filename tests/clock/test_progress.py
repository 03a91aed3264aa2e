"""Used and left through the life of a term."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock import Pause, Unit, Used, WorkCalendar, count_term, used_and_left
from tests.clock.strategies import lengths, starts, units

CALENDAR = WorkCalendar()
PAUSED = count_term(date(2025, 9, 26), 5, "workday", [Pause(date(2025, 9, 28), date(2025, 9, 30))], 0, CALENDAR)


@pytest.mark.parametrize(
    ("today", "used"),
    [
        (date(2025, 9, 1), Used(0, 5, 0)),
        (date(2025, 9, 26), Used(0, 5, 0)),
        (date(2025, 9, 28), Used(1, 4, 0)),
        (date(2025, 9, 30), Used(1, 4, 0)),  # paused
        (date(2025, 10, 8), Used(1, 4, 0)),  # National Day
        (date(2025, 10, 9), Used(2, 3, 0)),
        (date(2025, 10, 13), Used(5, 0, 0)),  # the due day: 11 October is a make-up Saturday
        (date(2025, 10, 17), Used(5, 0, 4)),
        (date(2025, 10, 19), Used(5, 0, 4)),
    ],
)
def test_used_left_and_overdue(today: date, used: Used) -> None:
    assert used_and_left(PAUSED, today, CALENDAR) == used


def test_calendar_days_are_counted_in_calendar_days() -> None:
    term = count_term(date(2025, 8, 4), 60, "day", (), 0, CALENDAR)
    assert used_and_left(term, date(2025, 10, 5), CALENDAR) == Used(60, 0, 0)  # rolled to 9 October
    assert used_and_left(term, date(2025, 10, 12), CALENDAR) == Used(60, 0, 3)


@given(starts, lengths, units, st.integers(-30, 300))
def test_used_and_left_make_the_whole(start: date, length: int, unit: Unit, offset: int) -> None:
    term = count_term(start, length, unit, (), 0, CALENDAR)
    today = max(start + timedelta(days=offset), date(2004, 1, 1))
    now = used_and_left(term, today, CALENDAR)
    assert now.used + now.left == length
    assert min(now.used, now.left, now.overdue) >= 0
    assert now.overdue == 0 or (today > term.due and now.left == 0)
