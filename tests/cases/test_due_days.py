"""期限: what is due when as people are shown it, and that it may be provisional."""

from datetime import date
from typing import Any

import pytest

from chalicelib.cases.api.case_answers import case_answer, task_answer
from chalicelib.cases.model.timeline import timeline
from chalicelib.cases.store.waiting import waiting_cases
from chalicelib.hall.acts.ask_progress import remaining
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.supplement import supplement
from local.identity_provider.personas import PERSONAS
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall


def test_nothing_is_due_while_a_supplement_is_waited_for(hall: Hall):
    """The wait belongs to no clock (counting rule CR6); at the window the case stands behind those that are due."""
    case_id, due = hall.correcting("01"), hall.submitted()
    answer = case_answer(hall.case(case_id), None)
    assert (answer.due, answer.limits.accept_due) == (None, None)
    waiting, _ = waiting_cases(hall.platform, PERSONAS[CLERK].actor, None, limit=10, after=None)
    assert [case.id for case in waiting] == [due, case_id]
    hall.hand_in(case_id, "01")
    supplement(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert case_answer(hall.case(case_id), None).due == date(2026, 12, 1)


def test_due_days_beyond_the_last_holiday_notice_are_provisional_everywhere(hall: Hall):
    hall.clock.pass_time(days=34)
    case_id = hall.submitted()  # on 28 December
    received = case_answer(hall.case(case_id), None)
    assert (received.due, received.provisional, received.limits.provisional) == (date(2027, 1, 5), True, True)
    receipt = accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    assert receipt.facts["provisional"] is True
    (notice,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "acceptance_notice"]
    assert notice["data"].count("2027年1月7日（暂定") == 2  # the promise among the facts and in the sentence
    assert notice["data"].count("2027年1月12日（暂定") == 1  # the law's term
    assert remaining(hall.platform, hall.case(case_id)) == (date(2027, 1, 7), 7, 0, "workday", True)
    hall.carry_out_everything()
    assert task_answer(hall.task(case_id), hall.clock().date(), whole=False).provisional


def test_the_ten_workdays_to_deliver_may_be_provisional_alone(hall: Hall):
    case_id = hall.accepted()
    assert not task_answer(hall.task(case_id), hall.clock().date(), whole=False).provisional
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.clock.pass_time(days=34)
    receipt = hall.decide(case_id)
    assert (receipt.facts["issue_due"], receipt.facts["provisional"]) == ("2027-01-12", True)
    assert case_answer(hall.case(case_id), None).provisional


def term_to_deliver(hall: Hall, case_id: str) -> Any:
    shown = timeline(hall.case(case_id), hall.events(case_id), hall.platform.now().date(), hall.platform.calendars)
    return next(term for term in shown.terms if term.term == "颁发送达期限")


@pytest.mark.requirement("R40")
@pytest.mark.law("15.12")
def test_the_term_to_deliver_says_where_it_comes_from(hall: Hall):
    """行政许可法44 is about licences that are granted. 38(2) asks for a written refusal, and no law says how soon."""
    granted, refused = (term_to_deliver(hall, hall.decided(outcome)) for outcome in ("grant", "refuse"))
    assert granted.basis == "《行政许可法》第四十四条"
    assert refused.basis == "法律没有规定；本平台参照《行政许可法》第四十四条设定"
    assert granted.due == refused.due


@pytest.mark.law("0", "3.2")
def test_of_what_is_no_licence_no_law_says_how_soon_it_is_delivered(hall: Hall):
    case_id = hall.accepted("YM-S06", "citizen-lin")
    hall.answer(case_id, by="officer-hrss")
    hall.carry_out_everything()
    hall.decide(case_id, by="chief-hrss")
    assert term_to_deliver(hall, case_id).basis.startswith("法律没有规定")
