"""What citizens read of a case has no note of the catalogue's editors: every item, every view and every document."""

from collections.abc import Iterator

import pytest

from chalicelib.cases.model.hearing import unheard
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.citations import citations
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.reject import reject
from chalicelib.intake.model.notices import Defect
from chalicelib.review.acts.decide import Outcome
from proofs.kit.cases_so_far import found_false, party_told, renewed, to_be_revoked, to_be_withdrawn
from proofs.kit.cast import CLERK, LEADER
from proofs.kit.catalogue import item_document
from proofs.kit.deferrals import deferred
from proofs.kit.fees import repaid
from proofs.kit.hall import Hall
from proofs.kit.pledges import OFFICER as VERIFIER
from proofs.kit.pledges import granted as granted_on_pledge
from tests.cases.editors_notes import answers, documents, notes_in, public_notes_in
from tests.cases.test_every_item import (
    HANDLED_HERE,
    ITEMS,
    applicant_of,
    begin_at_the_window,
    begin_online,
    filled_in,
    proof_for,
    publish_unless_there,
)

# Corrections of decisions have only what an officer writes: `tests/issuance/test_correct_result.py`.
# Those of joint requests have what schemes say: `tests/joint/test_requests.py`.
OF_SCHEMES = {
    *("decision_correction", "joint_acceptance_notice", "joint_conclusion_notice", "joint_extension_notice"),
    *("joint_supplement_notice", "joint_reinstatement_notice", "joint_fee_notice", "session_conclusion"),
    *("session_notice", "department_opinion", "session_record", "session_minutes"),
}
GIVEN = {kind.value for kind in DocumentKind} - OF_SCHEMES | {"certificate"}

# Played alone: what follows it would follow years later.
AFTER_YEARS = {DocumentKind.RENEWAL_NOTICE.value}


def begun(hall: Hall, code: str) -> str:
    item = item_document(code)
    form = filled_in(hall, item)
    return begin_online(hall, applicant_of(item), code, form) if item.online else begin_at_the_window(hall, item, form)


def decided(hall: Hall, code: str, outcome: Outcome = "refuse") -> str:
    case_id, people = begun(hall, code), hall.people
    item = item_document(code)
    people.accept(case_id, hall.caller(CLERK, case_id), proof_for(item, filled_in(hall, item)))
    hall.carry_out_everything()
    if hall.case(case_id).open_task("review"):
        hall.answer(case_id, by=people.at_post("officer", case_id))
        hall.carry_out_everything()
    if unheard(hall.case(case_id), item):  # not decided without its minutes (行政许可法48(2))
        chief = people.decider(case_id)
        people.suspend(case_id, hall.caller(chief, case_id), "hearing", 9)
        people.resume(case_id, hall.caller(chief, case_id), "hearing")
    hall.decide(case_id, outcome, by=people.decider(case_id))
    return case_id


def noticed(hall: Hall, code: str) -> str:
    """Everything that may be asked for is asked for."""
    case_id = begun(hall, code)
    correct(hall.platform, hall.caller(CLERK, case_id), case_id, [*defects(hall, case_id)])
    return case_id


def others(hall: Hall, code: str) -> list[str]:
    """Refused at the window for each reason, withdrawn, and granted to the end."""
    none_needed, elsewhere, withdrawn = (begun(hall, code) for _ in range(3))
    reject(hall.platform, hall.caller(CLERK, none_needed), none_needed, "no_permit_needed", "无需办理", None)
    reject(hall.platform, hall.caller(CLERK, elsewhere), elsewhere, "not_this_organ", "不属于职权", "阳江市公安局")
    hall.people.withdraw(withdrawn, hall.caller(applicant_of(item_document(code)), withdrawn))
    return [none_needed, elsewhere, withdrawn, hall.closed()]


def stopped_and_extended(hall: Hall, code: str) -> str:
    """A hearing is on, and the term is extended."""
    case_id, people, item = begun(hall, code), hall.people, item_document(code)
    people.accept(case_id, hall.caller(CLERK, case_id), proof_for(item, filled_in(hall, item)))
    people.suspend(case_id, hall.caller(people.decider(case_id), case_id))
    people.extend(case_id, hall.caller(LEADER, case_id))
    return case_id


def unmended(hall: Hall) -> str:
    """Granted on a commitment, told to put it right, and not put right."""
    case_id = granted_on_pledge(hall)
    hall.people.verify(case_id, hall.caller(VERIFIER, case_id), "unmet")
    due = hall.case(case_id).due("rectification")
    assert due is not None
    hall.clock.move_to(end_of(due))
    hall.people.verify(case_id, hall.caller(VERIFIER, case_id), "broken")
    return case_id


def against(hall: Hall) -> list[str]:
    """A false application, and licences that were revoked and cancelled, or withdrawn."""
    false = found_false(hall)
    chief = hall.people.at_post("chief", false)
    hall.people.lift_bar(false, hall.caller(chief, false))
    revoked, withdrawn = to_be_revoked(hall), to_be_withdrawn(hall)
    hall.people.revoke_result(revoked, hall.caller(chief, revoked))
    hall.people.cancel_result(revoked, hall.caller(chief, revoked))
    hall.people.withdraw_result(withdrawn, hall.caller(chief, withdrawn))
    hall.people.lift_bar(revoked, hall.caller(chief, revoked))
    return [false, revoked, withdrawn]


def kept(hall: Hall) -> str:
    """Granted on a commitment that was found to be kept."""
    case_id = granted_on_pledge(hall)
    hall.people.verify(case_id, hall.caller(VERIFIER, case_id))
    return case_id


def defects(hall: Hall, case_id: str) -> Iterator[Defect]:
    """Of every line that may be asked for, and of the form."""
    found = load_file(hall.platform.table, case_id)
    form = found.form if found else {}
    own = "phone" in form.get("applicant", {})
    field = "/applicant/phone" if own else "/applicant/contact/phone"
    yield Defect(field=field, defect="电话号码为空号", remedy="填写能够联系的电话")
    for line in lines_of(item_document(hall.case(case_id).item), form):
        if line.applies and not line.shared:
            yield Defect(line=line.no, defect="缺少签名", remedy="补签后重新提交")


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("code", HANDLED_HERE)
def test_neither_documents_nor_answers_tell_an_editors_note(hall: Hall, code: str):
    publish_unless_there(hall, code)
    for case_id in (noticed(hall, code), decided(hall, code)):
        assert notes_in([answers(hall, case_id), documents(hall, case_id)]) == []


def test_every_kind_of_document_is_looked_at(hall: Hall):
    """A grant of every item is looked at where it is played to its end."""
    publish_unless_there(hall, "YM-I01")
    cases = [noticed(hall, "YM-P01"), decided(hall, "YM-P01"), *others(hall, "YM-P01")]
    cases += [decided(hall, "YM-I01", outcome) for outcome in ("grant", "refuse")]
    cases += [stopped_and_extended(hall, "YM-P01"), deferred(hall), *against(hall)]
    cases += [repaid(hall), kept(hall), unmended(hall), party_told(hall)]
    assert notes_in([[answers(hall, case_id), documents(hall, case_id)] for case_id in cases]) == []
    assert {kind for case_id in cases for kind in documents(hall, case_id)} == GIVEN - {
        DocumentKind.RENEWAL_NOTICE.value
    }


def test_what_silence_renews_tells_none_either(hall: Hall):
    told = documents(hall, renewed(hall))
    assert notes_in([told]) == []
    assert {*told} >= AFTER_YEARS


@pytest.mark.parametrize("code", ITEMS)
def test_the_basis_of_a_material_is_a_law_in_full_or_nothing(code: str):
    """Also of the six items of which there are no cases yet."""
    item = item_document(code)
    laws = [basis.law for basis in item.legal_basis]
    for line in lines_of(item, {}):
        assert notes_in([line.why, line.name, citations(line.legal_basis or "", laws)]) == []


def published(code: str) -> ServiceItem:
    """As an administrator publishes it."""
    facts = {"region": "441700", "version": 1, "content_hash": "0", "ended_at": None}
    document = item_document(code)
    return ServiceItem.model_construct(
        **{name: getattr(document, name) for name in type(document).model_fields}, **facts
    )


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("code", ITEMS)
def test_the_public_page_of_an_item_has_no_mark_of_research(code: str):
    """Form and its schema, limits, validity, bases, procedures and notes. That it is a demonstration is said once."""
    page = item_answer(published(code), demonstration=True).model_dump(mode="json")
    assert public_notes_in(page) == []
    assert public_notes_in(item_answer(published(code), demonstration=False).model_dump(mode="json")) == []
    assert str(page).count("演示数据") == 1


@pytest.mark.parametrize("raw", ["ILLUSTRATIVE", "a person's name", "形式审查 (19)", "本细则二(二)", "尚未查得"])
def test_a_mark_on_a_public_page_would_be_found(raw: str):
    assert public_notes_in({"description": raw}) == [raw]


@pytest.mark.parametrize(
    "raw", ["食品安全法 33,35", "办法12; 食品安全法33", "社会保险法57 (unit not stated)", "第四十五条 (MEMORY)"]
)
def test_what_editors_write_would_be_found(raw: str):
    assert notes_in({"basis": [raw]}) == [raw]
