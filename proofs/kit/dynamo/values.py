"""Attribute values: one type each, numbers in their canonical form, sets without order, and how large they are.

A value that is fit as it is given is kept as it is: nobody changes a value after it was handed in or out.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.exceptions import ParamValidationError

from proofs.kit.dynamo import numbers
from proofs.kit.dynamo.refusals import Invalid

Value = dict[str, Any]  # {"S": "text"}, as the API writes it
Stored = dict[str, Value]  # an item
Sized = tuple[Value, int]

LEVELS_AT_MOST = 32
TOO_DEEP = (
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
)
NAME_AT_MOST = 65_535
BAD = "One or more parameter values were invalid: "


def taken(given: Any, what: str) -> tuple[Stored, int]:
    """The values of the given item as they are kept, and its size in bytes. `what` names the parameter."""
    item: Stored = given
    if type(item) is not dict:
        raise wrong_type(what, given, "dict")
    size, changed = measured(item.items(), 1)
    return {**item, **changed}, size + names_size(item)


def measured(given: Iterable[tuple[Any, Any]], level: int) -> tuple[int, dict[Any, Value]]:
    """How large values are together, and those that are kept otherwise than given, both by name or place. The values of
    the item itself are level 1.
    """
    if level > LEVELS_AT_MOST:
        raise Invalid(TOO_DEEP, up_front=True)
    size, changed, value = 0, dict[Any, Value](), None
    try:
        for place, value in given:
            if "S" in value and len(value) == 1 and type(text := value["S"]) is str:  # most of them
                size += len(text) if text.isascii() else len(text.encode())
                continue
            kept, more = one_measured(value, level)
            size += more
            if kept is not value:
                changed[place] = kept
    except TypeError:
        raise wrong_type("attribute value", value, "dict") from None
    return size, changed


def one_measured(value: Any, level: int) -> Sized:
    """A value as it is kept, and its size."""
    whole: Value = value
    if type(whole) is not dict:
        raise wrong_type("attribute value", value, "dict")
    for kind in whole:
        if len(whole) == 1 and kind in READERS:
            return READERS[kind](whole, whole[kind], level)
    if len(whole) == 1:
        raise ParamValidationError(report=f"Unknown parameter in an attribute value: {value}")
    number = "has more than one datatypes set" if value else "is empty"
    raise Invalid(
        f"Supplied AttributeValue {number}, must contain exactly one of the supported datatypes", up_front=True
    )


def names_size(item: Stored) -> int:
    names = "".join(item)
    if len(names) > NAME_AT_MOST and any(length(name) > NAME_AT_MOST for name in item):
        raise Invalid(f"{BAD}Attribute name is too long", up_front=True)
    return length(names)


def length(text: str) -> int:
    """In UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


# -------------------------------------------------------------------------------------------- one type after another
def _string(value: Value, text: Any, _: int) -> Sized:
    need(text, str)
    return value, length(text)


def _number(value: Value, text: Any, _: int) -> Sized:
    need(text, str)
    kept, size = numbers.read(text)
    return (value if kept == text else {"N": kept}), size


def _binary(value: Value, content: Any, _: int) -> Sized:
    need(content, bytes, bytearray)
    return (value if type(content) is bytes else {"B": bytes(content)}), len(content)


def _boolean(value: Value, content: Any, _: int) -> Sized:
    need(content, bool)
    return value, 1


def _null(value: Value, content: Any, _: int) -> Sized:
    need(content, bool)
    if not content:
        raise Invalid(f"{BAD}Null attribute value types must have the value of true", up_front=True)
    return value, 1


def _list(value: Value, content: Any, level: int) -> Sized:
    need(content, list)
    inner: list[Any] = content
    size, changed = measured(enumerate(inner), level + 1)
    kept = value if not changed else {"L": [changed.get(place, given) for place, given in enumerate(inner)]}
    return kept, 3 + len(inner) + size


def _map(value: Value, content: Any, level: int) -> Sized:
    need(content, dict)
    size, changed = measured(content.items(), level + 1)
    return (value if not changed else {"M": {**content, **changed}}), 3 + len(content) + size + names_size(content)


def _strings(_: Value, content: Any, __: int) -> Sized:
    members(content, "An string set  may not be empty", str)
    return {"SS": sorted(unique(content))}, sum(map(length, content))


def _numbers(_: Value, content: Any, __: int) -> Sized:
    members(content, "An number set  may not be empty", str)
    read = [numbers.read(text) for text in content]
    return {"NS": sorted(unique([text for text, _ in read]), key=float)}, sum(size for _, size in read)


def _binaries(_: Value, content: Any, __: int) -> Sized:
    members(content, "Binary sets should not be empty", bytes, bytearray)
    return {"BS": sorted(unique([bytes(part) for part in content]))}, sum(map(len, content))


def members(content: Any, empty: str, *expected: type) -> None:
    need(content, list)
    if not content:
        raise Invalid(BAD + empty, up_front=True)
    for member in content:
        need(member, *expected)


def unique(content: list[Any]) -> list[Any]:
    if len(set(content)) < len(content):
        raise Invalid(f"{BAD}Input collection {content} contains duplicates.", up_front=True)
    return content


READERS: Mapping[str, Callable[[Value, Any, int], Sized]] = {
    "S": _string,
    "N": _number,
    "B": _binary,
    "BOOL": _boolean,
    "NULL": _null,
    "L": _list,
    "M": _map,
    "SS": _strings,
    "NS": _numbers,
    "BS": _binaries,
}


def size_of(item: Stored, names: Iterable[str]) -> int:
    """What these attributes contribute to the size of an item of ours, as far as they are there."""
    there = {name: item[name] for name in names if name in item}
    return measured(there.items(), 1)[0] + names_size(there)


def projected(item: Stored, names: frozenset[str] | None) -> Stored:
    """What is handed out: these attributes, None for all of them."""
    if names is None:
        return dict(item)
    return {name: value for name, value in item.items() if name in names}


def need(content: object, *expected: type) -> None:
    if not isinstance(content, expected):
        raise wrong_type("attribute value", content, " or ".join(kind.__name__ for kind in expected))


def wrong_type(what: str, given: object, expected: str) -> ParamValidationError:
    """As botocore says it before anything is sent."""
    return ParamValidationError(
        report=f"Invalid type for parameter {what}, value: {given!r}, type: {type(given)}, valid types: {expected}"
    )
