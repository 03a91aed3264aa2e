"""Faults let in where a real botocore client meets the wire: what the watched clients in memory are compared with."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from moto import mock_aws
from moto.core.models import botocore_stubber

from chalicelib.foundation.platform import CLIENT
from proofs.faults.calls import Died, Kind

CODES = {
    "throttled": (400, "ThrottlingException"),
    "broken": (500, "InternalServerError"),
    "conflict": (400, "TransactionCanceledException"),
}
S3_CODES = {"throttled": (503, "SlowDown"), "broken": (500, "InternalError")}


class Body(BytesIO):
    """A response body as botocore reads one."""

    def stream(self) -> Iterator[bytes]:
        yield self.read()


@dataclass
class Wire:
    """While there is a `kind`, requests go wrong: the next one, or all if it is `lasting`. `struck` counts them."""

    kind: Kind | None = None
    lasting: bool = False
    struck: int = 0
    slept: list[float] = field(default_factory=list[float])

    def attach(self, client: Any) -> Any:
        client.meta.events.register_first("before-send", self.before_send)
        client.meta.events.register_last("before-send", emulator_back)
        client.meta.events.register("after-call", self.after_call)
        return client

    def due(self) -> bool:
        if self.kind is None or (self.struck and not self.lasting):
            return False
        self.struck += 1
        return True

    def before_send(self, event_name: str, request: Any, **rest: Any) -> Any:
        if self.kind == "dies after" or not self.due():
            return None
        match self.kind:
            case "dies before":
                raise Died
            case "unanswered":
                botocore_stubber(event_name, request, **rest)
                raise ReadTimeoutError(endpoint_url=request.url)
            case _:
                botocore_stubber.enabled = False  # it would see the request next and act on it
                return response(event_name.split(".")[1], self.kind or "", request)

    def after_call(self, **_: Any) -> None:
        if self.kind == "dies after" and self.due():
            raise Died


def emulator_back(**_: Any) -> None:
    botocore_stubber.enabled = True


def response(service: str, kind: str, request: Any) -> AWSResponse:
    """What AWS answers, in the writing of each service."""
    if service == "s3":
        status, code = S3_CODES[kind]
        body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>injected</Message></Error>".encode()
        return AWSResponse(request.url, status, {"content-type": "application/xml"}, Body(body))  # pyright: ignore[reportArgumentType]
    status, code = CODES[kind]
    document: dict[str, Any] = {"__type": f"com.amazonaws#{code}", "message": "injected"}
    writes = json.loads(request.body).get("TransactItems") if kind == "conflict" else None
    if writes:
        document["CancellationReasons"] = [{"Code": "TransactionConflict"} for _ in writes]
    elif kind == "conflict":
        document["__type"] = "com.amazonaws#TransactionConflictException"
    headers = {"content-type": "application/x-amz-json-1.0"}
    return AWSResponse(request.url, status, headers, Body(json.dumps(document).encode()))  # pyright: ignore[reportArgumentType]


@contextmanager
def emulated(wire: Wire) -> Iterator[Any]:
    """Clients by service, with the app's own patience, on an emulator; waiting takes no time."""
    with mock_aws(), patch("botocore.endpoint.time", SimpleNamespace(sleep=wire.slept.append)):
        yield lambda service: wire.attach(session().client(service, config=CLIENT))


@cache
def session() -> boto3.Session:
    """One for all, as each reads the service models anew."""
    return boto3.Session("testing", "testing", region_name="us-east-1")
