"""What the queue `joint` calls: a member of a joint request has moved, or its fee; several were paid for together.
A message that fails is retried alone.
"""

import json
from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.issuance.acts.record_payment import settle_bill
from chalicelib.issuance.acts.tell_bill import tell_bill
from chalicelib.joint.acts.advance import advance
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.JOINT_QUEUE]
functions = Blueprint(__name__)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def advance_joint(event: SQSEvent) -> dict[str, Any]:
    """Several messages of one request at once are no matter: each looks at the members as they stand."""
    return each_message(event, _advance, seconds=QUEUE.seconds)


def _advance(record: Message) -> None:
    body = json.loads(record["body"])
    if bill := body.get("bill"):
        settle_bill(platforms.current(), bill)
    elif body.get("orders"):
        tell_bill(platforms.current(), body["case_id"])
    else:
        advance(platforms.current(), body["case_id"])
