"""Requests beyond the models of the services fail, of botocore's clients and of ours in memory."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import boto3
import pytest
from botocore.exceptions import ParamValidationError
from moto import mock_aws

from proofs.kit import requests
from proofs.kit.buckets import MemoryBuckets
from proofs.kit.dynamo import MemoryDynamo
from proofs.kit.limits import DOCUMENTED, NOT_PYTHON
from proofs.kit.machines import Machines
from proofs.kit.queues import MemoryQueues
from proofs.kit.requests import SERVICES, BeyondTheModel, operations, service_model
from proofs.kit.secrets import MemorySecrets

ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:yimen-local-review"
TABLE = "yimen-local"
KEY = {"pk": {"S": "CASE#1"}, "sk": {"S": "META"}}
TOKEN = "0" * 32

# (service, operation, a request at the limit, a request beyond it, what is said)
Case = tuple[str, str, dict[str, Any], dict[str, Any], str]


def started(**changes: Any) -> dict[str, Any]:
    return {"stateMachineArn": ARN, "name": "n", "input": "{}", **changes}


def secret(**changes: Any) -> dict[str, Any]:
    return {"Name": "yimen/local/callbacks/food", "ClientRequestToken": TOKEN, "SecretString": "s", **changes}


def sent(**changes: Any) -> dict[str, Any]:
    return {"QueueUrl": "https://queue", "MessageBody": "{}", **changes}


def written(count: int) -> dict[str, Any]:
    return {"TransactItems": [{"Delete": {"TableName": TABLE, "Key": KEY}}] * count}


CASES: list[Case] = [
    ("stepfunctions", "StartExecution", started(name="n" * 80), started(name="n" * 81), "name is 81, above 80"),
    ("stepfunctions", "StartExecution", started(name="审查"), started(name="review 1"), "name is 'review 1'"),
    ("stepfunctions", "StartExecution", started(input="x" * 262_144), started(input="食" * 87_382), "above 262144"),
    ("stepfunctions", "StartExecution", started(), started(stateMachineArn="a" * 257), "stateMachineArn is 257"),
    (
        *("stepfunctions", "SendTaskSuccess"),
        *({"taskToken": "t" * 2048, "output": "{}"}, {"taskToken": "t" * 2049, "output": "{}"}),
        "taskToken is 2049, above 2048",
    ),
    (
        *("stepfunctions", "SendTaskFailure"),
        *({"taskToken": "t", "error": "e" * 256, "cause": ""}, {"taskToken": "t", "error": "e" * 257, "cause": ""}),
        "error is 257, above 256",
    ),
    ("secretsmanager", "CreateSecret", secret(), secret(ClientRequestToken="0" * 31), "Token is 31, below 32"),
    ("secretsmanager", "CreateSecret", secret(Name="n" * 512), secret(Name="n" * 513), "Name is 513, above 512"),
    ("secretsmanager", "CreateSecret", secret(), secret(SecretString="s" * 65_537), "SecretString is 65537"),
    (
        *("secretsmanager", "PutSecretValue"),
        {"SecretId": "s", "SecretString": "s", "VersionStages": ["A"] * 20},
        {"SecretId": "s", "SecretString": "s", "VersionStages": ["A"] * 21},
        "VersionStages is 21, above 20",
    ),
    ("sqs", "SendMessage", sent(MessageBody="x" * 262_144), sent(MessageBody="食" * 87_382), "MessageBody is 262146"),
    ("sqs", "SendMessage", sent(MessageGroupId="g-1#"), sent(MessageGroupId="g 1"), "MessageGroupId is 'g 1'"),
    ("sqs", "SendMessage", sent(DelaySeconds=900), sent(DelaySeconds=901), "DelaySeconds is 901, above 900"),
    (
        *("sqs", "ReceiveMessage", {"QueueUrl": "q", "MaxNumberOfMessages": 10}),
        *({"QueueUrl": "q", "MaxNumberOfMessages": 11}, "MaxNumberOfMessages is 11"),
    ),
    (
        *("sqs", "ReceiveMessage", {"QueueUrl": "q", "AttributeNames": ["All"]}),
        *({"QueueUrl": "q", "AttributeNames": ["All", "Everything"]}, "AttributeNames.1 is 'Everything', none of"),
    ),
    ("s3", "PutObject", {"Bucket": "abc", "Key": "k" * 1024}, {"Bucket": "abc", "Key": "é" * 513}, "Key is 1026"),
    ("s3", "PutObject", {"Bucket": "abc", "Key": "k"}, {"Bucket": "ABC", "Key": "k"}, "Bucket is 'ABC'"),
    (
        *("s3", "PutObject", {"Bucket": "abc", "Key": "k", "ServerSideEncryption": "AES256"}),
        *({"Bucket": "abc", "Key": "k", "ServerSideEncryption": "AES"}, "ServerSideEncryption is 'AES', none of"),
    ),
    ("dynamodb", "TransactWriteItems", written(100), written(101), "TransactItems is 101, above 100"),
    (
        *("dynamodb", "TransactWriteItems", written(1) | {"ClientRequestToken": "t" * 36}),
        *(written(1) | {"ClientRequestToken": "t" * 37}, "ClientRequestToken is 37, above 36"),
    ),
    (
        *("dynamodb", "TransactWriteItems", written(1)),
        {"TransactItems": [*written(1)["TransactItems"], {"Delete": {"TableName": "t" * 1025, "Key": KEY}}]},
        "TransactItems.1.Delete.TableName is 1025",
    ),
    (
        *("dynamodb", "UpdateItem", {"TableName": TABLE, "Key": KEY, "ReturnValues": "ALL_NEW"}),
        *({"TableName": TABLE, "Key": KEY, "ReturnValues": "NEW"}, "ReturnValues is 'NEW', none of"),
    ),
    (
        *("dynamodb", "BatchGetItem", {"RequestItems": {TABLE: {"Keys": [KEY] * 100}}}),
        *({"RequestItems": {TABLE: {"Keys": [KEY] * 101}}}, f"RequestItems.{TABLE}.Keys is 101, above 100"),
    ),
    (
        *("dynamodb", "Query", {"TableName": TABLE, "IndexName": "pending"}),
        *({"TableName": TABLE, "IndexName": "pen ding"}, "IndexName is 'pen ding'"),
    ),
    ("dynamodb", "Scan", {"TableName": TABLE, "Limit": 1}, {"TableName": TABLE, "Limit": 0}, "Limit is 0, below 1"),
    (
        *("dynamodb", "PutItem", {"TableName": TABLE, "Item": {**KEY, "a" * 65_535: {"S": "x"}}}),
        *({"TableName": TABLE, "Item": {**KEY, "a" * 65_536: {"S": "x"}}}, "is 65536, above 65535"),
    ),
]


@pytest.fixture
def seen() -> Iterator[list[str]]:
    """Requests beyond the model are what these tests are about."""
    with requests.noted() as seen:
        yield seen


@pytest.mark.parametrize(("service", "operation", "within", "beyond", "said"), CASES)
def test_a_limit_may_be_reached_and_not_passed(
    seen: list[str], service: str, operation: str, within: Any, beyond: Any, said: str
):
    requests.WATCH.hold(service_model(service), operation, within)
    assert seen == []
    with pytest.raises(BeyondTheModel, match=re.escape(said)):
        requests.WATCH.hold(service_model(service), operation, beyond)
    assert seen[0].startswith(f"{service} {operation}: ")


# ----------------------------------------------------------------------------------------------- botocore's clients
@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield boto3.client("stepfunctions", region_name="us-east-1")


def test_a_client_is_watched_in_every_test(machines: Any, seen: list[str]):
    """Nothing in this test turns it on: tests/conftest.py does."""
    with pytest.raises(BeyondTheModel):
        machines.describe_execution(executionArn="a" * 257)
    assert len(seen) == 1


def test_what_the_code_swallows_is_kept_for_the_end_of_the_test(machines: Any, seen: list[str]):
    with suppress(Exception):
        machines.describe_execution(executionArn="a" * 257)
    assert seen == ["stepfunctions DescribeExecution: executionArn is 257, above 256"]


@pytest.mark.beyond_the_model
def test_a_test_about_refusals_says_so(machines: Any):
    with pytest.raises(machines.exceptions.ExecutionDoesNotExist):
        machines.describe_execution(executionArn=ARN.replace("stateMachine", "execution") + ":" + "n" * 300)


def test_other_services_are_not_judged(seen: list[str]):
    requests.WATCH.hold(service_model("iam"), "CreateRole", {"RoleName": "r" * 999})
    assert seen == []


# -------------------------------------------------------------------------------------------------- ours in memory
IN_MEMORY: dict[str, Callable[[], Any]] = {
    "queues": lambda: MemoryQueues(("q",)).send_message(QueueUrl="q", MessageBody="{}", MessageGroupId="g 1"),
    "buckets": lambda: MemoryBuckets(("abc",)).put_object(Bucket="abc", Key="k" * 1025, Body=b""),
    "buckets that are read": lambda: MemoryBuckets(("abc",)).head_object(Bucket="ABC", Key="k"),
    "secrets": lambda: MemorySecrets().create_secret(Name="n", SecretString="s", ClientRequestToken="0" * 65),
    "secrets that are read": lambda: MemorySecrets().get_secret_value(SecretId="n", VersionId="0" * 65),
    "machines": lambda: Machines().start_execution(stateMachineArn=ARN, name="n" * 81, input="{}"),
    "tokens": lambda: Machines().send_task_success(taskToken="t" * 2049, output="{}"),
    "failures": lambda: Machines().send_task_failure(taskToken="t", error="e" * 257, cause=""),
    "the table": lambda: MemoryDynamo().transact_write_items(**written(1), ClientRequestToken="t" * 37),
}


@pytest.mark.parametrize("name", IN_MEMORY)
def test_our_clients_in_memory_are_held_to_the_models_too(seen: list[str], name: str):
    with pytest.raises(BeyondTheModel):
        IN_MEMORY[name]()
    assert len(seen) == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: MemoryQueues(("q",)).send_message(QueueUrl="q", MessageBody={"a": 1}),  # pyright: ignore[reportArgumentType]
        lambda: MemoryQueues(("q",)).send_message(QueueUrl="q", MessageBody="{}", Group="g"),
        lambda: MemoryBuckets(("abc",)).put_object(Bucket="abc", Key="", Body=b""),
        lambda: Machines().start_execution(stateMachineArn=ARN, name="n", input={}),  # pyright: ignore[reportArgumentType]
    ],
)
def test_our_clients_take_what_botocore_would_send(call: Callable[[], Any]):
    with pytest.raises(ParamValidationError):
        call()


# ------------------------------------------------------------------------------------------------------ the models
def test_patterns_that_python_cannot_read_are_listed():
    unreadable: set[str] = set()
    for service in SERVICES:
        model = service_model(service)
        for name in model.shape_names:
            try:
                re.compile(model.shape_for(name).metadata.get("pattern", ""))
            except re.error:
                unreadable.add(name)
    assert unreadable == NOT_PYTHON.keys()


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_can_be_watched(seen: list[str], service: str):
    for operation in operations(service).values():
        requests.WATCH.hold(service_model(service), operation, {})
    assert seen == []


def test_what_is_documented_only_names_members_that_exist():
    for service, member in DOCUMENTED:
        model = service_model(service)
        shapes: list[Any] = [model.operation_model(name).input_shape for name in model.operation_names]
        assert any(shape and member in shape.members for shape in shapes), (service, member)
