"""What the queue `callbacks` calls: a department is to be told. A message that fails is retried alone."""

from typing import Annotated, Any

from chalice.app import Blueprint, SQSEvent
from pydantic import Field, TypeAdapter

from chalicelib.cases.model.task import TaskEvent
from chalicelib.durable.batches import Message, each_message
from chalicelib.exchange.model.testing import CallbackTest
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.exchange.tasks.send_test import send_test
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.alongside import at_work
from chalicelib.foundation.failures import boundary
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.CALLBACKS_QUEUE]
functions = Blueprint(__name__)
CALLBACKS: TypeAdapter[TaskEvent | CallbackTest] = TypeAdapter(
    Annotated[TaskEvent | CallbackTest, Field(discriminator="event")]
)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def send_callbacks(event: SQSEvent) -> dict[str, Any]:
    """A department is to be told. A department that is down is no failure of the message, and holds up no other."""
    return each_message(event, _send, seconds=QUEUE.seconds, run_all=at_work)


def _send(record: Message) -> None:
    message = CALLBACKS.validate_json(record["body"])
    if isinstance(message, CallbackTest):
        send_test(platforms.current(), message)
    else:
        send_callback(platforms.current(), message)
