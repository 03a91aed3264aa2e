"""Of what a department's system still has to be notified, as far as the rows show."""

from collections.abc import Sequence

from chalicelib.cases.model import Task
from chalicelib.cases.model.moved import Move
from chalicelib.cases.model.task import CANCELLED, DUE_MOVED, OPENED, TASK_KINDS, TaskEventName
from chalicelib.durable import alarms
from chalicelib.exchange.model import About, Delivery, Endpoint, delivery_of, happened_at
from chalicelib.exchange.model.events import OF_CREDIT
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import retries
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform


def lost_notifications(platform: Platform, task: Task) -> Sequence[About]:
    """The events of the task whose notification was lost: nobody has tried, or the alarm of the next try is missing.

    None when the department has no system that listens, or was notified, or will be by an alarm. None also when the
    tries are used up: such a delivery is on the dead-letter desk. A delivery that waits for a missing alarm is lost
    even when its task has ended: sending it once more closes the delivery.
    """
    if not TASK_KINDS[task.kind].notify:
        return _lost_records(platform, task)
    endpoint, opening = store.load_pair(platform.table, delivery_of(task))
    lost: list[About] = []
    if _without_alarm(platform, task, opening) or (task.waiting and _untold(endpoint, opening)):
        lost.append(About(task.id, OPENED))
    # A system that nobody has tried to tell of the opening needs no word of what came after it.
    if opening is None or not opening.attempts:
        return lost
    if happened_at(task, CANCELLED):
        lost += _lost(platform, task, CANCELLED)
    if task.waiting and task.moved and (seq := task.moved[0].seq) is not None:
        lost += _lost(platform, task, DUE_MOVED, Move(seq, task.moved[0].at))
    return lost


def _lost(platform: Platform, task: Task, event: TaskEventName, move: Move | None = None) -> Sequence[About]:
    endpoint, kept = store.load_pair(platform.table, delivery_of(task, event, move))
    lost = _without_alarm(platform, task, kept) or _untold(endpoint, kept)
    return [About(task.id, event, move.seq if move else None)] if lost else []


def _lost_records(platform: Platform, task: Task) -> Sequence[About]:
    """Each record of credit stands for itself: a repair is told also where nobody has tried to tell the default."""
    return [lost for event in OF_CREDIT if happened_at(task, event) for lost in _lost(platform, task, event)]


def _without_alarm(platform: Platform, task: Task, kept: Delivery | None) -> bool:
    if kept is None or kept.state != "retrying":
        return False
    return alarms.find(platform, keys.case(task.case_id), retries.alarm_of(kept)) is None


def _untold(endpoint: Endpoint | None, kept: Delivery | None) -> bool:
    if endpoint is None or not endpoint.enabled:
        return False
    return kept is None or kept.state in ("pending", "disabled")
