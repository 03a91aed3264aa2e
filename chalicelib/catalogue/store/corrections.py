"""Clerical corrections, which stand beside a version of an item."""

import json
from dataclasses import asdict
from typing import Any

from chalicelib.catalogue.model.closing import Correction
from chalicelib.catalogue.store import ENDING, found_in, summary_of
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.writes import PRESENT, Op, equals, update


def row_of_version(current: Item | None, version: int) -> Item | None:
    """The row of this version, where it is the newest one or the one that holds until that takes effect. `current` is
    the row of the newest.
    """
    if current is None or "withdrawn_at" in current:
        return None
    before: Item | None = current.get("before")
    return next((row for row in (current, before) if row and row["version"] == version), None)


def corrections_of(current: Item | None) -> list[dict[str, Any]]:
    """The corrections of the version that holds until the newest takes effect, and of the newest, each with its
    version. `current` is the row of the newest.
    """
    before: Item | None = current.get("before") if current else None
    return [
        {**one, "version": row["version"]} for row in (before, current) if row for one in row.get("corrections", ())
    ]


def keep_corrections(current: Item, version: int, correction: Correction) -> list[Op]:
    """One more correction beside this version: the newest one, of which `current` is the row, or the one that holds
    until that takes effect. The version itself stays.
    """
    region, code = current["region"], name_of(current)
    row = row_of_version(current, version) or {}
    corrections = [*row.get("corrections", ()), correction.model_dump(mode="json", by_alias=True)]
    facts, unchanged = {"corrections": corrections}, equals(version=current["version"])
    newest = version == current["version"]
    kept = facts if newest else {"before": {**current["before"], **facts}}
    ops = [
        update(register_keys.item_version(region, code, version), put=facts, when=PRESENT),
        update(register_keys.current_item(region, code), put=kept, when=unchanged),
    ]
    if correction.pointer == "/name":
        named = {"name": correction.after} if newest else {"before": _listed_before({**current, **kept})}
        ops.append(update(register_keys.item_summary(region, code), put=named, when=unchanged))
    return ops


def _listed_before(current: Item) -> dict[str, Any]:
    """How the list tells the version that holds until the newest takes effect."""
    before = found_in(current).before
    ending = {name: current["before"][name] for name in ENDING if name in current["before"]}
    return asdict(summary_of(before, before.version)) | ending if before else {}


def name_of(row: Item) -> str:
    """The code of the item that this row is of."""
    return str(json.loads(row["document"])["id"])
