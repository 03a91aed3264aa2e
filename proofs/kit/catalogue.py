"""Items of the demonstration catalogues, published in a world as the catalogue's own store does it."""

import json
from functools import cache
from typing import Any

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ItemDocument
from chalicelib.directory.model import Place
from chalicelib.foundation.platform import Platform
from local.catalogues import CITY_DIVISION, catalogue_of, item_of

__all__ = ["CITY_DIVISION", "item_document", "place_of", "publish"]


def publish(platform: Platform, *codes: str, version: int = 1, **changes: Any) -> None:
    division = platform.settings.division
    for code in codes:
        item = item_document(code, division).model_copy(update=changes)
        platform.table.write(*store.publish(division, item, version, platform.now()))


@cache
def item_document(code: str, division: str = CITY_DIVISION) -> ItemDocument:
    return ItemDocument.model_validate_json(json.dumps(item_of(division, code)))


def place_of(division: str) -> Place:
    return Place.model_validate_json(json.dumps(catalogue_of(division)["place"]))
