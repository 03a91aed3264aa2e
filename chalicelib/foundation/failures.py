"""What went wrong, in words that may be logged: type and place. Never the message, which may quote personal data."""

import traceback
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.foundation import telemetry
from chalicelib.foundation.problems import Problem, TooMany, Unavailable
from chalicelib.foundation.table import TRANSIENT

TOO_MANY = 429
# What AWS services answer when they are overloaded or down. `TRANSIENT` holds the codes of DynamoDB.
# What they answer when a quota is used up for the moment, or when what is called is being replaced. The same call will
# succeed. Nothing of it is broken, however long it takes, so nobody counts such failures.
PASSING = {
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "ExecutionLimitExceeded",
    "LimitExceededException",
    "OverLimit",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "StateMachineDeleting",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "TooManyRequestsException",
}
TEMPORARY = TRANSIENT | PASSING | {"InternalFailure", "InternalError", "ServiceUnavailable"}


def name_of(failure: Exception) -> str:
    """The code of an AWS error; of anything else the name of its type."""
    match failure:
        case ClientError():
            return str(failure.response.get("Error", {}).get("Code") or type(failure).__name__)
        case _:
            return type(failure).__name__


def place_of(failure: Exception) -> list[str]:
    """Where the exception was raised: its last frames, as `file:line function`."""
    frames = traceback.extract_tb(failure.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


def told(failure: Exception) -> dict[str, Any]:
    """The fields of a line of the log."""
    return {"failure": name_of(failure), "where": place_of(failure)}


def is_passing(failure: Exception) -> bool:
    """Whether AWS has only no room for the call at the moment."""
    if not isinstance(failure, ClientError):
        return False
    status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    # SQS writes some of its codes with the name of the service before them.
    return status == TOO_MANY or name_of(failure).removeprefix("AWS.SimpleQueueService.") in PASSING


def is_temporary(failure: Exception) -> bool:
    """Whether the same call may succeed later although nobody mends anything: no connection, throttled, AWS down."""
    match failure:
        case BotoCoreError() | Unavailable() | TooMany():
            return True
        case ClientError():
            status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            return status >= 500 or name_of(failure) in TEMPORARY or is_passing(failure)
        case _:
            return False


class TaskFailed(Exception):
    """A task function met a fault that no retry mends. Its text is the type of the fault and no word of its message."""


@contextmanager
def told_to_the_machine() -> Generator[None]:
    """For task functions: raise `Unavailable` instead of an AWS error, and `TaskFailed` instead of a bug.

    A state machine knows an error by the name of its class only. botocore makes a class of its own for each error code,
    so the machines cannot name them all: every Retry of them names `Unavailable`. The text of an error stands in the
    history of the execution and in the log of the function, and that of a bug may quote personal data.
    """
    try:
        yield
    except (ClientError, BotoCoreError) as failure:
        telemetry.log.warning("aws call failed", extra=told(failure))
        raise Unavailable from None
    except (Problem, TaskFailed):
        raise
    except Exception as bug:  # noqa: BLE001 - whatever the bug is, its words must not reach the history
        telemetry.log.error("task failed", extra=told(bug))
        raise TaskFailed(name_of(bug)) from None
