"""Whether a department's system still has to be told of a task, as far as the records show."""

from chalicelib.cases.model import Task
from chalicelib.durable import alarms
from chalicelib.exchange.model import delivery_of
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import retries
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform


def untold(platform: Platform, task: Task) -> bool:
    """False when the department has no system that listens, was told, or is about to be. A delivery that has used up
    its tries is the dead-letter desk's. One that waits for a try that never comes is told of, or closed, also when its
    task has ended meanwhile.
    """
    endpoint, kept = store.load_pair(platform.table, delivery_of(task))
    if kept and kept.state == "retrying":
        return alarms.find(platform, keys.case(task.case_id), retries.alarm_name(task.kind)) is None
    if endpoint is None or not endpoint.enabled or not task.waiting:
        return False
    return kept is None or kept.state in ("pending", "disabled")
