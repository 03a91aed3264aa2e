"""准予的证明: silence accepts, it proves nothing; a grant needs every required material (行政许可法34, 38)."""

import hashlib

import pytest
from pydantic import ValidationError

from chalicelib.cases.model import Status
from chalicelib.cases.model.absence import Absence
from chalicelib.foundation.problems import Invalid
from chalicelib.review.acts.decide import decide
from proofs.kit.applications import APPLICATIONS
from proofs.kit.cast import CHIEF
from proofs.kit.hall import Hall

LINES = APPLICATIONS["YM-P01"].lines


def grant(hall: Hall, case_id: str, *absences: Absence) -> None:
    decide(hall.platform, hall.caller(CHIEF, case_id), case_id, "grant", [], absences=absences)


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
    case_id = deemed_and_reviewed(hall)
    grant(hall, case_id, *[absent(line) for line in LINES])
    event = next(event for event in hall.events(case_id) if event.type == "decided")
    assert [(each["line"], each["ground"]) for each in event.data["absences"]] == [(line, "shared") for line in LINES]
    assert "共享查询" not in str(event.data)
    # Nobody finds a number of a certificate by trying what it may have been.
    assert hashlib.sha256("共享查询 2026-1124".encode()).hexdigest() not in str(event.data)
    assert all(each["reference"] for each in event.data["absences"])
    assert hall.case(case_id).absences[0].reference == "共享查询 2026-1124"


def test_paper_excuses_only_the_lines_of_which_the_window_has_paper(hall: Hall):
    case_id = deemed_and_reviewed(hall, "01")
    others = [absent(line) for line in LINES[2:]]
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, absent("01", "on_paper"), absent("03", "on_paper"), *others)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/absences/1", "paper_not_received")]
    grant(hall, case_id, absent("01", "on_paper"), absent("03"), *others)
    assert hall.case(case_id).outcome == "grant"


def test_what_is_not_required_needs_no_ground(hall: Hall):
    case_id = deemed_and_reviewed(hall)
    with pytest.raises(Invalid) as refused:
        grant(hall, case_id, absent("99"))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/absences/0", "material_unlisted")]


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
