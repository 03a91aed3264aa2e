"""Projected statutory holidays against two independent sources."""

from datetime import date

import holidays
import pytest
from lunardate import LunarDate

from chalicelib.clock.lunar import LUNAR_FESTIVALS
from chalicelib.clock.statutory import statutory_holidays


def predicted(year: int) -> dict[date, set[str]]:
    """The holidays package's statutory days.

    It calls New Year's Eve 农历除夕, where the decree has it as a day of 春节, and it also predicts substitute days
    (补假), which the decree leaves to the notice and the projection leaves out.
    """
    listed: dict[date, set[str]] = {}
    for day, names in holidays.country_holidays("CN", years=[year], language="zh_CN").items():
        statutory = {
            name.replace("农历除夕", "春节").removesuffix("（推定）")
            for name in names.split("; ")
            if "补假" not in name and "休息日" not in name
        }
        if day.year == year and statutory:
            listed[day] = statutory
    return listed


@pytest.mark.parametrize("year", range(2025, 2100))
def test_statutory_days_agree_with_the_holidays_package(year: int) -> None:
    projected = {day: set(name.split("、")) for day, name in statutory_holidays(year).items()}
    assert projected == predicted(year)


@pytest.mark.parametrize("year", range(2004, 2100))
def test_lunar_festivals_agree_with_a_lunar_calendar(year: int) -> None:
    epoch = date(2000, 1, 1)
    lunar = [epoch + (LunarDate(year, month, day) - epoch) for month, day in [(1, 1), (5, 5), (8, 15)]]
    assert [date(year, *festival) for festival in LUNAR_FESTIVALS[year]] == lunar


def test_the_moon_of_19_years_before_is_a_day_off_at_most_but_for_a_leap_month_or_two() -> None:
    far = [
        year
        for year in range(2023, 2100)
        for now, before in zip(LUNAR_FESTIVALS[year], LUNAR_FESTIVALS[year - 19], strict=True)
        if abs(date(year, *now) - date(year, *before)).days > 1
    ]
    assert far == [2039, 2058]


def test_years_after_the_table_have_every_holiday() -> None:
    for year in range(2100, 2120):
        named = statutory_holidays(year)
        assert sum(len(name.split("、")) for name in named.values()) == 13
        assert all(day.year == year for day in named)
    assert date(2100, 4, 5) in statutory_holidays(2100)


@pytest.mark.parametrize(
    ("year", "days"), [(2007, 10), (2008, 11), (2013, 11), (2014, 11), (2024, 11), (2025, 13), (2027, 13)]
)
def test_each_text_has_its_number_of_days(year: int, days: int) -> None:
    assert sum(len(name.split("、")) for name in statutory_holidays(year).values()) == days
