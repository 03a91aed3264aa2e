"""The register of document numbers: each number once and in order, the void ones with their reason (R29)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.documents.api.numbers import NumberRegister, NumbersQuery, list_numbers
from chalicelib.documents.store import vault
from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.foundation import keys, names, register_keys
from chalicelib.foundation.writes import update
from chalicelib.http.routes import Call
from chalicelib.issuance.acts.annul_fee import annul_fee
from proofs.kit.cast import CHIEF
from proofs.kit.dynamo.values import taken
from proofs.kit.fees import ordered
from proofs.kit.hall import Hall

pytestmark = [pytest.mark.requirement("R29"), pytest.mark.usefixtures("quick_documents")]


def register(hall: Hall, kind: str = "receipt_voucher", year: int = 2026, **asked: Any) -> NumberRegister:
    query = NumbersQuery.model_validate({"organ": "food", "kind": kind, "year": year, **asked})
    call = Call(hall.platform, None, query, "", "", "", known=hall.caller("supervisor"))
    return list_numbers(call).body  # type: ignore[return-value]


def issued(hall: Hall, cases: int) -> list[DocumentMessage]:
    for _ in range(cases):
        hall.submitted()
    hall.carry_out_everything()
    return [DocumentMessage.model_validate(body) for body in hall.messages(names.DOCUMENTS_QUEUE)]


@pytest.mark.law("15.4")
def test_every_number_has_one_entry_whoever_asks_at_once_and_however_often(hall: Hall):
    messages = issued(hall, 6)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda message: issue_document(hall.platform, message), messages * 2))
    shown = register(hall, limit=50)
    assert [one.serial for one in shown.items] == [1, 2, 3, 4, 5, 6]
    assert (shown.last, shown.title, shown.next_cursor) == (6, "收件凭证", None)
    for one in shown.items:
        document = vault.load(hall.platform, one.case_id, one.no)
        assert document is not None
        assert (document.number, document.created_at.date()) == (one.number, one.day)
        assert (one.state, one.voided, one.why) == ("used", False, None)


def test_pages_give_every_number_once_and_in_order(hall: Hall):
    for message in issued(hall, 5):
        issue_document(hall.platform, message)
    found, cursor = list[int](), None
    while True:
        page = register(hall, limit=2, cursor=cursor)
        found += [one.serial for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == [1, 2, 3, 4, 5]


def test_registers_of_another_kind_year_organ_or_place_are_apart(hall: Hall):
    (message,) = issued(hall, 1)
    issue_document(hall.platform, message)
    others: tuple[dict[str, Any], ...] = ({"kind": "acceptance_notice"}, {"year": 2027}, {"organ": "hrss"})
    for other in others:
        shown = register(hall, **other)
        assert (shown.items, shown.last) == ([], 0)


def test_the_number_of_an_order_to_pay_that_was_annulled_is_void_and_stays(hall: Hall):
    case_id = ordered(hall)
    hall.issue_documents()
    (before,) = register(hall, "fee_notice").items
    assert (before.case_id, before.state) == (case_id, "used")
    annul_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, "wrong_quantity")
    hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    first, second = register(hall, "fee_notice").items
    assert (first.number, first.state, first.voided, first.why) == (
        before.number,
        "annulled",
        True,
        "所载的行为已经依法撤销",
    )
    assert (second.serial, second.state) == (2, "used")
    (annulment,) = register(hall, "fee_annulment").items
    assert annulment.state == "used"


@pytest.mark.parametrize("state", [vault.ERASED, vault.SUPERSEDED])
def test_the_number_of_a_document_that_is_gone_stays_used_with_the_reason(hall: Hall, state: str):
    messages = issued(hall, 2)
    for message in messages:
        issue_document(hall.platform, message)
    key = keys.document(messages[0].case_id, messages[0].document)
    hall.platform.table.write(update(key, put={"state": state}))
    first, second = register(hall).items
    assert (first.serial, first.state, first.voided, bool(first.why)) == (1, state, True, True)
    assert (second.serial, second.voided) == (2, False)


def test_an_entry_is_one_small_row(hall: Hall):
    """A number costs one write unit more, twice as it is written in a transaction."""
    (message,) = issued(hall, 1)
    issue_document(hall.platform, message)
    (entry,) = hall.world.stored(keys.register("441700", "food", "receipt_voucher", 2026), register_keys.NUMBERED)
    assert taken(entry, "Item")[1] <= 512
