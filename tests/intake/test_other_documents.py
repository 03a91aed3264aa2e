"""People without an identity card have an account, too: passes, residence permits and cards, passports."""

import json
from typing import Any

import pytest

from chalicelib.access.actor import Actor, Identity, applicant_key
from chalicelib.access.policy import owns
from chalicelib.cases.model import Status
from chalicelib.cases.store.records import own_cases
from chalicelib.foundation.problems import Invalid, NotFound
from chalicelib.hall.acts import ask_progress
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.model.signing import Signing
from chalicelib.issuance.acts.compare import certificate_shown
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import RECOGNITION
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.hall import Hall

PEOPLE = ("citizen-hk", "citizen-tw", "citizen-permit", "foreign-resident", "foreigner")
PHONE = "13800138000"
BORN = {"birth_date": "1990-03-07"}


def identity(who: str) -> Identity:
    found = PERSONAS[who].actor.identity
    if found is None:
        raise LookupError(who)
    return found


def card(who: str) -> dict[str, Any]:
    """The document as a form and a window name it."""
    known = identity(who)
    shown = {"name": known.name, "id_type": known.document, "id_number": known.number, "id_country": known.country}
    return {field: value for field, value in shown.items() if value}


def filled(who: str, **changes: Any) -> dict[str, Any]:
    """As its owner fills it in, who leaves out what the account tells anyway."""
    born = BORN if who in ("citizen-hk", "citizen-tw", "foreigner") else {}
    typed = {"kind": "自然人", "phone": PHONE, **born, **card(who), **changes}
    return {"applicant": {name: value for name, value in typed.items() if value}, "answers": RECOGNITION.answers}


def submitted(hall: Hall, who: str, **changes: Any) -> str:
    return hall.submitted(RECOGNITION.item, who, filled(who, **changes))


def saved(hall: Hall, case_id: str) -> dict[str, Any]:
    (row,) = hall.rows(case_id, "FORM")
    return json.loads(row["form"])["applicant"]


def listed(hall: Hall, who: Identity) -> list[str]:
    owner = applicant_key(who, hall.platform.index_keys.writes)
    return [case.id for case in own_cases(hall.platform.table, [owner], limit=9, after=None)[0]]


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("who", PEOPLE)
def test_they_apply_online_and_have_their_result(hall: Hall, who: str):
    case_id = hall.accepted(RECOGNITION.item, who, filled(who, id_type=None, id_country=None))
    assert {field: saved(hall, case_id)[field] for field in card(who)} == card(who)
    assert listed(hall, identity(who)) == [case_id]
    hall.answer(case_id, by="officer-hrss")
    hall.carry_out_everything()
    hall.decide(case_id, by="chief-hrss")
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    face = hall.face(case_id)
    assert face["holder_id"] == identity(who).number  # the law has the decision name it
    shown = certificate_shown(hall.platform, hall.case(case_id))
    assert identity(who).number not in shown.holder_code
    assert shown.holder_code.startswith(identity(who).number[:2])
    hall.deliver(case_id, by=ISSUER, **card(who))
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.CLOSED


@pytest.mark.parametrize("who", PEOPLE)
def test_a_walk_in_and_the_account_meet(hall: Hall, who: str):
    presented = {"relation": "applicant", **card(who), "seen": True}
    facts = {"item": RECOGNITION.item, "form": filled(who), "papers": RECOGNITION.papers, "presented_by": presented}
    receipt = receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(facts))
    assert listed(hall, identity(who)) == [receipt.facts["id"]]
    hall.people.withdraw(receipt.facts["id"], hall.caller(who, receipt.facts["id"]))
    assert hall.case(receipt.facts["id"]).status is Status.WITHDRAWN


@pytest.mark.parametrize("who", PEOPLE)
def test_strangers_with_another_document_see_nothing(hall: Hall, who: str):
    case_id = submitted(hall, who)
    for other in {*PEOPLE, "citizen-lin"} - {who}:
        with pytest.raises(NotFound):
            hall.people.withdraw(case_id, hall.caller(other, case_id))


@pytest.mark.parametrize(
    ("who", "changes", "wrong"),
    [
        ("citizen-hk", {"id_number": "H87654321"}, ["id_number"]),
        ("citizen-hk", {"name": "何另外"}, ["name"]),
        ("citizen-hk", {"id_type": "护照", "id_number": "H12345678X"}, ["id_type", "id_number"]),
        ("citizen-tw", {"id_type": "护照"}, ["id_type"]),
        ("citizen-permit", {"id_number": "830000199201300022"}, ["id_number"]),
        ("foreigner", {"id_country": "CAN"}, ["id_country"]),
        (
            "citizen-lin",
            {"id_type": "护照", "id_number": "E12345678", **BORN},
            ["id_type", "id_number"],
        ),
    ],
)
def test_a_form_is_that_of_the_account(hall: Hall, who: str, changes: dict[str, Any], wrong: list[str]):
    with pytest.raises(Invalid) as refused:
        submitted(hall, who, **changes)
    found = {error.pointer: error.code for error in refused.value.errors}
    assert found == {f"/form/applicant/{field}": "applicant_not_account" for field in wrong}


@pytest.mark.parametrize(("who", "renewed"), [("citizen-hk", "H1234567802"), ("citizen-tw", "1234567802(B)")])
def test_a_renewed_pass_is_the_same_persons(hall: Hall, who: str, renewed: str):
    """公安部 2010-03-10: the first nine characters are one holder's; of a Taiwan pass the first eight digits."""
    case_id = submitted(hall, who, id_number=renewed)
    kept = saved(hall, case_id)["id_number"]
    assert kept.startswith(renewed[:11].rstrip("("))
    assert listed(hall, identity(who)) == [case_id]
    code = hall.case(case_id).query_code or ""
    for factor in {kept[-4:], identity(who).number[-4:]}:
        assert ask_progress.find(hall.platform, code, factor, "192.0.2.1", None).case.id == case_id
    # The clerk sees the new pass and puts the number right: it is no other applicant.
    person = {"relation": "applicant", **card(who), "seen": True, "signed": True}
    fields = {"/applicant/id_number": identity(who).number}
    correct_form(hall.platform, hall.caller("clerk-social", case_id), case_id, fields, Signing.model_validate(person))
    assert saved(hall, case_id)["id_number"] == identity(who).number
    assert listed(hall, identity(who)) == [case_id]


def test_a_passport_of_the_same_number_from_another_country_is_another_persons(hall: Hall):
    case_id = submitted(hall, "foreigner")
    other = identity("foreigner").model_copy(update={"country": "CAN"})
    stranger = Actor.model_validate({**PERSONAS["foreigner"].actor.model_dump(), "identity": other.model_dump()})
    assert not owns(stranger, hall.case(case_id).applicant_key, hall.platform.index_keys.reads)
    with pytest.raises(NotFound):
        hall.people.withdraw(case_id, hall.caller(stranger, case_id))


def test_a_parent_with_a_pass_applies_for_a_child_and_supplements_the_form(hall: Hall):
    """民法典 23. The case stays in the parent's list when a field of the child's form is put right."""
    child = {"kind": "自然人", "name": "何小示", "id_number": "441702201906010016"}
    guardian = card("citizen-hk") | {"relationship": "父母"}
    del guardian["id_type"]
    form = {"applicant": child | {"guardian": guardian, "phone": PHONE}, "answers": RECOGNITION.answers}
    case_id = hall.submitted(RECOGNITION.item, "citizen-hk", form)
    assert saved(hall, case_id)["guardian"]["id_type"] == "港澳居民来往内地通行证"
    hall.correct(case_id, "/applicant/phone")
    fields = {"/applicant/phone": "13900139000"}
    supplement(hall.platform, hall.caller("citizen-hk", case_id), case_id, fields)
    assert hall.case(case_id).status is Status.SUBMITTED
    assert listed(hall, identity("citizen-hk")) == [case_id]
