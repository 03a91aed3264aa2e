"""The list of changes to moto's storage. They make it hold what AWS holds under load; each has a canary test."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from typing import Any

from local.aws.dynamodb import QUERY_PARAMETERS, query_of_few_items, transaction_with_cheap_rollback
from local.aws.patching import replaced


@contextmanager
def repaired_storage() -> Generator[None]:
    """moto with all of them, for the time of the block."""
    with ExitStack() as patches:
        for module, owner, name, make, takes in (
            (
                "moto.dynamodb.models",
                "DynamoDBBackend",
                "transact_write_items",
                transaction_with_cheap_rollback,
                ("self", "transact_items"),
            ),
            ("moto.dynamodb.models.table", "Table", "query", query_of_few_items, QUERY_PARAMETERS),
            ("moto.sqs.models", "Queue", "delete_message", deletion_under_lock, ("self", "receipt_handle")),
            (
                "moto.s3.notifications",
                "",
                "_get_s3_event",
                event_with_version,
                ("event_name", "bucket", "key", "notification_id"),
            ),
            ("moto.core.common_models", "BaseModel", "__new__", without_register, ("cls", "args", "kwargs")),
        ):
            patches.enter_context(replaced(module, owner, name, make, takes=takes))
        yield


def deletion_under_lock(original: Any) -> Any:
    """SQS: moto rebuilds a queue's list when a message is deleted, and would lose one that is sent meanwhile."""

    def delete_message(self: Any, receipt_handle: str) -> None:
        with self._messages_lock:
            original(self, receipt_handle)

    return delete_message


def event_with_version(original: Any) -> Any:
    """S3: the event of a new object names its version, which moto leaves out."""

    def s3_event(event_name: str, bucket: Any, key: Any, notification_id: str) -> dict[str, Any]:
        event: dict[str, Any] = original(event_name, bucket, key, notification_id)
        for record in event["Records"]:
            record["s3"]["object"]["versionId"] = key.version_id
        return event

    return s3_event


def without_register(original: Any) -> Any:
    """moto registers every object it makes, for its dashboard, and so never frees one.

    Only those with a `dispose` method are still registered: moto calls it when it is reset.
    """

    def new(cls: Any, *args: Any, **kwargs: Any) -> Any:
        return original(cls, *args, **kwargs) if hasattr(cls, "dispose") else object.__new__(cls)

    return new
