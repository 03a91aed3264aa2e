"""Values of attributes: plain Python values in the code, DynamoDB's own writing in its requests and answers.

Texts, numbers, booleans, lists and maps are written and read here, because every request does hundreds of them and
boto3's own serializer takes four times as long. It does whatever else there is.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from chalicelib.foundation.keys import Key

if TYPE_CHECKING:
    from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

Item = dict[str, Any]
"""A row with plain values, `pk` and `sk` among them."""

# DynamoDB keeps 38 digits of a number.
LARGEST = 10**38


def dump(values: Mapping[str, Any]) -> dict[str, Any]:
    """As DynamoDB writes values: `{"n": 1}` becomes `{"n": {"N": "1"}}`."""
    return {name: _dumped(value) for name, value in values.items()}


def load(item: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of what DynamoDB has written."""
    return {name: _loaded(value) for name, value in item.items()}


def dump_key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def _dumped(value: Any) -> dict[str, Any]:
    """The exact type is looked at, so that an int is no bool."""
    kind = cast(object, type(value))
    if kind is str:
        return {"S": value}
    if value is None:
        return {"NULL": True}
    if kind is bool:
        return {"BOOL": value}
    if kind is int and -LARGEST < value < LARGEST:
        return {"N": str(value)}
    if kind is dict:
        return {"M": {name: _dumped(inner) for name, inner in value.items()}}
    if kind is list or kind is tuple:
        return {"L": [_dumped(inner) for inner in value]}
    return cast(dict[str, Any], _boto3()[0].serialize(value))


def _loaded(value: Mapping[str, Any]) -> Any:
    ((kind, content),) = value.items()
    match kind:
        case "S" | "BOOL":
            return content
        case "N":
            return _number(content)
        case "NULL":
            return None
        case "M":
            return {name: _loaded(inner) for name, inner in content.items()}
        case "L":
            return [_loaded(inner) for inner in content]
        case _:
            return _plain(_boto3()[1].deserialize(cast(Any, value)))


def _number(written: str) -> int | Decimal:
    """A whole number is an int."""
    try:
        return int(written)
    except ValueError:
        return _plain(Decimal(written))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    return value


@cache
def _boto3() -> "tuple[TypeSerializer, TypeDeserializer]":
    """Imported on first use, because most values need neither."""
    from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

    return TypeSerializer(), TypeDeserializer()
