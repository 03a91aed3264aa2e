"""The public list of a region's items: one short row of each."""

import json
from dataclasses import dataclass
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.catalogue.model.closing import Closing, Suspension
from chalicelib.catalogue.store import LARGEST_READ, ItemSummary, begun_by, is_over, row_at
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table


class _Standing(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)

    ended_at: AwareDatetime | None = None
    closing: Closing | None = None
    suspension: Suspension | None = None


STANDING = tuple(_Standing.model_fields)


@dataclass(frozen=True)
class ListedItem(ItemSummary):
    """A row of the public list with what stands beside the versions of the item."""

    ended_at: datetime | None = None
    closing: Closing | None = None
    suspension: Suspension | None = None


def list_items(
    table: Table,
    region: str,
    *,
    theme: str | None = None,
    department: str | None = None,
    q: str | None = None,
    at: datetime | None = None,
    limit: int = 100,
    after: dict[str, str] | None = None,
) -> tuple[list[ListedItem], dict[str, str] | None]:
    """A page of the region's list in the order of ids, and where to go on.

    An item that has ended by `at` (legal time) is not in it. Every word of `q` is looked for in name, id and both names
    of the department. One call reads at most 500 rows: with a rare filter a page may be short and still have a next
    one.
    """
    found: list[ListedItem] = []
    read = 0
    partition = register_keys.item_summary(region, "")
    size = 100 if theme or department or q else limit + 1  # one more, to know whether there is a next page
    while True:
        page = table.query(partition.pk, prefix=partition.sk, limit=size, after=after)
        for place, row in enumerate(page.items):
            shown = row_at(row, at)
            summary = _summary(shown)
            if not is_over(shown, at) and begun_by(row, at) and _matches(summary, theme, department, q):
                found.append(summary)
            if len(found) == limit:
                more = place + 1 < len(page.items) or page.after is not None
                return found, {"pk": row["pk"], "sk": row["sk"]} if more else None
        after, read = page.after, read + len(page.items)
        if after is None or read >= LARGEST_READ:
            return found, after


def _summary(row: Item) -> ListedItem:
    told = {name: row[name] for name in ItemSummary.__dataclass_fields__ if name in row}
    standing = _Standing.model_validate_json(json.dumps({name: row[name] for name in STANDING if name in row}))
    return ListedItem(**told, **dict(standing))


def _matches(summary: ItemSummary, theme: str | None, department: str | None, q: str | None) -> bool:
    if theme and summary.theme != theme:
        return False
    if department and summary.department != department:
        return False
    words = f"{summary.name} {summary.id} {summary.department_name} {summary.department_name_2018}".casefold()
    return all(word in words for word in (q or "").casefold().split())
