"""GetItem, BatchGetItem and DescribeTable."""

from collections.abc import Mapping
from typing import Any, cast

from proofs.kit.dynamo import keys, parameters, plans
from proofs.kit.dynamo.refusals import Invalid
from proofs.kit.dynamo.store import Store
from proofs.kit.dynamo.values import Stored, projected

KEYS_AT_MOST = 100
BYTES_AT_MOST = 16 * 1024 * 1024
DUPLICATES = "Provided list of item keys contains duplicates"


def get(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    plan, _ = plans.of(request)
    row = store.named(request).find(keys.of_key(store.schema, request["Key"]))
    return {"Item": projected(row.item, plan.projected)} if row else {}


def get_batch(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    """Items in no order that anybody may trust: the last one first. What is beyond 16 MB is not processed."""
    parameters.at_least(1, "RequestItems", len(request["RequestItems"]))
    for asked in request["RequestItems"].values():
        parameters.check("KeysAndAttributes", asked)
        plans.of(asked)
    for table, asked in request["RequestItems"].items():
        store.named({"TableName": table})
        parameters.at_least(1, "Keys", len(asked["Keys"]))
        if len(asked["Keys"]) > KEYS_AT_MOST:
            raise Invalid(
                f"1 validation error detected: Value at 'RequestItems.{table}.member.Keys' failed to satisfy "
                f"constraint: Member must have length less than or equal to {KEYS_AT_MOST}"
            )
    ((table, asked),) = request["RequestItems"].items()
    return one_table(store, table, cast(Mapping[str, Any], asked))


def one_table(store: Store, table: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    plan, _ = plans.of(asked)
    places = [keys.of_key(store.schema, key) for key in asked["Keys"]]
    if len(set(places)) < len(places):
        raise Invalid(DUPLICATES)
    found: list[Stored] = []
    left: list[Any] = []
    size = 0
    for at, key in reversed(list(zip(places, asked["Keys"], strict=True))):
        row = store.find(at)
        if left or (row and size + row.size > BYTES_AT_MOST):
            left.append(key)
        elif row:
            size += row.size
            found.append(projected(row.item, plan.projected))
    unprocessed = {table: {**asked, "Keys": left}} if left else {}
    return {"Responses": {table: found}, "UnprocessedKeys": unprocessed}


def describe(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    """As far as somebody asks for it; AWS counts the items every six hours only."""
    schema = store.named(request).schema
    rows = [row for partition in store.rows.values() for row in partition.values()]
    table = {
        "TableName": schema.table,
        "TableStatus": "ACTIVE",
        "ItemCount": len(rows),
        "TableSizeBytes": sum(row.size for row in rows),
    }
    return {"Table": table}
