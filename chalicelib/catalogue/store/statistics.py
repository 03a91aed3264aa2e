"""The items of a region as they are counted: by theme, department, and what carries on those that have ended."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.catalogue.model.successors import Line
from chalicelib.catalogue.store import LARGEST_READ, begun_by, row_at
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table


def catalogue_lines(table: Table, region: str, at: datetime) -> list[Line]:
    """Every item of the region of which a version holds, or has held, at this legal time, by code."""
    partition = register_keys.item_summary(region, "")
    rows = table.query_all(partition.pk, prefix=partition.sk, limit=LARGEST_READ)
    return [_line(row_at(row, at)) for row in rows if begun_by(row, at)]


def _line(row: Item) -> Line:
    ended = row.get("ended_at")
    closing: Mapping[str, Any] = row.get("closing") or {}
    return Line(
        id=row["id"],
        theme=row["theme"],
        department=row["department"],
        ended_at=datetime.fromisoformat(ended) if ended else None,
        kind=closing.get("kind", "cancel") if ended else "",
        successors=tuple(closing.get("successors", ())),
    )
