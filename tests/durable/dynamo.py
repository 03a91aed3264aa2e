"""DynamoDB in memory with failures on demand, and indexes that follow later."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from proofs.kit import dynamo


def failure(code: str, *reasons: str) -> ClientError:
    return dynamo.refusal(code, *reasons)


class MemoryDynamo(dynamo.MemoryDynamo):
    """`failures` are raised by the next writes and transactions instead of doing anything; `before_write` runs once,
    before the next one that writes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[ClientError] = []
        self.before_write: Callable[[], None] | None = None
        self.writes = 0

    def transact_get_items(self, **request: Any) -> dict[str, Any]:
        self._fail()
        return super().transact_get_items(**request)

    def transact_write_items(self, **request: Any) -> dict[str, Any]:
        self._about_to_write()
        return super().transact_write_items(**request)

    def put_item(self, **request: Any) -> dict[str, Any]:
        self._about_to_write()
        return super().put_item(**request)

    def update_item(self, **request: Any) -> dict[str, Any]:
        self._about_to_write()
        return super().update_item(**request)

    def delete_item(self, **request: Any) -> dict[str, Any]:
        self._about_to_write()
        return super().delete_item(**request)

    def _about_to_write(self) -> None:
        self.writes += 1
        if hook := self.before_write:
            self.before_write = None
            hook()
        self._fail()

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)


class LaggingDynamo(MemoryDynamo):
    """`lagging` items are not in its indexes yet."""

    def __init__(self) -> None:
        super().__init__()
        self.queries = 0
        self.lagging: set[tuple[str, str]] = set()

    def query(self, **request: Any) -> dict[str, Any]:
        self.queries += 1
        found = super().query(**request)
        return self._shown(found) if "IndexName" in request else found

    def scan(self, **request: Any) -> dict[str, Any]:
        found = super().scan(**request)
        return self._shown(found) if "IndexName" in request else found

    def _shown(self, found: dict[str, Any]) -> dict[str, Any]:
        there = [item for item in found["Items"] if (item["pk"]["S"], item["sk"]["S"]) not in self.lagging]
        return found | {"Items": there}
