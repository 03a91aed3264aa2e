"""What the queue `documents` calls: a document is to get its number. A message that fails is retried alone."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.DOCUMENTS_QUEUE]
functions = Blueprint(__name__)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def issue_documents(event: SQSEvent) -> dict[str, Any]:
    """One by one within organ, kind and year; a document that fails takes its number later, and none is skipped."""
    return each_message(event, _issue, seconds=QUEUE.seconds)


def _issue(record: Message) -> None:
    issue_document(platforms.current(), DocumentMessage.model_validate_json(record["body"]))
