"""What the queue `documents` calls: a paper or a certificate is to be made. A message that fails is retried alone."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.issuance.tasks.issue_certificate import issue_certificate
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.DOCUMENTS_QUEUE]
functions = Blueprint(__name__)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def issue_documents(event: SQSEvent) -> dict[str, Any]:
    """One by one within organ, kind and year; a document that fails takes its number later, and none is skipped."""
    return each_message(event, _issue, seconds=QUEUE.seconds)


def _issue(record: Message) -> None:
    message = DocumentMessage.model_validate_json(record["body"])
    if message.document == CERTIFICATE:
        issue_certificate(platforms.current(), message.case_id)
    else:
        issue_document(platforms.current(), message)
