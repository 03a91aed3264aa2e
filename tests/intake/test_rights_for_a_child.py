"""Who applies for a child without being its guardian: whom a law lets report a birth (户口登记条例7), and who is
entrusted by the mother (民法典165).
"""

from typing import Any

import pytest

from chalicelib.catalogue.model.forms.ward import named_holder
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from proofs.kit.applications import CITIZEN, LIN
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall
from tests.cases.test_every_item import publish_unless_there
from tests.catalogue.test_other_persons import REPORTERS
from tests.intake.test_guardianship import codes
from tests.intake.test_wards import AGENT, APPLICANT, TODAY

BIRTH, CERTIFICATE = "YM-S13", "YM-S14"
MOTHER = {"name": LIN["name"], "id_number": LIN["id_number"]}
SELF: dict[str, Any] = {**LIN, "relation": "applicant", "seen": True}
WITH_LETTER: dict[str, Any] = {**AGENT, "letter": {"signed_on": "2026-11-20"}}


def form_of(item: str, **given: Any) -> dict[str, Any]:
    return {"applicant": APPLICANT, "answers": example_answers(item_document(item), APPLICANT, TODAY, **given)}


def received(hall: Hall, item: str, form: dict[str, Any], person: dict[str, Any]) -> str:
    """At the window, with a paper of every line that the list asks for."""
    lines = [f"{no:02}" for no, line in enumerate(item_document(item).materials, 1) if line.condition is None]
    papers = [{"line": line, "form": "原件", "pages": 1, "matches_original": True} for line in lines]
    body = {"item": item, "form": form, "presented_by": person, "papers": papers, "scans": []}
    return receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(body)).facts["id"]


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("relation", REPORTERS)
def test_a_birth_is_reported_by_whom_the_law_names_and_accepted_without_a_guardianship(hall: Hall, relation: str):
    publish_unless_there(hall, BIRTH)
    form = form_of(BIRTH, applicant_relation=relation)
    case_id = received(hall, BIRTH, form, SELF)
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    case = hall.case(case_id)
    assert (case.accepted_at is not None, case.guardianship, case.ward) == (True, None, None)
    child = named_holder(item_document(BIRTH), form, TODAY)
    assert child is not None
    assert child.name == form["answers"]["child_name"]


def test_a_birth_is_reported_online_by_a_relative(hall: Hall):
    publish_unless_there(hall, BIRTH)
    case_id = hall.draft(BIRTH, CITIZEN, form_of(BIRTH, applicant_relation="relative"))
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(CITIZEN, case_id))
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).accepted_at is not None


@pytest.mark.requirement("R27")
def test_whom_the_mother_has_entrusted_shows_a_letter_and_no_guardianship(hall: Hall):
    publish_unless_there(hall, CERTIFICATE)
    form = form_of(CERTIFICATE, receiver_relation="entrusted", mother=MOTHER)
    with pytest.raises(Invalid) as refused:
        received(hall, CERTIFICATE, form, SELF)
    assert codes(refused) == {"/form/answers/receiver_relation": "agent_missing"}
    case_id = received(hall, CERTIFICATE, form, WITH_LETTER)
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    case = hall.case(case_id)
    assert (case.accepted_at is not None, case.guardianship) == (True, None)


@pytest.mark.requirement("R27")
def test_online_nobody_is_entrusted_without_an_authorisation(hall: Hall):
    publish_unless_there(hall, CERTIFICATE)
    form = form_of(CERTIFICATE, receiver_relation="entrusted", mother=MOTHER)
    case_id = hall.draft(CERTIFICATE, CITIZEN, form)
    hall.hand_in(case_id, *hall.required_lines(case_id))
    with pytest.raises(Invalid) as refused:
        hall.people.submit(case_id, hall.caller(CITIZEN, case_id))
    assert codes(refused) == {"/form/answers/receiver_relation": "agent_missing"}
