"""认领任务: an officer or the department's system takes a task; no other person can answer it then."""

from chalicelib.access.actor import Role
from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model import Task
from chalicelib.cases.model.task_acts import CLAIM_TASK
from chalicelib.cases.store import tasks as store
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def claim_task(platform: Platform, caller: Caller, task_id: str) -> Receipt:
    """The case does not move and its ETag stays; claiming twice oneself is no fault.

    A person claims a task from the department's system. A system that claims a person's task leaves it the person's:
    else another person could claim it then.
    """
    _, task = begin_task(platform, caller, CLAIM_TASK, task_id)
    claimed = task if held_by_a_person(task, caller) else task.claimed(caller.actor.sub, caller.actor.role, caller.at)
    facts = {"id": task.id, "case_id": task.case_id, "state": claimed.state, "claimed_by": claimed.claimed_by}
    receipt = Receipt({**facts, "at": caller.at.isoformat()})
    platform.table.write(store.claim(task, claimed), *acts.record(platform, caller, receipt))
    return receipt


def held_by_a_person(task: Task, caller: Caller) -> bool:
    """Whether the caller is the system, and somebody of its department has claimed the task."""
    return task.claimed_by not in (None, caller.actor.sub) and caller.actor.role is Role.DEPARTMENT_SYSTEM
