"""The tables of the local stack: the same in this process and over HTTP, as strict as AWS, with a stream."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

from chalicelib.foundation import names
from infra import store
from local.aws import streams
from local.aws.emulator import CREDENTIALS, LocalAws, running
from local.cloudformation.loader import load
from proofs.kit.requests import noted
from tests.local import templates

pytestmark = pytest.mark.enable_socket
STAGE = "tables"
TABLE = names.table(STAGE)
KEY: dict[str, Any] = {"pk": {"S": "CASE#1"}, "sk": {"S": "META"}}
ITEM: dict[str, Any] = {
    **KEY,
    "number": {"N": "1.5"},
    "bytes": {"B": b"\x00\xff"},
    "yes": {"BOOL": True},
    "nothing": {"NULL": True},
    "map": {"M": {"inner": {"L": [{"S": "a"}, {"B": b"a"}, {"M": {"B": {"S": "no bytes"}}}]}}},
    "strings": {"SS": ["a", "b"]},
    "blobs": {"BS": [b"a", b"b"]},
}


@pytest.fixture(scope="module")
def own() -> Iterator[LocalAws]:
    with running(own_tables=True) as emulator:
        load(templates.only(store.resources(STAGE)), emulator)
        yield emulator


@pytest.fixture
def direct(own: LocalAws) -> Any:
    return own.client("dynamodb")


@pytest.fixture
def wire(own: LocalAws) -> Iterator[Any]:
    """A client as another program has it: it knows nothing of this process."""
    session = boto3.Session(CREDENTIALS.access_key, CREDENTIALS.secret_key, region_name=own.region)
    client = session.client("dynamodb", endpoint_url=own.endpoint, config=Config(retries={"total_max_attempts": 1}))
    yield client
    client.close()


@pytest.fixture(params=["direct", "wire"])
def client(request: pytest.FixtureRequest) -> Any:
    found = request.getfixturevalue(request.param)
    for row in found.scan(TableName=TABLE)["Items"]:
        found.delete_item(TableName=TABLE, Key={name: row[name] for name in KEY})
    return found


def test_a_table_is_restored_beside_the_first(wire: Any):
    """As an operator does before `bin/yimen restore`; the past is not kept, so the copy is of now."""
    wire.put_item(TableName=TABLE, Item=ITEM)
    wire.restore_table_to_point_in_time(
        SourceTableName=TABLE, TargetTableName=f"{TABLE}.restored", UseLatestRestorableTime=True
    )
    wire.delete_item(TableName=TABLE, Key=KEY)
    assert wire.get_item(TableName=f"{TABLE}.restored", Key=KEY)["Item"] == ITEM
    assert wire.describe_table(TableName=f"{TABLE}.restored")["Table"]["ItemCount"] == 1
    wire.delete_table(TableName=f"{TABLE}.restored")


def test_values_of_every_type_come_back_as_they_were_put(client: Any, direct: Any, wire: Any):
    client.put_item(TableName=TABLE, Item=ITEM)
    for reader in (direct, wire):
        assert reader.get_item(TableName=TABLE, Key=KEY)["Item"] == ITEM
        assert reader.query(
            TableName=TABLE, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": KEY["pk"]}
        )["Items"] == [ITEM]
        assert reader.batch_get_item(RequestItems={TABLE: {"Keys": [KEY]}})["Responses"] == {TABLE: [ITEM]}


def test_refusals_are_the_clients_own_exceptions_with_their_reasons(client: Any):
    put = {"TableName": TABLE, "Item": ITEM, "ConditionExpression": "attribute_exists(pk)"}
    with pytest.raises(client.exceptions.ConditionalCheckFailedException):
        client.put_item(**put)
    with pytest.raises(client.exceptions.TransactionCanceledException) as refused:
        client.transact_write_items(TransactItems=[{"Put": put}])
    assert [reason["Code"] for reason in refused.value.response["CancellationReasons"]] == ["ConditionalCheckFailed"]
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_item(TableName="other", Key=KEY)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.transact_write_items(TransactItems=[{"Put": {"TableName": "other", "Item": ITEM}}])


def test_what_aws_refuses_and_moto_takes_is_refused(client: Any):
    item = {**ITEM, "alarms_pk": {"S": ""}, "alarms_sk": {"S": "1"}}
    with pytest.raises(ClientError, match="ValidationException"):
        client.put_item(TableName=TABLE, Item=item)
    with pytest.raises(ParamValidationError):
        client.put_item(TableName=TABLE, Item={**ITEM, "number": {"N": 1}})


@pytest.mark.beyond_the_model
def test_a_request_beyond_the_model_is_refused_over_http_too(own: LocalAws):
    body = json.dumps({"TableName": "t" * 2000, "Key": KEY}).encode()
    headers = {"X-Amz-Target": "DynamoDB_20120810.GetItem", "Content-Type": "application/x-amz-json-1.0"}
    request = urllib.request.Request(own.endpoint, body, headers)
    with noted(), pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 400
    refused.value.close()


def test_the_table_tells_how_many_items_it_has(client: Any):
    before = client.describe_table(TableName=TABLE)["Table"]
    assert (before["ItemCount"], before["TableStatus"]) == (0, "ACTIVE")
    client.put_item(TableName=TABLE, Item=ITEM)
    assert client.describe_table(TableName=TABLE)["Table"]["ItemCount"] == 1


def test_a_write_wakes_the_readers_and_a_read_does_not(own: LocalAws, client: Any):
    seen = own.changes.table.count
    client.get_item(TableName=TABLE, Key=KEY)
    assert own.changes.table.count == seen
    client.put_item(TableName=TABLE, Item=ITEM)
    assert own.changes.table.count > seen


def test_who_counts_calls_before_they_are_answered_sees_them(own: LocalAws):
    client, seen = own.session().client("dynamodb", endpoint_url=own.endpoint), list[str]()
    client.meta.events.register("before-call", lambda model, **_: seen.append(model.name))
    client.get_item(TableName=TABLE, Key=KEY)
    assert seen == ["GetItem"]


def read_stream(own: LocalAws, kind: str, write: Callable[[], None]) -> list[dict[str, Any]]:
    reader = own.client("dynamodbstreams")
    arn = own.client("dynamodb").describe_table(TableName=TABLE)["Table"]["LatestStreamArn"]
    shard = reader.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    at = reader.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType=kind)["ShardIterator"]
    write()
    answer = reader.get_records(ShardIterator=at, Limit=1000)
    assert reader.get_records(ShardIterator=answer["NextShardIterator"])["Records"] == []
    return answer["Records"]


def test_the_stream_has_every_change_once_and_in_order(own: LocalAws, client: Any):
    def write() -> None:
        client.put_item(TableName=TABLE, Item={**KEY, "n": {"N": "1"}})
        client.put_item(TableName=TABLE, Item={**KEY, "n": {"N": "1.0"}})  # the same number: nothing has changed
        client.update_item(
            TableName=TABLE, Key=KEY, UpdateExpression="SET n = :n", ExpressionAttributeValues={":n": {"N": "2"}}
        )
        with pytest.raises(client.exceptions.TransactionCanceledException):
            client.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": TABLE, "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}}}},
                    {"Put": {"TableName": TABLE, "Item": KEY, "ConditionExpression": "attribute_not_exists(pk)"}},
                ]
            )
        client.transact_write_items(
            TransactItems=[
                {
                    "ConditionCheck": {
                        "TableName": TABLE,
                        "Key": KEY,
                        "ConditionExpression": "n = :n",
                        "ExpressionAttributeValues": {":n": {"N": "2"}},
                    }
                },
                {"Put": {"TableName": TABLE, "Item": {"pk": {"S": "CASE#2"}, "sk": {"S": "META"}}}},
            ]
        )
        client.delete_item(TableName=TABLE, Key=KEY)

    records = read_stream(own, "LATEST", write)
    told = [(record["eventName"], record["dynamodb"]["Keys"]["pk"]["S"]) for record in records]
    assert told == [("INSERT", "CASE#1"), ("MODIFY", "CASE#1"), ("INSERT", "CASE#2"), ("REMOVE", "CASE#1")]
    assert [record["dynamodb"].get("NewImage", {}).get("n") for record in records[:2]] == [{"N": "1"}, {"N": "2"}]
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    assert numbers == sorted(numbers)


def test_a_stream_forgets_its_oldest_records_and_says_so(own: LocalAws, direct: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(streams, "KEPT_AT_MOST", 10)
    reader = own.client("dynamodbstreams")
    arn = direct.describe_table(TableName=TABLE)["Table"]["LatestStreamArn"]
    begin = {"StreamArn": arn, "ShardId": "shardId-1".ljust(28, "0"), "ShardIteratorType": "TRIM_HORIZON"}
    old = reader.get_shard_iterator(**begin)["ShardIterator"]
    for number in range(300):
        direct.put_item(TableName=TABLE, Item={**KEY, "n": {"N": str(number)}})
    with pytest.raises(reader.exceptions.ResourceNotFoundException):
        reader.get_records(ShardIterator=old)
    kept = reader.get_records(ShardIterator=reader.get_shard_iterator(**begin)["ShardIterator"])["Records"]
    assert kept[-1]["dynamodb"]["NewImage"]["n"] == {"N": "299"}


def test_transactions_of_many_threads_lose_nothing(direct: Any):
    add = {
        "TableName": TABLE,
        "Key": {"pk": {"S": "COUNT"}, "sk": {"S": "COUNT"}},
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }

    def work() -> None:
        for _ in range(25):
            direct.transact_write_items(TransactItems=[{"Update": add}])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert direct.get_item(TableName=TABLE, Key=add["Key"])["Item"]["n"] == {"N": "200"}
