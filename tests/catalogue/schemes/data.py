"""The demonstration schemes, two SYNTHETIC ones of 12 and 40 members, and the worked joint cases."""

import json
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.schemes.document import read_alone
from chalicelib.catalogue.model.schemes.plans import Facts
from chalicelib.catalogue.model.schemes.publication import Known
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from tests.catalogue.conftest import DOCUMENT

ROOT = Path(__file__).parents[3]
SCHEMES: dict[str, Any] = json.loads((ROOT / "local" / "data" / "schemes.json").read_text("utf-8"))
LOAD: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "schemes-load.json").read_text("utf-8"))
WORKED: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "joint-cases.json").read_text("utf-8"))


@cache
def scheme(code: str) -> SchemeDocument:
    read = [*read_alone(SCHEMES).schemes.values(), *read_alone(LOAD).schemes.values()]
    return next(one for one in read if one.code == code)


def raw(code: str) -> dict[str, Any]:
    """A scheme's part of the file, free to be spoiled."""
    return deepcopy(next(one for one in SCHEMES["schemes"] if one["code"] == code))


@cache
def known() -> Known:
    items = [ItemDocument.model_validate_json(json.dumps(part)) for part in DOCUMENT["items"]]
    return Known({item.id: item for item in items}, frozenset(DOCUMENT["departments"]))


def facts_of(given: dict[str, Any]) -> Facts:
    """The facts of a plan as the worked cases write them: `asap` is a stage that is requested when it can be."""

    def days(name: str) -> dict[str, Any]:
        return {key: _day(value) for key, value in given.get(name, {}).items() if value != "asap"}

    return Facts(
        date.fromisoformat(given["start"]),
        days("accepted"),
        days("fixed"),
        days("granted_before"),
        days("opens_not_before"),
        given.get("commitments_signed", []),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
