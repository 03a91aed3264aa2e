"""Values as DynamoDB writes them: ours are those of boto3's own serializer, of every type."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation.attributes import dump, load

Value = st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(-(10**38) + 1, 10**38 - 1) | st.binary(min_size=1),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


class Word(StrEnum):
    ONE = "one"


@given(st.dictionaries(st.text(), Value))
def test_values_are_written_and_read_as_boto3_does(values: dict[str, Any]):
    theirs = {name: TypeSerializer().serialize(value) for name, value in values.items()}
    assert dump(values) == theirs
    assert load(theirs) == {name: TypeDeserializer().deserialize(value) for name, value in theirs.items()}
    assert load(dump(values)) == values


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, {"BOOL": True}),
        (1, {"N": "1"}),
        (Decimal("1.50"), {"N": "1.50"}),
        (Word.ONE, {"S": "one"}),
        (("a", 1), {"L": [{"S": "a"}, {"N": "1"}]}),
        ({"a"}, {"SS": ["a"]}),
        ({1}, {"NS": ["1"]}),
        (b"a", {"B": b"a"}),
        (Binary(b"a"), {"B": Binary(b"a")}),
    ],
)
def test_each_type_has_its_writing(value: Any, written: dict[str, Any]):
    assert dump({"it": value}) == {"it": written}


@pytest.mark.parametrize("refused", [1.5, object(), 10**38, {"a": 0.1}, [1.0]])
def test_what_dynamodb_does_not_hold_is_refused(refused: Any):
    with pytest.raises(Exception, match=r"Float|Unsupported type|Inexact|Rounded"):
        dump({"it": refused})


@pytest.mark.parametrize(
    ("written", "value"),
    [("7", 7), ("-0", 0), ("1.5", Decimal("1.5")), ("2.0", 2), ("1E+2", 100), ("1" * 38, int("1" * 38))],
)
def test_whole_numbers_are_ints(written: str, value: Any):
    (found,) = load({"it": {"N": written}}).values()
    assert (found, type(found)) == (value, type(value))
