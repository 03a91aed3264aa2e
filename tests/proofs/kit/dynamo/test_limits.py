"""At the very limit everything is still accepted; sizes are counted as DynamoDB counts them."""

from typing import Any

import pytest

from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.dynamo.values import taken
from tests.proofs.kit.dynamo.clients import NAME, outcome
from tests.proofs.kit.dynamo.requests import (
    KEY,
    check,
    deep,
    each,
    get_batch,
    key,
    large,
    put,
    put_item,
    query,
    transaction,
    update,
    update_item,
)

LIMIT = 400 * 1024
ONE = {":v": {"N": "1"}}


def of_size(size: int) -> dict[str, Any]:
    """An item of so many bytes."""
    rest = size - sum(len(name) + len(value["S"]) for name, value in KEY.items()) - len("a")
    return {**KEY, "a": {"S": "x" * rest}}


ACCEPTED = {
    "a partition key of 2048 bytes": put_item(key("é" * 1024, "META")),
    "a sort key of 1024 bytes": put_item(key("CASE#1", "é" * 512)),
    "index keys of 2048 and 1024 bytes": put_item({**KEY, "tasks_pk": {"S": "é" * 1024}, "tasks_sk": {"S": "é" * 512}}),
    "an item of 400 KB": put_item(of_size(LIMIT)),
    "an item of 400 KB in a transaction": transaction(put(of_size(LIMIT))),
    "an update to 400 KB": each(
        put_item(of_size(LIMIT - 100_000)), update_item("SET b = :v", {":v": {"S": "x" * 99_999}})
    ),
    "an update that makes room first": each(put_item(of_size(LIMIT)), update_item("SET a = :v", {":v": large(100)})),
    "a transaction of 100 operations": transaction(*[put(key("CASE#1", str(number))) for number in range(100)]),
    "a transaction of 4 MB": transaction(
        *[put({**key("CASE#1", str(number)), "a": large(390)}) for number in range(10)]
    ),
    "a batch of 100 keys": get_batch(*[key("CASE#1", str(number)) for number in range(100)]),
    "32 levels": put_item({**KEY, "a": deep(31)}),
    "38 digits": put_item({**KEY, "a": {"N": "1" * 38}}),
    "38 digits after many zeros": put_item({**KEY, "a": {"N": "0." + "0" * 90 + "1" * 38}}),
    "the largest number": put_item({**KEY, "a": {"N": "-9.9999999999999999999999999999999999999e125"}}),
    "the smallest number": put_item({**KEY, "a": {"N": "1e-130"}}),
    "300 operators": put_item(
        KEY, ConditionExpression=" OR ".join(["NOT a=:v", *["a=:v"] * 149]), ExpressionAttributeValues=ONE
    ),
    "an expression of 4 KB": transaction(update("SET " + "a" * 4087 + " = :v", ONE)),
    "a text without characters": put_item({**KEY, "a": {"S": ""}}),
    "a set with an empty text": put_item({**KEY, "a": {"SS": [""]}}),
    "empty lists, maps and bytes": put_item({**KEY, "a": {"L": []}, "b": {"M": {}}, "c": {"B": b""}}),
    "bounds that are equal": query(
        "pk = :pk AND sk BETWEEN :v AND :v", {":pk": {"S": "CASE#1"}, ":v": {"S": "EVENT#"}}
    ),
    "a condition on what is absent": transaction(check("attribute_not_exists(pk)")),
    "an update without an expression": update_item(""),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_it_is_accepted(memory: MemoryDynamo, name: str):
    assert outcome(ACCEPTED[name], memory) == ("accepted",)


def test_a_byte_more_is_too_much(memory: MemoryDynamo):
    assert outcome(put_item(of_size(LIMIT + 1)), memory) == ("ValidationException",)
    put_item(of_size(LIMIT - 2))(memory)
    assert outcome(update_item("SET b = :v", {":v": {"S": "x"}}), memory) == ("accepted",)
    assert outcome(update_item("SET c = :v", {":v": {"S": ""}}), memory) == ("ValidationException",)


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "食品"}, 6),
        ({"B": b"123"}, 3),
        ({"BOOL": False}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}, {"S": "c"}]}, 3 + (1 + 2) + (1 + 1)),
        ({"M": {"a": {"S": "bc"}}}, 3 + (1 + 1 + 2)),
        ({"SS": ["é", ""]}, 2),
        ({"NS": ["1", "22"]}, 2 + 2),
        ({"N": "0"}, 1),
        ({"N": "1"}, 2),
        ({"N": "-1"}, 3),
        ({"N": "123456"}, 4),
        ({"N": "3.14159"}, 5),
        ({"N": "1E125"}, 2),
        ({"N": "0042.1200"}, 3),
        ({"N": "0.001"}, 2),
    ],
)
def test_a_value_is_as_large_as_for_dynamodb(value: Any, size: int):
    _, counted = taken({"name": value}, "Item")
    assert counted == len("name") + size


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0042.1200", "42.12"),
        ("+1", "1"),
        ("-0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("12e-1", "1.2"),
        ("1E125", f"1{'0' * 125}"),
        ("-1e-130", f"-0.{'0' * 129}1"),
    ],
)
def test_a_number_comes_back_in_its_canonical_form(memory: MemoryDynamo, given: str, kept: str):
    put_item({**KEY, "n": {"N": given}, "l": {"L": [{"N": given}]}, "s": {"NS": [given, "7"]}})(memory)
    item = memory.get_item(TableName=NAME, Key=KEY)["Item"]
    assert (item["n"], item["l"]) == ({"N": kept}, {"L": [{"N": kept}]})
    assert set(item["s"]["NS"]) == {kept, "7"}
