"""Where endpoints and deliveries are kept. A settled delivery is never changed again."""

from collections.abc import Callable, Mapping, Sequence

from chalicelib.cases.model import Task, split_task_id
from chalicelib.cases.model.moved import Move, move_of
from chalicelib.cases.model.task import DUE_MOVED, TaskEventName
from chalicelib.durable.audit import Event
from chalicelib.exchange.model import Delivery, Endpoint, about, delivery_of, happened_at
from chalicelib.exchange.model.testing import test_delivery
from chalicelib.foundation import keys, problems
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Page, Refused, Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put, update

# How often a change starts over when the delivery was changed meanwhile.
ATTEMPTS = 5


def load_task(table: Table, task_id: str) -> Task | None:
    parts = split_task_id(task_id)
    item = table.get_closed(keys.task(*parts)) if parts else None
    return Task.model_validate(item) if item else None


def load_move(table: Table, task: Task, event: TaskEventName, seq: int | None) -> Move | None:
    """What has moved of the task's days by the event of its case with this number; None for any other event."""
    if event != DUE_MOVED or seq is None:
        return None
    row = table.get(keys.event(task.case_id, seq))
    return move_of(task, Event.model_validate(row)) if row else None


def load_endpoint(table: Table, division: str, department: str) -> Endpoint | None:
    item = table.get(keys.endpoint(division, department))
    return Endpoint.model_validate(item) if item else None


def put_endpoint(before: Endpoint | None, after: Endpoint) -> Op:
    """Write an endpoint. Refused, with the label CURRENT, when the version that was read has been replaced."""
    item = {
        **keys.endpoint(after.division, after.department)._asdict(),
        **after.model_dump(mode="json", exclude_none=True),
    }
    return put(item, when=equals(version=before.version) if before else ABSENT)


def disable(table: Table, endpoint: Endpoint) -> bool:
    """Stop callbacks to this endpoint. False when the department has registered another one meanwhile."""
    key = keys.endpoint(endpoint.division, endpoint.department)
    try:
        table.write(update(key, put={"enabled": False}, when=equals(version=endpoint.version)))
    except Refused:
        return False
    return True


def load_pair(table: Table, fresh: Delivery) -> tuple[Endpoint | None, Delivery | None]:
    """The endpoint to which a delivery goes, and the stored delivery, in one read. None for what is not stored."""
    places = keys.endpoint(fresh.division, fresh.department), delivery_key(fresh)
    found = table.get_many(places)
    endpoint, delivery = (found.get(place) for place in places)
    return (
        Endpoint.model_validate(endpoint) if endpoint else None,
        Delivery.model_validate(delivery) if delivery else None,
    )


def list_deliveries(table: Table, division: str, department: str, limit: int, after: Mapping[str, str] | None) -> Page:
    """The deliveries to a department, newest first."""
    return table.query(
        keys.deliveries(division, department), prefix=keys.DELIVERY, limit=limit, after=after, forward=False
    )


def edit_delivery(
    table: Table,
    fresh: Delivery,
    edit: Callable[[Delivery], Delivery],
    also_write: Callable[[Delivery, Delivery], Sequence[Op]],
) -> Delivery:
    """Edit the stored delivery, or `fresh` when none is stored yet, and return it. A settled delivery stays as it is.

    `also_write(before, after)` gives the operations that belong into the same transaction.
    """
    for _ in range(ATTEMPTS):
        item = table.get(delivery_key(fresh))
        before = Delivery.model_validate(item) if item else fresh
        if before.settled:
            return before
        after = edit(before).model_copy(update={"version": before.version + 1})
        try:
            table.write(put_delivery(before if item else None, after), *also_write(before, after))
        except Refused:
            continue  # the same message is being handled a second time: read the delivery again
        return after
    raise problems.Unavailable


def put_delivery(before: Delivery | None, after: Delivery) -> Op:
    """Write a delivery, unless it was changed since it was read as `before`."""
    row = {**delivery_key(after)._asdict(), **after.model_dump(mode="json", exclude_none=True)}
    return put(row, when=equals(version=before.version) if before else ABSENT)


def find_delivery(
    table: Table, division: str, department: str, message_id: str
) -> tuple[Endpoint | None, Delivery | None]:
    """The endpoint of a department, and its delivery with this `webhook-id`."""
    if test := test_delivery(division, department, message_id):
        return load_pair(table, test)
    named = about(message_id)
    task = load_task(table, named.task_id) if named else None
    if named is None or task is None:
        return None, None
    move = load_move(table, task, named.event, named.seq)
    if not happened_at(task, named.event, move):
        return None, None
    fresh = delivery_of(task, named.event, move)
    mine = (task.division, fresh.department) == (division, department)
    return load_pair(table, fresh) if mine else (None, None)


def delivery_key(delivery: Delivery) -> Key:
    """Deliveries sort by the time of their event. Every attempt of a delivery has the same key."""
    time = delivery.created_at.isoformat(timespec="milliseconds")
    return keys.delivery(delivery.division, delivery.department, time, delivery.message_id)
