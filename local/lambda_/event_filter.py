"""Lambda's event filters: a record reaches the function if one of the patterns matches it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

Pattern = Mapping[str, Any]
OPERATORS = {"prefix", "suffix", "exists", "anything-but", "equals-ignore-case"}


class UnknownOperator(ValueError):
    """A filter uses a part of the pattern language that is not imitated here."""


def patterns(texts: Iterable[str]) -> list[Pattern]:
    """Parse the patterns of an event source's FilterCriteria. Raises `UnknownOperator`."""
    parsed = [json.loads(text) for text in texts]
    for pattern in parsed:
        check(pattern)
    return parsed


def check(pattern: Any) -> None:
    if isinstance(pattern, dict):
        for name, inner in cast("dict[str, Any]", pattern).items():
            if name.startswith("$"):
                raise UnknownOperator(name)
            check(inner)
        return
    if not isinstance(pattern, list):
        raise UnknownOperator(f"a pattern ends in a list of alternatives, not in {pattern!r}")
    for rule in cast("list[Any]", pattern):
        unknown = set(cast("dict[str, Any]", rule)) - OPERATORS if isinstance(rule, dict) else set[str]()
        if unknown:
            raise UnknownOperator(", ".join(sorted(unknown)))


def passes(record: Mapping[str, Any], filters: list[Pattern]) -> bool:
    """Whether the record reaches the function; without filters every record does."""
    return not filters or any(matches(pattern, record) for pattern in filters)


def matches(pattern: Pattern, value: Mapping[str, Any]) -> bool:
    return all(matches_one(inner, value.get(name), present=name in value) for name, inner in pattern.items())


def matches_one(inner: Any, found: Any, *, present: bool) -> bool:
    if isinstance(inner, dict):
        nested = cast("Mapping[str, Any]", found if isinstance(found, dict) else {})
        return matches(cast("Pattern", inner), nested)
    values = cast("list[Any]", found) if isinstance(found, list) else [found]
    return any(allows(rule, value, present=present) for rule in inner for value in values)


def allows(rule: Any, value: Any, *, present: bool) -> bool:
    match rule:
        case {"exists": bool(wanted)}:
            return wanted == present
        case _ if not present:
            return False
        case {"prefix": str(start)}:
            return isinstance(value, str) and value.startswith(start)
        case {"suffix": str(end)}:
            return isinstance(value, str) and value.endswith(end)
        case {"equals-ignore-case": str(text)}:
            return isinstance(value, str) and value.lower() == text.lower()
        case {"anything-but": list(excluded)}:  # pyright: ignore[reportUnknownVariableType]
            return value not in excluded
        case {"anything-but": excluded}:  # pyright: ignore[reportUnknownVariableType]
            return value != excluded
        case _:
            return rule == value
