"""Departments' tasks (部门后台) and the chief representative's decisions (首席代表)."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.access import policy
from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import see_form
from chalicelib.cases.acts.lookup import seen_task
from chalicelib.cases.acts.request_part import lines_of_department, part_of_department, sees_a_part
from chalicelib.cases.api import shared
from chalicelib.cases.api.adverse_answers import bars_passed_over
from chalicelib.cases.api.agent_answers import agents_of
from chalicelib.cases.api.case_answers import (
    PurposeQuery,
    TaskAnswer,
    TaskList,
    asked_by,
    masked_sentences,
    task_answer,
)
from chalicelib.cases.model.absence import Absence
from chalicelib.cases.model.acts import DECIDE
from chalicelib.cases.model.disclosure import Sight, Standing
from chalicelib.cases.model.falsehood import FalseFinding
from chalicelib.cases.model.guardianship import Guardianship
from chalicelib.cases.model.in_order import OutOfOrder
from chalicelib.cases.model.interested import Interested
from chalicelib.cases.model.task import OFFICERS, Task
from chalicelib.cases.model.task_acts import ANSWER_TASK, CLAIM_TASK, REASSIGN_TASK, RELEASE_TASK, TAKE_OVER_TASK
from chalicelib.cases.store.records import CaseFile
from chalicelib.cases.store.tasks import inbox, inbox_of_actor
from chalicelib.catalogue.model.faces import FaceValues
from chalicelib.catalogue.model.validity import Stated
from chalicelib.foundation import keys
from chalicelib.foundation.validation import PARAGRAPHS
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing, Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call
from chalicelib.review.acts.answer_task import ReviewAnswer
from chalicelib.review.acts.answer_task import answer_task as answer
from chalicelib.review.acts.claim_task import claim_task as claim
from chalicelib.review.acts.decide import Outcome, Proofs, decide
from chalicelib.review.acts.reassign_task import HandoverReason, Reassignment
from chalicelib.review.acts.reassign_task import reassign_task as reassign
from chalicelib.review.acts.release_task import release_task as release
from chalicelib.review.acts.take_over_task import take_over_task as take_over
from chalicelib.review.api.receipts import (
    AnswerTaskReceipt,
    ClaimTaskReceipt,
    DecideReceipt,
    ReassignTaskReceipt,
    ReleaseTaskReceipt,
    TakeOverTaskReceipt,
)

api = Api(__name__, tag="tasks")


Reason = Annotated[str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS]


class Decision(Part):
    """A refusal states its reasons (行政许可法38(2)); a grant may state what exactly is granted.

    `absences`: a required material without a file, and the lawful ground on which it is granted all the same.
    `guardianship`: what proves it, where a guardian acts and nobody has recorded that before.
    `validity` is asked for where the item leaves it to the decision, and refused where the item fixes it. `face` has
    what the officer states of the face of the result; `face` of the guide tells which lines these are.
    """

    outcome: Outcome
    reasons: Annotated[tuple[Reason, ...], Field(max_length=20, validate_default=True)] = ()
    absences: Annotated[tuple[Absence, ...], Field(max_length=99)] = ()

    validity: Stated | None = None
    face: Annotated[
        FaceValues, Field(description="准予时填写的照面信息，以标识为键；哪些由决定填写，见办事指南的 face")
    ] = Field(default_factory=dict[str, JsonValue])
    guardianship: Guardianship | None = None
    interested: Annotated[
        Interested | None,
        Field(description="直接关系他人重大利益的：怎样告知利害关系人、听取意见（行政许可法36、47）"),
    ] = None

    falsehood: Annotated[
        FalseFinding | None,
        Field(description="因隐瞒有关情况或者提供虚假材料不予许可的：认定的事实、证据和听取意见（行政许可法78）"),
    ] = None
    barred: Annotated[
        bool,
        Field(
            description="逾期视为受理的申请在限制申请的期间提出、因此不予许可的为 true；"
            "决定书写明原认定、条款和限制的最后一日（行政许可法78、79）"
        ),
    ] = False
    out_of_order: Annotated[
        OutOfOrder | None,
        Field(description="有数量限制的：不按受理先后作出决定的原因（行政许可法57）"),
    ] = None

    @field_validator("reasons")
    @classmethod
    def _refusal_has_reasons(cls, reasons: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not reasons and info.data.get("outcome") == "refuse":
            raise PydanticCustomError("reasons_missing", "不予许可的决定应当说明理由")
        return reasons

    @field_validator("validity")
    @classmethod
    def _only_of_a_grant(cls, validity: Stated | None, info: ValidationInfo) -> Stated | None:
        if validity and info.data.get("outcome") == "refuse":
            raise PydanticCustomError("validity_of_refusal", "不予许可的决定没有有效期")
        return validity

    @field_validator("falsehood")
    @classmethod
    def _false_of_a_refusal(cls, falsehood: FalseFinding | None, info: ValidationInfo) -> FalseFinding | None:
        if falsehood and info.data.get("outcome") == "grant":
            raise PydanticCustomError("falsehood_of_grant", "认定隐瞒、虚假材料的，应当不予许可")
        return falsehood

    @field_validator("barred")
    @classmethod
    def _barred_of_a_refusal(cls, barred: bool, info: ValidationInfo) -> bool:
        if barred and info.data.get("outcome") == "grant":
            raise PydanticCustomError("barred_of_grant", "在限制申请的期间提出的申请，不得准予")
        return barred

    @field_validator("face")
    @classmethod
    def _face_of_a_grant(cls, face: dict[str, JsonValue], info: ValidationInfo) -> dict[str, JsonValue]:
        if face and info.data.get("outcome") == "refuse":
            raise PydanticCustomError("face_of_refusal", "不予许可的决定没有照面信息")
        return face


def proofs_of(body: Decision) -> Proofs:
    said = (body.absences, body.guardianship, body.interested, body.out_of_order, body.falsehood)
    return Proofs(*said, barred=body.barred)


class Takeover(Part):
    """Why an officer goes on with a task that a colleague has claimed."""

    reason: HandoverReason


class TaskListQuery(Paging):
    """`inbox=review` shows the chief representative what the officers of the department have to do."""

    inbox: Annotated[
        Literal["review"] | None, Field(description="review：首席代表查看本部门的审查任务，以便改派；不填为本人的待办")
    ] = None


@api.get("/tasks", Permission.READ_TASKS, "本部门待办", query=TaskListQuery, answer=TaskList)
def list_tasks(call: Call[None, TaskListQuery]) -> Answer:
    platform, settings = call.platform, call.platform.settings
    partition = inbox_asked(call)
    after = unseal(platform, f"tasks {partition}", call.query.cursor)
    tasks, more = inbox(platform, partition, call.actor, limit=call.query.limit, after=after)
    cursor = seal(platform, f"tasks {partition}", more)
    today = platform.now().date()
    listed = [task_answer(task, today, whole=task.worked_on_by(call.actor)) for task in tasks]
    body = TaskList(tasks=listed, next_cursor=cursor)
    filters = {"limit": call.query.limit, **({"inbox": call.query.inbox} if call.query.inbox else {})}
    return Answer(body, headers=link(settings, "/v1/tasks", filters, cursor))


def inbox_asked(call: Call[None, TaskListQuery]) -> str:
    """The caller's own inbox, or the officers' for who may reassign their tasks. Forbidden for anybody else."""
    division, wanted = call.platform.settings.division, call.query.inbox
    if wanted is None or (wanted == OFFICERS.name and call.actor.role in OFFICERS.roles):
        return inbox_of_actor(division, call.actor)
    policy.require(call.actor, Permission.REASSIGN)
    return keys.department_tasks(division, call.actor.department or "", wanted)


@api.get(
    "/tasks/{task_id}",
    Permission.READ_TASKS,
    "查看任务、表单、材料和审查意见；说明查看目的的，完整显示个人信息",
    query=PurposeQuery,
    answer=TaskAnswer,
)
def read_task(call: Call[None, PurposeQuery], task_id: str) -> Answer:
    found, task = seen_task(call.platform, call.caller, task_id)
    if task.outside:
        return _outside(call, found, task)
    partly = sees_a_part(call.actor, found.case)
    if partly:
        found = part_of_department(call.platform, found, task.department)
    seen = see_form(
        call.platform,
        asked_by(call),
        found.case,
        found.form,
        lambda: [*shared.told_by_materials(call.platform, found), *_sentences(task)],
    )
    listed = shared.materials(call.platform, found, sight=seen.sight).materials
    if partly:
        lines = lines_of_department(call.platform, found.case, task.department)
        listed = [line for line in listed if line.no in lines]
    own = seen.sight is Sight.MASKED and task.worked_on_by(call.actor)
    personal = {"applicant_name": seen.applicant_name or None, "form": seen.form, "materials": listed}
    bars = bars_passed_over(call.platform, found) if task.waiting and not partly else []
    place = shared.place_in_manual(call.platform, found, task, whole=seen.whole)
    agents = agents_of(found.case, whole=seen.whole)
    shown = task_answer(
        task, call.platform.now().date(), whole=seen.whole or own, **personal, agents=agents, bars=bars, **place
    )
    return Answer(shown, etag=found.case.etag)


def _outside(call: Call[None, PurposeQuery], found: CaseFile, task: Task) -> Answer:
    """What an outside system needs of the request, and nothing else of it."""
    standing = Standing(provides=task.waiting)
    seen = see_form(call.platform, asked_by(call), found.case, found.form, standing=standing)
    name = seen.applicant_name if task.outside and "/applicant/name" in task.outside.needs.values() else None
    personal = {"applicant_name": name or None, "form": seen.form}
    shown = task_answer(task, call.platform.now().date(), whole=seen.whole, **personal)
    return Answer(shown, etag=found.case.etag)


def _sentences(task: Task) -> list[str]:
    """What people of the department have written into the task, as the access log names it."""
    return [f"/tasks/{task.no}/{name}" for name, text in masked_sentences(task).items() if text is not None]


@api.act("/tasks/{task_id}/claim", CLAIM_TASK, body=Nothing, answer=ClaimTaskReceipt)
def claim_task(call: Call[Nothing, None], task_id: str) -> Answer:
    return shared.done(ClaimTaskReceipt, claim(call.platform, call.caller, task_id))


@api.act("/tasks/{task_id}/release", RELEASE_TASK, body=Nothing, answer=ReleaseTaskReceipt)
def release_task(call: Call[Nothing, None], task_id: str) -> Answer:
    return shared.done(ReleaseTaskReceipt, release(call.platform, call.caller, task_id))


@api.act("/tasks/{task_id}/takeover", TAKE_OVER_TASK, body=Takeover, answer=TakeOverTaskReceipt)
def take_over_task(call: Call[Takeover, None], task_id: str) -> Answer:
    return shared.done(TakeOverTaskReceipt, take_over(call.platform, call.caller, task_id, call.body.reason))


@api.act("/tasks/{task_id}/assign", REASSIGN_TASK, body=Reassignment, answer=ReassignTaskReceipt)
def reassign_task(call: Call[Reassignment, None], task_id: str) -> Answer:
    return shared.done(ReassignTaskReceipt, reassign(call.platform, call.caller, task_id, call.body))


@api.act("/tasks/{task_id}/answer", ANSWER_TASK, body=ReviewAnswer, answer=AnswerTaskReceipt, status=201)
def answer_task(call: Call[ReviewAnswer, None], task_id: str) -> Answer:
    return shared.done(AnswerTaskReceipt, answer(call.platform, call.caller, task_id, call.body), 201)


@api.act("/cases/{case_id}/decide", DECIDE, body=Decision, answer=DecideReceipt)
def decide_case(call: Call[Decision, None], case_id: str) -> Answer:
    body = call.body
    return shared.done(
        DecideReceipt,
        decide(
            call.platform,
            call.caller,
            case_id,
            body.outcome,
            body.reasons,
            body.validity,
            face=body.face,
            proofs=proofs_of(body),
        ),
    )
