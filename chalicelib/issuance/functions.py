"""The functions of the issuance room: results and archive for the machine, numbered documents from their queue."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.batches import each_message
from chalicelib.foundation.failures import retried_by_the_machine
from chalicelib.foundation.workflow import Step
from chalicelib.issuance.acts.archive import archive
from chalicelib.issuance.acts.issue_document import DocumentMessage, issue_document
from chalicelib.issuance.acts.make_result import make_result

functions = Blueprint(__name__)


@functions.lambda_function(name=names.MAKE_RESULT)
def make_result_function(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    with retried_by_the_machine():
        make_result(platforms.current(), Step.model_validate(event))
    return {}


@functions.lambda_function(name=names.ARCHIVE_CASE)
def archive_case(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    with retried_by_the_machine():
        archive(platforms.current(), Step.model_validate(event))
    return {}


@functions.on_sqs_message(queue=names.DOCUMENTS_QUEUE, batch_size=10, name=names.ISSUE_DOCUMENT)
def issue_documents(event: SQSEvent) -> dict[str, Any]:
    """One by one within organ, kind and year; a document that fails takes its number later, and none is skipped."""
    return each_message(event, _issue)


def _issue(record: dict[str, Any]) -> None:
    issue_document(platforms.current(), DocumentMessage.model_validate_json(record["body"]))
