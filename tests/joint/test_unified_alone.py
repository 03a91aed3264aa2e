"""A unified item that is applied for alone (行政许可法26(2), first way): one case, several opinions, one decision."""

from datetime import date

import pytest

from chalicelib.cases.model import Status
from chalicelib.documents.store import vault
from chalicelib.foundation import keys, names, problems
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.unified_alone import DRAWINGS, PLAIN, accepted, asked, decide, form_of, opinion
from tests.cases.test_every_item import begin_at_the_window

COMPLETION = "YM-I12"
# As W9 counts it: accepted on a Monday, opinions within six workdays, ten promised.
ACCEPTED, OPINIONS, PROMISED, STATUTORY = date(2026, 9, 14), date(2026, 9, 21), date(2026, 9, 28), date(2026, 10, 10)


@pytest.fixture
def building(hall: Hall) -> Hall:
    publish_schemes(hall.platform, "YM-J01")
    joint.on(hall, ACCEPTED)
    return hall


def test_without_a_scheme_that_says_who_takes_part_nothing_is_taken(hall: Hall):
    with pytest.raises(problems.Invalid) as refused:
        hall.people.create_application(hall.caller(COMPANY), DRAWINGS, {})
    assert refused.value.code == "handling_type_unsupported"


@pytest.mark.requirement("R68", "R69")
def test_it_is_a_case_of_its_own_from_the_application_to_the_decision(building: Hall):
    hall, case_id = building, accepted(building)
    case = hall.case(case_id)
    assert (case.status, case.is_request, case.joint) == (Status.IN_REVIEW, False, None)
    assert asked(case) == {"housing", "cad"}
    assert [case.due(kind) for kind in ("opinion", "promised", "statutory")] == [OPINIONS, PROMISED, STATUTORY]
    told = [body for body in hall.messages(names.CALLBACKS_QUEUE) if ".opinion" in body["task_id"]]
    assert {body["department"] for body in told} == {"housing", "cad"}
    opinion(hall, case_id, "housing")
    with pytest.raises(problems.Conflict):
        decide(hall, case_id)
    opinion(hall, case_id, "cad", "pass_with_conditions", findings=["人防口部加固。"])
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id))
    decide(hall, case_id)
    case = hall.case(case_id)
    assert (case.outcome, case.department) == ("grant", "housing")
    assert any("人防口部加固" in one.data for one in vault.whole_documents(hall.platform, case_id))


@pytest.mark.requirement("R69")
def test_it_is_decided_as_the_departments_conclude(building: Hall):
    hall, case_id = building, accepted(building)
    opinion(hall, case_id, "housing", "refuse")
    opinion(hall, case_id, "cad", "refuse")
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id), "refuse")
    with pytest.raises(problems.Conflict) as other:
        decide(hall, case_id)
    assert other.value.code == "session_concluded_otherwise"
    decide(hall, case_id, "refuse")
    assert hall.case(case_id).outcome == "refuse"


@pytest.mark.requirement("R69")
def test_its_own_answers_say_who_takes_part(building: Hall):
    assert asked(building.case(accepted(building, flammable_explosive=True))) == {"housing", "cad", "meteo"}


@pytest.mark.requirement("R36")
def test_the_notice_of_the_acceptance_names_the_departments(building: Hall):
    case_id = accepted(building)
    papers = {one.kind: one.data for one in vault.whole_documents(building.platform, case_id)}
    assert "本件实行联合审图，由" in papers["acceptance_notice"]
    assert "人民防空办公室" in papers["acceptance_notice"]


def test_of_a_visit_the_term_begins_with_the_invitation(building: Hall):
    hall, case_id = building, accepted(building, COMPLETION)
    case = hall.case(case_id)
    assert (asked(case), case.due("opinion")) == (set(), None)
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    case = hall.case(case_id)
    assert asked(case) == {"planning", "housing", "cad", "archive"}
    assert case.due("opinion") is not None


def test_at_the_window_it_is_received_and_accepted_as_any_case(building: Hall):
    hall, item = building, item_document(DRAWINGS)
    case_id = begin_at_the_window(hall, item, form_of(building, DRAWINGS, **PLAIN))
    hall.carry_out_everything()
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert asked(hall.case(case_id)) == {"housing", "cad"}


def test_a_draft_of_it_stays_one_when_it_is_saved(building: Hall):
    hall, form = building, form_of(building, DRAWINGS, **PLAIN)
    case_id = str(hall.people.create_application(hall.caller(COMPANY), DRAWINGS, {}).facts["id"])
    hall.people.save_form(case_id, hall.caller(COMPANY, case_id), form)
    assert hall.case(case_id).unified is not None
    assert hall.rows(case_id, keys.META)
