"""照面信息: who states what of the face of a result, what is printed, compared, corrected, and shown to the public."""

import json
import re
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.store.holder import holder_item
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.face_lines import Known, lines_of_face, public_lines
from chalicelib.catalogue.model.faces import check_face
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.validity import Stated
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.store import vault
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.writes import put
from chalicelib.issuance.acts.compare import certificate_shown, compare
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.paper import lines_of
from chalicelib.issuance.store import register
from chalicelib.review.acts.decide import decide
from proofs.kit.cast import ISSUER
from proofs.kit.catalogue import item_document, place_of
from proofs.kit.faces import example_face
from proofs.kit.hall import Hall
from tests.cases.test_every_item import brought_to_the_desk, grant
from tests.catalogue.conftest import DOCUMENT
from tests.documents.model.examples import DAY, a_certificate

ALL_ITEMS = [ItemDocument.model_validate_json(json.dumps(one)) for one in DOCUMENT["items"]]
pytestmark = pytest.mark.usefixtures("quick_documents")
PERSON = {"applicant": {"kind": "自然人", "name": "林示例", "id_number": "44170219900307801X"}, "answers": {}}
COMPANY = {"applicant": {"kind": "企业法人", "name": "某公司", "uscc": "91441700YM0000411A"}, "answers": {}}
PENSION = {"contribution_months": "362 个月", "monthly_pension": 2860.5, "start_month": "2026年12月"}


def faults(item: str, given: dict[str, Any], form: dict[str, Any] = COMPANY) -> list[tuple[str, str]]:
    try:
        check_face(item_document(item), form, given, DAY)
    except Invalid as refused:
        return [(error.pointer, error.code) for error in refused.errors]
    return []


@pytest.mark.requirement("R38")
@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("2611-441700-04-01-000001", []),
        ("不是代码", [("/face/project_code", "project_code_format")]),
        ("261144170004010000011234", [("/face/project_code", "project_code_format")]),
        ("2611-441700-04-01-0000012", [("/face/project_code", "project_code_format")]),
    ],
)
def test_the_code_of_a_project_is_one_on_the_face_and_in_every_form(code: str, found: list[tuple[str, str]]):
    """guide G14: an..24, given by the national platform of investment projects."""
    assert faults("YM-I01", {"project_code": code}) == found
    fields = [field for item in ALL_ITEMS for field in item.fields if field.key == "project_code"]
    assert {field.format for field in fields} == {"project_code"}
    for item in ALL_ITEMS:
        assert {face.format for face in item.result_fields if face.key == face.source == "project_code"} <= {
            "project_code"
        }


def known(**changes: Any) -> Known:
    return Known(number="1", organ="某局", issued=DAY, until=None, words=None, remedies="可以申请复议")._replace(
        **changes
    )


def decided(hall: Hall, code: str, **face: Any) -> str:
    case_id = brought_to_the_desk(hall, code)
    who = hall.people.decider(case_id)
    stated = hall.people.stated_face(case_id) | face
    decide(hall.platform, hall.caller(who, case_id), case_id, "grant", [], face=stated)
    hall.carry_out_everything()
    return case_id


# ------------------------------------------------------------------------------------------------- names, not codes
def coded(item: ItemDocument) -> dict[str, FormField]:
    """The fields of the face whose answers are codes, by the line that prints them."""
    fields = {field.key: field for field in item.fields}
    sources = {face.key: fields.get(face.source) or fields.get(str(face.else_from)) for face in item.result_fields}
    kinds = {"choice", "multi_choice", "boolean", "region"}
    return {key: field for key, field in sources.items() if field is not None and field.type in kinds}


def answers_to(field: FormField) -> list[Any]:
    """Everything that may be answered, one after the other; of regions a county, a town and one of elsewhere."""
    if field.type == "boolean":
        return [True, False]
    if field.type == "region":
        return ["441702000000", "441702001000", "441702001001", "441700000000", "110101000000"]
    return [[one] if field.type == "multi_choice" else one for one in field.choices or ()]


@pytest.mark.requirement("R47")
@pytest.mark.parametrize("item", ALL_ITEMS, ids=[one.id for one in ALL_ITEMS])
def test_a_face_shows_the_names_of_what_is_coded(item: ItemDocument):
    told = known(region_name=place_of("441700").region_name)
    for key, field in coded(item).items():
        for answer in answers_to(field):
            applicant = {**PERSON["applicant"], "kind": item.service_objects[0]}
            form = {"applicant": applicant, "answers": {field.key: answer}}
            (line,) = [one for one in lines_of_face(item, form, {}, told) if one.key == key]
            choices = field.choices or {}
            named = choices.get(answer if isinstance(answer, str) else str(answer[0])) if choices else None
            assert line.value == named or (named is None and re.search("[一-鿿]", line.value)), (key, answer)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("441700000000", "阳江市"),
        ("441702000000", "阳江市江城区"),
        ("441702001000", "阳江市江城区南恩街道"),
        ("441702001003", "阳江市江城区南恩街道（441702001003）"),
        ("441702999000", None),
        ("110101000000", None),
    ],
)
def test_a_region_is_called_by_the_profile_of_the_place(code: str, name: str | None):
    assert place_of("441700").region_name(code) == name


def test_a_county_calls_its_towns_by_its_own_name():
    assert place_of("441781").region_name("441781101000") == "阳春市河朗镇"
    assert place_of("441781").region_name("441702000000") is None


@pytest.mark.requirement("R47")
def test_the_certificate_of_an_insured_child_names_its_region(hall: Hall):
    case_id = decided(hall, "YM-S08")
    assert hall.face(case_id)["region"] == "阳江市江城区"


# ------------------------------------------------------------------------------------------------- what is stated
@pytest.mark.requirement("R47")
@pytest.mark.parametrize(
    ("item", "given", "found"),
    [
        ("YM-S04", PENSION, []),
        ("YM-S04", {}, [(f"/face/{key}", "missing") for key in PENSION]),
        ("YM-S04", PENSION | {"monthly_pension": "2860.50"}, [("/face/monthly_pension", "number_type")]),
        ("YM-S04", PENSION | {"monthly_pension": 1.23456}, [("/face/monthly_pension", "number_places")]),
        ("YM-S04", PENSION | {"holder": "别人"}, [("/face/holder", "face_fixed")]),
        ("YM-S04", PENSION | {"valid_until": "2030-01-01"}, [("/face/valid_until", "face_unknown")]),
        (
            "YM-S09",
            {"scope": "卷烟", "supplier": "甲", "valid_until": "2030-01-01"},
            [("/face/valid_until", "face_fixed")],
        ),
        ("YM-P07", {"capacity": 120.5}, [("/face/capacity", "int_type")]),
        ("YM-P07", {"capacity": 120}, []),
        ("YM-R01", {"uscc": "91441700YM0000411B"}, [("/face/uscc", "uscc_check_digit")]),
        ("YM-R01", {"uscc": "91441700YM0000411A"}, []),
        ("YM-R01", {"uscc": "91441700YM0000411A", "founded": "2026-11-24"}, [("/face/founded", "date_in_future")]),
        ("YM-I17", {"conditions": "设警示标志", "valid_from": "2026-11-22"}, [("/face/valid_from", "date_in_past")]),
        ("YM-I17", {"conditions": "设警示标志", "valid_from": "2026-12-01"}, []),
        ("YM-I11", {}, []),
        ("YM-P01", {}, []),
        ("YM-P01", {"complaint_phone": "12345"}, [("/face/complaint_phone", "face_fixed")]),
    ],
)
def test_the_officer_states_what_is_the_officers_and_nothing_else(
    item: str, given: dict[str, Any], found: list[tuple[str, str]]
):
    assert faults(item, given) == found


def test_a_sex_that_no_number_tells_is_stated():
    foreigner = {
        "applicant": {"kind": "自然人", "name": "A", "id_type": "护照", "id_number": "E12345678"},
        "answers": {},
    }
    assert faults("YM-P04", {}, PERSON) == []
    assert faults("YM-P04", {"sex": "男"}, PERSON) == [("/face/sex", "face_fixed")]
    assert faults("YM-P04", {}, foreigner) == [("/face/sex", "missing"), ("/face/birth_date", "missing")]
    assert faults("YM-P04", {"sex": "女", "birth_date": "1990-03-07"}, foreigner) == []
    told = {line.key: line.value for line in lines_of_face(item_document("YM-P04"), PERSON, {}, known())}
    assert (told["sex"], told["birth_date"]) == ("男", "1990年3月7日")


def test_a_decision_without_its_face_changes_nothing(hall: Hall):
    case_id = brought_to_the_desk(hall, "YM-S04")
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        decide(hall.platform, hall.caller(hall.people.decider(case_id), case_id), case_id, "grant", [])
    assert [error.pointer for error in refused.value.errors] == [f"/face/{key}" for key in PENSION]
    assert hall.everything() == before


# ------------------------------------------------------------------------------------------------- what is printed
@pytest.mark.requirement("R38")
def test_the_certificate_shows_what_was_stated_and_the_chain_only_its_digest(hall: Hall):
    case_id = decided(hall, "YM-S04", **PENSION)
    shown = hall.face(case_id)
    assert (shown["monthly_pension"], shown["start_month"]) == ("2860.5 元", "2026年12月")
    assert hall.case(case_id).face == PENSION
    event = next(event for event in hall.events(case_id) if event.type == "decided")
    assert len(str(event.data["face"])) == 43
    assert "2860" not in str(event.data)
    meta = next(row for row in hall.rows(case_id) if row["sk"] == "META")
    assert "face" not in meta


def test_a_term_may_begin_later_than_the_decision(hall: Hall):
    case_id = brought_to_the_desk(hall, "YM-I17")
    who = hall.people.decider(case_id)
    face = {"conditions": "设警示标志", "valid_from": "2026-12-01"}
    stated = Stated.model_validate({"until": "2026-11-30"})
    with pytest.raises(Invalid) as refused:
        decide(hall.platform, hall.caller(who, case_id), case_id, "grant", [], stated, face=face)
    assert [error.code for error in refused.value.errors] == ["date_order"]
    stated = Stated.model_validate({"until": "2026-12-20"})
    decide(hall.platform, hall.caller(who, case_id), case_id, "grant", [], stated, face=face)
    hall.carry_out_everything()
    made = certificate_shown(hall.platform, hall.case(case_id))
    assert (str(made.valid_from), hall.face(case_id)["valid_from"]) == ("2026-12-01", "2026年12月1日")
    entry = register.find(hall.platform.table, made.identifier)
    assert entry is not None
    assert str(entry.valid_from) == "2026-12-01"


def test_what_is_not_said_stays_a_line_and_is_printed_as_blank():
    lines = {line.key: line for line in lines_of_face(item_document("YM-P01"), COMPANY, {}, known())}
    assert lines["warehouse"].value == ""
    assert lines["complaint_phone"].value == "12315"
    certificate = a_certificate(face=tuple(lines.values()))
    printed = certificate.printable()
    assert {"label": "仓库地址", "value": "—"} in printed["face"]
    placed = (printed["number_label"], printed["organ_label"], printed["issued_label"])
    assert placed == ("许可证编号", "发证机关", "发证日期")
    assert not {"许可证编号", "发证机关", "发证日期"} & {line["label"] for line in printed["face"]}


def test_a_validity_for_which_the_face_has_no_line_has_one():
    lines = lines_of_face(item_document("YM-P16"), COMPANY, {}, known(words="至演出结束之日"))
    assert (lines[-1].label, lines[-1].value) == ("有效期限", "至演出结束之日")


# ------------------------------------------------------------------------------------------------- what was before
def test_a_case_decided_before_faces_were_keeps_the_five_lines(hall: Hall):
    case_id = hall.reviewed()
    hall.decide(case_id)
    hall.platform.table.write(put(holder_item(hall.case(case_id).model_copy(update={"face": None}))))
    assert hall.case(case_id).face is None
    hall.carry_out_everything()
    made = certificate_shown(hall.platform, hall.case(case_id))
    assert made.face == ()
    assert [line.key for line in lines_of(made)] == ["number", "holder", "holder_code", "issued", "valid_until"]
    printed = {line.key: line.value for line in lines_of(made)}
    caller = hall.caller(ISSUER, case_id)
    assert compare(hall.platform, caller, case_id, printed | {"holder": "别的公司"}, "").facts["mismatches"] == [
        "holder"
    ]
    assert compare(hall.platform, hall.caller(ISSUER, case_id), case_id, printed, "").facts["matched"]


def test_the_digest_of_a_certificate_without_a_face_is_what_it_was():
    """It stands in the chain of events and in QR codes on paper."""
    certificate = a_certificate()
    assert "face" not in certificate.model_dump(mode="json")
    assert CertificateData.model_validate_json(certificate.model_dump_json()) == certificate
    face = tuple(lines_of_face(item_document("YM-P01"), COMPANY, {}, known()))
    assert canonical_digest(certificate) != canonical_digest(certificate.model_copy(update={"face": face}))


@pytest.mark.requirement("R38")
def test_five_fields_are_not_enough_for_a_result_with_a_face_of_its_own(hall: Hall):
    case_id = hall.decided()
    hall.carry_out_everything()
    five = {"number": "1", "holder": "x", "holder_code": "x", "issued": "2026-11-24", "valid_until": "2031-11-23"}
    with pytest.raises(Invalid) as refused:
        compare(hall.platform, hall.caller(ISSUER, case_id), case_id, five, "")
    found = {(error.pointer, error.code) for error in refused.value.errors}
    assert {("/face/issued", "face_unknown"), ("/face/address", "missing")} <= found
    assert hall.case(case_id).mismatch_at is None


# ---------------------------------------------------------------------------------------------- what is put right
@pytest.mark.requirement("R38")
def test_what_the_officer_stated_wrongly_is_put_right(hall: Hall):
    case_id = decided(hall, "YM-S04", **PENSION)
    hall.compare(case_id, face=hall.face(case_id) | {"monthly_pension": "2960.5 元"})
    who = hall.people.decider(case_id)
    with pytest.raises(Invalid) as refused:
        hall.people.correct_result(case_id, hall.caller(who, case_id), face={"holder": "别人"})
    assert [error.pointer for error in refused.value.errors] == ["/face/holder"]
    receipt = hall.people.correct_result(case_id, hall.caller(who, case_id), face={"monthly_pension": 2960.5})
    assert receipt.facts["face"] == ["monthly_pension"]
    hall.carry_out_everything()
    assert hall.face(case_id)["monthly_pension"] == "2960.5 元"
    assert hall.case(case_id).face == PENSION | {"monthly_pension": 2960.5}
    event = next(event for event in hall.events(case_id) if event.type == "result_corrected")
    assert event.data["face_before"] != event.data["face_after"]
    hall.compare(case_id)
    assert hall.case(case_id).status is Status.DELIVERING


@pytest.mark.requirement("R38")
def test_a_validity_that_was_stated_wrongly_is_put_right_in_the_decision_too(hall: Hall):
    case_id = brought_to_the_desk(hall, "YM-P08")
    grant(hall, case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.compare(case_id, face=hall.face(case_id) | {"valid_until": "2029年6月30日"})
    right, who = Stated.model_validate({"until": "2029-06-30"}), hall.people.decider(case_id)
    hall.people.correct_result(case_id, hall.caller(who, case_id), validity=right)
    hall.carry_out_everything()
    assert hall.face(case_id)["valid_until"] == "2029年6月30日"
    kept = vault.whole_documents(hall.platform, case_id)
    correction = next(row.data for row in kept if row.kind == "decision_correction")
    assert "其中有效期限有误" in correction
    assert "更正为“2026年11月24日至2029年6月30日”" in correction


# ------------------------------------------------------------------------------------------ what anybody may see
@pytest.mark.law("3.3", "15.18")
def test_of_a_licence_the_public_sees_what_is_licensed_and_nothing_of_a_person(hall: Hall):
    item = item_document("YM-P01")
    filled = {"premises_address": "某市某路1号", "main_format": "catering", "business_name": "示例餐馆"}
    for form, seen in ((COMPANY, {"shop_name", "address", "complaint_phone"}), (PERSON, set[str]())):
        lines = lines_of_face(item, {**form, "answers": filled}, {}, known())
        public = {line.key for line in public_lines(item, {**form, "answers": filled}, lines)}
        assert not {"holder", "legal_representative", "holder_uscc"} & public
        assert {"shop_name", "address"} & public == seen - {"complaint_phone"}
    confirmation = item_document("YM-S03")
    lines = lines_of_face(confirmation, COMPANY, example_face(confirmation, COMPANY), known())
    assert public_lines(confirmation, COMPANY, lines) == []


def test_no_public_line_of_any_item_is_personal_in_its_record():
    for code in ("YM-P01", "YM-P03", "YM-P05", "YM-R06", "YM-P16", "YM-I11", "YM-P07"):
        item = item_document(code)
        sensitive = {
            face.key
            for face in item.result_fields
            for field in item.fields
            if field.key in (face.source, face.else_from) and (field.personal or field.type == "table")
        }
        answers = {field.key: field.example for field in item.fields}
        form = {**COMPANY, "answers": answers}
        lines = lines_of_face(item, form, {}, known())
        assert not sensitive & {line.key for line in public_lines(item, form, lines)}
