"""Values of attributes: plain Python values in the code, DynamoDB's own writing in its requests and answers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from chalicelib.foundation.keys import Key

Item = dict[str, Any]
"""A row with plain values, `pk` and `sk` among them."""

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


def dump(values: Mapping[str, Any]) -> dict[str, Any]:
    """As DynamoDB writes values: `{"n": 1}` becomes `{"n": {"N": "1"}}`."""
    return {name: _serializer.serialize(value) for name, value in values.items()}


def load(item: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of what DynamoDB has written."""
    return {name: plain(_deserializer.deserialize(value)) for name, value in item.items()}


def plain(value: Any) -> Any:
    """The value with every whole Decimal as an int, also inside lists and maps."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in cast(dict[str, Any], value).items()}
    if isinstance(value, list):
        return [plain(inner) for inner in cast(list[Any], value)]
    return value


def dump_key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
