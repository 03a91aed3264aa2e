"""AWS calls of this process reach moto without a socket: its WSGI application is called in the caller's thread.

A connection, a thread and two parsers of HTTP for each call would take a fifth of the time of a case. Browsers, moto
itself and other processes still reach moto over HTTP.
"""

import io
import sys
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit
from wsgiref.types import WSGIApplication, WSGIEnvironment

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse

UNPREFIXED = {"CONTENT_TYPE", "CONTENT_LENGTH"}  # headers that WSGI knows without HTTP_


class DirectCalls:
    """`close` sends later calls over HTTP again, where nobody answers them any more."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application: WSGIApplication | None = application

    def close(self) -> None:
        self._application = None

    def attach(self, session: boto3.Session) -> None:
        """Clients that this session makes from now on call moto directly."""
        session.events.register("before-send", self._answer)  # pyright: ignore[reportArgumentType, reportUnknownMemberType]

    def _answer(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse | None:
        """What botocore takes for the answer to the request; None lets it send the request itself."""
        if self._application is None:
            return None
        status, headers = "", dict[str, str]()

        def start_response(told: str, given: list[tuple[str, str]], exc_info: Any = None) -> Any:  # noqa: ARG001
            nonlocal status
            status = told
            headers.update(given)

        content = collected(self._application(environment_of(request), start_response))
        return AWSResponse(request.url, int(status[:3]), headers, Body(content))  # pyright: ignore[reportArgumentType]


class Body(io.BytesIO):
    """The part of urllib3's response that botocore reads."""

    def stream(self, **_: Any) -> Iterable[bytes]:
        yield self.read()


def collected(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()


def environment_of(request: AWSPreparedRequest) -> WSGIEnvironment:
    """The WSGI environment that moto's server would make of the request."""
    address, body = urlsplit(request.url), content_of(request.body)
    target = f"{address.path}?{address.query}" if address.query else address.path
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(address.path, "latin-1"),
        "QUERY_STRING": address.query,
        "REQUEST_URI": target,
        "RAW_URI": target,
        "REMOTE_ADDR": address.hostname,
        "SERVER_NAME": address.hostname,
        "SERVER_PORT": str(address.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": address.netloc,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in UNPREFIXED else f"HTTP_{key}"] = value.decode() if isinstance(value, bytes) else value
    return environ


def content_of(body: Any) -> bytes:
    match body:
        case None:
            return b""
        case str():
            return body.encode()
        case bytes() | bytearray():
            return bytes(body)
        case _:
            return body.read()
