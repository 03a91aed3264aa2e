"""The document says what the routes do: parameters, headers, problems, types."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from chalicelib.foundation import problems
from chalicelib.foundation.settings import Settings
from chalicelib.http import openapi
from chalicelib.http.routes import Route
from tests.http.conftest import Send, assembled, small_api
from tests.http.test_refusals import REFUSALS
from tools.openapi import violations

ROOT = Path(__file__).parents[2]
OWN_CODES = {"thing_busy", "version_stale"}


@pytest.fixture(scope="module")
def routes() -> list[Route]:
    return assembled(small_api())[1]


@pytest.fixture(scope="module")
def document(routes: list[Route]) -> dict[str, Any]:
    return openapi.document(routes, Settings(public_url="https://yimen.example/api"))


def operation(document: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    return document["paths"][f"/v1{path}"][method.lower()]


def headers(document: dict[str, Any], method: str, path: str) -> set[str]:
    given = operation(document, method, path).get("parameters", [])
    parts = [document["components"]["parameters"][part["$ref"].split("/")[-1]] for part in given if "$ref" in part]
    return {part["name"] for part in parts if part["required"]}


def test_the_document_is_valid(document):
    assert violations(document) == []


def test_every_route_is_described_once(document, routes):
    described = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    assert described == {(f"/v1{route.path}", route.method) for route in routes}
    operations = [call for methods in document["paths"].values() for call in methods.values()]
    assert sorted(call["operationId"] for call in operations) == sorted(route.name for route in routes)


def test_the_same_routes_make_the_same_document(routes, document):
    openapi.describe.cache_clear()
    again = openapi.document(routes, Settings(public_url="https://yimen.example/api"))
    assert again is not document
    assert json.dumps(again) == json.dumps(document)
    assert openapi.document(routes, Settings(public_url="https://yimen.example/api")) is again


def test_the_version_is_that_of_the_project(document):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (document["info"]["title"], document["info"]["version"]) == ("一门 Yimen", project["version"])
    assert document["servers"] == [{"url": "https://yimen.example/api"}]


def test_acts_need_a_key_and_guarded_ones_a_version(document):
    assert headers(document, "POST", "/things") == {"Idempotency-Key"}
    assert headers(document, "PUT", "/things/{thing_id}") == {"Idempotency-Key", "If-Match"}
    assert headers(document, "GET", "/things/{thing_id}") == headers(document, "POST", "/questions") == set()


def test_who_may_call_is_said(document):
    act = operation(document, "POST", "/things")
    assert act["security"] == [{"bearerAuth": ["accept"]}]
    assert "受理、一次性告知补正或不予受理" in act["description"]
    assert operation(document, "POST", "/questions")["security"] == []


def test_parameters_come_from_path_and_query(document):
    (by_path,) = operation(document, "GET", "/crashes/{how}")["parameters"]
    assert by_path == {"name": "how", "in": "path", "required": True, "schema": {"type": "string"}}
    asked = {part["name"]: part for part in operation(document, "GET", "/things")["parameters"]}
    assert set(asked) == {"cursor", "limit", "kind"}
    assert asked["kind"]["schema"] == {"type": "string", "maxLength": 5}
    assert asked["kind"]["description"] == "种类"
    assert asked["limit"]["schema"]["maximum"] == 100
    assert "ThingsQuery" not in document["components"]["schemas"]


def test_bodies_are_as_read_and_answers_as_written(document):
    schemas = document["components"]["schemas"]
    assert schemas["Thing"]["required"] == ["name"]
    assert schemas["Thing"]["additionalProperties"] is False
    assert schemas["ThingAnswer"]["required"] == ["id", "name", "note"]  # an empty field of an answer is null
    assert (
        "additionalProperties" not in schemas["ThingAnswer"]
    )  # clients that validate take a field that is added later
    assert operation(document, "POST", "/things")["requestBody"]["required"] is True
    assert operation(document, "PUT", "/things/{thing_id}")["requestBody"]["required"] is False


def test_answers_name_their_headers(document):
    def named(method: str, path: str, status: str) -> set[str]:
        return set(operation(document, method, path)["responses"][status]["headers"])

    assert named("GET", "/things", "200") == {"X-Request-Id", "Link"}
    assert named("POST", "/things", "201") == {"X-Request-Id", "ETag", "Location"}
    assert named("GET", "/things/{thing_id}", "200") == {"X-Request-Id", "ETag"}
    busy = document["components"]["responses"]["Unavailable"]
    assert set(busy["headers"]) == {"X-Request-Id", "Retry-After"}


@pytest.mark.parametrize(
    ("method", "path", "statuses"),
    [
        ("GET", "/things", "200 422 429 500 503"),
        ("POST", "/things", "201 400 401 403 409 413 415 422 429 500 503"),
        ("POST", "/questions", "200 400 413 415 422 429 500 503"),
        ("GET", "/things/{thing_id}", "200 401 403 404 422 429 500 503"),
        ("PUT", "/things/{thing_id}", "200 400 401 403 404 409 412 413 415 422 428 429 500 503"),
    ],
)
def test_a_route_lists_the_problems_it_can_answer(document, method, path, statuses):
    assert sorted(operation(document, method, path)["responses"]) == statuses.split()


def test_a_route_adds_problems_of_its_own(routes):
    (route,) = [route for route in routes if route.name == "ask"]
    more = Route(**{**vars(route), "problems": (problems.NotFound, problems.TooMany)})
    assert "404" in operation(openapi.document([more], Settings()), "POST", "/questions")["responses"]


@pytest.mark.parametrize(
    "refusal", [refusal for refusal in REFUSALS if refusal[4] != 405], ids=lambda refusal: refusal[5]
)
def test_what_is_answered_is_documented(document, send: Send, refusal):
    method, path, body, given, status, code = refusal
    template = (
        path.partition("?")[0].replace("/things/1", "/things/{thing_id}").replace("/crashes/problem", "/crashes/{how}")
    )
    response = send(method, path, body, **given)
    codes = operation(document, method, template)["x-codes"]
    if code not in OWN_CODES:
        assert json.loads(response.body)["code"] in codes[str(status)]
