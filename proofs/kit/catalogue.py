"""Items of the demonstration catalogues and profiles of places, stored in a world as an import stores them."""

import json
from functools import cache
from typing import Any

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ItemDocument
from chalicelib.directory.model import Place
from chalicelib.directory.store import keep_place
from chalicelib.foundation.platform import Platform
from local.catalogues import CITY_DIVISION, catalogue_of, item_of


def publish(platform: Platform, *codes: str, version: int = 1, **changes: Any) -> None:
    division = platform.settings.division
    for code in codes:
        item = item_document(code, division).model_copy(update=changes)
        platform.table.write(*store.publish(division, item, version, platform.now()))


def publish_place(platform: Platform) -> None:
    platform.table.write(keep_place(place_of(platform.settings.division)))


@cache
def item_document(code: str, division: str = CITY_DIVISION) -> ItemDocument:
    return ItemDocument.model_validate_json(json.dumps(item_of(division, code)))


def place_of(division: str) -> Place:
    return Place.model_validate(catalogue_of(division)["place"])
