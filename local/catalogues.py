"""The demonstration's catalogues: one import document for each division that `make run` can serve. SYNTHETIC."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
CITY = DATA / "items.json"
CITY_DIVISION = "441700"


class NotServed(ValueError):
    """The local stack cannot serve the division of the settings; says why."""


def catalogue_of(division: str) -> Mapping[str, Any]:
    """The import document of a division; not to be changed. Raises NotServed where there is none."""
    return read(CITY) if division == CITY_DIVISION else county(division)


def county(division: str) -> Mapping[str, Any]:
    """A county offers some items of the city; its file tells of each only what is different there."""
    file = DATA / f"{division}.json"
    if not file.exists():
        known = "、".join([CITY_DIVISION, *sorted(path.stem for path in DATA.glob("[0-9]*.json"))])
        raise NotServed(f"没有区划 {division} 的演示目录：YIMEN_DIVISION 可为 {known}")
    own = read(file)
    city = {item["id"]: item for item in read(CITY)["items"]}
    return {**own, "items": [city[name] | changes for name, changes in own["items"].items()]}


def item_of(division: str, code: str) -> Mapping[str, Any]:
    return next(item for item in catalogue_of(division)["items"] if item["id"] == code)


@cache
def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))
