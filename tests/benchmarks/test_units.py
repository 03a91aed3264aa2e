"""Units counted by hand, after AWS's rules: kilobytes of the larger item, twice in a transaction, more for indexes."""

from itertools import repeat

import pytest

from benchmarks.units import read_at_once, read_one_by_one, written
from proofs.kit.dynamo import MemoryDynamo, keys
from proofs.kit.dynamo.schema import Index, Schema
from proofs.kit.dynamo.store import Row
from proofs.kit.dynamo.values import taken

# `whole` gives whole items, `names` their keys only.
INDEXES = (Index("whole", "w_pk", "w_sk", whole=True), Index("names", "n_pk", "n_sk", whole=False))
SCHEMA = Schema("table", "pk", "sk", INDEXES, frozenset({"w_pk", "w_sk", "n_pk", "n_sk"}), (None, None))


def row(size: int, **attributes: str) -> Row:
    """An item of so many bytes."""
    item = {"pk": "p", "sk": "s", **attributes, "filled": ""}
    missing = size - sum(len(name) + len(value) for name, value in item.items())
    stored, measured = taken({name: {"S": value} for name, value in {**item, "filled": "x" * missing}.items()}, "Item")
    assert measured == size
    return Row(stored, size, keys.entries(SCHEMA, stored))


@pytest.mark.parametrize(
    ("before", "after", "together", "units"),
    [
        (None, 1, False, 1),
        (None, 1024, False, 1),
        (None, 1025, False, 2),
        (None, 1025, True, 4),
        (None, 100, True, 2),
        (3000, 100, False, 3),  # an update or a put that makes the item smaller: the larger size counts
        (100, 3000, True, 6),
        (2049, None, False, 3),  # a deletion costs what it deletes
        (2049, None, True, 6),
        (None, None, False, 1),  # the deletion of what is not there
        (1500, 1500, True, 4),  # a condition check of 1.5 kB
    ],
)
def test_an_item_costs_its_kilobytes(before: int | None, after: int | None, together: bool, units: int):
    rows = (row(max(size, 20)) if size else None for size in (before, after))
    assert written(SCHEMA, *rows, together=together) == (units, 0)


def in_whole(size: int, place: str = "a") -> Row:
    return row(size, w_pk="list", w_sk=place)


def in_names(size: int, place: str = "a") -> Row:
    return row(size, n_pk="list", n_sk=place)


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [
        (None, in_whole(1500), 2),  # an entry comes: its own two kilobytes
        (in_whole(1500), None, 2),  # and goes
        (in_whole(1500), in_whole(1400), 2),  # it changes in its place
        (in_whole(1500), in_whole(1500, "b"), 4),  # it moves: gone in one place, new in the other
        (in_whole(1500), in_whole(1500), 0),  # the same item again
        (in_whole(900), row(900), 1),  # it leaves the index with its keys
        (None, in_names(3000), 1),  # an entry of keys only is small
        (in_names(3000), in_names(2000), 0),  # and nothing of it has changed
        (in_names(3000), in_names(3000, "b"), 2),
    ],
)
def test_an_index_costs_a_write_and_a_move_two(before: Row | None, after: Row | None, units: int):
    assert written(SCHEMA, before, after, together=False).indexes == units


def test_an_index_costs_the_same_in_a_transaction():
    alone, together = (written(SCHEMA, None, in_whole(900), together=it) for it in (False, True))
    assert (alone, together) == ((1, 1), (2, 1))


def test_reads_are_four_kilobytes_each():
    assert read_one_by_one([1], consistent=True) == 1
    assert read_one_by_one([4096, 4097], consistent=True) == 3
    assert read_one_by_one([4097], consistent=False) == 1
    assert read_one_by_one([0], consistent=True) == 1, "what is not there costs as well"
    assert read_one_by_one([100, 100], consistent=True, together=True) == 4


def test_a_query_adds_up_what_it_reads():
    assert read_at_once(repeat(1000, 8), consistent=True) == 2
    assert read_at_once([], consistent=False) == 0.5


def test_the_index_keys_of_the_rules_above_are_those_of_the_table_in_memory():
    assert {"ALL" if index.whole else "KEYS_ONLY" for index in MemoryDynamo().schema.indexes} == {"ALL", "KEYS_ONLY"}
