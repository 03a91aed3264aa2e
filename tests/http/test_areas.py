"""Requests that come by a resource which the paths of an area share: the app finds the route itself.

`tests/local/test_api_gateway.py` compares what the local gateway makes of any path.
"""

import logging
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import ROUTES, app
from chalicelib.http import areas
from chalicelib.http.routes import PREFIX
from infra.gateway import everyday_paths
from local.lambda_.functions import Context

PATHS = list(dict.fromkeys(f"{PREFIX}{route.path}" for route in ROUTES))
SHARED = [path for path in PATHS if areas.resource_of(path, everyday_paths()) != path]
WORDS = {word for path in PATHS for word in path.split("/") if not word.startswith("{")}
# As a client writes them: what would part the path or end it is encoded. Not the words of other routes: a word comes
# before a name.
VALUES = st.text(min_size=1, max_size=20).filter(lambda text: text not in WORDS).map(lambda text: quote(text, safe=""))
HOSTILE = [
    "..",
    ".",
    "%2F",
    "%2e%2e%2f",
    "a%2Fend",
    "%00",
    "{code}",
    "{proxy+}",
    "proxy",
    "%25",
    ";end",
    "a:b",
    "%E9%A3",
]


def event(resource: str, path: str, named: dict[str, str] | None, method: str = "GET") -> dict[str, Any]:
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": {"origin": "https://portal.example"},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": {"limit": ["5"]},
        "pathParameters": named,
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {
            "resourcePath": resource,
            "path": f"/prod{path}",
            "httpMethod": method,
            "requestId": "r-1",
            "identity": {"sourceIp": "127.0.0.1"},
        },
    }


def shared(path: str, method: str = "GET") -> dict[str, Any]:
    """As API Gateway sends it: below its area the path as it was written, without a slash at its end."""
    area = areas.area_of(path)
    rest = path.removeprefix(f"{area}/").removesuffix("/")
    return event(f"{area}/{areas.BELOW}", path, {areas.REST: rest}, method)


def alike(route: str, values: dict[str, str]) -> None:
    written = "/".join(values.get(part[1:-1], part) if part.startswith("{") else part for part in route.split("/"))
    assert areas.routed(shared(written), PATHS) == event(route, written, values or None)
    assert areas.routed(shared(f"{written}/"), PATHS) == event(route, f"{written}/", values or None)


def names_of(route: str) -> list[str]:
    return [part[1:-1] for part in route.split("/") if part.startswith("{")]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_request_is_what_it_would_be_by_a_resource_of_its_own(value: str):
    assert len(SHARED) > 80
    for route in SHARED:
        alike(route, dict.fromkeys(names_of(route), value))


@given(st.sampled_from(SHARED), st.lists(st.sampled_from(HOSTILE) | VALUES, min_size=3, max_size=3))
def test_a_request_with_any_values_is_what_it_would_be_by_a_resource_of_its_own(route: str, values: list[str]):
    alike(route, dict(zip(names_of(route), values, strict=False)))


@given(st.sampled_from(SHARED), st.lists(st.sampled_from([*sorted(WORDS), *HOSTILE, ""]), max_size=6))
def test_no_path_comes_to_a_route_whose_words_it_does_not_have(route: str, parts: list[str]):
    asked = shared("/".join([areas.area_of(route), *parts]))
    found = areas.routed(asked, PATHS)
    if found is asked:
        return
    path = f"{areas.area_of(route)}/{asked['pathParameters'][areas.REST]}".split("/")
    known = found["resource"].split("/")
    assert found["resource"] in SHARED
    for word, part in zip(known, path, strict=True):
        assert part == word or (word.startswith("{") and part != "")
    assert found["pathParameters"] == ({w[1:-1]: p for w, p in zip(known, path, strict=True) if w[0:1] == "{"} or None)


def test_a_word_comes_before_a_name():
    routes = ["/v1/admin/{code}", "/v1/admin/items", "/v1/admin/{code}/end", "/v1/admin/items/{code}"]
    asked = {"items": "/v1/admin/items", "other": "/v1/admin/{code}", "items/end": "/v1/admin/items/{code}"}
    for rest, route in asked.items():
        assert areas.routed(shared(f"/v1/admin/{rest}"), routes)["resource"] == route
        assert areas.routed(shared(f"/v1/admin/{rest}"), routes[::-1])["resource"] == route


NOWHERE = ["/v1/admin/nothing/here", "/v1/admin/", "/v1/desk/consultations//answer", "/v1/admin/items//end"]
NOWHERE += ["/v1/admin/items%2FYM-S07%2Fend", "/v1/admin/../cases", "/v1/admin/items/YM-S07/end/", "/v1/admin//items"]


@pytest.mark.parametrize("path", NOWHERE)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_what_is_no_route_is_a_404_of_ours(path: str, method: str):
    asked = shared(path, method)
    if path.endswith("end/"):  # as no gateway sends it
        asked["pathParameters"][areas.REST] += "/"
    told = app(asked, Context("api"))
    assert (told["statusCode"], "route_not_found" in told["body"]) == (404, True)
    assert told["headers"]["Content-Type"].startswith("application/problem+json")
    assert {"Access-Control-Allow-Origin", "X-Request-Id"} <= told["headers"].keys()
    assert "Allow" not in told["headers"]


def test_a_resource_that_was_asked_for_in_vain_becomes_no_route():
    """Chalice puts each path that it was asked for among its own. The template is made of these."""
    before = {*app.routes}
    app(shared("/v1/admin/nowhere"), Context("api"))
    app(event("/v1/nowhere", "/v1/nowhere", None), Context("api"))
    assert {*app.routes} == before
    asked = shared("/v1/admin/nowhere")
    assert areas.routed(asked, [*app.routes, "/v1/admin/{proxy+}"]) is asked


def test_a_method_that_a_route_does_not_have_is_a_405():
    told = app(shared("/v1/admin/payments", "DELETE"), Context("api"))
    assert (told["statusCode"], "GET" in told["headers"]["Allow"]) == (405, True)


def test_a_preflight_request_is_answered():
    told = app(shared("/v1/admin/payments", "OPTIONS"), Context("api"))
    assert (told["statusCode"], "GET" in told["headers"]["Access-Control-Allow-Methods"]) == (200, True)


def test_who_has_no_token_is_told_so_and_the_log_names_the_route(caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        told = app(shared("/v1/admin/items/YM-S07/end", "POST"), Context("api"))
    assert told["statusCode"] == 401
    assert [vars(line)["route"] for line in caplog.records if hasattr(line, "route")] == [
        "POST /v1/admin/items/{code}/end"
    ]


def test_a_route_with_a_resource_of_its_own_is_left_alone():
    own = event("/v1/items/{code}", "/v1/items/YM-S07", {"code": "YM-S07"})
    assert areas.routed(own, PATHS) is own
