"""Values of attributes: plain Python values in the code, DynamoDB's own writing in its requests and answers.

boto3 has the same translation in `boto3.dynamodb.types`. Importing it loads all of boto3, which no function of ours
needs besides botocore: a tenth of the time of a cold start.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Clamped, Context, Decimal, Inexact, Overflow, Rounded, Underflow
from typing import Any, cast

from chalicelib.foundation.keys import Key

Item = dict[str, Any]
"""A row with plain values, `pk` and `sk` among them."""

# DynamoDB keeps 38 digits. A number that would lose one of them is refused (decimal.Inexact and the like).
NUMBERS = Context(Emin=-128, Emax=126, prec=38, traps=[Clamped, Overflow, Inexact, Rounded, Underflow])
SMALL = 10**15


def dump(values: Mapping[str, Any]) -> dict[str, Any]:
    """As DynamoDB writes values: `{"n": 1}` becomes `{"n": {"N": "1"}}`. Raises TypeError for what it has no type for,
    such as a float or a set of nothing.
    """
    # Nearly every value is a text, which is found faster than by the patterns of `_dumped`.
    return {name: {"S": value} if type(value) is str else _dumped(value) for name, value in values.items()}


def load(item: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of what DynamoDB has written: whole numbers are int, others Decimal."""
    return {name: value["S"] if "S" in value else _loaded(value) for name, value in item.items()}


def dump_key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def _dumped(value: object) -> dict[str, Any]:
    match value:
        case str():
            return {"S": value}
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case int() | Decimal():
            return {"N": _number(value)}
        case bytes() | bytearray():
            return {"B": bytes(value)}
        case Mapping():
            return {"M": dump(cast("Mapping[str, Any]", value))}
        case list() | tuple():
            return {"L": [_dumped(inner) for inner in cast("Sequence[Any]", value)]}
        case set() | frozenset():
            return _dumped_set(cast("frozenset[Any]", value))
        case _:
            raise TypeError(f"DynamoDB has no type for {type(value).__name__}")


def _dumped_set(values: set[Any] | frozenset[Any]) -> dict[str, Any]:
    """Sets have members of one type. An empty one has none, and DynamoDB refuses it."""
    kinds = {kind for member in values for kind in _dumped(member)}
    if len(kinds) != 1 or not kinds <= {"S", "N", "B"}:
        raise TypeError("DynamoDB has sets of texts, of numbers and of bytes, and none of them empty or mixed")
    (kind,) = kinds
    return {f"{kind}S": [_dumped(member)[kind] for member in values]}


def _number(value: int | Decimal) -> str:
    if isinstance(value, int) and -SMALL < value < SMALL:
        return str(int(value))
    number = NUMBERS.create_decimal(value)
    if not number.is_finite():
        raise TypeError("DynamoDB has no number that is not finite")
    return str(number)


def _loaded(value: Mapping[str, Any]) -> Any:
    ((kind, content),) = value.items()
    if reader := READERS.get(kind):
        return reader(content)
    raise TypeError(f"not a type of DynamoDB: {kind}")


def _whole(text: str) -> int | Decimal:
    try:
        return int(text)
    except ValueError:
        number = Decimal(text)
        return int(number) if number == number.to_integral_value() else number


def _same(content: Any) -> Any:
    return content


def _listed(content: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [_loaded(inner) for inner in content]


def _nothing(_: object) -> None:
    return None


def _numbers(content: Sequence[str]) -> set[int | Decimal]:
    return {_whole(member) for member in content}


# Type of DynamoDB -> how its content is read.
READERS: Mapping[str, Callable[[Any], Any]] = {
    "S": _same,
    "N": _whole,
    "BOOL": _same,
    "M": load,
    "L": _listed,
    "NULL": _nothing,
    "B": bytes,
    "NS": _numbers,
    "SS": set,
    "BS": set,
}
