"""改派任务: the chief representative gives a review to an officer, or back to the whole department, for a reason."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.actor import Role
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model import Task
from chalicelib.cases.model.task import handover_digest
from chalicelib.cases.model.task_acts import REASSIGN_TASK
from chalicelib.cases.store.tasks import hand_on
from chalicelib.directory.acts.in_post import post_failure
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS

HandoverReason = Annotated[
    str,
    StringConstraints(min_length=2, max_length=500, strip_whitespace=True),
    PARAGRAPHS,
    Field(description="理由，存于任务；事件链中只有摘要"),
]
Subject = Annotated[
    str,
    StringConstraints(min_length=1, max_length=128, strip_whitespace=True),
    ONE_LINE,
    Field(description="审查员，其令牌的 sub；不填则退回本部门，人人可以认领"),
]


class Reassignment(BaseModel, defer_build=True):
    """`officer` is the `sub` of an officer of the same department, who is in post."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    officer: Subject | None = None
    reason: HandoverReason


@act
def reassign_task(platform: Platform, caller: Caller, task_id: str, wanted: Reassignment) -> Receipt:
    """A task that nobody has claimed may be given to an officer, too. The terms run on."""
    begun, task = begin_task(platform, caller, REASSIGN_TASK, task_id)
    if wanted.officer == caller.actor.sub:
        error = FieldError("/officer", "officer_is_chief", "首席代表不办理审查，请填写审查员")
        raise problems.Invalid(errors=[error])
    if task.claimed_by == wanted.officer:
        title = "该任务已由该审查员认领，无需改派" if wanted.officer else "该任务无人认领，无需改派"
        raise problems.Conflict(code="task_assigned_already", title=title)
    if wanted.officer:
        _require_officer(begun, wanted.officer)
    given = _given(task, wanted, caller).model_copy(update={"handed_over": wanted.reason})
    return begun.commit(
        begun.case,
        data={
            "task": task.id,
            "from": task.claimed_by,
            "to": given.claimed_by,
            "reason": handover_digest(begun.case.chain_key, task, wanted.reason),
        },
        answer={"task": task.id, "state": given.state, "claimed_by": given.claimed_by},
        ops=[hand_on(begun.case, task, given)],
    )


def _require_officer(begun: Begun, subject: str) -> None:
    """Who is no officer of the department could not answer the task, and nobody else would see that it waits."""
    platform, caller = begun.platform, begun.caller
    officer = caller.actor.model_copy(update={"sub": subject, "role": Role.OFFICER})
    if begun.directory is None or post_failure(platform, officer, caller.at, begun.directory):
        words = "不是本部门在岗的审查员，请核对账号"
        raise problems.Invalid(errors=[FieldError("/officer", "officer_not_in_post", words)])


def _given(task: Task, wanted: Reassignment, caller: Caller) -> Task:
    return task.claimed(wanted.officer, Role.OFFICER, caller.at) if wanted.officer else task.released()
