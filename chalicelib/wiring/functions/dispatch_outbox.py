"""What the table's stream calls: carries out the effects of acts at once."""

from typing import Any

from chalice.app import Blueprint, DynamoDBEvent

from chalicelib.durable import outbox
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.alongside import at_work
from chalicelib.foundation.attributes import load
from chalicelib.foundation.failures import boundary
from chalicelib.wiring.machines import where

functions = Blueprint(__name__)


# The template gives the stream's ARN and filter: new outbox rows only.
@functions.on_dynamodb_record(
    stream_arn="in-the-template", batch_size=25, starting_position="LATEST", name=names.DISPATCH_OUTBOX
)
@boundary
def dispatch_outbox(event: DynamoDBEvent) -> dict[str, Any]:
    """Report no failures: a row that fails stays pending for the reconciler, and Lambda goes on with the stream."""
    rows = [load(record.new_image) for record in event if record.new_image]
    outbox.dispatch(platforms.current(), rows, where, run_all=at_work)
    return {"batchItemFailures": []}
