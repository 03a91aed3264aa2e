"""Changes to moto's DynamoDB: what a transaction or a query costs no longer grows with the table."""

import copy
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import Any


def transaction_with_cheap_rollback(original: Any) -> Any:
    """Before each transaction moto copies its tables whole. When it fails, moto puts the copies in their place.

    The stream would be copied and replaced too, and its readers would never see another record.
    """

    def transact_write_items(self: Any, transact_items: list[dict[str, Any]]) -> None:
        operations = [next(iter(item.values())) for item in transact_items]
        names = {operation["TableName"] for operation in operations} & set(self.tables)
        keys = [operation.get("Key") or operation.get("Item") for operation in operations]
        with ExitStack() as held:
            for name in names:
                held.enter_context(cheap_copies(self.tables[name], keys))
            original(self, transact_items)

    return transact_write_items


@contextmanager
def cheap_copies(table: Any, keys: list[dict[str, Any]]) -> Generator[None]:
    """For the time of the block: a deep copy of the table copies only the items of these keys.

    The copy has the same stream. So when the transaction fails, the records that it wrote there are removed again.
    """
    shard = table.stream_shard
    written = len(shard.items) if shard else 0

    def copied(memo: dict[int, Any]) -> Any:
        return copy_of(table, keys, memo)

    table.__deepcopy__ = copied
    try:
        yield
    except BaseException:  # raised again: whatever ends the transaction, its records leave the stream
        if shard:
            del shard.items[written:]
        raise
    finally:
        del table.__deepcopy__


def copy_of(table: Any, keys: list[dict[str, Any]], memo: dict[int, Any]) -> Any:
    """moto updates an item in place, so the items that the transaction names are copied, and their partitions."""
    from moto.dynamodb.models.dynamo_type import DynamoType

    twin = copy.copy(table)
    del twin.__deepcopy__
    twin.items = copy.copy(table.items)
    for key in keys:
        partition = DynamoType(key[table.hash_key_attr])
        if partition not in table.items:
            continue
        items = twin.items[partition] = copy.copy(twin.items[partition])
        sort = DynamoType(key[table.range_key_attr])
        if sort in items:
            items[sort] = copy.deepcopy(items[sort], memo)
    return twin


QUERY_PARAMETERS = (
    *("self", "hash_key", "range_comparison", "range_objs", "limit", "exclusive_start_key", "scan_index_forward"),
    *("projection_expressions", "index_name", "consistent_read", "filter_expression"),
    *("hash_key_conditions", "range_key_conditions", "filter_kwargs"),
)


def query_of_few_items(original: Any) -> Any:
    """moto sorts the whole table at each query; here it sees only the items that can be in the answer."""

    def query(self: Any, hash_key: Any, *how: Any, **more: Any) -> Any:
        index = how[6] if len(how) > 6 else more.get("index_name")
        found = candidates(self, hash_key, index)
        # On a copy of the table object: other threads query the same table at this moment.
        view = copy.copy(self)
        view.all_items = lambda: found
        return original(view, hash_key, *how, **more)

    return query


def candidates(table: Any, hash_key: Any, index: str | None) -> list[Any]:
    """The items of the partition, or all that the index holds. moto itself refuses an index that does not exist."""
    if index is None:
        return list(table.items.get(hash_key, {}).values())
    indexes: list[Any] = table.all_indexes()
    schemas: list[list[dict[str, str]]] = [known.schema for known in indexes if known.name == index]
    needed = {key["AttributeName"] for schema in schemas for key in schema}
    partitions: list[dict[Any, Any]] = list(table.items.values())
    return [item for partition in partitions for item in partition.values() if needed <= item.attrs.keys()]
