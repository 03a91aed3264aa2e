"""容缺受理 and 告知承诺 in a joint request: the word is given once, and the member that rests on it carries it."""

from datetime import date

import pytest

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.store.due_days import end_of
from chalicelib.documents.store import vault
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.intake.acts.submit import submit
from chalicelib.wiring.alarms import FIRES
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.promised_in_request import lacking, line_of, promised

FOOD, LINE, DUE = "YM-P01", "04", date(2026, 12, 1)


@pytest.fixture
def restaurant(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return hall


def opened(hall: Hall) -> tuple[str, Case]:
    """The permit's case, which begins with the licence."""
    request = promised(hall)
    joint.decide(hall, request, "YM-R01")
    return request, joint.of_member(hall, request, FOOD)


def paper(hall: Hall, case_id: str, kind: str) -> str:
    return "".join(one.data for one in vault.whole_documents(hall.platform, case_id) if one.kind == kind)


def test_only_a_line_that_each_of_its_items_lets_follow_may_be_promised(restaurant: Hall):
    hall, request = restaurant, joint.requested(restaurant)
    materials = item_of(hall.platform, hall.case(request)).materials
    assert [one.name for one in materials if one.tolerable_absence] == [
        "食品安全自查、从业人员健康管理等制度目录/文本",
        "从业人员健康证明",
        "食品安全管理人员信息",
    ]
    case_id = lacking(hall, "YM-P01", "03")
    with pytest.raises(Invalid) as refused:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id, [line_of(hall, case_id, FOOD, "03")])
    assert "material_not_tolerable" in {error.code for error in refused.value.errors}


@pytest.mark.law("1.7")
def test_the_request_is_accepted_on_the_promise_and_its_notice_says_so(restaurant: Hall):
    hall, request = restaurant, promised(restaurant)
    case = hall.case(request)
    assert (case.status, case.due("deferral")) == (Status.IN_PROGRESS, None)
    told = paper(hall, request, "joint_acceptance_notice")
    assert "主要申请材料齐全" in told
    assert "开始办理之日起5个工作日内补齐" in told
    assert "自需要上述材料的事项开始办理之日起5个工作日内补齐" in paper(hall, request, "deferral_commitment")
    (given,) = [one for one in vault.whole_documents(hall.platform, request) if one.kind == "deferral_commitment"]
    assert given.readers == ("food",)


@pytest.mark.law("1.7")
def test_the_member_has_the_open_line_and_a_term_of_its_own(restaurant: Hall):
    hall, (request, case) = restaurant, opened(restaurant)
    own, whole, promise = case.deferral, hall.case(request).deferral, case.due("promised")
    assert own
    assert whole
    assert promise
    assert (own.open, own.document, case.due("deferral")) == ((LINE,), whole.document, DUE)
    assert promise >= DUE
    joint.review(hall, request, FOOD)
    with pytest.raises(Invalid) as early:
        joint.decided(hall, request, FOOD)
    assert early.value.code == "promised_papers_missing"


@pytest.mark.law("1.7")
def test_a_paper_that_the_request_gets_fills_the_member(restaurant: Hall):
    hall, (request, _) = restaurant, opened(restaurant)
    joint.bring(hall, request, line_of(hall, request, FOOD, LINE))
    case = joint.of_member(hall, request, FOOD)
    assert case.deferral is not None
    assert (case.deferral.open, case.due("deferral")) == ((), None)
    joint.decide(hall, request, FOOD)
    assert joint.states(hall, request)[FOOD] == "granted"


def test_a_paper_that_came_before_the_member_begins_is_no_promise_any_more(restaurant: Hall):
    hall, request = restaurant, promised(restaurant)
    joint.bring(hall, request, line_of(hall, request, FOOD, LINE))
    joint.decide(hall, request, "YM-R01")
    assert joint.of_member(hall, request, FOOD).deferral is None


@pytest.mark.law("1.7")
def test_a_paper_may_be_brought_to_the_members_own_case(restaurant: Hall):
    hall, (_, case) = restaurant, opened(restaurant)
    hall.hand_in(case.id, LINE, stored=True)
    made = hall.people.fill_papers(case.id, hall.caller(COMPANY, case.id))
    assert made.facts["awaited"] == []


@pytest.mark.law("1.7")
def test_who_is_reminded_and_does_not_bring_it_is_in_default_and_barred(restaurant: Hall):
    hall, (_, case) = restaurant, opened(restaurant)
    for day in (date(2026, 11, 28), DUE):
        hall.clock.move_to(end_of(day))
        sweep(hall.platform, FIRES)
    types = [event.type for event in hall.events(case.id)]
    assert {"papers_reminded", "papers_overdue"} <= {*types}
    told = hall.case(case.id).deferral
    assert told is not None
    assert told.barred_until == date(2027, 12, 1)
    again = lacking(hall, FOOD, LINE)
    with pytest.raises(Conflict) as barred:
        submit(hall.platform, hall.caller(COMPANY, again), again, [line_of(hall, again, FOOD, LINE)])
    assert barred.value.code == "deferral_barred"


FIRE = "YM-I16"


def chosen(hall: Hall, **answers: object) -> str:
    return joint.requested(hall, answers={**joint.OF_A_COMPANY, "commitment_route": True, **answers})


@pytest.mark.law("1.8")
def test_the_word_of_a_member_is_given_with_the_request_and_stands_in_its_case(restaurant: Hall):
    hall, request = restaurant, chosen(restaurant)
    pledge = hall.case(request).pledge
    assert pledge is not None
    # It is given to the department that decides on it, which reads it with its member's case.
    (given,) = [one for one in vault.whole_documents(hall.platform, request) if one.kind == "pledge_commitment"]
    assert ("消防" in given.data, "市场监督管理局" in given.data, given.readers) == (True, False, ("fire",))
    hall.people.accept(request, hall.caller(CLERK, request))
    hall.carry_out_everything()
    joint.decide(hall, request, "YM-R01")
    case = joint.of_member(hall, request, FIRE)
    assert case.pledge is not None
    assert (case.pledge.text, case.pledge.made_at) == (pledge.text, pledge.made_at)
    joint.decide(hall, request, FIRE)
    case = joint.of_member(hall, request, FIRE)
    assert (case.outcome, case.pledge.state if case.pledge else None) == ("grant", "awaited")
    assert case.due("verification") is not None
    assert joint.of_member(hall, request, FOOD).pledge is None


@pytest.mark.law("1.8")
def test_without_the_word_the_request_is_not_submitted(restaurant: Hall):
    hall = restaurant
    case_id = joint.drafted(hall, answers={**joint.OF_A_COMPANY, "commitment_route": True})
    hall.people.hand_in(case_id, *hall.required_lines(case_id), stored=False)
    with pytest.raises(Invalid) as unsaid:
        submit(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert "commitment_unconfirmed" in {error.code for error in unsaid.value.errors}


def test_nothing_is_committed_to_where_the_request_does_not_handle_that_member(restaurant: Hall):
    request = chosen(restaurant, public_gathering=False)
    assert restaurant.case(request).pledge is None
