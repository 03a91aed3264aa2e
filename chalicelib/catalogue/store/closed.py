"""What is told of items for which nobody can apply: the names of what follows them, and the halls that took them over.

Nothing is read for an item that is open and stays so.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.catalogue.model.called import Gone, Named, Place
from chalicelib.catalogue.model.closed import Closed, Standing, told_of
from chalicelib.catalogue.model.closing import Suspension
from chalicelib.catalogue.store import is_over, row_at
from chalicelib.directory.model.regions import short
from chalicelib.directory.store.directories import directory_lately
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table

if TYPE_CHECKING:  # an item that is open is told of without the models of a directory
    from chalicelib.directory.model.halls import Hall

LARGEST_BATCH = 100


def closed_for(table: Table, region: str, item: Standing, at: datetime, wall: datetime) -> Closed | None:
    """What an applicant has to know of the item at this legal time, with names."""
    return told_of(item, at, names_of(table, region, [item], at, wall)) if told_of(item, at) else None


def names_of(table: Table, region: str, items: Iterable[Standing], at: datetime, wall: datetime) -> Named:
    """The names in the closings of these items: one read for the items that follow, and what the directories of the
    regions say as of the last thirty seconds.
    """
    closings = [item.closing for item in items if item.closing and item.ended_at]
    successors = [code for closing in closings for code in closing.successors]
    divisions = [code for closing in closings for code in closing.to_divisions]
    return named(table, region, successors, divisions, at, wall)


def named(
    table: Table, region: str, successors: Iterable[str], divisions: Iterable[str], at: datetime, wall: datetime
) -> Named:
    """The names of these items and regions, and what has become of the items by this legal time: one read, and one more
    for each end that another one follows.
    """
    items, gone = dict[str, str](), dict[str, Gone]()
    wanted = [*dict.fromkeys(successors)]
    asked = set(wanted)
    while wanted:
        rows = table.get_many([register_keys.item_summary(region, code) for code in wanted[:LARGEST_BATCH]])
        wanted = wanted[LARGEST_BATCH:]
        for row in rows.values():
            shown = row_at(row, at)
            items[row["id"]] = shown["name"]
            if one := _gone(shown, at):
                gone[row["id"]] = one
                wanted += [code for code in dict.fromkeys(one.successors) if code not in asked]
                asked |= {*one.successors}
    places = dict.fromkeys([*divisions, *(code for one in gone.values() for code in one.divisions)])
    return Named(items, {code: place_of(table, code, at.date(), wall) for code in places}, gone)


def _gone(row: Item, at: datetime) -> Gone | None:
    if is_over(row, at):
        closing: Mapping[str, Any] = row.get("closing") or {}
        successors, divisions = tuple(closing.get("successors", ())), tuple(closing.get("to_divisions", ()))
        return Gone(closing.get("kind", "cancel"), successors, divisions)
    pause = Suspension.model_validate_json(json.dumps(row["suspension"])) if "suspension" in row else None
    if pause is None or not pause.holds(at):
        return None
    return Gone("suspend", until=pause.until.astimezone(at.tzinfo).date() if pause.until else None)


def place_of(table: Table, division: str, day: date, wall: datetime) -> Place:
    """A region with its hall, as its directory has them, or a town as its county's directory has it."""
    directory = directory_lately(table, division[:6], wall)
    if short(division) != division[:6]:
        town = directory.townships.get(division)
        return _with_hall(division, town.name if town else None, directory.halls.get(town.hall or "") if town else None)
    rules = directory.rules_on(day)
    if rules is None:
        row = table.get(register_keys.region(division[:6]))
        return Place(division, row["name"] if row else None)
    return _with_hall(division, rules.region.name, directory.halls.get(rules.region.hall or ""))


def _with_hall(division: str, name: str | None, hall: "Hall | None") -> Place:
    return Place(division, name, hall.name if hall else None, hall.address if hall else None)
