"""The function of the exchange room: callbacks from their queue."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.exchange.model import CallbackMessage
from chalicelib.exchange.tasks.send_callback import RetryLater, send_callback
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.batches import each_message

functions = Blueprint(__name__)


@functions.on_sqs_message(queue=names.CALLBACKS_QUEUE, batch_size=5, name=names.SEND_CALLBACK)
def send_callbacks(event: SQSEvent) -> dict[str, Any]:
    """One slow department does not hold up the next: each message fails and waits by itself."""
    return each_message(event, _send)


def _send(record: dict[str, Any]) -> None:
    platform = platforms.current()
    message = CallbackMessage.model_validate_json(record["body"])
    receives = int(record["attributes"]["ApproximateReceiveCount"])
    try:
        send_callback(platform, message, receives=receives)
    except RetryLater as later:
        platform.sqs.change_message_visibility(
            QueueUrl=platform.settings.queue_url(names.CALLBACKS_QUEUE),
            ReceiptHandle=record["receiptHandle"],
            VisibilityTimeout=later.seconds,
        )
        raise
