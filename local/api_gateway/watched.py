"""Tells a watch of every request that the gateway has answered: method, shown path, status, time, persona, code."""

import json
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from local.terminal.paths import shown_path
from local.terminal.watch import Answered, Watch

ROUTE = "yimen.route"  # in the environment of a request: the route that the gateway has found for it
Holder = Callable[[str | None], str | None]


class Watched:
    """The gateway with a watch. `holder` names the persona of an Authorization header, and nobody else."""

    def __init__(self, gateway: WSGIApplication, watch: Watch, holder: Holder) -> None:
        self._gateway = gateway
        self._watch = watch
        self._holder = holder

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun, started = time.perf_counter(), list[tuple[str, list[tuple[str, str]]]]()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            started.append((status, headers))
            return start_response(status, headers, *more)

        body = [*self._gateway(environ, start)]
        status, headers = started[-1]
        self._watch.request(
            Answered(
                method=method_of(environ),
                path=shown_path(environ["PATH_INFO"], environ.get(ROUTE), query=bool(environ.get("QUERY_STRING"))),
                status=int(status[:3]),
                ms=(time.perf_counter() - begun) * 1000,
                persona=self._holder(environ.get("HTTP_AUTHORIZATION")),
                code=code_of(int(status[:3]), body),
                request_id=dict(headers).get("X-Request-Id", ""),
            )
        )
        return body


def method_of(environ: WSGIEnvironment) -> str:
    """Clients may send any word as the method."""
    method = str(environ["REQUEST_METHOD"])
    return method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "?"


def code_of(status: int, body: list[bytes]) -> str | None:
    """The code of a problem; the answer to a HEAD request has none."""
    content = b"".join(body) if status >= 400 else b""
    return str(json.loads(content).get("code")) if content else None
