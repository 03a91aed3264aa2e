"""Reads an SQS queue for a function, as Lambda does: batches; done messages are deleted, failed ones come back."""

from typing import Any

from local.aws.emulator import LocalAws
from local.lambda_.event_sources import QueueSource
from local.lambda_.functions import Functions, Outcome

Message = dict[str, Any]
MOST_RECEIVED = 10  # SQS gives no more at once
COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class QueueReader:
    """A failed message is visible again after `retry` seconds, or after the queue's own timeout if that is None.

    `expecting` is true while messages will come back, since their return does not count as a change.
    """

    def __init__(self, source: QueueSource, aws: LocalAws, functions: Functions, retry: int | None) -> None:
        self._source = source
        self._region = aws.region
        self._sqs = aws.client("sqs")
        self._functions = functions
        self._retry = retry
        self.expecting = False
        self.queue = source.queue.rsplit(":", 1)[1]
        self._url: str = self._sqs.get_queue_url(QueueName=self.queue)["QueueUrl"]

    def step(self) -> bool:
        """Serve one batch. Whether there may be another."""
        most = min(self._source.batch_size, MOST_RECEIVED)
        messages: list[Message] = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=most,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
            WaitTimeSeconds=0,
        ).get("Messages", [])
        if not messages:
            self.expecting = self.expecting and self.waiting() > 0
            return False
        event = {"Records": [as_event(message, self._source.queue, self._region) for message in messages]}
        failed = failures(self._functions.call(self._source.function, event), messages, partial=self._source.partial)
        self.expecting = self.expecting or bool(failed)
        self._settle(messages, failed)
        return len(messages) == most

    def waiting(self) -> int:
        """How many messages are in the queue, at work, or about to come back."""
        found = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=list(COUNTS))["Attributes"]
        return sum(int(found[name]) for name in COUNTS)

    def _settle(self, messages: list[Message], failed: set[str]) -> None:
        for message in messages:
            handle = message["ReceiptHandle"]
            if message["MessageId"] not in failed:
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=handle)
            elif self._retry is not None:
                self._sqs.change_message_visibility(
                    QueueUrl=self._url, ReceiptHandle=handle, VisibilityTimeout=self._retry
                )


def failures(outcome: Outcome, messages: list[Message], *, partial: bool) -> set[str]:
    """The ids of messages not to be deleted. An answer that names a message of another batch fails them all."""
    everything = {message["MessageId"] for message in messages}
    if outcome.failed:
        return everything
    failed = outcome.failed_items() if partial else set[str]()
    return failed if failed <= everything else everything


def as_event(message: Message, queue: str, region: str) -> dict[str, Any]:
    """The message as Lambda hands it to a function: names begin in lower case, and its source is added."""
    attributes = {
        name: {"stringValue": value.get("StringValue"), "dataType": value["DataType"]}
        for name, value in message.get("MessageAttributes", {}).items()
    }
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": attributes,
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue,
        "awsRegion": region,
    }
