"""What AWS answers when it is throttled, broken or two transactions meet, in the writing of each service."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError

CODES: Mapping[str, str] = {
    "throttled": "ThrottlingException",
    "broken": "InternalServerError",
    "conflict": "TransactionCanceledException",
}
STATUS = {"throttled": 400, "broken": 500, "conflict": 400}
SLOW_DOWN = b"<?xml version='1.0'?><Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>"


class _Body(BytesIO):
    """A response body as botocore reads one."""

    def stream(self) -> Any:
        yield self.read()


def response(service: str, kind: str, request: Any) -> AWSResponse:
    """The HTTP response to this request."""
    if service == "s3":
        status, body = (
            (503, SLOW_DOWN) if kind == "throttled" else (500, SLOW_DOWN.replace(b"SlowDown", b"InternalError"))
        )
        return AWSResponse(request.url, status, {"content-type": "application/xml"}, _Body(body))  # pyright: ignore[reportArgumentType]
    document: dict[str, Any] = {"__type": f"com.amazonaws#{CODES[kind]}", "message": "injected"}
    if kind == "conflict":
        writes = json.loads(request.body)["TransactItems"]
        document |= {"message": "injected", "CancellationReasons": [{"Code": "TransactionConflict"} for _ in writes]}
    headers = {"content-type": "application/x-amz-json-1.0"}
    return AWSResponse(request.url, STATUS[kind], headers, _Body(json.dumps(document).encode()))  # pyright: ignore[reportArgumentType]


def refusal(code: str, operation: str) -> ClientError:
    """The same as the exception that it becomes."""
    status = 500 if code == CODES["broken"] else 400
    return ClientError(
        {"Error": {"Code": code, "Message": "injected"}, "ResponseMetadata": {"HTTPStatusCode": status}},  # pyright: ignore[reportArgumentType]
        operation,
    )
