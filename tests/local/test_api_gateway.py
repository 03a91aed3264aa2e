"""What the gateway answers by itself looks like the app's own answers, and raw bytes in a query are understood."""

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest
from chalice.app import Chalice, CORSConfig
from werkzeug.test import Client

from local.api_gateway.gateway import LAMBDA_BODY_BYTES, Gateway
from local.api_gateway.server import make_gateway_server
from local.web_server import served


@pytest.fixture
def gateway() -> Gateway:
    app = Chalice("small", configure_logs=False)
    app.api.cors = CORSConfig(allow_origin="https://portal.example", expose_headers=["ETag", "X-Request-Id"])

    @app.route("/v1/words")
    def words() -> Any:
        request: Any = app.current_request
        return {"q": request.query_params["q"]}

    return Gateway(app, lambda _method, _path, _body: (200, {}))


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/v1/nowhere", b"", 404, "route_not_found"),
        ("DELETE", "/v1/words", b"", 405, "method_not_allowed"),
        ("POST", "/v1/words", b" " * (LAMBDA_BODY_BYTES + 1), 413, "body_too_large"),
    ],
)
def test_its_own_answers_have_the_headers_of_every_answer(
    gateway: Gateway, method: str, path: str, body: bytes, status: int, code: str
):
    answer = Client(gateway).open(path, method=method, data=body)
    problem = json.loads(answer.data)
    assert (answer.status_code, problem["code"]) == (status, code)
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.headers["X-Request-Id"] == problem["instance"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "https://portal.example"
    assert "X-Request-Id" in answer.headers["Access-Control-Expose-Headers"]


@pytest.fixture
def port(gateway: Gateway) -> Iterator[int]:
    server = make_gateway_server(0)
    server.app = gateway
    with served(server, "gateway"):
        yield server.port
    server.server_close()


@pytest.mark.parametrize("query", ["食品", "%E9%A3%9F%E5%93%81"])
def test_a_query_may_hold_bytes_as_they_are(port: int, query: str):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.putrequest("GET", "/v1/words", skip_accept_encoding=True)
    # http.client writes ASCII only; curl writes what it is given.
    connection._buffer[0] = f"GET /v1/words?q={query} HTTP/1.1".encode()  # type: ignore[attr-defined]
    connection.endheaders()
    assert json.loads(connection.getresponse().read()) == {"q": "食品"}
    connection.close()
