"""What the catalogue says of items that bears on who decides them, for letters, gaps and questions of authority."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from chalicelib.catalogue.model.upward import superior_of
from chalicelib.catalogue.store import row_at
from chalicelib.catalogue.store.life import item_of_time
from chalicelib.directory.model.item_kinds import UNKNOWN, ItemKind, kind_of
from chalicelib.foundation import register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Table


def kinds_of_items(table: Table, regions: Sequence[str], codes: Sequence[str], at: datetime) -> dict[str, ItemKind]:
    """Of those of these items that a catalogue has, in the version that holds at this legal time: of the first of the
    regions that has any.
    """
    for region in regions:
        found = dict[str, ItemKind]()
        for start in range(0, len(codes), 100):
            rows = table.get_many([register_keys.item_summary(region, one) for one in codes[start : start + 100]])
            then = [row_at(row, at) for row in rows.values()]
            found |= {row["id"]: kind_of(row["handling_type"], row.get("complexity")) for row in then}
        if found:
            return found
    return {}


def kind_of_item(platform: Platform, regions: Sequence[str], code: str, at: datetime) -> ItemKind:
    """Of the version of the item that held at this legal time, or will hold; `UNKNOWN` where no region has one."""
    now, wall = platform.now(), platform.wall()
    for region in regions:
        with suppress(NotFound):
            item = item_of_time(platform.table, region, code, at, now=now, wall=wall)
            level = item.complexity.level if item.complexity else None
            return kind_of(item.handling_type, level)._replace(upward=superior_of(item) is not None)
    return UNKNOWN
