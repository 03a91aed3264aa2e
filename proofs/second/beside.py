"""Requests to DynamoDB, S3 and SQS are passed on to the second emulator; all others stay with the first.

Step Functions stays with the first: the second's `waitForTaskToken` passes over TimeoutSecondsPath and a failed Lambda.
So does Secrets Manager: the second's CreateSecret ignores the request token, under which we look for the version, so
that no callback could be signed.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import urllib3

from local.aws.emulator import Beside

# How requests say which service they are for: by their target, or by the scope of their signature.
TARGETS = ("DynamoDB_20120810", "DynamoDBStreams_20120810", "AmazonSQS")
OTHERS = re.compile(r"/(iam|sns|sts|lambda|states|events|cloudwatch|monitoring|logs)/aws4_request")
NOT_PASSED_ON = ("connection", "transfer-encoding", "content-length", "server", "date", "keep-alive")


def beside(address: str) -> Beside:
    """For `local.aws.emulator.running`."""
    pool = urllib3.PoolManager(maxsize=64, retries=False)

    def around(first: WSGIApplication) -> WSGIApplication:
        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            if not for_second(environ):
                return first(environ, start_response)
            answer = pool.request(
                environ["REQUEST_METHOD"],
                address + target(environ),
                body=body(environ),
                headers=headers(environ),
                redirect=False,
                decode_content=False,
            )
            passed = [(name, value) for name, value in answer.headers.items() if name.lower() not in NOT_PASSED_ON]
            length = answer.headers.get("content-length", str(len(answer.data)))
            start_response(f"{answer.status} {answer.reason or ''}", [*passed, ("Content-Length", length)])
            return [answer.data]

        return application

    return around


def for_second(environ: Mapping[str, Any]) -> bool:
    service, _, _ = str(environ.get("HTTP_X_AMZ_TARGET", "")).partition(".")
    if service:
        return service in TARGETS
    path = str(environ.get("PATH_INFO", ""))
    signed = f"{environ.get('HTTP_AUTHORIZATION', '')} {environ.get('QUERY_STRING', '')}".replace("%2F", "/")
    return not OTHERS.search(signed) and "/functions" not in path and not path.startswith("/moto-api")


def target(environ: Mapping[str, Any]) -> str:
    """As it was sent: percent-encoding is part of an object's key."""
    return str(environ.get("RAW_URI") or environ["REQUEST_URI"])


def body(environ: Mapping[str, Any]) -> bytes:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return environ["wsgi.input"].read(length) if length else b""


def headers(environ: Mapping[str, Any]) -> dict[str, str]:
    passed = {
        name.removeprefix("HTTP_").replace("_", "-").title(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_") and name not in ("HTTP_CONNECTION", "HTTP_EXPECT", "HTTP_TRANSFER_ENCODING")
    }
    if content := environ.get("CONTENT_TYPE"):
        passed["Content-Type"] = str(content)
    return passed
