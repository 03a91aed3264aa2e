"""The events that departments' systems are told of: their ids, what is sent, and the record of each delivery."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.cases.model import Task
from chalicelib.cases.model.moved import DueMoved, Move
from chalicelib.cases.model.task import (
    CANCELLED,
    DUE_MOVED,
    OPENED,
    RECORDED,
    REPAIRED,
    TASK_KINDS,
    TaskEventName,
)
from chalicelib.exchange.model.delivery import Delivery

# The last word of a message id says which event it is.
WORDS: Mapping[TaskEventName, str] = {
    OPENED: "opened",
    CANCELLED: "cancelled",
    DUE_MOVED: "moved",
    RECORDED: "recorded",
    REPAIRED: "repaired",
}
# Those of a credit record, which goes to the credit system.
OF_CREDIT: tuple[TaskEventName, ...] = (RECORDED, REPAIRED)
EVENTS: Mapping[str, TaskEventName] = {word: event for event, word in WORDS.items()}
MESSAGE_ID = re.compile(
    rf"msg_(?P<case>[0-9A-Za-z_-]+)_(?P<no>(?:{'|'.join(TASK_KINDS)})(?:-[0-9]+)?)"
    rf"_(?P<word>{'|'.join(EVENTS)})(?:-(?P<seq>[0-9]{{1,6}}))?"
)


class About(NamedTuple):
    """The task and the event that a message is about. The days of a task move several times: `seq` is the event."""

    task_id: str
    event: TaskEventName
    seq: int | None = None


def message_id(task_id: str, event: TaskEventName = OPENED, seq: int | None = None) -> str:
    """The `webhook-id`, which is the same at every attempt. Standard Webhooks allows no full stop in it."""
    return f"msg_{task_id.replace('.', '_')}_{word_of(event, seq)}"


def word_of(event: TaskEventName, seq: int | None = None) -> str:
    return WORDS[event] if seq is None else f"{WORDS[event]}-{seq}"


def read_word(word: str) -> tuple[TaskEventName, int | None]:
    """The event and, of days that moved, the number of the case's event. KeyError for what is no such word."""
    name, _, seq = word.partition("-")
    return EVENTS[name], int(seq) if seq else None


def about(message_id: str) -> About | None:
    """What a `webhook-id` is about; None for what is no such id of a task."""
    found = MESSAGE_ID.fullmatch(message_id)
    if found is None or (found["seq"] is None) == (EVENTS[found["word"]] == DUE_MOVED):
        return None
    seq = int(found["seq"]) if found["seq"] else None
    return About(f"{found['case']}.{found['no']}", EVENTS[found["word"]], seq)


def happened_at(task: Task, event: TaskEventName, move: Move | None = None) -> datetime | None:
    """When this event of the task happened (legal time); None when it has not happened. `move` is that of its days."""
    if event == OPENED:
        return task.opened_at
    if event == DUE_MOVED:
        return move.at if move else None
    if event in OF_CREDIT:
        return task.recorded_at if event == RECORDED else task.repaired_at
    return task.cancelled_at if task.state == "cancelled" else None


def told_to(task: Task, event: TaskEventName) -> str:
    """The department whose system is told."""
    return task.credit_to or task.department if event in OF_CREDIT else task.department


def delivery_of(task: Task, event: TaskEventName = OPENED, move: Move | None = None) -> Delivery:
    """The delivery of this event before its first try. ValueError for an event that has not happened."""
    at = happened_at(task, event, move)
    if at is None:
        raise ValueError(f"{task.id}: {event} has not happened")
    return Delivery(
        message_id=message_id(task.id, event, move.seq if move else None),
        division=task.region or task.division,
        department=told_to(task, event),
        task_id=task.id,
        event=event,
        created_at=at,
    )


def task_event(
    task: Task, public_url: str, namespace: str, event: TaskEventName = OPENED, move: Move | None = None
) -> dict[str, Any]:
    """The CloudEvent 1.0 for what happened to a task: ids and a link, no personal data.

    `namespace` is that of the place. The type of the event begins with it. That a task was cancelled comes with the
    reason as a code, that its days have moved with the old and the new ones and why.
    """
    delivery, purpose = delivery_of(task, event, move), TASK_KINDS[task.kind].purpose
    return {
        **envelope(delivery, public_url, namespace),
        "subject": task.id,
        "data": {
            "task_id": task.id,
            "case_id": task.case_id,
            "kind": task.kind,
            **({"reason": task.cancelled_for} if event == CANCELLED else {}),
            **({"moved": [_day(one) for one in move.days]} if move else {}),
            # Whoever works on the task needs the form; of a cancelled one there is nothing to review.
            "href": _where(task, public_url, event, purpose.value),
        },
    }


def _day(moved: DueMoved) -> dict[str, Any]:
    return moved.model_dump(mode="json", exclude={"at"})


def _where(task: Task, public_url: str, event: TaskEventName, purpose: str) -> str:
    """A credit record is about the case: its receiver has no task."""
    if event in OF_CREDIT:
        return f"{public_url}/v1/cases/{task.case_id}"
    return f"{public_url}/v1/tasks/{task.id}" + (f"?purpose={purpose}" if event == OPENED else "")


def envelope(delivery: Delivery, public_url: str, namespace: str) -> dict[str, Any]:
    """The members that every event has, but for what it is about."""
    return {
        "specversion": "1.0",
        "id": delivery.message_id,
        "source": f"{public_url}/v1",
        "type": f"{namespace}.{delivery.event}",
        "time": delivery.created_at.isoformat(),
        "datacontenttype": "application/json",
    }


def written(event: dict[str, Any]) -> str:
    """The event as it is signed and sent."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
