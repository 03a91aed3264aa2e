"""What the queue `materials` calls: a file has arrived in the bucket. A message that fails is retried alone."""

import json
from typing import Any
from urllib.parse import unquote_plus

from chalice.app import Blueprint, SQSEvent

from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.intake.acts.check_material import Uploaded, check_material
from chalicelib.intake.acts.check_scan import check_scan, is_scan
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.MATERIALS_QUEUE]
functions = Blueprint(__name__)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def check_materials(event: SQSEvent) -> dict[str, Any]:
    """The bucket's notifications: a file has arrived."""
    return each_message(event, _check, seconds=QUEUE.seconds)


def _check(record: Message) -> None:
    for notification in json.loads(record["body"]).get("Records", []):
        stored = notification["s3"]["object"]
        key = unquote_plus(stored["key"])
        uploaded = Uploaded(key, stored.get("versionId"), int(stored.get("size", 0)))
        check = check_scan if is_scan(uploaded) else check_material
        check(platforms.current(), uploaded)
