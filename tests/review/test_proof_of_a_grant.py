"""准予的证明: silence accepts, it proves nothing; a grant needs every required material (行政许可法34, 38)."""

import hashlib
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.model import Status
from chalicelib.cases.model.absence import Absence
from chalicelib.catalogue.model.checklists import ChecklistLine, checklist
from chalicelib.catalogue.model.validity import Stated
from chalicelib.foundation.problems import Invalid
from chalicelib.review.acts.decide import Proofs, decide
from proofs.kit.applications import APPLICATIONS
from proofs.kit.cast import CHIEF
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

LINES = APPLICATIONS["YM-P01"].lines


def grant(hall: Hall, case_id: str, *absences: Absence) -> None:
    decide(hall.platform, hall.caller(CHIEF, case_id), case_id, "grant", [], proofs=Proofs(absences))


def absent(line: str, ground: str = "shared") -> Absence:
    return Absence.model_validate({"line": line, "ground": ground, "reference": "共享查询 2026-1124"})


def deemed_and_reviewed(hall: Hall, *papers: str) -> str:
    case_id = hall.walked_in_and_deemed_accepted(*papers)
    hall.answer(case_id)
    hall.carry_out_everything()
    return case_id


@pytest.mark.requirement("R2", "R5")
def test_without_its_materials_a_case_that_silence_accepted_is_not_granted(hall: Hall):
    case_id = deemed_and_reviewed(hall)
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id)
    assert refused.value.code == "materials_missing"
    assert [error.pointer for error in refused.value.errors] == [f"/materials/{line}" for line in LINES]
    assert hall.case(case_id).status is Status.DECIDING


def test_it_is_refused_for_that_reason_all_the_same(hall: Hall):
    case_id = deemed_and_reviewed(hall)
    hall.decide(case_id, "refuse")
    assert hall.case(case_id).outcome == "refuse"


def test_a_ground_that_the_law_allows_stands_in_the_event_and_names_no_person(hall: Hall):
    case_id = deemed_and_reviewed(hall, *LINES)
    grant(hall, case_id, absent("02"), *[absent(line, "on_paper") for line in LINES])
    event = next(event for event in hall.events(case_id) if event.type == "decided")
    told = [(each["line"], each["ground"]) for each in event.data["absences"]]
    assert told == [("02", "shared"), *[(line, "on_paper") for line in LINES]]
    assert "共享查询" not in str(event.data)
    # Nobody finds a number of a certificate by trying what it may have been.
    assert hashlib.sha256("共享查询 2026-1124".encode()).hexdigest() not in str(event.data)
    assert all(each["reference"] for each in event.data["absences"])
    assert hall.case(case_id).absences[0].reference == "共享查询 2026-1124"


@pytest.mark.requirement("R2")
def test_the_applicants_own_papers_are_not_shared(hall: Hall):
    """国务院令第716号第七条: only what another organ has can be got from it."""
    case_id = deemed_and_reviewed(hall)
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, *[absent(line) for line in LINES])
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        (f"/absences/{number}", "material_not_shared") for number in range(len(LINES))
    ]
    assert hall.case(case_id).status is Status.DECIDING


def line_of(**changes: Any) -> ChecklistLine:
    (first, *_) = checklist(item_document("YM-P01"), {"vending": False, "agent": False})
    return first._replace(**changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "material_not_shared"),
        ({"e_certificate_type": "营业执照"}, None),
        ({"required": False, "shared": True}, None),
        ({"required": False, "shared": True, "applies": False}, "material_unlisted"),
        ({"required": False}, "material_unlisted"),
    ],
)
def test_shared_is_what_the_list_says_so_of(changes: dict[str, Any], code: str | None):
    fault = absent("01").fault([line_of(**changes)], papers=())
    assert (fault[0] if fault else None) == code


def test_paper_excuses_only_the_lines_of_which_the_window_has_paper(hall: Hall):
    case_id = deemed_and_reviewed(hall, "01")
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, *[absent(line, "on_paper") for line in LINES])
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        (f"/absences/{number}", "paper_not_received") for number in range(1, len(LINES))
    ]
    assert hall.case(case_id).status is Status.DECIDING


@pytest.mark.requirement("R28")
def test_papers_that_were_accepted_are_scanned_before_a_grant(hall: Hall):
    case_id = deemed_and_reviewed(hall, *LINES)
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id)
    assert (refused.value.code, refused.value.title) == (
        "materials_missing",
        "已收取的纸质材料尚未扫描，请完成扫描后再准予",
    )
    assert {error.code for error in refused.value.errors} == {"material_not_scanned"}
    assert all(error.message.endswith("请扫描上传") for error in refused.value.errors)


def test_what_is_not_required_needs_no_ground(hall: Hall):
    case_id = deemed_and_reviewed(hall)
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, absent("99"))
    told = [(error.pointer, error.code) for error in refused.value.errors]
    missing = [(f"/materials/{line}", "material_missing") for line in LINES]
    assert told == [("/absences/0", "material_unlisted"), *missing]


@pytest.mark.requirement("R5")
def test_all_that_a_grant_lacks_is_told_at_once(hall: Hall):
    """Materials, face and term: whoever decides is not sent round three times."""
    case_id, stated = deemed_and_reviewed(hall), Stated(years=3)
    with pytest.raises(Invalid) as refused:
        decide(hall.platform, hall.caller(CHIEF, case_id), case_id, "grant", [], stated, face={"colour": "红"})
    told = {error.pointer: error.code for error in refused.value.errors}
    assert {told["/materials/01"], told["/face/colour"], told["/validity/years"]} == {
        "material_missing",
        "face_unknown",
        "validity_fixed",
    }


def test_that_a_material_may_follow_is_no_ground():
    with pytest.raises(ValidationError, match="ground"):
        absent("01", "tolerable_absence")


def test_a_case_whose_materials_a_notice_found_wanting_is_not_granted_with_the_old_ones(hall: Hall):
    """The paper that answered the notice was never scanned, and the file from before the notice counts no more."""
    case_id = hall.correcting("01")
    hall.bring_papers(case_id, "01")
    hall.wait_in_silence(case_id)
    hall.answer(case_id)
    hall.carry_out_everything()
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id)
    assert [error.pointer for error in refused.value.errors] == ["/materials/01"]
    grant(hall, case_id, absent("01", "on_paper"))
