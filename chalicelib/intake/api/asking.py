"""The window asks its department before it accepts, and the department answers (R30)."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import sight_of
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import PurposeQuery, TaskQuestion, TaskReply, asked_by, masked_sentences
from chalicelib.cases.api.receipts import CaseReceipt, Number, TaskId
from chalicelib.cases.model import acts
from chalicelib.cases.model.acts import ASK_DEPARTMENT, CONFIRM_MATERIALS
from chalicelib.cases.model.advice import Advice
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.task import Task, TaskState
from chalicelib.cases.store.tasks import all_tasks
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.intake.acts.ask_department import ask_department as ask
from chalicelib.intake.acts.confirm_materials import confirm_materials as confirm
from chalicelib.intake.model.asking import QUESTION, Confirmation, Question

api = Api(__name__, tag="cases")


class OtherAsked(BaseModel, defer_build=True):
    """同一次征询的另一个部门。"""

    task: TaskId
    department: str


class AskDepartmentReceipt(CaseReceipt, act=acts.ASK_DEPARTMENT):
    number: Number
    department: Annotated[str, Field(description="被征询的部门")]
    task: TaskId
    others: Annotated[tuple[OtherAsked, ...], Field(description="联办申请同时征询的其他部门")] = ()
    confirmation_due: Annotated[date | None, Field(description="部门答复期限届满日，不晚于受理期限；受理期限照常计算")]


class ConfirmMaterialsReceipt(CaseReceipt, act=acts.CONFIRM_MATERIALS):
    task: TaskId
    advice: Annotated[Advice, Field(description="部门的答复，供窗口处理时参考")]


class DepartmentQuestion(BaseModel, defer_build=True):
    """一次征询：问了什么，部门怎样答复。"""

    task: TaskId
    state: TaskState
    department: str
    asked_at: AwareDatetime
    due: Annotated[date | None, Field(description="部门答复期限届满日")] = None
    question: Annotated[TaskQuestion | None, Field(description="未说明查看目的的，文字内容为“***”")] = None
    answered_at: AwareDatetime | None = None
    answer: Annotated[TaskReply | None, Field(description="未说明查看目的的，文字内容为“***”")] = None
    cancelled_at: AwareDatetime | None = None


class DepartmentQuestions(BaseModel, defer_build=True):
    questions: list[DepartmentQuestion]


@api.act("/cases/{case_id}/ask-department", ASK_DEPARTMENT, body=Question, answer=AskDepartmentReceipt, status=201)
def ask_department(call: Call[Question, None], case_id: str) -> Answer:
    return shared.done(AskDepartmentReceipt, ask(call.platform, call.caller, case_id, call.body), 201)


@api.get(
    "/cases/{case_id}/ask-department",
    Permission.READ_CASES,
    "查看征询部门的问题和答复；说明查看目的的，完整显示文字",
    query=PurposeQuery,
    answer=DepartmentQuestions,
)
def list_questions(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    tasks = [task for task in all_tasks(call.platform.table, case.id) if task.kind == QUESTION]
    seen = sight_of(call.platform, asked_by(call), case, lambda: [f"/tasks/{task.no}" for task in tasks])
    return Answer(DepartmentQuestions(questions=[shown_question(task, seen) for task in tasks]), etag=case.etag)


def shown_question(task: Task, seen: Sight) -> DepartmentQuestion:
    sentences = {} if seen is Sight.WHOLE else masked_sentences(task)
    facts = {**task.model_dump(), **sentences, "task": task.id, "asked_at": task.opened_at}
    return DepartmentQuestion.model_validate(facts)


@api.act("/tasks/{task_id}/confirm", CONFIRM_MATERIALS, body=Confirmation, answer=ConfirmMaterialsReceipt, status=201)
def confirm_materials(call: Call[Confirmation, None], task_id: str) -> Answer:
    return shared.done(ConfirmMaterialsReceipt, confirm(call.platform, call.caller, task_id, call.body), 201)
