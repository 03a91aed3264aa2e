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
    if name in NUMBERS:
        return [line for line in entries if line not in untold]
    return [one for one in entries if _line_of(one) not in untold]


def _line_of(entry: object) -> object:
    return cast("Mapping[str, Any]", entry).get("line") if isinstance(entry, Mapping) else None
