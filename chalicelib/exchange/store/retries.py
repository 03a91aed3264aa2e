"""When a department's system is told again: an alarm of the case for each delivery that has not got through."""

from datetime import datetime

from chalicelib.cases.model import split_task_id
from chalicelib.durable import alarms
from chalicelib.exchange.model import Delivery
from chalicelib.foundation import keys
from chalicelib.foundation.table import Op

CALLBACK = "callback"


def alarm_name(kind: str) -> str:
    """Of a task of this kind."""
    return f"{CALLBACK}.{kind}"


def kind_of(name: str) -> str:
    return name.removeprefix(f"{CALLBACK}.")


def awaited(before: Delivery, after: Delivery, now: datetime) -> list[Op]:
    """The delivery's alarm, for the transaction that changes the delivery at `now` (legal time).

    Set while it is to be tried again; put aside, where people see it, once its tries are used up; else cleared.
    """
    parts = split_task_id(after.task_id)
    if parts is None:
        return []
    owner, name = keys.case(parts[0]), alarm_name(parts[1])
    if after.next_at:
        return [alarms.set_alarm(owner, name, after.next_at, now, what=CALLBACK)]
    if after.reason == "exhausted":
        return [alarms.set_aside(owner, name, now, what=CALLBACK)]
    return [alarms.clear_alarm(owner, name)] if before.next_at or before.reason == "exhausted" else []
