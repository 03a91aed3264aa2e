"""Which function is fed by which source: read from the Chalice app, with the settings that our template adds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chalice.app import Chalice, DynamoDBEventConfig, ScheduledEventConfig, SQSEventConfig

from infra.logical import function_id, pascal
from local.cloudformation.loader import Loaded, LoadError
from local.lambda_.event_filter import Pattern, patterns

STREAM_SETTINGS = {
    "Stream",
    "FilterCriteria",
    "FunctionResponseTypes",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "DestinationConfig",
    "ParallelizationFactor",  # here one batch at a time is handled, and each queue has one reader
}
QUEUE_SETTINGS = {"Queue", "FunctionResponseTypes", "ScalingConfig"}
# What a whole template says besides, where Chalice has written it. Other values are not imitated here.
ONLY = {"StartingPosition": "LATEST", "MaximumBatchingWindowInSeconds": 0}
RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class StreamSource:
    """A DynamoDB stream. `retries` come after the first try; `failures` is the ARN of the queue for what fails."""

    function: str
    stream: str
    batch_size: int
    filters: list[Pattern] = field(default_factory=list[Pattern])
    partial: bool = False
    bisect: bool = False
    retries: int = 10_000
    failures: str | None = None


@dataclass(frozen=True)
class QueueSource:
    """An SQS queue by its ARN."""

    function: str
    queue: str
    batch_size: int
    partial: bool = False


class Schedule(NamedTuple):
    """A function called every so many seconds."""

    function: str
    seconds: float


@dataclass(frozen=True)
class Sources:
    """All sources of an app."""

    streams: list[StreamSource]
    queues: list[QueueSource]
    schedules: list[Schedule]


def sources(app: Chalice, loaded: Loaded) -> Sources:
    """Raises `LoadError` for a source that the event pump cannot read, or a setting that it does not apply."""
    found = Sources([], [], [])
    for source in app.event_sources:
        match source:
            case DynamoDBEventConfig():
                found.streams.append(stream_source(source, loaded))
            case SQSEventConfig():
                found.queues.append(queue_source(source, loaded))
            case ScheduledEventConfig():
                found.schedules.append(Schedule(source.name, seconds_of(source, loaded)))
            case _:
                raise LoadError(f"{source.name}: the local stack does not feed {type(source).__name__}")
    check_all_used(found, loaded)
    return found


def check_all_used(found: Sources, loaded: Loaded) -> None:
    """Raises `LoadError` for settings of a function without an event source: here and on AWS they apply to nothing."""
    fed = {function_id(source.function) for source in (*found.streams, *found.queues, *found.schedules)}
    for logical, properties in loaded.properties.items():
        if "Events" in properties and logical not in fed:
            raise LoadError(f"{logical}: the app has no event source for the mapping in the template")


def stream_source(source: DynamoDBEventConfig, loaded: Loaded) -> StreamSource:
    merged = mapping(source.name, "Dynamodb", STREAM_SETTINGS, loaded)
    criteria = merged.get("FilterCriteria", {"Filters": []})
    failures = merged.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination")
    return StreamSource(
        function=source.name,
        stream=merged.get("Stream", source.stream_arn),
        batch_size=merged.get("BatchSize", source.batch_size),
        filters=patterns(entry["Pattern"] for entry in criteria["Filters"]),
        partial=is_partial(merged),
        bisect=merged.get("BisectBatchOnFunctionError", False),
        retries=merged.get("MaximumRetryAttempts", 10_000),
        failures=failures,
    )


def queue_source(source: SQSEventConfig, loaded: Loaded) -> QueueSource:
    merged = mapping(source.name, "Sqs", QUEUE_SETTINGS, loaded)
    queue = merged.get("Queue") or source.queue_arn or arn_by_name(source, loaded)
    batch_size = merged.get("BatchSize", source.batch_size)
    return QueueSource(source.name, queue, batch_size, partial=is_partial(merged))


def arn_by_name(source: SQSEventConfig, loaded: Loaded) -> str:
    for attributes in loaded.attributes.values():
        if attributes.get("QueueName") == source.queue:
            return attributes["Arn"]
    raise LoadError(f"{source.name}: there is no queue {source.queue}")


def mapping(function: str, kind: str, applied: set[str], loaded: Loaded) -> Mapping[str, Any]:
    """The settings that the template adds to this function's event source, which Chalice names."""
    expected = f"{pascal(function)}{kind}EventSource"
    merged = event(function, expected, loaded)
    for name in merged.keys() - applied - ONLY.keys() - {"BatchSize"}:
        raise LoadError(f"{expected}: the local stack does not know the setting {name}")
    for name, value in ONLY.items():
        if merged.get(name, value) != value:
            raise LoadError(f"{expected}: the local stack knows {name} {value} only, not {merged[name]}")
    return merged


def event(function: str, expected: str, loaded: Loaded) -> Mapping[str, Any]:
    """The settings of the one event that a function may have. Raises `LoadError` for others."""
    events = loaded.properties.get(function_id(function), {}).get("Events", {})
    for name in events.keys() - {expected}:
        raise LoadError(f"{function_id(function)}: Chalice makes {expected}, so {name} would be merged over nothing")
    return events.get(expected, {}).get("Properties", {})


def is_partial(merged: Mapping[str, Any]) -> bool:
    return "ReportBatchItemFailures" in merged.get("FunctionResponseTypes", [])


def seconds_of(source: ScheduledEventConfig, loaded: Loaded) -> float:
    merged = event(source.name, f"{pascal(source.name)}Event", loaded)
    expression = merged.get("Schedule", source.schedule_expression)
    text = expression if isinstance(expression, str) else expression.to_string()
    found = RATE.fullmatch(text)
    if not found:
        raise LoadError(f"{source.name}: the local stack only knows rate(…), not {text}")
    return int(found[1]) * SECONDS[found[2]]
