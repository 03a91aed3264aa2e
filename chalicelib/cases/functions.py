"""The functions of the cases room: what the table's stream, the bucket's queue, the schedule and the machines call."""

import json
from typing import Any
from urllib.parse import unquote_plus

from chalice.app import Blueprint, CloudWatchEvent, DynamoDBEvent, SQSEvent

from chalicelib.cases.tasks.check_material import Uploaded, check_material
from chalicelib.cases.tasks.fires import FIRES
from chalicelib.cases.tasks.open_step import open_step
from chalicelib.cases.tasks.where import where
from chalicelib.foundation import names, outbox
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.alarm_sweeper import sweep
from chalicelib.foundation.alongside import at_once
from chalicelib.foundation.batches import each_message
from chalicelib.foundation.failures import retried_by_the_machine
from chalicelib.foundation.table import load
from chalicelib.foundation.workflow import Step

functions = Blueprint(__name__)


@functions.lambda_function(name=names.OPEN_STEP)
def open_step_function(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    with retried_by_the_machine():
        open_step(platforms.current(), Step.model_validate(event))
    return {}


# The template gives the stream's ARN and filter: new outbox rows only.
@functions.on_dynamodb_record(
    stream_arn="in-the-template", batch_size=25, starting_position="LATEST", name=names.DISPATCH_OUTBOX
)
def dispatch_outbox(event: DynamoDBEvent) -> dict[str, Any]:
    """Rows that fail stay pending for the reconciler, so the shard is never held up."""
    rows = [load(record.new_image) for record in event if record.new_image]
    outbox.dispatch(platforms.current(), rows, where)
    return {"batchItemFailures": []}


@functions.schedule("rate(1 minute)", name=names.RECONCILE_OUTBOX)
def reconcile_outbox(event: CloudWatchEvent) -> dict[str, int]:  # noqa: ARG001
    return {"carried_out": outbox.reconcile(platforms.current(), where, together=at_once)}


@functions.schedule("rate(1 minute)", name=names.SWEEP_ALARMS)
def sweep_alarms(event: CloudWatchEvent) -> dict[str, int]:  # noqa: ARG001
    return {"fired": sweep(platforms.current(), FIRES)}


@functions.on_sqs_message(queue=names.MATERIALS_QUEUE, batch_size=5, name=names.CHECK_MATERIAL)
def check_materials(event: SQSEvent) -> dict[str, Any]:
    """The bucket's notifications; a message with a fault is retried by itself."""
    return each_message(event, _check_message)


def _check_message(record: dict[str, Any]) -> None:
    for notification in json.loads(record["body"]).get("Records", []):
        stored = notification["s3"]["object"]
        key = unquote_plus(stored["key"])
        check_material(platforms.current(), Uploaded(key, stored.get("versionId"), int(stored.get("size", 0))))
