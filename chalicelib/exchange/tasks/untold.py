"""Whether a department's system still has to be told of a task, as far as the records show."""

from chalicelib.cases.model import Task
from chalicelib.exchange import retries, store
from chalicelib.exchange.model import delivery_of
from chalicelib.foundation import alarms
from chalicelib.foundation.platform import Platform


def untold(platform: Platform, task: Task) -> bool:
    """False when the department has no system that listens, was told, or is about to be. A delivery that has used up
    its tries is the dead-letter desk's.
    """
    endpoint, kept = store.load_pair(platform.table, delivery_of(task))
    if endpoint is None or not endpoint.enabled or not task.waiting:
        return False
    match kept.state if kept else "pending":
        case "pending" | "disabled":
            return True
        case "retrying":
            return alarms.find(platform, task.case_id, retries.alarm_name(task.kind)) is None
        case _:
            return False
