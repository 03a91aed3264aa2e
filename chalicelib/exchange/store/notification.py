"""Of what a department's system still has to be notified, as far as the rows show."""

from collections.abc import Sequence

from chalicelib.cases.model import Task
from chalicelib.cases.model.task import CANCELLED, OPENED, TASK_KINDS, TaskEventName
from chalicelib.durable import alarms
from chalicelib.exchange.model import Delivery, Endpoint, delivery_of, happened_at
from chalicelib.exchange.model.events import OF_CREDIT
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import retries
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform


def lost_notifications(platform: Platform, task: Task) -> Sequence[TaskEventName]:
    """The events of the task whose notification was lost: nobody has tried, or the alarm of the next try is missing.

    None when the department has no system that listens, or was notified, or will be by an alarm. None also when the
    tries are used up: such a delivery is on the dead-letter desk. A delivery that waits for a missing alarm is lost
    even when its task has ended: sending it once more closes the delivery.
    """
    if not TASK_KINDS[task.kind].notify:
        return _lost_records(platform, task)
    endpoint, opening = store.load_pair(platform.table, delivery_of(task))
    lost: list[TaskEventName] = []
    if _without_alarm(platform, task, opening) or (task.waiting and _untold(endpoint, opening)):
        lost.append(OPENED)
    # A system that nobody has tried to tell of the opening needs no word of the end.
    if happened_at(task, CANCELLED) and opening and opening.attempts:
        _, ending = store.load_pair(platform.table, delivery_of(task, CANCELLED))
        if _without_alarm(platform, task, ending) or _untold(endpoint, ending):
            lost.append(CANCELLED)
    return lost


def _lost_records(platform: Platform, task: Task) -> Sequence[TaskEventName]:
    """Each record of credit stands for itself: a repair is told also where nobody has tried to tell the default."""
    lost: list[TaskEventName] = []
    for event in OF_CREDIT:
        if happened_at(task, event):
            endpoint, kept = store.load_pair(platform.table, delivery_of(task, event))
            if _without_alarm(platform, task, kept) or _untold(endpoint, kept):
                lost.append(event)
    return lost


def _without_alarm(platform: Platform, task: Task, kept: Delivery | None) -> bool:
    if kept is None or kept.state != "retrying":
        return False
    return alarms.find(platform, keys.case(task.case_id), retries.alarm_name(task.no, kept.event)) is None


def _untold(endpoint: Endpoint | None, kept: Delivery | None) -> bool:
    if endpoint is None or not endpoint.enabled:
        return False
    return kept is None or kept.state in ("pending", "disabled")
