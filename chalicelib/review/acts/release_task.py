"""退回任务: who has claimed a task gives it back to the department, where everybody may claim it."""

from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model.task_acts import RELEASE_TASK
from chalicelib.cases.store.tasks import hand_on
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


@act
def release_task(platform: Platform, caller: Caller, task_id: str) -> Receipt:
    """409 for a task that the caller has not claimed. The terms run on."""
    begun, task = begin_task(platform, caller, RELEASE_TASK, task_id)
    if task.claimed_by != caller.actor.sub:
        raise problems.Conflict(code="task_not_claimed", title="您没有认领该任务，无需退回")
    released = task.released()
    return begun.commit(
        begun.case,
        data={"task": task.id},
        answer={"task": task.id, "state": released.state},
        ops=[hand_on(begun.case, task, released)],
    )
