"""认领任务: an officer or the department's system takes a task; nobody else can answer it then."""

from chalicelib.cases.acts.lookup import no_task, seen_task
from chalicelib.cases.model import Task
from chalicelib.cases.store.records import write_task
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


@act
def claim_task(platform: Platform, caller: Caller, task_id: str) -> Receipt:
    """The case does not move and its ETag stays; claiming twice oneself is no fault."""
    _, task = seen_task(platform, caller, task_id)
    if task.kind != "review":
        raise no_task()
    require_answerable(task, caller)
    claimed = task.model_copy(update={"state": "claimed", "claimed_by": caller.actor.sub, "claimed_at": caller.at})
    receipt = Receipt({"id": task.id, "case_id": task.case_id, "state": claimed.state, "at": caller.at.isoformat()})
    platform.table.write(write_task(task, claimed), *acts.record(platform, caller, receipt))
    return receipt


def require_answerable(task: Task, caller: Caller) -> None:
    """409 unless the task waits, and for this caller."""
    if task.state == "answered":
        raise problems.Conflict(code="task_answered", title="该任务已经办理，不能重复答复")
    if task.state == "cancelled":
        raise problems.Conflict(code="task_cancelled", title="申请人已撤回申请，该任务已取消")
    if task.claimed_by and task.claimed_by != caller.actor.sub:
        raise problems.Conflict(code="task_claimed", title="该任务已由其他人员认领")
