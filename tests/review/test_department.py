"""审查、决定、撤回: the department's task, the chief representative's decision, and an applicant who leaves."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.access import policy
from chalicelib.access.actor import Role
from chalicelib.cases.acts.lookup import seen_task
from chalicelib.cases.model import Status
from chalicelib.durable.audit import digest
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.foundation.validation import field_errors
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.review.acts.answer_task import ReviewAnswer
from chalicelib.review.acts.claim_task import claim_task
from chalicelib.review.api.department import Decision, TaskListQuery, list_tasks
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK, OFFICER, staff
from proofs.kit.hall import Hall

CHECK = {"at": "2026-11-25T10:00:00+08:00", "place": "经营场所", "findings": "布局合理", "officers": ["张一", "李二"]}


def open_tasks(hall: Hall, kind: str = "review") -> list[str]:
    page = hall.platform.table.query(keys.department_tasks("441700", "food", kind), index=keys.TASKS_INDEX)
    return [row["id"] for row in page.items]


def test_a_task_is_in_its_departments_inbox_until_it_is_answered(hall: Hall):
    case_id = hall.accepted()
    assert open_tasks(hall) == [f"{case_id}.review"]
    hall.answer(case_id)
    assert open_tasks(hall) == []
    assert hall.task(case_id).answered_by == hall.events(case_id)[-1].actor


def test_only_reviews_are_claimed_and_answered(hall: Hall):
    case_id = hall.reviewed()
    with pytest.raises(NotFound):
        claim_task(hall.platform, hall.caller(OFFICER), f"{case_id}.decide")


def test_an_answer_is_given_once(hall: Hall):
    case_id = hall.accepted()
    hall.answer(case_id)
    with pytest.raises(Conflict) as conflict:
        hall.answer(case_id)
    assert conflict.value.code == "task_answered"
    assert [event.type for event in hall.events(case_id)].count("reviewed") == 1


@pytest.mark.requirement("R54")
@pytest.mark.parametrize(
    "other",
    [
        "张三（卫健局）",
        "张三(市监局执法大队)",
        "张三【组长】",
        "张三先生",
        "张三 同志",
        "张三科长",
        "张三（卫健局）主任",
        "张三，卫健局",
        "张三/卫健局",
    ],
)
@pytest.mark.law("2.1", "15.8")
def test_one_officer_in_another_writing_is_no_second_one(other: str):
    """行政许可法34(3)."""
    body = {"recommendation": "grant", "opinion": "符合条件", "site_check": CHECK | {"officers": ["张三", other]}}
    with pytest.raises(ValidationError, match="site_check_officers"):
        ReviewAnswer.model_validate(body)


def test_names_that_end_like_a_title_are_names():
    for officers in (["张三", "张三丰"], ["李同志", "李先生"], ["王主任", "王科长"]):
        body = {"recommendation": "grant", "opinion": "符合条件", "site_check": CHECK | {"officers": officers}}
        ReviewAnswer.model_validate(body)
    with pytest.raises(ValidationError, match="name_digits"):
        ReviewAnswer.model_validate(body | {"site_check": CHECK | {"officers": ["张三", "张３"]}})


@pytest.mark.requirement("R54")
@pytest.mark.parametrize(
    "officers",
    [
        ["张一"],
        ["张一", "张一"],
        [],
        ["张一", "张 一"],
        ["张一", "张　一."],
        ["买买提·吐尔逊", "买买提•吐尔逊"],
        ["Li Na", "LI NA"],
    ],
)
@pytest.mark.law("2.1", "15.8")
def test_a_site_check_needs_two_officers(officers: list[str]):
    body = {"recommendation": "grant", "opinion": "符合条件", "site_check": CHECK | {"officers": officers}}
    with pytest.raises(ValidationError, match="site_check_officers"):
        ReviewAnswer.model_validate(body)


@pytest.mark.requirement("R54")
def test_a_site_check_is_on_the_record_and_the_opinion_only_as_a_digest(hall: Hall):
    case_id = hall.accepted()
    hall.clock.pass_time(days=2)
    answer = ReviewAnswer.model_validate({"recommendation": "grant", "opinion": "符合条件", "site_check": CHECK})
    hall.answer(case_id, answer)
    data = hall.events(case_id)[-1].data
    assert (data["site_check"], data["recommendation"]) == (True, "grant")
    assert "符合条件" not in str(data)
    task = hall.task(case_id)
    guess = answer.model_dump(mode="json", exclude_none=True)
    assert data["opinion"] != digest(guess)
    assert data["opinion"] == digest({"salt": task.answer_salt, **guess})
    assert str(task.answer_salt) not in str(data)


@pytest.mark.requirement("R54")
@pytest.mark.parametrize(
    ("hours", "code"),
    [
        (-1, "site_check_before_acceptance"),
        (24 * 365 * 73, "site_check_in_future"),
        (49, "site_check_in_future"),
        (0, None),
        (48, None),
    ],
)
def test_a_site_check_was_between_the_acceptance_and_now(hall: Hall, hours: int, code: str | None):
    case_id = hall.accepted()
    accepted = hall.case(case_id).accepted_at
    assert accepted is not None
    hall.clock.pass_time(days=2)
    check = CHECK | {"at": (accepted + timedelta(hours=hours)).isoformat()}
    answer = ReviewAnswer.model_validate({"recommendation": "grant", "opinion": "符合条件", "site_check": check})
    if code is None:
        hall.answer(case_id, answer)
        return
    with pytest.raises(Invalid) as refused:
        hall.answer(case_id, answer)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/site_check/at", code)]
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R1", "R54")
def test_no_post_works_in_two_of_the_three_places():
    for role in Role:
        assert sum(any(policy.allows(role, permission) for permission in stage) for stage in policy.STAGES) <= 1


def test_a_task_that_is_about_to_be_opened_is_awaited_not_absent(hall: Hall):
    case_id = hall.submitted()
    officer = hall.caller(OFFICER)
    with pytest.raises(NotFound):
        seen_task(hall.platform, officer, f"{case_id}.review")
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    for ask in (seen_task, claim_task):
        with pytest.raises(Conflict) as waiting:
            ask(hall.platform, officer, f"{case_id}.review")
        assert (waiting.value.code, waiting.value.headers["Retry-After"]) == ("task_not_open", "2")
    for other in (f"{case_id}.decide", f"{case_id}.review-2", "nothing.review"):
        with pytest.raises(NotFound):
            seen_task(hall.platform, officer, other)
    with pytest.raises(NotFound):
        seen_task(hall.platform, hall.caller("officer-hrss"), f"{case_id}.review")
    hall.carry_out_everything()
    _, task = seen_task(hall.platform, officer, f"{case_id}.review")
    assert task.id == f"{case_id}.review"


@pytest.mark.requirement("R1")
def test_nothing_is_decided_before_the_task_has_come(hall: Hall):
    case_id = hall.accepted()
    with pytest.raises(Conflict) as early:
        hall.decide(case_id)
    assert early.value.code == "act_out_of_order"
    hall.answer(case_id)
    with pytest.raises(Conflict) as waiting:
        hall.decide(case_id)
    assert (waiting.value.code, waiting.value.headers["Retry-After"]) == ("task_not_open", "2")
    hall.carry_out_everything()
    hall.decide(case_id)
    assert hall.case(case_id).status is Status.DECIDED


@pytest.mark.requirement("R52")
@pytest.mark.law("3.1", "15.11")
def test_a_refusal_states_its_reasons(hall: Hall):
    for body in ({"outcome": "refuse"}, {"outcome": "refuse", "reasons": []}):
        with pytest.raises(ValidationError) as refused:
            Decision.model_validate(body)
        (error,) = field_errors(refused.value, document=body)
        assert (error.pointer, error.code) == ("/reasons", "reasons_missing")
    case_id = hall.decided("refuse")
    (row,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "refusal_decision"]
    assert "经营场所不符合要求" in row["data"]
    assert "行政复议" in row["data"]


@pytest.mark.requirement("R52")
@pytest.mark.law("3.2", "15.12")
def test_a_decision_starts_the_ten_workdays_to_deliver(hall: Hall):
    case_id = hall.decided()
    assert str(hall.case(case_id).due("issue")) == "2026-12-08"
    assert open_tasks(hall, "decide") == []


@pytest.mark.parametrize("stage", ["accepted", "reviewed"])
def test_withdrawing_cancels_the_open_task(hall: Hall, stage: str):
    case_id = getattr(hall, stage)()
    (open_task,) = hall.case(case_id).open_tasks
    kind = open_task.kind
    withdraw(hall.platform, hall.caller(COMPANY, case_id), case_id, "")
    assert (hall.task(case_id, kind).state, open_tasks(hall, kind)) == ("cancelled", [])
    hall.carry_out_everything()
    assert {execution.status for execution in hall.machines.executions.values()} == {"SUCCEEDED"}
    with pytest.raises(Conflict):
        hall.answer(case_id) if kind == "review" else hall.decide(case_id)


def test_a_withdrawn_task_says_so(hall: Hall):
    case_id = hall.accepted()
    withdraw(hall.platform, hall.caller(COMPANY, case_id), case_id, "")
    with pytest.raises(Conflict) as conflict:
        hall.answer(case_id)
    assert conflict.value.code == "task_cancelled"


@pytest.mark.parametrize("who", [staff("officer", "hrss"), staff("officer", "food", "441702"), CHIEF])
def test_a_task_is_seen_in_its_department_only(hall: Hall, who: Any):
    case_id = hall.accepted()
    if who == CHIEF:
        assert seen_task(hall.platform, hall.caller(who), f"{case_id}.review")[0].case.id == case_id
        return
    with pytest.raises(NotFound):
        seen_task(hall.platform, hall.caller(who), f"{case_id}.review")


@pytest.mark.parametrize("identifier", ["", "review", ".review", "x.decide", "x.unknown", "x.review.y"])
def test_what_is_no_task_is_not_found(hall: Hall, identifier: str):
    with pytest.raises(NotFound):
        seen_task(hall.platform, hall.caller(OFFICER), identifier)


@pytest.mark.parametrize(("region", "seen"), [("441700", 1), ("441702", 0)])
def test_an_inbox_shows_the_tasks_of_its_region(hall: Hall, region: str, seen: int):
    hall.accepted()
    call: Any = SimpleNamespace(platform=hall.platform, actor=staff("officer", "food", region), query=TaskListQuery())
    body: Any = list_tasks(call).body
    assert len(body.tasks) == seen
