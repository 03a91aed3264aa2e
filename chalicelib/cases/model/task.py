"""A task of a case (任务): what a department or its chief representative is asked to do."""

from datetime import date
from typing import Any, Literal

from pydantic import AwareDatetime

from chalicelib.cases.model.case import Record
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import names


class Task(Record):
    """What a department or its chief representative is asked to do. `id` is unique over all cases and url-safe."""

    id: str
    case_id: str
    kind: Literal["review", "decide"]
    state: Literal["open", "claimed", "answered", "cancelled"] = "open"
    division: str
    department: str
    item: str
    item_name: str
    case_number: str
    due: date | None = None
    statutory_due: date | None = None
    provisional: bool = False
    opened_at: AwareDatetime
    claimed_by: str | None = None
    claimed_at: AwareDatetime | None = None
    answered_by: str | None = None
    answered_at: AwareDatetime | None = None
    answer: dict[str, Any] | None = None

    @property
    def waiting(self) -> bool:
        return self.state in ("open", "claimed")


def task_id(case_id: str, kind: str) -> str:
    return f"{case_id}.{kind}"


def split_task_id(identifier: str) -> tuple[str, str] | None:
    case_id, dot, kind = identifier.partition(".")
    return (case_id, kind) if dot and case_id and kind in ("review", "decide") else None


class TaskOpened(Record):
    """What the `callbacks` queue carries when a task was opened: ids only."""

    department: str
    task_id: str
    event: Literal["task.opened"] = "task.opened"


def notify_department(task: Task) -> SendMessage:
    """The effect that has the department's system told of the task now."""
    message = TaskOpened(department=task.department, task_id=task.id)
    return SendMessage(queue=names.CALLBACKS_QUEUE, body=message.model_dump())
