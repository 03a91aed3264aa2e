"""The soak's DynamoDB in memory with failures on demand, and an index that shows as little as AWS's may."""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from soak import dynamo
from soak.dynamo import place


def failure(code: str, *reasons: str) -> ClientError:
    return dynamo.refusal(code, *reasons)


class MemoryDynamo(dynamo.MemoryDynamo):
    """`failures` are raised by the next transactions instead of doing anything; `before_write` runs once, before the
    next one that writes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[ClientError] = []
        self.before_write: Callable[[], None] | None = None
        self.writes = 0

    def transact_get_items(self, **request: Any) -> dict[str, Any]:
        self._fail()
        return super().transact_get_items(**request)

    def transact_write_items(self, **request: Any) -> None:
        self.writes += 1
        if hook := self.before_write:
            self.before_write = None
            hook()
        self._fail()
        super().transact_write_items(**request)

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)


class LaggingDynamo(MemoryDynamo):
    """Its indexes give keys only. `lagging` items are not in them yet."""

    def __init__(self) -> None:
        super().__init__()
        self.queries = 0
        self.lagging: set[tuple[str, str]] = set()

    def query(self, **request: Any) -> dict[str, Any]:
        self.queries += 1
        found = super().query(**request)
        return found | {"Items": self._shown(found["Items"])} if "IndexName" in request else found

    def scan(self, **request: Any) -> dict[str, Any]:
        return {"Items": self._shown(super().scan(**request)["Items"])}

    def _shown(self, items: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        there = (item for item in items if place(item) not in self.lagging)
        return [{name: item[name] for name in ("pk", "sk", "alarms_pk", "alarms_sk")} for item in there]
