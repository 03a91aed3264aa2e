"""What Chalice leaves out of its event source mappings: filters, partial answers, bounded retries, failures' queue."""

import json

from chalicelib.foundation import keys, names
from infra.logical import STREAM_FAILURES, TABLE, Template, attribute, function_id, pascal, queue_id

PARTIAL = ["ReportBatchItemFailures"]
STREAM_RETRIES = 5
# Function -> queue it consumes.
CONSUMERS = {queue.consumer: queue.name for queue in names.QUEUES.values()}


def resources() -> Template:
    """Partial resources: they are merged over those of the same id that Chalice generates."""
    made = {function_id(names.DISPATCH_OUTBOX): mapping(names.DISPATCH_OUTBOX, "Dynamodb", stream())}
    for function, queue in CONSUMERS.items():
        made[function_id(function)] = mapping(function, "Sqs", queue_mapping(queue))
    return made


def mapping(function: str, kind: str, properties: Template) -> Template:
    event = f"{pascal(function)}{kind}EventSource"
    event_type = {"Dynamodb": "DynamoDB", "Sqs": "SQS"}[kind]
    return {
        "Type": "AWS::Serverless::Function",
        "Properties": {"Events": {event: {"Type": event_type, "Properties": properties}}},
    }


def stream() -> Template:
    return {
        "Stream": attribute(TABLE, "StreamArn"),
        "FilterCriteria": {"Filters": [{"Pattern": new_outbox_rows()}]},
        "FunctionResponseTypes": PARTIAL,
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": STREAM_RETRIES,
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": attribute(STREAM_FAILURES)}},
    }


def queue_mapping(queue: str) -> Template:
    return {"Queue": attribute(queue_id(queue)), "FunctionResponseTypes": PARTIAL}


def new_outbox_rows() -> str:
    """Lambda is woken (and paid) for new outbox rows only."""
    return json.dumps({"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": keys.OUTBOX}]}}}})
