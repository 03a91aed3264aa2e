"""The API has the routes of an ordinary case ready when it starts, and serves the others from the first request on."""

import json
import os
import subprocess
import sys
from typing import Any

from app import ROUTES
from benchmarks.asked import READS, REQUESTS
from chalicelib.wiring.apis import APIS
from chalicelib.wiring.everyday import EVERYDAY
from tests.wiring.test_cold_start import ACCOUNT

EVERYDAY_PATHS = {route.path for api in EVERYDAY for route in api.declared}
OTHER_PATHS = {route.path for route in ROUTES} - EVERYDAY_PATHS
# In a process of its own, because this one has loaded all routes. None of these requests comes to its view.
ASKED = """
import json, sys
from chalicelib.wiring.entries.api import handler
from chalicelib.foundation import names
class Context:
    aws_request_id = function_name = "test"
def asked(method, resource, rest=None):
    context = {"resourcePath": resource, "httpMethod": method, "path": "/v1", "requestId": "r"}
    event = {"requestContext": context, "headers": {}, "multiValueHeaders": {}, "pathParameters": {"proxy": rest},
             "multiValueQueryStringParameters": None, "body": None, "stageVariables": None}
    answer = handler(event, Context())
    return [answer["statusCode"], answer["headers"].get("Access-Control-Allow-Methods"), len(handler.routes)]
print(json.dumps([asked(*one) for one in json.loads(sys.argv[1])]))
"""


def answers(*requests: tuple[str, ...]) -> list[Any]:
    command = [sys.executable, "-c", ASKED, json.dumps(requests)]
    environment = {**os.environ, **ACCOUNT}
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


def test_every_blueprint_of_the_everyday_is_one_of_all():
    assert [api for api in EVERYDAY if api not in APIS] == []
    assert {route.path for api in APIS for route in api.declared} == EVERYDAY_PATHS | OTHER_PATHS


def test_a_path_has_all_its_routes_in_one_group():
    """The answer to a preflight request names the methods that the app serves then."""
    others = {route.path for api in APIS if api not in EVERYDAY for route in api.declared}
    assert others & EVERYDAY_PATHS == set()


def test_an_ordinary_case_meets_no_route_that_has_to_be_loaded():
    facts = {"case": "{case_id}", "face": {}}
    asked = {one.path(facts).partition("?")[0] for one in (*REQUESTS, *READS)}
    shapes = {tuple("*" if part.startswith("{") else part for part in path.split("/")) for path in EVERYDAY_PATHS}

    def known(path: str) -> bool:
        parts = path.split("/")
        return any(
            len(shape) == len(parts) and all(one in ("*", part) for one, part in zip(shape, parts, strict=True))
            for shape in shapes
        )

    assert [path for path in sorted(asked) if not known(path)] == []


def test_the_first_request_for_another_route_has_the_others_served():
    first, preflight, other, again = answers(
        ("GET", "/v1/tasks"), ("OPTIONS", "/v1/tasks"), ("GET", "/v1/directory/{proxy+}", "staff"), ("GET", "/v1/tasks")
    )
    assert first == [401, None, len(EVERYDAY_PATHS)]
    assert preflight == [200, "GET,HEAD,OPTIONS", len(EVERYDAY_PATHS)]
    assert other == [401, None, len(EVERYDAY_PATHS | OTHER_PATHS)]
    assert again == [401, None, len(EVERYDAY_PATHS | OTHER_PATHS)]


def test_a_preflight_request_and_an_unknown_route_are_answered_by_the_whole_app():
    (preflight,) = answers(("OPTIONS", "/v1/admin/{proxy+}", "items/YM-S07/drafts"))
    assert preflight == [200, "DELETE,GET,HEAD,POST,PUT,OPTIONS", len(EVERYDAY_PATHS | OTHER_PATHS)]
    method, path, below = answers(
        ("DELETE", "/v1/tasks"), ("GET", "/v1/nowhere"), ("GET", "/v1/admin/{proxy+}", "nowhere")
    )
    assert (method[0], path[0], below[0]) == (405, 404, 404)
