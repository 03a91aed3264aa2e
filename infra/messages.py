"""The queues, each with its dead letters, and an alarm for every place where a message can end up unprocessed."""

from chalicelib.foundation import names
from infra.alarms import alarm
from infra.logical import (
    ALARMS_TOPIC,
    STORAGE_KEY,
    STREAM_FAILURES,
    Template,
    attribute,
    dead_letters_id,
    queue_id,
    ref,
)
from infra.parameters import HAS_ALARM_MAIL

HOUR, DAY = 3600, 86400
# Without these a FIFO queue takes 300 messages a second; with them, as many in each partition of its groups. A message
# is told from its repetition within its group, which is enough: one document always has the same group.
HIGH_THROUGHPUT = {"DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}
DEAD_LETTERS_KEPT = 14 * DAY  # the most SQS allows


def resources(stage: str) -> Template:
    made: Template = {
        ALARMS_TOPIC: {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": f"{names.APP}-{stage}-alarms"}},
        "AlarmMailSubscription": {
            "Type": "AWS::SNS::Subscription",
            "Condition": HAS_ALARM_MAIL,
            "Properties": {"TopicArn": ref(ALARMS_TOPIC), "Protocol": "email", "Endpoint": ref("AlarmMail")},
        },
        STREAM_FAILURES: queue(
            names.queue(stage, names.STREAM_FAILURES_QUEUE), MessageRetentionPeriod=DEAD_LETTERS_KEPT
        ),
        "StreamFailuresAlarm": waiting(STREAM_FAILURES, f"{names.queue(stage, names.STREAM_FAILURES_QUEUE)}-waiting"),
        **{f"{metric}Alarm": counted(stage, metric) for metric in names.COUNTED},
    }
    for row in names.QUEUES.values():
        made |= with_dead_letters(stage, row)
    return made


def with_dead_letters(stage: str, row: names.Queue) -> Template:
    name, dead = row.name, dead_letters_id(row.name)
    plain = names.queue(stage, name).removesuffix(".fifo")
    return {
        dead: queue(names.dead_letters(stage, name), MessageRetentionPeriod=DEAD_LETTERS_KEPT),
        queue_id(name): queue(
            names.queue(stage, name),
            VisibilityTimeout=row.visibility,
            MessageRetentionPeriod=4 * DAY,
            RedrivePolicy={"deadLetterTargetArn": attribute(dead), "maxReceiveCount": row.attempts},
        ),
        f"{dead}Alarm": waiting(dead, f"{plain}-dead-waiting"),
        f"{queue_id(name)}Alarm": standing(queue_id(name), f"{plain}-standing"),
    }


def queue(name: str, **properties: object) -> Template:
    fifo = {"FifoQueue": True, **HIGH_THROUGHPUT} if name.endswith(".fifo") else {}
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "QueueName": name,
            "KmsMasterKeyId": attribute(STORAGE_KEY),
            "KmsDataKeyReusePeriodSeconds": HOUR,
            **fifo,
            **properties,
        },
    }


def waiting(queue: str, name: str) -> Template:
    """Rings as soon as one message lies there: every one of them is a case that somebody waits for."""
    dimension = {"Name": "QueueName", "Value": attribute(queue, "QueueName")}
    return alarm(name, "AWS/SQS", "ApproximateNumberOfMessagesVisible", dimension)


def standing(queue: str, name: str) -> Template:
    """Rings when nobody takes messages out: after its last attempt one would be among the dead letters long before."""
    dimension = {"Name": "QueueName", "Value": attribute(queue, "QueueName")}
    return alarm(name, "AWS/SQS", "ApproximateAgeOfOldestMessage", dimension, above=HOUR)


def counted(stage: str, metric: str) -> Template:
    """Rings while the application says that it has parked or held something. The metric has values only then."""
    dimensions = [{"Name": name, "Value": value} for name, value in names.metric_dimensions(stage).items()]
    return alarm(f"{names.APP}-{stage}-{metric}", names.METRICS, metric, *dimensions)
