"""WSGI middleware before moto: DynamoDB and Step Functions, not thread-safe in moto, do one request at a time.

Without it transactions would not be atomic, and one name could start two executions.
"""

import threading
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class RequestLocks:
    """A table and its stream share a lock; state machines have one of their own, since their tasks use the table."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        tables, machines = threading.Lock(), threading.Lock()
        self._locks = {
            "DynamoDB_20120810": tables,
            "DynamoDBStreams_20120810": tables,
            "AWSStepFunctions": machines,
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        service = str(environ.get("HTTP_X_AMZ_TARGET", "")).partition(".")[0]
        if service not in self._locks:
            return self._application(environ, start_response)
        with self._locks[service]:
            return self._application(environ, start_response)
