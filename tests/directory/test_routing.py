"""Where each item leads, which window is open, and where one goes when it is closed (R15, R22, R23, R35, R73)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.directory import Directory, Rules
from chalicelib.directory.model.hours import ServiceHours, Span, next_opening
from chalicelib.directory.model.outcome import outcome_of
from chalicelib.directory.model.regions import above, level_of, lies_in
from chalicelib.directory.model.routing import Way, instead_of, open_now, opens_next, way_of
from chalicelib.directory.model.sections import read_parts
from tests.directory.directories import CITY, COUNTY, DOCUMENT, ITEMS, LIMITS, OTHER, changed

CALENDAR = WorkCalendar()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def directory_of(region: str, document: Any = DOCUMENT) -> Directory:
    return outcome_of(CITY, read_parts(dict(document)), {}, {}, LIMITS).after(region)


def rules_of(directory: Directory) -> Rules:
    rules = directory.rules_on(date(2026, 11, 26))
    assert rules
    return rules


CITY_NOW, COUNTY_NOW, OTHER_NOW = (directory_of(region) for region in (CITY, COUNTY, OTHER))


def way(code: str, moment: str = "2026-11-26 10:00", directory: Directory = CITY_NOW) -> Way:
    department = next(item["dept"] for item in ITEMS if item["id"] == code)
    rules = rules_of(directory)
    found = way_of(rules.routing, directory.place(rules), code, department, at(moment))
    assert found
    return found


def windows(code: str, moment: str = "2026-11-26 10:00", directory: Directory = CITY_NOW) -> list[str]:
    return [one.id for one in way(code, moment, directory).windows]


@pytest.mark.requirement("R15")
@pytest.mark.requirement("R22")
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["id"])
def test_every_item_leads_to_exactly_one_kind_with_a_window(item: dict[str, Any]):
    found = way(item["id"], "2026-11-18 10:00")
    rules = rules_of(CITY_NOW)
    leads = {one.kind for one in rules.routing.exceptions if one.item == item["id"]} or {
        one.kind for one in rules.routing.by_department if one.department == item["dept"]
    }
    assert leads == {found.kind.kind}
    resolved = [one["kind"] for one in DOCUMENT["routing"]["resolved"] if one["item"] == item["id"]]
    assert resolved == [found.kind.kind]
    assert found.kind.accepts
    assert found.kind.theme == item["theme"]
    assert found.windows
    assert {one.kind for one in found.windows} == {found.kind.kind}


@pytest.mark.requirement("R22")
def test_every_department_of_the_rules_is_routed_to_the_window_of_the_rules():
    rules = rules_of(CITY_NOW)
    theme = {kind.kind: kind.theme for kind in rules.kinds}
    led = {one.department: theme[one.kind] for one in rules.routing.by_department}
    assert led == {name: record.window_theme for name, record in CITY_NOW.departments.items()}
    assert len(led) == 40


# The departments of each theme, as the rules of 2018 name them (二(一)3).
RULES = {
    "social": ("人社局", "社保局", "档案", "组织部", "供电", "烟草", "水务集团"),
    "registration": ("工商局", "公安局"),
    "production": (
        "卫计局",
        "商务局",
        "安监局",
        "食药监局",
        "质监局",
        "经信局",
        "文广新局",
        "旅游局",
        "外事侨务局",
        "海洋",
        "科技局",
        "教育局",
        "农业局",
        "林业局",
        "水务局",
        "民宗局",
        "民政局",
    ),
    "investment": ("发改局", "住建局", "环保局", "城管局", "人防办", "消防局", "气象局", "交通局", "公路局"),
}


@pytest.mark.requirement("R22")
@pytest.mark.parametrize("kind", RULES)
def test_the_routing_equals_the_table_of_the_rules(kind: str):
    led = {one.department: one.kind for one in rules_of(CITY_NOW).routing.by_department}
    names = {record["name_2018_rules"]: name for name, record in DOCUMENT["departments"].items()}
    for told in RULES[kind]:
        found = [name for rules_name, name in names.items() if rules_name.startswith(told)]
        assert found, told
        assert {led[name] for name in found} == {kind}, told


@pytest.mark.requirement("R23")
def test_windows_are_staffed_as_the_rules_say():
    staffed = {kind.kind: kind.staffed_by for kind in rules_of(CITY_NOW).kinds}
    assert {
        kind: staffed[kind] for kind in ("social", "registration", "production", "investment", "special_multi")
    } == {
        "social": "department",
        "registration": "department",
        "production": "centre",
        "investment": "centre",
        "special_multi": "centre",
    }
    assert all(one.staffed_by == staffed[one.kind] for one in CITY_NOW.windows.values())
    county = {kind.kind: kind.staffed_by for kind in rules_of(COUNTY_NOW).kinds}
    assert (county["social"], county["registration"]) == ("centre", "centre")


@pytest.mark.requirement("R35")
def test_windows_with_a_system_of_their_own_take_no_applications_here():
    own = [one for one in CITY_NOW.windows.values() if one.system == "own"]
    assert {one.kind for one in own} == {"special_tax", "special_trading"}
    assert {one.interface for one in own} == {"counts_and_status_only"}
    kinds = {kind.kind: kind.accepts for kind in rules_of(CITY_NOW).kinds}
    assert not any(kinds[one.kind] for one in own)


@pytest.mark.requirement("R36")
def test_the_joint_registration_has_a_window_of_its_own():
    routed = {one.scheme: one.kind for one in rules_of(CITY_NOW).routing.schemes}
    assert routed["YM-J04"] == "special_multi"
    (window,) = [one for one in CITY_NOW.windows.values() if "YM-J04" in one.schemes]
    assert (window.kind, window.staffed_by) == ("special_multi", "centre")


@pytest.mark.requirement("R73")
def test_a_closed_window_sends_people_to_another():
    assert windows("YM-P01", "2026-11-20 10:00") == ["W-07", "W-08", "W-09"]
    found = way("YM-P01", "2026-11-26 10:00")
    assert [one.id for one in found.windows] == ["W-07", "W-08"]
    assert [(one.closed.id, one.reason, one.to and one.to.id) for one in found.detours] == [
        ("W-09", "设备检修(演示)", "W-08")
    ]
    assert windows("YM-P01", "2026-11-28 10:00") == ["W-07", "W-08", "W-09"]


@pytest.mark.requirement("R73")
def test_the_only_window_of_an_item_is_replaced_by_one_that_does_not_take_it_otherwise():
    assert windows("YM-I06", "2026-08-13 10:00") == ["W-12"]
    assert windows("YM-I06", "2026-08-14 10:00") == ["W-10"]
    assert windows("YM-I06", "2026-08-17 10:00") == ["W-12"]


def test_a_window_that_has_ended_takes_nothing():
    assert "W-21" in windows("YM-P01", "2026-06-30 10:00")
    assert "W-21" not in windows("YM-P01", "2026-07-01 10:00")


def test_detours_go_on_over_closed_windows_and_end_where_none_is_open():
    def close(document: dict[str, Any]) -> None:
        days = {"from": "2026-12-01", "to": "2026-12-05", "reason": "检修(演示)"}
        document["windows"][6]["closed"] = [{**days, "reroute_to": "W-08"}]
        document["windows"][7]["closed"] = [{**days, "reroute_to": "W-10"}]
        document["windows"][8]["closed"] = [{**days, "reroute_to": None}]

    shut = directory_of(CITY, changed(close))
    found = way("YM-P01", "2026-12-02 10:00", shut)
    assert [one.id for one in found.windows] == ["W-10"]
    assert {one.closed.id: one.to and one.to.id for one in found.detours} == {
        "W-07": "W-10",
        "W-08": "W-10",
        "W-09": None,
    }
    assert instead_of(shut.windows, shut.windows["W-09"], at("2026-12-02 10:00")) is None


@pytest.mark.requirement("R91")
@pytest.mark.requirement("R93")
def test_a_county_has_its_own_windows_and_its_towns_accept_for_it():
    assert windows("YM-S07", directory=COUNTY_NOW) == ["W-441781-01", "W-441781101-01"]
    assert way("YM-S07", directory=OTHER_NOW).kind.kind == "production"
    assert way("YM-S07").kind.kind == "social"
    # The one window of the town takes what the town accepts, of every kind, and nothing else.
    assert windows("YM-R02", directory=OTHER_NOW) == ["W-441704-02", "W-441704101-01"]
    assert windows("YM-R01", directory=OTHER_NOW) == ["W-441704-02"]


@pytest.mark.parametrize(
    ("moment", "window", "is_open", "opens"),
    [
        ("2026-11-26 08:59", "W-07", False, "2026-11-26 09:00"),
        ("2026-11-26 09:00", "W-07", True, "2026-11-26 13:00"),
        ("2026-11-26 12:00", "W-07", False, "2026-11-26 13:00"),
        ("2026-11-26 16:59", "W-07", True, "2026-11-27 09:00"),
        ("2026-11-27 17:00", "W-07", False, "2026-11-30 09:00"),  # over the weekend
        ("2026-11-27 17:00", "W-01", False, "2026-11-28 09:00"),  # open on Saturday mornings
        ("2026-11-28 11:59", "W-01", True, "2026-11-30 09:00"),
        ("2026-11-28 14:00", "W-01", False, "2026-11-30 09:00"),
        ("2026-10-10 14:00", "W-01", True, "2026-10-11 09:00"),  # a Saturday that is a workday: the whole day
        ("2026-10-01 10:00", "W-07", False, "2026-10-08 09:00"),  # National Day
        ("2026-10-03 10:00", "W-01", False, "2026-10-08 09:00"),  # a Saturday of the holiday
        ("2026-10-01 03:00", "W-19", True, "2026-10-02 00:00"),  # self service, always
        ("2026-11-25 10:00", "W-09", False, "2026-11-30 09:00"),  # closed all week
        ("2026-06-30 17:00", "W-21", False, None),  # its last day is over
    ],
)
def test_opening_hours(moment: str, window: str, is_open: bool, opens: str | None):
    place, one = CITY_NOW.place(rules_of(CITY_NOW)), CITY_NOW.windows[window]
    if moment.startswith("2026-10-1"):
        assert CALENDAR.day(date(2026, 10, 10)).workday
    assert open_now(place, one, at(moment), CALENDAR) is is_open
    found = opens_next(place, one, at(moment), CALENDAR)
    if moment == "2026-10-10 14:00":
        assert found
        return
    assert found == (at(opens) if opens else None)


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), minute=st.integers(0, 24 * 60 - 1))
def test_the_next_opening_is_open_and_nothing_opens_before_it(day: date, minute: int):
    hours = ServiceHours(id="h", days=(1, 2, 3, 4, 5), spans=(Span("09:00", "12:00"), Span("13:00", "17:00")))
    moment = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=SHANGHAI)
    found = next_opening(hours, moment, CALENDAR)
    assert found
    assert found > moment
    assert hours.open_at(found, CALENDAR)
    if not hours.open_at(moment, CALENDAR):
        between = [one for one in range(0, 24 * 60, 30) if (one // 60, one % 60) > (moment.hour, moment.minute)]
        same_day = [
            moment.replace(hour=one // 60, minute=one % 60)
            for one in between
            if moment.replace(hour=one // 60, minute=one % 60) < found
        ]
        assert not any(hours.open_at(one, CALENDAR) for one in same_day)


def test_levels_of_codes():
    assert [level_of(code) for code in ("440000", "441700", "441781", "441781101000", "441781101201")] == [
        2,
        3,
        4,
        5,
        6,
    ]
    assert above("441781101201") == "441781101000"
    assert above("441781101000") == "441781000000"
    assert above("441781") == "441700000000"
    assert above("440000") is None
    assert lies_in("441781101201", "441700")
    assert not lies_in("441700", "441781")
    assert not lies_in("441704", "441781")
