"""What the queue `sharing` calls: another organ is asked for a certificate. A message that fails is retried alone."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.cases.model.sharing_question import SharingQuestion
from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.intake.acts.fetch_shared import fetch_shared
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.SHARING_QUEUE]
functions = Blueprint(__name__)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def fetch_shared_materials(event: SQSEvent) -> dict[str, Any]:
    """An organ that has nothing, or does not answer, is no failure of the message: the case records the reason."""
    return each_message(event, _fetch, seconds=QUEUE.seconds)


def _fetch(record: Message) -> None:
    fetch_shared(platforms.current(), SharingQuestion.model_validate_json(record["body"]))
