"""更正结果: after a true mismatch the result is made anew; the version before is valid for nobody."""

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.form_changes import sent_at, value_at
from chalicelib.directory.model import Place, Remedies
from chalicelib.documents.api.document_answers import document_link
from chalicelib.documents.model.decisions import Corrected, Wrong, decision_correction
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Forbidden, Invalid
from chalicelib.foundation.writes import update
from chalicelib.issuance.acts.compare import certificate_shown, face_of
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.ecertificate import parse_identifier, validate_identifier
from chalicelib.issuance.store import register
from proofs.kit.cases_so_far import mismatched
from proofs.kit.cast import CHIEF, CLERK, ISSUER
from proofs.kit.hall import Hall
from tests.documents.model.examples import DAY, a_case, formal

RIGHT = {"/applicant/legal_representative/name": "陈改正"}


def corrected(hall: Hall, case_id: str, fields: dict[str, str] | None = None) -> None:
    hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), fields, reason="法定代表人姓名有误")
    hall.carry_out_everything()


def shown(hall: Hall, case_id: str) -> CertificateData:
    return certificate_shown(hall.platform, hall.case(case_id))


@pytest.mark.requirement("R38")
def test_the_result_is_made_anew_as_its_next_version(hall: Hall):
    case_id = mismatched(hall)
    wrong, due = shown(hall, case_id), hall.case(case_id).due("issue")
    corrected(hall, case_id, RIGHT)
    case, right = hall.case(case_id), shown(hall, case_id)
    assert (case.status, case.result_version, case.due("issue")) == (Status.COMPARING, 2, due)
    assert face_of(right)["legal_representative"] == "陈改正"
    assert [parse_identifier(one.identifier).version for one in (wrong, right)] == ["001", "002"]
    assert (validate_identifier(right.identifier), right.number) == ([], wrong.number)
    event = next(event for event in hall.events(case_id) if event.type == "result_corrected")
    assert (event.role, event.data["superseded"], event.data["result_version"]) == (
        "chief_representative",
        wrong.identifier,
        2,
    )
    assert event.data["before"] != event.data["after"]
    assert "陈改正" not in str(event.data)


@pytest.mark.requirement("R38", "R40")
def test_the_version_before_is_valid_for_nobody_and_kept_as_evidence(hall: Hall):
    case_id = mismatched(hall)
    wrong, old = shown(hall, case_id), vault.load_whole(hall.platform, case_id, CERTIFICATE)
    assert old is not None
    corrected(hall, case_id, RIGHT)
    entry = register.find(hall.platform.table, wrong.identifier)
    assert entry is not None
    assert entry.state(wrong.issued) == "superseded"
    kept = vault.load_whole(hall.platform, case_id, "certificate-1")
    assert kept is not None
    assert (kept.state, kept.sha256, kept.key) == ("superseded", old.sha256, old.key)
    with pytest.raises(Conflict) as refused:
        document_link(hall.platform, hall.case(case_id), kept)
    assert refused.value.code == "document_superseded"
    new = vault.load_whole(hall.platform, case_id, CERTIFICATE)
    assert new is not None
    assert new.key != old.key
    bucket = hall.platform.settings.documents_bucket
    assert hall.platform.s3.get_object(Bucket=bucket, Key=old.key or "", VersionId=old.s3_version or "")
    row = hall.platform.table.get(keys.document(case_id, "certificate-1")) or {}
    assert row["reason"] == "法定代表人姓名有误"


@pytest.mark.requirement("R38")
def test_only_the_new_version_is_compared_and_delivered(hall: Hall):
    case_id = mismatched(hall)
    wrong, first = hall.face(case_id), shown(hall, case_id).identifier
    corrected(hall, case_id, {"/applicant/legal_representative/id_number": "441702199506120021"})
    assert hall.compare(case_id, face=wrong).facts["matched"] is True  # the face of both is the same but for the person
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id, id_number="441702199506120021")
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.CLOSED
    both = (first, shown(hall, case_id).identifier)
    entries = [register.find(hall.platform.table, identifier) for identifier in both]
    assert [bool(entry and entry.delivered_on) for entry in entries] == [False, True]
    record = next(row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "service_record")
    second = shown(hall, case_id)
    assert record["data"].count(second.title) == 1
    entries = [register.find(hall.platform.table, identifier) for identifier in (first, second.identifier)]
    assert [entry and entry.delivered_on for entry in entries] == [None, hall.clock.at.date()]


def test_nothing_is_corrected_that_was_not_found_wrong(hall: Hall):
    case_id = hall.decided()
    hall.carry_out_everything()
    with pytest.raises(Conflict) as refused:
        corrected(hall, case_id)
    assert refused.value.code == "no_mismatch"
    mismatch = mismatched(hall)
    corrected(hall, mismatch)
    with pytest.raises(Conflict) as refused:
        corrected(hall, mismatch)
    assert refused.value.code == "no_mismatch"


NAME = "/applicant/legal_representative/name"


@pytest.mark.requirement("R38")
@pytest.mark.parametrize("fields", [{}, {NAME: "陈示例"}, {NAME: "陈示例", "/applicant/name": "阳江示例餐饮有限公司"}])
def test_a_result_that_would_say_the_same_is_not_made_anew(hall: Hall, fields: dict[str, str]):
    """A misprint is printed and compared again; a second version of the same would only make the first one invalid."""
    case_id = mismatched(hall)
    before = hall.case(case_id)
    assert {pointer: value_at(hall.form(), pointer) for pointer in fields} == fields
    with pytest.raises(Invalid) as refused:
        hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), fields)
    pointers = [*map(sent_at, fields)] or ["/fields"]
    assert refused.value.code == "result_unchanged"
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        (pointer, "result_unchanged") for pointer in pointers
    ]
    assert (hall.case(case_id).etag, hall.case(case_id).result_version) == (before.etag, 1)


def test_a_result_that_names_the_organ_rightly_by_now_is_made_anew_with_a_reason_alone(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    case_id = mismatched(hall)
    monkeypatch.setattr(Place, "full_name", lambda *_: "阳江市食品药品监督管理局")
    corrected(hall, case_id, {})
    assert (shown(hall, case_id).organ, hall.case(case_id).result_version) == ("阳江市食品药品监督管理局", 2)


def test_a_misprint_that_was_printed_again_is_no_mismatch_any_more(hall: Hall):
    """What is kept of it is the event."""
    case_id = mismatched(hall)
    assert hall.case(case_id).mismatch_at is not None
    hall.compare(case_id)
    assert hall.case(case_id).mismatch_at is None
    assert [event.type for event in hall.events(case_id)].count("mismatch_found") == 1


def test_only_who_decides_has_a_result_made_anew(hall: Hall):
    case_id = mismatched(hall)
    with pytest.raises(Forbidden):
        hall.people.correct_result(case_id, hall.caller(ISSUER, case_id))
    with pytest.raises(Invalid) as refused:
        hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), {"/applicant/legal_representative/uscc": "x"})
    assert [error.code for error in refused.value.errors] == ["field_unlisted"]
    with pytest.raises(Invalid) as refused:
        hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), {"/applicant/name": "别的公司"})
    assert refused.value.code == "applicant_not_account"
    assert hall.case(case_id).status is Status.COMPARING


RENAMED = {"/applicant/name": "示例餐饮（更正）有限公司"}


def walked_in(hall: Hall) -> str:
    """At the window the name on the form is no account's, so that it can be wrong."""
    case_id: str = hall.people.receive_walk_in(hall.caller(CLERK)).facts["id"]
    for row in hall.rows(case_id, keys.MATERIAL):
        hall.arrives(case_id, row["id"])
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "示例餐饮（更正）有限公司"})
    return case_id


def corrections(hall: Hall, case_id: str) -> list[NoticeData]:
    kept = vault.whole_documents(hall.platform, case_id)
    return [NoticeData.model_validate_json(one.data) for one in kept if one.kind == "decision_correction"]


@pytest.mark.requirement("R38")
def test_a_name_that_is_wrong_in_the_decision_too_is_put_right_there(hall: Hall):
    """The decision stays as it was made; both are handed over."""
    case_id = walked_in(hall)
    decision = next(one for one in vault.whole_documents(hall.platform, case_id) if one.kind == "grant_decision")
    corrected(hall, case_id, RENAMED)
    (notice,) = corrections(hall, case_id)
    wrong = hall.form()["applicant"]["name"]
    assert f"“{wrong}”更正为“示例餐饮（更正）有限公司”。" in notice.paragraphs
    assert decision.number is not None
    assert decision.number in notice.paragraphs[0]
    assert notice.addressee == "示例餐饮（更正）有限公司"
    assert vault.load_whole(hall.platform, case_id, decision.no) == decision
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    record = next(one for one in vault.whole_documents(hall.platform, case_id) if one.kind == "service_record")
    assert "更正字〔2026〕1号" in record.data
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.CLOSED


@pytest.mark.parametrize("pointer", ["/answers/agent", "/applicant/contact/phone", "/applicant/contact/name"])
def test_what_does_not_stand_on_the_result_is_not_corrected_by_it(hall: Hall, pointer: str):
    """After the decision an answer may not change any more: the materials that were examined follow from it."""
    case_id = mismatched(hall)
    with pytest.raises(Invalid) as refused:
        hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), {pointer: True})
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        (sent_at(pointer), "field_not_on_result")
    ]
    assert (hall.case(case_id).status, hall.case(case_id).form_version) == (Status.COMPARING, 1)


@pytest.mark.parametrize(("title", "kind"), [("准予行政许可决定书", "更正决定书"), ("备案通知书", "更正通知书")])
def test_a_correction_is_called_after_what_it_corrects(title: str, kind: str):
    wrong = Corrected(title, "阳市监食准字〔2026〕1号", DAY, [Wrong("申请人的姓名（名称）", "示列公司", "示例公司")])
    notice = decision_correction(a_case(), formal(), wrong, reason="名称有误", remedies=Remedies("某市人民政府"))
    assert notice.title == kind
    assert notice.paragraphs[-1].endswith(f"本{kind[2:]}与原{kind[2:]}一并使用。")
    assert "更正理由：名称有误。" in notice.paragraphs


def test_what_the_decision_does_not_say_needs_no_correction_of_it(hall: Hall):
    case_id = walked_in(hall)
    corrected(hall, case_id, RIGHT)
    assert corrections(hall, case_id) == []


def test_a_decision_without_its_number_is_waited_for(hall: Hall):
    case_id = walked_in(hall)
    decision = next(one for one in vault.whole_documents(hall.platform, case_id) if one.kind == "grant_decision")
    hall.platform.table.write(update(keys.document(case_id, decision.no), remove=("number",)))
    with pytest.raises(Conflict) as refused:
        corrected(hall, case_id, RENAMED)
    assert refused.value.code == "document_preparing"
    assert hall.case(case_id).result_version == 1


def mismatched_again(hall: Hall, case_id: str) -> None:
    hall.carry_out_everything()
    hall.issue_documents()
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "再次不一致的名称"})


@pytest.mark.requirement("R27", "R38")
def test_a_result_does_not_become_another_companys_by_two_corrections_in_a_row(hall: Hall):
    case_id = walked_in(hall)
    corrected(hall, case_id, RENAMED)
    mismatched_again(hall, case_id)
    number, before = hall.form()["applicant"]["uscc"], shown(hall, case_id).holder_code
    with pytest.raises(Invalid) as refused:
        corrected(hall, case_id, {"/applicant/uscc": "91441702MA5YM00087"})
    assert refused.value.code == "applicant_replaced"
    assert (shown(hall, case_id).holder_code, before) == (number, number)


@pytest.mark.requirement("R27", "R38")
@pytest.mark.parametrize("at_once", [True, False])
def test_nor_does_another_person_become_the_representative(hall: Hall, at_once: bool):
    """Nobody signs for the correction of a result."""
    case_id = mismatched(hall)
    number = {"/applicant/legal_representative/id_number": "441702199506120021"}
    if not at_once:
        corrected(hall, case_id, RIGHT)
        mismatched_again(hall, case_id)
    with pytest.raises(Invalid) as refused:
        corrected(hall, case_id, number | (RIGHT if at_once else {}))
    assert refused.value.code == "applicant_replaced"
    assert {error.pointer for error in refused.value.errors} >= {sent_at(pointer) for pointer in number}
