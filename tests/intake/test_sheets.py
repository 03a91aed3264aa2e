"""What the platform prints from the form is confirmed, and is not asked for as an upload (国务院令第716号第七条)."""

from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.api import shared
from chalicelib.cases.model.evidence import awaited, evidence
from chalicelib.cases.model.form_changes import sent_at
from chalicelib.cases.model.material import SHEET_TYPE
from chalicelib.cases.model.sheets import sheets_of
from chalicelib.cases.store.files import key_of
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.store import load_item
from chalicelib.foundation.problems import Conflict, Invalid, Problem
from chalicelib.http.routes import Call
from chalicelib.intake.acts.confirm_sheet import Confirmed, confirm_sheet
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.receive_walk_in import WalkIn
from chalicelib.intake.acts.receive_walk_in import receive_walk_in as receive
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.api.sheets import FormAtWindow, list_sheets, print_sheets
from chalicelib.intake.model.signing import Signing
from proofs.kit.applications import COMPANY, PERMIT, paper
from proofs.kit.cast import CLERK, NEW_PHONE
from proofs.kit.hall import Hall


def shown(hall: Hall, case_id: str) -> Any:
    (sheet,) = list_sheets(asked(hall, COMPANY), case_id).body.sheets  # type: ignore[union-attr]
    return sheet


def asked(hall: Hall, who: str, body: Any = None) -> Call[Any, Any]:
    return Call(hall.platform, body, None, "", "", "r-1", known=hall.caller(who))


def files_of(hall: Hall, case_id: str) -> Any:
    found = load_file(hall.platform.table, case_id)
    return found.files if found else ()


def confirm(hall: Hall, case_id: str) -> None:
    hall.people.confirm_sheet(case_id, hall.caller(COMPANY))


@pytest.mark.requirement("R8")
def test_an_application_is_handed_in_without_uploading_the_form(hall: Hall):
    case_id = hall.draft()
    hall.people.hand_in(case_id, *PERMIT.lines[1:])
    with pytest.raises(Invalid) as lacking:
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    (told,) = lacking.value.errors
    assert (told.pointer, "无需上传" in told.message) == ("/materials/01", True)
    sheet = shown(hall, case_id)
    assert (sheet.title, sheet.confirmed) == ("食品经营许可申请书", False)
    assert {row.label: row.value for row in sheet.rows}["申请人类型"] == "企业法人"
    confirm(hall, case_id)
    assert shown(hall, case_id).confirmed
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    event = hall.events(case_id)[-1]
    files = {one["line"]: one for one in event.data["files"]}  # type: ignore[union-attr]
    kept = next(file for file in files_of(hall, case_id) if file.line == "01")
    assert (kept.content_type, kept.state, kept.event) == (SHEET_TYPE, "ready", 1)
    assert files["01"]["sha256"] == kept.sha256
    hall.people.accept(case_id, hall.caller(CLERK, case_id))


@pytest.mark.requirement("R8")
def test_what_was_confirmed_holds_for_that_form_only(hall: Hall):
    case_id = hall.draft()
    hall.people.hand_in(case_id, *PERMIT.lines[1:])
    confirm(hall, case_id)
    with pytest.raises(Conflict) as twice:
        confirm(hall, case_id)
    assert twice.value.code == "sheet_confirmed"
    read = shown(hall, case_id).digest
    form = hall.people.form()
    changed = {**form, "applicant": {**form["applicant"], "contact": {"name": "李示例", "phone": "13800138009"}}}
    hall.people.save_form(case_id, hall.caller(COMPANY, case_id), changed)
    assert not shown(hall, case_id).confirmed
    with pytest.raises(Invalid):
        hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    with pytest.raises(Conflict) as old:
        confirm_sheet(hall.platform, hall.caller(COMPANY), case_id, Confirmed(line="01", digest=read))
    assert old.value.code == "sheet_changed"
    confirm(hall, case_id)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    counted = [file for file in files_of(hall, case_id) if file.line == "01" and file.event]
    assert len(counted) == 1


def test_only_lines_that_are_made_of_the_form_are_confirmed_and_only_of_a_complete_one(hall: Hall):
    case_id = hall.draft()
    with pytest.raises(Invalid) as other:
        hall.people.confirm_sheet(case_id, hall.caller(COMPANY), "03")
    assert other.value.errors[0].code == "sheet_unlisted"
    half = {"applicant": {"kind": "企业法人"}, "answers": {}}
    hall.people.save_form(case_id, hall.caller(COMPANY, case_id), half)
    with pytest.raises(Invalid):
        shown(hall, case_id)


def walk_in(printed: str | None) -> WalkIn:
    papers = [{**paper, "printed": printed} if paper["line"] == "01" else paper for paper in PERMIT.papers]
    return WalkIn.model_validate({**PERMIT.walk_in, "papers": papers})


@pytest.mark.requirement("R8", "R28")
def test_the_window_prints_the_form_and_receives_it_signed(hall: Hall):
    body = FormAtWindow(item=PERMIT.item, form=PERMIT.form)
    (sheet,) = print_sheets(asked(hall, CLERK, body)).body.sheets  # type: ignore[union-attr]
    with pytest.raises(Problem) as differs:
        receive(hall.platform, hall.caller(CLERK), walk_in("0" * 64))
    assert [(error.pointer, error.code) for error in differs.value.errors] == [("/papers/0/printed", "sheet_differs")]
    case_id = receive(hall.platform, hall.caller(CLERK), walk_in(sheet.digest)).facts["id"]
    recorded = {one["line"]: one.get("printed") for one in hall.events(case_id)[0].data["papers"]}  # type: ignore[union-attr]
    assert recorded == {"01": True, "03": None, "04": None, "06": None}
    assert sheet.digest not in str(hall.events(case_id)[0].data)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))


def counted(hall: Hall, case_id: str) -> list[Any]:
    """The files of line 01 that count."""
    case = hall.case(case_id)
    return [file for file in evidence(case, files_of(hall, case_id)) if file.line == "01"]


def awaits(hall: Hall, case_id: str, name: str) -> bool:
    return any(awaited(hall.case(case_id), file) for file in files_of(hall, case_id) if file.id == name)


def says(hall: Hall, file: Any, case_id: str) -> str:
    bucket = hall.platform.settings.materials_bucket
    kept = hall.platform.s3.get_object(Bucket=bucket, Key=key_of(case_id, file), VersionId=file.s3_version)
    return kept["Body"].read().decode()


@pytest.mark.requirement("R8", "R26")
@pytest.mark.law("1.3")
def test_what_is_corrected_at_the_window_is_printed_anew_and_the_signature_confirms_it(hall: Hall):
    case_id = hall.draft()
    hall.people.hand_in(case_id, *PERMIT.lines[1:])
    confirm(hall, case_id)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    (old,) = counted(hall, case_id)
    hall.people.correct_form(case_id, hall.caller(CLERK, case_id))
    (new,) = counted(hall, case_id)
    event, case = hall.events(case_id)[-1], hall.case(case_id)
    assert (event.type, [one["file"] for one in event.data["files"]]) == ("form_corrected", [new.id])  # type: ignore[union-attr]
    assert (new.id != old.id, new.form_version, new.event) == (True, case.form_version, event.seq)
    assert (NEW_PHONE in says(hall, new, case_id), NEW_PHONE in says(hall, old, case_id)) == (True, False)
    told = {file.id: file.counts for file in line_01(hall, case_id).files}
    assert told == {old.id: False, new.id: True}
    assert shown(hall, case_id).confirmed
    hall.people.accept(case_id, hall.caller(CLERK, case_id))


def line_01(hall: Hall, case_id: str) -> Any:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    return shared.materials(hall.platform, found).materials[0]


@pytest.mark.requirement("R26", "R28")
def test_no_paper_and_no_scan_of_the_old_form_is_left_beside_a_corrected_one(hall: Hall):
    case_id = receive(hall.platform, hall.caller(CLERK), walk_in(None)).facts["id"]
    (late,) = hall.hand_in(case_id, "01", state="requested", scan=True)
    hall.people.correct_form(case_id, hall.caller(CLERK, case_id))
    assert "01" not in hall.case(case_id).papers
    assert not awaits(hall, case_id, late)
    assert [file.form_version for file in counted(hall, case_id)] == [hall.case(case_id).form_version]
    assert line_01(hall, case_id).on_paper is False
    hall.clock.pass_time(minutes=1)
    (again,) = hall.hand_in(case_id, "01", state="requested", scan=True)
    assert awaits(hall, case_id, again), "what the person signs now may be scanned"


@pytest.mark.requirement("R5", "R8")
def test_a_supplement_that_corrects_the_form_has_it_printed_anew(hall: Hall):
    case_id = hall.submitted()
    hall.correct(case_id, "01", PERMIT.phone)
    hall.clock.pass_time(minutes=1)
    confirm(hall, case_id)
    supplement(hall.platform, hall.caller(COMPANY, case_id), case_id, {PERMIT.phone: NEW_PHONE})
    (new,) = counted(hall, case_id)
    assert NEW_PHONE in says(hall, new, case_id)
    assert new.id in {one["file"] for one in hall.events(case_id)[-1].data["files"]}  # type: ignore[index,union-attr]
    assert shown(hall, case_id).confirmed
    hall.people.accept(case_id, hall.caller(CLERK, case_id))


def test_a_correction_that_corrects_nothing_is_refused(hall: Hall):
    case_id = hall.submitted()
    hall.people.correct_form(case_id, hall.caller(CLERK, case_id))
    before, signing = hall.everything(), Signing.model_validate(PERMIT.recipient)
    with pytest.raises(Invalid) as same:
        correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, {PERMIT.phone: NEW_PHONE}, signing)
    assert [(error.pointer, error.code) for error in same.value.errors] == [(sent_at(PERMIT.phone), "field_unchanged")]
    assert hall.everything() == before


@pytest.mark.requirement("R28")
def test_papers_are_named_once_and_printed_only_where_the_platform_prints(hall: Hall):
    other = "复印件" if PERMIT.papers[1]["form"] == "原件" else "原件"
    papers = [*PERMIT.papers, {**PERMIT.papers[1]}, {**PERMIT.papers[1], "form": other}]
    papers[1] = {**papers[1], "printed": "0" * 64}
    with pytest.raises(Invalid) as refused:
        receive(hall.platform, hall.caller(CLERK), WalkIn.model_validate({**PERMIT.walk_in, "papers": papers}))
    assert {(error.pointer, error.code) for error in refused.value.errors} == {
        ("/papers/1/printed", "paper_not_printed"),
        (f"/papers/{len(PERMIT.papers)}/line", "paper_repeated"),
    }
    with pytest.raises(ValidationError, match="64 位"):
        walk_in("0" * 63)


@pytest.mark.requirement("R5", "R28")
def test_a_supplement_with_nothing_is_told_everything_and_its_papers_are_looked_at(hall: Hall):
    case_id = hall.submitted()
    hall.correct(case_id, "01", "03", PERMIT.phone)
    nothing, clerk = PaperSupplement(), hall.caller(CLERK, case_id)
    with pytest.raises(Invalid) as refused:
        supplement(hall.platform, clerk, case_id, {}, nothing)
    pointers = {error.pointer for error in refused.value.errors}
    assert pointers == {sent_at(PERMIT.phone), "/materials/01", "/materials/03"}
    signed = {**paper("01"), "printed": "0" * 64}
    twice = PaperSupplement.model_validate({"papers": [paper("03"), paper("03"), signed]})
    with pytest.raises(Invalid) as wrong:
        supplement(hall.platform, clerk, case_id, {}, twice)
    assert ("/papers/1/line", "paper_repeated") in {(error.pointer, error.code) for error in wrong.value.errors}
    once = PaperSupplement.model_validate({"papers": [paper("03"), signed]})
    with pytest.raises(Invalid) as differs:
        supplement(hall.platform, clerk, case_id, {PERMIT.phone: NEW_PHONE}, once)
    assert "sheet_differs" in {error.code for error in differs.value.errors}


def test_a_sheet_says_everything_that_was_filled_in(hall: Hall):
    item = load_item(hall.platform.table, hall.platform.settings.division, PERMIT.item)
    (sheet,) = sheets_of(item, PERMIT.form)
    text = sheet.text("码")
    assert all(str(value) in text for value in PERMIT.form["applicant"]["legal_representative"].values())
    assert sheet.digest("码") != sheet.digest("另")
