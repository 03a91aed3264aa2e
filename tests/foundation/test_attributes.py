"""Attributes as DynamoDB writes them: the same as boto3's own translation, which is the oracle here."""

from decimal import Decimal
from enum import StrEnum
from typing import Any, cast

import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation.attributes import dump, load

NUMBERS = st.one_of(
    st.integers(-(10**38) + 1, 10**38 - 1),
    st.decimals(-(10**20), 10**20, places=6, allow_nan=False, allow_infinity=False),
)
PLAIN = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=5), st.binary(max_size=5))
SETS = st.one_of(
    st.sets(st.text(max_size=3), min_size=1, max_size=3), st.sets(st.integers(-99, 99), min_size=1, max_size=3)
)
VALUES = st.recursive(
    PLAIN | SETS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_written_is_what_boto3_writes(value: Any):
    assert in_order(dump({"value": value})["value"]) == in_order(TypeSerializer().serialize(value))


@given(VALUES)
def test_what_is_read_is_what_boto3_reads(value: Any):
    written = TypeSerializer().serialize(value)
    assert load({"value": written})["value"] == plain(TypeDeserializer().deserialize(written)) == value


@given(VALUES)
def test_whole_numbers_are_read_as_int(value: Any):
    assert not [number for number in numbers(load(dump({"value": value}))) if number == int(number)]


@pytest.mark.parametrize(
    "value", [1.5, object(), set(), {1, "a"}, {None}, {(1, 2)}, Decimal("NaN"), Decimal("Infinity")]
)
def test_what_dynamodb_has_no_type_for_is_refused(value: Any):
    with pytest.raises(TypeError, match="DynamoDB"):
        dump({"value": value})


@pytest.mark.parametrize("value", [10**38 + 1, Decimal("1." + "1" * 38), Decimal("1E+130")])
def test_a_number_that_dynamodb_would_round_is_refused(value: Any):
    with pytest.raises(ArithmeticError):
        dump({"value": value})


class Word(StrEnum):
    ONE = "one"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, {"BOOL": True}),
        (1, {"N": "1"}),
        (Decimal("1.50"), {"N": "1.50"}),
        (Word.ONE, {"S": "one"}),
        (("a", 1), {"L": [{"S": "a"}, {"N": "1"}]}),
        ({"a"}, {"SS": ["a"]}),
        (b"a", {"B": b"a"}),
    ],
)
def test_each_type_has_its_writing(value: Any, written: dict[str, Any]):
    assert dump({"it": value}) == {"it": written}


@pytest.mark.parametrize(
    ("written", "value"),
    [("7", 7), ("-0", 0), ("1.5", Decimal("1.5")), ("2.0", 2), ("1E+2", 100), ("1" * 38, int("1" * 38))],
)
def test_a_number_is_read_as_what_it_is(written: str, value: Any):
    (found,) = load({"it": {"N": written}}).values()
    assert (found, type(found)) == (value, type(value))


def test_an_unknown_type_is_no_value():
    with pytest.raises(TypeError, match="not a type of DynamoDB: X"):
        load({"value": {"X": "1"}})


def in_order(written: Any) -> Any:
    """A set has no order."""
    if isinstance(written, dict):
        return {
            kind: sorted(content) if kind in {"SS", "NS"} else in_order(content) for kind, content in written.items()
        }
    return [in_order(inner) for inner in written] if isinstance(written, list) else written


def plain(value: Any) -> Any:
    match value:
        case Binary():
            return cast(Any, value).value
        case dict():
            return {name: plain(inner) for name, inner in value.items()}
        case list():
            return [plain(inner) for inner in value]
    return value


def numbers(value: Any) -> list[Decimal]:
    match value:
        case Decimal():
            return [value]
        case dict():
            return [number for inner in value.values() for number in numbers(inner)]
        case list() | set():
            return [number for inner in value for number in numbers(inner)]
    return []
