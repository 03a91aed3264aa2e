"""API Gateway on this machine: routes requests to the Chalice app, answers what the gateway itself would, serves
/local.
"""

import base64
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import uuid4

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import ForbiddenError, LocalChalice, LocalGateway
from werkzeug import serving
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from chalicelib.foundation import problems
from local.listening import held

LAMBDA_BODY_BYTES = 6 * 1024 * 1024
PROBLEM_JSON = "application/problem+json; charset=utf-8"
LocalAnswer = tuple[int, Mapping[str, Any]]
LocalRoutes = Callable[[str, str, bytes], LocalAnswer]


class Gateway:
    """The WSGI application of the local stack."""

    def __init__(self, app: Chalice, local_routes: LocalRoutes) -> None:
        app.__class__ = LocalChalice  # its current request is one per thread
        self._methods = {path: set(methods) for path, methods in app.routes.items()}
        self._gateway = _Identified(app, Config.create(lambda_timeout=29))
        self._local = local_routes

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = LAMBDA_BODY_BYTES
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            body = request.get_data()
        except RequestEntityTooLarge:
            return problem(problems.TooLarge(code="body_too_large", title="提交的内容过大"))
        if request.path.startswith("/local/"):
            status, document = self._local(request.method, request.path, body)
            kind = PROBLEM_JSON if status >= 400 else "application/json; charset=utf-8"
            return Response(json.dumps(document, ensure_ascii=False), status, content_type=kind)
        if request.path == "/":
            return Response(status=302, headers={"Location": "/v1/docs"})
        return self._call(request, body)

    def _call(self, request: Request, body: bytes) -> Response:
        target = request.full_path if request.query_string else request.path
        try:
            found = self._gateway.event_converter.create_lambda_event(request.method, target, {}, None)
            allowed = self._methods[found["requestContext"]["resourcePath"]]
            if request.method not in allowed | {"OPTIONS"}:
                return problem(problems.MethodNotAllowed(headers={"Allow": ", ".join(sorted(allowed))}))
            answer = self._gateway.handle_request(request.method, target, dict(request.headers), body or None)
        except (ValueError, ForbiddenError):
            return problem(problems.RouteNotFound())
        return rendered(answer)


class _Identified(LocalGateway):
    """Gives each request its id, as API Gateway does."""

    def _generate_lambda_event(self, method: str, path: str, headers: Any, body: bytes | None) -> Any:
        event: Any = super()._generate_lambda_event(method, path, headers, body)
        event["requestContext"]["requestId"] = str(uuid4())
        return event


def rendered(answer: Any) -> Response:
    content = answer.get("body") or ""
    data = base64.b64decode(content) if answer.get("isBase64Encoded") else content
    response = Response(data, answer["statusCode"])
    del response.headers["Content-Type"]
    single: dict[str, str] = answer.get("headers") or {}
    several: dict[str, list[str]] = answer.get("multiValueHeaders") or {}
    for name, value in single.items():
        response.headers[name] = value
    for name, values in several.items():
        response.headers.setlist(name, values)
    return response


def problem(trouble: problems.Problem) -> Response:
    document = json.dumps(trouble.body(str(uuid4())), ensure_ascii=False)
    headers = {"Access-Control-Allow-Origin": "*", **trouble.headers}
    return Response(document, trouble.status, headers=headers, content_type=PROBLEM_JSON)


def make_server(host: str, port: int) -> serving.BaseWSGIServer:
    """Holds the port already when it returns, and gets its application later; a taken port raises OSError."""

    class Quiet(serving.WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's names
            """The app logs each request itself."""

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with held(host, port) as listener:
        return serving.ThreadedWSGIServer(host, port, not_yet, handler=Quiet, fd=listener.fileno())


def not_yet(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return problem(problems.Unavailable("starting"))(environ, start_response)
