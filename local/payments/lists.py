"""Serves the simulator's list of a day, to whoever signs the request; it can do what a real provider does on a bad day.

It listens for itself, as the hall reaches a provider through the guard of addresses.
"""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, cast

from standardwebhooks import Webhook, WebhookVerificationError

from local.payments.simulator import SECRET, Simulator
from local.web_server import STOP_POLL

MOST_BYTES = 4096
SLOWEST_SENDER = 5.0  # seconds


def answer(simulator: Simulator, body: bytes, headers: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    """The status and the list."""
    try:
        asked = cast("dict[str, Any]", Webhook(SECRET).verify(body, dict(headers)))
    except WebhookVerificationError:
        return 401, {}
    match simulator.lists:
        case "fails":
            return 503, {}
        case "late":
            return 404, {}
        case _:
            return 200, {"id": asked["id"], "day": asked["day"], "payments": simulator.listed(asked["day"])}


class ListServer(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1."""

    daemon_threads = True

    def __init__(self, simulator: Simulator) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.simulator = simulator

    @property
    def host_port(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host_port}/days"


class Handler(BaseHTTPRequestHandler):
    timeout = SLOWEST_SENDER

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.send_error(413)
            return
        server = cast("ListServer", self.server)
        status, told = answer(server.simulator, self.rfile.read(length), dict(self.headers.items()))
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the standard library
        """Say nothing: the console shows what it does."""


@contextmanager
def listing(simulator: Simulator) -> Generator[ListServer]:
    """The server, until the end of the block."""
    with ListServer(simulator) as server:
        thread = Thread(target=server.serve_forever, args=(STOP_POLL,), daemon=True, name="payment lists")
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
