"""What no directory may be. Each fault is named at its place, and nothing is written."""

from typing import Any

import pytest

from chalicelib.foundation.table import Table
from tests.directory.directories import CITY, COUNTY, DOCUMENT, LIMITS, OTHER, changed, imported, refusals


def put(*path: Any, value: Any) -> Any:
    def change(document: Any) -> None:
        for part in path[:-1]:
            document = document[part]
        document[path[-1]] = value

    return change


def closed(document: Any, **reroutes: str) -> None:
    for window in document["windows"]:
        if window["id"] in reroutes:
            term = {"from": "2026-12-01", "to": "2026-12-05", "reason": "检修(演示)"}
            window["closed"] = [{**term, "reroute_to": reroutes[window["id"]]}]


def successor(to: str) -> dict[str, str]:
    return {"kind": "merged", "to_name": "演示", "to_department": to, "on": "2026-01-01"}


def after_one_another(document: Any) -> None:
    for one, to in (("sci", "edu"), ("edu", "civil"), ("civil", "sci")):
        document["departments"][one]["successors"] = [successor(to)]


def one_approval(document: Any) -> None:
    approvals = document["departments"]["sci"]["residency"]["approvals"]
    document["departments"]["sci"]["residency"].update(mode="non_resident", duty_weekday=2, approvals=approvals)


def two_above_each_other(document: Any) -> None:
    document["regions"][0]["parent"] = OTHER


def too_long(document: Any) -> None:
    document["regions"][1]["overrides"]["promised"][0] = {
        "item": "YM-P01",
        "promised": {"value": 12, "unit": "workday"},
    }


def twice(*path: Any) -> Any:
    def change(document: Any) -> None:
        for part in path:
            document = document[part]
        document.append(document[0])

    return change


def scheme_twice(document: Any) -> None:
    node = {"id": "YM-P01", "promised": {"value": 1, "unit": "workday"}}
    scheme = {"scheme": "YM-J02", "nodes": [node, node]}
    document["regions"][1]["overrides"]["schemes"] = [scheme, {"scheme": "YM-J02"}]


def kept_posts(document: Any) -> None:
    document["departments"]["hrss"]["posts"] = {"head": "局长"}


def unknown_in_county(document: Any) -> None:
    document["regions"][1]["departments"][0]["residancy"] = {}


OWN = "/regions/1/overrides"
PROMISE = ("regions", 1, "overrides", "promised", 0)
FAULTS: dict[str, tuple[Any, dict[str, str]]] = {
    "a misspelt field of a department": (
        put("departments", "hrss", "residancy", value={}),
        {"/departments/hrss/residancy": "extra_forbidden"},
    ),
    "a misspelt field of a county's department": (
        unknown_in_county,
        {"/regions/1/departments/0/residancy": "extra_forbidden"},
    ),
    "what the platform keeps of a department": (kept_posts, {"/departments/hrss/posts": "extra_forbidden"}),
    "a number as text": (
        put(*PROMISE, "promised", "value", value="3"),
        {f"{OWN}/promised/0/promised/value": "int_type"},
    ),
    "yes as text": (put("regions", 0, "tenant", value="true"), {"/regions/0/tenant": "bool_type"}),
    "a whole number with a point": (put("regions", 0, "level", value=3.5), {"/regions/0/level": "int_type"}),
    "a promise for what the region does not have": (
        put(*PROMISE, "item", value="YM-I02"),
        {f"{OWN}/promised/0/item": "item_of_other_region"},
    ),
    "an exception for what the region does not have": (
        lambda d: d["routing"]["exceptions"].append({"item": "YM-Z99", "kind": "social"}),
        {"/routing/exceptions/3/item": "item_of_other_region"},
    ),
    "a kind of window overridden twice": (
        twice("regions", 1, "overrides", "windows"),
        {f"{OWN}/windows/2": "override_repeated"},
    ),
    "a scheme overridden twice": (
        scheme_twice,
        {f"{OWN}/schemes/1": "override_repeated", f"{OWN}/schemes/0/nodes/1": "override_repeated"},
    ),
    "an unknown field": (put("windows", 0, "colour", value="red"), {"/windows/0/colour": "extra_forbidden"}),
    "an id twice": (lambda d: d["windows"].append(d["windows"][0]), {"/windows/32": "duplicate_id"}),
    "an unknown hall": (put("windows", 0, "hall", value="HALL-0"), {"/windows/0/hall": "id_unknown"}),
    "an unknown zone": (put("windows", 0, "zone", value="Z-0"), {"/windows/0/zone": "id_unknown"}),
    "an unknown kind": (put("windows", 0, "kind", value="none"), {"/windows/0/kind": "id_unknown"}),
    "unknown hours": (put("halls", 0, "hours", value="never"), {"/halls/0/hours": "id_unknown"}),
    "an unknown department": (put("windows", 0, "serves", value=["nobody"]), {"/windows/0/serves/0": "id_unknown"}),
    "an unknown body": (put("regions", 0, "centre", value="none"), {"/regions/0/centre": "id_unknown"}),
    "an unknown citation": (put("documents", 0, "cites", value=["DOC-0"]), {"/documents/0/cites/0": "id_unknown"}),
    "reversed days of a closure": (
        put("windows", 8, "closed", 0, "to", value="2026-11-01"),
        {"/windows/8/closed/0/to": "dates_reversed"},
    ),
    "a window before there were halls": (
        put("windows", 0, "open_from", value="1000-01-01"),
        {"/windows/0/open_from": "day_out_of_range"},
    ),
    "a closure after the calendar": (
        put("windows", 8, "closed", 0, "to", value="2150-01-01"),
        {"/windows/8/closed/0/to": "day_out_of_range"},
    ),
    "a region before there were halls": (
        put("regions", 0, "effective_from", value="1000-01-01"),
        {"/regions/0/effective_from": "day_out_of_range"},
    ),
    "a department in the hall before there were halls": (
        put("departments", "food", "residency", "from", value="1000-01-01"),
        {"/departments/food/residency/from": "day_out_of_range"},
    ),
    "reversed days of a window": (
        put("windows", 20, "open_to", value="2020-01-01"),
        {"/windows/20/open_to": "dates_reversed"},
    ),
    "reversed days of a name": (
        put("departments", "food", "names", 1, "to", value="2018-01-01"),
        {"/departments/food/names/1/to": "dates_reversed"},
    ),
    "a name before the one before it ended": (
        put("departments", "food", "names", 1, "from", value="2018-06-01"),
        {"/departments/food/names/1/from": "names_overlap"},
    ),
    "a circle of two reroutes": (
        lambda d: closed(d, **{"W-07": "W-08", "W-08": "W-07"}),
        {"/windows/6/closed/0/reroute_to": "reroute_cycle", "/windows/7/closed/0/reroute_to": "reroute_cycle"},
    ),
    "a reroute to itself": (
        lambda d: closed(d, **{"W-07": "W-07"}),
        {"/windows/6/closed/0/reroute_to": "reroute_cycle"},
    ),
    "a circle of successors": (
        after_one_another,
        {f"/departments/{one}/successors/0/to_department": "successor_cycle" for one in ("sci", "edu", "civil")},
    ),
    "one department in two kinds": (
        lambda d: d["routing"]["by_department"].append({"department": "food", "kind": "production"}),
        {"/routing/by_department/40": "routing_ambiguous"},
    ),
    "one item in two kinds": (
        lambda d: d["routing"]["exceptions"].append({"item": "YM-I06", "kind": "social"}),
        {"/routing/exceptions/3": "routing_ambiguous", "/routing/resolved/42/kind": "routing_differs"},
    ),
    "another outcome than the routing has": (
        put("routing", "resolved", 0, "kind", value="production"),
        {"/routing/resolved/0/kind": "routing_differs"},
    ),
    "a region above itself": (
        put("regions", 1, "parent", value=DOCUMENT["regions"][1]["code"]),
        {"/regions/1/parent": "region_cycle"},
    ),
    "two regions above each other": (
        two_above_each_other,
        {"/regions/0/parent": "region_cycle", "/regions/1/parent": "region_cycle"},
    ),
    "the level of another code": (put("regions", 0, "level", value=4), {"/regions/0/level": "level_wrong"}),
    "no day of duty": (
        put("departments", "road", "residency", "duty_weekday", value=None),
        {"/departments/road/residency/duty_weekday": "duty_weekday_missing"},
    ),
    "an approval after the first day": (
        put("departments", "road", "residency", "from", value="2025-12-11"),
        {"/departments/road/residency/approvals": "approval_late"},
    ),
    "an ill-named department": (
        lambda d: d["departments"].update({"Food 2": d["departments"]["food"]}),
        {"/departments/Food 2": "department_id"},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_and_nothing_is_written(table: Table, fault: str):
    change, expected = FAULTS[fault]
    assert refusals(table, changed(change)) == expected
    assert table.client.scan(TableName=table.name)["Items"] == []


@pytest.mark.requirement("R83")
def test_one_approval_makes_no_department_non_resident(table: Table):
    assert refusals(table, changed(one_approval)) == {"/departments/sci/residency/approvals": "approval_missing"}


@pytest.mark.requirement("R93")
def test_a_county_promises_no_more_time_than_the_law(table: Table):
    at = "/regions/1/overrides/promised/0"
    assert refusals(table, changed(too_long)) == {f"{at}/promised": "promise_above_law"}

    def unknown(document: Any) -> None:
        put(*PROMISE, "item", value="YM-X99")(document)
        document["regions"][1]["items"].append("YM-X99")

    assert imported(table, changed(unknown)).pending  # the file itself names the law's term

    def nobody_knows(document: Any) -> None:
        unknown(document)
        del document["regions"][1]["overrides"]["promised"][0]["statutory"]

    assert refusals(table, changed(nobody_knows)) == {f"{at}/statutory": "statutory_unknown"}


@pytest.mark.requirement("R93")
def test_nor_does_a_county_promise_more_for_a_member_of_a_scheme(table: Table):
    number = next(at for at, one in enumerate(DOCUMENT["regions"]) if one["code"] == COUNTY)
    own = DOCUMENT["regions"][number]["overrides"]["schemes"]
    (place,) = [at for at, one in enumerate(own) if one.get("nodes")]
    node = ("regions", number, "overrides", "schemes", place, "nodes", 0, "promised")
    law = LIMITS[own[place]["nodes"][0]["id"]]
    at = "/" + "/".join(map(str, node))
    longer = {"value": law.value + 1, "unit": law.unit}
    assert refusals(table, changed(put(*node, value=longer))) == {at: "promise_above_law"}
    assert imported(table, changed(put(*node, value={"value": law.value, "unit": law.unit}))).pending


@pytest.mark.requirement("R93")
def test_days_and_workdays_are_not_compared_by_their_numbers(table: Table):
    """Twenty days are no longer than twenty workdays. Nine workdays are within twenty days all year round, and ten are
    not around the Spring Festival of 2026.
    """
    own = ("regions", 1, "overrides", "promised", 1)
    days, at = {"value": 20, "unit": "calendar_day"}, "/regions/1/overrides/promised/1/promised"
    assert imported(table, changed(put(*own, "promised", value=days))).pending

    def in_workdays(value: int) -> Any:
        def change(document: Any) -> None:
            put(*own, "statutory", value=days)(document)
            put(*own, "promised", value={"value": value, "unit": "workday"})(document)

        return changed(change)

    assert refusals(table, in_workdays(10)) == {at: "promise_above_law"}
    assert imported(table, in_workdays(9)).pending


def test_two_closures_at_different_times_may_point_at_each_other(table: Table):
    def change(document: Any) -> None:
        closed(document, **{"W-07": "W-08"})
        closed(document, **{"W-08": "W-07"})
        document["windows"][7]["closed"][0].update({"from": "2027-01-04", "to": "2027-01-08"})

    assert imported(table, changed(change)).pending


def test_every_fault_is_told_at_once(table: Table):
    def change(document: Any) -> None:
        for number in range(6):
            document["windows"][number]["hours"] = "never"
        one_approval(document)

    assert len(refusals(table, changed(change))) == 7


@pytest.mark.parametrize("document", [[], None, "a", {"windows": {}}, {"departments": []}, {"regions": [7]}])
def test_what_is_no_directory(table: Table, document: Any):
    assert refusals(table, document)


@pytest.mark.parametrize("region", [CITY, COUNTY, OTHER])
def test_a_region_that_is_not_known_gets_no_windows(table: Table, region: str):
    assert refusals(table, {"routing": DOCUMENT["routing"]}, region) == {"/routing": "region_unknown"}


def test_a_record_that_no_row_can_hold(table: Table):
    items = [f"YM-P{number:04d}" for number in range(40_000)]
    assert refusals(table, changed(put("halls", 0, "items", value=items)))["/halls/0"] == "record_too_large"


def test_large_records_are_written_in_several_transactions(table: Table, monkeypatch: pytest.MonkeyPatch):
    """A transaction has at most 4 MB."""
    items = [f"YM-P{number:04d}" for number in range(20_000)]
    sizes, write = list[int](), table.write

    def written(*ops: Any) -> None:
        sizes.append(sum(len(str(op.body).encode()) for op in ops))
        write(*ops)

    monkeypatch.setattr(table, "write", written)

    def change(document: Any) -> None:
        for window in document["windows"][:20]:
            window["items"] = items

    assert imported(table, changed(change)).pending
    assert sum(sizes) > 4_000_000
    assert max(sizes) < 4_000_000
