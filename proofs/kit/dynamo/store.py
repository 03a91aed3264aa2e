"""The rows of one table and its indexes, each kept in order."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from proofs.kit.dynamo.keys import Entry, Place
from proofs.kit.dynamo.refusals import NOT_FOUND, Refused
from proofs.kit.dynamo.schema import Index, Schema
from proofs.kit.dynamo.values import Stored

Position = tuple[str, str, str]  # in an index: its sort key, then where the item is in the table


class Row(NamedTuple):
    """An item is replaced when it is written, never changed. `size` in bytes; `entries` are its keys in each index."""

    item: Stored
    size: int
    entries: tuple[Entry, ...]


class View(NamedTuple):
    """The table or an index of it: `partitions` are positions in order, sort keys of the table or triples of an index.

    `name` is the index's, empty for the table. A view that is not `whole` shows nothing of an item but its `keys`.
    """

    name: str
    pk: str
    sk: str
    keys: frozenset[str]
    whole: bool
    partitions: Mapping[str, Sequence[Any]]
    sort_key: Callable[[Any], str]
    table_keys: tuple[str, str]

    def start(self, row: Row) -> Stored:
        """What names the row in this view: its keys in the table and in the index."""
        return {name: dict(row.item[name]) for name in self.keys}

    def position(self, start: Stored) -> Any:
        pk, sk = (start[name]["S"] for name in self.table_keys)
        return (start[self.sk]["S"], pk, sk) if self.name else sk

    def rows(self, store: "Store", partition: str, positions: Sequence[Any]) -> Iterable[Row]:
        if self.name:
            return (store.rows[pk][sk] for _, pk, sk in positions)
        return map(store.rows[partition].__getitem__, positions) if positions else ()


class Store:
    """`sorted` has the sort keys of each partition in order; `indexes` has the positions in each of theirs. `turns`
    numbers partitions, of the table and of indexes alike, as they come up for the first time.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.rows: dict[str, dict[str, Row]] = {}
        self.sorted: dict[str, list[str]] = {}
        self.indexes: dict[str, dict[str, list[Position]]] = {index.name: {} for index in schema.indexes}
        self.turns: dict[str, int] = {}
        self.views: dict[str | None, View] = {None: self._view(None)}
        self.views.update({index.name: self._view(index) for index in schema.indexes})

    def copy(self) -> "Store":
        twin = Store(self.schema)
        twin.rows.update({pk: dict(rows) for pk, rows in self.rows.items()})
        twin.sorted.update({pk: list(keys) for pk, keys in self.sorted.items()})
        twin.turns.update(self.turns)
        for name, index in self.indexes.items():
            twin.indexes[name].update({pk: list(positions) for pk, positions in index.items()})
        return twin

    def _view(self, index: Index | None) -> View:
        table = self.schema.pk, self.schema.sk
        pk, sk = (index.pk, index.sk) if index else table
        keys = frozenset({*table, pk, sk})
        if index is None:
            return View("", pk, sk, keys, True, self.sorted, str, table)
        at: Mapping[str, Sequence[Any]] = self.indexes[index.name]
        return View(index.name, pk, sk, keys, index.whole, at, itemgetter(0), table)

    def named(self, request: Mapping[str, Any]) -> "Store":
        """This store, if the request asks for its table."""
        if request["TableName"] != self.schema.table:
            raise Refused("ResourceNotFoundException", NOT_FOUND)
        return self

    def find(self, at: Place) -> Row | None:
        partition = self.rows.get(at[0])
        return partition.get(at[1]) if partition else None

    def change(self, at: Place, row: Row | None) -> None:
        """Put the row there; None deletes what is there."""
        if row is None:
            self._delete(at)
        else:
            self._put(at, row)

    def _put(self, at: Place, row: Row) -> None:
        pk, sk = at
        partition = self.rows.get(pk)
        if partition is None:
            partition = self.rows[pk] = {}
            self.sorted[pk] = []
            self.turns.setdefault(pk, len(self.turns) + 1)
        old = partition.get(sk)
        if old is row:
            return
        if old is None:
            insort(self.sorted[pk], sk)
        partition[sk] = row
        left = old.entries if old else self.schema.nowhere
        if left is not row.entries:
            self._move(at, left, row.entries)

    def _delete(self, at: Place) -> None:
        pk, sk = at
        row = self.find(at)
        if row is None:
            return
        del self.rows[pk][sk]
        keys = self.sorted[pk]
        keys.pop(bisect_left(keys, sk))
        if not keys:
            del self.rows[pk], self.sorted[pk]
        self._move(at, row.entries, self.schema.nowhere)

    def _move(self, at: Place, old: tuple[Entry, ...], new: tuple[Entry, ...]) -> None:
        """From where the item was in each index to where it is now."""
        for index, before, after in zip(self.indexes.values(), old, new, strict=True):
            if before == after:
                continue
            if before:
                positions = index[before[0]]
                positions.pop(bisect_left(positions, (before[1], *at)))
                if not positions:
                    del index[before[0]]
            if after:
                self.turns.setdefault(after[0], len(self.turns) + 1)
                insort(index.setdefault(after[0], []), (after[1], *at))
