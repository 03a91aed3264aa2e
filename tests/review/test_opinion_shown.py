"""The opinion of a department tells of the applicant: it is shown like the form, by the same table."""

from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model.disclosure import Purpose, PurposeUnfit
from chalicelib.cases.store.access_log import readings
from chalicelib.http.routes import Call
from chalicelib.review.acts.answer_task import ReviewAnswer
from chalicelib.review.api import department
from chalicelib.review.api.department import TaskListQuery
from proofs.kit.cast import CHIEF, OFFICER, SYSTEM
from proofs.kit.hall import Hall

COLLEAGUE = "officer2-food"
OPINION, PLACE, FINDINGS, NAMES = "申请人林示例患病，不予准予", "东风路1号", "现场见其家属", ("张示例", "李示例")
SAID = (OPINION, PLACE, FINDINGS, *NAMES)


def answered(hall: Hall) -> str:
    """By an officer who has been on site. The id of the case."""
    case_id = hall.accepted()
    check = {"at": hall.platform.now(), "place": PLACE, "officers": NAMES, "findings": FINDINGS}
    body = {"recommendation": "refuse", "opinion": OPINION, "site_check": check}
    hall.answer(case_id, ReviewAnswer.model_validate(body))
    hall.carry_out_everything()
    return case_id


def read(hall: Hall, who: str | Actor, case_id: str, purpose: Purpose | None = None) -> Any:
    query = PurposeQuery(purpose=purpose)
    call: Any = Call(hall.platform, None, query, "/v1/tasks", "192.0.2.1", "r-1", known=hall.caller(who))
    return department.read_task(call, hall.task(case_id).id).body


def told(body: Any) -> list[str]:
    return [words for words in SAID if words in body.model_dump_json()]


@pytest.mark.parametrize("who", [COLLEAGUE, CHIEF, SYSTEM])
def test_without_a_purpose_the_sentences_are_masked(hall: Hall, who: str | Actor):
    case_id = answered(hall)
    body = read(hall, who, case_id)
    assert told(body) == []
    assert (body.answer["recommendation"], body.answer["opinion"]) == ("refuse", "***")
    assert readings(hall.platform.table, case_id, limit=10)[0] == []


@pytest.mark.parametrize("who", [COLLEAGUE, CHIEF, SYSTEM])
def test_with_a_purpose_it_is_whole_and_recorded(hall: Hall, who: str | Actor):
    case_id = answered(hall)
    assert told(read(hall, who, case_id, Purpose.REVIEW)) == [*SAID]
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert "/tasks/review/answer" in reading.fields


def test_an_author_sees_the_own_opinion_while_it_is_decided(hall: Hall):
    assert told(read(hall, OFFICER, answered(hall))) == [*SAID]


@pytest.mark.parametrize("who", [OFFICER, COLLEAGUE, CHIEF, SYSTEM])
def test_once_nobody_of_the_department_works_on_it_nobody_reads_it(hall: Hall, who: str | Actor):
    case_id = hall.ready_to_collect()
    body = read(hall, who, case_id)
    assert (body.form, body.answer["recommendation"], body.answer["opinion"]) == (None, "grant", "***")
    with pytest.raises(PurposeUnfit):
        read(hall, who, case_id, Purpose.REVIEW)


def test_why_a_task_was_handed_over_is_shown_to_who_holds_it(hall: Hall):
    case_id = hall.accepted()
    hall.people.claim_task(case_id, hall.caller(COLLEAGUE, case_id))
    hall.people.reassign_task(case_id, hall.caller(CHIEF, case_id), OFFICER)
    reason = hall.task(case_id).handed_over
    assert reason
    for who, shown in ((OFFICER, reason), (COLLEAGUE, "***")):
        assert read(hall, who, case_id).handed_over == shown
        call: Any = Call(hall.platform, None, TaskListQuery(), "/v1/tasks", "", "r-1", known=hall.caller(who))
        body: Any = department.list_tasks(call).body
        assert [task.handed_over for task in body.tasks] == [shown]
