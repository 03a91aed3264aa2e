"""Repairs to the emulator's storage that a busy stack needs; nothing of ours is in them. Each has a canary test."""

import copy
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import Any

from local.replacing import replaced


@contextmanager
def repaired_storage() -> Generator[None]:
    """Cheap, clean transaction rollback; queries that look at one partition; queues that lose nothing under threads;
    object events with their version; nothing kept that nobody will ask for.
    """
    with ExitStack() as seams:
        for module, owner, name, make, takes in (
            (
                "moto.dynamodb.models",
                "DynamoDBBackend",
                "transact_write_items",
                with_cheap_rollback,
                ("self", "transact_items"),
            ),
            ("moto.dynamodb.models.table", "Table", "query", within_a_partition, QUERY),
            ("moto.sqs.models", "Queue", "delete_message", under_its_lock, ("self", "receipt_handle")),
            (
                "moto.s3.notifications",
                "",
                "_get_s3_event",
                with_version,
                ("event_name", "bucket", "key", "notification_id"),
            ),
            ("moto.core.common_models", "BaseModel", "__new__", forgetting, ("cls", "args", "kwargs")),
        ):
            seams.enter_context(replaced(module, owner, name, make, takes=takes))
        yield


def with_cheap_rollback(original: Any) -> Any:
    """The emulator copies the whole table before each transaction; rolling back detaches the stream's readers."""

    def transact_write_items(self: Any, transact_items: list[dict[str, Any]]) -> None:
        operations = [next(iter(item.values())) for item in transact_items]
        names = {operation["TableName"] for operation in operations} & set(self.tables)
        keys = [operation.get("Key") or operation.get("Item") for operation in operations]
        with ExitStack() as held:
            for name in names:
                held.enter_context(copied_cheaply(self.tables[name], keys))
            original(self, transact_items)

    return transact_write_items


@contextmanager
def copied_cheaply(table: Any, keys: list[dict[str, Any]]) -> Generator[None]:
    """While this lasts a copy of the table shares the stream and every partition that the transaction does not name.

    When the transaction fails its stream records are taken back, and the stream stays the one that readers hold.
    """
    shard = table.stream_shard
    written = len(shard.items) if shard else 0

    def copied(memo: dict[int, Any]) -> Any:
        return twin_of(table, keys, memo)

    table.__deepcopy__ = copied
    try:
        yield
    except BaseException:
        if shard:
            del shard.items[written:]
        raise
    finally:
        del table.__deepcopy__


def twin_of(table: Any, keys: list[dict[str, Any]], memo: dict[int, Any]) -> Any:
    """An update changes an item in place, so the partitions named are copied deeply."""
    from moto.dynamodb.models.dynamo_type import DynamoType

    twin = copy.copy(table)
    del twin.__deepcopy__
    twin.items = copy.copy(table.items)
    for key in keys:
        partition = DynamoType(key[table.hash_key_attr])
        if partition in table.items:
            twin.items[partition] = copy.deepcopy(table.items[partition], memo)
    return twin


QUERY = (
    *("self", "hash_key", "range_comparison", "range_objs", "limit", "exclusive_start_key", "scan_index_forward"),
    *("projection_expressions", "index_name", "consistent_read", "filter_expression"),
    *("hash_key_conditions", "range_key_conditions", "filter_kwargs"),
)


def within_a_partition(original: Any) -> Any:
    """The emulator sorts the whole table at each query; only one partition, or what is in the index, can answer."""

    def query(self: Any, hash_key: Any, *how: Any, **more: Any) -> Any:
        index = how[6] if len(how) > 6 else more.get("index_name")
        found = candidates(self, hash_key, index)
        # A view of its own for each query: others read the same table at this moment.
        view = copy.copy(self)
        view.all_items = lambda: found
        return original(view, hash_key, *how, **more)

    return query


def candidates(table: Any, hash_key: Any, index: str | None) -> list[Any]:
    """An unknown index narrows nothing: the emulator refuses it before it looks at any item."""
    if index is None:
        return list(table.items.get(hash_key, {}).values())
    indexes: list[Any] = table.all_indexes()
    schemas: list[list[dict[str, str]]] = [known.schema for known in indexes if known.name == index]
    needed = {key["AttributeName"] for schema in schemas for key in schema}
    partitions: list[dict[Any, Any]] = list(table.items.values())
    return [item for partition in partitions for item in partition.values() if needed <= item.attrs.keys()]


def under_its_lock(original: Any) -> Any:
    """The emulator rebuilds a queue's list on delete; a message sent meanwhile would be lost."""

    def delete_message(self: Any, receipt_handle: str) -> None:
        with self._messages_lock:
            original(self, receipt_handle)

    return delete_message


def with_version(original: Any) -> Any:
    """S3's event names the version of the object; the emulator's leaves it out."""

    def s3_event(event_name: str, bucket: Any, key: Any, notification_id: str) -> dict[str, Any]:
        event: dict[str, Any] = original(event_name, bucket, key, notification_id)
        for record in event["Records"]:
            record["s3"]["object"]["versionId"] = key.version_id
        return event

    return s3_event


def forgetting(original: Any) -> Any:
    """The emulator keeps every item that ever was, for a page that shows them; only files are asked for again."""

    def new(cls: Any, *args: Any, **kwargs: Any) -> Any:
        return original(cls, *args, **kwargs) if hasattr(cls, "dispose") else object.__new__(cls)

    return new
