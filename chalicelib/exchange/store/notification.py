"""Whether a department's system still has to be notified of a task, as far as the rows show."""

from chalicelib.cases.model import Task
from chalicelib.durable import alarms
from chalicelib.exchange.model import delivery_of
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import retries
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform


def needs_notification(platform: Platform, task: Task) -> bool:
    """True when the notification was lost: nobody has tried, or the alarm of the next try is missing.

    False when the department has no system that listens, or was notified, or will be by an alarm. False also when the
    tries are used up: such a delivery is on the dead-letter desk. A delivery that waits for a missing alarm is true
    even when its task has ended: sending it once more closes the delivery.
    """
    endpoint, kept = store.load_pair(platform.table, delivery_of(task))
    if kept and kept.state == "retrying":
        return alarms.find(platform, keys.case(task.case_id), retries.alarm_name(task.kind)) is None
    if endpoint is None or not endpoint.enabled or not task.waiting:
        return False
    return kept is None or kept.state in ("pending", "disabled")
