"""The queues, each with its dead letters, and an alarm for every place where a message can end up unprocessed."""

from chalicelib.foundation import names
from infra.logical import ALARMS_TOPIC, STREAM_FAILURES, Template, attribute, dead_letters_id, queue_id, ref

DAY = 86400
DEAD_LETTERS_KEPT = 14 * DAY  # the most SQS allows
# Six times the consumer's timeout, as AWS advises: a message must not reappear while it is being worked on. Seconds.
VISIBILITY = {names.MATERIALS_QUEUE: 360, names.CALLBACKS_QUEUE: 180, names.DOCUMENTS_QUEUE: 360}
ATTEMPTS = {names.MATERIALS_QUEUE: 5, names.CALLBACKS_QUEUE: 8, names.DOCUMENTS_QUEUE: 5}


def resources(stage: str) -> Template:
    made: Template = {
        ALARMS_TOPIC: {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": f"{names.APP}-{stage}-alarms"}},
        STREAM_FAILURES: queue(
            names.queue(stage, names.STREAM_FAILURES_QUEUE), MessageRetentionPeriod=DEAD_LETTERS_KEPT
        ),
        "StreamFailuresAlarm": alarm(STREAM_FAILURES, f"{names.queue(stage, names.STREAM_FAILURES_QUEUE)}-waiting"),
    }
    for name in names.QUEUES:
        made |= with_dead_letters(stage, name)
    return made


def with_dead_letters(stage: str, name: str) -> Template:
    dead = dead_letters_id(name)
    dead_name = names.dead_letters(stage, name)
    return {
        dead: queue(dead_name, MessageRetentionPeriod=DEAD_LETTERS_KEPT),
        queue_id(name): queue(
            names.queue(stage, name),
            VisibilityTimeout=VISIBILITY[name],
            MessageRetentionPeriod=4 * DAY,
            RedrivePolicy={"deadLetterTargetArn": attribute(dead), "maxReceiveCount": ATTEMPTS[name]},
        ),
        f"{dead}Alarm": alarm(dead, f"{dead_name.removesuffix('.fifo')}-waiting"),
    }


def queue(name: str, **properties: object) -> Template:
    fifo = {"FifoQueue": True} if name.endswith(".fifo") else {}
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {"QueueName": name, "SqsManagedSseEnabled": True, **fifo, **properties},
    }


def alarm(queue: str, name: str) -> Template:
    """Rings as soon as one message lies there: every one of them is a case that somebody waits for."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": name,
            "Namespace": "AWS/SQS",
            "MetricName": "ApproximateNumberOfMessagesVisible",
            "Dimensions": [{"Name": "QueueName", "Value": attribute(queue, "QueueName")}],
            "Statistic": "Maximum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 0,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [ref(ALARMS_TOPIC)],
        },
    }
