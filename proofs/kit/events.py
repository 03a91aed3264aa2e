"""What Lambda hands a function: a stream's new rows, a queue's messages, a schedule's tick."""

from collections.abc import Sequence
from typing import Any

ARN = "arn:aws:{}:us-east-1:123456789012:{}"
EVERY_MINUTE: dict[str, Any] = {
    "version": "0",
    "id": "tick",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "123456789012",
    "time": "2026-11-24T01:00:00Z",
    "region": "us-east-1",
    "resources": [],
    "detail": {},
}


def inserted(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """New rows, in the table's own writing."""
    return {"Records": [_inserted(number, row) for number, row in enumerate(rows)]}


def _inserted(number: int, row: dict[str, Any]) -> dict[str, Any]:
    change = {
        "ApproximateCreationDateTime": 1795482000,
        "Keys": {"pk": row["pk"], "sk": row["sk"]},
        "NewImage": row,
        "SequenceNumber": str(number),
        "SizeBytes": 1,
        "StreamViewType": "NEW_IMAGE",
    }
    source = {"eventSource": "aws:dynamodb", "eventSourceARN": ARN.format("dynamodb", "table/t/stream/s")}
    return {"eventID": str(number), "eventName": "INSERT", "awsRegion": "us-east-1", "dynamodb": change, **source}


def received(messages: Sequence[Any], queue: str) -> dict[str, Any]:
    """Messages as `receive_message` answers them."""
    return {"Records": [_received(message, queue) for message in messages]}


def _received(message: Any, queue: str) -> dict[str, Any]:
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": ARN.format("sqs", queue),
        "awsRegion": "us-east-1",
    }
