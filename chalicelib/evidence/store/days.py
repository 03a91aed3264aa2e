"""What has happened on a day, from the index of days: the newest event of each case, and what was printed of it."""

import heapq
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from chalicelib.evidence.model.heads import Leaf
from chalicelib.foundation import keys
from chalicelib.foundation.table import Table

# Entries of one call: some 250 bytes each, and DynamoDB answers at most a megabyte.
PAGE = 1000


def divisions_of(table: Table, day: date) -> Iterator[str]:
    """The divisions that something happened in, in order: one look into each shard for each of them."""
    beyond = ("0", "~")
    while True:
        first = [_first(table, day, shard, beyond) for shard in range(keys.DAY_SHARDS)]
        found = min((sk for sk in first if sk is not None), default=None)
        if found is None:
            return
        division, *_ = keys.parts_of_day(found)
        yield division
        beyond = keys.beyond_division(division)


def leaves_of(table: Table, division: str, day: date, after: str | None = None) -> Iterator[Leaf]:
    """What the day has of each case of the division, by case; with `after` only of the cases after this one.

    Never more than a page of each shard is in memory.
    """
    between = keys.of_division(division, after)
    shards = [_entries(table, day, shard, between) for shard in range(keys.DAY_SHARDS)]
    entries = (keys.parts_of_day(sk) for sk in heapq.merge(*shards))
    for case_id, of_case in groupby(entries, lambda entry: entry[1]):
        yield _leaf(case_id, of_case)


def _leaf(case_id: str, entries: Iterable[tuple[str, str, str, str]]) -> Leaf:
    seq, digest, documents = 0, "", dict[str, str]()
    for _, _, what, hashed in entries:
        if what.startswith(keys.PRINTED_TEXT):
            documents[what.removeprefix(keys.PRINTED_TEXT)] = hashed
        else:
            seq, digest = int(what), hashed
    return Leaf(case_id=case_id, seq=seq, hash=digest, documents=documents)


def _first(table: Table, day: date, shard: int, between: tuple[str, str]) -> str | None:
    page = table.query(keys.day_of_heads(day.isoformat(), shard), between=between, index=keys.DAYS_INDEX, limit=1)
    return page.items[0]["days_sk"] if page.items else None


def _entries(table: Table, day: date, shard: int, between: tuple[str, str]) -> Iterator[str]:
    partition = keys.day_of_heads(day.isoformat(), shard)
    for row in table.query_all(partition, between=between, index=keys.DAYS_INDEX, limit=PAGE):
        yield row["days_sk"]
