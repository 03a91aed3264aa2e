"""What the queue `trials` calls: a document of a trial is to be printed. A message that fails is retried alone."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.documents.tasks.issue_document import DocumentMessage
from chalicelib.documents.tasks.render_document import render_document
from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.tasks.render_certificate import render_certificate
from chalicelib.trials.tasks.print_trial import TrialMessage, print_trial
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.TRIALS_QUEUE]
functions = Blueprint(__name__)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def print_trials(event: SQSEvent) -> dict[str, Any]:
    """In any order and many at once, as documents of the hall are printed."""
    return each_message(event, _print, seconds=QUEUE.seconds)


def _print(record: Message) -> None:
    print_trial(platforms.current(), TrialMessage.model_validate_json(record["body"]), _render)


def _render(inside: Platform, case_id: str, document: str) -> None:
    if document == CERTIFICATE:
        render_certificate(inside, case_id)
    else:
        render_document(inside, DocumentMessage(case_id=case_id, document=document))
