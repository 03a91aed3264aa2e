"""What makes the emulator faster changes none of its answers, and is still needed."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import boto3
import moto.core.utils
import pytest
from jsonpath_ng.ext.parser import ExtendedJsonPathParser
from moto.core.serialize import ResponseSerializer
from moto.sqs.models import Queue
from moto.stepfunctions.parser.asl.antlr.runtime.ASLParser import ASLParser
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils

from chalicelib.foundation import names
from infra import store
from local.aws.emulator import LocalAws
from local.cloudformation.loader import load
from tests.local import templates

pytestmark = pytest.mark.enable_socket
ROOT = Path(__file__).parents[3]
# One attribute of each type that DynamoDB has.
ITEM: dict[str, Any] = {
    "pk": {"S": "CASE#1"},
    "sk": {"S": "META"},
    "number": {"N": "1.5"},
    "bytes": {"B": b"\x00\xff"},
    "yes": {"BOOL": True},
    "no": {"BOOL": False},
    "nothing": {"NULL": True},
    "empty": {"S": ""},
    "map": {"M": {"inner": {"L": [{"S": "a"}, {"M": {}}, {"L": []}]}}},
    "strings": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "blobs": {"BS": [b"a"]},
}


get_value = ResponseSerializer.get_value
all_attributes: Any = Queue.attributes.fget


@pytest.fixture
def table(aws: LocalAws, stage: str) -> str:
    load(templates.only(store.resources(stage)), aws)
    return names.table(stage)


def test_values_of_every_type_come_back_as_they_were_put(aws: LocalAws, table: str):
    dynamodb = aws.client("dynamodb")
    dynamodb.put_item(TableName=table, Item=ITEM)
    assert dynamodb.get_item(TableName=table, Key={name: ITEM[name] for name in ("pk", "sk")})["Item"] == ITEM


def test_a_value_is_not_searched_for_types_that_it_does_not_have(
    aws: LocalAws, table: str, monkeypatch: pytest.MonkeyPatch
):
    """moto alone looks for each of the ten in every value."""
    types, looked, original = {"S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"}, set[str](), get_value

    def watched(serializer: Any, value: Any, key: str, shape: Any) -> Any:
        looked.add(key)
        return original(serializer, value, key, shape)

    monkeypatch.setattr(ResponseSerializer, "get_value", watched)
    dynamodb = aws.client("dynamodb")
    dynamodb.put_item(TableName=table, Item=ITEM)
    dynamodb.get_item(TableName=table, Key={name: ITEM[name] for name in ("pk", "sk")})
    assert "Item" in looked
    assert not looked & types


def test_a_definition_is_parsed_once_and_its_executions_share_nothing(
    aws: LocalAws, stage: str, monkeypatch: pytest.MonkeyPatch
):
    parsed: list[Any] = []
    original = ASLParser.state_machine
    monkeypatch.setattr(ASLParser, "state_machine", lambda parser: parsed.append(parser) or original(parser))
    states = {"Go": {"Type": "Pass", "End": True}}
    sfn = aws.client("stepfunctions")
    made = sfn.create_state_machine(
        name=f"{stage}-small",
        definition=json.dumps({"StartAt": "Go", "States": states, "Comment": stage}),
        roleArn="arn:aws:iam::123456789012:role/machine",
    )
    before = len(parsed)
    for number in ("1", "2", "3"):
        execution = sfn.start_execution(stateMachineArn=made["stateMachineArn"], name=number, input=number)
        while (found := sfn.describe_execution(executionArn=execution["executionArn"]))["status"] == "RUNNING":
            pass
        assert (found["status"], found["output"]) == ("SUCCEEDED", number)
    assert before >= 1
    assert len(parsed) <= before + 1


def test_a_path_is_parsed_once_for_all_executions(aws: LocalAws, stage: str, monkeypatch: pytest.MonkeyPatch):
    made, parsers = list[str](), ExtendedJsonPathParser.parse
    monkeypatch.setattr(ExtendedJsonPathParser, "parse", lambda own, path: made.append(path) or parsers(own, path))
    go = {"Type": "Pass", "Parameters": {"kept.$": "$.given.deep"}, "End": True}
    sfn = aws.client("stepfunctions")
    machine = sfn.create_state_machine(
        name=f"{stage}-paths",
        definition=json.dumps({"StartAt": "Go", "States": {"Go": go}, "Comment": stage}),
        roleArn="arn:aws:iam::123456789012:role/machine",
    )["stateMachineArn"]
    for number in (1, 2, 3):
        given = json.dumps({"given": {"deep": number}})
        execution = sfn.start_execution(stateMachineArn=machine, name=str(number), input=given)
        while (found := sfn.describe_execution(executionArn=execution["executionArn"]))["status"] == "RUNNING":
            pass
        assert json.loads(found["output"]) == {"kept": number}
    assert made.count("$.given.deep") == 1


@pytest.mark.usefixtures("aws")
def test_tasks_share_a_client_as_long_as_the_emulator_listens_there(monkeypatch: pytest.MonkeyPatch):
    client_for: Any = vars(lambda_eval_utils)["boto_client_for"]
    made = [client_for("us-east-1", service) for service in ("lambda", "lambda", "sqs")]
    assert made[0] is made[1] is not made[2]
    monkeypatch.setenv("MOTO_PORT", "4999")
    assert client_for("us-east-1", "lambda").meta.endpoint_url == "http://localhost:4999"


def test_sessions_share_what_they_have_read_of_services(aws: LocalAws):
    first, second = (boto3.Session()._session.get_component("data_loader") for _ in range(2))
    assert first is second


def test_step_functions_come_without_ec2():
    code = "import sys; from local.aws.speed import import_step_functions as load; load(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "moto.stepfunctions.parser.models" in loaded.split()
    assert "moto.ec2" not in loaded.split()
    assert "moto.batch" not in loaded.split()


def test_a_queues_attributes_are_those_of_moto_and_computed_once(
    aws: LocalAws, stage: str, monkeypatch: pytest.MonkeyPatch
):
    sqs, computed, original = aws.client("sqs"), list[str](), all_attributes
    url = sqs.create_queue(QueueName=f"{stage}-small", Attributes={"MessageRetentionPeriod": "60"})["QueueUrl"]
    monkeypatch.setattr(Queue, "attributes", property(lambda queue: computed.append("") or original(queue)))
    whole = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    computed.clear()
    names = ["ApproximateNumberOfMessages", "QueueArn", "MessageRetentionPeriod"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    assert found == {name: whole[name] for name in names}
    assert len(computed) == 1
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])


def test_a_message_is_kept_as_long_as_its_queue_says(aws: LocalAws, stage: str, monkeypatch: pytest.MonkeyPatch):
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName=f"{stage}-kept", Attributes={"MessageRetentionPeriod": "60"})["QueueUrl"]
    computed, original = list[str](), all_attributes
    monkeypatch.setattr(Queue, "attributes", property(lambda queue: computed.append("") or original(queue)))
    sqs.send_message(QueueUrl=url, MessageBody="a")
    computed.clear()
    assert sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    assert not computed
    now = time.time()
    monkeypatch.setattr(moto.core.utils, "unix_time", lambda *_: now + 61)
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
