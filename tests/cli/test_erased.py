"""What is left of an erased case, and of one that is being erased: in its rows, for `repair`, for late messages."""

import json
from typing import Any

import pytest

from chalicelib.cases.model import Case
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.foundation import keys, names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import OF_CASE, personal
from chalicelib.foundation.writes import update
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.operations.acts.retention.erase import emptied, erase
from chalicelib.operations.store import erasing
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cli.test_retention import closed, objects_of, years_pass

pytestmark = pytest.mark.usefixtures("quick_documents")


def personal_attributes(hall: Hall, case_id: str) -> set[tuple[str, str]]:
    """The personal attributes that stand in rows of the case, each with the kind of its row."""
    found = set[tuple[str, str]]()
    for row in hall.rows(case_id):
        key = Key(row["pk"], row["sk"])
        found |= {(keys.kind_of_row(key.sk) or key.sk, name) for name in personal(key) & row.keys()}
    return found


def test_no_personal_attribute_is_left_in_any_row_of_the_case(hall: Hall):
    """Whatever is encrypted is erased: the list of the one is the list of the other."""
    case_id = closed(hall)
    kinds = {keys.META, keys.FORM, keys.MATERIAL, keys.TASK, keys.DOCUMENT_TEXT}
    assert {kind for kind, _ in personal_attributes(hall, case_id)} >= kinds
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    assert personal_attributes(hall, case_id) == set()


def test_what_is_encrypted_of_a_case_one_day_is_erased_too(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """A row of its own, and an attribute of the case."""
    case_id = closed(hall)
    monkeypatch.setitem(OF_CASE, "NOTE#", frozenset({"text"}))  # pyright: ignore[reportArgumentType]
    monkeypatch.setitem(OF_CASE, keys.META, OF_CASE[keys.META] | {"theme"})  # pyright: ignore[reportArgumentType]
    monkeypatch.setattr(Case.model_fields["theme"], "default", "")
    note = Key(keys.case(case_id), "NOTE#1")
    hall.platform.table.write(update(note, put={"text": "张示例来电"}))
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    assert hall.platform.table.get(note) is None
    assert hall.case(case_id).theme == ""


def test_what_is_left_of_a_case_says_of_nobody(hall: Hall):
    """Every attribute that may hold something of a person is as it is at the beginning."""
    case = hall.case(closed(hall))
    left = emptied(case)
    changed = {name for name in Case.model_fields if getattr(case, name) != getattr(left, name)}
    assert changed >= {"applicant_key", "applicant_parts", "applicant_name", "salt", "query_code"}
    stays = {"id", "number", "item", "item_version", "status", "seq", "last_hash", "ended_at", "outcome", "clocks"}
    assert not changed & stays


def test_repair_leaves_a_case_alone_that_is_being_erased(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """The run died after each row: objects are gone, and their rows are still there."""
    case_id = closed(hall)
    years_pass(hall, 30)
    moments, purge = list[Any](), erasing.purge

    def purged(*which: Any) -> None:
        purge(*which)
        moments.append(hall.world.moment())

    monkeypatch.setattr(erasing, "purge", purged)
    assert erase(hall.platform, case_id)
    assert len(moments) > 4
    for moment in moments:
        hall.world.go_back(moment)
        assert hall.case(case_id).erasing_at
        before = hall.everything()
        repaired = repair_case(hall.platform, case_id)
        assert repaired is not None
        assert (repaired.mended, list(repaired.unmended)) == ([], [])
        assert hall.everything() == before


@pytest.mark.parametrize("waits_in", [names.DOCUMENTS_QUEUE, names.RENDERINGS_QUEUE])
def test_a_late_message_finds_nothing_to_print(hall: Hall, waits_in: str):
    """As one that is sent back from the dead letters, to be numbered or printed. It neither fails nor writes."""
    case_id = hall.submitted()
    hall.people.reject(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    while waits_in == names.RENDERINGS_QUEUE and hall.world.work(names.DOCUMENTS_QUEUE):
        """The next one gets its number."""
    assert {row["state"] for row in hall.rows(case_id, keys.DOCUMENT)} == {"preparing"}
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    before = hall.everything()
    assert hall.world.work(waits_in)
    hall.issue_documents()
    assert hall.everything() == before
    assert objects_of(hall, case_id) == []


def test_a_late_message_finds_no_certificate_to_print(hall: Hall):
    case_id = closed(hall)
    years_pass(hall, 30)
    assert erase(hall.platform, case_id)
    before = hall.everything()
    message = json.dumps({"case_id": case_id, "document": CERTIFICATE})
    hall.world.queues.put(hall.world.queue(names.RENDERINGS_QUEUE), message)
    assert hall.world.work(names.RENDERINGS_QUEUE)
    assert hall.everything() == before
    assert objects_of(hall, case_id) == []
