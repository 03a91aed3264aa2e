"""Somebody comes of age between the application and what is done next, and adults whom a court has found to lack
capacity: each act online and at the window asks again (民法典 17-24, 27, 28, 34, 39).
"""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.access.actor import Actor, Identity
from chalicelib.cases.model import Status
from chalicelib.cases.model.guardianship import Guardianship
from chalicelib.foundation.problems import Forbidden, Invalid
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.intake.model.signing import Signing
from chalicelib.issuance.acts.deliver import Recipient, deliver
from proofs.kit.applications import CARD, CITIZEN, LIN
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall
from tests.cases.test_every_item import publish_unless_there
from tests.cases.test_holders_of_others import number_of
from tests.intake.test_guardianship import JUDGMENT, LIN_GUARDS, REGISTER, as_guardian, codes

ITEM, PHONE, CHIEF_SI = "YM-S07", "/applicant/phone", "chief-si"
# Comes of age on the third day of these stories.
BIRTHDAY = "2008-11-26"
WARD = {"name": "林将成", "id_number": number_of(BIRTHDAY)}
APPLICANT: dict[str, Any] = {"kind": "自然人", **LIN, "phone": "13800138000"}
ACTS = ("supplement", "withdraw", "correct_form")
AGENT: dict[str, Any] = {
    "name": "黄示例",
    "id_number": "441702199506120021",
    "relation": "agent",
    "seen": True,
    "letter_seen": True,
}


def of_the_applicant() -> dict[str, Any]:
    """The form names the guardian of the applicant."""
    return {"applicant": {**APPLICANT, **WARD, "guardian": LIN_GUARDS}, "answers": CARD.answers}


def of_the_holder(born: str = BIRTHDAY, item: str = ITEM) -> dict[str, Any]:
    """The form names the child who is to get the card, or who is registered."""
    given: dict[str, Any] = {"child_name": WARD["name"], "child_birth_date": born}
    if item in ("YM-S07", "YM-S08"):
        given |= {"holder_is_applicant": False, "child_id_number": number_of(born)}
    return {"applicant": APPLICANT, "answers": example_answers(item_document(item), APPLICANT, TODAY, **given)}


TODAY = date(2026, 11, 24)
FORMS = {"applicant": of_the_applicant, "holder": of_the_holder}


def grown(hall: Hall, case_id: str) -> str:
    """The ward's birthday has come."""
    hall.clock.move_to(hall.platform.now() + timedelta(days=2))
    return case_id


def ward_account(hall: Hall) -> Actor:
    person = Identity(kind="person", id_type="resident_id", number=WARD["id_number"], name=WARD["name"])
    own = hall.people.personas[CITIZEN].actor
    return own.model_copy(update={"sub": "grown", "name": WARD["name"], "identity": person})


def done(hall: Hall, act: str, case_id: str, person: dict[str, Any] | None = None) -> None:
    """The act at the window, by the person who came; or online, where nobody came."""
    platform, who = hall.platform, "clerk-social" if person else CITIZEN
    if act == "supplement" and hall.case(case_id).status is Status.SUBMITTED:
        hall.correct(case_id, PHONE)
    caller, phone = hall.caller(who, case_id), {PHONE: "13900139000"}
    signing = Signing.model_validate({**person, "signed": True}) if person else None
    if act == "withdraw":
        withdraw(platform, caller, case_id, "", signing)
    elif act == "supplement":
        brought = PaperSupplement.model_validate({"presented_by": person | {"signed": True}} if person else {})
        supplement(platform, caller, case_id, phone, brought)
    elif signing:
        correct_form(platform, caller, case_id, phone, signing)


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("act", ["supplement", "withdraw"])
def test_online_a_guardian_does_nothing_more_from_the_birthday_on(hall: Hall, kind: str, act: str):
    case_id, before = (hall.submitted(ITEM, CITIZEN, FORMS[kind]()) for _ in range(2))
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    done(hall, act, before)
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    with pytest.raises(Forbidden) as refused:
        done(hall, act, case_id)
    assert refused.value.code == "guardianship_ended"
    assert ("持有人" in (refused.value.title or "")) is (kind == "holder")
    assert hall.case(case_id).status in (Status.SUBMITTED, Status.CORRECTING)
    assert hall.events(case_id)[0].type == "submitted"  # what was done before stays


@pytest.mark.requirement("R27")
@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("act", ACTS)
def test_at_the_window_the_person_acts_from_then_on_and_the_guardian_does_not(hall: Hall, kind: str, act: str):
    case_id = grown(hall, hall.submitted(ITEM, CITIZEN, FORMS[kind]()))
    parent = as_guardian(LIN) if kind == "applicant" else {"relation": "applicant", **LIN, "seen": True}
    with pytest.raises(Invalid) as refused:
        done(hall, act, case_id, parent)
    assert codes(refused) == {"/presented_by/relation": "guardianship_ended"}
    done(hall, act, case_id, {"relation": "applicant", **WARD, "seen": True})
    assert hall.events(case_id)[-1].data["presented_by"] == "applicant"


@pytest.mark.requirement("R37")
@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize(("signed_on", "right"), [("2026-11-25", False), ("2026-11-26", True)])
def test_an_agent_shows_the_letter_of_the_grown_person(hall: Hall, kind: str, signed_on: str, right: bool):
    """民法典 175: what the guardian has signed ends with the guardian's right."""
    case_id = grown(hall, hall.submitted(ITEM, CITIZEN, FORMS[kind]()))
    person = {**AGENT, "letter": {"signed_on": signed_on}}
    if right:
        done(hall, "withdraw", case_id, person)
        assert hall.case(case_id).status is Status.WITHDRAWN
        return
    with pytest.raises(Invalid) as refused:
        done(hall, "withdraw", case_id, person)
    assert codes(refused) == {"/presented_by/letter/signed_on": "guardianship_ended"}


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("act", ACTS)
def test_with_a_judgment_the_guardian_goes_on_and_the_case_keeps_it(hall: Hall, kind: str, act: str):
    """民法典 21-24, 28: who is found to lack capacity has a guardian as an adult too."""
    case_id = grown(hall, hall.submitted(ITEM, CITIZEN, FORMS[kind]()))
    person = {"relation": "guardian" if kind == "applicant" else "applicant", **LIN, "seen": True}
    more = {"guardianship_seen": True} if kind == "applicant" else {}
    done(hall, act, case_id, {**person, **more, "guardianship": JUDGMENT})
    kept = hall.case(case_id).guardianship
    assert kept is not None
    assert kept.proof == JUDGMENT["proof"]
    assert hall.events(case_id)[-1].data["guardianship"]["proof"] == JUDGMENT["proof"]


@pytest.mark.requirement("R27")
@pytest.mark.parametrize(("proof", "wrong"), [({}, True), ({"guardianship": JUDGMENT}, False)])
def test_at_a_walk_in_an_adult_holder_needs_the_judgment(hall: Hall, proof: dict[str, Any], wrong: bool):
    form = of_the_holder("1980-03-07")
    shown = {"relation": "applicant", **LIN, "seen": True, **proof}
    facts = {"item": ITEM, "form": form, "papers": [], "scans": [], "presented_by": shown}
    if wrong:
        with pytest.raises(Invalid) as refused:
            receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(facts))
        assert codes(refused) == {"/presented_by/guardianship": "judgment_missing"}
        return
    case_id = receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(facts)).facts["id"]
    done(hall, "supplement", case_id, {"relation": "applicant", **LIN, "seen": True})
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).status is Status.DECIDING


def test_who_was_a_minor_at_the_application_is_accepted_after_the_birthday_too(hall: Hall):
    case_id = grown(hall, hall.submitted(ITEM, CITIZEN, of_the_applicant()))
    accept(hall.platform, hall.caller(CLERK, case_id), case_id, REGISTER)
    assert hall.case(case_id).status is Status.DECIDING


@pytest.mark.parametrize("born", ["2008-11-25", "2008-11-24"])
def test_nobody_submits_online_for_who_is_of_age(hall: Hall, born: str):
    case_id = hall.draft(ITEM, CITIZEN, of_the_holder(born))
    if born == "2008-11-24":
        with pytest.raises(Invalid) as refused:
            hall.people.submit(case_id, hall.caller(CITIZEN, case_id))
        assert codes(refused)["/form/answers/child_id_number"] == "guardian_of_adult"
        return
    hall.people.submit(case_id, hall.caller(CITIZEN, case_id))
    assert hall.case(case_id).status is Status.SUBMITTED


def test_while_there_is_a_guardian_a_minor_does_not_act_alone_with_an_own_account(hall: Hall):
    """The case of a walk-in is found by the account of the child."""
    facts = {"item": ITEM, "form": of_the_applicant(), "papers": [], "scans": []}
    walk_in = WalkIn.model_validate({**facts, "presented_by": as_guardian(LIN)})
    case_id = receive_walk_in(hall.platform, hall.caller(CLERK), walk_in).facts["id"]
    own = ward_account(hall)
    with pytest.raises(Forbidden) as refused:
        withdraw(hall.platform, hall.caller(own, case_id), case_id, "")
    assert refused.value.code == "guardian_needed"
    grown(hall, case_id)
    withdraw(hall.platform, hall.caller(own, case_id), case_id, "")
    assert hall.case(case_id).status is Status.WITHDRAWN


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("item", ["YM-S07", "YM-S08", "YM-S14"])
def test_each_item_about_a_child_has_its_guardian_proven_before_acceptance(hall: Hall, item: str):
    publish_unless_there(hall, item)
    case_id = hall.draft(item, CITIZEN, of_the_holder("2026-09-18", item))
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(CITIZEN, case_id))
    with pytest.raises(Invalid) as refused:
        accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert codes(refused) == {"/guardianship": "guardianship_unproven"}
    proof = Guardianship.model_validate({"proof": "出生医学证明", "seen": True})
    accept(hall.platform, hall.caller(CLERK, case_id), case_id, proof)
    assert hall.events(case_id)[-1].data["guardianship"] == {"proof": "出生医学证明"}


@pytest.mark.usefixtures("quick_documents")
@pytest.mark.requirement("R37")
@pytest.mark.parametrize("kind", FORMS)
def test_the_result_is_handed_to_the_person_who_came_of_age(hall: Hall, kind: str):
    case_id = hall.submitted(ITEM, CITIZEN, FORMS[kind]())
    accept(hall.platform, hall.caller(CLERK, case_id), case_id, REGISTER)
    hall.carry_out_everything()
    hall.decide(case_id, by=CHIEF_SI)
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    grown(hall, case_id)
    parent = as_guardian(LIN) if kind == "applicant" else {"relation": "applicant", **LIN, "seen": True}
    with pytest.raises(Invalid) as refused:
        hand_over(hall, case_id, parent)
    assert codes(refused) == {"/recipient/relation": "guardianship_ended"}
    hand_over(hall, case_id, {"relation": "applicant", **WARD, "seen": True})
    assert hall.case(case_id).status is Status.DELIVERED


def hand_over(hall: Hall, case_id: str, person: dict[str, Any]) -> None:
    taker = Recipient.model_validate({**person, "signed": True})
    deliver(hall.platform, hall.caller(ISSUER, case_id), case_id, taker)
