"""An SQS queue brought to its function as Lambda does: in batches, successes deleted, failures left to come back."""

from typing import Any

from local.aws import LocalAws
from local.invocation import Functions, Outcome
from local.pump_sources import QueueSource

Message = dict[str, Any]
MOST_RECEIVED = 10
COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


class QueueReader:
    """`retry` is the most seconds until a failed message is visible again; None leaves the queue's timeout.

    `expecting` says that messages will come back, which nothing signals.
    """

    def __init__(self, source: QueueSource, aws: LocalAws, functions: Functions, retry: int | None) -> None:
        self._source = source
        self._region = aws.region
        self._sqs = aws.client("sqs")
        self._functions = functions
        self._retry = retry
        self.expecting = False
        self._url: str = self._sqs.get_queue_url(QueueName=source.queue.rsplit(":", 1)[1])["QueueUrl"]

    def step(self) -> bool:
        messages: list[Message] = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(self._source.batch_size, MOST_RECEIVED),
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
        return True

    def waiting(self) -> int:
        """Messages in the queue, being worked on, or waiting to come back."""
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
    """The ids that are not to be deleted. An answer that names an unknown message fails them all, as on AWS."""
    everything = {message["MessageId"] for message in messages}
    if outcome.failed:
        return everything
    failed = outcome.failed_items() if partial else set[str]()
    return failed if failed <= everything else everything


def as_event(message: Message, queue: str, region: str) -> dict[str, Any]:
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
