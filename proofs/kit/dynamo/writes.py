"""One write: what it will do to the table, or why it may not; PutItem, UpdateItem and DeleteItem are one of them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from proofs.kit.dynamo import keys, plans
from proofs.kit.dynamo.keys import Place
from proofs.kit.dynamo.plans import Plan
from proofs.kit.dynamo.reader import Values
from proofs.kit.dynamo.refusals import CONDITION_FAILED, Invalid, Refused
from proofs.kit.dynamo.schema import Schema
from proofs.kit.dynamo.store import Row, Store
from proofs.kit.dynamo.values import BAD, Stored, projected, size_of, taken

ITEM_AT_MOST = 400 * 1024  # bytes
RETURNED = {
    "Put": ("NONE", "ALL_OLD"),
    "Delete": ("NONE", "ALL_OLD"),
    "Update": ("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"),
}


class Operation(NamedTuple):
    """A write as far as it is known without looking at the table; `item` and `size` are those of a put."""

    action: str
    body: Mapping[str, Any]
    plan: Plan
    values: Values
    item: Stored
    size: int


class ConditionFailed(Refused):
    """The condition is not true of the item as it is."""

    def __init__(self) -> None:
        super().__init__("ConditionalCheckFailedException", CONDITION_FAILED)


def read(action: str, body: Mapping[str, Any]) -> Operation:
    """Everything that AWS refuses before it looks at the table."""
    # Without more than a table and a key or an item there are no expressions.
    plan, values = plans.of(body) if len(body) > 2 else (plans.NOTHING, plans.NO_VALUES)
    if action != "Put":
        return Operation(action, body, plan, values, {}, 0)
    item, size = taken(body["Item"], "Item")
    if size > ITEM_AT_MOST:
        raise Invalid("Item size has exceeded the maximum allowed size", up_front=True)
    return Operation(action, body, plan, values, item, size)


def place(schema: Schema, operation: Operation) -> Place:
    """Which item it is about."""
    if operation.action == "Put":
        return keys.of_item(schema, operation.item)
    return keys.of_key(schema, operation.body["Key"])


def result(store: Store, at: Place, operation: Operation) -> Row | None:
    """What will be there instead; nothing has been written yet."""
    old, plan = store.find(at), operation.plan
    if plan.test and not plan.test(old.item if old else {}, operation.values):
        raise ConditionFailed
    match operation.action:
        case "Put":
            return Row(operation.item, operation.size, keys.entries(store.schema, operation.item))
        case "Update":
            return updated(store.schema, operation, old or fresh(store.schema, at))
        case "Delete":
            return None
        case _:
            return old  # a condition check writes nothing


def updated(schema: Schema, operation: Operation, before: Row) -> Row:
    update = operation.plan.update
    if update is None:
        return before
    for name in (schema.pk, schema.sk):
        if name in update.targets:
            raise Invalid(f"{BAD}Cannot update attribute {name}. This attribute is part of the key")
    item = update.applied(before.item, operation.values)
    size = before.size - size_of(before.item, update.targets) + size_of(item, update.targets)
    if size > ITEM_AT_MOST:
        raise Invalid("Item size to update has exceeded the maximum allowed size")
    touched = not update.targets.isdisjoint(schema.index_keys)
    return Row(item, size, keys.entries(schema, item, updated=True) if touched else before.entries)


def fresh(schema: Schema, at: Place) -> Row:
    """What an update begins with where there is no item."""
    item, size = taken({schema.pk: {"S": at[0]}, schema.sk: {"S": at[1]}}, "Key")
    return Row(item, size, schema.nowhere)


def write(store: Store, action: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """A call that writes one item."""
    returned: str = request.get("ReturnValues", "NONE")
    if returned not in RETURNED[action]:
        raise Invalid("Return values set to invalid value")
    operation = read(action, request)
    store.named(request)
    at = place(store.schema, operation)
    old = store.find(at)
    new = result(store, at, operation)
    store.change(at, new)
    if returned == "NONE":
        return {}
    row = old if returned.endswith("OLD") else new
    if row is None:
        return {}
    update = operation.plan.update
    if not returned.startswith("UPDATED"):
        return {"Attributes": dict(row.item)}
    touched = projected(row.item, update.targets) if update else {}
    return {"Attributes": touched} if touched else {}
