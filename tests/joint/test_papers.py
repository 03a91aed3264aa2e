"""What a request gets after a member has opened reaches the member's case, and what was made before is told as made."""

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.cases.api.shared import materials
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.store.applicable import load_applicable
from chalicelib.foundation import problems
from chalicelib.intake.acts.fetch_shared import fetch_shared
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from proofs.kit import joint
from proofs.kit.applications import paper
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.sharing import MemorySharing, questions, with_sharing


@pytest.fixture
def restaurant(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return hall


def read(hall: Hall, case_id: str) -> CaseFile:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    return found


def evidenced(hall: Hall, case_id: str) -> set[str]:
    """The lines of which the case has a file that counts."""
    found = read(hall, case_id)
    return {file.line for file in evidence(found.case, found.files)}


def lines(hall: Hall, case_id: str) -> Mapping[str, Any]:
    return {line.no: line for line in materials(hall.platform, read(hall, case_id)).materials}


@pytest.mark.requirement("R77")
def test_a_line_that_an_earlier_result_is_says_so_with_its_number(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    permit = joint.of_member(hall, request, "YM-P01")
    made = lines(hall, permit.id)["02"]
    number = made.brought.number
    assert (made.brought.member, made.satisfied) == ("YM-R01", True)
    assert number
    assert made.why == f"本次联办中“{made.brought.title}”的结果（编号 {number}）即为此项材料，无需提交"
    assert lines(hall, request)["01"].brought is None


@pytest.mark.requirement("R79")
def test_what_an_organ_answers_after_the_acceptance_reaches_the_member_that_needs_it(restaurant: Hall):
    hall, before = restaurant, restaurant.platform.settings
    hall.platform.settings = with_sharing(before)
    try:
        request = joint.requested(hall, beside=("03", "08"))
    finally:
        hall.platform.settings = before
    asked = {one.line: one for one in questions(hall)}
    hall.people.accept(request, hall.caller(CLERK, request))
    hall.carry_out_everything()
    for line in ("03", "08"):  # the organs have nothing: what was handed in counts
        fetch_shared(hall.platform, asked[line], MemorySharing({"身份证": "no_record"}))
    hall.carry_out_everything()
    assert joint.of_member(hall, request, "YM-R01").sharing["03"].state == "failed"
    joint.decide(hall, request, "YM-R01")
    fire = joint.of_member(hall, request, "YM-I16")
    assert fire.sharing["06"].state == "asked"
    fetch_shared(hall.platform, asked["24"], MemorySharing())
    hall.carry_out_everything()
    assert joint.of_member(hall, request, "YM-I16").sharing["06"].state == "obtained"
    assert "06" in evidenced(hall, fire.id)
    before_again = hall.everything()
    joint.tell(hall, request)
    hall.carry_out_everything()
    assert hall.everything() == before_again


def test_a_paper_that_is_scanned_after_the_acceptance_reaches_the_member_that_needs_it(restaurant: Hall):
    hall = restaurant
    form = joint.request_form(hall)
    person = form["applicant"]["legal_representative"]
    shown = {key: person[key] for key in ("name", "id_number")}
    item = load_applicable(
        hall.platform.table,
        hall.platform.settings.division,
        joint.RESTAURANT,
        wall=hall.platform.wall(),
        at=hall.platform.now(),
    )
    wanted = [line.no for line in checklist(item, form["answers"]) if line.required]
    walk_in = {
        "item": joint.RESTAURANT,
        "form": form,
        "presented_by": {**shown, "relation": "legal_representative", "seen": True},
        "papers": [paper(no) for no in wanted],
    }
    request = str(receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(walk_in)).facts["id"])
    hall.people.accept(request, hall.caller(CLERK, request))
    hall.carry_out_everything()
    first = joint.of_member(hall, request, "YM-R01")
    assert {"01", "02", "04", "05"} <= {*first.papers}
    assert evidenced(hall, first.id) == set()
    for line in ("01", "02", "04", "05"):
        made = hall.people.add_material(request, hall.caller(CLERK), line)
        hall.arrives(request, str(made.facts["file_id"]))
    hall.carry_out_everything()
    assert evidenced(hall, first.id) == {"01", "02", "04", "05"}
    assert joint.of_member(hall, request, "YM-R01").files == 4
    joint.decide(hall, request, "YM-R01")
    permit = joint.of_member(hall, request, "YM-P01")
    assert evidenced(hall, permit.id) == {"01"}


@pytest.mark.requirement("R77")
def test_what_an_earlier_stage_makes_is_asked_of_its_organ_and_no_other_result_stands_for_it(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    before = hall.platform.settings
    hall.platform.settings = with_sharing(before)
    try:
        request = joint.requested(hall, joint.BUILD, {**joint.OF_A_BUILDING, "commits_i07_i11": True})
    finally:
        hall.platform.settings = before
    hall.people.accept(request, hall.caller(CLERK, request))
    hall.carry_out_everything()
    for question in questions(hall):
        fetch_shared(hall.platform, question, MemorySharing({"建设工程规划许可证": "no_record"}))
    hall.carry_out_everything()
    permit = joint.of_member(hall, request, "YM-I11")
    assert (permit.sharing["03"].state, permit.joint.brought if permit.joint else None) == ("failed", {})
    with pytest.raises(problems.Invalid) as kept:
        joint.decide(hall, request, "YM-I11")
    assert [(one.pointer, one.code) for one in kept.value.errors] == [("/materials/03", "shared_unproven")]
