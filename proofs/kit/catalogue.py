"""Items of the demonstration catalogue, published in a world as the catalogue's own store does it."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation.platform import Platform

FILE = Path(__file__).parents[2] / "local" / "data" / "items.json"


def publish(platform: Platform, *codes: str, version: int = 1, **changes: Any) -> None:
    for code in codes:
        item = item_document(code).model_copy(update=changes)
        platform.table.write(*store.publish(platform.settings.division, item, version, platform.now()))


@cache
def item_document(code: str) -> ItemDocument:
    raw = json.loads(FILE.read_text("utf-8"))
    return ItemDocument.model_validate_json(json.dumps(next(part for part in raw["items"] if part["id"] == code)))
