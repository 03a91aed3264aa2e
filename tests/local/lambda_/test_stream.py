"""The stream reaches its handler filtered, in order, with retries, bisecting and a place for what cannot be done."""

import json
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.foundation import names
from infra.logical import attribute
from infra.sources import new_outbox_rows
from local.deployment import deployed
from local.lambda_.event_pump import Pace
from tests.local import templates

pytestmark = pytest.mark.enable_socket
FAST = Pace(idle=0.05, backoff=0.005)


class Listener:
    """An app with one stream handler that remembers batches and fails as told."""

    def __init__(self, batch_size: int = 10) -> None:
        self.app = Chalice("yimen", configure_logs=False)
        self.batches: list[list[str]] = []
        self.poison: set[str] = set()
        self.fail_once: set[str] = set()
        self.app.on_dynamodb_record(stream_arn="arn:set-by-the-template", batch_size=batch_size)(self.listen)

    def listen(self, event: Any) -> None:
        batch = [record.keys["sk"]["S"] for record in event]
        self.batches.append(batch)
        if bad := self.poison & set(batch):
            raise ValueError(bad)
        if once := self.fail_once & set(batch):
            self.fail_once -= once
            raise ConnectionError(once)

    @property
    def seen(self) -> list[str]:
        return [key for batch in self.batches for key in batch]


# Chalice names a handler after its function.
Listener.listen.__name__ = "listen"


def put(aws, stage: str, *keys: str) -> None:
    for sk in keys:
        aws.client("dynamodb").put_item(TableName=names.table(stage), Item={"pk": {"S": "CASE#1"}, "sk": {"S": sk}})


def test_only_records_that_pass_the_filter_arrive_and_in_order(aws, stage):
    listener = Listener()
    settings = {"FilterCriteria": {"Filters": [{"Pattern": new_outbox_rows()}]}}
    with deployed(
        listener.app,
        templates.only(templates.table(stage), templates.stream_of("listen", **settings)),
        aws,
        stage=stage,
        pace=FAST,
    ) as deployment:
        put(aws, stage, "META", "OUTBOX#000001", "EVENT#000001", "OUTBOX#000002", "OUTBOX#000001", "OUTBOX#000003")
        deployment.pump.drain(10)
    # The second OUTBOX#000001 modifies a row and is no INSERT.
    assert listener.seen == ["OUTBOX#000001", "OUTBOX#000002", "OUTBOX#000003"]


def test_poison_is_found_by_bisecting_retried_and_put_aside_while_the_rest_goes_on(aws, stage):
    listener = Listener()
    listener.poison = {"OUTBOX#000004"}
    settings = {
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": 2,
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": attribute("Failures")}},
    }
    template = templates.only(
        templates.table(stage),
        templates.queue(names.queue(stage, "failures"), logical="Failures"),
        templates.stream_of("listen", **settings),
    )
    keys = [f"OUTBOX#{number:06d}" for number in range(1, 9)]
    with deployed(listener.app, template, aws, stage=stage, pace=FAST) as deployment:
        put(aws, stage, *keys)
        deployment.pump.drain(10)
        failures = received(aws, deployment.loaded.attributes["Failures"]["Ref"])
    alone = [batch for batch in listener.batches if batch == ["OUTBOX#000004"]]
    assert len(alone) == 3  # tried once and again twice
    assert set(listener.seen) == set(keys)
    done = [batch for batch in listener.batches if "OUTBOX#000004" not in batch]
    assert sorted(key for batch in done for key in batch) == sorted(set(keys) - listener.poison)
    assert [json.loads(body)["DDBStreamBatchInfo"]["batchSize"] for body in failures] == [1]


def test_a_failed_batch_is_tried_again_before_later_records(aws, stage):
    listener = Listener(batch_size=1)
    listener.fail_once = {"OUTBOX#000001"}
    template = templates.only(templates.table(stage), templates.stream_of("listen"))
    with deployed(listener.app, template, aws, stage=stage, pace=FAST) as deployment:
        put(aws, stage, "OUTBOX#000001", "OUTBOX#000002")
        deployment.pump.drain(10)
    assert listener.seen == ["OUTBOX#000001", "OUTBOX#000001", "OUTBOX#000002"]


def test_changed_and_removed_items_arrive_too(aws, stage):
    listener = Listener(batch_size=1)
    template = templates.only(templates.table(stage), templates.stream_of("listen"))
    with deployed(listener.app, template, aws, stage=stage, pace=FAST) as deployment:
        put(aws, stage, "META")
        item = {"pk": {"S": "CASE#1"}, "sk": {"S": "META"}}
        aws.client("dynamodb").put_item(TableName=names.table(stage), Item={**item, "version": {"N": "2"}})
        aws.client("dynamodb").delete_item(TableName=names.table(stage), Key=item)
        deployment.pump.drain(10)
    assert listener.seen == ["META"] * 3


def test_a_refused_transaction_leaves_no_record_and_the_stream_goes_on(aws, stage):
    listener = Listener()
    template = templates.only(templates.table(stage), templates.stream_of("listen"))
    with deployed(listener.app, template, aws, stage=stage, pace=FAST) as deployment:
        put(aws, stage, "A")
        deployment.pump.drain(10)
        dynamodb = aws.client("dynamodb")
        item = {"pk": {"S": "CASE#1"}, "sk": {"S": "B"}}
        taken = {"pk": {"S": "CASE#1"}, "sk": {"S": "A"}}
        absent = "attribute_not_exists(pk)"
        with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
            dynamodb.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": names.table(stage), "Item": item}},
                    {"Put": {"TableName": names.table(stage), "Item": taken, "ConditionExpression": absent}},
                ]
            )
        put(aws, stage, "C")
        deployment.pump.drain(10)
        assert "Item" not in dynamodb.get_item(TableName=names.table(stage), Key=item)
    assert listener.seen == ["A", "C"]


def received(aws, url: str) -> list[str]:
    return [
        message["Body"]
        for message in aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    ]
