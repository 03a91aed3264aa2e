"""The gateway: passes requests on to the app or to the console, and answers by itself what API Gateway responses."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIEnvironment

from chalice.app import Chalice, CORSConfig
from chalice.config import Config
from chalice.local import ForbiddenError, LocalChalice, LocalGateway
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from chalicelib.foundation import problems
from chalicelib.http import responses
from local.console.replies import Answer

LAMBDA_BODY_BYTES = 6 * 1024 * 1024
ConsoleRoutes = Callable[[str, str, bytes], Answer]


class Gateway:
    """A WSGI application. `console` answers method, path and body of what is asked under /local."""

    def __init__(self, app: Chalice, console: ConsoleRoutes) -> None:
        app.__class__ = LocalChalice  # keeps a current request per thread, where Chalice keeps one
        self._methods = {path: set(methods) for path, methods in app.routes.items()}
        self._gateway = _WithRequestIds(app, Config.create(lambda_timeout=29))
        self._console = console
        # A page that may read the app's answers may read the gateway's own as well.
        cors: object = app.api.cors
        self._cors = cors.get_access_control_headers() if isinstance(cors, CORSConfig) else {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = LAMBDA_BODY_BYTES
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            body = request.get_data()
        except RequestEntityTooLarge:
            return self._problem(problems.TooLarge(code="body_too_large", title="提交的内容过大"))
        if request.path.startswith("/local/"):
            return console_response(self._console(request.method, request.path, body))
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
        return lambda_response(answer)

    def _problem(self, trouble: problems.Problem) -> Response:
        return problem_response(trouble, self._cors)


class _WithRequestIds(LocalGateway):
    """Gives each request an id, as API Gateway does."""

    def _generate_lambda_event(self, method: str, path: str, headers: Any, body: bytes | None) -> Any:
        event: Any = super()._generate_lambda_event(method, path, headers, body)
        event["requestContext"]["requestId"] = str(uuid4())
        return event


def lambda_response(answer: Any) -> Response:
    """The response that the function's answer describes, without a header of werkzeug's own."""
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


def console_response(answer: Answer) -> Response:
    status, document = answer
    kind = responses.PROBLEM_JSON if status >= 400 else "application/json; charset=utf-8"
    return Response(json.dumps(document, ensure_ascii=False), status, content_type=kind)


def problem_response(trouble: problems.Problem, more_headers: Mapping[str, str]) -> Response:
    """A problem in the same words and with the same headers as the app's own."""
    made = responses.problem(trouble, str(uuid4()))
    response = Response(made.body, made.status_code)
    for name, value in {**more_headers, **made.headers}.items():
        response.headers[name] = value
    return response
