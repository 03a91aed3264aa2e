"""Terms counted backwards from every day of 2018 to 2026, against a walk over the notices that were collected by hand.

The walk shares neither data nor code with the calendar of the product (`test_every_start`).
"""

from datetime import date, timedelta
from itertools import accumulate

import pytest

from chalicelib.clock import WorkCalendar, count_back
from tests.clock.test_every_start import FIRST, LAST, LONGEST, works

ALL = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
# How many workdays there are up to and including each day.
UNTIL = dict(zip(ALL, accumulate(works(day) for day in ALL), strict=True))


def last_that_leaves(workdays: int, event: date) -> date | None:
    """The latest day after which there are so many workdays up to the event; None before the notices begin."""
    day = event
    while UNTIL[event] - UNTIL[day] < workdays:
        if day == FIRST:
            return None
        day -= timedelta(days=1)
    return day


@pytest.mark.requirement("R52")
@pytest.mark.law("4.5", "6.1")
@pytest.mark.parametrize("year", range(FIRST.year, LAST.year + 1))
@pytest.mark.parametrize("length", [1, 5, 7, 20, LONGEST])
def test_the_latest_day_is_that_of_the_walk(year: int, length: int):
    calendar = WorkCalendar()
    for event in (day for day in ALL if day.year == year):
        latest = last_that_leaves(length, event)
        if latest and latest > FIRST + timedelta(days=21):
            found = count_back(event, length, "workday", calendar)
            assert found.latest == latest
            assert found.advised == max(day for day in near(latest) if works(day))


@pytest.mark.law("4.5", "15.16")
@pytest.mark.parametrize("length", [30, 45, 60, 90])
def test_calendar_days_are_counted_back_without_moving_for_rest(length: int):
    calendar = WorkCalendar()
    for event in ALL[length + 30 :]:
        found = count_back(event, length, "day", calendar)
        assert found.latest == event - timedelta(days=length)
        assert found.advised == max(day for day in near(found.latest) if works(day))


def near(day: date) -> list[date]:
    """The day and three weeks before it: no holidays are longer."""
    return [one for one in (day - timedelta(days=number) for number in range(22)) if one >= FIRST]
