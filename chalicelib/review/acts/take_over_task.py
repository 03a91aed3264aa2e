"""接办任务: another officer of the department goes on with a claimed task, for a reason, as when a colleague is ill."""

from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model.task import handover_digest
from chalicelib.cases.model.task_acts import TAKE_OVER_TASK
from chalicelib.cases.store.tasks import hand_on
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


@act
def take_over_task(platform: Platform, caller: Caller, task_id: str, reason: str) -> Receipt:
    """The task is the caller's then, and who had claimed it cannot answer it any more. The terms run on."""
    begun, task = begin_task(platform, caller, TAKE_OVER_TASK, task_id)
    if task.claimed_by is None:
        raise problems.Conflict(code="task_not_claimed", title="该任务无人认领，请直接认领")
    if task.claimed_by == caller.actor.sub:
        raise problems.Conflict(code="task_claimed_by_caller", title="该任务已由您本人认领，无需接办")
    mine = task.claimed(caller.actor.sub, caller.actor.role, caller.at).model_copy(update={"handed_over": reason})
    return begun.commit(
        begun.case,
        data={
            "task": task.id,
            "from": task.claimed_by,
            "reason": handover_digest(begun.case.chain_key, task, reason),
        },
        answer={"task": task.id, "state": mine.state, "claimed_by": mine.claimed_by},
        ops=[hand_on(begun.case, task, mine)],
    )
