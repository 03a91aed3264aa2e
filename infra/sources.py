"""What Chalice leaves out of its event source mappings: filters, partial answers, bounded retries, failures' queue."""

import json

from chalicelib.foundation import keys, names
from infra.logical import STREAM_FAILURES, TABLE, Template, attribute, function_id, pascal, queue_id, ref
from infra.parameters import at_once

PARTIAL = ["ReportBatchItemFailures"]
STREAM_RETRIES = 5
STREAM_CONSUMER = names.DISPATCH_OUTBOX
# Batches of one shard that are handled at the same time, the most that Lambda does. The rows of one partition key, that
# is of one owner, stay in their order.
STREAM_AT_ONCE = 10
# Function -> queue it consumes.
CONSUMERS = {queue.consumer: queue.name for queue in names.QUEUES.values()}


def resources() -> Template:
    """Partial resources: they are merged over those of the same id that Chalice generates."""
    made = {function_id(STREAM_CONSUMER): mapping(STREAM_CONSUMER, "Dynamodb", stream())}
    for function, queue in CONSUMERS.items():
        made[function_id(function)] = mapping(function, "Sqs", queue_mapping(function, queue))
    return made


def reads_stream(function: str) -> bool:
    return function == STREAM_CONSUMER


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


def queue_mapping(function: str, queue: str) -> Template:
    """So many at once take from the queue, whatever waits in it: what they call is not overrun, nor the account."""
    return {
        "Queue": attribute(queue_id(queue)),
        "FunctionResponseTypes": PARTIAL,
        "ScalingConfig": {"MaximumConcurrency": ref(at_once(function))},
    }


def new_outbox_rows() -> str:
    """Lambda is woken (and paid) for new outbox rows only."""
    return json.dumps({"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": keys.OUTBOX}]}}}})
