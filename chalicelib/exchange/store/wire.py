"""One POST to a pinned address: no redirect is followed, nothing is retried, and it ends within 5 seconds."""

import socket
import ssl
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from http.client import HTTPConnection, HTTPException
from threading import Event, Timer
from typing import NamedTuple

from chalicelib.exchange.store.guard import Target

CONNECT_SECONDS = 2.0
SECONDS = 5.0
READ_BYTES = 64 * 1024
KEPT_BYTES = 2000  # of the body, for the record of a test


class Reply(NamedTuple):
    """The HTTP status of the answer, the seconds of its Retry-After header, and the beginning of its body."""

    status: int
    retry_after: int | None = None
    body: bytes = b""


class Request(NamedTuple):
    """What is sent, and how many bytes of the answer are kept."""

    body: bytes
    headers: Mapping[str, str]
    kept: int = KEPT_BYTES


class Unreachable(Exception):
    """There was no answer. `code` tells why: connect_failed, tls_failed, timeout or bad_response."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def post(
    target: Target,
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float = SECONDS,
    kept: int = KEPT_BYTES,
) -> Reply:
    """Send the request to `address`. The name in TLS and HTTP is `target.host`. Raises Unreachable.

    `kept` is how many bytes of the answer are returned; an answer that is longer is cut.
    """
    started = time.monotonic()
    try:
        raw = socket.create_connection((address, target.port), timeout=min(CONNECT_SECONDS, seconds))
    except TimeoutError:
        raise Unreachable("timeout") from None
    except OSError:
        raise Unreachable("connect_failed") from None
    try:
        with cut_after(raw, started + seconds - time.monotonic()) as was_cut:
            return _exchange(raw, target, Request(body, headers, kept), was_cut)
    except (OSError, HTTPException) as failure:
        raise Unreachable(_why(failure, time.monotonic() - started >= seconds)) from None


@contextmanager
def cut_after(connection: socket.socket, seconds: float) -> Generator[Event]:
    """Shut the connection down after so many seconds. The timeout of a socket alone would start anew at each byte.

    The event is set then. The reader needs it, because to the reader the cut looks like an orderly end.
    """
    # A second handle of the connection, because wrapping the socket in TLS detaches the first one.
    handle = connection.dup()
    connection.settimeout(seconds)

    was_cut = Event()

    def cut() -> None:
        was_cut.set()
        with suppress(OSError):
            handle.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield was_cut
    finally:
        timer.cancel()
        timer.join()
        handle.close()
        connection.close()


def _exchange(raw: socket.socket, target: Target, request: Request, was_cut: Event) -> Reply:
    connection = HTTPConnection(target.host, target.port)
    connection.auto_open = 0  # never connect again by itself: that would bypass the guard
    connection.sock = _tls().wrap_socket(raw, server_hostname=target.host) if target.scheme == "https" else raw
    try:
        own = {"Host": target.authority, "Connection": "close"}
        connection.request("POST", target.path, request.body, {**own, **request.headers})
        with connection.getresponse() as response:
            if was_cut.is_set():
                raise TimeoutError
            # Read the body, so that the peer can send it to its end. Only a test shows what it said.
            body = b""
            with suppress(OSError, HTTPException):
                body = response.read(max(READ_BYTES, request.kept))
            return Reply(response.status, _seconds(response.getheader("Retry-After")), body[: request.kept])
    finally:
        connection.close()


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _why(failure: OSError | HTTPException, timed_out: bool) -> str:
    if timed_out or isinstance(failure, TimeoutError):
        return "timeout"
    return "tls_failed" if isinstance(failure, ssl.SSLError) else "bad_response"


def _seconds(header: str | None) -> int | None:
    return int(header) if header and header.isascii() and header.isdigit() and len(header) < 7 else None
