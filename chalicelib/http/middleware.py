"""Gives the errors that Chalice answers by itself (405, 415, 500) the shape of all other errors."""

from collections.abc import Callable, Mapping
from typing import Any

from chalice.app import Response

from chalicelib.foundation import problems
from chalicelib.http.requests import request_id
from chalicelib.http.responses import problem

OWN: Mapping[int, type[problems.Problem]] = {
    400: problems.Malformed,
    401: problems.Unauthenticated,
    403: problems.Forbidden,
    405: problems.MethodNotAllowed,
    409: problems.Conflict,
    413: problems.TooLarge,
    415: problems.UnsupportedMedia,
    422: problems.Invalid,
    429: problems.TooMany,
    503: problems.Unavailable,
}


def as_problem(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Middleware for HTTP: make every response of 400 or more problem+json. Other headers (Allow, CORS) stay."""
    response = get_response(event)
    headers = {name.lower(): str(value) for name, value in response.headers.items()}
    if response.status_code < 400 or headers.get("content-type", "").startswith("application/problem+json"):
        return response
    trouble = _trouble(response.status_code, headers)
    # Chalice calls its middleware with None when the event is no request from the gateway.
    answer = problem(trouble, request_id(event) if event is not None else "")
    kept = {name: value for name, value in response.headers.items() if name.lower() not in {"content-type", "allow"}}
    allowed = {"Allow": headers["allow"]} if headers.get("allow") else {}
    answer.headers = {**kept, **allowed, **answer.headers}
    return answer


def _trouble(status: int, headers: Mapping[str, str]) -> problems.Problem:
    """Chalice answers 405 without an Allow header for a path that it does not know. That is a 404 here."""
    if status == 404 or (status == 405 and not headers.get("allow")):
        return problems.RouteNotFound()
    return OWN.get(status, problems.Problem)()
