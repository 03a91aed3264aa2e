"""What Chalice leaves out of its event source mappings: filters, partial answers, bounded retries, failures' queue."""

import json

from chalicelib.foundation import keys, names
from infra.logical import STREAM_FAILURES, TABLE, Template, attribute, function_id, pascal, queue_id

PARTIAL = ["ReportBatchItemFailures"]
STREAM_RETRIES = 5
# Batches of one shard that are handled at the same time, the most that Lambda does. The rows of one partition key, that
# is of one owner, stay in their order.
STREAM_AT_ONCE = 10
# Function -> queue it consumes.
CONSUMERS = {queue.consumer: queue.name for queue in names.QUEUES.values()}


def resources() -> Template:
    """Partial resources: they are merged over those of the same id that Chalice generates."""
    made = {function_id(names.DISPATCH_OUTBOX): mapping(names.DISPATCH_OUTBOX, "Dynamodb", stream())}
    for function, queue in CONSUMERS.items():
        made[function_id(function)] = mapping(function, "Sqs", queue_mapping(names.QUEUES[queue]))
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
        "ParallelizationFactor": STREAM_AT_ONCE,
        "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": attribute(STREAM_FAILURES)}},
    }


def queue_mapping(queue: names.Queue) -> Template:
    return {
        "Queue": attribute(queue_id(queue.name)),
        "FunctionResponseTypes": PARTIAL,
        "ScalingConfig": {"MaximumConcurrency": queue.at_once},
    }


def new_outbox_rows() -> str:
    """Lambda is woken (and paid) for new outbox rows only."""
    return json.dumps({"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": keys.OUTBOX}]}}}})
