"""认领任务: an officer or the department's system takes a task; nobody else can answer it then."""

from chalicelib.cases.acts.gate import begin_task
from chalicelib.cases.model.acts import CLAIM_TASK
from chalicelib.cases.store.tasks import write_task
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def claim_task(platform: Platform, caller: Caller, task_id: str) -> Receipt:
    """The case does not move and its ETag stays; claiming twice oneself is no fault."""
    _, task = begin_task(platform, caller, CLAIM_TASK, task_id)
    claimed = task.model_copy(update={"state": "claimed", "claimed_by": caller.actor.sub, "claimed_at": caller.at})
    receipt = Receipt({"id": task.id, "case_id": task.case_id, "state": claimed.state, "at": caller.at.isoformat()})
    platform.table.write(write_task(task, claimed), *acts.record(platform, caller, receipt))
    return receipt
