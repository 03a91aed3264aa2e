"""What went wrong, in words that may be logged: type and place, never the message, which may repeat personal data."""

import traceback
from collections.abc import Generator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.foundation import telemetry
from chalicelib.foundation.problems import TooMany, Unavailable
from chalicelib.foundation.table import TRANSIENT

# What AWS services beside DynamoDB answer when they are overloaded or down.
PASSING = TRANSIENT | {"InternalFailure", "InternalError", "RequestThrottled", "ServiceUnavailable", "Throttling"}


def name_of(failure: Exception) -> str:
    """The code of an AWS error, the type of anything else."""
    match failure:
        case ClientError():
            return str(failure.response.get("Error", {}).get("Code") or type(failure).__name__)
        case _:
            return type(failure).__name__


def place_of(failure: Exception) -> list[str]:
    """The last frames of the exception."""
    frames = traceback.extract_tb(failure.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


def may_pass(failure: Exception) -> bool:
    """Whether the same call may succeed later although nobody mends anything: no connection, throttled, AWS down."""
    match failure:
        case BotoCoreError() | Unavailable() | TooMany():
            return True
        case ClientError():
            status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            return status >= 500 or name_of(failure) in PASSING
        case _:
            return False


@contextmanager
def retried_by_the_machine() -> Generator[None]:
    """For task functions: an AWS failure leaves as `Unavailable`, which every Retry of the state machines names.

    A machine knows a failure by its class only, and botocore makes one of its own for each code that a service models.
    """
    try:
        yield
    except (ClientError, BotoCoreError) as failure:
        telemetry.log.warning("aws call failed", extra={"failure": name_of(failure), "where": place_of(failure)})
        raise Unavailable from None
