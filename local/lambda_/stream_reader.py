"""Reads a DynamoDB stream for a function, as Lambda does: filters, batches in order, retries, a queue for failures."""

import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from local.aws.emulator import LocalAws
from local.lambda_.event_filter import passes
from local.lambda_.event_sources import StreamSource
from local.lambda_.functions import Functions, Outcome
from local.terminal.watch import Watch

Record = dict[str, Any]
MOST_READ = 1000  # records at once
LONGEST_PAUSE = 1.0  # seconds between two tries


class StreamReader:
    """Begins at the stream's first record. While a batch is retried, later records wait, as on AWS."""

    def __init__(
        self,
        source: StreamSource,
        aws: LocalAws,
        functions: Functions,
        backoff: float,
        stopping: Callable[[], bool],
        watch: Watch | None = None,
    ) -> None:
        self._source = source
        self._aws = aws
        self._functions = functions
        self._backoff = backoff
        self._stopping = stopping
        self._watch = watch
        self._iterator: str | None = None
        self._shard = ""

    def step(self) -> bool:
        """Deliver what has been written since the last step. Whether there may be more."""
        records = self._read()
        if self._watch and records:
            self._watch.changes(records)
        wanted = [as_event(record, self._source.stream, self._aws.region) for record in records]
        wanted = [record for record in wanted if passes(record, self._source.filters)]
        for start in range(0, len(wanted), self._source.batch_size):
            self._deliver(wanted[start : start + self._source.batch_size])
        return len(records) == MOST_READ

    def _read(self) -> list[Record]:
        streams = self._aws.client("dynamodbstreams")
        if self._iterator is None:
            shards = streams.describe_stream(StreamArn=self._source.stream)["StreamDescription"]["Shards"]
            self._shard = shards[0]["ShardId"]
            self._iterator = streams.get_shard_iterator(
                StreamArn=self._source.stream, ShardId=self._shard, ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
        answer = streams.get_records(ShardIterator=self._iterator, Limit=MOST_READ)
        if answer["Records"]:
            self._iterator = answer["NextShardIterator"]
        return answer["Records"]

    def _deliver(self, batch: list[Record]) -> None:
        """Call the function until it has accepted every record, or its tries are used up and the rest is put aside."""
        tried = 0
        while batch and not self._stopping():
            outcome = self._functions.call(self._source.function, {"Records": batch})
            first = first_failed(outcome, batch, partial=self._source.partial)
            if first is None:
                return
            if first > 0:
                batch, tried = batch[first:], 0
                continue
            if self._source.bisect and len(batch) > 1:
                middle = len(batch) // 2
                self._deliver(batch[:middle])
                self._deliver(batch[middle:])
                return
            tried += 1
            if tried > self._source.retries:
                self._put_aside(batch, tried)
                return
            time.sleep(min(self._backoff * 2 ** (tried - 1), LONGEST_PAUSE))

    def _put_aside(self, batch: list[Record], tried: int) -> None:
        """Tell the queue for failures where in the stream the records are; on AWS too it does not get the records."""
        if self._source.failures is None:
            return
        queue = self._source.failures.rsplit(":", 1)[1]
        sqs = self._aws.client("sqs")
        body = failure_message(self._source, self._shard, batch, tried)
        sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=queue)["QueueUrl"], MessageBody=json.dumps(body))


def first_failed(outcome: Outcome, batch: list[Record], *, partial: bool) -> int | None:
    """The position of the first record to be retried, None if all went well."""
    if outcome.failed:
        return 0
    failed = outcome.failed_items() if partial else set[str]()
    positions = {record["dynamodb"]["SequenceNumber"]: position for position, record in enumerate(batch)}
    # An identifier of another batch fails the whole batch, as on AWS.
    return min((positions.get(identifier, 0) for identifier in failed), default=None)


def as_event(record: Record, stream: str, region: str) -> Record:
    """The record as Lambda hands it to a function: plain JSON, with its source."""
    plain = json.loads(json.dumps(record, default=json_value))
    return {**plain, "awsRegion": region, "eventSourceARN": stream}


def json_value(value: Any) -> Any:
    match value:
        case datetime():
            return value.timestamp()
        case bytes():
            return base64.b64encode(value).decode()
        case set() | frozenset():
            return sorted(cast("set[Any]", value))
        case _:
            raise TypeError(f"{type(value).__name__} in a stream record")


def failure_message(source: StreamSource, shard: str, batch: list[Record], tried: int) -> dict[str, Any]:
    first, last = batch[0]["dynamodb"], batch[-1]["dynamodb"]
    return {
        "requestContext": {
            "functionArn": source.function,
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": tried,
        },
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "DDBStreamBatchInfo": {
            "shardId": shard,
            "startSequenceNumber": first["SequenceNumber"],
            "endSequenceNumber": last["SequenceNumber"],
            "batchSize": len(batch),
            "streamArn": source.stream,
        },
    }
