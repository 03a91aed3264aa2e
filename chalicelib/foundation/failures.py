"""What went wrong, in words that may be logged: type and place. Never the message, which may quote personal data."""

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

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


def name_of(failure: BaseException) -> str:
    """The code of an AWS error; of anything else the name of its type."""
    match failure:
        case ClientError():
            return str(failure.response.get("Error", {}).get("Code") or type(failure).__name__)
        case _:
            return type(failure).__name__


def place_of(failure: BaseException) -> list[str]:
    """Where the exception was raised: its last frames, as `file:line function`."""
    frames = traceback.extract_tb(failure.__traceback__)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


def told(failure: BaseException) -> dict[str, Any]:
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


class Wordless(Exception):
    """An exception whose text is ours alone and quotes nothing: it may leave a function."""


class TaskFailed(Wordless):
    """A function met a fault that no retry mends. Its text is the type of the fault and no word of its message."""


Handler = TypeVar("Handler", bound=Callable[..., Any])
# The partition of a case or of a department's endpoint. Whatever else stands where one belongs is not logged.
OWNER = re.compile(r"[A-Z]+#([a-z2-7]{26}|[0-9]{6,12}#[a-z][a-z0-9_]{0,31})")
# A panic of a library in Rust (pydantic, cryptography) is no `Exception`, and its text may quote what was read.
PANICS = "pyo3_runtime"


def boundary(handler: Handler) -> Handler:
    """For every Lambda function: no exception leaves it with words that a person typed or that a row holds.

    Lambda writes the text of what a function raises into the log, and Step Functions into the history of the execution.
    So the log gets type, place and ids, and what leaves is `Unavailable` for an error of AWS, or else `TaskFailed`.
    A state machine knows an error by the name of its class only. botocore makes a class of its own for each error code,
    so the machines cannot name them all: every Retry of them names `Unavailable`.
    """

    @wraps(handler)
    def bounded(*given: Any, **named: Any) -> Any:
        try:
            return handler(*given, **named)
        except Wordless:
            raise
        except Exception as failure:  # noqa: BLE001 - whatever it is, its words must not leave
            _log(handler.__name__, failure, given)
            raise _without_words(failure) from None
        except BaseException as panic:  # a panic of Rust code is no Exception, and its words must not leave either
            if type(panic).__module__ != PANICS:
                raise  # the process is ending
            _log(handler.__name__, panic, given)
            raise TaskFailed(type(panic).__name__) from None

    bounded.__dict__["boundary"] = True
    return cast(Handler, bounded)


def is_bounded(handler: object) -> bool:
    """Whether `boundary` stands around this handler."""
    return getattr(handler, "boundary", False) is True


def _without_words(failure: Exception) -> Exception:
    match failure:
        case ClientError() | BotoCoreError() | Unavailable() | TooMany():
            return Unavailable()
        case Problem():
            return TaskFailed(f"{type(failure).__name__} {failure.code}")
        case _:
            return TaskFailed(name_of(failure))


def _log(function: str, failure: BaseException, given: Sequence[Any]) -> None:
    temporary = isinstance(failure, Exception) and is_temporary(failure)
    write = telemetry.log.warning if temporary else telemetry.log.error
    write("function failed", extra={"function": function, **told(failure), **_ids(given)})


def _ids(given: Sequence[Any]) -> dict[str, Any]:
    """For what a state machine has called the function; ids, and nothing else that stands in the event."""
    if not given or not isinstance(given[0], Mapping):
        return {}
    event = cast("Mapping[str, Any]", given[0])
    owner, generation = event.get("owner"), event.get("generation")
    ids: dict[str, Any] = {"owner": owner} if isinstance(owner, str) and OWNER.fullmatch(owner) else {}
    return ids | ({"generation": generation} if isinstance(generation, int) else {})
