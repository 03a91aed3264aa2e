"""Queues and buckets in memory, as far as the acts and effects use them."""

import json
from typing import Any

from botocore.exceptions import ClientError

from soak.dynamo import Hook, nothing


class MemoryQueues:
    """A FIFO queue drops what it has seen under the same deduplication id; nothing is ever forgotten."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[dict[str, Any]]] = {}
        self.before: Hook = nothing
        self.after: Hook = nothing
        self._seen: set[tuple[str, str]] = set()

    def send_message(self, *, QueueUrl: str, MessageBody: str, **fifo: str) -> dict[str, str]:  # noqa: N803
        self.before("SendMessage")
        queue = QueueUrl.rpartition("/")[2]
        unique = (queue, fifo.get("MessageDeduplicationId", ""))
        if not unique[1] or unique not in self._seen:
            self._seen.add(unique)
            self.waiting.setdefault(queue, []).append(json.loads(MessageBody))
        self.after("SendMessage")
        return {}

    def take(self, queue: str) -> dict[str, Any] | None:
        """The first message that waits."""
        messages = self.waiting.get(queue, [])
        return messages.pop(0) if messages else None


class NoSuchKey(ClientError):
    """Named as botocore's."""


class Exceptions:
    """As botocore's clients have them."""

    NoSuchKey = NoSuchKey


class MemoryBuckets:
    """Versions are counted per object."""

    exceptions = Exceptions

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], list[bytes]] = {}
        self.before: Hook = nothing
        self.after: Hook = nothing

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **_: Any) -> dict[str, Any]:  # noqa: N803
        self.before("PutObject")
        versions = self.objects.setdefault((Bucket, Key), [])
        versions.append(Body)
        self.after("PutObject")
        return {"VersionId": f"v{len(versions)}"}

    def head_object(self, *, Bucket: str, Key: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        self.before("HeadObject")
        versions = self.objects.get((Bucket, Key))
        if not versions:
            raise ClientError(
                {"Error": {"Code": "404"}, "ResponseMetadata": {"HTTPStatusCode": 404}},  # pyright: ignore[reportArgumentType]
                "HeadObject",
            )
        return {"VersionId": f"v{len(versions)}", "ContentLength": len(versions[-1])}
