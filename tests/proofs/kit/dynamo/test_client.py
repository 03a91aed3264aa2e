"""What the client in memory has beside the contract: faults let in, copies, tokens, threads, and no deaf ears."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from infra import store
from infra.logical import TABLE
from proofs.kit.dynamo import MemoryDynamo, of_stage, refusal
from proofs.kit.dynamo.parameters import PLAYED, REQUIRED, members
from proofs.kit.dynamo.reader import RESERVED
from proofs.kit.dynamo.schema import declared
from proofs.kit.requests import service_model
from tests.proofs.kit.dynamo.clients import NAME, Call, outcome
from tests.proofs.kit.dynamo.requests import (
    KEY,
    OTHER,
    THIRD,
    check,
    get_item,
    key,
    put,
    put_item,
    query,
    scan,
    transaction,
    update,
    update_item,
)

PK = {":pk": {"S": "CASE#1"}}
ONE = {":v": {"N": "1"}}


# ------------------------------------------------------------------------------------------ what is not played here
NOT_PLAYED: dict[str, Call] = {
    "consumed capacity": put_item(KEY, ReturnConsumedCapacity="TOTAL"),
    "legacy conditions": put_item(KEY, Expected={"pk": {"Exists": False}}),
    "legacy projections": get_item(AttributesToGet=["pk"]),
    "legacy queries": lambda client: client.query(TableName=NAME, KeyConditions={}),
    "collection metrics": transaction(put(KEY), ReturnItemCollectionMetrics="SIZE"),
    "the item of a failed condition": transaction(
        put(KEY, ConditionExpression="attribute_exists(pk)", ReturnValuesOnConditionCheckFailure="ALL_OLD")
    ),
    "counting only": query("pk = :pk", PK, Select="COUNT"),
    "paths into maps": update_item("SET a.b = :v", ONE),
    "paths into lists": transaction(check("attribute_exists(a[0])")),
    "size()": transaction(check("size(a) > :v", ONE)),
    "a key condition the other way round": query(":pk = pk", PK),
}


@pytest.mark.parametrize("name", NOT_PLAYED)
def test_what_is_not_played_is_refused_loudly(memory: MemoryDynamo, name: str):
    with pytest.raises(NotImplementedError):
        NOT_PLAYED[name](memory)
    assert memory.partitions() == []


@pytest.mark.parametrize(
    "call",
    [
        get_item(Consistent=True),
        transaction(put(KEY, Label="x")),
        transaction(put(KEY), Token="x"),
        lambda client: client.query(TableName=NAME, KeyCondition="pk = :pk"),
    ],
)
def test_a_parameter_that_nobody_knows_is_refused_as_botocore_does(client: Any, call: Call):
    assert outcome(call, client) == ("ParamValidationError",)


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.get_item(TableName=NAME),
        lambda client: client.get_item(Key=KEY),
        lambda client: client.get_item(TableName=NAME, Key=[KEY]),
        lambda client: client.get_item(TableName=NAME, Key=KEY, ConsistentRead="yes"),
        lambda client: client.query(TableName=NAME, Limit="5"),
        lambda client: client.transact_write_items(TransactItems=put(KEY)),
        lambda client: client.transact_write_items(TransactItems=[[put(KEY)]]),
        transaction({"Delete": {"TableName": NAME}}),
        transaction({"Put": [KEY]}),
        transaction(put([KEY])),
        put_item({**KEY, "a": "text"}),
        put_item({**KEY, "a": "S"}),
        put_item({**KEY, "a": {"L": [1]}}),
        put_item({**KEY, "a": {"L": {"S": "x"}}}),
    ],
)
def test_what_botocore_would_not_send_is_not_taken(client: Any, call: Call):
    assert outcome(call, client) == ("ParamValidationError",)


def test_a_call_that_is_not_played_does_not_exist(memory: MemoryDynamo):
    with pytest.raises(AttributeError):
        memory.batch_write_item(RequestItems={})  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize("what", PLAYED)
def test_parameters_are_those_of_the_service_model(what: str):
    model = service_model("dynamodb")
    shape: Any = model.operation_model(what).input_shape if what in model.operation_names else model.shape_for(what)
    assert set(PLAYED[what]) <= set(members(what))
    assert set(shape.required_members) == REQUIRED[what]


def test_the_reserved_words_are_those_that_the_emulator_knows():
    from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

    assert {word.lower() for word in ReservedKeywords.get_reserved_keywords()} == RESERVED


def test_errors_are_named_as_in_the_service_model():
    named = {name for name in vars(MemoryDynamo.exceptions) if not name.startswith("_")} - {"ClientError"}
    assert named <= {shape.name for shape in service_model("dynamodb").error_shapes}


@pytest.mark.parametrize(
    "changes",
    [
        {"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "N"}]},
        {"GlobalSecondaryIndexes": [store.index("tasks", "INCLUDE")]},
    ],
)
def test_another_kind_of_table_is_not_played(changes: dict[str, Any]):
    with pytest.raises(NotImplementedError):
        declared(store.resources("local")[TABLE]["Properties"] | changes)


def test_the_table_is_that_of_its_stage():
    elsewhere = MemoryDynamo(of_stage("prod"))
    assert outcome(put_item(KEY), elsewhere) == ("ResourceNotFoundException",)
    elsewhere.put_item(TableName="yimen-prod", Item=KEY)
    assert elsewhere.copy().item(("CASE#1", "META")) == KEY


# ------------------------------------------------------------------------------------------------------------ faults
def failing(error: Exception, at: str) -> Callable[[str], None]:
    def hook(operation: str) -> None:
        if operation == at:
            raise error

    return hook


def test_a_call_that_fails_before_does_nothing_and_after_has_done_it(memory: MemoryDynamo):
    memory.before = failing(EndpointConnectionError(endpoint_url="https://aws.invalid"), "PutItem")
    with pytest.raises(EndpointConnectionError):
        put_item(KEY)(memory)
    assert memory.item(("CASE#1", "META")) is None
    memory.before = lambda _: None
    memory.after = failing(ReadTimeoutError(endpoint_url="https://aws.invalid"), "TransactWriteItems")
    with pytest.raises(ReadTimeoutError):
        transaction(put(KEY))(memory)
    assert memory.item(("CASE#1", "META")) == KEY


def test_each_call_is_heard_once_on_either_side(memory: MemoryDynamo):
    heard: list[str] = []
    memory.before, memory.after = (lambda name: heard.append(f"> {name}")), (lambda name: heard.append(f"< {name}"))
    for call in (transaction(put(KEY)), get_item(), query("pk = :pk", PK), scan()):
        call(memory)
    operations = ["TransactWriteItems", "GetItem", "Query", "Scan"]
    assert heard == [f"{side} {operation}" for operation in operations for side in (">", "<")]
    heard.clear()
    assert outcome(put_item(key("", "")), memory) == ("ValidationException",)
    assert heard == ["> PutItem"]


def test_a_conflict_let_in_has_a_reason_for_each_operation(memory: MemoryDynamo):
    memory.before = failing(refusal("TransactionCanceledException", "TransactionConflict"), "TransactWriteItems")
    ended = outcome(transaction(put(KEY), put(OTHER), put(THIRD)), memory)
    assert ended == ("TransactionCanceledException", "TransactionConflict", "None", "None")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("TransactionInProgressException", "TransactionInProgressException"),
        ("ProvisionedThroughputExceededException", "ProvisionedThroughputExceededException"),
        ("ThrottlingException", "ClientError"),
    ],
)
def test_a_refusal_is_of_the_class_that_its_code_names(code: str, kind: str):
    error: Any = refusal(code)
    assert type(error).__name__ == kind
    assert error.response["Error"]["Code"] == code


# ------------------------------------------------------------------------------------- copies, tokens and threads
def test_a_copy_goes_its_own_way(memory: MemoryDynamo):
    row = {**KEY, "tasks_pk": {"S": "T"}, "tasks_sk": {"S": "1"}}
    put_item(row)(memory)
    twin = memory.copy()
    put_item({**OTHER, "tasks_pk": {"S": "T"}, "tasks_sk": {"S": "2"}})(twin)
    memory.delete_item(TableName=NAME, Key=KEY)
    assert (memory.partitions(), memory.indexed("tasks")) == ([], [])
    assert list(twin.partition("CASE#1")) == ["FORM", "META"]
    assert len(twin.indexed("tasks")) == 2


def test_what_is_handed_in_or_out_is_not_what_is_kept(memory: MemoryDynamo):
    given = {**KEY, "a": {"S": "b"}}
    put_item(given)(memory)
    given["c"] = {"S": "d"}
    answer = memory.get_item(TableName=NAME, Key=KEY)["Item"]
    del answer["a"]
    assert memory.get_item(TableName=NAME, Key=KEY)["Item"] == {**KEY, "a": {"S": "b"}}


def test_a_request_repeated_under_its_token_has_one_effect(memory: MemoryDynamo, monkeypatch: pytest.MonkeyPatch):
    count = transaction(update("ADD n :v", ONE), ClientRequestToken="t-1")
    clock = [1000.0]
    monkeypatch.setattr("proofs.kit.dynamo.transactions.time.monotonic", lambda: clock[0])
    count(memory)
    clock[0] += 599
    count(memory)
    assert memory.partition("CASE#1")["META"]["n"] == {"N": "1"}
    clock[0] += 2  # ten minutes later the token is forgotten
    count(memory)
    assert memory.partition("CASE#1")["META"]["n"] == {"N": "2"}


def test_the_emulator_still_forgets_tokens_at_once(emulated: Any):
    """A canary: the test above belongs to the contract when this one fails."""
    count = transaction(update("ADD n :v", ONE), ClientRequestToken="t-1")
    count(emulated)
    count(emulated)
    assert emulated.get_item(TableName=NAME, Key=KEY)["Item"]["n"] == {"N": "2"}


def test_a_refused_request_does_not_use_up_its_token(memory: MemoryDynamo):
    refused = transaction(check("attribute_exists(pk)"), ClientRequestToken="t-1")
    assert outcome(refused, memory) == ("TransactionCanceledException", "ConditionalCheckFailed")
    assert outcome(transaction(put(OTHER), ClientRequestToken="t-1"), memory) == ("accepted",)


def test_calls_of_many_threads_are_carried_out_one_after_the_other(memory: MemoryDynamo):
    def count(number: int) -> None:
        transaction(update("ADD n :v", ONE), put(key(f"CASE#{number}", "META")))(memory)
        update_item("ADD n :v", ONE)(memory)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(2, 202)))
    assert memory.partition("CASE#1")["META"]["n"] == {"N": "400"}
    assert len(memory.partitions()) == 201


def test_the_table_is_described_as_far_as_somebody_asks(client: Any):
    put_item(KEY)(client)
    put_item(THIRD)(client)
    table = client.describe_table(TableName=NAME)["Table"]
    assert (table["TableName"], table["ItemCount"], table["TableStatus"]) == (NAME, 2, "ACTIVE")
