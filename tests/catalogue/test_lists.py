"""The published lists of proofs and intermediary services: what they must say, and what they allow (G10, G11)."""

import json
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.catalogue.acts.publish_lists import import_lists, plan_lists, publish_lists
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.grounds import ServiceLists
from chalicelib.catalogue.model.publishing import Surroundings, is_proof, refusals
from chalicelib.catalogue.model.service_lists import entry_changes, read_lists
from chalicelib.catalogue.store.life import load_item_events
from chalicelib.catalogue.store.lists import load_lists, load_lists_at
from chalicelib.clock import WorkCalendar
from chalicelib.foundation.problems import Conflict, Invalid
from local.catalogues import LISTS, read
from proofs.kit.catalogue import item_document, keep_departments
from tests.catalogue.conftest import DOCUMENT
from tests.catalogue.office import CITY, CODE, Office, another_promise

TODAY = date(2026, 11, 27)
OF_LISTS = {"proof_not_listed", "proof_of_another", "intermediary_not_listed", "list_entry_differs"}


def lists(**changes: Any) -> dict[str, Any]:
    return deepcopy(read(LISTS)) | changes


def lists_with(part: str, **changes: Any) -> dict[str, Any]:
    """The lists with something else in their first proof or service."""
    document = lists()
    document[part][0] |= changes
    return document


def refused(document: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        read_lists(document, TODAY)
    assert refusal.value.code == "lists_invalid"
    return [(error.pointer, error.code) for error in refusal.value.errors]


@pytest.mark.requirement("R9")
def test_the_demonstration_lists_are_sound_and_say_that_they_are_invented():
    found = read_lists(lists(), TODAY)
    assert (found.status, "ILLUSTRATIVE" in found.note) == ("ILLUSTRATIVE", True)
    departments = DOCUMENT["departments"]
    assert all(entry.asker in departments for entry in found.proofs)


@pytest.mark.requirement("R9")
def test_what_is_wrong_in_lists_is_told_by_row():
    assert refused(lists_with("proofs", basis="惯例")) == [("/proofs/0/basis", "list_basis_missing")]
    assert refused(lists_with("intermediaries", basis="本局通知")) == [
        ("/intermediaries/0/basis", "list_basis_missing")
    ]
    assert refused(lists_with("proofs", id="Z02")) == [("/proofs/1/id", "duplicate_id")]
    assert refused(lists(published_on="2026-11-28")) == [("/published_on", "published_in_the_future")]
    assert refused(lists(published_on="2026-02-30")) == [("/published_on", "date_parsing")]
    assert refused(lists_with("intermediaries", term="十天"))[0][0] == "/intermediaries/0/term"
    assert refused([])[0][0] == ""


def around(document: Any) -> Surroundings:
    items = frozenset(item["id"] for item in DOCUMENT["items"])
    found = ServiceLists.model_validate_json(json.dumps(document)) if document else None
    return Surroundings(items, TODAY, WorkCalendar(), found)


def findings(item: ItemDocument, document: Any) -> set[tuple[str, str]]:
    return {(error.pointer, error.code) for error in refusals(item, around(document)) if error.code in OF_LISTS}


@pytest.mark.requirement("R9")
def test_every_proof_and_service_of_the_catalogue_is_listed_or_refused():
    """Those whose line cites a law stand in the lists; the others cannot be published again as they are."""
    listed = {entry["name"] for part in ("proofs", "intermediaries") for entry in lists()[part]}
    for raw in DOCUMENT["items"]:
        item = ItemDocument.model_validate_json(json.dumps(raw))
        asked = [
            number for number, line in enumerate(item.materials) if is_proof(line) or line.source == "intermediary"
        ]
        refused_lines = {int(pointer.split("/")[2]) for pointer, _ in findings(item, lists())}
        named = (
            {line.material for line in (*item.grounds.proofs, *item.grounds.intermediaries)} if item.grounds else set()
        )
        assert refused_lines == {number for number in asked if item.materials[number].name not in named}, item.id
        assert named <= listed
        assert {int(pointer.split("/")[2]) for pointer, _ in findings(item, None)} == set(asked)


@pytest.mark.requirement("R9")
def test_an_entry_allows_only_its_own_department_to_ask():
    item = item_document("YM-P13")
    (line,) = [number for number, one in enumerate(item.materials) if one.name == "资金来源证明"]
    assert findings(item, lists()) == set()
    document = lists()
    entry = next(one for one in document["proofs"] if one["name"] == "资金来源证明")
    entry["asker"] = "food"
    assert findings(item, document) == {(f"/materials/{line}/name", "proof_of_another")}
    document["proofs"].remove(entry)
    assert findings(item, document) == {(f"/materials/{line}/name", "proof_not_listed")}


def with_ground(code: str, part: str, entry: str) -> ItemDocument:
    """The item with its first listed line under another entry."""
    raw = next(dict(one) for one in DOCUMENT["items"] if one["id"] == code)
    lines = deepcopy(raw["grounds"][part])
    lines[0]["entry"] = entry
    return ItemDocument.model_validate_json(json.dumps(raw | {"grounds": raw["grounds"] | {part: lines}}))


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(
    ("code", "part", "entry", "other", "field"),
    [("YM-P08", "proofs", "Z09", "Z10", "name"), ("YM-P08", "intermediaries", "J04", "J11", "source")],
)
def test_an_entry_allows_only_what_it_names(code: str, part: str, entry: str, other: str, field: str):
    """G10, G11: the entry of another proof, or of another service, allows nothing. An alias says on which source two
    names mean the same.
    """
    assert findings(with_ground(code, part, entry), lists()) == set()
    item, document = with_ground(code, part, other), lists()
    assert item.grounds
    (line_named, *_) = (
        one.material for one in (item.grounds.proofs if part == "proofs" else item.grounds.intermediaries)
    )
    (number,) = [place for place, line in enumerate(item.materials) if line.name == line_named]
    told = next(one for one in document[part] if one["id"] == other)
    told |= {"asker": item.department} if part == "proofs" else {}
    assert findings(item, document) == {(f"/materials/{number}/{field}", "list_entry_differs")}
    told["aliases"] = [{"name": line_named, "source": "《民办非企业单位登记管理暂行条例》第九条"}]
    assert findings(item, document) == set()


@pytest.mark.requirement("R9")
def test_lists_name_departments_and_nothing_is_blank(office: Office):
    keep_departments(office.platform)
    table, at = office.platform.table, office.platform.now()

    def told(document: Any) -> list[tuple[str, str]]:
        with pytest.raises(Invalid) as refusal:
            plan_lists(table, CITY, document, at)
        return [(error.pointer, error.code) for error in refusal.value.errors]

    assert told(lists_with("proofs", asker="nobody")) == [("/proofs/0/asker", "department_unknown")]
    assert told(lists_with("proofs", name=" ")) == [("/proofs/0/name", "blank")]
    assert told(lists_with("intermediaries", fee="　")) == [("/intermediaries/0/fee", "blank")]
    by = office.by("administrator")
    wrong = ServiceLists.model_validate_json(json.dumps(lists_with("proofs", asker="nobody")))
    with pytest.raises(Invalid) as refusal:
        publish_lists(office.platform, by, wrong)
    assert [error.code for error in refusal.value.errors] == ["department_unknown"]


def test_what_becomes_of_each_entry():
    before = read_lists(lists(), TODAY)
    document = lists_with("proofs", issuer="另一机构")
    gone = document["intermediaries"].pop()
    document["proofs"].append({**document["proofs"][1], "id": "Z99", "name": "新的证明"})
    found = {(one.kind, one.part, one.id) for one in entry_changes(before, read_lists(document, TODAY))}
    assert {row for row in found if row[0] != "unchanged"} == {
        ("updated", "proofs", "Z01"),
        ("created", "proofs", "Z99"),
        ("ended", "intermediaries", gone["id"]),
    }


# ------------------------------------------------------------------------------------------------- kept, and applied
def imported(office: Office, document: Any) -> bool:
    table = office.platform.table
    return import_lists(table, plan_lists(table, CITY, document, office.platform.now()))


def test_lists_have_versions_and_dates(office: Office):
    table = office.platform.table
    first = office.platform.now()
    assert imported(office, lists())
    assert not imported(office, lists())
    office.world.clock.move_to(first + timedelta(days=3))
    assert imported(office, lists_with("proofs", issuer="另一机构"))
    kept = load_lists(table, CITY)
    assert kept is not None
    assert (kept.version, kept.lists.proofs[0].issuer) == (2, "另一机构")
    older = load_lists_at(table, CITY, first + timedelta(days=2))
    assert older is not None
    assert (older.version, older.lists.proofs[0].issuer) == (1, lists()["proofs"][0]["issuer"])
    assert load_lists_at(table, CITY, first - timedelta(days=1)) is None


def test_of_two_imports_at_once_one_is_told(office: Office):
    table, at = office.platform.table, office.platform.now()
    plans = [plan_lists(table, CITY, document, at) for document in (lists(), lists_with("proofs", issuer="甲"))]
    assert import_lists(table, plans[0])
    with pytest.raises(Conflict) as refusal:
        import_lists(table, plans[1])
    assert refusal.value.code == "lists_published_meanwhile"


@pytest.mark.requirement("R9")
def test_an_item_is_published_against_the_lists_in_force(office: Office):
    """The event names their version. An entry that has ended meanwhile stops the item at its next step."""
    line = {**office.document()["materials"][0], "name": "资金证明", "source": "applicant"}
    asked = {
        "materials": [*office.document()["materials"], line],
        "grounds": {"proofs": [{"material": "资金证明", "entry": "Z50"}]},
    }
    entry = {"id": "Z50", "name": "资金证明", "basis": "《企业投资项目核准和备案管理条例》第六条", "issuer": "银行"}
    allowed = lists(proofs=[{**entry, "asker": "ndrc"}])
    office.draft(**another_promise(), **asked)
    with pytest.raises(Invalid) as refusal:
        office.approve()
    assert [error.code for error in refusal.value.errors] == ["proof_not_listed"]
    imported(office, allowed)
    office.approve()
    imported(office, lists())
    with pytest.raises(Invalid):
        office.consent()
    publish_lists(office.platform, office.by("administrator"), ServiceLists.model_validate_json(json.dumps(allowed)))
    office.consent()
    office.publish()
    assert load_item_events(office.platform.table, CITY, CODE)[-1].data["lists"] == 3
