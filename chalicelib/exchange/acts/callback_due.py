"""再次通知: the time of a delivery's next try has come, so the department's system is notified again."""

from chalicelib.cases.model.task import notify_department, task_id
from chalicelib.durable import alarms, outbox
from chalicelib.durable.alarms import Alarm
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import retries
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform


def callback_due(platform: Platform, alarm: Alarm) -> None:
    """Send the message also for a task that has ended: whoever handles the message then closes the delivery."""
    no, event, seq = retries.about_task(alarm.name)
    task = store.load_task(platform.table, task_id(keys.case_id(alarm.owner), no))
    effects = [notify_department(task.department, task.id, event, seq)] if task else []
    cause = f"{alarm.name}@{alarms.instant(alarm.due)}"
    platform.table.write(alarms.end_alarm(alarm), *outbox.row(platform, alarm.owner, cause, effects))
