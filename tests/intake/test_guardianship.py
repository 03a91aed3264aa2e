"""Nobody becomes a guardian by saying so: of an adult a judgment is recorded, of a child the proof is seen before
acceptance, and who is not the guardian of the form acts for nobody.
"""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.access.actor import applicant_key
from chalicelib.cases.model import Status
from chalicelib.cases.model.guardianship import Guardianship
from chalicelib.cases.store.records import own_cases
from chalicelib.catalogue.model.validity import Stated
from chalicelib.foundation.problems import Forbidden, Invalid
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct_form import correct_form
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.submit import submit
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.intake.model.signing import Signing
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.review.acts.decide import Proofs, decide
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import CARD, CITIZEN, FILLED_ON, LIN, OF_A_CHILD
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.catalogue import item_document, publish
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall
from tests.intake.test_at_the_window import fact, notice_of

HUANG = {"name": "黄示例", "id_number": "441702199506120021"}
CHILD = {"name": "林小示", "id_number": "441702201906010016"}
LIN_GUARDS = {**LIN, "relationship": "父母"}
CHIEF_SI = "chief-si"
JUDGMENT = {
    "proof": "人民法院判决书",
    "court": "阳江市江城区人民法院",
    "number": "（2026）粤1702民特1号",
    "made_on": "2026-08-03",
    "seen": True,
}
REGISTER = Guardianship.model_validate({"proof": "户口簿", "seen": True})


def form_of(person: dict[str, str], guardian: dict[str, str] | None = None) -> dict[str, Any]:
    named = {"guardian": guardian} if guardian else {}
    answers = OF_A_CHILD if person == CHILD else CARD.answers
    return {"applicant": {"kind": "自然人", **person, **named, "phone": "13800138000"}, "answers": answers}


def as_guardian(person: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"relation": "guardian", **person, "seen": True, "guardianship_seen": True, **more}


def walked_in(hall: Hall, form: dict[str, Any], presented: dict[str, Any]) -> str:
    facts = {"item": "YM-S07", "form": form, "papers": [], "scans": [], "presented_by": presented}
    return receive_walk_in(hall.platform, hall.caller(CLERK), WalkIn.model_validate(facts)).facts["id"]


def by_a_parent(hall: Hall) -> str:
    return hall.submitted("YM-S07", CITIZEN, form_of(CHILD, LIN_GUARDS))


def codes(refused: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {error.pointer: error.code for error in refused.value.errors}


def test_a_guardian_shows_in_the_event_and_is_none_any_more_once_the_ward_is_eighteen(hall: Hall):
    """民法典 17, 39: on the birthday the right has ended, for what is done and not for what was done."""
    soon = {"name": "林将成", "id_number": "441702200811260018"}
    case_id = hall.submitted("YM-S07", CITIZEN, form_of(soon, LIN_GUARDS))
    other = hall.submitted("YM-S07", CITIZEN, form_of({**soon, "name": "林将成年"}, LIN_GUARDS))
    assert hall.events(case_id)[0].data["acted_by"] == "guardian"
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    assert withdraw(hall.platform, hall.caller(CITIZEN, case_id), case_id, "").facts["status"] == "withdrawn"
    hall.clock.move_to(hall.platform.now() + timedelta(days=1))
    with pytest.raises(Forbidden) as refused:
        withdraw(hall.platform, hall.caller(CITIZEN, other), other, "")
    assert refused.value.code == "guardianship_ended"
    assert hall.case(other).status is Status.SUBMITTED


def test_nobody_applies_online_as_the_guardian_of_an_adult(hall: Hall):
    """民法典 18, 21-24, 28: it takes a judgment, which nobody sees online."""
    case_id = hall.draft("YM-S07", CITIZEN, form_of(HUANG, LIN_GUARDS))
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(CITIZEN, case_id), case_id)
    assert codes(refused) == {"/form/applicant/guardian": "guardian_of_adult"}
    assert "到窗口" in refused.value.errors[0].message
    assert hall.case(case_id).status is Status.DRAFT


def test_a_draft_tells_at_once_that_an_adults_guardian_cannot_apply_online(hall: Hall):
    """Nobody uploads twenty files first. A parent's draft for a child is told nothing of the kind."""
    made = hall.people.create_application(hall.caller(CITIZEN), "YM-S07", form_of(HUANG, LIN_GUARDS))
    told = [(error["pointer"], error["code"]) for error in made.facts["errors"]]
    assert told == [("/form/applicant/guardian", "guardian_of_adult")]
    case_id = made.facts["id"]
    again = hall.people.save_form(case_id, hall.caller(CITIZEN, case_id), form_of(HUANG, LIN_GUARDS))
    assert [(error["pointer"], error["code"]) for error in again.facts["errors"]] == [
        ("/applicant/guardian", "guardian_of_adult")
    ]
    of_child = hall.people.save_form(case_id, hall.caller(CITIZEN, case_id), form_of(CHILD, LIN_GUARDS))
    assert of_child.facts["errors"] == []


@pytest.mark.requirement("R27")
@pytest.mark.parametrize(
    ("proof", "pointer"),
    [
        ({}, "/presented_by/guardianship"),
        ({"guardianship": {"proof": "户口簿", "seen": True}}, "/presented_by/guardianship/proof"),
        ({"guardianship": JUDGMENT | {"made_on": "2027-08-03"}}, "/presented_by/guardianship/made_on"),
    ],
)
def test_at_the_window_the_guardian_of_an_adult_shows_the_judgment(hall: Hall, proof: dict[str, Any], pointer: str):
    with pytest.raises(Invalid) as refused:
        walked_in(hall, form_of(HUANG, LIN_GUARDS), as_guardian(LIN, **proof))
    assert [*codes(refused)] == [pointer]
    with pytest.raises(Invalid) as alone:  # nor does a form name a guardian while the adult comes alone
        walked_in(hall, form_of(HUANG, LIN_GUARDS), {"relation": "applicant", **HUANG, "seen": True, **proof})
    assert [*codes(alone)] == [pointer]


def test_a_judgment_is_recorded_and_the_adult_sees_the_case(hall: Hall):
    case_id = walked_in(hall, form_of(HUANG, LIN_GUARDS), as_guardian(LIN, guardianship=JUDGMENT))
    kept = hall.case(case_id).guardianship
    assert kept is not None
    assert (kept.proof, kept.court, str(kept.made_on)) == (JUDGMENT["proof"], JUDGMENT["court"], "2026-08-03")
    assert kept.seen_by == hall.people.personas[CLERK].actor.sub
    event = str(hall.events(case_id)[-1].data)
    assert "人民法院判决书" in event
    assert "民特" not in event
    identity = PERSONAS["citizen-huang"].actor.identity
    assert identity is not None
    owner = applicant_key(identity, hall.platform.index_keys.writes)
    assert [case.id for case in own_cases(hall.platform.table, [owner], limit=9, after=None)[0]] == [case_id]
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert hall.case(case_id).status is Status.DECIDING


@pytest.mark.parametrize("left_out", ["court", "number", "made_on", "seen"])
def test_a_judgment_is_recorded_whole(left_out: str):
    with pytest.raises(ValidationError):
        Guardianship.model_validate({name: value for name, value in JUDGMENT.items() if name != left_out})
    with pytest.raises(ValidationError):
        Guardianship.model_validate(JUDGMENT | {"proof": "户口簿"})


def test_the_parents_claim_is_proven_before_acceptance(hall: Hall):
    case_id = by_a_parent(hall)
    with pytest.raises(Invalid) as refused:
        accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert (refused.value.code, codes(refused)) == (
        "guardianship_unproven",
        {"/guardianship": "guardianship_unproven"},
    )
    assert hall.case(case_id).status is Status.SUBMITTED
    accept(hall.platform, hall.caller(CLERK, case_id), case_id, REGISTER)
    assert hall.events(case_id)[-1].data["guardianship"] == {"proof": "户口簿"}
    hall.carry_out_everything()
    hall.decide(case_id, by=CHIEF_SI)
    assert hall.case(case_id).outcome == "grant"


def test_nothing_is_recorded_where_no_guardian_acts(hall: Hall):
    case_id = hall.submitted("YM-S07", CITIZEN)
    with pytest.raises(Invalid) as refused:
        accept(hall.platform, hall.caller(CLERK, case_id), case_id, REGISTER)
    assert codes(refused) == {"/guardianship": "guardian_missing"}


def accepted_by_silence(hall: Hall) -> str:
    """A licence for the trees of a child. The window says nothing for five workdays, and nobody has seen a proof."""
    publish(hall.platform, "YM-P10")
    form = form_of(CHILD, LIN_GUARDS)
    answers = example_answers(item_document("YM-P10"), form["applicant"], FILLED_ON, cut_volume_m3=1)
    case_id = hall.submitted("YM-P10", CITIZEN, form | {"answers": answers})
    hall.wait_in_silence(case_id)
    case = hall.case(case_id)
    assert (case.status, case.deemed, case.guardianship) == (Status.IN_REVIEW, True, None)
    hall.answer(case_id, by=hall.people.at_post("officer", case_id))
    hall.carry_out_everything()
    return case_id


def test_silence_proves_nothing(hall: Hall):
    """行政许可法 32(4), 34, 38: a grant needs the proof, a refusal does not."""
    case_id = accepted_by_silence(hall)
    chief = hall.caller("chief-forest", case_id)
    with pytest.raises(Invalid) as refused:
        decide(hall.platform, chief, case_id, "grant", [], Stated(years=1))
    assert codes(refused) == {"/guardianship": "guardianship_unproven"}
    proof = Guardianship.model_validate({"proof": "政务数据共享", "seen": True})
    decide(hall.platform, chief, case_id, "grant", [], Stated(years=1), proofs=Proofs(guardianship=proof))
    assert hall.events(case_id)[-1].data["guardianship"] == {"proof": "政务数据共享"}
    kept = hall.case(case_id).guardianship
    assert kept is not None
    assert kept.seen_by == hall.people.personas["chief-forest"].actor.sub


@pytest.mark.requirement("R37")
@pytest.mark.parametrize(
    ("applicant", "found"),
    [
        ("adult", {"/presented_by/relation": "guardian_unrecorded"}),
        ("child", {"/presented_by/name": "identity_mismatch", "/presented_by/id_number": "identity_mismatch"}),
    ],
)
def test_only_the_guardian_of_the_form_acts_for_the_applicant(hall: Hall, applicant: str, found: dict[str, str]):
    """A stranger who calls himself the guardian withdraws, corrects, supplements and collects nothing."""
    case_id = by_a_parent(hall) if applicant == "child" else hall.submitted("YM-S07", CITIZEN)
    stranger = as_guardian(HUANG)
    signing, table = Signing.model_validate(stranger | {"signed": True}), hall.platform
    phone = "/applicant/phone"
    with pytest.raises(Invalid) as withdrawn:
        withdraw(table, hall.caller(CLERK, case_id), case_id, "", signing)
    with pytest.raises(Invalid) as corrected:
        correct_form(table, hall.caller("clerk-social", case_id), case_id, {phone: "13900139000"}, signing)
    hall.correct(case_id, phone)
    brought = PaperSupplement.model_validate({"presented_by": stranger | {"signed": True}})
    with pytest.raises(Invalid) as supplemented:
        supplement(table, hall.caller(CLERK, case_id), case_id, {phone: "13900139000"}, brought)
    assert codes(withdrawn) == codes(corrected) == codes(supplemented) == found


def test_a_stranger_does_not_correct_himself_into_the_form(hall: Hall):
    case_id = hall.submitted("YM-S07", CITIZEN)
    signing = Signing.model_validate(as_guardian(HUANG, signed=True))
    fields = {f"/applicant/guardian/{name}": value for name, value in (HUANG | {"relationship": "其他近亲属"}).items()}
    with pytest.raises(Invalid) as refused:
        correct_form(hall.platform, hall.caller("clerk-social", case_id), case_id, fields, signing)
    assert set(codes(refused).values()) == {"field_unlisted"}
    of_child = walked_in(hall, form_of(CHILD, LIN_GUARDS), as_guardian(LIN))
    fields = {f"/applicant/guardian/{name}": value for name, value in HUANG.items()}
    with pytest.raises(Invalid) as replaced:
        correct_form(hall.platform, hall.caller("clerk-social", of_child), of_child, fields, signing)
    assert replaced.value.code == "applicant_replaced"


@pytest.mark.usefixtures("quick_documents")
@pytest.mark.requirement("R37")
def test_a_result_is_handed_to_the_guardian_of_the_form_only(hall: Hall):
    case_id = by_a_parent(hall)
    accept(hall.platform, hall.caller(CLERK, case_id), case_id, REGISTER)
    hall.carry_out_everything()
    hall.decide(case_id, by=CHIEF_SI)
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    taker = Recipient.model_validate(as_guardian(HUANG, signed=True))
    with pytest.raises(Invalid) as refused:
        deliver(hall.platform, hall.caller(ISSUER, case_id), case_id, taker)
    assert set(codes(refused).values()) == {"identity_mismatch"}
    deliver(
        hall.platform,
        hall.caller(ISSUER, case_id),
        case_id,
        Recipient.model_validate(as_guardian(LIN, signed=True)),
    )
    assert hall.case(case_id).status is Status.DELIVERED
    named = {row["kind"]: "林示例" in row["data"] for row in hall.rows(case_id, "DOCUMENT#")}
    assert named.pop("certificate") is False  # in the applicant's name alone
    assert (len(named), set(named.values())) == (5, {True})
    served = notice_of(hall, case_id, "service_record")
    assert fact(served, "受送达人") == "林小示（法定代理人：林示例）"
    assert fact(served, "签收人") == "林示例"


def test_documents_name_the_guardian_who_acts(hall: Hall):
    """民法典 23: of a child, also when the case is withdrawn; an adult who has none is named alone."""
    case_id = by_a_parent(hall)
    voucher = notice_of(hall, case_id, "receipt_voucher")
    assert voucher.addressee == "林小示（法定代理人：林示例）"
    assert voucher.paragraphs[0].startswith("现收到你就")
    withdraw(hall.platform, hall.caller(CITIZEN, case_id), case_id, "")
    ended = notice_of(hall, case_id, "termination_notice")
    assert "原因：申请人的法定代理人林示例撤回申请。" in ended.paragraphs
    own = hall.submitted("YM-S07", CITIZEN, form_of(LIN))
    assert notice_of(hall, own, "receipt_voucher").addressee == LIN["name"]


def test_a_guardian_who_withdraws_at_the_window_is_named(hall: Hall):
    case_id = walked_in(hall, form_of(CHILD, LIN_GUARDS), as_guardian(LIN))
    signing = Signing.model_validate(as_guardian(LIN, signed=True))
    withdraw(hall.platform, hall.caller(CLERK, case_id), case_id, "", signing)
    ended = notice_of(hall, case_id, "termination_notice")
    assert "原因：申请人的法定代理人林示例到窗口书面撤回申请，身份已经核验。" in ended.paragraphs
    assert ended.signatures[0] == "法定代理人（签收）"
