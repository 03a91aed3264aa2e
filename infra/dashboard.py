"""The one dashboard: what comes in, what fails, what waits, what is parked, what is throttled, what costs."""

import json

from chalicelib.foundation import names
from infra.functions import FUNCTIONS
from infra.logical import Template, sub

WIDTH, HEIGHT = 12, 6
Metric = list[object]


def resources(stage: str) -> Template:
    body = {"widgets": [placed(number, *widget) for number, widget in enumerate(widgets(stage))]}
    name = f"{names.APP}-{stage}"
    return {
        "Dashboard": {
            "Type": "AWS::CloudWatch::Dashboard",
            "Properties": {"DashboardName": name, "DashboardBody": sub(json.dumps(body, ensure_ascii=False))},
        }
    }


def widgets(stage: str) -> list[tuple[str, str, list[Metric]]]:
    """Title, statistic, metrics."""
    api: Metric = ["ApiName", f"{names.APP}-{stage}", "Stage", stage]
    functions = [names.function(stage, row.name) for row in FUNCTIONS]
    own = [part for pair in names.metric_dimensions(stage).items() for part in pair]
    table: Metric = ["TableName", names.table(stage)]
    queues = [names.queue(stage, queue) for queue in names.QUEUES]
    dead = [names.dead_letters(stage, queue) for queue in names.QUEUES]
    dead.append(names.queue(stage, names.STREAM_FAILURES_QUEUE))
    machines = [
        "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:" + names.machine(stage, machine)
        for machine in names.MACHINES
    ]
    dispatcher = names.function(stage, names.DISPATCH_OUTBOX)
    return [
        ("请求 requests", "Sum", [["AWS/ApiGateway", name, *api] for name in ("Count", "4XXError", "5XXError")]),
        (
            "请求用时 latency (ms)",
            "p95",
            [["AWS/ApiGateway", name, *api] for name in ("Latency", "IntegrationLatency")],
        ),
        ("函数失败 errors", "Sum", [["AWS/Lambda", "Errors", "FunctionName", name] for name in functions]),
        ("函数限流 throttles", "Sum", [["AWS/Lambda", "Throttles", "FunctionName", name] for name in functions]),
        ("流的滞后 stream age (ms)", "Maximum", [["AWS/Lambda", "IteratorAge", "FunctionName", dispatcher]]),
        ("队列等待 queue age (s)", "Maximum", [age(name) for name in queues]),
        ("死信 dead letters", "Maximum", [visible(name) for name in dead]),
        ("停放 parked and held", "Maximum", [[names.METRICS, metric, *own] for metric in names.COUNTED]),
        ("在途流程 open executions", "Maximum", [["AWS/States", "OpenExecutionCount"]]),
        ("流程 executions", "Sum", [running(name, machine) for machine in machines for name in EXECUTIONS]),
        ("表限流 table throttles", "Sum", [["AWS/DynamoDB", name, *table] for name in THROTTLED]),
        ("用量 what costs", "Sum", [["AWS/DynamoDB", name, *table] for name in CONSUMED]),
        ("调用次数 invocations", "Sum", [["AWS/Lambda", "Invocations", "FunctionName", name] for name in functions]),
        (
            "同时运行 concurrency",
            "Maximum",
            [["AWS/Lambda", "ConcurrentExecutions", "FunctionName", name] for name in functions],
        ),
    ]


EXECUTIONS = ("ExecutionsStarted", "ExecutionsFailed", "ExecutionThrottled")
THROTTLED = ("ReadThrottleEvents", "WriteThrottleEvents")
CONSUMED = ("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits")


def age(queue: str) -> Metric:
    return ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue]


def visible(queue: str) -> Metric:
    return ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]


def running(metric: str, machine: str) -> Metric:
    return ["AWS/States", metric, "StateMachineArn", machine]


def placed(number: int, title: str, statistic: str, metrics: list[Metric]) -> Template:
    return {
        "type": "metric",
        "x": number % 2 * WIDTH,
        "y": number // 2 * HEIGHT,
        "width": WIDTH,
        "height": HEIGHT,
        "properties": {
            "title": title,
            "stat": statistic,
            "period": 60,
            "region": "${AWS::Region}",
            "metrics": metrics,
            "view": "timeSeries",
        },
    }
