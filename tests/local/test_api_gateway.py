"""What the gateway answers by itself looks like the app's own answers, and raw bytes in a query are understood."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from chalice.app import Response
from chalice.local import LambdaEventConverter, RouteMatcher
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from chalicelib.foundation.settings import Settings
from chalicelib.http import areas, cors
from chalicelib.http.app import App
from chalicelib.http.middleware import as_problem
from infra.gateway import everyday_paths
from local.api_gateway import gateway as gateways
from local.api_gateway.gateway import AT_ONCE, LAMBDA_BODY_BYTES, Gateway
from local.api_gateway.server import make_gateway_server
from local.web_server import served


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    app = App("small")
    app.middleware("http")(as_problem)
    app.middleware("http")(cors.choose)
    allowing = Settings(cors_origins=("https://portal.example",))
    monkeypatch.setattr("chalicelib.foundation.settings.current", lambda: allowing)

    @app.route("/v1/words")
    def words() -> Any:
        request: Any = app.current_request
        return {"q": request.query_params["q"]}

    @app.route("/v1/words/{word}")
    def word(word: str) -> Any:
        request: Any = app.current_request
        return {"word": word, "path": request.context["path"]}

    @app.route("/v1/words/{word}/of/{other}")
    def two(word: str, other: str) -> Any:
        return {"word": word, "other": other}

    @app.route("/v1/words/{word}/of/all")
    def of_all(word: str) -> Any:
        return {"all": word}

    @app.route("/v1/closed")
    def closed() -> Any:
        return Response({}, {"WWW-Authenticate": "Bearer"}, 401)

    return Gateway(app, console)


def test_a_header_that_the_gateway_keeps_for_itself_is_renamed(gateway: Gateway):
    """So that nobody writes a client against the local stack that finds no such header on AWS."""
    answer = Client(gateway).get("/v1/closed")
    assert answer.status_code == 401
    assert "WWW-Authenticate" not in answer.headers
    assert answer.headers["x-amzn-remapped-www-authenticate"] == "Bearer"


def console(_method: str, path: str, _body: bytes) -> tuple[int, dict[str, Any]]:
    if path == "/local/crash":
        raise RuntimeError(path)
    return (404, {"code": "not_found", "title": "没有"}) if path == "/local/nothing" else (200, {"token": "secret"})


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/v1/nowhere", b"", 404, "route_not_found"),
        ("GET", "/v1/words/a/of", b"", 404, "route_not_found"),  # by a resource that paths share, so our code says it
        ("POST", "/v1/words/a/of/all", b"", 405, "method_not_allowed"),
        ("DELETE", "/v1/words", b"", 405, "method_not_allowed"),
        ("POST", "/v1/words", b" " * (LAMBDA_BODY_BYTES + 1), 413, "body_too_large"),
    ],
)
def test_what_no_view_answers_has_the_headers_of_every_answer(
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


# What API Gateway hands over is encoded; the app decodes it once.
@pytest.mark.parametrize(
    ("written", "handed_over"),
    [
        ("%25", "%25"),
        ("a%2525b", "a%2525b"),
        ("a%3Fq=1", "a%3Fq%3D1"),
        ("a%2Fb", "a%2Fb"),
        ("YM%2DP01", "YM-P01"),
        ("100%", "100%25"),
        ("食", "%E9%A3%9F"),
    ],
)
def test_a_path_is_handed_over_encoded_once(port: int, written: str, handed_over: str):
    assert asked(port, f"/v1/words/{written}") == (200, {"word": handed_over, "path": f"/v1/words/{handed_over}"})


def asked(port: int, target: str) -> tuple[int, dict[str, Any]]:
    """What is answered to a target that no client has tidied."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        document = json.loads(answer.read())
    return answer.status, document if answer.status == 200 else {"code": document["code"]}


NONE: tuple[int, dict[str, Any]] = (404, {"code": "route_not_found"})


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ("/v1/words/a/of/b", (200, {"word": "a", "other": "b"})),
        ("/v1/words/a/of/b/", (200, {"word": "a", "other": "b"})),
        ("/v1/words/a/of/all", (200, {"all": "a"})),
        ("/v1/words/a/of/%61ll", (200, {"all": "a"})),
        ("/v1/words/a/of/all%2F", (200, {"word": "a", "other": "all%2F"})),
        ("/v1/words/a%2Fof%2Fall/of/b", (200, {"word": "a%2Fof%2Fall", "other": "b"})),
        ("/v1/words/../of/%2e%2E", (200, {"word": "..", "other": ".."})),
        ("/v1/words/%7Bword%7D/of/%7Bproxy+%7D", (200, {"word": "%7Bword%7D", "other": "%7Bproxy%2B%7D"})),
        ("/v1/words/a%2Fof%2Fall", (200, {"word": "a%2Fof%2Fall", "path": "/v1/words/a%2Fof%2Fall"})),
        ("/v1/words/a/../../closed", NONE),
        ("/v1/words/a//of/all", NONE),
        ("/v1/words//of/all", NONE),
        ("/v1/words//a", NONE),
        ("/v1//words/a", NONE),
        ("//v1/closed/a", NONE),
        ("/v1/words/a/of/", NONE),
        ("/v1/words/a/of//", NONE),
        ("/v1/words/%7Bproxy+%7D/of", NONE),
        ("/v1/words%2Fa", NONE),
    ],
)
def test_a_path_comes_to_the_route_that_it_names_and_to_no_other(port: int, target: str, answer: Any):
    assert asked(port, target) == answer


def test_the_first_request_may_come_by_a_shared_resource():
    """The other routes are served then, and the resource is none of them."""
    app = App("small", serve_others=lambda: cors.answer_preflights(app))
    app.route("/v1/rare/{name}")(lambda name: {"name": name})
    app.route("/v1/rare/list")(lambda: {"all": []})
    client = Client(Gateway(app, console))
    answers = [json.loads(client.get(f"/v1/rare/{name}").data) for name in ("a", "list")]
    assert answers == [{"name": "a"}, {"all": []}]
    assert client.options("/v1/rare/a").headers["Access-Control-Allow-Methods"] == "GET,OPTIONS"
    assert {*app.routes} == {"/v1/rare/{name}", "/v1/rare/list"}


def yimen() -> App:
    from app import app

    return app


ROUTES = [*yimen().routes]
WORDS = sorted({word for path in ROUTES for word in path.split("/") if word})
PARTS = st.sampled_from(
    [*WORDS, "", ".", "..", "%2F", "%2e%2e", "a%2Fb", "{proxy+}", "%7Bcode%7D", "YM-S07", ";a", "+"]
)


@st.composite
def targets(draw: st.DrawFn) -> str:
    """The path of a route with anything in the place of its names, and sometimes with a part too many or too few."""
    parts = [draw(PARTS) if word.startswith("{") else word for word in draw(st.sampled_from(ROUTES)).split("/")]
    place = draw(st.integers(3, len(parts)))
    others = draw(st.sampled_from([[], [], [], [draw(PARTS)], ["", ""]]))
    return "/".join([*parts[:place], *others, *parts[place + draw(st.integers(0, 1)) * len(others) :]])


@given(targets())
def test_what_comes_by_a_shared_resource_is_what_would_come_by_one_of_its_own(target: str):
    """The other side is Chalice's, which knows all the routes."""
    event = gateways._Deployed(yimen(), gateways.Config.create()).event_converter.create_lambda_event
    shared = answered(lambda: areas.routed(event("GET", target, {}, None), ROUTES))
    own = answered(lambda: LambdaEventConverter(RouteMatcher(ROUTES)).create_lambda_event("GET", target, {}, None))
    if own and "" in own[1].values() and areas.resource_of(own[0], everyday_paths()) != own[0]:
        own = None  # Chalice takes nothing for a name, too
    assert shared == own


def answered(ask: Any) -> tuple[str, dict[str, str]] | None:
    try:
        event = ask()
    except ValueError:
        return None
    route = event["requestContext"]["resourcePath"]
    return None if areas.is_shared(route) else (route, event["pathParameters"] or {})


@pytest.mark.parametrize(("query", "means"), [("%25", "%"), ("%2525", "%25"), ("a%26b", "a&b"), ("%3F", "?")])
def test_a_query_is_decoded_once(gateway: Gateway, query: str, means: str):
    assert json.loads(Client(gateway).get(f"/v1/words?q={query}").data) == {"q": means}


GET = b"GET /v1/words HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /v1/words HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    ("request_bytes", "status", "code"),
    [
        (b"GARBAGE\r\n\r\n", 400, "malformed_request"),
        (b"GET /v1/words HTTP/9.9\r\n\r\n", 400, "malformed_request"),
        (b"GET http://[::1/v1/words HTTP/1.1\r\n\r\n", 400, "malformed_request"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n", 400, "body_unreadable"),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414, "address_too_long"),
        (GET + b"X: " + b"a" * 70_000 + b"\r\n\r\n", 431, "headers_too_large"),
        (GET + b"".join(b"X%d: y\r\n" % number for number in range(150)) + b"\r\n", 431, "headers_too_large"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n", 400, "body_unreadable"),
        (POST + b"Content-Length: ten\r\n\r\n", 400, "content_length_invalid"),
        (POST + b"Content-Length: -5\r\n\r\n", 400, "content_length_invalid"),
    ],
)
def test_what_is_no_request_gets_a_problem_with_a_request_id(port: int, request_bytes: bytes, status: int, code: str):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request_bytes)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        problem = json.loads(answer.read())
    assert (answer.status, problem["code"], problem["status"]) == (status, code, status)
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.headers["X-Request-Id"] == problem["instance"] != ""


@pytest.mark.parametrize("path", ["/local/nothing", "/local/crash"])
def test_errors_of_the_console_have_a_request_id(gateway: Gateway, path: str):
    answer = Client(gateway).get(path)
    problem = json.loads(answer.data)
    assert answer.status_code == {"/local/nothing": 404, "/local/crash": 500}[path]
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.headers["X-Request-Id"] == problem["instance"] != ""


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost", "Origin": "https://evil.example"},
        {"Host": "localhost", "Origin": "null"},
    ],
)
def test_the_console_answers_nobody_elsewhere(gateway: Gateway, headers: dict[str, str]):
    answer = Client(gateway).post("/local/token", headers=headers)
    assert (answer.status_code, json.loads(answer.data)["code"]) == (403, "host_not_allowed")
    assert Client(gateway).get("/v1/words?q=1", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:1", "[::1]:8000"])
def test_the_console_answers_this_machine(gateway: Gateway, host: str):
    headers = {"Host": host, "Origin": "http://localhost:5173"}
    assert json.loads(Client(gateway).post("/local/token", headers=headers).data) == {"token": "secret"}


def test_head_is_answered_as_get_is_without_the_body():
    answers = [Client(Gateway(yimen(), console)).open("/v1/docs", method=method) for method in ("GET", "HEAD")]
    got, head = answers
    assert head.status_code == got.status_code == 200
    assert head.data == b"" != got.data
    same = ("Content-Type", "Content-Length", "Cache-Control", "Content-Security-Policy")
    assert [head.headers[name] for name in same] == [got.headers[name] for name in same]


def test_only_a_few_requests_are_worked_on_at_a_time_and_none_is_lost():
    """Else the threads of queues and machines, for which clients wait, would get nothing of the interpreter."""
    app, working, most = App("slow"), list[int](), list[int]()

    @app.route("/v1/slow")
    def slow() -> Any:
        working.append(1)
        most.append(len(working))
        time.sleep(0.01)
        working.pop()
        return {}

    client = Client(Gateway(app, console))
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: client.get("/v1/slow").status_code, range(24)))
    assert answers == [200] * 24
    assert max(most) <= AT_ONCE
