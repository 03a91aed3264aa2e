"""Windows with a system of their own stand in the statistics by counts alone (R35)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.actor import Actor, Role
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.acts.report_window import report_window
from chalicelib.directory.api import special_windows as views
from chalicelib.directory.model.special_windows import WindowCount, days_between, figures_of
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.http.routes import Call
from proofs.kit.cast import staff
from proofs.kit.world import World
from tests.directory.directories import imported
from tests.directory.test_routing import CITY_NOW

TAX, TRADING, FOOD = "W-14", "W-15", "W-07"
TUESDAY = date(2026, 11, 24)
MANAGER = staff("centre_manager")
Report = Callable[..., Any]


def system(department: str) -> Actor:
    return Actor(
        sub=f"system:{department}", role=Role.DEPARTMENT_SYSTEM, name="业务系统", region="441700", department=department
    )


@pytest.fixture(scope="module")
def begun() -> World:
    world = World()
    imported(world.platform.table)
    return world


@pytest.fixture
def world(begun: World) -> World:
    return begun.copy()


@pytest.fixture
def report(world: World) -> Report:
    def do(window: str = TAX, day: date = TUESDAY, who: Actor = MANAGER, received: int = 41, **more: Any) -> Any:
        told = {"finished": 38, "state": "open", **more}
        return report_window(world.platform, world.people.caller(who), window, day, received=received, **told).facts

    return do


def statistics(world: World, **query: Any) -> dict[str, Any]:
    asked = views.SpecialQuery.model_validate(query)
    call: Any = Call(world.platform, None, asked, "/v1/directory/windows/counts", "", "r-1")
    answer: Any = views.read_window_counts(call).body
    return {one.window: one for one in answer.items}


@pytest.mark.requirement("R35")
def test_a_special_window_stands_in_the_statistics_without_any_case(world: World, report: Report):
    before = statistics(world)
    assert set(before) == {TAX, TRADING}
    assert (before[TAX].received, before[TAX].days_missing, before[TAX].state) == (0, [], None)
    assert report()["received"] == 41
    after = statistics(world)
    assert (after[TAX].received, after[TAX].finished, after[TAX].days_missing) == (41, 38, [])
    assert (after[TAX].state, after[TAX].days_reported, after[TRADING].days_missing) == ("open", 1, [])
    rows = world.rows("WINDOW-COUNTS#441700")
    assert [set(row) - {"pk", "sk"} for row in rows] == [
        {"window", "day", "received", "finished", "state", "reported_at"}
    ]


@pytest.mark.requirement("R35")
def test_the_last_report_of_a_day_counts_and_days_are_added_up(world: World, report: Report):
    report(received=5)
    report(received=50, state="interrupted")
    report(day=TUESDAY - timedelta(days=1), received=7, finished=0)
    week = statistics(world, **{"from": "2026-11-16", "to": "2026-11-24"})[TAX]
    assert (week.received, week.finished, week.days_reported, week.state) == (57, 38, 2, "interrupted")
    # Five workdays of the week before: nothing is missing of a weekend, nor of a day that is not over.
    assert week.days_missing == [date(2026, 11, day) for day in range(16, 21)]
    assert statistics(world, **{"from": "2026-11-24", "to": "2026-11-30"})[TRADING].days_missing == []


@pytest.mark.requirement("R35")
def test_a_departments_system_reports_for_its_own_windows_only(report: Report):
    assert report(who=system("tax"))["window"] == TAX
    for window, who in ((TAX, system("food")), (TRADING, system("tax")), ("W-99", MANAGER)):
        with pytest.raises(NotFound) as hidden:
            report(window, who=who)
        assert hidden.value.code == "window_unknown"
    with pytest.raises(NotFound):
        report(who=staff("centre_manager", region="441781"))


@pytest.mark.requirement("R35")
def test_a_window_of_this_platform_is_not_counted_twice(report: Report):
    for who in (MANAGER, system("food")):
        with pytest.raises(Conflict) as refused:
            report(FOOD, who=who)
        assert refused.value.code == "window_counted_here"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (TUESDAY + timedelta(days=1), "day_not_recordable"),
        (TUESDAY - timedelta(days=32), "day_not_recordable"),
    ],
)
def test_no_day_to_come_and_none_long_ago(report: Report, day: date, code: str):
    with pytest.raises(Invalid) as refused:
        report(day=day)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/day", code)]
    report(day=TUESDAY - timedelta(days=31))


def test_periods_that_run_backwards_or_are_too_long(world: World):
    for until in ("2026-11-23", "2027-02-24"):
        with pytest.raises(Invalid) as refused:
            statistics(world, **{"from": "2026-11-24", "to": until})
        assert [error.code for error in refused.value.errors] == ["period_wrong"]
    assert statistics(world, **{"from": "2026-11-24", "to": "2027-02-23"})


@given(st.dictionaries(st.dates(date(2026, 9, 1), date(2026, 11, 30)), st.integers(0, 500)))
def test_sums_are_those_of_the_reports_and_every_day_of_service_is_reported_or_missing(reports: dict[date, int]):
    calendar, window = WorkCalendar(), CITY_NOW.windows[TAX]
    days, hours = days_between(date(2026, 9, 1), date(2026, 11, 30)), CITY_NOW.hours[window.hours]
    at = datetime.fromisoformat("2026-11-30T18:00:00+08:00")
    counts = [WindowCount(TAX, day, number, number // 2, "open", at) for day, number in sorted(reports.items())]
    others = [one._replace(window=TRADING, received=1000) for one in counts]
    found = figures_of(window, hours, [*others, *counts], days, date(2026, 11, 30), calendar)
    assert (found.received, found.reported) == (sum(reports.values()), len(reports))
    served = {day for day in days[:-1] if hours.spans_on(day, calendar)}  # the last day is today
    assert set(found.missing) == served - reports.keys()
    assert (found.latest and found.latest.day) == max(reports, default=None)
