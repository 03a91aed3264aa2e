"""What stands before the emulator: one request at a time where it is not thread-safe, and the signal of changes."""

import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from local.signal import Signal, Signals

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# Requests that only look; every other one to these services may give the event pump something to do.
LOOKING = ("Get", "Describe", "List", "Query", "Scan", "BatchGet", "TransactGet")
ONE_AT_A_TIME = {"DynamoDB_20120810", "DynamoDBStreams_20120810", "AWSStepFunctions"}


class Front:
    """DynamoDB's transactions and Step Functions' names are only as atomic as the lock held here."""

    def __init__(self, application: Application, signals: Signals) -> None:
        self._application = application
        self._signals = signals
        self._locks = {service: threading.Lock() for service in ("dynamodb", "states")}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        service, _, action = str(environ.get("HTTP_X_AMZ_TARGET", "")).partition(".")
        with ExitStack() as held:
            if signal := self._changed(environ, service, action):
                held.enter_context(signal.change())
            if service in ONE_AT_A_TIME:
                held.enter_context(self._locks["states" if service == "AWSStepFunctions" else "dynamodb"])
            return self._application(environ, start_response)

    def _changed(self, environ: Environ, service: str, action: str) -> Signal | None:
        if action.startswith(LOOKING):
            return None
        match service:
            case "DynamoDB_20120810":
                return self._signals.table
            case "AmazonSQS":
                return self._signals.queues if action.startswith("Send") else None
            case "" if environ.get("REQUEST_METHOD") not in {"PUT", "POST"}:
                return None
            case "" if "/functions/" not in str(environ.get("PATH_INFO")):
                return self._signals.queues  # an object put or posted may be announced on a queue
            case _:
                return self._signals.machines  # a function invoked is at work until it has answered
