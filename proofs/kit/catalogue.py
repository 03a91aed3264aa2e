"""Items of the demonstration catalogues, published in a world as the catalogue's own store does it."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.document import read_document
from chalicelib.catalogue.model.schemes.document import read_alone
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.store.schemes import forget, publish_scheme
from chalicelib.directory.model import Place
from chalicelib.directory.store import department_of, keep_department
from chalicelib.foundation.platform import Platform
from local.catalogues import CITY_DIVISION, catalogue_of, item_of, schemes_of

__all__ = ["CITY_DIVISION", "item_document", "place_of", "publish", "publish_members", "publish_schemes"]
__all__ += ["publish_under_article_42"]


def publish(platform: Platform, *codes: str, version: int = 1, **changes: Any) -> None:
    division = platform.settings.division
    for code in codes:
        item = item_document(code, division).model_copy(update=changes)
        platform.table.write(*store.publish(division, item, version, platform.now()))


def publish_under_article_42(platform: Platform, code: str, **changes: Any) -> None:
    """Anew, with no law of the item's own that sets the term of the organ above: it may extend that of 行政许可法42."""
    chain = item_document(code, platform.settings.division).upward_chain
    free = tuple(step.model_copy(update={"limit": None}) if step.organ else step for step in chain)
    publish(platform, code, version=2, upward_chain=free, **changes)


def keep_departments(platform: Platform) -> None:
    """The departments of the division, which the register of staff asks for."""
    division = platform.settings.division
    departments = read_document(catalogue_of(division)).departments
    platform.table.write(*(keep_department(department_of(division, *one)) for one in departments.items()))


def publish_schemes(
    platform: Platform, code: str, change: Callable[[SchemeDocument], SchemeDocument] = lambda scheme: scheme
) -> None:
    """The schemes of the division, each as `change` makes it, its departments, and the items of `code`'s members."""
    division = platform.settings.division
    keep_departments(platform)
    for scheme in read_alone(schemes_of(division)).schemes.values():
        platform.table.write(*publish_scheme(division, change(scheme), None, platform.now()))
    forget()  # a process may have kept what another world has
    publish_members(platform, code)


def publish_members(platform: Platform, code: str) -> None:
    """The items of this scheme that are not there yet."""
    division = platform.settings.division
    there, scheme = store.newest(platform.table, division), read_alone(schemes_of(division)).schemes
    publish(platform, *(item for one in scheme.values() if one.code == code for item in one.items if item not in there))


@cache
def item_document(code: str, division: str = CITY_DIVISION) -> ItemDocument:
    return ItemDocument.model_validate_json(json.dumps(item_of(division, code)))


def place_of(division: str) -> Place:
    return Place.model_validate_json(json.dumps(catalogue_of(division)["place"]))
