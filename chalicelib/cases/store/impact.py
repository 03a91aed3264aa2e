"""How many drafts and cases under way an item has, by status and version: counted when it is asked, part by part.

Nothing is kept for it: a counter of each item would cost every submission two write units and be one hot row. The index
of the windows is read through instead. A million open cases are 2,000 reads of 500 rows, 100 requests, and some
125,000 read units (0.02 USD). The drafts of the item lie together, so no other's are read for them.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from chalicelib.cases.model.status import Status
from chalicelib.cases.store.records import BEHIND, WINDOWS
from chalicelib.foundation import keys
from chalicelib.foundation.table import Table

READS, ROWS = 20, 500


class Counted(NamedTuple):
    """`cases` has (status, version of the item) -> how many. `read` rows were looked at; `after`: where to go on."""

    cases: Counter[tuple[str, int]]
    read: int
    after: dict[str, Any] | None


def partitions(division: str, item: str) -> list[str]:
    """Every partition of the index in which a draft of the item, or a case under way, is."""
    behind = [keys.under_way(division, status.value) for status in Status if status in BEHIND]
    windows = [keys.window(division, name) for name in WINDOWS]
    return [keys.drafts_of_item(division, item), keys.prechecks(division), *windows, *behind]


def count_cases(table: Table, division: str, item: str, after: Mapping[str, Any] | None) -> Counted:
    """One part: at most 20 reads of 500 rows."""
    places, counted, read = partitions(division, item), Counter[tuple[str, int]](), 0
    place, row_after = (int(after["place"]), after.get("row")) if after else (0, None)
    for _ in range(READS):
        if place == len(places):
            return Counted(counted, read, None)
        page = table.query(places[place], index=keys.COUNTER_INDEX, limit=ROWS, after=row_after)
        read += len(page.items)
        counted.update((row["status"], row["item_version"]) for row in page.items if row["item"] == item)
        place, row_after = (place, page.after) if page.after else (place + 1, None)
    going_on = {"place": place, **({"row": dict(row_after)} if row_after else {})}
    return Counted(counted, read, going_on if place < len(places) else None)
