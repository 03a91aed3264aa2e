"""Each bad request with its status, its machine code and a Chinese sentence, always as problem+json."""

import json
import re
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import HTTPResponse
from openapi_schema_validator import OAS31Validator

from chalicelib.http.openapi_problems import SCHEMAS
from chalicelib.http.requests import BODY_BYTES
from tests.durable.conftest import NOW
from tests.http.conftest import SECRET, Send

GOOD = {"name": "执照"}
LATE = int(NOW.timestamp()) - 4000
OVER = json.dumps({"name": "x" * BODY_BYTES}).encode()


def problem(response: HTTPResponse) -> dict[str, Any]:
    """The problem of an answer, after what holds for every one of them."""
    assert response.headers["Content-Type"].startswith("application/problem+json")
    document = json.loads(response.body)
    OAS31Validator({**SCHEMAS["Problem"], "components": {"schemas": SCHEMAS}}).validate(document)
    assert document["status"] == response.status_code
    assert document["instance"] == response.headers["X-Request-Id"] != ""
    assert re.search("[一-鿿]", document["title"])
    if response.status_code != 405:  # on AWS the gateway answers those, with its own headers for other origins
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "no-store"
    return document


REFUSALS: list[tuple[str, str, Any, dict[str, Any], int, str]] = [
    ("POST", "/things", GOOD, {"authorization": None}, 401, "token_missing"),
    ("POST", "/things", GOOD, {"authorization": "Basic YTpi"}, 401, "token_malformed"),
    ("POST", "/things", GOOD, {"authorization": "Bearer a.b.c"}, 401, "token_malformed"),
    ("POST", "/things", GOOD, {"idempotency_key": None}, 400, "idempotency_key_missing"),
    ("POST", "/things", GOOD, {"idempotency_key": "short"}, 400, "idempotency_key_malformed"),
    ("POST", "/things", GOOD, {"idempotency_key": "k" * 65}, 400, "idempotency_key_malformed"),
    ("POST", "/things", GOOD, {"idempotency_key": "key with spaces"}, 400, "idempotency_key_malformed"),
    ("PUT", "/things/1", {}, {"if_match": None}, 428, "if_match_required"),
    ("PUT", "/things/1", {}, {"if_match": '"7"'}, 412, "version_stale"),
    ("POST", "/things", b"{", {}, 400, "json_invalid"),
    ("POST", "/things", b"\xff", {}, 400, "json_invalid"),
    ("POST", "/things", b'{"count": 1' + b"0" * 5000 + b"}", {}, 400, "json_invalid"),
    ("POST", "/things", b"[" * 5000, {}, 400, "json_invalid"),
    ("PUT", "/things/1/parts", None, {}, 400, "body_missing"),
    ("POST", "/things", OVER, {}, 413, "body_too_large"),
    ("POST", "/things", GOOD, {"content_type": "text/xml"}, 415, "unsupported_media_type"),
    ("POST", "/things", GOOD, {"content_type": "application/json; charset=gbk"}, 415, "unsupported_media_type"),
    ("POST", "/questions", GOOD, {"content_type": "application/json, text/plain"}, 415, "unsupported_media_type"),
    ("POST", "/things", GOOD, {"x_channel": "fax"}, 422, "invalid_fields"),
    ("POST", "/things", GOOD, {"x_channel": ""}, 422, "invalid_fields"),
    ("GET", "/things?limit=%2B5", None, {}, 422, "invalid_query"),
    ("GET", "/things?limit=1_0", None, {}, 422, "invalid_query"),
    ("POST", "/things", GOOD, {"content_encoding": "gzip"}, 415, "content_encoding_unsupported"),
    ("POST", "/questions", GOOD, {"content_encoding": "br"}, 415, "content_encoding_unsupported"),
    ("DELETE", "/things", None, {}, 405, "method_not_allowed"),
    ("GET", "/things?limit=0", None, {}, 422, "invalid_query"),
    ("GET", "/things?sort=name", None, {}, 422, "invalid_query"),
    ("GET", "/things?cursor=nonsense", None, {}, 422, "cursor_invalid"),
    ("GET", "/crashes/problem", None, {}, 409, "thing_busy"),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal[5])
def test_a_bad_request_is_refused(send: Send, refusal):
    method, path, body, headers, status, code = refusal
    response = send(method, path, body, **headers)
    assert (response.status_code, problem(response)["code"]) == (status, code)


def test_an_expired_token_says_so(send: Send, token):
    response = send("GET", "/things/1", authorization=token(iat=LATE, nbf=LATE, exp=LATE + 3600))
    assert (response.status_code, problem(response)["code"]) == (401, "token_expired")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("claims", [{"aud": "other"}, {"iss": "https://evil.example"}])
def test_a_token_for_others_is_refused(send: Send, token, claims):
    response = send("GET", "/things/1", authorization=token(**claims))
    assert (response.status_code, problem(response)["code"]) == (401, "token_invalid")


def test_a_missing_permission_is_named(send: Send, token):
    response = send("POST", "/things", GOOD, authorization=token(role="officer", department="food"))
    document = problem(response)
    assert (response.status_code, document["code"]) == (403, "permission_missing")
    assert "受理" in document["title"]


def test_the_caller_is_known_before_anything_else_is_looked_at(send: Send):
    response = send("POST", "/things", b"{", authorization=None, idempotency_key=None)
    assert problem(response)["code"] == "token_missing"


def test_all_wrong_fields_are_named_at_once(send: Send):
    response = send("POST", "/things", {"count": 0, "colour": "red", "a/b": 1})
    document = problem(response)
    assert (response.status_code, document["code"]) == (422, "invalid_fields")
    errors = {error["pointer"]: error["code"] for error in document["errors"]}
    assert errors == {
        "/name": "missing",
        "/count": "greater_than_equal",
        "/colour": "extra_forbidden",
        "/a~1b": "extra_forbidden",
    }
    assert all(re.search("[一-鿿]", error["message"]) for error in document["errors"])


@pytest.mark.parametrize("body", [b"[]", b"3", b"null", b'"text"'])
def test_a_body_that_is_no_object_is_refused(send: Send, body):
    response = send("POST", "/things", body)
    assert response.status_code == 422
    assert [error["pointer"] for error in problem(response)["errors"]] == [""]


def test_a_stale_version_comes_with_the_current_one(send: Send):
    assert send("PUT", "/things/1", {}, if_match='"7"').headers["ETag"] == '"1"'


def test_a_wrong_method_is_told_the_right_ones(send: Send):
    assert set(send("DELETE", "/things").headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "".join(json.dumps(vars(record), default=str, ensure_ascii=False) for record in caplog.records)


def test_a_bug_is_answered_without_its_message(send: Send, caplog):
    response = send("GET", "/crashes/bug")
    assert (response.status_code, problem(response)["code"]) == (500, "internal_error")
    assert SECRET not in response.body.decode() + logged(caplog)
    assert "RuntimeError" in logged(caplog)


@pytest.mark.parametrize("how", ["aws", "network"])
def test_trouble_with_aws_is_temporary(send: Send, caplog, how):
    response = send("GET", f"/crashes/{how}")
    assert (response.status_code, problem(response)["code"]) == (503, "temporarily_unavailable")
    assert int(response.headers["Retry-After"]) > 0
    assert SECRET not in response.body.decode() + logged(caplog)


def test_a_call_that_aws_will_never_do_is_a_bug_of_ours(send: Send, caplog):
    """Nobody is told to try again, and the log names the code and the place."""
    response = send("GET", "/crashes/wrong%20call")
    assert (response.status_code, problem(response)["code"]) == (500, "internal_error")
    assert "Retry-After" not in response.headers
    assert SECRET not in response.body.decode() + logged(caplog)
    assert "ValidationException" in logged(caplog)
    assert "crash" in logged(caplog)


def event(resource: str | None, method: str = "GET") -> dict[str, Any]:
    return {
        "requestContext": {"httpMethod": method, "resourcePath": resource, "requestId": "r-1", "identity": {}},
        "headers": {},
        "multiValueQueryStringParameters": None,
        "pathParameters": {},
        "body": None,
        "stageVariables": None,
    }


@pytest.mark.parametrize(
    ("resource", "status", "code"), [("/v1/nowhere", 404, "route_not_found"), (None, 500, "internal_error")]
)
def test_what_no_route_answers_is_a_problem_too(app: Chalice, resource, status, code):
    answer = app(event(resource), None)
    document = json.loads(answer["body"])
    assert (answer["statusCode"], document["status"], document["code"]) == (status, status, code)
    assert answer["headers"]["Content-Type"].startswith("application/problem+json")
    assert "Allow" not in answer["headers"]
