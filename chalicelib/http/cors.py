"""Which pages of other origins may read the answers (CORS): our own code says so, from the settings of its process.

Chalice and API Gateway would answer with one origin that is fixed when the app is packaged.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from chalice.app import Chalice, CORSConfig, Response

from chalicelib.foundation import settings

HEADERS = ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Channel", "X-On-Behalf-Of"]
EXPOSED = ["ETag", "Link", "Location", "Retry-After", "X-Request-Id"]
MAX_AGE = 3600
OPTIONS = "OPTIONS"


def chosen(origins: Sequence[str], asked: str | None) -> Mapping[str, str]:
    """The headers for a page of the origin `asked`. A page of an origin that is not configured may read nothing.

    `Vary` tells caches that the answer is for this origin only.
    """
    if len(origins) < 2:
        return _allowing(origins[0]) if origins else {}
    return {**(_allowing(asked) if asked in origins else {}), "Vary": "Origin"}


def answer_preflights(app: Chalice) -> None:
    """Answer preflight requests of every path that has routes now. Call it after the last route of a path."""
    for path, methods in list(app.routes.items()):
        if methods and OPTIONS not in methods:
            app.route(path, methods=[OPTIONS], cors=False)(_preflight(sorted(methods)))


def choose(event: Any, get_response: Callable[[Any], Response]) -> Response:
    """Middleware for HTTP: add the headers to every answer."""
    response = get_response(event)
    asked = event.headers.get("origin") if event is not None else None
    added = dict(chosen(settings.current().cors_origins, asked))
    if "Vary" in added and "Vary" in response.headers:  # the view's own stays: its answer depends on more
        added["Vary"] = f"{response.headers['Vary']}, {added['Vary']}"
    response.headers = {**response.headers, **added}
    return response


def _preflight(methods: Sequence[str]) -> Callable[..., Response]:
    def preflight(**_: str) -> Response:
        return Response("", {"Access-Control-Allow-Methods": ",".join([*methods, OPTIONS])}, 200)

    return preflight


@cache
def _allowing(origin: str) -> Mapping[str, str]:
    """Asked for configured origins only, so that few are kept."""
    allowed = CORSConfig(allow_origin=origin, allow_headers=HEADERS, expose_headers=EXPOSED, max_age=MAX_AGE)
    return allowed.get_access_control_headers()
