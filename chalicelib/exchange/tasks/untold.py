"""Whether a department's system still has to be told of a task, as far as the records show."""

from datetime import timedelta

from chalicelib.cases.model import Task
from chalicelib.exchange import store
from chalicelib.exchange.model import LONGEST_PAUSE, delivery_of
from chalicelib.foundation.platform import Platform

# Long after the next try of a delivery was due, its message is no longer in the queue.
SILENCE = timedelta(seconds=2 * LONGEST_PAUSE)


def untold(platform: Platform, task: Task) -> bool:
    """False when the department has no system that listens, was told, or is about to be. A delivery that has used up
    its tries is the dead-letter desk's.
    """
    endpoint, kept = store.load_pair(platform.table, delivery_of(task))
    if endpoint is None or not endpoint.enabled or not task.waiting:
        return False
    if kept is None or kept.last_at is None:
        return True
    return kept.state == "retrying" and platform.wall() - kept.last_at > SILENCE
