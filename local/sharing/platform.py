"""Answers queries for certificates: checks the signature, and gives a sample, or what it was told to do instead.

SYNTHETIC: it knows nobody, and has a one-page sample for everybody.
"""

import base64
import json
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Literal, cast, get_args

from standardwebhooks import Webhook, WebhookVerificationError

from local.web_server import STOP_POLL

Behaviour = Literal["found", "no_record", "refused", "expired", "broken", "slow", "fails"]
BEHAVIOURS: tuple[Behaviour, ...] = get_args(Behaviour)
MOST_BYTES = 64 * 1024
SLOWEST_SENDER = 5.0  # seconds
ISSUER = "阳江市政务服务数据管理局（演示）"
EXPIRED_ON = "2020-01-01"
SAMPLE = (
    b"%PDF-1.7\n"
    b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \n"
    b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n"
)


class SharingPeer(ThreadingHTTPServer):
    """Listens on a free port of 127.0.0.1. `behaviour` has what it does with a kind of certificate, by its name;
    `otherwise` is what it does with all others. `queries` keeps what it was asked. `slow_seconds` is how long it waits
    before a slow answer.
    """

    daemon_threads = True

    def __init__(self, secret: str, slow_seconds: float = 30.0) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour: dict[str, Behaviour] = {}
        self.otherwise: Behaviour = "found"
        self.queries: list[dict[str, Any]] = []
        self.slow_seconds = slow_seconds
        self._webhook = Webhook(secret)

    @property
    def host_port(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host_port}/query"

    def answer(self, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        try:
            query = cast("dict[str, Any]", self._webhook.verify(body, headers))
        except WebhookVerificationError:
            return 401, {}
        self.queries.append(query)
        does = self.behaviour.get(query["certificate"], self.otherwise)
        match does:
            case "fails":
                return 503, {}
            case "no_record" | "refused":
                return 200, {"id": query["id"], "result": does}
            case "slow":
                time.sleep(self.slow_seconds)
            case _:
                pass
        return 200, {"id": query["id"], "result": "found", "record": record(does)}


def record(does: Behaviour) -> dict[str, Any]:
    content = SAMPLE if does != "broken" else b"no document at all"
    expires = {"valid_until": EXPIRED_ON} if does == "expired" else {}
    encoded = base64.b64encode(content).decode()
    return {"issuer": ISSUER, "content_type": "application/pdf", "content": encoded, **expires}


class Handler(BaseHTTPRequestHandler):
    timeout = SLOWEST_SENDER

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            self.send_error(413)
            return
        peer = cast("SharingPeer", self.server)
        status, told = peer.answer(self.rfile.read(length), dict(self.headers.items()))
        body = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the standard library
        """Say nothing: a query names people."""


@contextmanager
def serving(secret: str, slow_seconds: float = 30.0) -> Generator[SharingPeer]:
    """The peer, until the end of the block."""
    with SharingPeer(secret, slow_seconds) as peer:
        thread = Thread(target=peer.serve_forever, args=(STOP_POLL,), daemon=True, name="sharing")
        thread.start()
        try:
            yield peer
        finally:
            peer.shutdown()
            thread.join()
