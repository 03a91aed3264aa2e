"""What the catalogue says of items that bears on who decides them, for letters, gaps and questions of authority."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.model.upward import steps_above
from chalicelib.catalogue.store import load_item, row_at
from chalicelib.catalogue.store.life import item_of_time
from chalicelib.directory.model.item_kinds import UNKNOWN, ItemKind, kind_of
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
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
            found |= {row["id"]: _kind_of_row(table, region, row) for row in then}
        if found:
            return found
    return {}


def kind_of_item(platform: Platform, regions: Sequence[str], code: str, at: datetime) -> ItemKind:
    """Of the version of the item that held at this legal time, or will hold; `UNKNOWN` where no region has one."""
    now, wall = platform.now(), platform.wall()
    for region in regions:
        with suppress(NotFound):
            item = item_of_time(platform.table, region, code, at, now=now, wall=wall)
            return kind_in(item)
    return UNKNOWN


def kind_in(item: ItemDocument) -> ItemKind:
    """As this version says. Not every 上报件 is decided above: of some a level below reviews first, for this one."""
    level = item.complexity.level if item.complexity else None
    return kind_of(item.handling_type, level)._replace(upward=bool(steps_above(item)))


def _kind_of_row(table: Table, region: str, row: Item) -> ItemKind:
    """The row of the list does not tell the levels, which only a 上报件 has."""
    kind = kind_of(row["handling_type"], row.get("complexity"))
    return kind_in(load_item(table, region, row["id"], row["version"])) if kind.upward else kind
