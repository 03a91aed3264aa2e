"""Whether a condition is true of an item: the same in memory and in the emulator, in a condition and in a filter."""

from typing import Any

import pytest

from tests.proofs.kit.dynamo.clients import NAME, outcome
from tests.proofs.kit.dynamo.requests import KEY, check, put_item, transaction

ITEM = {
    **KEY,
    "a": {"S": "alpha"},
    "same": {"S": "alpha"},
    "n": {"N": "5"},
    "big": {"N": "10"},
    "yes": {"BOOL": True},
    "nil": {"NULL": True},
    "bin": {"B": b"\x00\x01"},
    "seq": {"L": [{"S": "x"}, {"N": "1"}]},
    "doc": {"M": {"k": {"S": "v"}}},
    "tags": {"SS": ["x", "y"]},
    "nums": {"NS": ["1", "2"]},
}
S, N = {":v": {"S": "alpha"}}, {":v": {"N": "5"}}
CONDITIONS: list[tuple[str, Any, bool]] = [
    ("attribute_exists(a)", None, True),
    ("attribute_exists(absent)", None, False),
    ("attribute_not_exists(a)", None, False),
    ("attribute_not_exists(absent)", None, True),
    ("a = :v", S, True),
    ("a = same", None, True),
    (":v = a", S, True),
    ("a = :v", {":v": {"S": "beta"}}, False),
    ("n = :v", N, True),
    ("n = :v", S, False),
    ("absent = :v", S, False),
    ("absent <> :v", S, True),
    ("a <> :v", S, False),
    ("a <> :v", N, True),
    ("n < big", None, True),
    ("big < n", None, False),
    ("n < :v", N, False),
    ("n <= :v", N, True),
    ("n > :v", {":v": {"N": "-5"}}, True),
    ("n >= :v", {":v": {"N": "5.01"}}, False),
    ("a > :v", {":v": {"S": "Alpha"}}, True),
    ("absent < :v", N, False),
    ("bin >= :v", {":v": {"B": b"\x00"}}, True),
    ("yes = :v", {":v": {"BOOL": True}}, True),
    ("nil = :v", {":v": {"NULL": True}}, True),
    ("seq = :v", {":v": {"L": [{"S": "x"}, {"N": "1"}]}}, True),
    ("seq = :v", {":v": {"L": [{"N": "1"}, {"S": "x"}]}}, False),
    ("doc = :v", {":v": {"M": {"k": {"S": "v"}}}}, True),
    ("n BETWEEN :v AND :w", {":v": {"N": "5"}, ":w": {"N": "6"}}, True),
    ("n BETWEEN :v AND big", {":v": {"N": "6"}}, False),
    ("absent BETWEEN :v AND :w", {":v": {"N": "5"}, ":w": {"N": "6"}}, False),
    ("a IN (:v, :w)", {":v": {"S": "x"}, ":w": {"S": "alpha"}}, True),
    ("n IN (:v, :w)", {":v": {"S": "5"}, ":w": {"N": "6"}}, False),
    ("absent IN (:v)", S, False),
    ("begins_with(a, :v)", {":v": {"S": "al"}}, True),
    ("begins_with(a, :v)", {":v": {"S": "pha"}}, False),
    ("begins_with(absent, :v)", {":v": {"S": "al"}}, False),
    ("begins_with(n, :v)", {":v": {"S": "5"}}, False),
    ("contains(a, :v)", {":v": {"S": "lph"}}, True),
    ("contains(tags, :v)", {":v": {"S": "y"}}, True),
    ("contains(tags, :v)", {":v": {"S": "z"}}, False),
    ("contains(nums, :v)", {":v": {"N": "2"}}, True),
    ("contains(seq, :v)", {":v": {"N": "1"}}, True),
    ("contains(absent, :v)", S, False),
    ("attribute_exists(a) AND n = :v", N, True),
    ("attribute_exists(absent) AND n = :v", N, False),
    ("attribute_exists(absent) OR n = :v", N, True),
    ("attribute_exists(absent) OR n <> :v", N, False),
    ("NOT n = :v", N, False),
    ("NOT attribute_exists(absent)", None, True),
    ("NOT attribute_exists(a) OR n = :v", N, True),
    ("n = :v OR n = :v AND attribute_exists(absent)", N, True),
    ("(n = :v OR n = :v) AND attribute_exists(absent)", N, False),
    ("NOT (n = :v AND attribute_exists(absent))", N, True),
    ("(a = :v) and (not (n = :v))", S, True),
    ("a = :v And n BETWEEN :x and :y", {**S, ":x": {"N": "1"}, ":y": {"N": "9"}}, True),
]
BESIDE = put_item({"pk": KEY["pk"], "sk": {"S": "BESIDE"}})


@pytest.mark.parametrize(("condition", "values", "holds"), CONDITIONS)
def test_a_condition_holds_or_not(client: Any, condition: str, values: Any, holds: Any):
    put_item(ITEM)(client)
    ended = outcome(transaction(check(condition, values)), client)
    assert ended == (("accepted",) if holds else ("TransactionCanceledException", "ConditionalCheckFailed"))


@pytest.mark.parametrize(("condition", "values", "holds"), CONDITIONS)
def test_a_filter_keeps_what_it_holds_of(client: Any, condition: str, values: Any, holds: Any):
    put_item(ITEM)(client)
    BESIDE(client)
    given = {"FilterExpression": f"attribute_exists(a) AND ({condition})"} | (
        {"ExpressionAttributeValues": values} if values else {}
    )
    found = client.scan(TableName=NAME, **given)
    assert [item["sk"]["S"] for item in found["Items"]] == (["META"] if holds else [])
    assert (found["Count"], found["ScannedCount"]) == (int(holds), 2)


@pytest.mark.parametrize("condition", ["attribute_exists(pk)", "a = :v", "NOT attribute_not_exists(a)"])
def test_of_an_item_that_is_not_there_nothing_is_known(client: Any, condition: str):
    values = {":v": {"S": "x"}} if ":v" in condition else None
    assert outcome(transaction(check(condition, values)), client) != ("accepted",)


def test_sets_have_no_order(memory: Any):
    """In memory only: the emulator compares sets as lists."""
    put_item(ITEM)(memory)
    given = {":t": {"SS": ["y", "x"]}, ":n": {"NS": ["2.0", "1"]}}
    assert outcome(transaction(check("tags = :t AND nums = :n", given)), memory) == ("accepted",)


def test_values_of_two_types_have_no_order(memory: Any, emulated: Any):
    """The emulator crashes; when it does no longer, this belongs into the list above."""
    call = transaction(check("n < :v", {":v": {"S": "9"}}))
    for client in (memory, emulated):
        put_item(ITEM)(client)
    assert outcome(call, memory) == ("TransactionCanceledException", "ConditionalCheckFailed")
    assert outcome(call, emulated) == ("TransactionCanceledException", "TypeError")


def test_what_is_absent_is_not_null(memory: Any, emulated: Any):
    """The emulator holds it for NULL; when it does no longer, this belongs into the list above."""
    call = transaction(check("absent = :v", {":v": {"NULL": True}}))
    for client in (memory, emulated):
        put_item(ITEM)(client)
    assert outcome(call, memory) == ("TransactionCanceledException", "ConditionalCheckFailed")
    assert outcome(call, emulated) == ("accepted",)


def test_true_is_no_number(memory: Any, emulated: Any):
    """The emulator holds it for 1; when it does no longer, this belongs into the list above."""
    call = transaction(check("yes = :v", {":v": {"N": "1"}}))
    for client in (memory, emulated):
        put_item(ITEM)(client)
    assert outcome(call, memory) == ("TransactionCanceledException", "ConditionalCheckFailed")
    assert outcome(call, emulated) == ("accepted",)


def test_numbers_are_compared_by_value(memory: Any):
    put_item(ITEM)(memory)
    given = {":n": {"N": "+05.0"}, ":b": {"N": "1e1"}}
    assert outcome(transaction(check("n = :n AND big = :b", given)), memory) == ("accepted",)
