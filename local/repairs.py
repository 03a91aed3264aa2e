"""Repairs to the emulator's storage that a busy stack needs; nothing of ours is in them. Each has a canary test."""

import copy
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import Any

from local.replacing import replaced


@contextmanager
def repaired_storage() -> Generator[None]:
    """Cheap, clean transaction rollback; queues that lose nothing under threads; object events with their version."""
    with ExitStack() as seams:
        for module, owner, name, make, takes in (
            (
                "moto.dynamodb.models",
                "DynamoDBBackend",
                "transact_write_items",
                with_cheap_rollback,
                ("self", "transact_items"),
            ),
            ("moto.sqs.models", "Queue", "delete_message", under_its_lock, ("self", "receipt_handle")),
            (
                "moto.s3.notifications",
                "",
                "_get_s3_event",
                with_version,
                ("event_name", "bucket", "key", "notification_id"),
            ),
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
