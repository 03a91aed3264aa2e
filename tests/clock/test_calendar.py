"""The calendar against the independently compared days of 2018-2026, and with notices laid over it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.clock import Day, HolidayNotice, OutsideCalendar, WorkCalendar
from chalicelib.clock.statutory import statutory_holidays


def days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days))


def notice(
    year: int, off: dict[str, str], makeup: tuple[str, ...] = (), paper: str = "国办发明电〔示例〕"
) -> HolidayNotice:
    days = [{"date": day, "name": name} for day, name in off.items()]
    return HolidayNotice.model_validate({"year": year, "off_days": days, "makeup_workdays": makeup, "paper": paper})


def published(worked: dict[str, Any], year: int) -> HolidayNotice:
    days = worked["years"][str(year)]
    off = {day["date"]: day["name"] for day in days["off_days"]}
    return notice(year, off, tuple(day["date"] for day in days["makeup_workdays"]))


@pytest.mark.parametrize("year", range(2018, 2027))
@pytest.mark.law("5.2")
def test_every_day_agrees_with_the_compared_sources(year: int, calendar: WorkCalendar, worked: dict[str, Any]) -> None:
    known = worked["years"][str(year)]
    off = {date.fromisoformat(day["date"]) for day in known["off_days"]}
    makeup = {date.fromisoformat(day["date"]) for day in known["makeup_workdays"]}
    for day in days_of(year):
        expected = day in makeup or (day.weekday() < 5 and day not in off)
        assert (calendar.day(day).workday, calendar.day(day).provisional) == (expected, False), day
    assert sum(calendar.day(day).workday for day in days_of(year)) == known["workday_count"]


@pytest.mark.parametrize("year", range(2018, 2027))
def test_reasons_name_the_festival(year: int, calendar: WorkCalendar, worked: dict[str, Any]) -> None:
    known, statutory = worked["years"][str(year)], statutory_holidays(year)
    for off in known["off_days"]:
        kind, _, name = calendar.day(date.fromisoformat(off["date"])).reason.partition(":")
        assert set(name.split("、")) <= {*off["name"].split("、"), ""}, off
        # The sources call 初三 of 2022 in lieu; by the decree's text it is statutory, and so it is here.
        assert kind == "调休放假" or not off["in_lieu_only"] or date.fromisoformat(off["date"]) in statutory, off
    for makeup in known["makeup_workdays"]:
        kind, _, name = calendar.day(date.fromisoformat(makeup["date"])).reason.partition(":")
        assert (kind, name in makeup["for"].split("、")) == ("调休上班", True), makeup


@pytest.mark.parametrize(
    ("day", "workday", "reason"),
    [
        (date(2025, 9, 26), True, "工作日"),
        (date(2025, 9, 27), False, "周末"),
        (date(2025, 9, 28), True, "调休上班:国庆节"),
        (date(2025, 10, 1), False, "法定节假日:国庆节"),
        (date(2025, 10, 4), False, "周末"),
        (date(2025, 10, 6), False, "法定节假日:中秋节"),
        (date(2025, 10, 8), False, "调休放假:国庆节"),
        (date(2020, 10, 1), False, "法定节假日:国庆节、中秋节"),
        (date(2020, 1, 31), False, "通知放假:春节"),
        (date(2015, 9, 3), False, "通知放假:抗战胜利70周年纪念日"),
        (date(2024, 2, 9), True, "工作日"),  # New Year's Eve was no holiday under the 2013 text
        (date(2025, 1, 28), False, "法定节假日:春节"),  # and is one under the 2024 text
    ],
)
def test_day(day: date, workday: bool, reason: str, calendar: WorkCalendar) -> None:
    assert calendar.day(day) == Day(day, workday, reason, provisional=False)


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_statutory_holiday_was_off(year: int, calendar: WorkCalendar) -> None:
    for day, name in statutory_holidays(year).items():
        assert calendar.day(day) == Day(day, False, f"法定节假日:{name}", provisional=False)


def test_years_without_a_notice_are_provisional(calendar: WorkCalendar) -> None:
    assert not calendar.day(date(2026, 12, 31)).provisional
    assert calendar.day(date(2027, 1, 4)) == Day(date(2027, 1, 4), True, "工作日", provisional=True)
    assert calendar.day(date(2027, 2, 5)) == Day(date(2027, 2, 5), False, "法定节假日:春节", provisional=True)
    assert calendar.day(date(2099, 12, 31)).provisional


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2120, 1, 1), date.min, date.max])
def test_outside_the_calendar(day: date, calendar: WorkCalendar) -> None:
    with pytest.raises(OutsideCalendar, match="2004-01-01至2119-12-31"):
        calendar.day(day)


def test_an_instant_is_not_a_day(calendar: WorkCalendar) -> None:
    with pytest.raises(TypeError, match="legal time"):
        calendar.day(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("year", range(2018, 2027))
def test_a_loaded_notice_means_the_same_as_the_published_one(
    year: int, calendar: WorkCalendar, worked: dict[str, Any]
) -> None:
    loaded = WorkCalendar((published(worked, year),))
    assert [loaded.day(day).workday for day in days_of(year)] == [calendar.day(day).workday for day in days_of(year)]


def test_a_notice_ends_the_projection_of_its_year_only() -> None:
    loaded = WorkCalendar((notice(2027, {"2027-01-01": "元旦", "2027-02-09": "春节"}, ("2027-02-20",)),))
    assert loaded.day(date(2027, 2, 9)) == Day(date(2027, 2, 9), False, "调休放假:春节", provisional=False)
    assert loaded.day(date(2027, 2, 20)) == Day(date(2027, 2, 20), True, "调休上班", provisional=False)
    assert not loaded.day(date(2027, 12, 31)).provisional
    assert loaded.day(date(2028, 1, 4)).provisional


def test_a_later_notice_for_a_year_replaces_the_earlier() -> None:
    first = notice(2027, {"2027-02-09": "春节"})
    changed = notice(2027, {"2027-02-10": "春节"})
    loaded = WorkCalendar((first, changed))
    assert loaded.day(date(2027, 2, 9)).workday
    assert not loaded.day(date(2027, 2, 10)).workday


@pytest.mark.parametrize("order", [1, -1])
def test_a_notice_speaks_for_the_december_before(order: int) -> None:
    of_2027 = notice(2027, {"2027-01-01": "元旦"})
    of_2028 = notice(2028, {"2027-12-31": "元旦", "2028-01-01": "元旦"}, ("2027-12-26",))
    loaded = WorkCalendar((of_2027, of_2028)[::order])
    assert loaded.day(date(2027, 12, 31)).reason == "调休放假:元旦"
    assert loaded.day(date(2027, 12, 26)).workday
    alone = WorkCalendar((of_2028,))
    assert not alone.day(date(2027, 12, 31)).provisional
    assert alone.day(date(2027, 12, 30)).provisional
    assert alone.day(date(2027, 10, 2)) == Day(date(2027, 10, 2), False, "法定节假日:国庆节", provisional=True)


def test_the_first_notice_may_speak_of_a_year_before_the_calendar() -> None:
    loaded = WorkCalendar((notice(2004, {"2003-12-31": "元旦", "2004-01-01": "元旦", "2004-01-02": "元旦"}),))
    assert loaded.day(date(2004, 1, 2)).reason == "调休放假:元旦"


@pytest.mark.parametrize(
    ("off", "makeup", "said"),
    [
        ({"2027-02-20": "春节"}, ("2027-02-20",), "既为放假日又为上班日"),
        ({"2027-02-09": "春节"}, ("2027-02-20", "2027-02-20"), "日期重复"),
        ({"2028-01-03": "元旦"}, (), "不属于2027年"),
        ({"2026-11-30": "元旦"}, (), "不属于2027年"),
        ({"2027-02-09": "春节"}, ("2027-02-19",), "不是周末"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(off: dict[str, str], makeup: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        notice(2027, off, makeup)


def test_workdays_between_and_around(calendar: WorkCalendar) -> None:
    assert calendar.workdays_between(date(2025, 9, 30), date(2025, 10, 11)) == 3
    assert calendar.workdays_between(date(2025, 10, 11), date(2025, 10, 11)) == 0
    assert calendar.workdays_between(date(2025, 10, 11), date(2025, 10, 1)) == 0
    assert calendar.workday_on_or_before(date(2025, 10, 8)) == date(2025, 9, 30)
    assert calendar.workday_on_or_before(date(2025, 9, 28)) == date(2025, 9, 28)
