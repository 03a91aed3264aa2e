"""An item for which nobody can apply says so wherever people read of it, in the same words (R13, R14, R42)."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from chalice.test import Client

from chalicelib.catalogue import store
from chalicelib.catalogue.api import changes, guidance, places, public, schemes
from chalicelib.catalogue.model.closed import closed_by, told_of
from chalicelib.catalogue.store.life import Published, announce
from chalicelib.catalogue.store.schemes import forget as forget_schemes
from chalicelib.directory.store import keep_place
from chalicelib.documents.api import sheets
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.create_application import open_item
from local.catalogues import catalogue_of
from proofs.kit.catalogue import place_of, publish, publish_schemes
from proofs.kit.directory import lay_out
from proofs.kit.world import World
from tests.catalogue.schemes.data import WORKED
from tests.some_routes import get, post, serving

CITY, COUNTY = "441700", "441781"
ROUTES = (changes.api, guidance.api, places.api, public.api, schemes.api, sheets.api)
RESTAURANT: dict[str, Any] = WORKED["cases"][3]["given"]["plans"][0]["answers"]
CODE = "YM-R02"
KINDS: dict[str, dict[str, Any]] = {
    "cancel": {},
    "devolve": {"to_divisions": [COUNTY]},
    "split": {"successors": ["YM-P01", "YM-P02"]},
    "merge": {"successors": ["YM-P01"]},
}


@pytest.fixture(scope="module")
def prepared() -> Iterator[World]:
    world = World()
    publish(world.platform, *(item["id"] for item in catalogue_of(CITY)["items"]))
    publish_schemes(world.platform, "YM-J02")
    lay_out(world.platform)
    world.platform.table.write(keep_place(place_of(CITY)))
    yield world
    platforms.use(None)
    store.forget()
    forget_schemes()


@pytest.fixture
def world(prepared: World) -> Iterator[World]:
    """The item is open again after each test."""
    yield prepared
    gone = ("ended_at", "closing", "suspension")
    prepared.platform.table.write(*store.stand(CITY, CODE, 1, {}, remove=gone))
    store.forget()
    forget_schemes()


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    with serving(world.platform, ROUTES) as client:
        yield client


def close(world: World, kind: str, *, since: timedelta = timedelta(), until: timedelta | None = None) -> None:
    now = world.platform.now()
    if kind == "suspend":
        pause = {"from": (now + since).isoformat(), "reason": "系统升级", "document": ""}
        pause |= {"until": (now + until).isoformat()} if until else {}
        ops = store.stand(CITY, CODE, 1, {"suspension": pause})
    else:
        closing = {"kind": kind, "reason": "上位法已经修改", "document": "阳编办〔2026〕18号", **KINDS[kind]}
        ops = store.end_version(CITY, CODE, 1, now + since, closing)
    world.platform.table.write(*ops)
    store.forget()
    forget_schemes()


def places_that_tell(client: Client) -> dict[str, Any]:
    """The word of each place where people read of the item."""
    plan = post(client, "/schemes/YM-J02/plan", {"answers": {**RESTAURANT, "subject_type": "individual"}})[1]
    member = next(one for one in plan["members"] if one["item"] == CODE)
    told = {
        "item": get(client, f"/items/{CODE}")["closed"],
        "window": get(client, f"/directory/items/{CODE}/window")["closed"],
        "plan": member["closed"],
    }
    for kind in ("guide", "checklist", "form"):
        sheet = get(client, f"/items/{CODE}/{kind}")
        told[kind] = sheet["closed"]
        if sheet["closed"]:
            assert sheet["chapters"][0]["paragraphs"] == [sheet["closed"]["text"]]
        else:
            assert sheet["chapters"][0]["title"] == "基本信息"
    listed = {row["id"]: row["closed"] for row in get(client, "/items?q=YM-R02")["items"]}
    return told | ({"list": listed[CODE]} if CODE in listed else {})


@pytest.mark.requirement("R13", "R42")
@pytest.mark.parametrize("kind", KINDS)
def test_an_end_is_told_everywhere_with_what_follows_and_where(world: World, client: Client, kind: str):
    close(world, kind)
    told = places_that_tell(client)
    assert "list" not in told
    (said,) = {json.dumps(one, ensure_ascii=False, sort_keys=True) for one in told.values()}
    closed = json.loads(said)
    assert (closed["kind"], closed["in_force"]) == (kind, True)
    assert [one["id"] for one in closed["successors"]] == KINDS[kind].get("successors", [])
    assert all(one["name"] and one["name"] in closed["text"] for one in closed["successors"])
    for place in closed["to_divisions"]:
        assert (place["code"], place["name"]) == (COUNTY, "阳春市")
        assert place["hall"]
        assert place["hall"] in closed["text"]
    status, refusal = post(client, f"/items/{CODE}/checklist", {"answers": {}})
    assert (status, refusal["code"]) == (409, "item_ended")
    with pytest.raises(Invalid) as refused:
        open_item(world.platform, CODE, world.platform.now())
    same = [{"pointer": one.pointer, "code": one.code, "message": one.message} for one in refused.value.errors]
    assert refusal["errors"] == same
    assert refusal["title"] == refused.value.title
    for one in (*closed["successors"], *closed["to_divisions"]):
        assert any(one["name"] in error["message"] for error in same)
    assert get(client, f"/directory/items/{CODE}/window")["windows"] == []


@pytest.mark.requirement("R13", "R42")
def test_a_suspension_is_told_everywhere_with_its_end(world: World, client: Client):
    close(world, "suspend", until=timedelta(days=9))
    told = places_that_tell(client)
    assert "list" in told
    assert len({json.dumps(one, sort_keys=True) for one in told.values()}) == 1
    assert (told["item"]["kind"], told["item"]["in_force"]) == ("suspend", True)
    until = world.platform.now() + timedelta(days=9)
    assert f"{until.year}年{until.month}月{until.day}日恢复" in told["item"]["text"]
    assert post(client, f"/items/{CODE}/checklist", {"answers": {}})[1]["code"] == "item_suspended"


@pytest.mark.requirement("R13", "R42")
@pytest.mark.parametrize("kind", [*KINDS, "suspend"])
def test_what_is_announced_for_later_is_told_before(world: World, client: Client, kind: str):
    close(world, kind, since=timedelta(days=9))
    told = places_that_tell(client)
    assert len({json.dumps(one, sort_keys=True) for one in told.values()}) == 1
    assert told["item"]["in_force"] is False
    assert "将自" in told["item"]["text"]
    status, body = post(client, f"/items/{CODE}/checklist", {"answers": {}})
    assert (status, body["closed"]) == (200, told["item"])
    later = (world.platform.now() + timedelta(days=10)).isoformat()
    query = later.replace("+", "%2B")
    assert get(client, f"/items/{CODE}?at={query}")["closed"]["in_force"] is True
    assert get(client, f"/items/{CODE}/guide?at={query}")["closed"]["in_force"] is True
    assert get(client, f"/directory/items/{CODE}/window?at={query}")["closed"]["in_force"] is True
    assert get(client, f"/directory/items/{CODE}/window")["windows"]


def test_nothing_is_told_of_an_item_that_is_open(client: Client):
    assert set(places_that_tell(client).values()) == {None}


@pytest.mark.requirement("R14", "R77")
def test_a_plan_with_a_member_that_nobody_can_apply_for_has_no_end_and_says_so(world: World, client: Client):
    question = {"answers": {**RESTAURANT, "subject_type": "individual"}}
    before = post(client, "/schemes/YM-J02/plan", question)[1]
    assert before["feasible"] is True
    assert before["last_day"]
    close(world, "devolve")
    plan = post(client, "/schemes/YM-J02/plan", question)[1]
    member = next(one for one in plan["members"] if one["item"] == CODE)
    assert member["ended"] is True
    assert {member[day] for day in ("opens_on", "review_done_on", "due", "statutory_due", "issue_due")} == {None}
    assert (plan["feasible"], plan["last_day"], plan["makespan_workdays"], plan["critical_path"]) == (
        False,
        None,
        None,
        [],
    )
    held = post(client, "/schemes/YM-J02/plan", {**question, "held": [member["id"]]})
    if held[0] == 200:
        assert held[1]["feasible"] is True


@pytest.mark.requirement("R77")
def test_a_plan_that_begins_after_a_suspension_is_feasible(world: World, client: Client):
    close(world, "suspend", until=timedelta(days=9))
    question: dict[str, Any] = {"answers": {**RESTAURANT, "subject_type": "individual"}}
    assert post(client, "/schemes/YM-J02/plan", question)[1]["feasible"] is False
    question["start"] = (world.platform.now() + timedelta(days=12)).date().isoformat()
    plan = post(client, "/schemes/YM-J02/plan", question)[1]
    assert (plan["feasible"], {one["closed"] for one in plan["members"]}) == (True, {None})


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("kind", [*KINDS, "suspend", "end"])
def test_the_feed_says_to_whom_and_until_when(world: World, client: Client, kind: str):
    now = world.platform.now()
    facts = KINDS.get(kind, {})
    change = Published(
        kind,
        CODE,
        "个体工商户设立登记",
        "amr",
        1,
        now,
        now,
        reason="上位法已经修改",
        successors=facts.get("successors", ()),
        divisions=facts.get("to_divisions", ()),
        until=now + timedelta(days=9) if kind == "suspend" else None,
    )
    world.platform.table.write(announce(CITY, change))
    row = get(client, "/items/changes")["changes"][0]
    assert row["closed"]["kind"] == ("cancel" if kind == "end" else kind)
    if kind == "devolve":
        assert "下放至阳春市（441781）" in row["announcement"]
    if kind == "suspend":
        assert f"至 {now + timedelta(days=9):%Y-%m-%d}" in row["announcement"]
        assert row["closed"]["until"]
    for one in row["closed"]["successors"]:
        assert one["name"] in row["closed"]["text"]
    assert row["closed"]["text"] in client.http.get("/v1/items/changes.atom").body.decode()


def test_other_changes_close_nothing():
    assert closed_by({"kind": "revise"}) is None


def test_the_first_that_comes_is_told_and_what_holds_before_it(world: World):
    close(world, "merge", since=timedelta(days=9))
    close(world, "suspend", since=timedelta(days=2), until=timedelta(days=4))
    now, table = world.platform.now(), world.platform.table
    item = store.load_item(table, CITY, CODE)
    told = [told_of(item, now + timedelta(days=days)) for days in (0, 3, 5, 9)]
    assert [(one.kind, one.in_force) for one in told if one] == [
        ("suspend", False),
        ("suspend", True),
        ("merge", False),
        ("merge", True),
    ]


@pytest.mark.requirement("R13")
def test_the_printed_sheet_has_the_notice(world: World):
    close(world, "merge")
    item = store.load_item(world.platform.table, CITY, CODE)
    closed = told_of(item, world.platform.now())
    assert closed is not None
    made = sheets.sheets.sheet(world.platform, item, "guide", closed.text)
    assert made.notice == closed.text
    plain = sheets.sheets.sheet(world.platform, item, "guide")
    assert plain.notice == ""
    assert made.digest(sample=True) != plain.digest(sample=True)
