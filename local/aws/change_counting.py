"""WSGI middleware before moto: counts each request that may give the event pump something to do."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from local.aws.changes import ChangeCounter, Changes

# Actions that begin so change nothing.
READING = ("Get", "Describe", "List", "Query", "Scan", "BatchGet", "TransactGet")


class ChangeCounting:
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
        """The counter of what the request changes. Requests of S3 and Lambda name no service in a header."""
        service, _, action = str(environ.get("HTTP_X_AMZ_TARGET", "")).partition(".")
        if action.startswith(READING):
            return None
        match service:
            case "DynamoDB_20120810":
                return self._changes.table
            case "AmazonSQS":
                return self._changes.queues if action.startswith("Send") else None
            case "" if environ.get("REQUEST_METHOD") not in {"PUT", "POST"}:
                return None
            case "" if "/functions/" not in str(environ.get("PATH_INFO")):
                return self._changes.queues  # S3 sends an event for a new object to a queue
            case _:
                return self._changes.machines  # an invocation counts as a change until the function has answered
