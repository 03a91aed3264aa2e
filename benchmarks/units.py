"""Units of DynamoDB from whole items, as AWS bills them (Developer Guide, "DynamoDB read and write operations").

A write unit is one kilobyte of the item, the larger of the item before and after the write. An operation of a
transaction costs twice as much. Each index that changes costs the entry's own kilobytes, never twice: one write for an
entry that comes, goes or changes, two for an entry whose keys change, because it leaves one place and comes to another.
A read unit is four kilobytes, half as much when the read is eventually consistent, twice as much in a transaction.
"""

from collections.abc import Iterable
from math import ceil
from typing import NamedTuple

from proofs.kit.dynamo.schema import Index, Schema
from proofs.kit.dynamo.store import Row
from proofs.kit.dynamo.values import size_of

WRITE_BYTES, READ_BYTES = 1024, 4096


class Written(NamedTuple):
    """Write units of one operation: of the item in the table, and of its entries in indexes."""

    table: int
    indexes: int

    @property
    def all(self) -> int:
        return self.table + self.indexes


def written(schema: Schema, before: Row | None, after: Row | None, *, together: bool) -> Written:
    """What a write costs that finds `before` and leaves `after`. A condition check leaves what it finds.

    `together`: the write is part of a transaction.
    """
    table = _kilobytes(max(_size(before), _size(after))) * (2 if together else 1)
    places = zip(
        schema.indexes,
        before.entries if before else schema.nowhere,
        after.entries if after else schema.nowhere,
        strict=True,
    )
    moves = (
        _entry(schema, index, before if left else None, after if comes else None, moved=left != comes)
        for index, left, comes in places
    )
    return Written(table, sum(moves))


def _entry(schema: Schema, index: Index, before: Row | None, after: Row | None, *, moved: bool) -> int:
    """Write units of one index. `before` and `after` are given where the item has an entry in it."""
    gone, here = _projected(schema, index, before), _projected(schema, index, after)
    if before is None or after is None:
        return _kilobytes(gone + here) if before or after else 0
    if moved:
        return _kilobytes(gone) + _kilobytes(here)
    same = not index.whole or before.item == after.item
    return 0 if same else _kilobytes(max(gone, here))


def _projected(schema: Schema, index: Index, row: Row | None) -> int:
    """Bytes of the row's entry in this index."""
    if row is None:
        return 0
    return row.size if index.whole else size_of(row.item, (schema.pk, schema.sk, index.pk, index.sk))


def read_one_by_one(sizes: Iterable[int], *, consistent: bool, together: bool = False) -> float:
    """Read units of single items, each of them rounded up. An item that does not exist has the size 0 and costs one."""
    units = sum(max(1, ceil(size / READ_BYTES)) for size in sizes)
    return units * (2 if together else 1) * (1 if consistent else 0.5)


def read_at_once(sizes: Iterable[int], *, consistent: bool) -> float:
    """Read units of a query: all that it has read is added up first."""
    return max(1, ceil(sum(sizes) / READ_BYTES)) * (1 if consistent else 0.5)


def _size(row: Row | None) -> int:
    return row.size if row else 0


def _kilobytes(size: int) -> int:
    return max(1, ceil(size / WRITE_BYTES))
