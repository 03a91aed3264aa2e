"""A JSON body in which an object has a name twice is refused: one reader takes the first value, another the last.

RFC 8259, 4 calls the names of an object unique and the behaviour otherwise unpredictable. So a gateway, a firewall or a
log before us may have seen another value than the one that we would act on.
"""

import json
from collections.abc import Mapping
from typing import Any, cast

from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of


def json_invalid() -> problems.Malformed:
    return problems.Malformed(code="json_invalid", title="请求内容不是有效的 JSON")


def each_name_once(raw: bytes) -> object:
    """The document, for whose names pydantic does not look. Raises Malformed (json_invalid, json_name_repeated)."""
    twice: list[tuple[dict[str, Any], str]] = []

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        whole = dict(pairs)
        if len(whole) != len(pairs):
            names = [name for name, _ in pairs]
            twice.append((whole, next(name for name in names if names.count(name) > 1)))
        return whole

    try:
        document: object = json.loads(raw, object_pairs_hook=made)
    except (ValueError, RecursionError):
        raise json_invalid() from None
    if twice:
        raise _repeated(document, twice)
    return document


def _repeated(document: object, twice: list[tuple[dict[str, Any], str]]) -> problems.Malformed:
    places = {id(whole): name for whole, name in twice}
    pointer = next(iter(_pointers(document, places, [])))
    error = FieldError(pointer, "json_name_repeated", "同一对象中此项重复出现，请只保留一个")
    return problems.Malformed(code="json_name_repeated", title="请求内容中有重复的项，请只保留一个", errors=[error])


def _pointers(part: object, places: Mapping[int, str], above: list[str | int]) -> list[str]:
    """The outermost repeated names. An object that was itself replaced by its namesake has no place any more."""
    if (name := places.get(id(part))) is not None:
        return [pointer_of([*above, name])]
    match part:
        case dict():
            inside = cast(dict[str, object], part).items()
        case list():
            inside = enumerate(cast(list[object], part))
        case _:
            return []
    return [found for step, value in inside for found in _pointers(value, places, [*above, step])]
