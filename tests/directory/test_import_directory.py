"""The import of a whole directory: nothing is written while one error is left, and a repetition writes nothing."""

import copy
from datetime import date
from typing import Any

import pytest

from chalicelib.directory.acts import import_directory as act
from chalicelib.directory.store import list_departments
from chalicelib.directory.store.directories import (
    directory_version,
    list_regions,
    load_contacts,
    load_directory,
    next_version,
)
from chalicelib.foundation.table import Refused, Table
from tests.directory.directories import CITY, COUNTY, DOCUMENT, OTHER, changed, counts, imported, refusals

DAY = date(2026, 11, 26)


def rows(table: Table) -> list[Any]:
    return table.client.scan(TableName=table.name)["Items"]


def test_the_whole_directory_is_written_once(table: Table):
    assert counts(imported(table)) == {"created": 177}
    versions = [directory_version(table, region) for region in (CITY, COUNTY, OTHER)]
    before = rows(table)
    again = imported(table)
    assert (counts(again), again.pending) == ({"unchanged": 177}, 0)
    assert rows(table) == before
    assert [directory_version(table, region) for region in (CITY, COUNTY, OTHER)] == versions
    assert len([*list_departments(table, CITY)]) == 40
    assert [row["code"] for row in list_regions(table)] == [CITY, OTHER, COUNTY]


def test_looking_writes_nothing(table: Table):
    act.plan_directory(table, CITY, DOCUMENT)
    assert rows(table) == []


def test_every_change_counts_and_is_read_at_once(table: Table):
    imported(table)
    first = load_directory(table, CITY)
    assert load_directory(table, CITY) is first
    plan = imported(table, changed(lambda new: new["windows"][0].update(name="社会民生综合窗(新)")))
    assert [(one.kind, one.section, one.id) for one in plan.changes if one.kind == "changed"] == [
        ("changed", "windows", "W-01")
    ]
    second = load_directory(table, CITY)
    assert (second.version, second.windows["W-01"].name) == (first.version + 1, "社会民生综合窗(新)")
    assert directory_version(table, COUNTY) == load_directory(table, COUNTY).version


def test_what_a_file_does_not_name_stays_and_is_told(table: Table):
    imported(table)
    plan = imported(table, changed(lambda new: new["windows"].pop(0)))
    assert [(one.kind, one.id) for one in plan.changes if one.kind != "unchanged"] == [("absent", "W-01")]
    assert "W-01" in load_directory(table, CITY).windows


def test_one_section_alone_is_held_against_what_is_kept(table: Table):
    imported(table)
    window = {**DOCUMENT["windows"][0], "accessible": False}
    assert counts(imported(table, {"windows": [window]}))["changed"] == 1
    assert refusals(table, {"windows": [{**window, "hours": "never"}]}) == {"/windows/0/hours": "id_unknown"}
    assert refusals(table, {"windows": [{**window, "hall": "HALL-0"}]}) == {"/windows/0/hall": "id_unknown"}


@pytest.mark.parametrize("division", [CITY, COUNTY])
@pytest.mark.parametrize(
    "sections",
    [
        ("regions",),
        ("windows", "halls"),
        ("halls",),
        ("county_contacts",),
        ("routing", "window_kinds"),
        ("window_kinds",),
        ("bodies",),
        ("service_hours",),
        ("documents",),
        ("townships",),
    ],
)
def test_a_file_of_some_sections_changes_nothing_of_the_others(table: Table, division: str, sections: tuple[str, ...]):
    """The heads of a county's departments, and the routing that a county has from its city."""
    imported(table, division=division)
    before = {row["pk"]["S"] + row["sk"]["S"] for row in rows(table)}
    heads = load_contacts(table, COUNTY)
    plan = imported(table, {name: DOCUMENT[name] for name in sections}, division)
    assert [change for change in plan.changes if change.kind in ("changed", "created")] == []
    assert {row["pk"]["S"] + row["sk"]["S"] for row in rows(table)} == before
    assert load_contacts(table, COUNTY) == heads


def test_windows_alone_may_be_those_of_every_region(table: Table):
    imported(table)
    windows = [{**one, "accessible": False} for one in DOCUMENT["windows"]]
    plan = imported(table, {"windows": windows})
    assert {one.region for one in plan.changes if one.kind == "changed"} == {CITY, COUNTY, OTHER}


def test_one_contact_alone_leaves_the_others(table: Table):
    imported(table)
    head = load_contacts(table, COUNTY)["food"].head
    assert head is not None

    def tell_the_liaison(document: dict[str, Any]) -> None:
        food = next(
            one
            for region in document["regions"]
            if region["code"] == COUNTY
            for one in region["departments"]
            if one["id"] == "food"
        )
        food["contacts"] = {"liaison": {"id": "L-1", "name": "某虚构", "post": "联络员", "synthetic": True}}

    imported(table, {"regions": changed(tell_the_liaison)["regions"]})
    kept = load_contacts(table, COUNTY)["food"]
    assert (kept.head, kept.liaison and kept.liaison.id) == (head, "L-1")
    assert set(load_directory(table, COUNTY).departments["food"].posts) == {"head", "liaison"}


def test_an_import_that_was_broken_off_is_completed(table: Table, monkeypatch: pytest.MonkeyPatch):
    plan = act.plan_directory(table, CITY, DOCUMENT)
    written = act.carry_out(table, plan)
    for _ in range(30):
        next(written)
    written.close()
    assert 0 < len(rows(table)) < 177
    assert counts(imported(table))["unchanged"] > 0
    assert counts(imported(table)) == {"unchanged": 177}


def test_two_imports_at_once(table: Table):
    plan = act.plan_directory(table, CITY, DOCUMENT)
    table.write(next_version(CITY))
    with pytest.raises(Refused):
        list(act.carry_out(table, plan))
    assert len(rows(table)) == 1


def test_contacts_are_kept_apart_and_encrypted(table: Table):
    imported(table)
    people = [one for department in DOCUMENT["departments"].values() for one in department["contacts"].values()]
    telephones, names = {one["phone"] for one in people}, {one["name"] for one in people}
    stored = str(rows(table))
    halls = {hall["phone"] for hall in DOCUMENT["halls"]}
    assert not [one for one in (telephones - halls) | names if one in stored]
    contacts = load_contacts(table, CITY)["food"]
    assert contacts.liaison
    assert contacts.liaison.post == "联络员"
    assert load_directory(table, CITY).departments["food"].posts == {
        "head": "局长",
        "leader": "副局长",
        "liaison": "联络员",
    }


@pytest.mark.requirement("R93")
def test_a_county_beside_the_city_has_its_own_and_never_changes_the_city(table: Table):
    imported(table)
    city, county = load_directory(table, CITY), load_directory(table, COUNTY)

    def own(new: dict[str, Any]) -> None:
        new["regions"][2]["overrides"]["windows"] = [{"kind": "social", "routed_to": "production"}]
        new["regions"][2]["overrides"]["promised"] = []

    plan = imported(table, changed(own))
    assert {one.region for one in plan.changes if one.kind != "unchanged"} == {COUNTY}
    assert load_directory(table, CITY) == city
    after = load_directory(table, COUNTY)
    assert after != county
    day = after.rules_on(DAY)
    assert day
    assert day.routing.kind_of("YM-S07", "si") == "production"
    rules = load_directory(table, CITY).rules_on(DAY)
    assert rules
    assert rules.routing.kind_of("YM-S07", "si") == "social"


def test_a_deployment_of_a_county_writes_nothing_of_the_city(table: Table):
    plan = imported(table, division=COUNTY)
    assert {one.region for one in plan.changes} == {COUNTY}
    assert directory_version(table, CITY) == 0
    assert load_directory(table, COUNTY).windows.keys() == {
        "W-441781-01",
        "W-441781-02",
        "W-441781-03",
        "W-441781-04",
        "W-441781-09",
        "W-441781101-01",
    }
    assert refusals(table, DOCUMENT, "441721") == {"/regions": "region_not_in_file"}


@pytest.mark.requirement("R94")
def test_settings_switch_on_their_day(table: Table):
    imported(table)

    def later(new: dict[str, Any]) -> None:
        new["regions"][2].update(effective_from="2027-01-01")
        new["regions"][2]["overrides"]["windows"] = [{"kind": "social", "routed_to": "production"}]

    imported(table, changed(later))
    directory = load_directory(table, COUNTY)
    kinds = {
        day: rules.routing.kind_of("YM-S07", "si")
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
        if (rules := directory.rules_on(day))
    }
    assert kinds == {date(2026, 1, 1): "social", date(2026, 12, 31): "social", date(2027, 1, 1): "production"}


@pytest.mark.requirement("R93")
def test_a_county_takes_its_own_windows_out_of_the_citys_file(table: Table):
    imported(table, division=COUNTY)
    windows = copy.deepcopy(DOCUMENT["windows"])
    own = [one for one in windows if one["hall"] == "HALL-441781"]
    own[0]["name"] = "改名的窗口(演示)"
    plan = imported(table, {"windows": windows}, COUNTY)
    assert [(one.kind, one.id) for one in plan.changes if one.kind == "changed"] == [("changed", own[0]["id"])]
    left = {one.pointer for one in plan.warnings if one.code == "hall_elsewhere"}
    known = {"HALL-441781", "HALL-441781101"}
    assert left == {f"/windows/{place}/hall" for place, one in enumerate(windows) if one["hall"] not in known}


def test_an_unknown_hall_of_a_window_that_the_county_has_is_an_error(table: Table):
    imported(table, division=COUNTY)
    windows = [dict(one) for one in DOCUMENT["windows"] if one["hall"] == "HALL-441781"]
    windows[0]["hall"] = "HALL-0"
    assert refusals(table, {"windows": windows}, COUNTY) == {"/windows/0/hall": "id_unknown"}
