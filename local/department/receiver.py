"""The receiving end of a callback: verify, take note, answer at once. The work comes after the answer."""

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
    """A genuine callback; `repeated` when its id had come before."""

    message_id: str
    task_id: str
    event: dict[str, Any]
    repeated: bool


class TaskRef(BaseModel):
    task_id: str


class TaskOpened(BaseModel):
    """What the department reads of the CloudEvent."""

    id: str
    type: str
    data: TaskRef


class Receiver(ThreadingHTTPServer):
    """`take` is called once per message id, and must return at once."""

    daemon_threads = False  # so that server_close waits for the answers under way

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
        """The status to answer with: 401 for what the secret did not sign, 400 for what is no such event."""
        try:
            event = self._webhook.verify(body, headers)
            opened = TaskOpened.model_validate(event)
        except WebhookVerificationError:
            return 401
        except (ValidationError, ValueError):
            return 400
        with self._lock:
            fresh = opened.id not in self._seen
            received = Received(opened.id, opened.data.task_id, event, repeated=not fresh)
            self.received.append(received)
            taken = self.answer_with < 300
            if taken:
                self._seen.add(opened.id)
        if fresh and taken:
            self._take(received)
        return self.answer_with

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the base class's signature
        """One line for a sender that hangs up before its answer: it will come again."""
        log.warning(json.dumps({"message": "callback cut short", "error": type(sys.exception()).__name__}))


class Handler(BaseHTTPRequestHandler):
    """POST to the receiver's path and nothing else."""

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
        """Quiet: `received` tells what came."""
