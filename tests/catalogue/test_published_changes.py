"""What everybody is told of the catalogue: old versions by date, the feed of changes, the published lists."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as Xml

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.catalogue import store
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.acts.publish_lists import publish_lists
from chalicelib.catalogue.api import changes as feed
from chalicelib.catalogue.api import public
from chalicelib.catalogue.model.grounds import Grounds, ListedLine, ServiceLists
from chalicelib.catalogue.model.publishing import Surroundings, refusals
from chalicelib.catalogue.store.life import changes, versions
from chalicelib.catalogue.store.prerequisites import prerequisites_before
from chalicelib.clock import WorkCalendar
from chalicelib.clock.across_units import later_than
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Invalid
from local.catalogues import catalogue_of
from proofs.examples.item_stories import LISTS
from proofs.kit.catalogue import item_document, publish
from proofs.kit.world import ITEMS, World, new_world

CITY, COUNTY, CODE = "441700", "441781", "YM-P01"
CALENDAR, TODAY = WorkCalendar(), date(2026, 11, 24)


@pytest.fixture
def world() -> Iterator[World]:
    world = new_world()
    platforms.use(world.platform)
    yield world
    platforms.use(None)
    store.forget()


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    app = Chalice("yimen", configure_logs=False)
    for api in (feed.api, public.api):
        app.register_blueprint(api, url_prefix="/v1")
    with Client(app) as client:
        yield client


def get(client: Client, path: str, **query: Any) -> tuple[int, str]:
    answer = client.http.get(f"/v1{path}?{urlencode(query)}" if query else f"/v1{path}")
    return answer.status_code, answer.body.decode()


@pytest.mark.requirement("R13")
def test_an_old_version_is_read_by_its_date(world: World, client: Client):
    first = world.platform.now()
    world.clock.move_to(first + timedelta(days=30))
    publish(world.platform, CODE, version=2, name="食品经营许可（新）")
    store.forget()
    for at, version in ((first + timedelta(days=1), 1), (world.platform.now(), 2)):
        status, body = get(client, f"/items/{CODE}", at=at.isoformat())
        assert (status, json.loads(body)["version"]) == (200, version)
    assert json.loads(get(client, f"/items/{CODE}")[1])["version"] == 2
    early = datetime(2004, 1, 1, tzinfo=SHANGHAI).isoformat()
    assert get(client, f"/items/{CODE}", at=early)[0] == 404
    assert get(client, f"/items/{CODE}", at="yesterday")[0] == 422


@pytest.mark.requirement("R13")
def test_every_published_change_has_its_announcement(world: World):
    """Also those of an import: one for each item that it has published, none for those that stayed."""
    document = catalogue_of(CITY)
    import_catalogue(world.platform.table, CITY, document, world.platform.now())
    rows = [*world.rows(f"CHANGES#{CITY}")]
    published = {(row["code"], row["version"]) for row in rows if row["kind"] == "import"}
    newest = store.newest(world.platform.table, CITY)
    imported = {(code, one.version) for code, one in newest.items() if code not in ITEMS}
    assert imported <= published
    before = len(rows)
    import_catalogue(world.platform.table, CITY, document, world.platform.now())
    assert len([*world.rows(f"CHANGES#{CITY}")]) == before


@pytest.mark.requirement("R48")
def test_an_import_keeps_the_number_of_the_consent_that_its_document_carries(world: World):
    """Without one the version shows that it has none."""
    table, now = world.platform.table, world.platform.now()
    document = json.loads(json.dumps(catalogue_of(CITY)))
    import_catalogue(table, CITY, document | {"meta": {"consent": "阳编办〔2026〕3号"}}, now)
    (row,), _ = versions(table, CITY, "YM-S01", limit=1, after=None)
    assert row["consent"] == "阳编办〔2026〕3号"
    for item in document["items"]:
        item["notes"] = "再次导入"
    import_catalogue(table, CITY, document | {"meta": {}}, now)
    (row,), _ = versions(table, CITY, "YM-S01", limit=1, after=None)
    assert (row["version"], row["consent"]) == (2, "")


@pytest.mark.requirement("R13")
def test_an_old_row_with_a_control_character_does_not_break_the_feed(world: World):
    """Nothing takes such a name any more. XML cannot hold it, and one row would take the feed from every reader."""
    import_catalogue(world.platform.table, CITY, catalogue_of(CITY), world.platform.now())
    (row, *_), _ = changes(world.platform.table, CITY, limit=1, after=None)
    told = feed.change_answer(row).model_copy(update={"announcement": "\x1b[2J劳务\x00派\ufffe遣"})
    root = Xml.fromstring(feed.feed(world.platform.settings, [told], "").encode())
    assert root.findtext(".//{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}title") == "[2J劳务派遣"


@pytest.mark.requirement("R13")
def test_no_import_takes_a_name_with_characters_that_nobody_sees(world: World):
    document = json.loads(json.dumps(catalogue_of(CITY)))
    document["items"][0]["name"] = "\x1b[2J劳务派遣"
    document["departments"]["food"]["name_now"] = "市场监管局\u202e"
    with pytest.raises(Invalid) as refused:
        import_catalogue(world.platform.table, CITY, document, world.platform.now())
    told = {(error.pointer, error.code) for error in refused.value.errors}
    assert {("/items/0/name", "hidden_characters"), ("/departments/food/name_now", "hidden_characters")} <= told


@pytest.mark.requirement("R13")
def test_the_feed_is_json_and_atom_and_no_name_breaks_it(world: World, client: Client):
    document = json.loads(json.dumps(catalogue_of(CITY)))
    for item in document["items"]:
        if item["id"] == CODE:
            item["name"] = "食品<许可> & “经营”"
    import_catalogue(world.platform.table, CITY, document, world.platform.now())
    status, body = get(client, "/items/changes", limit=2)
    assert status == 200
    first = json.loads(body)
    assert len(first["changes"]) == 2
    assert first["next_cursor"]
    _, body = get(client, "/items/changes", limit=2, cursor=first["next_cursor"])
    assert {one["id"] for one in json.loads(body)["changes"]}.isdisjoint(one["id"] for one in first["changes"])
    status, atom = get(client, "/items/changes.atom")
    root = Xml.fromstring(atom.encode())
    titles = [title.text for title in root.iter("{http://www.w3.org/2005/Atom}title")]
    entries = list(root.iter("{http://www.w3.org/2005/Atom}entry"))
    newest, _ = changes(world.platform.table, CITY, limit=feed.NEWEST, after=None)
    assert (status, len(entries)) == (200, len(newest))
    assert len(newest) > 40
    assert len({entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in entries}) == len(entries)
    assert all(titles)
    page, plain = (
        client.http.get("/v1/items/changes.atom", headers={"Accept": accept}) for accept in ("*/*", "text/xml")
    )
    assert page.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert (plain.headers["Content-Type"], plain.body) == ("text/xml; charset=utf-8", page.body)
    assert "Accept" in plain.headers["Vary"]
    shown, _ = changes(world.platform.table, CITY, limit=100, after=None)
    told = [feed.change_answer(row) for row in shown if row["code"] == CODE]
    one = Xml.fromstring(feed.feed(world.platform.settings, told, "").encode())
    assert "食品<许可> & “经营”" in str([*one.iter("{http://www.w3.org/2005/Atom}title")][1].text)


@pytest.mark.requirement("R93")
def test_a_countys_change_is_none_of_the_citys(world: World):
    table, now = world.platform.table, world.platform.now()
    item = item_document(CODE).model_copy(update={"name": "县级名称"})
    table.write(*store.publish(COUNTY, item, 1, now))
    import_catalogue(table, COUNTY, catalogue_of(COUNTY), now)
    store.forget()
    assert store.load_item(table, CITY, CODE, at=now).name == item_document(CODE).name
    assert store.load_item(table, COUNTY, CODE, at=now).region == COUNTY
    assert {row["code"] for row in world.rows(f"CHANGES#{COUNTY}")}
    assert [row for row in world.rows(f"CHANGES#{CITY}") if row["kind"] == "import"] == []


# ------------------------------------------------------------------------------------ promises across units
@pytest.mark.requirement("R93")
@pytest.mark.parametrize(
    ("promised", "lawful", "later"),
    [
        ((12, "workday"), (30, "calendar_day"), False),
        ((0, "workday"), (15, "calendar_day"), False),
        ((13, "workday"), (20, "calendar_day"), True),  # around the National Day and the Spring Festival
        ((20, "workday"), (20, "calendar_day"), True),
        ((20, "calendar_day"), (20, "workday"), False),
        ((60, "calendar_day"), (20, "workday"), True),
    ],
)
def test_a_promise_in_another_unit_is_held_against_every_day_of_the_year(promised: Any, lawful: Any, later: bool):
    found = later_than(promised, lawful, TODAY, CALENDAR)
    assert (found is not None) is later
    if found:
        assert CALENDAR.day(found.start).workday
        assert found.promised > found.lawful > found.start


def surroundings(lists: ServiceLists | None = None) -> Surroundings:
    codes = frozenset(item["id"] for item in catalogue_of(CITY)["items"])
    return Surroundings(codes, TODAY, CALENDAR, lists)


@pytest.mark.requirement("R77")
@pytest.mark.parametrize(("edge", "circle"), [("YM-S05", True), ("YM-P01", True), ("YM-P02", False)])
def test_no_item_has_to_be_done_before_itself(edge: str, circle: bool):
    """YM-P01 waits for YM-P03, which waits for the item; YM-P02 waits for nothing."""
    before = {"YM-P01": ["YM-P03"], "YM-P03": ["YM-S01|YM-S05?age>=60"], "YM-P02": list[str]()}
    item = item_document("YM-S05").model_copy(update={"prerequisites": (edge,)})
    found = refusals(item, replace(surroundings(), before=before))
    told = [error.pointer for error in found if error.code == "prerequisite_cycle"]
    assert told == (["/prerequisites/0"] if circle else [])


@pytest.mark.requirement("R77")
def test_a_circle_is_found_through_the_published_items(world: World):
    table, now = world.platform.table, world.platform.now()
    chain = {"YM-I90": ("YM-I91",), "YM-I91": ("YM-I92",), "YM-I92": ("YM-I90",)}
    for code, edges in chain.items():
        document = item_document("YM-I02").model_copy(update={"id": code, "prerequisites": edges})
        table.write(*store.publish(CITY, document, 1, now))
    assert prerequisites_before(table, CITY, ["YM-I91"]) == {code: [*edges] for code, edges in chain.items()}
    assert prerequisites_before(table, CITY, ["YM-I99"]) == {"YM-I99": []}


@pytest.mark.requirement("R93")
@pytest.mark.law("4.4")
def test_a_promise_above_the_law_in_another_unit_is_not_published():
    item = item_document("YM-S05")
    promised = item.promised_limit.model_copy(update={"value": 14})
    codes = [error.code for error in refusals(item.model_copy(update={"promised_limit": promised}), surroundings())]
    assert "promised_over_statutory" in codes
    assert "promised_over_statutory" not in [error.code for error in refusals(item, surroundings())]


# --------------------------------------------------------------------------------------- G10, G11, G12 and R9
def lists(**changes: Any) -> ServiceLists:
    return ServiceLists.model_validate_json(json.dumps(LISTS | changes))


def test_a_proof_is_asked_for_only_by_whom_the_list_names():
    item = item_document("YM-P13")
    listed = Grounds(proofs=(ListedLine(material="资金来源证明", entry="Z01"),))
    with_list = item.model_copy(update={"grounds": listed})

    def codes(wanted: Any, kept: ServiceLists | None) -> set[str]:
        return {error.code for error in refusals(wanted, surroundings(kept)) if error.code.startswith("proof")}

    assert codes(item, lists()) == {"proof_not_listed"}
    assert codes(with_list, None) == {"proof_not_listed"}
    assert codes(with_list, lists()) == set()
    of_another = lists(proofs=[{**LISTS["proofs"][0], "asker": "food"}])
    assert codes(with_list, of_another) == {"proof_of_another"}


def test_a_service_of_an_intermediary_stands_in_the_list():
    item = item_document("YM-P06")
    listed = Grounds(intermediaries=(ListedLine(material="安全评价报告", entry="J01"),))
    named = [error.pointer for error in refusals(item, surroundings(lists())) if "intermediary" in error.code]
    assert named
    with_list = item.model_copy(update={"grounds": listed})
    assert [error for error in refusals(with_list, surroundings(lists())) if "intermediary" in error.code] == []


@pytest.mark.law("15.20")
def test_one_channel_alone_needs_a_law():
    item = item_document("YM-S12")
    assert "channel_basis_missing" in [error.code for error in refusals(item, surroundings())]
    for cited, allowed in (("档案法28", True), ("惯例", False)):
        based = item.model_copy(update={"grounds": Grounds(channel=cited)})
        missing = "channel_basis_missing" in [error.code for error in refusals(based, surroundings())]
        assert missing is not allowed


@pytest.mark.requirement("R9")
def test_the_lines_of_the_demonstration_without_basis_would_not_be_published():
    found = [
        error
        for item in catalogue_of(CITY)["items"]
        for error in refusals(item_document(item["id"]), surroundings())
        if error.code == "legal_basis_missing"
    ]
    missing = sum(not line.get("legal_basis") for item in catalogue_of(CITY)["items"] for line in item["materials"])
    assert len(found) == missing > 0


def test_lists_have_versions_and_no_entry_without_a_law_or_twice(world: World):
    caller = world.people.caller("administrator")
    first = publish_lists(world.platform, caller, lists())
    again = publish_lists(world.platform, caller, lists())
    assert (first.facts["version"], again.facts) == (1, first.facts)
    world.clock.pass_time(timedelta(days=1))
    same = publish_lists(world.platform, world.people.caller("administrator"), lists())
    assert (same.facts, same.repeated) == (first.facts, False)
    second = publish_lists(world.platform, world.people.caller("administrator"), lists(note="修订"))
    assert second.facts["version"] == 2
    for wrong, code in (
        ({"proofs": [{**LISTS["proofs"][0], "basis": "惯例"}]}, "list_basis_missing"),
        ({"intermediaries": [*LISTS["intermediaries"], *LISTS["intermediaries"]]}, "duplicate_id"),
    ):
        with pytest.raises(Invalid) as refused:
            publish_lists(world.platform, world.people.caller("administrator"), lists(**wrong))
        assert [error.code for error in refused.value.errors] == [code]
