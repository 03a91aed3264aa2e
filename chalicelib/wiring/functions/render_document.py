"""What the queue `renderings` calls: a document is to be printed. A message that fails is retried alone."""

import json
from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.documents.tasks.issue_document import DocumentMessage
from chalicelib.documents.tasks.render_document import render_document
from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.issuance.tasks.render_certificate import render_certificate
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.RENDERINGS_QUEUE]
functions = Blueprint(__name__)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def render_documents(event: SQSEvent) -> dict[str, Any]:
    """In any order and many at once: a document that fails holds up no other."""
    return each_message(event, _render, seconds=QUEUE.seconds)


def _render(record: Message) -> None:
    """A document of a case, a sheet of an item, or a file of a case with its mark."""
    told = json.loads(record["body"])
    if "file" in told:
        # As a sheet: hardly any message is one of these.
        from chalicelib.documents.store.renditions import RenditionMessage
        from chalicelib.documents.tasks.mark_file import mark_file

        mark_file(platforms.current(), RenditionMessage.model_validate(told))
        return
    if "case_id" not in told:
        # Imported when it is needed: hardly any message is about an item, and the catalogue takes long to import.
        from chalicelib.documents.store.sheets import SheetMessage
        from chalicelib.documents.tasks.print_sheet import print_sheet

        print_sheet(platforms.current(), SheetMessage.model_validate_json(record["body"]))
        return
    message = DocumentMessage.model_validate_json(record["body"])
    if message.document == CERTIFICATE:
        render_certificate(platforms.current(), message.case_id)
    else:
        render_document(platforms.current(), message)
