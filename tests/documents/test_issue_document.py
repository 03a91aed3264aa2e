"""出具文书: numbers without gaps per organ, kind and year, whoever asks and however often (R29)."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.documents.api.document_answers import document_link
from chalicelib.documents.store import vault
from chalicelib.documents.store.numbers import serial_of
from chalicelib.documents.store.rendering.typesetting import DocumentNotRendered
from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.documents.tasks.render_document import render_document
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Conflict
from proofs.kit.dynamo import nothing
from proofs.kit.dynamo.values import taken
from proofs.kit.hall import Hall
from proofs.kit.seams import plain


def numbers_of(hall: Hall, messages: list[DocumentMessage]) -> list[str]:
    found = [vault.load_whole(hall.platform, message.case_id, message.document) for message in messages]
    return [document.number or "" for document in found if document]


def given_serials(hall: Hall) -> list[int]:
    return [serial_of(row) for row in hall.world.rows(keys.register("441700", "food", "receipt_voucher", 2026))]


@pytest.fixture
def messages(hall: Hall, quick_documents: None) -> list[DocumentMessage]:
    for _ in range(6):
        hall.submitted()
    hall.carry_out_everything()
    return [DocumentMessage.model_validate(body) for body in hall.messages(names.DOCUMENTS_QUEUE)]


@pytest.mark.requirement("R29")
def test_numbers_follow_each_other(hall: Hall, messages: list[DocumentMessage]):
    for message in messages:
        issue_document(hall.platform, message)
    assert numbers_of(hall, messages) == [f"阳市监食收字〔2026〕{serial}号" for serial in range(1, 7)]


@pytest.mark.requirement("R29")
@pytest.mark.law("15.4")
def test_numbers_have_no_gap_whoever_asks_at_once_and_however_often(hall: Hall, messages: list[DocumentMessage]):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda message: issue_document(hall.platform, message), messages * 2))
    assert sorted(numbers_of(hall, messages)) == [f"阳市监食收字〔2026〕{serial}号" for serial in range(1, 7)]
    assert given_serials(hall) == [1, 2, 3, 4, 5, 6]


@pytest.mark.requirement("R29")
@pytest.mark.parametrize(("other", "given"), [(1, 2), (0, 1)])
def test_who_comes_between_reading_and_writing_the_register_is_seen(
    hall: Hall, messages: list[DocumentMessage], other: int, given: int
):
    """Another document of the register, or the same document again."""

    def come_between(operation: str) -> None:
        if operation == "TransactWriteItems":
            hall.world.listen(nothing, nothing)
            issue_document(hall.platform, messages[other])

    hall.world.listen(come_between, nothing)
    issue_document(hall.platform, messages[0])
    assert sorted(filter(None, numbers_of(hall, messages))) == [
        f"阳市监食收字〔2026〕{serial}号" for serial in range(1, given + 1)
    ]
    assert given_serials(hall) == [*range(1, given + 1)]


def state_of(hall: Hall, message: DocumentMessage) -> str:
    document = vault.load(hall.platform, message.case_id, message.document)
    assert document
    return document.state


def test_a_document_that_is_not_printed_yet_is_waited_for(hall: Hall, messages: list[DocumentMessage]):
    message = messages[0]
    for printed in (False, True):
        with pytest.raises(Conflict) as refused:
            document_link(
                hall.platform, hall.case(message.case_id), vault.load(hall.platform, message.case_id, message.document)
            )
        assert (refused.value.code, refused.value.headers) == ("document_preparing", {"Retry-After": "2"})
        if not printed:
            issue_document(hall.platform, message)
    hall.issue_documents()
    link = document_link(
        hall.platform, hall.case(message.case_id), vault.load(hall.platform, message.case_id, message.document)
    )
    assert (link.state, link.number) == ("ready", "阳市监食收字〔2026〕1号")


@pytest.mark.requirement("R29")
def test_a_document_that_cannot_be_printed_keeps_no_other_from_its_number(
    hall: Hall, messages: list[DocumentMessage], monkeypatch: pytest.MonkeyPatch
):
    """Rendering stood inside the serial group once: a slow or broken document held up every number of its register."""

    def broken(template: str, data: dict[str, Any], **how: Any) -> bytes:
        if data["number"].endswith("〕2号"):
            raise DocumentNotRendered("no")
        return plain(template, data, **how)

    for message in messages:
        issue_document(hall.platform, message)
    with monkeypatch.context() as patch:
        patch.setattr("chalicelib.documents.acts.print_document.render", broken)
        hall.world.work(names.RENDERINGS_QUEUE, most=10)
    assert numbers_of(hall, messages) == [f"阳市监食收字〔2026〕{serial}号" for serial in range(1, 7)]
    assert [state_of(hall, message) for message in messages] == ["ready", "preparing", *["ready"] * 4]
    hall.issue_documents()
    assert [state_of(hall, message) for message in messages] == ["ready"] * 6
    assert len(set(numbers_of(hall, messages))) == 6


@pytest.mark.requirement("R29")
def test_a_number_that_was_not_handed_on_is_handed_on_by_the_message_that_comes_again(
    hall: Hall, messages: list[DocumentMessage]
):
    def dies(operation: str) -> None:
        if operation == "SendMessage":
            raise EndpointConnectionError(endpoint_url="https://aws.invalid")

    hall.world.listen(dies, nothing)
    with pytest.raises(EndpointConnectionError):
        issue_document(hall.platform, messages[0])
    hall.world.listen(nothing, nothing)
    assert (numbers_of(hall, messages[:1]), state_of(hall, messages[0])) == (["阳市监食收字〔2026〕1号"], "preparing")
    issue_document(hall.platform, messages[0])
    hall.issue_documents()
    assert (numbers_of(hall, messages[:1]), state_of(hall, messages[0])) == (["阳市监食收字〔2026〕1号"], "ready")


def test_of_two_who_print_at_once_one_is_recorded(hall: Hall, messages: list[DocumentMessage]):
    """The row leads to bytes that are there, whoever was first."""
    message = messages[0]
    issue_document(hall.platform, message)

    def come_between(operation: str) -> None:
        if operation == "PutObject":
            hall.world.listen(nothing, nothing)
            render_document(hall.platform, message)

    hall.world.listen(nothing, come_between)
    render_document(hall.platform, message)
    document = vault.load(hall.platform, message.case_id, message.document)
    assert document
    assert document.key
    bucket = hall.world.buckets.buckets[hall.platform.settings.documents_bucket]
    assert hashlib.sha256(bucket[document.key][document.s3_version or ""]).hexdigest() == document.sha256
    assert document.state == "ready"


def test_what_has_no_number_is_not_printed(hall: Hall, messages: list[DocumentMessage]):
    before = hall.everything()
    render_document(hall.platform, messages[0])
    assert hall.everything() == before


def test_a_text_is_written_once_and_the_row_that_changes_is_small(hall: Hall, quick_documents: None):
    """A kilobyte is a write unit, twice in a transaction; a document's row is written three times."""
    case_id = hall.ready_to_collect()
    texts = {row["sk"]: row for row in hall.rows(case_id) if row["sk"].startswith(keys.DOCUMENT_TEXT)}
    rows = [row for row in hall.world.stored(keys.case(case_id)) if row["sk"]["S"].startswith(keys.DOCUMENT)]
    assert len(rows) == len(texts) == 5
    assert all(taken(row, "Item")[1] <= 1024 for row in rows)
    calls: list[str] = []
    hall.world.listen(calls.append, nothing)
    hall.deliver(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    assert texts.items() <= {row["sk"]: row for row in hall.rows(case_id)}.items()


def test_only_printing_loads_the_typesetter_and_the_fonts():
    """The layer with fonts and typesetter is that of one function; whatever else needs it fails on AWS."""
    rooms = ("documents.tasks.issue_document", "issuance.acts.make_result", "issuance.api.counter")
    named = ", ".join(f"chalicelib.{room}" for room in rooms)
    told = f"import sys, {named}; print([name for name in sys.modules if 'rendering' in name or 'typst' in name])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.requirement("R29")
def test_registers_are_kept_by_organ_kind_and_year(hall: Hall, quick_documents: None):
    case_id = hall.accepted()
    hall.issue_documents()
    assert [document.number for document in vault.whole_documents(hall.platform, case_id)] == [
        "阳市监食收字〔2026〕1号",
        "阳市监食受字〔2026〕1号",
    ]
    hall.clock.pass_time(days=60)
    later = hall.submitted()
    hall.carry_out_everything()
    hall.issue_documents()
    assert vault.whole_documents(hall.platform, later)[0].number == "阳市监食收字〔2027〕1号"


@pytest.mark.requirement("R29")
def test_a_rendered_document_is_there_byte_by_byte(hall: Hall):
    case_id = hall.submitted()
    hall.carry_out_everything()
    hall.issue_documents()
    (document,) = vault.whole_documents(hall.platform, case_id)
    stored = hall.platform.s3.get_object(Bucket=hall.platform.settings.documents_bucket, Key=document.key or "")
    pdf = stored["Body"].read()
    assert pdf.startswith(b"%PDF-")
    assert (document.state, document.size, document.sha256) == ("ready", len(pdf), hashlib.sha256(pdf).hexdigest())
    assert '"seal":{"id":"441700-food"' in document.data


def test_a_message_for_nothing_or_for_what_is_ready_does_nothing(hall: Hall, messages: list[DocumentMessage]):
    issue_document(hall.platform, messages[0])
    before = hall.everything()
    issue_document(hall.platform, messages[0])
    issue_document(hall.platform, DocumentMessage(case_id="a" * 26, document="0001-receipt-voucher"))
    assert hall.everything() == before


def test_messages_of_one_register_are_one_group_and_not_doubled(hall: Hall, quick_documents: None):
    case_id = hall.submitted()
    hall.carry_out_everything()
    hall.carry_out_everything()
    register = ["441700", "food", "receipt_voucher", 2026]
    sent = {"case_id": case_id, "document": "0001-receipt-voucher", "in_register": register}
    assert hall.messages(names.DOCUMENTS_QUEUE) == [sent]


@pytest.mark.requirement("R29")
def test_a_number_waits_for_two_calls_and_a_message(hall: Hall, messages: list[DocumentMessage]):
    calls: list[str] = []
    hall.world.listen(calls.append, nothing)
    issue_document(hall.platform, messages[0])
    assert sorted(calls[:2]) == ["GetItem", "Query"], "at the same time"
    assert calls[2:] == ["TransactWriteItems", "SendMessage"]
    calls.clear()
    render_document(hall.platform, messages[0])
    assert calls == ["BatchGetItem", "PutObject", "UpdateItem"]
