"""A citizen applies for a child: the age is the child's, and somebody sees that the citizen is its guardian."""

from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.guardianship import Guardianship
from chalicelib.catalogue.model.forms.check import validate_form
from chalicelib.catalogue.model.forms.representation import with_derived
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.accept import accept
from proofs.kit.applications import CITIZEN
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

ITEMS = ("YM-S07", "YM-S08")
CARD, TODAY = "YM-S07", date(2026, 11, 24)
HOUSEHOLD = Guardianship.model_validate({"proof": "户口簿", "seen": True})
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number_of(born: str) -> str:
    head = f"441702{born.replace('-', '')}002"
    rest = sum(int(digit) * weight for digit, weight in zip(head, WEIGHTS, strict=True)) % 11
    return head + "10X98765432"[rest]


def answers_for(born: str, **changes: Any) -> dict[str, Any]:
    about = {"child_name": "林小例", "child_id_number": number_of(born), "child_birth_date": born}
    return {"holder_is_applicant": False, "card_bank": "ccb", **about, "guardian_relation": "mother", **changes}


def form_for(hall: Hall, born: str) -> dict[str, Any]:
    answers = answers_for(born)
    if TODAY.year - int(born[:4]) >= 16:
        del answers["guardian_relation"]
    return {**hall.people.form(CARD), "answers": answers}


def told(error: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {one.pointer: one.code for one in error.value.errors}


def submitted(hall: Hall, born: str) -> str:
    case_id = hall.draft(CARD, CITIZEN, form_for(hall, born))
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(CITIZEN, case_id))
    return case_id


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"child_birth_date": "2000-11-15"}, "birth_date_contradicts_identity"),
        ({"child_birth_date": "2099-01-01"}, "birth_date_impossible"),
        ({}, None),
    ],
)
def test_the_day_of_birth_is_that_of_the_number(hall: Hall, item: str, changes: dict[str, Any], code: str | None):
    form = {**hall.people.form(CARD), "answers": answers_for("2019-11-15", **changes)}
    found = {one.pointer: one.code for one in validate_form(item_document(item), form, TODAY)}
    assert found.get("/answers/child_birth_date") == code


def test_the_number_of_nobody_who_is_born_is_refused(hall: Hall):
    form = form_for(hall, "2027-01-01")
    found = {one.pointer: one.code for one in validate_form(item_document(CARD), form, TODAY)}
    assert found["/answers/child_id_number"] == "birth_date_impossible"


@pytest.mark.parametrize(("said", "age"), [("2019-11-15", 7), ("2000-11-15", 7), ("2099-01-01", 7), (None, 7)])
def test_the_age_is_that_of_the_child_by_its_number(hall: Hall, said: str | None, age: int):
    form = {**hall.people.form(CARD), "answers": answers_for("2019-11-15", child_birth_date=said)}
    assert with_derived(item_document(CARD), form, TODAY)["answers"]["age"] == age


def test_a_child_whose_age_is_unknown_does_not_get_that_of_the_applicant(hall: Hall):
    form = {**hall.people.form(CARD), "answers": {"holder_is_applicant": False, "card_bank": "ccb"}}
    assert "age" not in with_derived(item_document(CARD), form, TODAY)["answers"]


def test_nobody_applies_online_for_another_adult(hall: Hall):
    case_id = hall.draft(CARD, CITIZEN, form_for(hall, "1980-03-07"))
    hall.hand_in(case_id, *hall.required_lines(case_id))
    with pytest.raises(Invalid) as refused:
        hall.people.submit(case_id, hall.caller(CITIZEN, case_id))
    assert told(refused)["/form/answers/child_id_number"] == "guardian_of_adult"
    assert hall.case(case_id).status is Status.DRAFT


@pytest.mark.requirement("R14")
def test_a_child_is_accepted_once_its_guardian_has_been_proven_and_the_event_says_so(hall: Hall):
    case_id = submitted(hall, "2019-11-15")
    with pytest.raises(Invalid) as refused:
        accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert refused.value.code == "guardianship_unproven"
    assert told(refused) == {"/guardianship": "guardianship_unproven"}
    accept(hall.platform, hall.caller(CLERK, case_id), case_id, HOUSEHOLD)
    kept = hall.case(case_id).guardianship
    assert kept is not None
    assert kept.proof == "户口簿"
    assert hall.events(case_id)[-1].data["guardianship"] == {"proof": "户口簿"}
