"""Calls a function as the Lambda runtime does: JSON goes in, JSON or an error object comes out, never an exception."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast
from uuid import uuid4

from chalicelib.foundation.failures import place_of

Handler = Callable[[Any, Any], Any]
log = logging.getLogger("yimen.local")


class Outcome(NamedTuple):
    """`payload` is the function's answer, or Lambda's error object if it failed."""

    payload: Any
    failed: bool

    def failed_items(self) -> set[str]:
        """The identifiers in `{"batchItemFailures": [{"itemIdentifier": …}]}`, the answer to a partly failed batch."""
        payload: object = self.payload
        answer = cast("dict[str, Any]", payload) if isinstance(payload, dict) else {}
        entries: list[dict[str, str]] = answer.get("batchItemFailures") or []
        return {entry.get("itemIdentifier", "") for entry in entries}


class Context:
    """As much of the Lambda context as handlers and Powertools read."""

    def __init__(self, name: str) -> None:
        self.function_name = name
        self.function_version = "$LATEST"
        self.memory_limit_in_mb = 1024
        self.invoked_function_arn = f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
        self.aws_request_id = str(uuid4())

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


class UnknownFunction(LookupError):
    """An event source or a state machine calls a function that the app does not have."""


class Functions:
    """The app's handlers by function name. `calls` counts all calls."""

    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self.handlers = dict(handlers)
        self.calls = 0

    def call(self, name: str, event: Any) -> Outcome:
        """Run the handler on a copy of the event, so that it can change nothing of the caller's."""
        if name not in self.handlers:
            raise UnknownFunction(f"no function {name}; there are {', '.join(sorted(self.handlers))}")
        self.calls += 1
        try:
            answer = self.handlers[name](json.loads(json.dumps(event)), Context(name))
            return Outcome(json.loads(json.dumps(answer)), failed=False)
        except Exception as error:  # noqa: BLE001 - Lambda reports whatever a handler raises
            report(name, error)
            return Outcome({"errorType": type(error).__name__, "errorMessage": str(error)}, failed=True)


def report(name: str, error: Exception) -> None:
    """One line of log; a traceback for each failure of a retried call would hide all else."""
    line = {
        "message": "function failed",
        "function": name,
        "error": type(error).__name__,
        "detail": str(error),
        "at": place_of(error)[-1:],
    }
    log.error(json.dumps(line, ensure_ascii=False))
