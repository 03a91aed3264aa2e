"""Clerical corrections, which stand beside a version of an item."""

import json

from chalicelib.catalogue.model.closing import Correction
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.writes import PRESENT, Op, equals, update


def keep_corrections(current: Item, correction: Correction) -> list[Op]:
    """One more correction beside the newest version, of which `current` is the row. The version itself stays."""
    region, code, version = current["region"], name_of(current), current["version"]
    corrections = [*current.get("corrections", ()), correction.model_dump(mode="json", by_alias=True)]
    facts, unchanged = {"corrections": corrections}, equals(version=version)
    ops = [
        update(register_keys.item_version(region, code, version), put=facts, when=PRESENT),
        update(register_keys.current_item(region, code), put=facts, when=unchanged),
    ]
    if correction.pointer == "/name":
        ops.append(update(register_keys.item_summary(region, code), put={"name": correction.after}, when=unchanged))
    return ops


def name_of(row: Item) -> str:
    """The code of the item that this row is of."""
    return str(json.loads(row["document"])["id"])
