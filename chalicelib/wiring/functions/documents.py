"""What the `documents` queue calls: a document is to be numbered and rendered. A failing message is retried alone."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms

functions = Blueprint(__name__)


@functions.on_sqs_message(queue=names.DOCUMENTS_QUEUE, batch_size=10, name=names.ISSUE_DOCUMENT)
def issue_documents(event: SQSEvent) -> dict[str, Any]:
    """One by one within organ, kind and year. A document that fails gets a number later, and no number is skipped."""
    return each_message(event, _issue)


def _issue(record: Message) -> None:
    issue_document(platforms.current(), DocumentMessage.model_validate_json(record["body"]))
