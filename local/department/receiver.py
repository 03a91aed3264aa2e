"""Receives callbacks: checks the signature, takes note and answers at once. The work on the task comes later."""

import json
import logging
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any, NamedTuple, cast

from pydantic import BaseModel, ValidationError
from standardwebhooks import Webhook, WebhookVerificationError

log = logging.getLogger("yimen.local")
MOST_BYTES = 64 * 1024
SLOWEST_SENDER = 5.0  # seconds


class Received(NamedTuple):
    """A callback with a valid signature; `repeated` if one with the same id came before. `task_id` is empty for an
    event that is about no task: the test of a callback.
    """

    message_id: str
    task_id: str
    event: dict[str, Any]
    repeated: bool

    @property
    def happened(self) -> str:
        """What the event tells, such as `task.opened`, without the namespace of the place."""
        return ".".join(self.event["type"].rsplit(".", 2)[1:])


class Data(BaseModel):
    task_id: str = ""


class Event(BaseModel):
    """The members of the CloudEvent that a department needs."""

    id: str
    type: str
    data: Data


class Receiver(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1. `take` is called once for each message id, before the answer."""

    daemon_threads = False  # `server_close` waits until the answers under way are sent

    def __init__(self, secret: str, path: str, take: Callable[[Received], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.path = path
        self.answer_with = 202
        self.received: list[Received] = []
        self._webhook = Webhook(secret)
        self._take = take
        self._seen: set[str] = set()
        self._lock = Lock()

    def receive(self, body: bytes, headers: dict[str, str]) -> int:
        """The status to answer with: 401 for a signature of another secret, 400 for any other kind of event."""
        try:
            event = self._webhook.verify(body, headers)
            told = Event.model_validate(event)
        except WebhookVerificationError:
            return 401
        except (ValidationError, ValueError):
            return 400
        with self._lock:
            fresh = told.id not in self._seen
            received = Received(told.id, told.data.task_id, event, repeated=not fresh)
            self.received.append(received)
            taken = self.answer_with < 300
            if taken:
                self._seen.add(told.id)
        if fresh and taken:
            self._take(received)
        return self.answer_with

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the base class's signature
        """One line, not a traceback, for a sender that closes the connection before its answer: it will try again."""
        log.warning(json.dumps({"message": "callback cut short", "error": type(sys.exception()).__name__}))


class Handler(BaseHTTPRequestHandler):
    """Answers a POST to the receiver's path, and 404 to one elsewhere."""

    timeout = SLOWEST_SENDER

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != self._receiver.path:
            return self._answer(404)
        if not length.isdigit():
            return self._answer(411)
        if int(length) > MOST_BYTES:
            return self._answer(413)
        return self._answer(self._receiver.receive(self.rfile.read(int(length)), dict(self.headers.items())))

    @property
    def _receiver(self) -> Receiver:
        return cast(Receiver, self.server)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """No line per request: `received` has them."""
