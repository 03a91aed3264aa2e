"""Whose people sit at a window: what disagrees is named at the import and among the gaps (R23)."""

import copy
from datetime import date
from typing import Any

import pytest

from chalicelib.directory.acts.find_gaps import find_gaps
from chalicelib.directory.store.directories import read_directory
from chalicelib.foundation.table import Table
from proofs.kit.world import World
from tests.directory.directories import CITY, COUNTY, DOCUMENT, OTHER, changed, imported

TODAY = date(2026, 11, 26)


def differing(table: Table, document: Any) -> list[str]:
    plan = imported(table, document)
    return [one.pointer for one in plan.warnings if one.code == "staffing_differs"]


@pytest.mark.requirement("R23")
def test_windows_departments_and_rules_of_the_demonstration_agree(table: Table):
    assert differing(table, DOCUMENT) == []


def window(number: int, staffed_by: str) -> Any:
    return lambda document: document["windows"][number].update(staffed_by=staffed_by)


def department(name: str, staffed_by: str) -> Any:
    return lambda document: document["departments"][name]["window"].update(staffed_by=staffed_by)


def without_own_rule(document: Any) -> None:
    other = next(region for region in document["regions"] if region["code"] == OTHER)
    kept = [one for one in other["overrides"]["windows"] if one["kind"] != "registration"]
    other["overrides"]["windows"] = kept


PLACE = next(number for number, one in enumerate(DOCUMENT["windows"]) if one["id"] == "W-441704-02")
COUNTYS = next(number for number, one in enumerate(DOCUMENT["windows"]) if one["id"] == "W-441781-01")


@pytest.mark.requirement("R23")
@pytest.mark.parametrize(
    ("change", "pointer", "region", "subject"),
    [
        (window(0, "centre"), "/windows/0/staffed_by", CITY, "W-01"),
        (window(6, "department"), "/windows/6/staffed_by", CITY, "W-07"),
        (window(COUNTYS, "department"), f"/windows/{COUNTYS}/staffed_by", COUNTY, "W-441781-01"),
        (without_own_rule, f"/windows/{PLACE}/staffed_by", OTHER, "W-441704-02"),
        (department("food", "department"), "/departments/food/window/staffed_by", CITY, "food"),
    ],
)
def test_each_difference_is_a_warning_and_a_gap(
    world: World, table: Table, change: Any, pointer: str, region: str, subject: str
):
    assert differing(table, changed(change)) == [pointer]
    gaps = find_gaps(table, read_directory(table, region), TODAY, world.platform.calendar)
    assert [gap.subject for gap in gaps if gap.kind == "staffing_differs"] == [subject]


def test_a_rule_that_no_longer_fits_what_is_kept_is_named_at_the_regions_settings(table: Table):
    imported(table)
    regions = changed(without_own_rule)["regions"]
    kinds = copy.deepcopy(DOCUMENT["window_kinds"])
    place = next(number for number, one in enumerate(regions) if one["code"] == OTHER)
    assert differing(table, {"regions": regions, "window_kinds": kinds}) == [f"/regions/{place}"]
