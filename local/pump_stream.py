"""A DynamoDB stream brought to its function as Lambda does: filtered, in order, in batches, retried, then put aside."""

import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from local.aws import LocalAws
from local.event_filter import passes
from local.invocation import Functions, Outcome
from local.pump_sources import StreamSource

Record = dict[str, Any]
MOST_SECONDS = 1.0


class StreamReader:
    """Reads one stream from its beginning. Its `step` blocks the stream while a batch is retried, as on AWS."""

    def __init__(
        self, source: StreamSource, aws: LocalAws, functions: Functions, backoff: float, stopping: Callable[[], bool]
    ) -> None:
        self._source = source
        self._aws = aws
        self._functions = functions
        self._backoff = backoff
        self._stopping = stopping
        self._iterator: str | None = None
        self._shard = ""

    def step(self) -> bool:
        records = self._read()
        wanted = [as_event(record, self._source.stream, self._aws.region) for record in records]
        wanted = [record for record in wanted if passes(record, self._source.filters)]
        for start in range(0, len(wanted), self._source.batch_size):
            self._deliver(wanted[start : start + self._source.batch_size])
        return bool(records)

    def _read(self) -> list[Record]:
        streams = self._aws.client("dynamodbstreams")
        if self._iterator is None:
            shards = streams.describe_stream(StreamArn=self._source.stream)["StreamDescription"]["Shards"]
            self._shard = shards[0]["ShardId"]
            self._iterator = streams.get_shard_iterator(
                StreamArn=self._source.stream, ShardId=self._shard, ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
        answer = streams.get_records(ShardIterator=self._iterator, Limit=1000)
        if answer["Records"]:
            self._iterator = answer["NextShardIterator"]
        return answer["Records"]

    def _deliver(self, batch: list[Record]) -> None:
        """Until every record was accepted, or was tried `retries` times more and put aside."""
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
            time.sleep(min(self._backoff * 2 ** (tried - 1), MOST_SECONDS))

    def _put_aside(self, batch: list[Record], tried: int) -> None:
        """What the failure queue gets on AWS: not the records, but where in the stream they are."""
        if self._source.failures is None:
            return
        queue = self._source.failures.rsplit(":", 1)[1]
        sqs = self._aws.client("sqs")
        body = failure_message(self._source, self._shard, batch, tried)
        sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=queue)["QueueUrl"], MessageBody=json.dumps(body))


def first_failed(outcome: Outcome, batch: list[Record], *, partial: bool) -> int | None:
    """The place of the first record to be retried, None when all went well."""
    if outcome.failed:
        return 0
    failed = outcome.failed_items() if partial else set[str]()
    places = {record["dynamodb"]["SequenceNumber"]: place for place, record in enumerate(batch)}
    # An identifier that is none of the batch's fails the whole batch.
    return min((places.get(identifier, 0) for identifier in failed), default=None)


def as_event(record: Record, stream: str, region: str) -> Record:
    """A stream record as Lambda hands it over: plain JSON, with its source."""
    plain = json.loads(json.dumps(record, default=plainly))
    return {**plain, "awsRegion": region, "eventSourceARN": stream}


def plainly(value: Any) -> Any:
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
