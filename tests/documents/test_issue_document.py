"""出具文书: numbers without gaps per organ, kind and year, whoever asks and however often (R29)."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.documents.api.document_answers import document_link
from chalicelib.documents.store import vault
from chalicelib.documents.store.rendering.typesetting import DocumentNotRendered
from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Conflict
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall


def numbers_of(hall: Hall, messages: list[DocumentMessage]) -> list[str]:
    found = [vault.load(hall.platform, message.case_id, message.document) for message in messages]
    return [document.number or "" for document in found if document]


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
def test_numbers_have_no_gap_whoever_asks_at_once_and_however_often(hall: Hall, messages: list[DocumentMessage]):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda message: issue_document(hall.platform, message), messages * 2))
    assert sorted(numbers_of(hall, messages)) == [f"阳市监食收字〔2026〕{serial}号" for serial in range(1, 7)]
    assert (hall.platform.table.get(keys.register("441700", "food", "receipt_voucher", 2026)) or {})["value"] == 6


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
    register = hall.platform.table.get(keys.register("441700", "food", "receipt_voucher", 2026)) or {}
    assert register["value"] == given


def test_a_document_that_is_not_rendered_yet_is_waited_for(hall: Hall, messages: list[DocumentMessage]):
    message = messages[0]
    with pytest.raises(Conflict) as refused:
        document_link(hall.platform, vault.load(hall.platform, message.case_id, message.document))
    assert (refused.value.code, refused.value.headers) == ("document_preparing", {"Retry-After": "2"})
    issue_document(hall.platform, message)
    assert document_link(hall.platform, vault.load(hall.platform, message.case_id, message.document)).state == "ready"


@pytest.mark.requirement("R29")
def test_a_document_keeps_its_number_when_rendering_fails(
    hall: Hall, messages: list[DocumentMessage], monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object, **__: object) -> bytes:
        raise DocumentNotRendered("no")

    with monkeypatch.context() as patch:
        patch.setattr("chalicelib.documents.tasks.issue_document.render", broken)
        with pytest.raises(DocumentNotRendered):
            issue_document(hall.platform, messages[0])
    assert numbers_of(hall, messages[:1]) == ["阳市监食收字〔2026〕1号"]
    for message in (messages[1], messages[0]):
        issue_document(hall.platform, message)
    assert numbers_of(hall, messages[:2]) == ["阳市监食收字〔2026〕1号", "阳市监食收字〔2026〕2号"]


@pytest.mark.requirement("R29")
def test_registers_are_kept_by_organ_kind_and_year(hall: Hall, quick_documents: None):
    case_id = hall.accepted()
    hall.issue_documents()
    assert [document.number for document in vault.documents(hall.platform, case_id)] == [
        "阳市监食收字〔2026〕1号",
        "阳市监食受字〔2026〕1号",
    ]
    hall.clock.pass_time(days=60)
    later = hall.submitted()
    hall.carry_out_everything()
    hall.issue_documents()
    assert vault.documents(hall.platform, later)[0].number == "阳市监食收字〔2027〕1号"


@pytest.mark.requirement("R29")
def test_a_rendered_document_is_there_byte_by_byte(hall: Hall):
    case_id = hall.submitted()
    hall.carry_out_everything()
    hall.issue_documents()
    (document,) = vault.documents(hall.platform, case_id)
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
    assert hall.messages(names.DOCUMENTS_QUEUE) == [{"case_id": case_id, "document": "0001-receipt-voucher"}]
