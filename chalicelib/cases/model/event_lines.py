"""Events without the lines of the checklist that they name. Pure.

Which conditional line somebody has handed in, or was asked for, tells the answer that it rests on: 残疾人证, 低保证明.
"""

from collections.abc import Mapping
from typing import Any, cast

from chalicelib.cases.model.masking import HIDDEN

# Where the data of events name lines: lists of their numbers, and lists of things that belong to one line each.
NUMBERS = frozenset({"lines"})


def without_lines(data: Mapping[str, Any], untold: frozenset[str]) -> dict[str, Any]:
    """The data without every entry of these lines. An event about one file does not say of which line it is, for the
    others would tell by saying it.
    """
    if not untold:
        return dict(data)
    return {name: HIDDEN if name == "line" else _left(name, value, untold) for name, value in data.items()}


def _left(name: str, value: object, untold: frozenset[str]) -> object:
    if not isinstance(value, list | tuple):
        return value
    entries = cast("list[Any]", value)
    return [one for one in entries if _line_of(name, one) not in untold]


def _line_of(name: str, entry: object) -> str | None:
    """The line of the checklist that an entry belongs to; other things are called lines too, as those of a fee."""
    found = cast("Mapping[str, Any]", entry).get("line") if isinstance(entry, Mapping) else entry
    return found if isinstance(found, str) and (name in NUMBERS or found is not entry) else None
