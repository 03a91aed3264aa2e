"""What the queues call: one consumer for each row of `names.QUEUES`. A message that fails is retried alone."""

import json
from typing import Annotated, Any
from urllib.parse import unquote_plus

from chalice.app import Blueprint, SQSEvent
from pydantic import Field, TypeAdapter

from chalicelib.cases.model.task import TaskEvent
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.documents.tasks.render_document import render_document
from chalicelib.durable.batches import Message, each_message
from chalicelib.exchange.model.testing import CallbackTest
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.exchange.tasks.send_test import send_test
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.alongside import at_work
from chalicelib.foundation.failures import boundary
from chalicelib.intake.acts.check_material import Uploaded, check_material
from chalicelib.issuance.tasks.render_certificate import render_certificate

functions = Blueprint(__name__)
CALLBACKS: TypeAdapter[TaskEvent | CallbackTest] = TypeAdapter(
    Annotated[TaskEvent | CallbackTest, Field(discriminator="event")]
)


MATERIALS, TOLD, DOCUMENTS, RENDERINGS = (
    names.QUEUES[name]
    for name in (names.MATERIALS_QUEUE, names.CALLBACKS_QUEUE, names.DOCUMENTS_QUEUE, names.RENDERINGS_QUEUE)
)


@functions.on_sqs_message(queue=MATERIALS.name, batch_size=MATERIALS.batch, name=MATERIALS.consumer)
@boundary
def check_materials(event: SQSEvent) -> dict[str, Any]:
    """The bucket's notifications: a file has arrived."""
    return each_message(event, _check, seconds=MATERIALS.seconds)


def _check(record: Message) -> None:
    for notification in json.loads(record["body"]).get("Records", []):
        stored = notification["s3"]["object"]
        key = unquote_plus(stored["key"])
        check_material(platforms.current(), Uploaded(key, stored.get("versionId"), int(stored.get("size", 0))))


@functions.on_sqs_message(queue=TOLD.name, batch_size=TOLD.batch, name=TOLD.consumer)
@boundary
def send_callbacks(event: SQSEvent) -> dict[str, Any]:
    """A department is to be told. A department that is down is no failure of the message, and holds up no other."""
    return each_message(event, _send, seconds=TOLD.seconds, run_all=at_work)


def _send(record: Message) -> None:
    message = CALLBACKS.validate_json(record["body"])
    if isinstance(message, CallbackTest):
        send_test(platforms.current(), message)
    else:
        send_callback(platforms.current(), message)


@functions.on_sqs_message(queue=DOCUMENTS.name, batch_size=DOCUMENTS.batch, name=DOCUMENTS.consumer)
@boundary
def issue_documents(event: SQSEvent) -> dict[str, Any]:
    """One by one within organ, kind and year; a document that fails takes its number later, and none is skipped."""
    return each_message(event, _issue, seconds=DOCUMENTS.seconds)


def _issue(record: Message) -> None:
    issue_document(platforms.current(), DocumentMessage.model_validate_json(record["body"]))


@functions.on_sqs_message(queue=RENDERINGS.name, batch_size=RENDERINGS.batch, name=RENDERINGS.consumer)
@boundary
def render_documents(event: SQSEvent) -> dict[str, Any]:
    """In any order and many at once: a document that fails holds up no other."""
    return each_message(event, _render, seconds=RENDERINGS.seconds)


def _render(record: Message) -> None:
    message = DocumentMessage.model_validate_json(record["body"])
    if message.document == CERTIFICATE:
        render_certificate(platforms.current(), message.case_id)
    else:
        render_document(platforms.current(), message)
