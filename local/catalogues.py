"""The demonstration's catalogues: one import document for each division that `make run` can serve. SYNTHETIC."""

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

from chalicelib.catalogue.model.document import parse_json
from chalicelib.catalogue.model.parts import merged
from chalicelib.foundation.problems import Problem

DATA = Path(__file__).parent / "data"
CITY = DATA / "items.json"
CITY_DIVISION = "441700"
LISTS = DATA / "lists.json"  # the proofs and services that the demonstration's departments may ask for; ILLUSTRATIVE
SCHEMES = DATA / "schemes.json"  # of the city: its members are departments of the city
NUMBERED_ITEM = re.compile(r"/items/(\d+)(?=/|$)")


class NotServed(ValueError):
    """The local stack cannot serve the division of the settings, or not with this catalogue; says why in one line."""


def catalogue_of(division: str) -> Mapping[str, Any]:
    """The import document of a division; not to be changed.

    Raises NotServed where there is none, Problem or ValueError where its file is broken.
    """
    return read(CITY) if division == CITY_DIVISION else county(division)


def county(division: str) -> Mapping[str, Any]:
    """A county offers some items of the city; its file tells of each only what is different there."""
    own = read(file_of(division))
    differences = differences_in(own)
    if differences is None:
        raise ValueError("/items 应按事项编码列出与本市目录不同之处")
    city = {item["id"] for item in read(CITY)["items"]}
    if unknown := [code for code in differences if code not in city]:
        raise ValueError(f"/items 中的 {'、'.join(unknown)} 不在本市目录（{CITY.name}）中")
    return merged([read(CITY), own]).document


def differences_in(document: Any) -> dict[str, dict[str, Any]] | None:
    """A county's items by their codes; None where the document has no such part."""
    items = cast("dict[str, Any]", document).get("items") if isinstance(document, dict) else None
    if not isinstance(items, dict):
        return None
    found = cast("dict[str, Any]", items)
    return found if all(isinstance(changes, dict) for changes in found.values()) else None


def schemes_of(division: str) -> Mapping[str, Any]:
    """The schemes of a division as an import document; a county has none of its own."""
    return read(SCHEMES) if division == CITY_DIVISION else {"schemes": []}


def lists_of(division: str) -> Mapping[str, Any]:
    """The lists of proofs and services of a division: a county has the entries whose departments it has."""
    document = read(LISTS)
    known = set(catalogue_of(division)["departments"])
    asked = [one for one in document["proofs"] if one["asker"] in known]
    return {**document, "proofs": asked}


def file_of(division: str) -> Path:
    """Where the catalogue of a division is kept. Raises NotServed."""
    file = CITY if division == CITY_DIVISION else DATA / f"{division}.json"
    if not file.exists():
        known = "、".join([CITY_DIVISION, *sorted(path.stem for path in DATA.glob("[0-9]*.json"))])
        raise NotServed(f"没有区划 {division} 的演示目录：YIMEN_DIVISION 可为 {known}")
    return file


def item_of(division: str, code: str) -> Mapping[str, Any]:
    return next(item for item in catalogue_of(division)["items"] if item["id"] == code)


@cache
def read(file: Path) -> Any:
    return parse_json(file.read_bytes())


@contextmanager
def loading(file: Path) -> Generator[None]:
    """Whatever is wrong in this file is told with its name and in one line. Raises NotServed."""
    try:
        yield
    except NotServed:
        raise
    except (Problem, ValueError) as error:
        raise NotServed(f"事项目录无法载入（{file.name}）：{first_finding(error, codes_in(file))}") from None


def codes_in(file: Path) -> Sequence[str]:
    """The codes under which the items stand in a county's file, in their order; none in a list of items."""
    try:
        return tuple(differences_in(read(file)) or ())
    except Problem:
        return ()


def first_finding(error: Problem | ValueError, codes: Sequence[str]) -> str:
    """What is wrong in the catalogue: the first finding, and how many there are. `codes` as of `codes_in`."""
    if not isinstance(error, Problem):
        return str(error)
    if not error.errors:
        return error.title
    first = error.errors[0]
    pointer = first.pointer
    if codes:
        pointer = NUMBERED_ITEM.sub(lambda found: f"/items/{codes[int(found[1])]}", pointer)
    return f"{error.title}：{pointer} {first.message}（共 {len(error.errors)} 处）"
