"""What the person for whom a guardian has applied finds with the own account, what the guardian still reads once the
person is of age, and who is the holder of the result.
"""

import json
from typing import Any

import pytest

from chalicelib.access.actor import Actor, Identity
from chalicelib.cases.model import Status
from chalicelib.documents.api import applicant as documents_api
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Forbidden
from chalicelib.hall.api.own_data import ExportPaging, export_own_data
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.intake.api import applicant as applicant_api
from chalicelib.intake.model.signing import Signing
from chalicelib.operations.acts.retention.erase import erase
from proofs.kit.applications import CITIZEN, LIN
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cases.test_every_item import publish_unless_there
from tests.cases.test_holders_of_others import number_of
from tests.intake.test_guardianship import REGISTER, as_guardian
from tests.intake.test_wards import (
    BIRTHDAY,
    CHIEF_SI,
    FORMS,
    ITEM,
    WARD,
    grown,
    hand_over,
    of_the_applicant,
    of_the_holder,
    ward_account,
)
from tests.issuance.test_verify import claim_of, verified


def own_list(hall: Hall, who: str | Actor) -> list[str]:
    body: Any = applicant_api.list_applications(asked(hall, who, Paging())).body
    return [one.id for one in body.applications]


def asked(hall: Hall, who: str | Actor, query: Any = None) -> Any:
    return Call(hall.platform, None, query, "", "", "r-wards", known=hall.caller(who))


def kinds_of(hall: Hall, who: str | Actor, case_id: str) -> set[str]:
    body: Any = documents_api.list_documents(asked(hall, who), case_id).body
    return {one.kind for one in body.documents}


def decided(hall: Hall, form: dict[str, Any]) -> str:
    """Compared and printed; the result lies at the window, and online."""
    case_id = hall.submitted(ITEM, CITIZEN, form)
    accept(hall.platform, hall.caller(CLERK, case_id), case_id, REGISTER)
    hall.carry_out_everything()
    hall.decide(case_id, by=CHIEF_SI)
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("kind", FORMS)
def test_the_person_finds_the_case_with_the_own_account_and_goes_on_with_it(hall: Hall, kind: str):
    """民法典 17, 18: from the birthday on the person acts, online too."""
    case_id, own = hall.submitted(ITEM, CITIZEN, FORMS[kind]()), ward_account(hall)
    assert own_list(hall, own) == own_list(hall, CITIZEN) == [case_id]
    told: Any = applicant_api.read_application(asked(hall, own), case_id).body
    assert (told.status, told.status_label) == ("submitted", Status.SUBMITTED.label)
    grown(hall, case_id)
    withdraw(hall.platform, hall.caller(own, case_id), case_id, "")
    assert "acted_by" not in hall.events(case_id)[-1].data
    listed: Any = applicant_api.list_applications(asked(hall, own, Paging())).body
    assert [row.status for row in listed.applications] == ["withdrawn"]
    stranger = hall.people.personas["citizen-huang"].actor
    assert own_list(hall, stranger) == []


@pytest.mark.usefixtures("quick_documents")
@pytest.mark.requirement("R37")
@pytest.mark.parametrize("kind", FORMS)
def test_online_a_guardian_collects_nothing_more_and_keeps_what_was_given_before(hall: Hall, kind: str):
    case_id, own = decided(hall, FORMS[kind]()), ward_account(hall)
    results = {"certificate", "grant_decision"}
    assert results < kinds_of(hall, CITIZEN, case_id)
    grown(hall, case_id)
    left = kinds_of(hall, CITIZEN, case_id)
    assert left == kinds_of(hall, own, case_id) - results
    assert "acceptance_notice" in left
    with pytest.raises(Forbidden) as refused:
        documents_api.read_document(asked(hall, CITIZEN), case_id, "certificate")
    assert refused.value.code == "guardianship_ended"
    taken: Any = documents_api.read_document(asked(hall, own), case_id, "certificate").body
    assert taken.url
    exported: Any = export_own_data(asked(hall, CITIZEN, ExportPaging())).body
    assert {one.kind for one in exported.cases[0].documents} == left
    whole: Any = export_own_data(asked(hall, own, ExportPaging())).body
    assert results < {one.kind for one in whole.cases[0].documents}


@pytest.mark.usefixtures("quick_documents")
def test_what_a_guardian_has_taken_before_the_birthday_stays_with_the_guardian(hall: Hall):
    case_id = decided(hall, of_the_applicant())
    hand_over(hall, case_id, as_guardian(LIN))
    grown(hall, case_id)
    assert {"certificate", "grant_decision", "service_record"} <= kinds_of(hall, CITIZEN, case_id)


def test_of_a_newborn_without_a_number_only_the_parent_has_the_case(hall: Hall):
    publish_unless_there(hall, "YM-S14")
    case_id = hall.draft("YM-S14", CITIZEN, of_the_holder("2026-09-18", "YM-S14"))
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(CITIZEN, case_id))
    case = hall.case(case_id)
    assert case.ward is not None
    assert (case.ward.parts, case.ward_key, str(case.ward.grown_on)) == ((), "", "2044-09-18")


@pytest.mark.requirement("R38")
@pytest.mark.usefixtures("quick_documents")
def test_the_child_is_the_holder_of_the_certificate(hall: Hall):
    """The certificate, its text, the paper that is compared, and the public verification, which names nobody."""
    case_id = decided(hall, of_the_holder("2019-11-15"))
    number = number_of("2019-11-15")
    (row,) = [one for one in hall.rows(case_id, keys.DOCUMENT_TEXT) if one["sk"].endswith("certificate")]
    text = json.loads(row["data"])
    face = {line["key"]: line["value"] for line in text["face"]}
    assert (text["holder"], face["holder"], face["holder_id"]) == (WARD["name"], WARD["name"], number)
    assert (text["holder_code"][:3], text["holder_code"][-2:]) == (number[:3], number[-2:])
    assert LIN["name"] not in row["data"]
    assert LIN["id_number"] not in row["data"]
    claim = claim_of(hall, case_id)
    shown = verified(hall, claim)
    assert shown.authentic
    assert WARD["name"] not in str(shown)


def test_a_corrected_number_moves_the_case_to_the_list_of_the_right_person(hall: Hall):
    other = "2008-11-27"
    case_id, own = hall.submitted(ITEM, CITIZEN, of_the_holder(other)), ward_account(hall)
    assert own_list(hall, own) == []
    fields = {"/answers/child_id_number": WARD["id_number"], "/answers/child_birth_date": BIRTHDAY}
    signing = Signing.model_validate({"relation": "applicant", **LIN, "seen": True, "signed": True})
    correct_form(hall.platform, hall.caller("clerk-social", case_id), case_id, fields, signing)
    assert own_list(hall, own) == [case_id]
    wrong = Identity(kind="person", id_type="resident_id", number=number_of(other), name=WARD["name"])
    assert own_list(hall, own.model_copy(update={"identity": wrong})) == []


def test_of_an_erased_case_nothing_leads_to_the_person_any_more(hall: Hall):
    case_id, own = hall.submitted(ITEM, CITIZEN, of_the_holder()), ward_account(hall)
    withdraw(hall.platform, hall.caller(CITIZEN, case_id), case_id, "")
    for clock in (hall.clock, hall.wall):
        clock.move_to(clock.at.replace(year=clock.at.year + 31))
    assert erase(hall.platform, case_id)
    assert (own_list(hall, own), hall.case(case_id).ward, hall.case(case_id).ward_key) == ([], None, "")
    assert [pk for pk in hall.world.partitions("APPLICANT#") if hall.world.rows(pk)] == []
