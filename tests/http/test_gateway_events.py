"""What API Gateway sends to our code, as the template tells it to: also methods that a path does not have."""

import json
from typing import Any

import pytest

from app import app
from local.lambda_.functions import Context


def answer(method: str, route: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    event = {
        "resource": route,
        "path": route,
        "httpMethod": method,
        "headers": headers or {},
        "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {"resourcePath": route, "httpMethod": method, "requestId": "r-1", "identity": {}},
    }
    return app(event, Context("api"))


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "LINK"])
def test_a_method_that_a_path_does_not_have_is_a_405_that_names_the_others(method: str):
    told = answer(method, "/v1/items")
    problem = json.loads(told["body"])
    assert (told["statusCode"], problem["code"]) == (405, "method_not_allowed")
    assert told["headers"]["Content-Type"].startswith("application/problem+json")
    assert {"GET", "HEAD"} <= {*told["headers"]["Allow"].split(", ")}


def test_a_preflight_request_is_answered_by_our_code():
    told = answer("OPTIONS", "/v1/items", {"origin": "https://portal.example"})
    assert told["statusCode"] == 200
    assert "GET" in told["headers"]["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Origin" in told["headers"]
