"""制证、核对、送达: the certificate, its paper twin and the person who takes it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Status
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.notice import Seal
from chalicelib.documents.store import vault
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.foundation.table import Refused
from chalicelib.foundation.validation import field_errors
from chalicelib.foundation.writes import put, update
from chalicelib.issuance.acts.compare import certificate_shown
from chalicelib.issuance.acts.make_result import make_result, template_of
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.certificates import certificate_of, masked
from chalicelib.issuance.model.ecertificate import validate_identifier
from local.demo.application import form
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, place_of
from proofs.kit.hall import Hall
from tests.cases.test_every_act import before_the_first_write

AGAIN = ("document_preparing", "2")
SEAL = Seal(id="441700-si", organ="阳江市社会保险基金管理局")
AGENT = {
    "relation": "agent",
    "name": "黄示例",
    "id_number": "441702199506120021",
    "letter_seen": True,
    "letter": {"signed_on": "2026-11-01"},
}
# The face of YM-P01.
WORDS = {face.key: face.title for face in item_document("YM-P01").result_fields}


def step(case_id: str, generation: int = 1) -> Step:
    return Step(owner=keys.case(case_id), machine="issuance", generation=generation, step="compare")


def comparing(hall: Hall) -> str:
    case_id = hall.decided()
    hall.carry_out_everything()
    return case_id


def test_a_certificate_is_the_same_whenever_it_is_made(hall: Hall):
    """The bytes are stored before the row that makes them count: a crash between the two makes them again."""
    case_id = hall.decided()
    hall.carry_out_everything()
    row = vault.load_whole(hall.platform, case_id, vault.CERTIFICATE)
    assert row is not None
    bucket, key = hall.platform.settings.documents_bucket, row.key or ""
    first = hall.platform.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    from chalicelib.documents.store.rendering.typesetting import render

    certificate = CertificateData.model_validate_json(row.data)
    data = certificate.printable(verify_at=f"{hall.platform.settings.public_url}/v1/certificates/verify")
    issued = hall.case(case_id).decided_at
    assert issued is not None
    assert render("certificate", data, font_dir=hall.platform.settings.font_dir, issued=issued) == first


@pytest.mark.usefixtures("quick_documents")
class TestResult:
    def test_it_is_made_once(self, hall: Hall):
        case_id = comparing(hall)
        before = hall.everything()
        make_result(hall.platform, step(case_id))
        assert hall.everything() == before

    def test_a_stale_generation_makes_nothing(self, hall: Hall):
        case_id = hall.decided()
        before = hall.rows(case_id)
        make_result(hall.platform, step(case_id, generation=2))
        make_result(hall.platform, step("a" * 26))
        assert hall.rows(case_id) == before

    def test_what_refuses_it_each_time_is_a_failure_that_people_see(self, hall: Hall):
        """Else the machine ended in peace, and was started again every minute for hours."""
        case_id = hall.decided()
        hall.platform.table.write(put({**keys.document(case_id, vault.CERTIFICATE)._asdict(), "left": "behind"}))
        with pytest.raises(Refused):
            make_result(hall.platform, step(case_id))
        assert hall.case(case_id).status is Status.DECIDED

    def test_a_case_that_moves_meanwhile_is_let_be(self, hall: Hall, monkeypatch: pytest.MonkeyPatch):
        case_id = hall.decided()
        before_the_first_write(hall, monkeypatch, lambda: make_result(hall.platform, step(case_id)))
        make_result(hall.platform, step(case_id))
        assert [event.type for event in hall.events(case_id)].count("result_made") == 1

    def test_the_register_knows_the_certificate_and_not_its_holder(self, hall: Hall):
        case_id = comparing(hall)
        row = vault.load_whole(hall.platform, case_id, vault.CERTIFICATE)
        assert row is not None
        certificate = CertificateData.model_validate_json(row.data)
        kept = hall.platform.table.get(keys.certificate(certificate.identifier))
        assert kept is not None
        assert kept["digest"] == canonical_digest(certificate)
        assert "holder" not in kept
        assert validate_identifier(certificate.identifier) == []
        assert certificate.valid_until == date(2031, 11, 23)
        assert hall.events(case_id)[-1].data["digest"] == kept["digest"]
        assert len(certificate.salt) == 43
        unsalted = canonical_digest(certificate.model_copy(update={"salt": ""}))
        assert unsalted != kept["digest"]
        assert certificate.salt not in str(certificate.printable())

    def test_a_refused_case_has_no_certificate(self, hall: Hall):
        case_id = hall.decided("refuse")
        hall.carry_out_everything()
        assert hall.case(case_id).status is Status.DELIVERING
        assert vault.load_whole(hall.platform, case_id, vault.CERTIFICATE) is None
        with pytest.raises(NotFound):
            hall.face(case_id)


@pytest.mark.usefixtures("quick_documents")
class TestCompare:
    @pytest.mark.requirement("R38")
    @pytest.mark.parametrize("field", WORDS)
    def test_any_difference_blocks_issue_and_is_named(self, hall: Hall, field: str):
        case_id = comparing(hall)
        before = hall.case(case_id)
        receipt = hall.compare(case_id, face=hall.face(case_id) | {field: "2030-01-01"})
        assert receipt.facts["mismatches"] == [field]
        assert receipt.facts["mismatch_labels"] == [WORDS[field]]
        assert receipt.facts["matched"] is False
        assert hall.case(case_id).status is Status.COMPARING
        assert hall.case(case_id).version == before.version + 1
        assert hall.events(case_id)[-1].type == "mismatch_found"
        with pytest.raises(Conflict):
            hall.deliver(case_id)

    @pytest.mark.requirement("R38")
    def test_after_the_correction_it_matches(self, hall: Hall):
        case_id = comparing(hall)
        hall.compare(case_id, face=dict.fromkeys(WORDS, "2030-01-01"))
        assert hall.compare(case_id).facts["matched"] is True
        hall.carry_out_everything()
        assert hall.case(case_id).status is Status.DELIVERING

    @pytest.mark.requirement("R38")
    @pytest.mark.parametrize(
        "written",
        [
            {"holder": "阳江示例 餐饮有限公司"},
            {"number": "ymp01-441700-20261124 0001"},
            {"issue_date": "2026年11月24日", "valid_until": "2031年11月23日"},
            {"issue_date": "2026.11.24", "valid_until": "2026年11月24日至2031年11月23日"},
            {"issue_date": "２０２６／１１／２４", "valid_until": "自 2026年11月24日 至 2031年11月23日"},
            {"issue_date": "20261124", "valid_until": "20311123"},
        ],
    )
    def test_another_writing_of_the_same_is_no_mismatch(self, hall: Hall, written: dict[str, str]):
        case_id = comparing(hall)
        assert hall.compare(case_id, face=hall.face(case_id) | written).facts["matched"] is True
        assert hall.events(case_id)[-1].type == "compared"

    @pytest.mark.parametrize(
        ("field", "value"), [("issue_date", "昨天"), ("issue_date", "2026-13-45"), ("valid_until", "五年")]
    )
    def test_a_day_that_is_none_is_asked_again_and_never_a_fact(self, hall: Hall, field: str, value: str):
        case_id = comparing(hall)
        before = hall.everything()
        with pytest.raises(Invalid) as refused:
            hall.compare(case_id, face=hall.face(case_id) | {field: value})
        assert [(error.pointer, error.code) for error in refused.value.errors] == [
            (f"/face/{field}", "date_unreadable")
        ]
        assert hall.everything() == before

    def test_a_validity_that_begins_on_another_day_differs(self, hall: Hall):
        case_id = comparing(hall)
        face = hall.face(case_id) | {"valid_until": "2026年11月25日至2031年11月23日"}
        assert hall.compare(case_id, face=face).facts["mismatches"] == ["valid_until"]


@pytest.mark.usefixtures("quick_documents")
class TestDeliver:
    @pytest.mark.requirement("R37")
    @pytest.mark.parametrize(
        ("recipient", "codes"),
        [
            ({"id_number": "441702199506120021"}, {"id_number": "identity_mismatch"}),
            ({"name": "别人"}, {"name": "identity_mismatch"}),
            (
                {"name": "别人", "id_type": "护照", "id_number": "E12345678"},
                dict.fromkeys(["name", "id_type", "id_number"], "identity_mismatch"),
            ),
            ({"relation": "applicant"}, {"relation": "identity_mismatch"}),
            ({"relation": "agent"}, {"letter_seen": "letter_missing", "relation": "agent_is_applicant"}),
            (AGENT | {"id_number": "441702201006010010"}, {"id_number": "representative_not_adult"}),
            (
                AGENT | {"letter": {"signed_on": "2026-11-01", "valid_until": "2026-11-02"}},
                {"letter/valid_until": "letter_expired"},
            ),
            ({"relation": "guardian", "guardianship_seen": True}, {"relation": "identity_mismatch"}),
        ],
    )
    def test_nothing_is_handed_to_the_unverified(self, hall: Hall, recipient: dict[str, Any], codes: dict[str, str]):
        case_id = hall.ready_to_collect()
        with pytest.raises(Invalid) as refused:
            hall.deliver(case_id, **recipient)
        assert {error.pointer: error.code for error in refused.value.errors} == {
            f"/recipient/{field}": code for field, code in codes.items()
        }
        assert hall.case(case_id).status is Status.DELIVERING

    @pytest.mark.requirement("R37")
    @pytest.mark.parametrize(
        ("undone", "said"),
        [({"seen": False}, "请先查验证件原件"), ({"signed": False}, "请先由领取人在送达回证上签名")],
    )
    def test_the_document_is_seen_and_the_receipt_signed(self, hall: Hall, undone: dict[str, Any], said: str):
        with pytest.raises(ValidationError) as refused:
            hall.deliver(hall.ready_to_collect(), **undone)
        assert [error.message for error in field_errors(refused.value)] == [said]

    @pytest.mark.requirement("R37")
    @pytest.mark.parametrize("name", ["陈 示例", "陈示例 "])
    def test_another_writing_of_the_name_is_the_same_person(self, hall: Hall, name: str):
        case_id = hall.ready_to_collect()
        hall.deliver(case_id, name=name)
        assert hall.case(case_id).status is Status.DELIVERED

    def test_the_day_to_collect_by_is_provisional_where_holidays_are_not_announced(self, hall: Hall):
        hall.clock.pass_time(days=34)
        case_id = hall.decided("refuse")  # on 28 December
        hall.carry_out_everything()
        notice = next(row for row in vault.whole_documents(hall.platform, case_id) if row.kind == "collection_notice")
        assert "请于2027年1月12日（暂定，以国家公布的节假日安排为准）前" in notice.data

    @pytest.mark.requirement("R37")
    def test_an_agent_with_a_letter_takes_it_and_the_record_says_so(self, hall: Hall):
        case_id = hall.ready_to_collect()
        hall.deliver(case_id, **AGENT)
        record = next(row for row in vault.whole_documents(hall.platform, case_id) if row.kind == "service_record")
        assert "代理人" in record.data
        assert "黄示例" in record.data
        data = hall.events(case_id)[-1].data
        assert data["relation"] == "agent"
        assert data["letter"] == {"signed_on": "2026-11-01", "valid_until": None}
        assert "441702199506120021" not in str(data)

    def test_the_record_names_what_was_served_by_number(self, hall: Hall):
        case_id = hall.ready_to_collect("refuse")
        hall.deliver(case_id)
        record = next(row for row in vault.whole_documents(hall.platform, case_id) if row.kind == "service_record")
        assert "阳市监食不准字〔2026〕1号" in record.data

    def test_what_has_no_number_yet_is_not_handed_over(self, hall: Hall):
        case_id = hall.decided("refuse")
        hall.carry_out_everything()
        with pytest.raises(Conflict) as waiting:
            hall.deliver(case_id)
        assert (waiting.value.code, waiting.value.headers["Retry-After"]) == ("document_preparing", "2")
        hall.issue_documents()
        hall.deliver(case_id)
        assert hall.case(case_id).status is Status.DELIVERED

    def test_what_is_numbered_and_not_printed_yet_is_not_handed_over(self, hall: Hall):
        """Its printing may still fail: a letter that no font has holds it."""
        case_id = hall.ready_to_collect("refuse")
        (decision,) = [row for row in vault.whole_documents(hall.platform, case_id) if row.kind == "refusal_decision"]
        assert decision.number
        hall.platform.table.write(update(keys.document(case_id, decision.no), put={"state": "preparing"}))
        with pytest.raises(Conflict) as waiting:
            hall.deliver(case_id)
        assert waiting.value.code == "document_preparing"
        assert hall.case(case_id).status is Status.DELIVERING


# -------------------------------------------------------------------------------------------------------------- content
@pytest.mark.usefixtures("quick_documents")
@pytest.mark.parametrize(("item", "label"), [("YM-P01", "许可事项"), ("YM-S05", "办理事项")])
def test_only_a_licence_says_that_it_permits(hall: Hall, item: str, label: str):
    answers = {"vending": False, "agent": False} if item == "YM-P01" else {"agent": False}
    filled = form() | {"answers": answers}
    case_id = hall.draft(item, filled=filled)
    case = hall.case(case_id).model_copy(
        update={"decided_at": hall.platform.now(), "number": "1" * 31 + "202611240001"}
    )
    service = item_of(hall.platform, case)
    certificate = certificate_of(case, service, filled, seal=SEAL, sample=True, place=place_of("441700"), remedies="")
    assert (service.is_licence, certificate.facts[0].label) == (label == "许可事项", label)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("44170219900307801X", "441*************1X"),
        ("H1234567801", "H1********1"),
        ("E12345678", "E1******8"),
        ("A1234", "A****"),
        ("A1", "**"),
        ("", "-"),
    ],
)
def test_numbers_are_masked_where_the_public_looks(number: str, shown: str):
    assert masked(number) == shown


@given(st.text(alphabet="0123456789ABCX", min_size=1, max_size=30))
def test_a_short_number_is_masked_too(number: str):
    shown = masked(number)
    assert len(shown) == len(number)
    assert shown.count("*") * 3 >= 2 * len(number)


@pytest.mark.parametrize(
    ("kind", "template"), [("证照", "certificate"), ("批准文件", "result"), ("决定文书", "result")]
)
def test_only_a_certificate_has_the_frame_of_one(kind: str, template: str):
    item = item_document("YM-P01")
    assert template_of(item.model_copy(update={"result": item.result.model_copy(update={"kind": kind})})) == template


class TestWhatIsInTheMaking:
    """Between the decision and the result the platform works: that is told as waiting, not as absence."""

    def test_the_certificate(self, hall: Hall):
        case_id = hall.decided()
        with pytest.raises(Conflict) as waiting:
            certificate_shown(hall.platform, hall.case(case_id))
        assert (waiting.value.code, waiting.value.headers["Retry-After"]) == AGAIN
        with pytest.raises(Conflict) as waiting:
            vault.load_made(hall.platform, hall.case(case_id), vault.CERTIFICATE)
        assert (waiting.value.code, waiting.value.headers["Retry-After"]) == AGAIN
        hall.carry_out_everything()
        assert certificate_shown(hall.platform, hall.case(case_id))

    def test_a_refused_case_waits_for_none(self, hall: Hall):
        case = hall.case(hall.decided("refuse"))
        with pytest.raises(NotFound):
            certificate_shown(hall.platform, case)
        assert vault.load_made(hall.platform, case, vault.CERTIFICATE) is None

    def test_the_comparison(self, hall: Hall):
        case_id = hall.decided()
        face: dict[str, str] = dict.fromkeys(WORDS, "x")
        with pytest.raises(Conflict) as waiting:
            hall.compare(case_id, face=face)
        assert (waiting.value.code, waiting.value.headers["Retry-After"]) == ("act_out_of_order", "2")
        with pytest.raises(Conflict) as never:
            hall.people.accept(case_id, hall.caller(CLERK, case_id))
        assert "Retry-After" not in never.value.headers
