"""Who applies or supplements at the window for somebody else: by an authorisation on record no letter on paper is
asked for, by law none at all (R19, R27, R37).
"""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cases.acts.lookup import seen_history
from chalicelib.cases.model import Status
from chalicelib.cases.model.timeline import timeline
from chalicelib.consents.store import authorisations
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Invalid
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from proofs.kit.applications import CARD, COMPANY, LIN, OF_A_CHILD, PERMIT, paper
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish
from proofs.kit.hall import Hall
from tests.consents.parties import ALL, ITEM, NAMED, STRANGER, accepted, given, operator, revoked

IN_PERSON: dict[str, Any] = {**NAMED, "relation": "agent", "seen": True}
SOCIAL = "clerk-social"
CHILD = {"name": "林小示", "id_number": "441702201906010016"}
GROWN_TOMORROW = {"name": "林将成", "id_number": "441702200811260018"}
LINE_OF_THE_LETTER = "08"


def of_company(hall: Hall, **changes: Any) -> str:
    scope = {"items": [PERMIT.item], "acts": ALL}
    return accepted(hall, COMPANY, operator(hall), **{"kind": "operator", "scope": scope, **changes})


def walked_in(hall: Hall, authorisation: str, form: dict[str, Any] | None = None, **person: Any) -> str:
    """The agent brings every paper that the company would bring."""
    body = PERMIT.walk_in | {"scans": [], "presented_by": {**IN_PERSON, "authorisation": authorisation, **person}}
    body |= {"form": form or hall.people.form()}
    return receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(body)).facts["id"]


def refused(hall: Hall, authorisation: str, form: dict[str, Any] | None = None, **person: Any) -> dict[str, str]:
    before = hall.everything()
    with pytest.raises(Invalid) as wrong:
        walked_in(hall, authorisation, form, **person)
    assert hall.everything() == before
    return {error.pointer: error.code for error in wrong.value.errors}


def with_agent(hall: Hall, **agent: str) -> dict[str, Any]:
    form = hall.people.form()
    return form | {"applicant": form["applicant"] | {"agent": {**NAMED, **agent}}}


# ---------------------------------------------------------------------------------------------- an agent on record
@pytest.mark.requirement("R19", "R37")
def test_an_agent_on_record_applies_at_the_window_without_a_letter_on_paper(hall: Hall):
    authorisation = of_company(hall)
    case_id = walked_in(hall, authorisation)
    case, (event,) = hall.case(case_id), hall.events(case_id)
    assert (case.status, case.applicant_name, case.identity_seen_at) == (Status.SUBMITTED, "阳江示例餐饮有限公司", None)
    assert (event.data["presented_by"], event.data["authorisation"]) == ("agent", authorisation)
    assert event.data["letter"] == {"signed_on": str(hall.platform.now().date()), "valid_until": "2027-11-22"}
    assert "黄示例" not in str(event)
    assert NAMED["id_number"] not in str(event)
    assert LINE_OF_THE_LETTER not in hall.required_lines(case_id)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R19")
def test_both_names_stand_on_the_voucher_and_the_number_in_the_timeline(hall: Hall):
    authorisation = of_company(hall)
    case_id = walked_in(hall, authorisation)
    (voucher,) = hall.rows(case_id, keys.DOCUMENT)
    assert "阳江示例餐饮有限公司" in voucher["data"]
    assert '"label":"经办人","value":"黄示例"' in voucher["data"].replace(" ", "")
    case, events = seen_history(hall.platform, hall.caller(CLERK), case_id)
    (stage,) = timeline(case, events, hall.platform.now().date(), hall.platform.calendars).stages
    assert (stage.acted_by, stage.authorisation) == ("agent", authorisation)


@pytest.mark.requirement("R37")
def test_the_agent_of_a_letter_on_paper_stands_on_the_voucher_too(hall: Hall):
    letter = {"letter_seen": True, "letter": {"signed_on": "2026-11-20"}}
    body = PERMIT.walk_in | {"scans": [], "presented_by": IN_PERSON | letter}
    case_id = receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(body)).facts["id"]
    (voucher,) = hall.rows(case_id, keys.DOCUMENT)
    assert '"label":"委托代理人","value":"黄示例"' in voucher["data"].replace(" ", "")


@pytest.mark.requirement("R27", "R37")
def test_at_a_walk_in_no_other_authorisation_will_do(hall: Hall):
    over = of_company(hall)
    revoked(hall, over, COMPANY)
    later = (hall.platform.now() + timedelta(days=2)).date().isoformat()
    today = hall.platform.now().date()
    ended = of_company(hall, until=today.isoformat())
    unanswered = given(hall, COMPANY, kind="operator", scope={"items": [PERMIT.item], "acts": ALL})
    for wrong in (
        over,
        unanswered,
        of_company(hall, **{"from": later}),
        of_company(hall, scope={"items": [PERMIT.item], "acts": ["collect"]}),
        of_company(hall, scope={"items": ["YM-S05"], "acts": ALL}),
        accepted(hall, STRANGER, scope={"items": [PERMIT.item], "acts": ALL}),
        "a" * 26,
    ):
        assert refused(hall, wrong) == {"/presented_by/authorisation": "authorisation_unfit"}
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    assert refused(hall, ended) == {"/presented_by/authorisation": "authorisation_unfit"}


def test_somebody_else_than_the_agent_does_not_use_it(hall: Hall):
    someone: dict[str, Any] = {"name": "周示例", "id_number": "810000199408230021", "id_type": "港澳台居民居住证"}
    assert refused(hall, of_company(hall), **someone) == {"/presented_by/authorisation": "authorisation_unfit"}


def test_while_it_is_not_certain_who_applies_the_authorisation_is_not_judged(hall: Hall):
    form = hall.people.form()
    wrong = form | {"applicant": form["applicant"] | {"uscc": "123"}}
    assert refused(hall, of_company(hall), wrong) == {"/form/applicant/uscc": "uscc_format"}
    assert [*refused(hall, "a" * 26, wrong)] == ["/form/applicant/uscc"]


def test_a_form_that_names_the_same_agent_is_relieved_of_it(hall: Hall):
    authorisation = of_company(hall)
    case_id = walked_in(hall, authorisation, with_agent(hall))
    assert LINE_OF_THE_LETTER not in hall.required_lines(case_id)
    another = with_agent(hall, name="周示例", id_number="441702199506120048")
    assert refused(hall, authorisation, another) == {"/form/applicant/agent": "agent_on_record"}


def test_of_a_form_without_fields_the_answer_asks_for_no_letter(hall: Hall):
    publish(hall.platform, PERMIT.item, version=2, form_fields=(), derives=())
    authorisation, form = of_company(hall), hall.people.form()
    form["answers"] = {"vending": False, "agent": True}
    assert refused(hall, authorisation, form) == {"/form/answers/agent": "agent_on_record"}
    form["answers"]["agent"] = False
    assert hall.case(walked_in(hall, authorisation, form)).status is Status.SUBMITTED


def test_who_comes_in_person_names_no_authorisation(hall: Hall):
    """Its number is passed over, and stands in no event."""
    body = PERMIT.walk_in | {"scans": [], "presented_by": PERMIT.presented_by | {"authorisation": of_company(hall)}}
    case_id = receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(body)).facts["id"]
    assert "authorisation" not in hall.events(case_id)[0].data


def test_an_authorisation_is_read_only_where_one_is_named(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    named, read = of_company(hall), list[str]()
    load = authorisations.load
    monkeypatch.setattr(authorisations, "load", lambda table, number: read.append(number) or load(table, number))
    hall.people.receive_walk_in(hall.caller(CLERK), scans=())
    assert read == []
    walked_in(hall, named)
    assert read == [named]


# ------------------------------------------------------------------------------------------------- papers are brought
def brought(hall: Hall, case_id: str, authorisation: str) -> None:
    person = {**IN_PERSON, "authorisation": authorisation}
    papers = PaperSupplement.model_validate({"papers": [paper("01")], "presented_by": person})
    supplement(hall.platform, hall.caller(CLERK, case_id), case_id, brought=papers)


@pytest.mark.requirement("R19", "R27")
def test_an_agent_on_record_brings_the_papers_of_a_supplement(hall: Hall):
    case_id, authorisation = hall.correcting("01"), of_company(hall)
    brought(hall, case_id, authorisation)
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert (case.status, case.identity_seen_at) == (Status.SUBMITTED, None)
    assert (event.data["presented_by"], event.data["authorisation"]) == ("agent", authorisation)
    voucher = max(hall.rows(case_id, keys.DOCUMENT), key=lambda row: row["sk"])
    assert '"label":"经办人","value":"黄示例"' in voucher["data"].replace(" ", "")


@pytest.mark.requirement("R27")
def test_at_a_supplement_no_other_authorisation_will_do(hall: Hall):
    case_id, over = hall.correcting("01"), of_company(hall)
    revoked(hall, over, COMPANY)
    for wrong in (over, of_company(hall, scope={"items": [PERMIT.item], "acts": ["apply"]}), accepted(hall, STRANGER)):
        with pytest.raises(Invalid) as unfit:
            brought(hall, case_id, wrong)
        assert unfit.value.code == "authorisation_unfit"
    assert hall.case(case_id).status is Status.CORRECTING


# --------------------------------------------------------------------------------------------------- guardians by law
def of_child(child: dict[str, str], relationship: str = "父母") -> dict[str, Any]:
    guardian = {**LIN, "relationship": relationship}
    applicant = {"kind": "自然人", **child, "guardian": guardian, "phone": "13800138000"}
    answers = OF_A_CHILD if child == CHILD else CARD.answers
    if relationship == "其他监护人":
        answers = answers | {"guardian_relation": "other"}
    return {"applicant": applicant, "answers": answers}


def walked_in_for(hall: Hall, form: dict[str, Any], **presented: Any) -> str:
    body = {"item": ITEM, "form": form, "presented_by": presented, "papers": [], "scans": []}
    return receive_walk_in(hall.platform, hall.caller(SOCIAL), WalkIn.model_validate(body)).facts["id"]


def as_guardian(**more: Any) -> dict[str, Any]:
    return {"relation": "guardian", **LIN, "seen": True, **more}


@pytest.mark.requirement("R27", "R37")
@pytest.mark.parametrize("relationship", ["父母", "祖父母、外祖父母"])
def test_the_guardian_of_a_child_of_seven_shows_the_relation_and_no_letter(hall: Hall, relationship: str):
    """民法典 20, 23, 27: of parents and of who comes after them."""
    form = of_child(CHILD, relationship)
    with pytest.raises(Invalid) as unproven:
        walked_in_for(hall, form, **as_guardian())
    assert [error.code for error in unproven.value.errors] == ["guardianship_unproven"]
    case_id = walked_in_for(hall, form, **as_guardian(guardianship={"proof": "户口簿", "seen": True}))
    (event,) = hall.events(case_id)
    assert (event.data["presented_by"], event.data["guardianship"]) == ("guardian", {"proof": "户口簿"})
    assert not {"letter", "authorisation"} & set(event.data)
    (voucher,) = hall.rows(case_id, keys.DOCUMENT)
    assert "林小示" in voucher["data"]
    assert "林示例" in voucher["data"]


@pytest.mark.requirement("R27")
def test_a_child_of_seven_does_not_come_alone(hall: Hall):
    with pytest.raises(Invalid) as alone:
        walked_in_for(hall, of_child(CHILD), relation="applicant", **CHILD, seen=True)
    assert "guardian_needed" in [error.code for error in alone.value.errors]


@pytest.mark.requirement("R19")
def test_a_guardian_authorises_an_agent_for_the_child(hall: Hall):
    """As a guardian signs a letter on paper for the child; what the guardian gives for others is of no use."""
    authorisation = accepted(hall)
    case_id = walked_in_for(hall, of_child(CHILD), **IN_PERSON, authorisation=authorisation)
    assert hall.events(case_id)[0].data["authorisation"] == authorisation
    with pytest.raises(Invalid) as unfit:
        walked_in_for(hall, of_child(CHILD), **IN_PERSON, authorisation=accepted(hall, STRANGER))
    assert [error.code for error in unfit.value.errors] == ["authorisation_unfit"]


def grown_up(hall: Hall) -> str:
    """Received for a minor, whose notice is open; the ward is eighteen by now."""
    proof = {"proof": "户口簿", "seen": True}
    case_id = walked_in_for(hall, of_child(GROWN_TOMORROW), **as_guardian(guardianship=proof))
    hall.correct(case_id, "/applicant/phone")
    hall.clock.move_to(hall.platform.now() + timedelta(days=2))
    return case_id


def supplemented(hall: Hall, case_id: str, **person: Any) -> None:
    papers = PaperSupplement.model_validate({"presented_by": person | {"signed": True}})
    fields = {"/applicant/phone": "13900139000"}
    supplement(hall.platform, hall.caller(SOCIAL, case_id), case_id, fields, papers)


@pytest.mark.requirement("R27", "R37")
def test_once_the_ward_is_eighteen_the_guardian_does_nothing_more_at_the_window(hall: Hall):
    """民法典 17, 39. The ward goes on alone."""
    case_id = grown_up(hall)
    with pytest.raises(Invalid) as brings:
        supplemented(hall, case_id, **as_guardian(guardianship_seen=True))
    person = as_guardian(guardianship_seen=True, signed=True)
    with pytest.raises(Invalid) as withdraws:
        hall.people.withdraw_at_window(case_id, hall.caller(SOCIAL, case_id), **person)
    for refusal in (brings, withdraws):
        errors = [(error.pointer, error.code) for error in refusal.value.errors]
        assert errors == [("/presented_by/relation", "guardianship_ended")]
    supplemented(hall, case_id, relation="applicant", **GROWN_TOMORROW, seen=True)
    assert hall.case(case_id).status is Status.SUBMITTED


@pytest.mark.requirement("R27")
def test_of_an_adult_whom_a_court_has_found_incapable_the_guardian_goes_on(hall: Hall):
    judgment: dict[str, Any] = {
        "proof": "人民法院判决书",
        "court": "阳江市江城区人民法院",
        "number": "（2026）粤1702民特1号",
    }
    judgment |= {"made_on": "2026-11-24", "seen": True}
    case_id = grown_up(hall)
    with pytest.raises(Invalid) as early:
        supplemented(hall, case_id, **as_guardian(guardianship=judgment | {"made_on": "2026-12-24"}))
    assert [error.code for error in early.value.errors] == ["judgment_in_future"]
    supplemented(hall, case_id, **as_guardian(guardianship=judgment))
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert case.guardianship is not None
    assert (case.status, case.guardianship.proof) == (Status.SUBMITTED, judgment["proof"])
    assert event.data["guardianship"]["proof"] == judgment["proof"]
    assert "民特" not in str(event)
