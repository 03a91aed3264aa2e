"""The gateway: passes requests on to the app or to the console, and answers by itself what API Gateway responses."""

import base64
import json
import string
from collections.abc import Callable, Iterable, Mapping
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIEnvironment

from chalice.config import Config
from chalice.local import ForbiddenError, LambdaEventConverter, LocalChalice, LocalGateway, MatchResult, RouteMatcher
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from chalicelib.foundation import problems, settings
from chalicelib.foundation.failures import place_of
from chalicelib.foundation.telemetry import log
from chalicelib.http import areas, cors, responses
from chalicelib.http.app import App
from infra.gateway import everyday_paths
from local.api_gateway.watched import ROUTE
from local.console.replies import Answer

LAMBDA_BODY_BYTES = 6 * 1024 * 1024
CONSOLE = "/local"
# So many requests are worked on at a time, the others wait for their turn. All threads share one interpreter: without
# a bound, many clients would leave nothing to the threads of streams, queues and machines, for which the clients wait.
AT_ONCE = 3
HERE = frozenset({"127.0.0.1", "localhost", "::1"})
UNRESERVED = string.ascii_letters + string.digits + "-._~"
# Headers of a function's answer that API Gateway gives another name, as it keeps these for itself.
RENAMED = frozenset({"www-authenticate", "server", "date", "connection", "content-md5", "trailer", "via", "warn"})
ConsoleRoutes = Callable[[str, str, bytes], Answer]


class Gateway:
    """A WSGI application. `console` answers method, path with query, and body of what is asked under /local."""

    def __init__(self, app: App, console: ConsoleRoutes) -> None:
        app.__class__ = _LocalApp
        self._routes = tuple(app.routes)
        self._gateway = _Deployed(app, Config.create(lambda_timeout=29))
        self._console = console
        self._turn = BoundedSemaphore(AT_ONCE)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        request.max_content_length = LAMBDA_BODY_BYTES
        return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        try:
            return self._routed(request, body_of(request))
        except problems.Problem as trouble:
            return problem_response(trouble, self._headers(request))
        except Exception as bug:  # noqa: BLE001 - werkzeug would answer a page of HTML
            log.error("gateway failed", extra={"failure": type(bug).__name__, "where": place_of(bug)})
            return problem_response(problems.Problem(), self._headers(request))

    def _routed(self, request: Request, body: bytes) -> Response:
        if request.path == CONSOLE or request.path.startswith(f"{CONSOLE}/"):
            require_local(request)
            query = request.query_string.decode("latin-1")
            answer = self._console(request.method, f"{request.path}?{query}" if query else request.path, body)
            if answer[0] != 404:
                request.environ[ROUTE] = request.path
            return console_response(answer)
        if request.path == "/":
            return Response(status=302, headers={"Location": "/v1/docs"})
        return self._call(request, body)

    def _call(self, request: Request, body: bytes) -> Response:
        target = target_of(request)
        try:
            found = self._gateway.event_converter.create_lambda_event(request.method, target, {}, None)
            route = areas.routed(found, self._routes)["requestContext"]["resourcePath"]
            if not areas.is_shared(route):
                request.environ[ROUTE] = route
            with self._turn:
                answer = self._gateway.handle_request(request.method, target, dict(request.headers), body or None)
        except (ValueError, ForbiddenError):
            raise problems.RouteNotFound from None
        return lambda_response(answer)

    def _headers(self, request: Request) -> Mapping[str, str]:
        """The CORS headers of an answer that the app does not make: who may read the app's may read the gateway's."""
        return cors.chosen(settings.current().cors_origins, request.headers.get("Origin"))


def body_of(request: Request) -> bytes:
    """The body of the request. Malformed when it does not arrive as the headers announce it, or too large."""
    length = request.headers.get("Content-Length", "0")
    if not (length.isascii() and length.isdigit()):
        raise problems.Malformed(code="content_length_invalid", title="Content-Length 应为数字")
    try:
        return request.get_data()
    except RequestEntityTooLarge:
        raise problems.TooLarge(code="body_too_large", title="提交的内容过大") from None
    except (BadRequest, OSError):  # OSError: the pieces of a chunked body are not what they say
        raise problems.Malformed(code="body_unreadable", title="请求内容没有完整送达，请重发") from None


def target_of(request: Request) -> str:
    """Path and query as API Gateway hands them over: still encoded, each octet in one way only.

    werkzeug has decoded the path. Taken from there, an encoded question mark or per cent sign would be read again.
    """
    raw = str(request.environ.get("REQUEST_URI") or request.path)
    path, mark, query = raw.partition("?")
    if "://" in path:  # a client that takes us for its proxy sends the whole URL
        path = urlsplit(path).path
    segments = (quote(unquote(segment), safe=UNRESERVED) for segment in path.split("/"))
    return "/".join(segments) + (f"{mark}{query}" if query else "")


def require_local(request: Request) -> None:
    """The console gives tokens to whoever asks, so only pages and programs of this machine may ask.

    A name of somebody else's that was pointed at 127.0.0.1 (DNS rebinding) shows in Host, a page in Origin.
    """
    host, origin = request.headers.get("Host"), request.headers.get("Origin")
    if (host is not None and not is_here(f"//{host}")) or (origin is not None and not is_here(origin)):
        raise problems.Forbidden(code="host_not_allowed", title="此地址只能从本机以 localhost 或 127.0.0.1 访问")


def is_here(url: str) -> bool:
    try:
        return urlsplit(url).hostname in HERE
    except ValueError:
        return False


class _LocalApp(App, LocalChalice):
    """Keeps a current request per thread, where Chalice keeps one."""


class _Resources(RouteMatcher):
    """The resources of the deployed gateway: all paths below some areas have one together."""

    def __init__(self, routes: Iterable[str]) -> None:
        resources = {areas.resource_of(path, everyday_paths()) for path in routes}
        self._shared = {areas.area_of(resource): resource for resource in resources if areas.is_shared(resource)}
        super().__init__([resource for resource in resources if not areas.is_shared(resource)])

    def match_route(self, url: str) -> MatchResult:
        """As AWS does it: the rest is as it was written, but for a slash at its end."""
        path, _, query = url.partition("?")
        area = areas.area_of(path)
        rest = path.removesuffix("/").removeprefix(area).removeprefix("/")
        if area not in self._shared or not rest:
            return super().match_route(url)
        return MatchResult(self._shared[area], {areas.REST: rest}, parse_qs(query, keep_blank_values=True))


class _Deployed(LocalGateway):
    """Has the deployed resources, gives each request an id, and sends our code any method, as API Gateway does."""

    def __init__(self, app: App, config: Config) -> None:
        super().__init__(app, config)
        self.event_converter = LambdaEventConverter(_Resources(app.routes), app.api.binary_types)

    def _generate_lambda_event(self, method: str, path: str, headers: Any, body: bytes | None) -> Any:
        event: Any = super()._generate_lambda_event(method, path, headers, body)
        event["requestContext"]["requestId"] = str(uuid4())
        return event

    def _has_user_defined_options_method(self, lambda_event: Any) -> bool:  # noqa: ARG002 - Chalice's signature
        return True


def lambda_response(answer: Any) -> Response:
    """The response that the function's answer describes, without a header of werkzeug's own."""
    content = answer.get("body") or ""
    data = base64.b64decode(content) if answer.get("isBase64Encoded") else content
    response = Response(data, answer["statusCode"])
    del response.headers["Content-Type"]
    single: dict[str, str] = answer.get("headers") or {}
    several: dict[str, list[str]] = answer.get("multiValueHeaders") or {}
    for name, value in single.items():
        response.headers[renamed(name)] = value
    for name, values in several.items():
        response.headers.setlist(renamed(name), values)
    return response


def renamed(header: str) -> str:
    return f"x-amzn-remapped-{header.lower()}" if header.lower() in RENAMED else header


def console_response(answer: Answer) -> Response:
    status, document = answer
    kind, name = "application/json; charset=utf-8", str(uuid4())
    if status >= 400:
        kind, document = responses.PROBLEM_JSON, {**document, "instance": name}
    response = Response(json.dumps(document, ensure_ascii=False), status, content_type=kind)
    response.headers.update({"X-Request-Id": name, "Cache-Control": "no-store"})
    return response


def problem_response(trouble: problems.Problem, more_headers: Mapping[str, str]) -> Response:
    """A problem in the same words and with the same headers as the app's own."""
    made = responses.problem(trouble, str(uuid4()))
    response = Response(made.body, made.status_code)
    for name, value in {**more_headers, **made.headers}.items():
        response.headers[name] = value
    return response
