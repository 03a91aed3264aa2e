"""Which pages of other origins may read the answers (CORS). Several origins are told apart by the request's Origin."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chalice.app import Chalice, CORSConfig, Response

HEADERS = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Channel"]
EXPOSED = ["ETag", "Link", "Location", "Retry-After", "X-Request-Id"]
MAX_AGE = 3600
OPTIONS = "OPTIONS"


def fixed(origins: Sequence[str]) -> CORSConfig | bool:
    """What Chalice and the gateway add by themselves to every answer: for one origin. Not for several, nor for none."""
    return _config(origins[0]) if len(origins) == 1 else False


def chosen(origins: Sequence[str], asked: str | None) -> Mapping[str, str]:
    """The headers for a page of the origin `asked`. A page of an origin that is not configured may read nothing.

    `Vary` tells caches that the answer is for this origin only.
    """
    if len(origins) < 2:
        return _config(origins[0]).get_access_control_headers() if origins else {}
    allowed = _config(asked).get_access_control_headers() if asked in origins else {}
    return {**allowed, "Vary": "Origin"}


def serve_several(app: Chalice, origins: Sequence[str]) -> None:
    """With several origins: choose by the request, and answer preflight requests of every path by our own code.

    Chalice and API Gateway can only answer a preflight request with one fixed origin. Call it after the last route.
    """
    if len(origins) < 2:
        return
    app.middleware("http")(_choosing(origins))
    for path, methods in list(app.routes.items()):
        app.route(path, methods=[OPTIONS], cors=False)(_preflight(sorted(methods)))


def _choosing(origins: Sequence[str]) -> Callable[[Any, Callable[[Any], Response]], Response]:
    def choose(event: Any, get_response: Callable[[Any], Response]) -> Response:
        response = get_response(event)
        asked = event.headers.get("origin") if event is not None else None
        response.headers = {**response.headers, **chosen(origins, asked)}
        return response

    return choose


def _preflight(methods: Sequence[str]) -> Callable[..., Response]:
    def preflight(**_: str) -> Response:
        return Response("", {"Access-Control-Allow-Methods": ",".join([*methods, OPTIONS])}, 200)

    return preflight


def _config(origin: str | None) -> CORSConfig:
    return CORSConfig(allow_origin=origin or "", allow_headers=HEADERS, expose_headers=EXPOSED, max_age=MAX_AGE)
