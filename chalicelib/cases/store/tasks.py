"""Where tasks are kept: one row each beside their case, and in their department's inbox while somebody has to act."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import JsonValue

from chalicelib.access.actor import Actor
from chalicelib.access.policy import same_region
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.opening import recounted_task, task_dues
from chalicelib.cases.model.task import TASK_KINDS, CancelReason, OpenTask, Task, inbox_of, task_id
from chalicelib.cases.store.holder import rows_of
from chalicelib.cases.store.records import built
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, When, equals, put, update

CLAIM = {"state", "claimed_by", "claimed_role", "claimed_at"}


def load_task(table: Table, case_id: str, no: str) -> Task | None:
    row = table.get(keys.task(case_id, no))
    return Task.model_validate(row) if row else None


def load_task_beside(
    table: Table, case_id: str, no: str, key: Key | None
) -> tuple[tuple[Case, Task] | None, Item | None]:
    """A task with its case, and another row, in one read."""
    found = table.get_many([*rows_of(case_id), keys.task(case_id, no), *([key] if key else [])])
    case, task = built(table, found, case_id), found.get(keys.task(case_id, no))
    return (case, Task.model_validate(task)) if case and task else None, found.get(key) if key else None


def all_tasks(table: Table, case_id: str) -> list[Task]:
    """Every task that the case has ever had, in the order in which they were opened."""
    rows = table.query_all(keys.case(case_id), prefix=keys.TASK)
    return sorted((Task.model_validate(row) for row in rows), key=lambda task: task.opened_at)


def inbox(
    platform: Platform, partition: str, actor: Actor, *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[Task], Mapping[str, str] | None]:
    """A page of what the actor's department has to do and the actor's role is for, by due day.

    Due days are those that the calendar in force now gives; the order is that in which they were stored.
    """
    page = platform.table.query(partition, index=keys.TASKS_INDEX, limit=limit, after=after)
    found = (Task.model_validate(row) for row in page.items if same_region(actor, row.get("region") or row["division"]))
    own = (task for task in found if (only := TASK_KINDS[task.kind].only) is None or actor.role in only)
    return [recounted_task(task, platform.calendar) for task in own], page.after


def inbox_of_actor(division: str, actor: Actor) -> str:
    """The index partition of the actor's inbox. LookupError for a role that no kind of task is for."""
    inbox = inbox_of(actor.role)
    if inbox is None:
        raise LookupError(f"no kind of task is for a {actor.role}")
    return keys.department_tasks(division, actor.department or "", inbox.name)


def inbox_with(division: str, task: Task | OpenTask) -> str:
    """The index partition in which this task stands."""
    return keys.department_tasks(division, task.department, TASK_KINDS[task.kind].inbox.name)


def put_task(task: Task) -> Op:
    """A new task."""
    return put(task_item(task), when=ABSENT)


def write_task(before: Task, after: Task) -> Op:
    """Replace a task that is still in the state it was read in, and claimed by the same person."""
    return put(task_item(after), when=as_read(before))


def hand_on(case: Case, before: Task, after: Task) -> Op:
    """Replace a task that stays open, with the due days that its case has now: a transaction writes each row once, so
    that `commit` leaves the row to this operation.
    """
    dues = task_dues(case, TASK_KINDS[before.kind])
    return write_task(before, Task.model_validate({**after.model_dump(), **dues}))


def claim(before: Task, after: Task) -> Op:
    """Only who has claimed it: a claim reads no case, and due days may have moved since the task was read."""
    claimed = after.model_dump(mode="json", include=CLAIM, exclude_none=True)
    return update(keys.task(before.case_id, before.no), put=claimed, remove=("handed_over",), when=as_read(before))


def as_read(task: Task) -> When:
    """On condition that nobody has claimed, released, answered or cancelled the task since it was read."""
    return equals(state=task.state, claimed_by=task.claimed_by)


def close_task(case: Case, task: OpenTask, **answered: object) -> Op:
    """Answer an open task of the case that nobody needs to have read; refused when it was claimed or cancelled."""
    return update(
        keys.task(case.id, task.no),
        put={"state": "answered", **answered},
        remove=("tasks_pk", "tasks_sk"),
        when=equals(state="open"),
    )


def cancel_task(case: Case, task: OpenTask, reason: CancelReason, at: datetime) -> Op:
    """End an open task of the case without an answer."""
    return update(
        keys.task(case.id, task.no),
        put={"state": "cancelled", "cancelled_at": at.isoformat(), "cancelled_for": reason},
        remove=("tasks_pk", "tasks_sk"),
    )


def task_item(task: Task) -> Item:
    """The TASK row; it is in its department's inbox while somebody has to do something.

    What is as it is at the beginning is left out, and of a task that waits no more the clocks too: its due days stay.
    """
    left_out = set[str]() if task.waiting else {"clocks"}
    facts = task.model_dump(mode="json", exclude=left_out, exclude_none=True, exclude_defaults=True)
    item = {**keys.task(task.case_id, task.no)._asdict(), **facts, "state": task.state}
    if task.waiting:
        item["tasks_pk"] = inbox_with(task.division, task)
        item["tasks_sk"] = keys.by_due_day(str(task.due) if task.due else None, task.id)
    return item


def dues_moved(case: Case, task: OpenTask, dues: Mapping[str, JsonValue]) -> Op:
    """The due days of an open task, and its place in the inbox, once a clock of its case has changed."""
    due = dues["due"]
    return update(
        keys.task(case.id, task.no),
        put={
            **{name: value for name, value in dues.items() if value is not None},
            "tasks_sk": keys.by_due_day(due if isinstance(due, str) else None, task_id(case.id, task.no)),
        },
        remove=[name for name, value in dues.items() if value is None],
        when=equals(tasks_pk=inbox_with(case.division, task)),
    )
