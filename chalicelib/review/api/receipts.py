"""The receipts of what departments and their chief representatives do."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo, Receipt, TaskId
from chalicelib.cases.model import acts
from chalicelib.cases.model.case import Outcome
from chalicelib.cases.model.falsehood import FalseGround
from chalicelib.cases.model.task import TaskState

State = Annotated[TaskState, Field(description="操作之后任务的状态")]
Claimant = Annotated[str, Field(description="认领人，其令牌的 sub")]


class ClaimTaskReceipt(Receipt, act=acts.CLAIM_TASK):
    id: TaskId
    case_id: Annotated[str, Field(description="任务所属办件的平台内部编号（case_id）")]
    state: State
    claimed_by: Claimant
    at: Annotated[AwareDatetime, Field(description="操作的时间")]


class ReleaseTaskReceipt(CaseReceipt, act=acts.RELEASE_TASK):
    task: TaskId
    state: State


class TakeOverTaskReceipt(CaseReceipt, act=acts.TAKE_OVER_TASK):
    task: TaskId
    state: State
    claimed_by: Claimant


class ReassignTaskReceipt(CaseReceipt, act=acts.REASSIGN_TASK):
    task: TaskId
    state: State
    claimed_by: Annotated[str | None, Field(description="改派给的审查员，其令牌的 sub；退回本部门的为 null")]


class AnswerTaskReceipt(CaseReceipt, act=acts.ANSWER_TASK):
    task: TaskId
    recommendation: Annotated[Outcome, Field(description="部门的审查意见")]


class DecisionReceipt(CaseReceipt):
    """What a decision tells, whoever has made it."""

    outcome: Annotated[Outcome, Field(description="决定")]
    issue_due: Annotated[date, Field(description="颁发、送达期限届满日")]
    provisional: Annotated[bool, Field(description="办件的届满日中有放假通知尚未公布的日子")]
    valid_from: Annotated[date | None, Field(description="准予的有效期自；没有载明截止日期的为 null")] = None
    valid_until: Annotated[date | None, Field(description="准予的有效期至；没有载明日期的为 null")] = None
    falsehood: Annotated[FalseGround | None, Field(description="因隐瞒、虚假材料不予许可的，认定的情形")] = None
    barred_until: Annotated[
        date | None, Field(description="因虚假材料不予许可的，至此日不得再次申请本事项；没有限制的为 null")
    ] = None
    document: DocumentNo


class DecideReceipt(DecisionReceipt, act=acts.DECIDE):
    """Of a decision made here."""
