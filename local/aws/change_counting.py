"""Counts what may give the event pump something to do: requests that write, and messages that reach a queue."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from local.aws.changes import ChangeCounter, Changes
from local.aws.patching import replaced

# Actions that begin so change nothing.
READING = ("Get", "Describe", "List", "Query", "Scan", "BatchGet", "TransactGet")


class RequestCounting:
    """WSGI middleware before moto: counts requests that write to a table, and those to machines and functions."""

    def __init__(self, application: WSGIApplication, changes: Changes) -> None:
        self._application = application
        self._changes = changes

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        counter = self._counter(environ)
        if counter is None:
            return self._application(environ, start_response)
        with counter.change():
            return self._application(environ, start_response)

    def _counter(self, environ: WSGIEnvironment) -> ChangeCounter | None:
        service, _, action = str(environ.get("HTTP_X_AMZ_TARGET", "")).partition(".")
        if action.startswith(READING):
            return None
        if service == "DynamoDB_20120810":
            return self._changes.table
        # An invocation of a function counts as a change under way until the function has answered.
        if service == "AWSStepFunctions" or "/functions/" in str(environ.get("PATH_INFO")):
            return self._changes.machines
        return None


def counted_messages(changes: Changes) -> AbstractContextManager[None]:
    """For the time of the block moto counts each message that reaches a queue, from S3 and of its own as well."""

    def make(original: Any) -> Any:
        def add_message(self: Any, message: Any) -> None:
            with changes.queue(self.name).change():
                original(self, message)

        return add_message

    return replaced("moto.sqs.models", "Queue", "add_message", make, takes=("self", "message"))
