"""Alarms, and those on what runs by itself: schedules that have stopped, functions and executions that fail."""

from chalicelib.foundation import names
from infra.logical import ALARMS_TOPIC, Template, function_id, pascal, ref
from infra.store import INDEXES

# The sure way of everything: were they to stop, nothing else would tell.
MINUTE = 60
HOUR = 60 * MINUTE
# Each with the time within which it is called at least once.
SCHEDULED = {
    names.RECONCILE_OUTBOX: 5 * MINUTE,
    names.SWEEP_ALARMS: 5 * MINUTE,
    names.ANCHOR_DAYS: 3 * HOUR,
    names.RECONCILE_PAYMENTS: 3 * HOUR,
}
# Of one million executions that an account may have open in a region.
MANY_EXECUTIONS = 700_000
# Of the table or an index, in five minutes.
MANY_THROTTLED = 100


def resources(stage: str) -> Template:
    made: Template = {}
    for function, seconds in SCHEDULED.items():
        made |= on_schedule(stage, function, seconds)
    for machine in names.MACHINES:
        logical = f"{pascal(machine)}Machine"
        dimension = {"Name": "StateMachineArn", "Value": ref(logical)}
        name = f"{names.machine(stage, machine)}-failed"
        made[f"{logical}Alarm"] = alarm(name, "AWS/States", "ExecutionsFailed", dimension)
        # Our code aborts none: a person or a program with rights to the account has.
        ended = f"{names.machine(stage, machine)}-aborted"
        made[f"{logical}AbortedAlarm"] = alarm(ended, "AWS/States", "ExecutionsAborted", dimension)
    many = f"{names.APP}-{stage}-executions-open"
    made["OpenExecutionsAlarm"] = alarm(many, "AWS/States", "OpenExecutionCount", above=MANY_EXECUTIONS)
    return made | on_table(stage)


def on_table(stage: str) -> Template:
    """Alarms for throttling of the table and of each of its indexes. An index that cannot keep up throttles the writes
    of the table. A few are tried again and nobody notices; many make people wait.
    """
    table = {"Name": "TableName", "Value": names.table(stage)}
    made: Template = {}
    for metric in ("ReadThrottleEvents", "WriteThrottleEvents"):
        kind = metric.removesuffix("ThrottleEvents")
        name = f"{names.table(stage)}-{kind.lower()}s-throttled"
        made[f"Table{kind}sThrottled"] = often(name, "AWS/DynamoDB", metric, table, above=MANY_THROTTLED)
        for index in INDEXES:
            of_index = {"Name": "GlobalSecondaryIndexName", "Value": index}
            alarm_of_index = often(f"{name}-{index}", "AWS/DynamoDB", metric, table, of_index, above=MANY_THROTTLED)
            made[f"Table{kind}sThrottled{pascal(index)}"] = alarm_of_index
    return made


def on_schedule(stage: str, function: str, seconds: int) -> Template:
    """An alarm for a function that is not called any more. That it fails rings as with every function."""
    name = names.function(stage, function)
    silent = alarm(f"{name}-silent", "AWS/Lambda", "Invocations", {"Name": "FunctionName", "Value": name})
    silent["Properties"] |= {
        "Statistic": "Sum",
        "Period": seconds,
        "Threshold": 1,
        "ComparisonOperator": "LessThanThreshold",
        "TreatMissingData": "breaching",
    }
    return {f"{function_id(function)}Silent": silent}


def often(name: str, namespace: str, metric: str, *dimensions: Template, above: int) -> Template:
    """Rings when it happened more often than this within five minutes: once happens, and is tried again."""
    made = alarm(name, namespace, metric, *dimensions, above=above)
    made["Properties"] |= {"Statistic": "Sum", "Period": 5 * MINUTE}
    return made


def alarm(name: str, namespace: str, metric: str, *dimensions: Template, above: int = 0) -> Template:
    """Rings when the metric was above this in the last minute."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": name,
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [*dimensions],
            "Statistic": "Maximum",
            "Period": MINUTE,
            "EvaluationPeriods": 1,
            "Threshold": above,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [ref(ALARMS_TOPIC)],
        },
    }
