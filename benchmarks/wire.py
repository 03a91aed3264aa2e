"""Real clients of botocore whose requests never leave the process: the services in memory answer them.

So what botocore does for each call (checking, writing, signing, reading) is done and can be measured.
"""

import base64
import io
import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, cast

import boto3
from botocore import xform_name
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

from chalicelib.foundation.platform import Platform
from proofs.kit.world import World


class Raw(io.BytesIO):
    """A body as urllib3 hands it over."""

    def stream(self, amt: int = 1024, **_: Any) -> Iterator[bytes]:
        while block := self.read(amt):
            yield block


class Wire:
    """`spent` are the seconds of processor time in the services in memory, which are no time of botocore."""

    def __init__(self) -> None:
        self.spent = 0.0

    def clients(self, world: World) -> dict[str, Any]:
        """The clients that the platform makes for itself, by the names it has for them."""
        made = Platform(world.platform.settings, session=boto3.Session("testing", "testing", region_name="us-east-1"))
        found: dict[str, tuple[Any, Any]] = {
            "table": (made.table.client, world.dynamo),
            "s3": (made.s3, world.buckets),
            "sqs": (made.sqs, world.queues),
            "sfn": (made.sfn, world.machines),
            "secrets": (made.secrets, world.secrets),
        }
        for client, memory in found.values():
            answer = self._of_bucket if client.meta.service_model.service_name == "s3" else self._of_json
            client.meta.events.register("before-send", answer(memory))
        return {name: client for name, (client, _) in found.items()}

    def _of_json(self, memory: Any) -> Callable[..., AWSResponse]:
        def send(request: Any, event_name: str, **_: Any) -> AWSResponse:
            started = time.thread_time()
            asked = json.loads(request.body, object_hook=_with_bytes)
            try:
                told, status = getattr(memory, _method(event_name))(**asked), 200
            except ClientError as error:
                told, status = _refusal(error), 400
            body = json.dumps(told, default=_plain).encode()
            self.spent += time.thread_time() - started
            return answered(request.url, status, {"content-type": "application/x-amz-json-1.0"}, body)

        return send

    def _of_bucket(self, memory: Any) -> Callable[..., AWSResponse]:
        def send(request: Any, event_name: str, **_: Any) -> AWSResponse:
            started = time.thread_time()
            bucket = request.url.partition("//")[2].partition(".")[0]
            key, _, query = request.url.partition("//")[2].partition("/")[2].partition("?")
            asked: dict[str, Any] = {"Bucket": bucket, "Key": key}
            if query.startswith("versionId="):
                asked["VersionId"] = query.removeprefix("versionId=")
            method = _method(event_name)
            if method == "put_object":
                asked["Body"] = request.body if isinstance(request.body, bytes) else request.body.read()
            told = getattr(memory, method)(**asked)
            body = told["Body"].read() if "Body" in told else b""
            headers = {"x-amz-version-id": told["VersionId"], "content-length": str(told.get("ContentLength", 0))}
            self.spent += time.thread_time() - started
            return answered(request.url, 200, headers, body)

        return send


def answered(url: str, status: int, headers: Mapping[str, str], body: bytes) -> AWSResponse:
    return AWSResponse(url, status, cast(Any, headers), cast(Any, Raw(body)))


def _method(event_name: str) -> str:
    """`before-send.dynamodb.GetItem` is answered by `get_item`."""
    return xform_name(event_name.rpartition(".")[2])


def _with_bytes(value: dict[str, Any]) -> dict[str, Any]:
    binary = value.get("B")
    return {"B": base64.b64decode(binary)} if len(value) == 1 and isinstance(binary, str) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{value} is no JSON")


def _refusal(error: ClientError) -> Mapping[str, Any]:
    response: Any = error.response
    told = {"__type": response["Error"]["Code"], "message": response["Error"].get("Message", "")}
    return told | {name: response[name] for name in ("CancellationReasons",) if name in response}
