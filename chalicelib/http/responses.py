"""Makes an HTTP response of a view's answer, of a problem, or of a crash. Each response has a request id."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalice.app import Response
from pydantic import BaseModel

from chalicelib.foundation import problems
from chalicelib.foundation.failures import is_temporary, told
from chalicelib.foundation.telemetry import log
from chalicelib.http.requests import request_id
from chalicelib.http.routes import Answer

Headers = dict[str, str | list[str]]

PROBLEM_JSON = "application/problem+json; charset=utf-8"


def render(answer: Answer, request: str) -> Response:
    headers: Headers = {
        "Content-Type": answer.content_type,
        "Cache-Control": "no-store",
        "X-Request-Id": request,
        **answer.headers,
    }
    if answer.etag:
        headers["ETag"] = answer.etag
    return Response(body=text(answer.body), status_code=answer.status, headers=headers)


def text(body: BaseModel | Mapping[str, Any] | str) -> str:
    if isinstance(body, BaseModel):
        return body.model_dump_json(by_alias=True)
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def problem(trouble: problems.Problem, request: str) -> Response:
    headers: Headers = {
        "Content-Type": PROBLEM_JSON,
        "Cache-Control": "no-store",
        "X-Request-Id": request,
        **trouble.headers,
    }
    body = json.dumps(trouble.body(request), ensure_ascii=False, separators=(",", ":"))
    return Response(body=body, status_code=trouble.status, headers=headers)


def respond(request: Any, answer: Callable[[], Response]) -> Response:
    """Run a view. Whatever it returns or raises becomes a response and one line of the log."""
    started, name = time.perf_counter(), request_id(request)
    try:
        response = answer()
    except problems.Problem as trouble:
        response = problem(trouble, name)
    except (ClientError, BotoCoreError) as failure:
        log.error("aws call failed", extra={"request_id": name, **told(failure)})
        # What AWS never does, however often it is asked, is our fault: 500, and nobody is told to try again.
        response = problem(problems.Unavailable() if is_temporary(failure) else problems.Problem(), name)
    except Exception as bug:  # noqa: BLE001 - Chalice would answer in another shape and log personal data
        log.error("unexpected error", extra={"request_id": name, **told(bug)})
        response = problem(problems.Problem(), name)
    log.info(
        "request",
        extra={
            "request_id": name,
            "route": f"{request.method} {request.context.get('resourcePath')}",
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        },
    )
    return response
