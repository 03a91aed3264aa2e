"""Alarms, and those on what runs by itself: schedules that have stopped, functions and executions that fail."""

from chalicelib.foundation import names
from infra.logical import ALARMS_TOPIC, Template, function_id, pascal, ref

# The sure way of everything: were they to stop, nothing else would tell.
SCHEDULED = (names.RECONCILE_OUTBOX, names.SWEEP_ALARMS)
MINUTE = 60


def resources(stage: str) -> Template:
    made: Template = {}
    for function in SCHEDULED:
        made |= on_schedule(stage, function)
    for machine in names.MACHINES:
        logical = f"{pascal(machine)}Machine"
        dimension = {"Name": "StateMachineArn", "Value": ref(logical)}
        name = f"{names.machine(stage, machine)}-failed"
        made[f"{logical}Alarm"] = alarm(name, "AWS/States", "ExecutionsFailed", dimension)
    return made


def on_schedule(stage: str, function: str) -> Template:
    """One alarm for a function that fails, one for a function that is not called any more."""
    name, logical = names.function(stage, function), function_id(function)
    dimension = {"Name": "FunctionName", "Value": name}
    silent = alarm(f"{name}-silent", "AWS/Lambda", "Invocations", dimension)
    silent["Properties"] |= {
        "Statistic": "Sum",
        "Period": 5 * MINUTE,
        "Threshold": 1,
        "ComparisonOperator": "LessThanThreshold",
        "TreatMissingData": "breaching",
    }
    failing = alarm(f"{name}-failing", "AWS/Lambda", "Errors", dimension)
    return {f"{logical}Silent": silent, f"{logical}Failing": failing}


def alarm(name: str, namespace: str, metric: str, dimension: Template, *, above: int = 0) -> Template:
    """Rings when the metric was above this in the last minute."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": name,
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [dimension],
            "Statistic": "Maximum",
            "Period": MINUTE,
            "EvaluationPeriods": 1,
            "Threshold": above,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": [ref(ALARMS_TOPIC)],
        },
    }
