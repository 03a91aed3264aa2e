"""The event of a receipt has the hash of the item, online and at the window alike: another item is found (R88, R42)."""

import json
from typing import Any

import pytest

from chalicelib.cases.acts.lookup import item_of
from chalicelib.evidence.model.records import canonical, sha256
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.evidence.exports import altered, chained, closed_case, exported, looked_at, packed, parts_of, relisted

pytestmark = pytest.mark.usefixtures("quick_documents")


def walked_in(hall: Hall) -> tuple[str, bytes]:
    case_id = hall.people.receive_walk_in(hall.caller(CLERK), scans=()).facts["id"]
    hall.issue_documents()
    return case_id, exported(hall, case_id, materials=False)


def another_item(export: bytes) -> bytes:
    """Another promise, with the hash that belongs to it: item and manifest agree again."""
    parts = parts_of(export)
    item = json.loads(parts["item.json"])
    item["document"]["promised_limit"]["value"] = 1
    item["content_hash"] = sha256(canonical(item["document"]))
    parts["item.json"] = canonical(item)
    return packed(relisted(parts))


@pytest.mark.requirement("R88", "R42")
def test_a_walk_in_is_pinned_to_the_item_by_its_hash(hall: Hall):
    case_id, export = walked_in(hall)
    (event,) = hall.events(case_id)
    assert event.data["item_hash"] == item_of(hall.platform, hall.case(case_id)).content_hash
    assert looked_at(export).findings == []
    found = [finding for finding in looked_at(another_item(export)).findings if finding.code == "item_differs"]
    assert [finding.place for finding in found] == ["item/content_hash"]
    assert "event 1" in found[0].expected


def test_a_receipt_of_an_earlier_release_has_no_hash_and_that_is_a_note():
    def without_hash(events: list[Any]) -> list[Any]:
        del events[0]["data"]["item_hash"]
        return chained(events)

    verdict = altered("events.json", without_hash)
    assert [note.place for note in verdict.notes if note.code == "no_item_hash"] == ["event/1/data/item_hash"]
    assert not [note for note in looked_at(closed_case()).notes if note.code == "no_item_hash"]
