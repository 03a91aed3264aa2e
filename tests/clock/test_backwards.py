"""Terms counted backwards are the inverse of terms counted forward."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given

from chalicelib.clock import OutsideCalendar, WorkCalendar, count_back, count_term
from tests.clock.strategies import lengths, starts

CALENDAR = WorkCalendar()


@given(starts, lengths)
def test_workdays_back_are_the_latest_day_that_leaves_enough(event: date, length: int) -> None:
    assume(event > date(2006, 1, 1))
    latest = count_back(event, length, "workday", CALENDAR).latest
    assert CALENDAR.workdays_between(latest, event) == length
    assert length == 0 or CALENDAR.workdays_between(latest + timedelta(days=1), event) == length - 1


@given(starts, lengths)
def test_forward_from_the_latest_day_comes_back_to_the_event(start: date, length: int) -> None:
    assume(start > date(2004, 2, 1))
    event = count_term(start, length, "workday", (), 0, CALENDAR).due
    found = count_back(event, length, "workday", CALENDAR)
    assert found.latest >= start
    assert count_term(found.latest, length, "workday", (), 0, CALENDAR).due == event


@given(starts, lengths)
def test_days_back_and_the_advised_workday(event: date, length: int) -> None:
    assume(event > date(2006, 1, 1))
    found = count_back(event, length, "day", CALENDAR)
    assert (event - found.latest).days == length
    assert found.advised is not None
    assert CALENDAR.day(found.advised).workday
    assert found.advised <= found.latest
    assert CALENDAR.workdays_between(found.advised, found.latest) == 0


def test_notice_of_a_hearing_seven_workdays_before_it() -> None:
    found = count_back(date(2025, 10, 16), 7, "workday", CALENDAR)
    assert (found.latest, found.advised, found.provisional) == (
        date(2025, 9, 30) + timedelta(days=8),
        date(2025, 9, 30),
        False,
    )
    assert count_back(date(2027, 3, 1), 1, "workday", CALENDAR).provisional


def test_impossible_terms_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        count_back(date(2026, 1, 5), -1, "day", CALENDAR)
    with pytest.raises(OutsideCalendar):
        count_back(date(2004, 1, 5), 30, "workday", CALENDAR)
