"""The function of the exchange room: callbacks from their queue."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.exchange.model import CallbackMessage
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.batches import each_message

functions = Blueprint(__name__)


@functions.on_sqs_message(queue=names.CALLBACKS_QUEUE, batch_size=5, name=names.SEND_CALLBACK)
def send_callbacks(event: SQSEvent) -> dict[str, Any]:
    """One message that fails does not hold up the next. A department that is down is no failure of the message."""
    return each_message(event, _send)


def _send(record: dict[str, Any]) -> None:
    send_callback(platforms.current(), CallbackMessage.model_validate_json(record["body"]))
