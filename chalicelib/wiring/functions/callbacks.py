"""What the `callbacks` queue calls: a department is to be notified. A message that fails is retried alone."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.cases.model.task import TaskOpened
from chalicelib.durable.batches import Message, each_message
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms

functions = Blueprint(__name__)


@functions.on_sqs_message(queue=names.CALLBACKS_QUEUE, batch_size=5, name=names.SEND_CALLBACK)
def send_callbacks(event: SQSEvent) -> dict[str, Any]:
    """When a department's system is down, the message has not failed: an alarm sends it again."""
    return each_message(event, _send)


def _send(record: Message) -> None:
    send_callback(platforms.current(), TaskOpened.model_validate_json(record["body"]))
