"""A system of somebody else that answers signed JSON, at an address of its own: the hall reaches it over HTTP."""

import json
from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, TypeVar, cast

from local.web_server import STOP_POLL

SLOWEST_SENDER = 5.0  # seconds


class Peer(ThreadingHTTPServer, ABC):
    """Listens on a free port of 127.0.0.1, and takes bodies of `most_bytes`."""

    daemon_threads = True
    path = "/"
    most_bytes = 4096

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def host_port(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host_port}{self.path}"

    @abstractmethod
    def answer(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, Mapping[str, Any]]:
        """The status and the JSON."""


class Handler(BaseHTTPRequestHandler):
    timeout = SLOWEST_SENDER

    def do_POST(self) -> None:
        peer = cast(Peer, self.server)
        length = int(self.headers.get("Content-Length") or 0)
        if length > peer.most_bytes:
            self.send_error(413)
            return
        status, told = peer.answer(self.rfile.read(length), dict(self.headers.items()))
        body = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the standard library
        """Say nothing: a query names people, and the console shows what a peer does."""


P = TypeVar("P", bound=Peer)


@contextmanager
def serving(peer: P) -> Generator[P]:
    """The peer answers until the end of the block."""
    with peer:
        thread = Thread(target=peer.serve_forever, args=(STOP_POLL,), daemon=True, name=type(peer).__name__)
        thread.start()
        try:
            yield peer
        finally:
            peer.shutdown()
            thread.join()
