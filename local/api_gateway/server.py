"""The web server before the gateway. It holds its port from the first moment, and is given the gateway later."""

import json
import string
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

from werkzeug import serving

from chalicelib.foundation import problems
from local.api_gateway.gateway import problem_response
from local.web_server import log, make_server


class AddressTooLong(problems.Problem):
    status = 414
    code = "address_too_long"
    title = "请求地址过长"


class HeadersTooLarge(problems.Problem):
    status = 431
    code = "headers_too_large"
    title = "请求头过多或过大"


REFUSALS: Mapping[int, type[problems.Problem]] = {414: AddressTooLong, 431: HeadersTooLarge}


class RequestHandler(serving.WSGIRequestHandler):
    """Keeps connections open, and understands paths that are not percent-encoded."""

    protocol_version = "HTTP/1.1"

    def parse_request(self) -> bool:
        """The path was read as Latin-1, but curl sends what it is given as UTF-8: encode its bytes here.

        What is no address is refused here; werkzeug would close the connection without an answer.
        """
        if not super().parse_request():
            return False
        self.path = quote(self.path, safe=string.punctuation, encoding="latin-1")
        try:
            urlsplit(self.path)
        except ValueError:
            self.send_error(400)
            return False
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What the server refuses before the gateway sees it: a problem as everywhere, where Python answers HTML."""
        trouble = REFUSALS.get(code, problems.Malformed)()
        answer = problem_response(trouble, {"Connection": "close"})
        name = answer.headers["X-Request-Id"]
        log.warning(json.dumps({"message": "request refused", "code": trouble.code, "request_id": name}))
        self.request_version = self.protocol_version  # a request line that is none leaves HTTP/0.9, without headers
        self.close_connection = True
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.get_data())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """No line per request; werkzeug's would read the path, which may be none."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's names
        """Nothing: `Watched` tells of requests, the app logs errors."""


def make_gateway_server(port: int) -> serving.BaseWSGIServer:
    """Until its `app` is set it answers 503. A taken port raises OSError; port 0 takes a free one."""
    return make_server(port, still_starting, RequestHandler)


def still_starting(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    return problem_response(problems.Unavailable("starting"), {})(environ, start_response)
