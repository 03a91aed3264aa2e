"""The directory over HTTP: what anybody may ask, what staff keep, and what of people nobody sees."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.access.actor import Actor, Role
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.api import places, statistics
from chalicelib.catalogue.api.window_guidance import windows_of
from chalicelib.catalogue.store import end_version
from chalicelib.directory.api import halls, public, upkeep
from chalicelib.directory.store.directories import directory_version, keep_part, load_directory, next_version
from chalicelib.foundation import platform as platforms
from chalicelib.http import requests
from local.catalogues import catalogue_of
from proofs.kit.dynamo import nothing
from proofs.kit.world import World
from tests.directory.directories import CITY, COUNTY, DOCUMENT, changed, imported
from tests.directory.registers import NOON

Ask = Callable[..., tuple[int, Any]]
ROLES = {
    "manager": Role.CENTRE_MANAGER,
    "supervisor": Role.SUPERVISOR,
    "administrator": Role.ADMINISTRATOR,
    "clerk": Role.COUNTER_CLERK,
}

# The first and the last moment of computers, in zones in which legal time has no such moment, or no calendar.
NO_MOMENTS = (
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00+08:00",
    "9999-12-31T23:59:59+08:00",
)


@pytest.fixture(scope="module")
def begun() -> World:
    world = World()
    platform = world.platform
    import_catalogue(platform.table, CITY, catalogue_of(CITY), platform.now())
    imported(platform.table)
    return world


@pytest.fixture
def world(begun: World) -> World:
    return begun.copy()


@pytest.fixture
def ask(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    app = Chalice("yimen", configure_logs=False)
    for api in (public.api, halls.api, upkeep.api, places.api, statistics.api):
        api.register(app, {"url_prefix": "/v1"})
    platforms.use(world.platform)
    with Client(app) as client:

        def do(path: str, body: Any = None, who: str = "", region: str = CITY, key: str = "key-00001", **more: Any):
            actor = Actor(sub=f"staff:{who}", role=ROLES.get(who, Role.COUNTER_CLERK), name="演示", region=region)
            monkeypatch.setattr(requests, "authenticate", lambda *_: actor)
            query = {"region" if name == "asked" else name: value for name, value in more.items()}
            asked = f"/v1{quote(path)}" + (f"?{urlencode(query)}" if query else "")
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            raw = b"" if body is None else json.dumps(body).encode()
            answer = client.http.request("GET" if body is None else "POST", asked, headers=headers, body=raw)
            return answer.status_code, answer.json_body

        yield do
    platforms.use(None)


def test_regions_with_their_levels(ask: Ask):
    status, answer = ask("/directory/regions")
    assert status == 200
    assert [(one["code"], one["level_name"]) for one in answer["items"]] == [
        ("441700", "市级"),
        ("441704", "县级"),
        ("441781", "县级"),
    ]
    status, county = ask("/directory/regions/441781")
    assert (status, county["code12"], county["parent"]) == (200, "441781000000", "441700")
    assert [one["level"] for one in county["townships"]] == [5]
    assert {one["item"]: one["value"] for one in county["own_promises"]}["YM-P01"] == 8
    assert ask("/directory/regions/441700")[1]["own_promises"] == []
    assert ask("/directory/regions/440100")[0] == 404


def test_pages_give_every_department_once(ask: Ask):
    seen, cursor = list[str](), dict[str, str]()
    for _ in range(5):
        _, page = ask("/directory/departments", limit=9, **cursor)
        seen += [one["id"] for one in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert page["next_cursor"] is None
    assert seen == sorted(DOCUMENT["departments"])
    _, first = ask("/directory/departments", limit=9)
    status, problem = ask("/directory/departments", limit=9, q="局", cursor=first["next_cursor"])
    assert (status, problem["code"]) == (422, "cursor_invalid")


def test_an_old_name_finds_who_carries_on(ask: Ask):
    _, found = ask("/directory/departments", q="食药监局")
    assert [(one["id"], one["name"]) for one in found["items"]] == [("food", "市场监督管理局")]
    _, found = ask("/directory/departments", q="食药监局", at="2018-07-02")
    assert [(one["id"], one["name"]) for one in found["items"]] == [("food", "食药监局")]
    _, ocean = ask("/directory/departments/ocean")
    assert ocean["carried_on_by"] == ["planning", "agri"]
    _, ocean = ask("/directory/departments/ocean", at="2018-07-02")
    assert (ocean["name"], ocean["carried_on_by"], ocean["successors"]) == ("海洋与渔业局", ["ocean"], [])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("食药", ["food"]),
        ("市场监督", ["amr_reg", "food", "quality"]),
        ("阳江市市场监督管理局", ["amr_reg", "food", "quality"]),
        ("市民政局", ["civil"]),
        ("阳江民政局", ["civil"]),
        ("市监食", ["food"]),
        ("住建局（国安）", ["housing"]),
        ("food", ["food"]),
        ("FOOD", ["food"]),
        ("amr", ["amr_reg", "food", "quality"]),
        (DOCUMENT["departments"]["civil"]["uscc_SYNTHETIC"], ["civil"]),
        ("环保", ["env"]),
        ("没有的局", []),
        ("·", []),
    ],
)
def test_a_department_is_found_by_a_part_of_its_names_and_by_its_codes(ask: Ask, words: str, found: list[str]):
    status, answer = ask("/directory/departments", q=words)
    assert (status, [one["id"] for one in answer["items"]]) == (200, found)


def test_nobody_reads_names_or_telephones_of_contacts(ask: Ask):
    people = [one for department in DOCUMENT["departments"].values() for one in department["contacts"].values()]
    told = str([ask(f"/directory/departments/{name}") for name in DOCUMENT["departments"]])
    told += str([ask("/directory/departments", limit=100), ask("/directory/regions/441700"), ask("/directory/gaps")])
    assert not [one["name"] for one in people if one["name"] in told or one["phone"] in told]
    status, answer = ask("/directory/departments/food/contacts", who="supervisor")
    assert status == 200
    assert [one["role"] for one in answer["items"]] == ["head", "leader", "liaison"]
    assert ask("/directory/departments/food/contacts", who="clerk")[0] == 403


def test_a_hall_and_what_is_open(ask: Ask):
    status, hall = ask("/directory/halls/HALL-441700", at="2026-11-26T10:00:00+08:00")
    assert (status, hall["open"], hall["windows"]) == (200, True, 20)
    windows = {one["id"]: one for one in hall["window_list"]}
    assert (windows["W-09"]["open"], windows["W-09"]["go_to"]) == (False, "W-08")
    assert (windows["W-07"]["open"], windows["W-07"]["next_opening"]) == (True, "2026-11-26T13:00:00+08:00")
    assert (windows["W-14"]["own_system"], windows["W-14"]["accepts"]) == (True, False)
    assert ask("/directory/halls/HALL-0")[1]["code"] == "hall_not_found"
    assert ask("/directory/halls", asked=COUNTY)[1]["items"][0]["region"] == COUNTY
    # The same moment in another zone.
    assert ask("/directory/halls/HALL-441700", at="2026-11-26T02:00:00Z")[1] == hall


@pytest.mark.parametrize("path", ["/directory/halls/HALL-441700", "/directory/items/YM-P01/window"])
@pytest.mark.parametrize("at", NO_MOMENTS)
def test_a_moment_outside_the_calendar_is_refused(ask: Ask, path: str, at: str):
    status, problem = ask(path, at=at)
    assert status == 422
    assert problem["code"] == "invalid_query"
    assert [one["pointer"] for one in problem["errors"]] == ["/query/at"]


@pytest.mark.requirement("R15")
@pytest.mark.requirement("R73")
def test_every_published_item_has_a_window_over_http(ask: Ask):
    for item in catalogue_of(CITY)["items"]:
        status, answer = ask(f"/directory/items/{item['id']}/window", at="2026-11-18T10:00:00+08:00")
        assert status == 200
        assert answer["theme"] == item["theme"]
        assert any(one["open"] for one in answer["windows"])
    _, answer = ask("/directory/items/YM-P01/window", at="2026-11-26T10:00:00+08:00")
    assert answer["detours"] == [{"closed": "W-09", "reason": "设备检修(演示)", "go_to": "W-08"}]
    assert ask("/directory/items/YM-X99/window")[1]["code"] == "item_not_found"
    before = ask("/directory/items/YM-P01/window", at="2024-01-02T10:00:00+08:00")
    assert (before[0], before[1]["code"]) == (404, "directory_not_in_force")


@pytest.mark.requirement("R35")
def test_an_item_of_a_window_with_a_system_of_its_own_says_what_to_do(ask: Ask, world: World):
    at = {"at": "2026-11-26T10:00:00+08:00"}
    _, ordinary = ask("/directory/items/YM-P01/window", **at)
    assert (ordinary["own_system"], ordinary["to_do"]) == (False, [])

    def special(document: Any) -> None:
        document["routing"]["exceptions"].append({"item": "YM-P01", "kind": "special_trading"})
        document["routing"]["resolved"] = []
        next(one for one in document["windows"] if one["id"] == "W-15")["serves"] = ["food"]

    imported(world.platform.table, changed(special))
    _, answer = ask("/directory/items/YM-P01/window", **at)
    assert (answer["kind"], [one["id"] for one in answer["windows"]]) == ("special_trading", ["W-15"])
    assert (answer["own_system"], answer["windows"][0]["accepts"]) == (True, False)
    assert "15号窗口（公共资源交易服务专窗）" in answer["to_do"][0]
    assert "自有的业务系统" in answer["to_do"][1]
    told = windows_of(load_directory(world.platform.table, CITY), "YM-P01", "food", NOON, world.platform.calendar)
    assert (told.own_system, told.to_do) == (True, answer["to_do"])


@pytest.mark.requirement("R46")
def test_the_same_day_outside_days_of_duty_is_not_promised(ask: Ask):
    monday, tuesday = "2026-11-23T10:00:00+08:00", "2026-11-24T10:00:00+08:00"
    assert ask("/directory/items/YM-I17/window", at=monday)[1]["same_day"] is True
    _, answer = ask("/directory/items/YM-I17/window", at=tuesday)
    assert (answer["same_day"], answer["next_duty_day"]) == (False, "2026-11-30")
    assert ask("/directory/items/YM-S07/window", at=tuesday)[1]["same_day"] is True


def test_days_of_duty(ask: Ask):
    _, week = ask("/directory/duty", **{"from": "2026-11-30", "to": "2026-12-04"})
    assert [(one["date"][-2:], one["department"]) for one in week["items"]] == [
        ("30", "quality"),
        ("30", "road"),
        ("01", "foreign"),
        ("01", "org"),
        ("02", "archive"),
        ("02", "nsec"),
        ("03", "commerce"),
        ("03", "miit"),
        ("04", "religion"),
    ]
    assert ask("/directory/duty", **{"from": "2026-10-05", "to": "2026-10-07"})[1] == {"items": []}
    assert (
        ask("/directory/duty", **{"from": "2026-12-04", "to": "2026-11-30"})[1]["errors"][0]["code"] == "period_wrong"
    )
    assert ask("/directory/duty", **{"from": "2026-01-01", "to": "2026-12-31"})[0] == 422


@pytest.mark.requirement("R41")
def test_the_share_of_items_in_the_hall(ask: Ask):
    status, answer = ask("/directory/statistics")
    assert (status, answer["catalogue"], answer["resident"], answer["rate"]) == (200, 58, 54, 0.931)
    assert answer["outside"] == ["YM-I17", "YM-I19", "YM-P13", "YM-S12"]
    assert ask("/directory/statistics", at="2025-12-31")[1]["resident"] == 54  # before it, they were nothing at all


@pytest.mark.requirement("R41")
@pytest.mark.parametrize(
    ("query", "catalogue", "why"),
    [
        ({"at": "2024-01-02"}, None, "directory_not_in_force"),
        ({"asked": COUNTY}, 20, "residency_unknown"),
        ({"asked": COUNTY, "at": "2025-12-31"}, None, "directory_not_in_force"),
    ],
)
def test_where_nobody_knows_there_is_no_share_but_a_reason(ask: Ask, query: Any, catalogue: int | None, why: str):
    status, answer = ask("/directory/statistics", **query)
    assert (status, answer["resident"], answer["rate"], answer["rate_unknown"]) == (200, None, None, why)
    assert catalogue in (None, answer["catalogue"])
    assert {(one["resident"], one["rate"], one["rate_unknown"]) for one in answer["themes"]} <= {(None, None, why)}
    assert (answer["outside"], len(answer["unknown"])) == ([], answer["catalogue"])


def test_an_item_of_which_nothing_is_known_counts_beside_others_as_not_resident(ask: Ask, world: World):
    food = load_directory(world.platform.table, CITY).departments["food"].model_copy(update={"residency": None})
    table = world.platform.table
    table.write(keep_part(CITY, "departments", "food", food.name, food), next_version(CITY))
    answer = ask("/directory/statistics")[1]
    assert answer["unknown"]
    assert (answer["catalogue"], answer["resident"], answer["rate_unknown"]) == (58, 54 - len(answer["unknown"]), None)


@pytest.mark.requirement("R41")
def test_the_share_is_told_by_theme(ask: Ask):
    themes = ask("/directory/statistics")[1]["themes"]
    assert {one["theme"]: (one["resident"], one["catalogue"], one["rate"]) for one in themes} == {
        "社会民生": (13, 14, 0.9286),
        "登记注册": (6, 6, 1),
        "生产经营": (16, 17, 0.9412),
        "投资建设": (19, 21, 0.9048),
    }


@pytest.mark.requirement("R41", "R42")
def test_an_item_that_was_merged_leaves_the_count_on_its_day_and_names_what_carries_it_on(ask: Ask, world: World):
    now = world.platform.now()
    ended = datetime.combine(now.date(), time(8), now.tzinfo)
    closing = {"kind": "merge", "reason": "合并办理", "document": "演示文", "successors": ["YM-P02"]}
    world.platform.table.write(*end_version(CITY, "YM-P01", 1, ended, closing))
    answer = ask("/directory/statistics")[1]
    assert (answer["catalogue"], answer["resident"]) == (57, 53)
    assert answer["ended"] == [
        {"item": "YM-P01", "kind": "merge", "ended_at": ended.isoformat(), "counted_under": ["YM-P02"]}
    ]
    yesterday = ask("/directory/statistics", at=(now.date() - timedelta(days=1)).isoformat())[1]
    assert (yesterday["catalogue"], yesterday["ended"]) == (58, [])


@pytest.mark.requirement("R95")
def test_documents(ask: Ask):
    _, answer = ask("/directory/documents/DOC-YJ-2018-251", at="2018-08-01")
    assert (answer["number"], answer["in_force"]) == ("阳府办函〔2018〕251号", True)
    assert ask("/directory/documents/DOC-0")[0] == 404
    assert len(ask("/directory/documents", limit=100)[1]["items"]) == 10


def test_a_report_of_what_there_is_not_is_refused(ask: Ask):
    status, problem = ask("/directory/gaps", who="supervisor", kind="nope")
    assert (status, [one["pointer"] for one in problem["errors"]]) == (422, ["/query/kind"])
    status, problem = ask("/directory/attendance", who="supervisor", department="nix")
    assert (status, problem["code"]) == (404, "department_not_found")


@pytest.mark.requirement("R46")
def test_attendance_is_recorded_and_missed_weeks_are_reported(ask: Ask):
    body = {"department": "road", "day": "2026-11-23"}
    status, first = ask("/directory/attendance", body, "manager")
    assert (status, first["people"]) == (201, 1)
    assert ask("/directory/attendance", body, "manager") == (201, first)
    assert ask("/directory/attendance", body, "manager", key="key-00002")[1]["code"] == "attendance_recorded"
    weeks = {"from": "2026-11-09", "to": "2026-11-23", "department": "road"}
    _, report = ask("/directory/attendance", who="supervisor", **weeks)
    assert [one["day"] for one in report["recorded"]] == ["2026-11-23"]
    assert [one["monday"] for one in report["missed"]] == ["2026-11-09", "2026-11-16"]
    _, later = ask("/directory/attendance", who="supervisor", **(weeks | {"from": "2026-11-15"}))
    assert [one["monday"] for one in later["missed"]] == ["2026-11-16"]
    _, everybody = ask("/directory/attendance", who="supervisor", **{"from": "2026-11-09", "to": "2026-11-22"})
    assert {one["department"] for one in everybody["missed"]} == {
        name for name, one in DOCUMENT["departments"].items() if one["residency"]["mode"] == "non_resident"
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"department": "food", "day": "2026-11-23"}, 422, "department_resident"),
        ({"department": "none", "day": "2026-11-23"}, 404, "department_not_found"),
        ({"department": "road", "day": "2027-01-04"}, 422, "day_not_recordable"),
        ({"department": "road", "day": "2026-11-22"}, 422, "day_not_a_workday"),
        ({"department": "road", "day": "2026-10-12"}, 422, "day_not_recordable"),
        ({"department": "road", "day": "2026-11-23", "people": 0}, 422, "greater_than_equal"),
    ],
)
def test_attendance_that_cannot_be(ask: Ask, body: dict[str, Any], status: int, code: str):
    found, problem = ask("/directory/attendance", body, "manager")
    assert (found, code in str(problem)) == (status, True)
    assert ask("/directory/attendance", body, "supervisor")[0] == 403


@pytest.mark.requirement("R89")
def test_gaps_are_for_staff_of_the_region_and_above(ask: Ask):
    _, answer = ask("/directory/gaps", who="supervisor")
    found = [(one["kind"], one["subject"]) for one in answer["items"]]
    # No register was imported: every department with items lacks its seal.
    without_seal = {name for name, record in DOCUMENT["departments"].items() if record.get("items")}
    assert found[0] == ("approval_missing", "sci")
    assert set(found[1:]) == {("seal_missing", name) for name in without_seal}
    assert len(without_seal) > 30
    assert ask("/directory/gaps", who="clerk")[0] == 403


def test_a_county_never_reads_what_staff_of_the_city_keep(ask: Ask):
    """`asked` is the region that is asked about, `region` that of the caller."""
    assert ask("/directory/gaps", None, "supervisor", COUNTY)[0] == 200
    assert ask("/directory/gaps", None, "supervisor", CITY, asked=COUNTY)[0] == 200
    for path in ("/directory/gaps", "/directory/attendance", "/directory/departments/food/contacts"):
        assert ask(path, None, "supervisor", COUNTY, asked=CITY)[1]["code"] == "region_unknown"


@pytest.mark.parametrize("path", ["/directory/departments", "/directory/halls/HALL-441700", "/directory/duty"])
def test_wrong_questions(ask: Ask, path: str):
    assert ask(path, colour="red")[1]["code"] == "invalid_query"
    assert ask(path, limit=0)[0] == 422


def test_days_outside_the_calendar(ask: Ask):
    status, problem = ask("/directory/departments", at="1999-01-01")
    assert (status, problem["errors"][0]["code"]) == (422, "date_outside_calendar")


WINDOW = {**DOCUMENT["windows"][1], "accessible": True}


def test_an_administrator_imports_over_http_and_again_with_the_same_key(ask: Ask, world: World):
    table, path = world.platform.table, "/admin/directory/imports"
    before = directory_version(table, CITY)
    status, looked = ask(path, {"windows": [WINDOW]}, "administrator", dry_run="true")
    assert (status, looked["dry_run"], looked["counts"]["changed"]) == (200, True, 1)
    assert directory_version(table, CITY) == before
    status, done = ask(path, {"windows": [WINDOW]}, "administrator")
    assert (status, done["dry_run"]) == (200, False)
    assert [one["id"] for one in done["changes"] if one["kind"] == "changed"] == ["W-02"]
    assert load_directory(table, CITY).windows["W-02"].accessible
    assert ask(path, {"windows": [WINDOW]}, "administrator") == (200, done)
    assert directory_version(table, CITY) == before + 1
    assert ask(path, {"windows": []}, "administrator")[1]["code"] == "idempotency_key_reused"


def test_an_import_with_an_error_writes_nothing(ask: Ask, world: World):
    before = directory_version(world.platform.table, CITY)
    body = {"windows": [WINDOW, {**WINDOW, "id": "W-99", "hours": "never"}]}
    status, problem = ask("/admin/directory/imports", body, "administrator")
    assert (status, problem["code"]) == (422, "directory_invalid")
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [("/windows/1/hours", "id_unknown")]
    assert directory_version(world.platform.table, CITY) == before
    assert ask("/admin/directory/imports", body, "manager")[0] == 403


def test_who_administers_a_county_changes_nothing_of_the_city(ask: Ask, world: World):
    table = world.platform.table
    before = directory_version(table, CITY)
    county = {**next(one for one in DOCUMENT["windows"] if one["id"] == "W-441781-01"), "accessible": False}
    status, answer = ask("/admin/directory/imports", {"windows": [county]}, "administrator", COUNTY)
    assert (status, {one["region"] for one in answer["changes"]}) == (200, {COUNTY})
    assert directory_version(table, CITY) == before
    status, answer = ask("/admin/directory/imports", {"windows": [WINDOW]}, "administrator", COUNTY, "key-00002")
    assert (status, answer["code"]) == (422, "directory_invalid")
    elsewhere = ask("/admin/directory/imports", {"windows": [WINDOW]}, "administrator", "440100", "key-00003")
    assert (elsewhere[0], elsewhere[1]["code"]) == (403, "region_elsewhere")


def test_a_public_read_costs_one_small_row_when_nothing_has_changed(ask: Ask, world: World):
    ask("/directory/halls")
    calls = list[str]()
    world.listen(calls.append, nothing)
    for path in ("/directory/halls", "/directory/departments", "/directory/halls/HALL-441700", "/directory/duty"):
        assert ask(path)[0] == 200
    assert len(calls) == 4
    assert set(calls) == {"GetItem"}


def own_parent(regions: list[dict[str, Any]]) -> None:
    regions[1]["parent"] = regions[1]["code"]


def in_a_circle(regions: list[dict[str, Any]]) -> None:
    regions[0]["parent"] = regions[1]["code"]


def unknown_item(regions: list[dict[str, Any]]) -> None:
    regions[1]["overrides"]["promised"][0]["item"] = "YM-X99"


def unknown_node(regions: list[dict[str, Any]]) -> None:
    node = {"id": "YM-X99", "promised": {"value": 3, "unit": "workday"}}
    regions[1]["overrides"]["schemes"].append({"scheme": "YM-J01", "nodes": [node]})


def item_twice(regions: list[dict[str, Any]]) -> None:
    promised = regions[1]["overrides"]["promised"]
    promised.append(promised[0])


OWN_TERMS = DOCUMENT["regions"][1]["overrides"]
NODE = f"/regions/1/overrides/schemes/{len(OWN_TERMS['schemes'])}/nodes/0/id"
REPEATED = f"/regions/1/overrides/promised/{len(OWN_TERMS['promised'])}/item"


@pytest.mark.requirement("R93")
@pytest.mark.parametrize("query", [{}, {"dry_run": "true"}])
@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        (own_parent, "/regions/1/parent", "region_cycle"),
        (in_a_circle, "/regions/0/parent", "region_cycle"),
        (unknown_item, "/regions/1/overrides/promised/0/item", "item_unknown"),
        (unknown_node, NODE, "item_unknown"),
        (item_twice, REPEATED, "item_repeated"),
    ],
)
def test_regions_in_circles_and_terms_of_unknown_items_are_refused_also_in_the_dry_run(
    ask: Ask, world: World, query: dict[str, str], change: Any, pointer: str, code: str
):
    before = directory_version(world.platform.table, CITY)
    regions = changed(lambda document: change(document["regions"]))["regions"]
    status, answer = ask("/admin/directory/imports", {"regions": regions}, "administrator", **query)
    assert (status, answer["code"]) == (422, "directory_invalid")
    assert (pointer, code) in [(one["pointer"], one["code"]) for one in answer["errors"]]
    assert directory_version(world.platform.table, CITY) == before


@pytest.mark.parametrize("query", [{}, {"dry_run": "true"}])
def test_the_regions_as_they_are_change_nothing(ask: Ask, query: dict[str, str]):
    status, answer = ask("/admin/directory/imports", {"regions": DOCUMENT["regions"]}, "administrator", **query)
    assert (status, answer["changes"]) == (200, [])
