"""What the emulator's storage must hold under threads: atomic transactions, exact rollbacks, no lost message."""

import gc
import threading
import time
import weakref
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends

from chalicelib.foundation import names
from infra import messages, store
from local.aws.emulator import LocalAws
from local.cloudformation.loader import load
from tests.local import templates

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def dynamodb(aws, stage):
    load(templates.only(store.resources(stage)), aws)
    return aws.client("dynamodb")


def key(pk: str, sk: str = "META") -> dict:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def item(dynamodb, table: str, pk: str) -> dict:
    return dynamodb.get_item(TableName=table, Key=key(pk), ConsistentRead=True).get("Item", {})


def test_a_failed_transaction_puts_an_item_updated_in_place_back(dynamodb, stage):
    table = names.table(stage)
    dynamodb.put_item(TableName=table, Item={**key("CASE#1"), "version": {"N": "1"}})
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(
            TransactItems=[
                {
                    "Update": {
                        "TableName": table,
                        "Key": key("CASE#1"),
                        "UpdateExpression": "SET version = version + :one",
                        "ExpressionAttributeValues": {":one": {"N": "1"}},
                    }
                },
                {
                    "ConditionCheck": {
                        "TableName": table,
                        "Key": key("CASE#2"),
                        "ConditionExpression": "attribute_exists(pk)",
                    }
                },
            ]
        )
    assert item(dynamodb, table, "CASE#1")["version"] == {"N": "1"}
    dynamodb.put_item(TableName=table, Item={**key("CASE#2")})
    assert item(dynamodb, table, "CASE#2") == key("CASE#2")


def test_of_many_transactions_on_one_version_exactly_one_wins(dynamodb, stage):
    table = names.table(stage)
    dynamodb.put_item(TableName=table, Item={**key("CASE#1"), "version": {"N": "1"}})
    won: list[int] = []

    def act(officer: int) -> None:
        try:
            dynamodb.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": table, "Item": key("CASE#1", f"EVENT#{officer}")}},
                    {
                        "Update": {
                            "TableName": table,
                            "Key": key("CASE#1"),
                            "UpdateExpression": "SET version = :two",
                            "ConditionExpression": "version = :one",
                            "ExpressionAttributeValues": {":one": {"N": "1"}, ":two": {"N": "2"}},
                        }
                    },
                ]
            )
        except dynamodb.exceptions.TransactionCanceledException:
            return
        won.append(officer)

    in_parallel([lambda officer=officer: act(officer) for officer in range(8)])
    events = dynamodb.query(
        TableName=table,
        KeyConditionExpression="pk = :case AND begins_with(sk, :event)",
        ExpressionAttributeValues={":case": {"S": "CASE#1"}, ":event": {"S": "EVENT#"}},
    )["Items"]
    assert [event["sk"]["S"] for event in events] == [f"EVENT#{officer}" for officer in won]
    assert len(won) == 1


def test_a_transaction_costs_the_same_in_a_full_table(aws, dynamodb, stage):
    table = names.table(stage)
    empty = cost(dynamodb, table)
    full = dynamodb_backends[aws.account][aws.region].tables[table]
    for number in range(2000):
        full.put_item({**key(f"OTHER#{number}"), "text": {"S": "x" * 200}})
    # Copied whole, such a table takes some fifty times as long; the margin is for a busy machine.
    assert cost(dynamodb, table) < max(10 * empty, 0.05)


def cost(dynamodb, table: str) -> float:
    """The fastest of some transactions, in seconds."""
    times: list[float] = []
    for n in range(8):
        began = time.perf_counter()
        dynamodb.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": key(f"CASE#{n}")}}])
        times.append(time.perf_counter() - began)
    return min(times)


def test_no_message_is_lost_between_sending_and_deleting(aws, stage):
    sqs = aws.client("sqs")
    load(templates.only({"Work": messages.queue(names.queue(stage, "work"))}), aws)
    url = sqs.get_queue_url(QueueName=names.queue(stage, "work"))["QueueUrl"]
    received: set[str] = set()
    sending = threading.Event()
    sending.set()

    def send() -> None:
        for n in range(60):
            sqs.send_message(QueueUrl=url, MessageBody=str(n))
        sending.clear()

    def receive() -> None:
        while True:
            last_round = not sending.is_set()
            found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            for message in found:
                received.add(message["Body"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            if last_round and not found:
                return

    in_parallel([send, receive])
    assert received == {str(n) for n in range(60)}


def in_parallel(acts) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_what_is_overwritten_is_not_kept(aws, dynamodb, stage):
    """A stack that runs for a day would otherwise hold every version of every row."""
    table, alive = names.table(stage), list[weakref.ref[Any]]()
    for number in range(5):
        dynamodb.put_item(TableName=table, Item={**key("CASE#1"), "version": {"N": str(number)}})
        alive += [weakref.ref(found) for found in stored(aws, table)]
    gc.collect()
    assert {id(ref()) for ref in alive if ref()} == {id(found) for found in stored(aws, table)}


def stored(aws: LocalAws, table: str) -> list[Any]:
    held = dynamodb_backends[aws.account][aws.region].tables[table].items
    return [row for rows in held.values() for row in rows.values()]
