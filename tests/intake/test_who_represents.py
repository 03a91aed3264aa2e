"""Who applies and who represents is corrected by who stood there before, never by the newcomer alone (R27)."""

from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.store.records import load_file
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.model.signing import Signing
from proofs.kit.applications import COMPANY, PERMIT, paper
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall

REPRESENTATIVE = "/applicant/legal_representative"
PHONE = "/applicant/contact/phone"
HUANG = {"name": "黄示例", "id_type": "居民身份证", "id_number": "441702199506120021"}
LETTER = {"letter_seen": True, "letter": {"signed_on": "2026-11-20"}}
NEW = {f"{REPRESENTATIVE}/name": HUANG["name"], f"{REPRESENTATIVE}/id_number": HUANG["id_number"]}


def correct(hall: Hall, case_id: str, fields: dict[str, Any], **person: Any) -> None:
    signing = Signing.model_validate(PERMIT.recipient | person)
    correct_form(hall.platform, hall.caller(CLERK, case_id), case_id, fields, signing)


def refused(hall: Hall, case_id: str, fields: dict[str, Any], **person: Any) -> str:
    before = hall.everything()
    with pytest.raises(Invalid) as found:
        correct(hall, case_id, fields, **person)
    assert hall.everything() == before
    return found.value.code


def representative(hall: Hall, case_id: str) -> tuple[str, str]:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    person = found.form["applicant"]["legal_representative"]
    return person["name"], person["id_number"]


@pytest.mark.requirement("R27")
def test_a_stranger_does_not_make_himself_the_representative(hall: Hall):
    case_id = hall.submitted()
    assert refused(hall, case_id, NEW, **HUANG) == "representative_replaced"


@pytest.mark.requirement("R27")
def test_nor_in_two_steps_with_the_name_first(hall: Hall):
    case_id = hall.submitted()
    _, number = representative(hall, case_id)
    correct(hall, case_id, {f"{REPRESENTATIVE}/name": HUANG["name"]}, name=HUANG["name"])
    assert representative(hall, case_id) == (HUANG["name"], number)
    second = {f"{REPRESENTATIVE}/id_number": HUANG["id_number"]}
    assert refused(hall, case_id, second, **HUANG) == "representative_replaced"


@pytest.mark.requirement("R27")
@pytest.mark.parametrize("by", ["the one before", "an agent"])
def test_who_was_it_before_or_an_agent_with_a_letter_states_the_new_one(hall: Hall, by: str):
    case_id = hall.submitted()
    agent = {"relation": "agent", "name": "赵示例", "id_type": "居民身份证", "id_number": "441702199003070026"}
    correct(hall, case_id, NEW, **(agent | LETTER if by == "an agent" else {}))
    assert representative(hall, case_id) == (HUANG["name"], HUANG["id_number"])
    correct(hall, case_id, {PHONE: "13900139000"}, **HUANG)
    assert refused(hall, case_id, {PHONE: "13900139001"}) == "person_unverified"
    # What the new one has of his own is put right by himself.
    correct(hall, case_id, {f"{REPRESENTATIVE}/name": "黄示列"}, **HUANG | {"name": "黄示列"})


@pytest.mark.requirement("R27")
def test_a_supplement_at_the_window_makes_nobody_the_representative_either(hall: Hall):
    case_id = hall.submitted()
    hall.correct(case_id, *NEW)
    person = PERMIT.recipient | HUANG
    with pytest.raises(Invalid) as stranger:
        supplemented(hall, case_id, NEW, person)
    assert {error.code for error in stranger.value.errors} == {"identity_mismatch"}
    supplemented(hall, case_id, NEW, PERMIT.recipient)
    assert representative(hall, case_id) == (HUANG["name"], HUANG["id_number"])


def supplemented(hall: Hall, case_id: str, fields: dict[str, Any], person: dict[str, Any] | None) -> None:
    papers = [paper(line) for line in hall.case(case_id).noticed_lines]
    brought = PaperSupplement.model_validate({"papers": papers, **({"presented_by": person} if person else {})})
    supplement(hall.platform, hall.caller(CLERK, case_id), case_id, fields, brought)


@pytest.mark.requirement("R27")
def test_a_walk_in_is_not_made_another_applicants_in_two_steps(hall: Hall):
    """The company's name first, then its number: with its papers that would be somebody else's case."""
    case_id = hall.people.receive_walk_in(hall.caller(CLERK)).facts["id"]
    hall.hand_in(case_id, *PERMIT.lines)
    correct(hall, case_id, {"/applicant/name": "阳江市另一示例有限公司"})
    assert refused(hall, case_id, {"/applicant/uscc": "91441702MA5YM00087"}) == "applicant_replaced"


@pytest.mark.requirement("R27")
@pytest.mark.law("1.4")
@pytest.mark.parametrize(
    ("person", "pointer", "code"),
    [
        (None, "/presented_by", "person_missing"),
        (PERMIT.presented_by, "/presented_by/signed", "not_signed"),
    ],
)
def test_the_clerk_alone_states_no_field_of_the_form(hall: Hall, person: Any, pointer: str, code: str):
    """行政许可法31: papers may be brought by anybody, what the form says is the applicant's own word."""
    case_id = hall.correcting("03", PHONE)
    before = hall.everything()
    with pytest.raises(Invalid) as found:
        supplemented(hall, case_id, {PHONE: "13900139000"}, person)
    assert [(error.pointer, error.code) for error in found.value.errors] == [(pointer, code)]
    assert hall.everything() == before
    supplemented(hall, case_id, {PHONE: "13900139000"}, PERMIT.recipient)
    event = hall.events(case_id)[-1]
    assert (event.data["signed"], event.data["presented_by"]) == (True, "legal_representative")


def test_papers_alone_are_brought_by_anybody_and_an_account_states_its_own_fields(hall: Hall):
    papers, online = hall.correcting("03"), hall.submitted()
    supplemented(hall, papers, {}, None)
    hall.correct(online, PHONE)
    supplement(hall.platform, hall.caller(COMPANY, online), online, {PHONE: "13900139000"})
    assert [hall.case(one).status for one in (papers, online)] == [Status.SUBMITTED, Status.SUBMITTED]
