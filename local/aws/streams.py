"""A table's stream: one shard, with what each write has changed, in order."""

from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock
from typing import Any
from uuid import uuid4

from proofs.kit.dynamo.keys import Place
from proofs.kit.dynamo.schema import Schema
from proofs.kit.dynamo.store import Row, Store

# AWS keeps a day. Readers here are never so far behind, and memory is not to grow for as long as the stack runs.
KEPT_AT_MOST = 100_000


class NoSuchIterator(LookupError):
    """No stream has this name, or no record is at this place any more."""


class Stream:
    """`view` is the table's StreamViewType: which images of an item its records hold."""

    def __init__(self, view: str) -> None:
        self._view = view
        self._records: list[dict[str, Any]] = []
        self._forgotten = 0
        self._lock = Lock()

    def write(self, keys: dict[str, Any], old: Row | None, new: Row | None, size: int) -> None:
        """The store calls it under the lock of its table, so the order is that of the writes."""
        change: dict[str, Any] = {
            "ApproximateCreationDateTime": datetime.now(UTC),
            "Keys": keys,
            "SizeBytes": size,
            "StreamViewType": self._view,
        }
        if new and self._view in ("NEW_IMAGE", "NEW_AND_OLD_IMAGES"):
            change["NewImage"] = new.item
        if old and self._view in ("OLD_IMAGE", "NEW_AND_OLD_IMAGES"):
            change["OldImage"] = old.item
        name = "MODIFY" if old and new else "INSERT" if new else "REMOVE"
        with self._lock:
            change["SequenceNumber"] = f"{self._written + 1:021d}"
            record = {"eventID": uuid4().hex, "eventName": name, "eventVersion": "1.1", "eventSource": "aws:dynamodb"}
            self._records.append({**record, "dynamodb": change})
            if len(self._records) > KEPT_AT_MOST:
                self._forgotten += KEPT_AT_MOST // 2
                del self._records[: KEPT_AT_MOST // 2]

    @property
    def _written(self) -> int:
        return self._forgotten + len(self._records)

    def iterator(self, request: Mapping[str, Any]) -> str:
        with self._lock:
            match request["ShardIteratorType"]:
                case "TRIM_HORIZON":
                    at = self._forgotten
                case "LATEST":
                    at = self._written
                case "AT_SEQUENCE_NUMBER":
                    at = int(request["SequenceNumber"]) - 1
                case _:
                    at = int(request["SequenceNumber"])
        return f"{request['StreamArn']}|{at}"

    def records(self, arn: str, at: int, limit: int) -> dict[str, Any]:
        with self._lock:
            if at < self._forgotten:
                raise NoSuchIterator("the records at this place are gone")
            found = self._records[at - self._forgotten : at - self._forgotten + limit]
        return {"Records": found, "NextShardIterator": f"{arn}|{at + len(found)}"}


class RecordedStore(Store):
    """A table's rows, with a stream of what happens to them. What changes nothing writes no record, as on AWS."""

    def __init__(self, schema: Schema, stream: Stream) -> None:
        super().__init__(schema)
        self._stream = stream

    def change(self, at: Place, row: Row | None) -> None:
        old = self.find(at)
        super().change(at, row)
        if old is row or (old and row and old.item == row.item):
            return
        keys = {self.schema.pk: {"S": at[0]}, self.schema.sk: {"S": at[1]}}
        self._stream.write(keys, old, row, (row or old).size)  # pyright: ignore[reportOptionalMemberAccess]
