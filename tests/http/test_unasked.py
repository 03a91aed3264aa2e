"""What a route did not ask for is refused on every route: unknown and repeated parameters, repeated names of a body."""

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from chalice.app import MultiDict
from pydantic import BaseModel, ConfigDict

import app
from chalicelib.foundation.problems import Invalid, Malformed
from chalicelib.http import requests
from chalicelib.http.names_once import each_name_once
from chalicelib.http.routes import Route

ROUTES: list[Route] = app.ROUTES
# A page that people open from a QR code: what an app appends to its address is no request of theirs.
TAKES_MORE = {"/certificates/verify"}


def query_of(route: Route, **given: list[str]) -> Any:
    return requests.query(route.query, SimpleNamespace(query_params=MultiDict(given) if given else None))


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_a_parameter_that_the_route_does_not_know_is_refused_on_every_route(route: Route):
    if route.path in TAKES_MORE:
        return
    for name in {"purpos", "unknown", "purpose"} - {*(route.query.model_fields if route.query else ())}:
        with pytest.raises(Invalid) as refused:
            query_of(route, **{name: ["review"]})
        assert (f"/query/{name}", "extra_forbidden") in [(one.pointer, one.code) for one in refused.value.errors]
        assert refused.value.code == "invalid_query"


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_a_parameter_that_comes_twice_is_refused_on_every_route(route: Route):
    """Of `purpose=review&purpose=issue` a log before us may have seen the other one."""
    for name in route.query.model_fields if route.query else ("purpose",):
        with pytest.raises(Invalid) as refused:
            query_of(route, **{name: ["review", "issue"]})
        assert f"/query/{name}" in [one.pointer for one in refused.value.errors]


def test_a_repeated_parameter_is_told_beside_what_else_is_wrong():
    (route,) = (one for one in ROUTES if named(one) == "GET /cases")
    with pytest.raises(Invalid) as refused:
        query_of(route, window=["出件", "出件"], limit=["0"], x=["1", "1"])
    told = {one.pointer: one.code for one in refused.value.errors}
    assert told == {
        "/query/window": "parameter_repeated",
        "/query/limit": "greater_than_equal",
        "/query/x": "extra_forbidden",
    }


def test_no_query_is_none():
    assert [query_of(route) for route in ROUTES if route.query is None] == [None] * sum(r.query is None for r in ROUTES)


class Body(BaseModel):
    model_config = ConfigDict(extra="allow")


def body_of(text: str | bytes) -> Any:
    raw = text.encode() if isinstance(text, str) else text
    return requests.body(Body, SimpleNamespace(raw_body=raw, headers={}))


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ('{"outcome": "refuse", "outcome": "grant"}', "/outcome"),
        ('{"form": {"applicant": {"name": "a", "name": "b"}}}', "/form/applicant/name"),
        ('{"defects": [{"line": "01"}, {"line": "02", "line": "03"}]}', "/defects/1/line"),
        ('{"a": {"b": 1, "b": 2}, "a": {}}', "/a"),
        ('{"a": 1, "\\u0061": 2}', "/a"),
        ('{"a": {}, "b": {"x/y": 1, "x/y": 2}}', "/b/x~1y"),
    ],
)
def test_a_name_that_stands_twice_in_an_object_is_refused(text: str, pointer: str):
    with pytest.raises(Malformed) as refused:
        body_of(text)
    assert (refused.value.status, refused.value.code) == (400, "json_name_repeated")
    assert [one.pointer for one in refused.value.errors] == [pointer]


@pytest.mark.parametrize("route", [route for route in ROUTES if route.body], ids=named)
def test_every_route_with_a_body_refuses_it(route: Route):
    assert route.body is not None
    name = next(iter(route.body.model_fields), "x")
    raw = f'{{"{name}": 1, "{name}": 1}}'.encode()
    with pytest.raises(Malformed) as refused:
        requests.body(route.body, SimpleNamespace(raw_body=raw, headers={}))
    assert [one.pointer for one in refused.value.errors] == [f"/{name}"]


@pytest.mark.parametrize("text", ['{"a": 1, "b": {"a": 2}}', '[{"a": 1}, {"a": 1}]', "{}", '{"a": "\\"a\\": 1"}'])
def test_the_same_name_in_another_object_is_no_fault(text: str):
    assert each_name_once(text.encode()) == json.loads(text)


@pytest.mark.parametrize("raw", [b'{"a": ' + b"9" * 5000 + b"}", b"\xff\xfe", b"{" * 10, b'{"a":' * 100_000])
def test_what_cannot_be_read_is_no_json(raw: bytes):
    with pytest.raises(Malformed) as refused:
        body_of(raw)
    assert refused.value.code == "json_invalid"


def test_every_word_of_a_refusal_is_chinese():
    checks: list[Callable[[], Any]] = [
        lambda: query_of(ROUTES[0], x=["1", "2"]),
        lambda: body_of('{"a": 1, "a": 2}'),
    ]
    for check in checks:
        with pytest.raises((Invalid, Malformed)) as refused:
            check()
        assert all(re.search(r"[\u4e00-\u9fff]", one.message) for one in refused.value.errors)
