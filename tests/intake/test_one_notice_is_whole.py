"""一次性告知: the notice contains every gap, and no case is locked between acceptance and notice (行政许可法32(1))."""

import random

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.form_changes import value_at
from chalicelib.cases.store.records import load_file
from chalicelib.documents.model.notice import NoticeData
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.model.signing import Signing
from proofs.kit.applications import MACHINES, PERMIT, paper
from proofs.kit.cast import CLERK, defect
from proofs.kit.hall import Hall

PHONE = "/applicant/contact/phone"
# What YM-P01 requires of a company without machines and without an agent.
REQUIRED = ("01", "03", "04", "06")


def walked_in(hall: Hall, *papers: str, scans: tuple[str, ...] = ()) -> str:
    return hall.people.receive_walk_in(hall.caller(CLERK), papers=papers, scans=scans).facts["id"]


def notice(hall: Hall, case_id: str) -> NoticeData:
    rows = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "correction_notice"]
    return NoticeData.model_validate_json(max(rows, key=lambda row: row["no"])["data"])


def accept(hall: Hall, case_id: str) -> None:
    hall.people.accept(case_id, hall.caller(CLERK, case_id))


def set_vending(hall: Hall, case_id: str) -> None:
    """The applicant says at the window that there are machines, of which line 07 tells."""
    signing = Signing.model_validate(PERMIT.recipient)
    fields = {"/answers/vending": True, "/answers/vending_places": MACHINES}
    correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, fields, signing)


def has_machines(hall: Hall, case_id: str) -> bool:
    found = load_file(hall.platform.table, case_id)
    return found is not None and value_at(found.form, "/answers/vending") is True


@pytest.mark.requirement("R5", "R8")
def test_nobody_is_asked_on_paper_for_what_the_platform_prints(hall: Hall):
    """国务院令第716号第七条: the 申请书 is confirmed, and the notice says where."""
    case_id = walked_in(hall, "03")
    assert "01" in hall.correct(case_id, "03").facts["added"]
    table = notice(hall, case_id).table
    assert table
    (row,) = [row for row in table.rows if row[1] == "食品经营许可申请书"]
    assert "核对确认" in row[3]
    assert not [cell for cell in row if "原件" in cell or "未提交" in cell]


@pytest.mark.requirement("R5")
@pytest.mark.law("1.4")
def test_with_three_missing_materials_the_notice_lists_three(hall: Hall):
    """Also if the clerk names only one of them."""
    case_id = walked_in(hall, "01")
    receipt = hall.correct(case_id, "03")
    assert (receipt.facts["lines"], receipt.facts["added"]) == (["03", "04", "06"], ["04", "06"])
    printed = notice(hall, case_id)
    assert printed.table
    assert len(printed.table.rows) == 3
    assert "现一次告知需要补正的全部内容，共3项" in printed.paragraphs[0]
    # It asks for the paper that the list asks for.
    assert [row[2] for row in printed.table.rows] == ["缺少签名", "未提交该材料", "未提交该材料"]
    assert all(row[3].startswith("请提交") for row in printed.table.rows[1:])


@pytest.mark.requirement("R5")
def test_what_was_handed_in_is_not_added(hall: Hall):
    """Papers, and scans that the window has still to upload."""
    case_id = walked_in(hall, "01", "03", scans=("04", "06"))
    receipt = hall.correct(case_id, PHONE)
    assert (receipt.facts["lines"], receipt.facts["added"], receipt.facts["fields"]) == ([], [], [PHONE])


@pytest.mark.requirement("R5")
@pytest.mark.law("1.5")
def test_who_has_answered_the_whole_notice_is_accepted(hall: Hall):
    case_id = walked_in(hall, "01")
    hall.correct(case_id, "03")
    hall.bring_papers(case_id)
    accept(hall, case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R5")
def test_what_a_notice_has_left_out_does_not_keep_from_acceptance(hall: Hall):
    """The scan that was announced at the receipt never came: nobody was told to bring anything (32(1)(5))."""
    case_id = walked_in(hall, "01", "03", scans=("04", "06"))
    hall.correct(case_id, "03")
    hall.bring_papers(case_id)
    accept(hall, case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R5", "R10")
def test_a_line_that_a_corrected_form_first_requires_may_be_told(hall: Hall):
    """The applicant has changed an answer at the window after the notice: what follows could not be told before."""
    case_id = walked_in(hall, "01", "03", "04")
    hall.correct(case_id, PHONE)
    hall.bring_papers(case_id, "06")
    set_vending(hall, case_id)
    with pytest.raises(Invalid) as refused:
        accept(hall, case_id)
    assert [error.pointer for error in refused.value.errors] == ["/materials/07"]
    with pytest.raises(Invalid) as refused:
        correct(hall.platform, hall.caller(CLERK, case_id), case_id, [defect("04")])
    assert [error.code for error in refused.value.errors] == ["second_notice_old_defect"]
    correct(hall.platform, hall.caller(CLERK, case_id), case_id, [defect("07")])
    assert hall.case(case_id).noticed_lines == ("07",)
    hall.bring_papers(case_id)
    accept(hall, case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW


def test_a_line_required_before_the_notice_is_not_new(hall: Hall):
    case_id = walked_in(hall, *REQUIRED)
    set_vending(hall, case_id)
    assert hall.case(case_id).required_since_notice == ()
    assert hall.correct(case_id, "01").facts["added"] == ["07"]


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("seed", range(30))
def test_some_act_of_the_window_is_always_possible(hall: Hall, seed: int):
    """From every received case, whatever was handed in and told so far, acceptance or a notice succeeds."""
    chance = random.Random(seed)
    some = [line for line in REQUIRED if chance.random() < 0.6]
    scans = tuple(line for line in REQUIRED if chance.random() < 0.3)
    case_id = walked_in(hall, *some, scans=scans)
    for _ in range(4):
        _something_happens(hall, case_id, chance)
        if hall.case(case_id).status is Status.IN_REVIEW:
            return
        assert hall.case(case_id).status is Status.CORRECTING
        assert hall.case(case_id).noticed_lines
        _supplemented(hall, case_id, chance)
        assert hall.case(case_id).status is Status.SUBMITTED
    accept(hall, case_id)
    assert hall.case(case_id).status is Status.IN_REVIEW


def _something_happens(hall: Hall, case_id: str, chance: random.Random) -> None:
    """The window corrects the form, scans, and then accepts or, if it cannot, tells."""
    if chance.random() < 0.3 and not has_machines(hall, case_id):
        set_vending(hall, case_id)
    if chance.random() < 0.3:
        hall.hand_in(
            case_id, chance.choice(REQUIRED), state=chance.choice(["ready", "refused", "requested"]), scan=True
        )
    case = hall.case(case_id)
    targets = [chance.choice(REQUIRED)] if not case.corrections else [*case.required_since_notice]
    if case.corrections or chance.random() >= 0.7:
        try:
            accept(hall, case_id)
        except Invalid:
            """A required line lacks what it needs: so it can be told."""
        else:
            return
    hall.correct(case_id, *targets)


def _supplemented(hall: Hall, case_id: str, chance: random.Random) -> None:
    """Every line of the notice, as a paper or as a checked file."""
    lines = hall.case(case_id).noticed_lines
    on_paper = [line for line in lines if chance.random() < 0.5]
    hall.clock.pass_time(minutes=1)
    hall.hand_in(case_id, *(line for line in lines if line not in on_paper))
    papers = PaperSupplement.model_validate({"papers": [paper(line) for line in on_paper]})
    supplement(hall.platform, hall.caller(CLERK, case_id), case_id, {}, papers)


@pytest.mark.requirement("R9")
def test_a_material_is_demanded_with_the_law_that_asks_for_it(hall: Hall):
    """The list of materials is no basis, for lines and fields alike."""
    case_id = walked_in(hall)
    hall.correct(case_id, "01", PHONE)
    printed = notice(hall, case_id)
    assert printed.table
    for row in printed.table.rows:
        assert "《" in row[4]
        assert "材料清单" not in row[4]
        assert "申请表" not in row[4]
