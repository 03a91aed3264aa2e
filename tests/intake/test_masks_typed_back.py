"""What the platform shows masked and somebody types back is refused wherever a form, or a person, is written down."""

from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.model.presented import Presented
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.validation import field_errors
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.submit import submit
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.model.signing import Signing
from proofs.kit.applications import APPLICATIONS, COMPANY
from proofs.kit.cases_so_far import mismatched
from proofs.kit.cast import CHIEF, CLERK, defect
from proofs.kit.hall import Hall

PHONE = "/applicant/contact/phone"
MASKED = {
    "/applicant/name": "阳江******公司",
    "/applicant/legal_representative/name": "陈*例",
    "/applicant/contact/name": "李*例",
    PHONE: "139********",
}


def with_masks(form: dict[str, Any]) -> dict[str, Any]:
    applicant = form["applicant"]
    return form | {
        "applicant": applicant
        | {
            "name": MASKED["/applicant/name"],
            "legal_representative": applicant["legal_representative"] | {"name": "陈*例"},
            "contact": {"name": "李*例", "phone": MASKED[PHONE]},
        }
    }


def named(refused: pytest.ExceptionInfo[Invalid], root: str) -> set[str]:
    assert refused.value.status == 422
    copied = {error.pointer for error in refused.value.errors if error.code == "masked_copied"}
    assert all(pointer.startswith(root) for pointer in copied)
    return {pointer.removeprefix(root) for pointer in copied}


def fields_named(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    """The keys of `fields`, which are pointers themselves: their `/` is sent as `~1` (RFC 6901)."""
    return {key.replace("~1", "/") for key in named(refused, "/fields/")}


@pytest.mark.requirement("R2")
def test_a_draft_is_told_and_not_submitted(hall: Hall):
    draft = hall.people.create_application(hall.caller(COMPANY), "YM-P01", with_masks(hall.form()))
    found = {error["pointer"] for error in draft.facts["errors"] if error["code"] == "masked_copied"}
    assert found == {f"/form{pointer}" for pointer in MASKED}
    case_id = draft.facts["id"]
    saved = hall.people.save_form(case_id, hall.caller(COMPANY, case_id), with_masks(hall.form()))
    assert {error["pointer"] for error in saved.facts["errors"] if error["code"] == "masked_copied"} == {*MASKED}
    hall.hand_in(case_id, *hall.required_lines(case_id))
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert named(refused, "/form") == {*MASKED}


@pytest.mark.requirement("R27")
def test_the_window_receives_none(hall: Hall):
    walk_in = WalkIn.model_validate(APPLICATIONS["YM-P01"].walk_in | {"form": with_masks(hall.form())})
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        receive_walk_in(hall.platform, hall.caller(CLERK), walk_in)
    assert named(refused, "/form") == {*MASKED}
    assert hall.everything() == before


@pytest.mark.parametrize("pointer", MASKED)
def test_no_form_is_corrected_with_one(hall: Hall, pointer: str):
    case_id = hall.submitted()
    signing = Signing.model_validate(APPLICATIONS["YM-P01"].recipient)
    with pytest.raises(Invalid) as refused:
        correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, {pointer: MASKED[pointer]}, signing)
    assert fields_named(refused) == {pointer}


@pytest.mark.requirement("R5")
def test_no_supplement_has_one(hall: Hall):
    case_id = hall.submitted()
    correct(hall.platform, hall.caller(CLERK, case_id), case_id, [defect(PHONE)])
    with pytest.raises(Invalid) as refused:
        supplement(hall.platform, hall.caller(COMPANY, case_id), case_id, {PHONE: MASKED[PHONE]})
    assert fields_named(refused) == {PHONE}


@pytest.mark.requirement("R38")
@pytest.mark.parametrize("pointer", ["/applicant/name", "/applicant/legal_representative/name"])
def test_no_result_is_made_in_one(hall: Hall, pointer: str):
    case_id = mismatched(hall)
    with pytest.raises(Invalid) as refused:
        hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), {pointer: MASKED[pointer]})
    assert fields_named(refused) == {pointer}


@pytest.mark.parametrize(("field", "masked"), [("name", "陈*例"), ("id_number", "4417**************")])
def test_nobody_is_seen_at_the_window_under_one(field: str, masked: str):
    """The same for who applies, signs, collects, or acts as an agent: all are a `PersonalIdentity`."""
    person = {
        "relation": "agent",
        "name": "陈示例",
        "id_number": "44170219900307801X",
        "seen": True,
        "letter_seen": True,
    }
    with pytest.raises(ValidationError) as refused:
        Presented.model_validate(person | {field: masked})
    assert [(error.pointer, error.code) for error in field_errors(refused.value)] == [(f"/{field}", "masked_copied")]
