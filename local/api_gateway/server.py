"""The web server before the gateway. It holds its port from the first moment, and is given the gateway later."""

import string
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug import serving

from chalicelib.foundation import problems
from local.api_gateway.gateway import problem_response
from local.web_server import make_server


class RequestHandler(serving.WSGIRequestHandler):
    """Keeps connections open, and understands paths that are not percent-encoded."""

    protocol_version = "HTTP/1.1"

    def make_environ(self) -> WSGIEnvironment:
        """The path was read as Latin-1, but curl sends what it is given as UTF-8: encode its bytes here."""
        self.path = quote(self.path, safe=string.punctuation, encoding="latin-1")
        return super().make_environ()

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's names
        """No line per request: the app logs each one itself."""


def make_gateway_server(port: int) -> serving.BaseWSGIServer:
    """Until its `app` is set it answers 503. A taken port raises OSError; port 0 takes a free one."""
    return make_server(port, still_starting, RequestHandler)


def still_starting(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    return problem_response(problems.Unavailable("starting"), {})(environ, start_response)
