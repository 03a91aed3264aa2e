"""When a department's system is notified again: by an alarm of the case, one for each delivery that has failed."""

from datetime import datetime

from chalicelib.cases.model import split_task_id
from chalicelib.cases.model.task import OPENED, TaskEventName
from chalicelib.durable import alarms
from chalicelib.exchange.model import Delivery, about, read_word, word_of
from chalicelib.foundation import keys
from chalicelib.foundation.writes import Op

CALLBACK = "callback"


def alarm_name(no: str, event: TaskEventName = OPENED, seq: int | None = None) -> str:
    """The name of the alarm for the delivery of this event of the case's task `no`."""
    return f"{CALLBACK}.{no}" + ("" if event == OPENED else f".{word_of(event, seq)}")


def alarm_of(delivery: Delivery) -> str:
    """The name of the alarm for this delivery. ValueError for a test, which is tried once."""
    told = about(delivery.message_id)
    parts = split_task_id(told.task_id) if told else None
    if told is None or parts is None:
        raise ValueError(f"{delivery.message_id} is about no task")
    return alarm_name(parts[1], told.event, told.seq)


def about_task(name: str) -> tuple[str, TaskEventName, int | None]:
    """The task `no`, the event, and of days that moved by which event of the case: from the name of the alarm."""
    no, _, word = name.removeprefix(f"{CALLBACK}.").partition(".")
    return (no, *read_word(word)) if word else (no, OPENED, None)


def retry_alarm(before: Delivery, after: Delivery, now: datetime) -> list[Op]:
    """The operation on the delivery's alarm, for the transaction that changes the delivery at `now` (legal time).

    While the delivery is to be tried again, the alarm is set. Once it is given up, the alarm is parked, where people
    see it. Otherwise the alarm is cleared.
    """
    parts = split_task_id(after.task_id or "")
    if parts is None:
        return []
    owner, name = keys.case(parts[0]), alarm_of(after)
    if after.next_at:
        return [alarms.set_alarm(owner, name, after.next_at, now, what=CALLBACK)]
    if after.given_up:
        return [alarms.set_parked(owner, name, now, what=CALLBACK)]
    return [alarms.clear_alarm(owner, name)] if before.next_at or before.given_up else []
