"""Departments' tasks (部门后台) and the chief representative's decisions (首席代表)."""

from typing import Annotated

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.lookup import seen_task
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import ReceiptAnswer, TaskAnswer, TaskList, task_answer
from chalicelib.cases.model.acts import ANSWER_TASK, CLAIM_TASK, DECIDE
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.tasks import inbox, inbox_of_actor
from chalicelib.foundation.validation import PARAGRAPHS
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing, Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call
from chalicelib.review.acts.answer_task import ReviewAnswer, answer_task
from chalicelib.review.acts.claim_task import claim_task
from chalicelib.review.acts.decide import Outcome, decide

api = Api(__name__, tag="tasks")


Reason = Annotated[str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS]


class Decision(Part):
    """A refusal states its reasons (行政许可法38(2)); a grant may state what exactly is granted."""

    outcome: Outcome
    reasons: Annotated[tuple[Reason, ...], Field(max_length=20, validate_default=True)] = ()

    @field_validator("reasons")
    @classmethod
    def _refusal_has_reasons(cls, reasons: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not reasons and info.data.get("outcome") == "refuse":
            raise PydanticCustomError("reasons_missing", "不予许可的决定应当说明理由")
        return reasons


@api.get("/tasks", Permission.READ_TASKS, "本部门待办", query=Paging, answer=TaskList)
def list_tasks(call: Call[None, Paging]) -> Answer:
    platform, settings = call.platform, call.platform.settings
    partition = inbox_of_actor(settings.division, call.actor)
    after = unseal(settings, f"tasks {partition}", call.query.cursor)
    tasks, more = inbox(platform, partition, call.actor, limit=call.query.limit, after=after)
    cursor = seal(settings, f"tasks {partition}", more)
    body = TaskList(tasks=[task_answer(task) for task in tasks], next_cursor=cursor)
    return Answer(body, headers=link(settings, "/v1/tasks", {"limit": call.query.limit}, cursor))


@api.get("/tasks/{task_id}", Permission.READ_TASKS, "查看任务、表单和材料", answer=TaskAnswer)
def read_task(call: Call[None, None], task_id: str) -> Answer:
    case, task = seen_task(call.platform, call.caller, task_id)
    found = load_file(call.platform.table, case.id)
    more = {"form": found.form, "materials": shared.materials(call.platform, found).materials} if found else {}
    return Answer(task_answer(task, applicant_name=case.applicant_name, **more), etag=case.etag)


@api.act("/tasks/{task_id}/claim", CLAIM_TASK, body=Nothing, answer=ReceiptAnswer)
def claim(call: Call[Nothing, None], task_id: str) -> Answer:
    return shared.done(claim_task(call.platform, call.caller, task_id))


@api.act("/tasks/{task_id}/answer", ANSWER_TASK, body=ReviewAnswer, answer=ReceiptAnswer, status=201)
def answer(call: Call[ReviewAnswer, None], task_id: str) -> Answer:
    return shared.done(answer_task(call.platform, call.caller, task_id, call.body), 201)


@api.act("/cases/{case_id}/decide", DECIDE, body=Decision, answer=ReceiptAnswer)
def decide_case(call: Call[Decision, None], case_id: str) -> Answer:
    return shared.done(decide(call.platform, call.caller, case_id, call.body.outcome, call.body.reasons))
