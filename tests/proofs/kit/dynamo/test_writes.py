"""What writes do to an item, and what they answer: the same in memory and in the emulator."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.proofs.kit.dynamo.clients import NAME, outcome
from tests.proofs.kit.dynamo.requests import (
    KEY,
    OTHER,
    THIRD,
    check,
    delete,
    get_item,
    get_together,
    put,
    put_item,
    transaction,
    update,
    update_item,
)

STORED = {
    **KEY,
    "note": {"S": "食品"},
    "num": {"N": "5"},
    "neg": {"N": "-2"},
    "yes": {"BOOL": True},
    "nil": {"NULL": True},
    "bin": {"B": b"\x00\xff"},
    "seq": {"L": [{"S": "a"}, {"M": {"b": {"N": "1"}}}]},
    "doc": {"M": {"a": {"L": []}}},
    "tags": {"SS": ["a", "b"]},
    "nums": {"NS": ["1", "2"]},
}


def found(client: Any, at: Any = KEY) -> dict[str, Any]:
    return client.get_item(TableName=NAME, Key=at, ConsistentRead=True).get("Item", {})


def sets_in_order(item: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {kind: sorted(content) if kind in ("SS", "NS") else content for kind, content in value.items()}
        for name, value in item.items()
    }


def test_every_type_comes_back_as_it_was(client: Any):
    put_item(STORED)(client)
    assert sets_in_order(found(client)) == STORED
    assert found(client, OTHER) == {}


def test_a_put_replaces_the_whole_item_and_answers_the_old_one(client: Any):
    put_item(STORED)(client)
    new = {**KEY, "note": {"S": "new"}}
    answer = client.put_item(TableName=NAME, Item=new, ReturnValues="ALL_OLD")
    assert sets_in_order(answer["Attributes"]) == STORED
    assert found(client) == new
    assert "Attributes" not in client.put_item(TableName=NAME, Item=OTHER, ReturnValues="ALL_OLD")


def test_a_delete_answers_what_it_deleted(client: Any):
    put_item({**KEY, "a": {"S": "b"}})(client)
    answer = client.delete_item(TableName=NAME, Key=KEY, ReturnValues="ALL_OLD")
    assert answer["Attributes"] == {**KEY, "a": {"S": "b"}}
    assert found(client) == {}
    assert "Attributes" not in client.delete_item(TableName=NAME, Key=KEY, ReturnValues="ALL_OLD")


@pytest.mark.parametrize(
    ("returned", "attributes"),
    [
        ("NONE", None),
        ("ALL_OLD", {**KEY, "n": {"N": "1"}, "kept": {"S": "k"}}),
        ("ALL_NEW", {**KEY, "n": {"N": "3"}, "kept": {"S": "k"}, "new": {"S": "x"}}),
        ("UPDATED_OLD", {"n": {"N": "1"}}),
        ("UPDATED_NEW", {"n": {"N": "3"}, "new": {"S": "x"}}),
    ],
)
def test_an_update_answers_what_it_is_asked_for(client: Any, returned: str, attributes: Any):
    put_item({**KEY, "n": {"N": "1"}, "kept": {"S": "k"}})(client)
    answer = client.update_item(
        TableName=NAME,
        Key=KEY,
        UpdateExpression="ADD n :n SET #new = :x",
        ExpressionAttributeNames={"#new": "new"},
        ExpressionAttributeValues={":n": {"N": "2"}, ":x": {"S": "x"}},
        ReturnValues=returned,
    )
    assert answer.get("Attributes") == attributes


@pytest.mark.parametrize(
    ("expression", "values", "expected"),
    [
        ("SET note = :v", {":v": {"L": []}}, {"note": {"L": []}}),
        ("SET fresh = :v", {":v": {"M": {}}}, {"fresh": {"M": {}}}),
        ("SET fresh = note, again = num", None, {"fresh": {"S": "食品"}, "again": {"N": "5"}}),
        ("set note = num, num = note", None, {"note": {"N": "5"}, "num": {"S": "食品"}}),
        ("SET num = num + :v", {":v": {"N": "10"}}, {"num": {"N": "15"}}),
        ("SET num = :v - neg", {":v": {"N": "10"}}, {"num": {"N": "12"}}),
        ("SET num = if_not_exists(num, :v)", {":v": {"N": "0"}}, {"num": {"N": "5"}}),
        ("SET fresh = if_not_exists(fresh, :v)", {":v": {"N": "0"}}, {"fresh": {"N": "0"}}),
        ("SET fresh = if_not_exists(fresh, :v) + :v", {":v": {"N": "2"}}, {"fresh": {"N": "4"}}),
        (
            "SET fresh = list_append(:v, :w)",
            {":v": {"L": [{"S": "a"}]}, ":w": {"L": []}},
            {"fresh": {"L": [{"S": "a"}]}},
        ),
        ("REMOVE note, absent", None, {"note": None}),
        ("ADD num :v", {":v": {"N": "-7"}}, {"num": {"N": "-2"}}),
        ("ADD fresh :v", {":v": {"N": "7"}}, {"fresh": {"N": "7"}}),
        ("ADD tags :v", {":v": {"SS": ["b", "c"]}}, {"tags": {"SS": ["a", "b", "c"]}}),
        ("ADD fresh :v", {":v": {"NS": ["7"]}}, {"fresh": {"NS": ["7"]}}),
        ("DELETE tags :v", {":v": {"SS": ["b", "c"]}}, {"tags": {"SS": ["a"]}}),
        ("DELETE tags :v", {":v": {"SS": ["b", "a"]}}, {"tags": None}),
        ("DELETE fresh :v", {":v": {"SS": ["b"]}}, {}),
        (
            "ADD neg :v SET note = :w REMOVE doc",
            {":v": {"N": "2"}, ":w": {"S": ""}},
            {"neg": {"N": "0"}, "note": {"S": ""}, "doc": None},
        ),
    ],
)
@pytest.mark.parametrize("write", [update_item, lambda *given: transaction(update(*given))], ids=["alone", "together"])
def test_an_update_changes_what_it_names(client: Any, write: Any, expression: str, values: Any, expected: Any):
    put_item(STORED)(client)
    write(expression, values)(client)
    left = {name: value for name, value in {**STORED, **expected}.items() if value is not None}
    assert sets_in_order(found(client)) == left


def test_an_update_makes_the_item_that_is_not_there(client: Any):
    update_item("SET a = :v", {":v": {"S": "b"}})(client)
    assert found(client) == {**KEY, "a": {"S": "b"}}


def test_a_condition_sees_the_item_as_it_was(client: Any):
    first = transaction(update("SET a = :v", {":v": {"N": "1"}}, ConditionExpression="attribute_not_exists(pk)"))
    assert outcome(first, client) == ("accepted",)
    assert outcome(first, client) == ("TransactionCanceledException", "ConditionalCheckFailed")


def test_a_transaction_is_carried_out_together(client: Any):
    put_item({**KEY, "version": {"N": "1"}})(client)
    put_item(THIRD)(client)
    transaction(
        update("SET version = :new", {":new": {"N": "2"}}),
        put({**OTHER, "a": {"S": "b"}}, ConditionExpression="attribute_not_exists(pk)"),
        delete(THIRD, ConditionExpression="attribute_exists(pk)"),
    )(client)
    assert [found(client, at) for at in (KEY, OTHER, THIRD)] == [
        {**KEY, "version": {"N": "2"}},
        {**OTHER, "a": {"S": "b"}},
        {},
    ]


def test_a_cancelled_transaction_names_a_reason_for_each_operation_and_does_nothing(client: Any):
    put_item(THIRD)(client)
    operations = [put(KEY), check("attribute_not_exists(pk)", at=THIRD), delete(OTHER)]
    with pytest.raises(client.exceptions.TransactionCanceledException) as cancelled:
        client.transact_write_items(TransactItems=operations)
    response = cancelled.value.response
    assert [reason["Code"] for reason in response["CancellationReasons"]] == ["None", "ConditionalCheckFailed", "None"]
    assert response["CancellationReasons"][1]["Message"] == "The conditional request failed"
    assert response["Error"]["Message"] == (
        "Transaction cancelled, please refer cancellation reasons for specific reasons "
        "[None, ConditionalCheckFailed, None]"
    )
    assert found(client) == {}


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (put_item(KEY, ConditionExpression="attribute_exists(pk)"), "ConditionalCheckFailedException"),
        (lambda client: client.get_item(TableName="yimen-other", Key=KEY), "ResourceNotFoundException"),
    ],
)
def test_an_error_is_of_the_clients_own_class(client: Any, call: Any, kind: str):
    with pytest.raises(getattr(client.exceptions, kind)) as refused:
        call(client)
    response: Any = refused.value.response
    assert isinstance(refused.value, ClientError)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_items_are_read_together_in_the_order_asked(client: Any):
    put_item({**KEY, "a": {"S": "1"}})(client)
    put_item({**THIRD, "a": {"S": "3"}})(client)
    answer = get_together(THIRD, OTHER, KEY)(client)
    assert answer["Responses"] == [{"Item": {**THIRD, "a": {"S": "3"}}}, {}, {"Item": {**KEY, "a": {"S": "1"}}}]


def test_a_projection_leaves_the_rest_out(client: Any):
    put_item(STORED)(client)
    answer = get_item(ProjectionExpression="#n, neg, absent", ExpressionAttributeNames={"#n": "note"})(client)
    assert answer["Item"] == {"note": {"S": "食品"}, "neg": {"N": "-2"}}
