"""Requests that come by a resource which the paths of an area share: the app finds the route itself."""

from typing import Any

import pytest

from app import ROUTES, app
from chalicelib.http import areas
from chalicelib.http.routes import PREFIX
from infra.gateway import everyday_paths
from local.lambda_.functions import Context

PATHS = [f"{PREFIX}{route.path}" for route in ROUTES]
SHARED = [path for path in dict.fromkeys(PATHS) if areas.resource_of(path, everyday_paths()) != path]


def event(path: str, method: str = "GET") -> dict[str, Any]:
    """As API Gateway sends it: the resource, and below its area the path as it was written."""
    area = areas.area_of(path)
    resource = f"{area}/{areas.BELOW}"
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": {},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": {areas.REST: path.removeprefix(f"{area}/")},
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {"resourcePath": resource, "httpMethod": method, "requestId": "r-1", "identity": {}},
    }


@pytest.mark.parametrize("path", SHARED)
def test_each_route_is_found_with_what_its_names_stand_for(path: str):
    written = path.replace("{", "a%2Fb-").replace("}", "")
    found = areas.routed(event(written), PATHS)
    assert found["requestContext"]["resourcePath"] == found["resource"] == path
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    assert (found["pathParameters"] or {}) == {name: f"a%2Fb-{name}" for name in names}


def test_a_word_comes_before_a_name():
    routes = ["/v1/admin/{code}", "/v1/admin/items", "/v1/admin/{code}/end", "/v1/admin/items/{code}"]
    asked = {"items": "/v1/admin/items", "other": "/v1/admin/{code}", "items/end": "/v1/admin/items/{code}"}
    for rest, route in asked.items():
        assert areas.routed(event(f"/v1/admin/{rest}"), routes)["resource"] == route


@pytest.mark.parametrize("path", ["/v1/admin/nothing/here", "/v1/admin/", "/v1/desk/consultations//answer"])
def test_what_is_no_route_is_a_404_of_ours(path: str):
    told = app(event(path), Context("api"))
    assert (told["statusCode"], "route_not_found" in told["body"]) == (404, True)


def test_a_method_that_a_route_does_not_have_is_a_405():
    told = app(event("/v1/admin/payments", "DELETE"), Context("api"))
    assert (told["statusCode"], "GET" in told["headers"]["Allow"]) == (405, True)


def test_a_preflight_request_is_answered():
    told = app(event("/v1/admin/payments", "OPTIONS"), Context("api"))
    assert (told["statusCode"], "GET" in told["headers"]["Access-Control-Allow-Methods"]) == (200, True)


def test_a_route_with_a_resource_of_its_own_is_left_alone():
    own = event("/v1/items")
    own["requestContext"]["resourcePath"] = "/v1/items"
    assert areas.routed(own, PATHS) is own
