"""API Gateway on this machine: routes requests to the Chalice app, answers what the gateway itself would, serves
/local.
"""

import base64
import json
import logging
import string
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from chalice.app import Chalice, CORSConfig
from chalice.config import Config
from chalice.local import ForbiddenError, LocalChalice, LocalGateway
from werkzeug import serving
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from chalicelib.foundation import problems
from chalicelib.http import answers
from local.listening import held

LAMBDA_BODY_BYTES = 6 * 1024 * 1024
LocalAnswer = tuple[int, Mapping[str, Any]]
LocalRoutes = Callable[[str, str, bytes], LocalAnswer]


class Gateway:
    """The WSGI application of the local stack."""

    def __init__(self, app: Chalice, local_routes: LocalRoutes) -> None:
        app.__class__ = LocalChalice  # its current request is one per thread
        self._methods = {path: set(methods) for path, methods in app.routes.items()}
        self._gateway = _Identified(app, Config.create(lambda_timeout=29))
        self._local = local_routes
        # The gateway's own answers may be read by the same pages as the app's.
        cors: object = app.api.cors
        self._cors = cors.get_access_control_headers() if isinstance(cors, CORSConfig) else {}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = LAMBDA_BODY_BYTES
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            body = request.get_data()
        except RequestEntityTooLarge:
            return self._problem(problems.TooLarge(code="body_too_large", title="提交的内容过大"))
        if request.path.startswith("/local/"):
            status, document = self._local(request.method, request.path, body)
            kind = answers.PROBLEM_JSON if status >= 400 else "application/json; charset=utf-8"
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
                return self._problem(problems.MethodNotAllowed(headers={"Allow": ", ".join(sorted(allowed))}))
            answer = self._gateway.handle_request(request.method, target, dict(request.headers), body or None)
        except (ValueError, ForbiddenError):
            return self._problem(problems.RouteNotFound())
        return rendered(answer)

    def _problem(self, trouble: problems.Problem) -> Response:
        return problem(trouble, self._cors)


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


def problem(trouble: problems.Problem, more: Mapping[str, str]) -> Response:
    """Made as the app makes its own."""
    made = answers.problem(trouble, str(uuid4()))
    response = Response(made.body, made.status_code)
    for name, value in {**more, **made.headers}.items():
        response.headers[name] = value
    return response


def make_server(host: str, port: int) -> serving.BaseWSGIServer:
    """Holds the port already when it returns, and gets its application later; a taken port raises OSError."""

    class Quiet(serving.WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def make_environ(self) -> dict[str, Any]:
            """Bytes that a client did not percent-encode, as curl does not, have been read as Latin-1."""
            self.path = quote(self.path, safe=string.punctuation, encoding="latin-1")
            return super().make_environ()

        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's names
            """The app logs each request itself."""

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with held(host, port) as listener:
        return serving.ThreadedWSGIServer(host, port, not_yet, handler=Quiet, fd=listener.fileno())


def not_yet(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    return problem(problems.Unavailable("starting"), {})(environ, start_response)
