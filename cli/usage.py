"""What a command used: units of the table, seconds, and this process's memory at its peak.

Units are counted from the sizes of the rows, as AWS bills them: a write unit is a kilobyte and a read unit is four, and
both cost twice as much in a transaction. A row that is only updated is counted with what is written into it, because
its whole size is not known here.
"""

import resource
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any, cast

from rich.console import Console

from chalicelib.foundation.table import Table

WRITE_BYTES, READ_BYTES = 1024, 4096
WRITES = ("put_item", "update_item", "delete_item")


@dataclass
class Usage:
    """`batches` are the writing calls, each of which is done whole or not at all."""

    started: float = field(default_factory=time.perf_counter)
    read_units: int = 0
    write_units: int = 0
    batches: int = 0
    bytes_read: int = 0

    def told(self) -> str:
        seconds = time.perf_counter() - self.started
        files = f"文件 {self.bytes_read / 1e6:.1f} MB，" if self.bytes_read else ""
        return (
            f"{files}读 {self.read_units} 单位，写 {self.write_units} 单位（{self.batches} 批），"
            f"用时 {seconds:.1f} 秒，内存最多 {peak_memory() / 2**20:.0f} MB"
        )

    def tell(self, console: Console) -> None:
        console.print(self.told(), soft_wrap=True, highlight=False)

    def made(self, operation: str, request: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """One call of the table, and what came back."""
        if operation == "transact_write_items":
            self.batches += 1
            bodies = (body for entry in request["TransactItems"] for body in entry.values())
            self.write_units += sum(2 * _units(_written(body), WRITE_BYTES) for body in bodies)
        elif operation in WRITES:
            self.batches += 1
            self.write_units += _units(_written(request), WRITE_BYTES)
        elif operation == "get_item":
            self.read_units += _units(_size(answer.get("Item", {})), READ_BYTES)
        elif operation == "batch_get_item":
            asked = sum(len(one["Keys"]) for one in request["RequestItems"].values())
            found = [row for rows in answer["Responses"].values() for row in rows]
            self.read_units += sum(_units(_size(row), READ_BYTES) for row in found) + max(0, asked - len(found))
        elif operation in ("query", "scan"):
            self.read_units += _units(sum(_size(row) for row in answer["Items"]), READ_BYTES)


class Counted:
    """Stands where the table's client does."""

    def __init__(self, client: Any, usage: Usage) -> None:
        self._client, self._usage = client, usage

    def __getattr__(self, name: str) -> Any:
        method: Any = getattr(self._client, name)
        if not callable(method) or name == "exceptions":
            return method
        call = cast("Callable[..., Mapping[str, Any]]", method)

        def counted(**request: Any) -> Mapping[str, Any]:
            answer = call(**request)
            self._usage.made(name, request, answer)
            return answer

        return counted


@contextmanager
def counted(table: Table) -> Generator[Usage]:
    """What is called inside is counted."""
    usage, client = Usage(), table.client
    table.client = cast("Any", Counted(client, usage))
    try:
        yield usage
    finally:
        table.client = client


def peak_memory() -> int:
    """In bytes. Linux tells it in its own file: its `getrusage` begins with the memory of whoever started us."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) * 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _written(body: Mapping[str, Any]) -> int:
    row = body.get("Item") or {**body["Key"], **body.get("ExpressionAttributeValues", {})}
    return _size(row)


def _units(size: int, unit: int) -> int:
    return max(1, ceil(size / unit))


def _size(row: Mapping[str, Any]) -> int:
    """Bytes of a row as DynamoDB writes it."""
    return sum(len(name.encode()) + _size_of(value) for name, value in row.items())


def _size_of(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return (len(content.strip("-").replace(".", "")) + 1) // 2 + 1 + content.startswith("-")
        case "B":
            return len(content)
        case "M":
            return 3 + _size(content) + len(content)
        case "L":
            return 3 + sum(1 + _size_of(one) for one in content)
        case "SS" | "NS" | "BS":
            return sum(_size_of({kind[0]: one}) for one in content)
        case _:
            return 1
