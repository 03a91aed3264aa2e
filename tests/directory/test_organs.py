"""Departments through time, residency with its two approvals, weekly attendance, contacts, documents."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.gaps import FINDERS, Gap, items_without_way
from chalicelib.directory.model.organs import DepartmentRecord, Successor, as_of, find_by_words, successors_of
from chalicelib.directory.model.residency import Approval, Residency, Week, missed_weeks
from tests.directory.directories import CITY, DOCUMENT, ITEMS, changed
from tests.directory.test_routing import CITY_NOW, directory_of

CALENDAR = WorkCalendar()
TODAY = date(2026, 11, 26)
DEPARTMENTS = CITY_NOW.departments


@pytest.mark.parametrize(
    ("department", "day", "name"),
    [
        ("food", date(2018, 7, 2), "食药监局"),
        ("food", date(2018, 12, 31), "食药监局"),
        ("food", date(2019, 1, 1), "市场监督管理局"),
        ("fire", date(2018, 11, 8), "消防局"),
        ("fire", date(2018, 11, 9), "消防救援支队"),
        ("tax", date(2018, 7, 4), "国税/地税(专窗)"),
        ("road", date(2026, 1, 1), "公路事务中心"),
        ("hrss", TODAY, "人力资源和社会保障局"),
    ],
)
def test_a_department_is_called_as_on_that_day(department: str, day: date, name: str):
    assert as_of(DEPARTMENTS[department], day).name == name


def test_the_name_of_2018_finds_todays_department():
    assert find_by_words(DEPARTMENTS, "食药监局", TODAY) == ["food"]
    assert DEPARTMENTS["food"].organ_now == "amr"
    assert find_by_words(DEPARTMENTS, "海洋与渔业局", TODAY) == ["planning", "agri"]
    assert find_by_words(DEPARTMENTS, "海洋与渔业局", date(2018, 7, 2)) == ["ocean"]
    assert find_by_words(DEPARTMENTS, "环保局", TODAY) == ["env"]
    assert find_by_words(DEPARTMENTS, "没有的局", TODAY) == []
    missing = [name for name, one in DEPARTMENTS.items() if not find_by_words(DEPARTMENTS, one.name_2018, TODAY)]
    assert missing == []


def test_successors_are_followed_over_several_changes_and_never_in_a_circle():
    def record(*to: str) -> DepartmentRecord:
        told = [{"kind": "merged", "to_name": one, "to_department": one, "on": "2026-01-01"} for one in to]
        return DEPARTMENTS["sci"].model_copy(update={"successors": tuple(Successor.model_validate(o) for o in told)})

    chain = {"sci": record("edu"), "edu": record("civil"), "civil": record(), "org": record("si"), "si": record("org")}
    assert successors_of(chain, "sci", TODAY) == ["civil"]
    assert successors_of(chain, "sci", date(2025, 12, 31)) == ["sci"]
    assert successors_of(chain, "org", TODAY) == []


ROAD = DEPARTMENTS["road"].residency
assert ROAD


def without(*approvers: str) -> Residency:
    assert ROAD
    return ROAD.model_copy(update={"approvals": tuple(one for one in ROAD.approvals if one.by not in approvers)})


@pytest.mark.requirement("R83")
def test_only_both_approvals_make_a_department_non_resident():
    assert ROAD
    assert ROAD.non_resident_on(TODAY)
    for missing in ("org_office", "bureau"):
        assert not without(missing).non_resident_on(TODAY)
        assert without(missing).resident_on(TODAY)
        assert without(missing).missing_approvals() == [missing]
    late = (*without("bureau").approvals, Approval(by="bureau", on=TODAY + timedelta(days=1)))
    assert not ROAD.model_copy(update={"approvals": late}).non_resident_on(TODAY)
    assert ROAD.model_copy(update={"approvals": late}).non_resident_on(TODAY + timedelta(days=1))
    assert not ROAD.non_resident_on(date(2025, 12, 31))


@pytest.mark.requirement("R46")
def test_the_same_day_is_promised_on_days_of_duty_only():
    """road comes on Mondays; a Monday that is a day off is no day of duty."""
    assert ROAD
    assert ROAD.promises_same_day(date(2026, 11, 23), CALENDAR)
    assert not ROAD.promises_same_day(date(2026, 11, 24), CALENDAR)
    assert not ROAD.promises_same_day(date(2026, 10, 5), CALENDAR)
    assert ROAD.next_duty(date(2026, 11, 24), CALENDAR) == date(2026, 11, 30)
    assert ROAD.next_duty(date(2026, 10, 5), CALENDAR) == date(2026, 10, 12)
    # Nobody comes any more once its time in the hall is over.
    ended = ROAD.model_copy(update={"until": date(2026, 11, 29)})
    assert ended.next_duty(date(2026, 11, 23), CALENDAR) == date(2026, 11, 23)
    assert ended.next_duty(date(2026, 11, 24), CALENDAR) is None
    resident = DEPARTMENTS["food"].residency
    assert resident
    assert all(resident.promises_same_day(date(2026, 11, day), CALENDAR) for day in range(23, 28))


@pytest.mark.requirement("R46")
def test_weeks_without_attendance_are_reported_but_for_those_of_holidays():
    assert ROAD
    came = [date(2026, 9, 14), date(2026, 9, 24), date(2026, 9, 30)]
    missed = missed_weeks(ROAD, came, date(2026, 9, 14), date(2026, 10, 20), CALENDAR)
    # Of the week of 5 October three workdays are left, its Monday is a day off. Nobody came in it, nor in those after.
    assert [(week.monday, week.workdays, week.duty) for week in missed] == [
        (date(2026, 10, 5), 3, None),
        (date(2026, 10, 12), 5, date(2026, 10, 12)),
        (date(2026, 10, 19), 5, date(2026, 10, 19)),
    ]
    assert [Week(date(2026, 10, 5), workdays, None).excepted for workdays in (0, 2, 3, 5)] == [True, True, False, False]
    # Spring Festival takes the whole week of 16 February.
    spring = missed_weeks(ROAD, [], date(2026, 2, 9), date(2026, 3, 2), CALENDAR)
    assert [week.monday for week in spring] == [date(2026, 2, 9), date(2026, 2, 23)]


@pytest.mark.requirement("R46")
def test_a_week_is_late_from_the_day_after_its_day_of_duty():
    assert ROAD
    assert missed_weeks(ROAD, [], date(2026, 11, 23), date(2026, 11, 23), CALENDAR) == []
    (week,) = missed_weeks(ROAD, [], date(2026, 11, 23), date(2026, 11, 24), CALENDAR)
    assert (week.monday, week.duty) == (date(2026, 11, 23), date(2026, 11, 23))
    # Where a holiday has taken the day of duty, some other day of the week will do, to its Sunday.
    assert missed_weeks(ROAD, [], date(2026, 10, 5), date(2026, 10, 11), CALENDAR) == []
    (week,) = missed_weeks(ROAD, [], date(2026, 10, 5), date(2026, 10, 12), CALENDAR)
    assert (week.monday, week.duty) == (date(2026, 10, 5), None)


@given(st.sets(st.dates(date(2026, 3, 2), date(2026, 6, 28)), max_size=30))
def test_a_week_is_missed_exactly_when_nobody_came_in_it(came: set[date]):
    assert ROAD
    missed = {week.monday for week in missed_weeks(ROAD, came, date(2026, 3, 2), date(2026, 6, 29), CALENDAR)}
    nobody = {week.monday for week in missed_weeks(ROAD, [], date(2026, 3, 2), date(2026, 6, 29), CALENDAR)}
    attended = {day - timedelta(days=day.weekday()) for day in came}
    assert missed == nobody - attended


def gaps(document: object = DOCUMENT) -> set[tuple[str, str]]:
    directory = directory_of(CITY, document)
    found: list[Gap] = [gap for find in FINDERS for gap in find(directory, TODAY)]
    return {(gap.kind, gap.subject) for gap in found}


@pytest.mark.requirement("R89")
def test_a_department_without_leader_or_liaison_is_a_gap():
    assert gaps() == {("approval_missing", "sci")}
    for role in ("leader", "liaison"):
        spoilt = changed(lambda new, role=role: new["departments"]["food"]["contacts"].pop(role))
        assert gaps(spoilt) == {("approval_missing", "sci"), ("contacts_missing", "food")}


def test_a_window_that_is_closed_without_a_detour_is_a_gap():
    spoilt = changed(lambda new: new["windows"][8]["closed"][0].update(reroute_to=None))
    assert ("detour_missing", "W-09") in gaps(spoilt)


def test_a_department_that_no_window_serves_is_a_gap():
    spoilt = changed(lambda new: new["windows"][2].update(serves=["tobacco", "archive"]))
    assert ("window_missing", "org") in gaps(spoilt)


@pytest.mark.requirement("R15")
def test_an_item_that_leads_nowhere_is_a_gap():
    items = {item["id"]: item["dept"] for item in ITEMS}
    assert [*items_without_way(CITY_NOW, items, TODAY)] == []
    found = items_without_way(CITY_NOW, {"YM-X01": "nobody"}, TODAY)
    assert [(gap.kind, gap.subject) for gap in found] == [("way_missing", "YM-X01")]
    ended = directory_of(CITY, changed(lambda new: new["windows"][11].update(open_to="2026-11-01")))
    found = items_without_way(ended, items, TODAY)
    assert [(gap.kind, gap.subject) for gap in found] == [("item_window_missing", "YM-I06")]


@pytest.mark.requirement("R94")
@pytest.mark.requirement("R95")
def test_documents_are_dated_and_cite_one_another():
    rules = CITY_NOW.documents["DOC-YJ-2018-251"]
    assert set(rules.cites) <= CITY_NOW.documents.keys()
    assert [rules.in_force_on(day) for day in (date(2018, 7, 1), date(2018, 7, 2), date(2019, 7, 1))] == [
        False,
        True,
        True,
    ]
    assert rules.in_force_on(TODAY) is None  # the trial has ended, and nobody knows what holds since
    assert CITY_NOW.documents["DOC-SYN-KEY-2026"].in_force_on(TODAY) is True
    assert CITY_NOW.documents["DOC-GD-2016-186"].in_force_on(TODAY) is False
    assert CITY_NOW.documents["DOC-YJ-2016-15"].in_force_on(TODAY) is None
