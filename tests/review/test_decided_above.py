"""What an organ above has decided: its documents, what it reads, who corrects its result (行政许可法35, 38)."""

from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.access.refusals import NotAuthorised
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model import Status
from chalicelib.cases.model.disclosure import Purpose, PurposeUnfit
from chalicelib.cases.model.task import CANCELLED
from chalicelib.cases.store.tasks import inbox, inbox_of_actor
from chalicelib.foundation import names
from chalicelib.review.api import department
from chalicelib.review.api.upward import read_package
from proofs.kit.cases_so_far import mismatched, mismatched_above, reported
from proofs.kit.hall import Hall
from tests.review.test_reporting_upward import CHIEF, LEADER, SUPERIOR, decide, give_back, texts


def read_by_superior(hall: Hall) -> Any:
    query = PurposeQuery(purpose=Purpose.REVIEW)
    caller = hall.caller(SUPERIOR)
    return SimpleNamespace(
        platform=hall.platform, caller=caller, actor=caller.actor, query=query, body=None, request_id="r-1"
    )


def package_of(hall: Hall, task: str) -> Any:
    return read_package(read_by_superior(hall), task).body


@pytest.mark.law("2.2")
@pytest.mark.parametrize(("outcome", "kind"), [("grant", "grant_decision"), ("refuse", "refusal_decision")])
def test_the_decision_says_who_has_accepted_and_reported(hall: Hall, outcome: str, kind: str):
    case_id = reported(hall)
    decide(hall, case_id, outcome)
    said = texts(hall, case_id, kind)
    assert "文化广电旅游体育局已于2026年11月24日受理；" in said
    assert "文化广电旅游体育局于2026年11月24日将初审意见和全部申请材料报送本机关。" in said
    assert "本机关已于" not in said
    assert "第三十五条" in said
    assert '"id":"440000-gd_culture_tourism"' in said  # no seal of this city


@pytest.mark.law("15.23")
def test_the_organ_reads_its_own_term_day_by_day_and_nobody_elses(hall: Hall):
    case_id = reported(hall)
    hall.people.suspend(case_id, hall.caller(SUPERIOR, case_id), "hearing", 7, basis="《行政许可法》第四十六条")
    term = package_of(hall, f"{case_id}.superior").term
    assert (term.kind, term.due, term.state) == ("superior", hall.case(case_id).due("superior"), "paused")
    assert [one.kind for one in term.pauses] == ["hearing"]
    assert sum(day.counted for day in term.days) == 20
    hall.people.resume(case_id, hall.caller(SUPERIOR, case_id), "hearing")
    decide(hall, case_id)
    assert package_of(hall, f"{case_id}.superior").term.state == "ended"


@pytest.mark.requirement("R67")
def test_the_organ_reads_its_package_and_its_decision_after_it_has_decided(hall: Hall):
    case_id = reported(hall)
    task = f"{case_id}.superior"
    before = package_of(hall, task)
    assert (before.status, before.mismatch_at) == (Status.REPORTED, None)
    decide(hall, case_id)
    after = package_of(hall, task)
    assert (after.status, after.digest, after.lost) == (Status.COMPARING, before.digest, [])
    assert {one.title for one in after.links} - {one.title for one in before.links} == {"准予行政许可决定书"}
    asked = read_by_superior(hall)
    shown: Any = department.read_task(asked, task).body
    assert shown.form is not None


def test_the_organ_reads_nothing_while_the_package_is_back_below(hall: Hall):
    case_id = reported(hall)
    give_back(hall, case_id)
    with pytest.raises(PurposeUnfit):
        package_of(hall, f"{case_id}.superior")


@pytest.mark.requirement("R38")
@pytest.mark.law("2.2")
def test_only_the_organ_that_decided_corrects_the_result(hall: Hall):
    """A licence of the province is not rewritten by a department of the city."""
    case_id = mismatched_above(hall)
    right = {"/applicant/legal_representative/name": "陈改正"}
    for who in (CHIEF, LEADER):
        with pytest.raises(NotAuthorised) as refused:
            hall.people.correct_result(case_id, hall.caller(who, case_id), right)
        assert refused.value.more["condition"]["code"] == "decided_above"
    assert hall.case(case_id).result_version == 1
    hall.people.correct_result(case_id, hall.caller(SUPERIOR, case_id), right)
    hall.carry_out_everything()
    assert (hall.case(case_id).status, hall.case(case_id).result_version) == (Status.COMPARING, 2)
    assert hall.face(case_id)["legal_representative"] == "陈改正"
    assert "广东省文化和旅游厅" in texts(hall, case_id, "certificate")


def waiting_above(hall: Hall) -> list[tuple[str, Any]]:
    actor = hall.caller(SUPERIOR).actor
    tasks, _ = inbox(hall.platform, inbox_of_actor("441700", actor), actor, limit=10, after=None)
    return [(task.kind, task.due) for task in tasks]


@pytest.mark.requirement("R38")
@pytest.mark.law("2.2")
def test_the_organ_has_a_task_while_its_result_does_not_match_until_it_has_corrected_it(hall: Hall):
    case_id = mismatched_above(hall)
    due = hall.case(case_id).due("issue")
    assert due is not None
    assert waiting_above(hall) == [("amend", due)]
    event = hall.events(case_id)[-1]
    assert (event.type, event.data["task"], event.data["kind"]) == ("mismatch_found", f"{case_id}.amend", "amend")
    hall.carry_out_everything()
    assert [one["task_id"] for one in hall.messages(names.CALLBACKS_QUEUE)][-1] == f"{case_id}.amend"
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "又一公司"})
    assert waiting_above(hall) == [("amend", due)]
    right = {"/applicant/legal_representative/name": "陈改正"}
    hall.people.correct_result(case_id, hall.caller(SUPERIOR, case_id), right)
    assert waiting_above(hall) == []
    assert hall.task(case_id, "amend").state == "answered"
    hall.carry_out_everything()
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "又一公司"})
    assert hall.task(case_id, "amend-2").state == "open"


@pytest.mark.requirement("R38")
def test_a_misprint_that_matches_once_it_was_printed_again_cancels_the_task(hall: Hall):
    case_id = mismatched_above(hall)
    hall.compare(case_id)
    task = hall.task(case_id, "amend")
    assert (task.state, task.cancelled_for, waiting_above(hall)) == ("cancelled", "matched", [])
    hall.carry_out_everything()
    assert hall.messages(names.CALLBACKS_QUEUE)[-1]["event"] == CANCELLED


def test_what_the_department_here_has_decided_asks_nobody_above(hall: Hall):
    case_id = mismatched(hall)
    assert hall.case(case_id).open_tasks == ()
