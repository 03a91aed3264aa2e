"""Every route: who may call it, what a refusal looks like, and that the OpenAPI document knows it."""

import re
from typing import Any

import httpx
import pytest

from chalicelib.access.actor import Role
from chalicelib.access.policy import PUBLIC, Permission, allows
from local.identity_provider.personas import PERSONAS
from tests.e2e.hall import Hall
from tests.e2e.refusals import refused

OPENAPI = "/openapi.json"
# Of the directory anybody reads where offices are and what they are for; who works there, and the letters, nobody.
PUBLIC_DIRECTORY = (
    "regions",
    "regions/{code}",
    "departments",
    "departments/{id}",
    "duty",
    "documents",
    "documents/{id}",
    "halls",
    "halls/{id}",
    "items/{code}/window",
    "statistics",
    "windows/counts",
)


def routes() -> list[Any]:
    import app

    return app.ROUTES


def call(hall: Hall, route: Any, **headers: str) -> httpx.Response:
    """The route with made-up ids and no body."""
    return hall.raw(route.method, re.sub(r"{\w+}", "none", route.path), content=b"{}", **JSON, **headers)


JSON = {"Content_Type": "application/json"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.requirement("R1")
def test_every_route_but_the_public_ones_wants_a_token_and_a_permission(hall: Hall) -> None:
    for number, route in enumerate(routes()):
        if route.access is PUBLIC:
            assert call(hall, route).status_code not in (401, 403), route.path
            continue
        assert isinstance(route.access, Permission)
        assert "x-amzn-remapped-www-authenticate" in refused(call(hall, route), 401, "token_missing").headers
        others = strangers(route.access)
        token = hall.client.token(others[number % len(others)])
        refused(call(hall, route, **bearer(token)), 403, "permission_missing")


def strangers(permission: Permission) -> list[str]:
    """One persona of every role that lacks the permission: the routes take turns with them."""
    by_role = {persona.actor.role: persona.id for persona in PERSONAS.values()}
    return [by_role[role] for role in Role if not allows(role, permission)]


def test_what_is_public_is_what_the_design_makes_public() -> None:
    assert {(route.method, route.path) for route in routes() if route.access is PUBLIC} == {
        ("GET", "/items"),
        ("GET", "/items/{code}"),
        ("GET", "/items/changes"),
        ("GET", "/items/changes.atom"),
        ("POST", "/items/{code}/checklist"),
        ("GET", "/items/{code}/guide"),
        ("GET", "/items/{code}/checklist"),
        ("GET", "/items/{code}/form"),
        ("GET", "/item-lists"),
        ("GET", "/schemes"),
        ("GET", "/schemes/{code}"),
        ("GET", "/schemes/{code}/graph"),
        ("GET", "/schemes/{code}/graph.svg"),
        ("POST", "/schemes/{code}/plan"),
        *(("GET", f"/directory/{part}") for part in PUBLIC_DIRECTORY),
        ("GET", "/calendar"),
        ("POST", "/deadlines"),
        ("POST", "/payments/notifications"),
        ("POST", "/payments/payable"),
        ("GET", "/notices"),
        ("GET", "/docs/callbacks"),
        ("GET", "/docs/errors"),
        ("POST", "/progress"),
        # Answers that departments publish are cited to whoever asks, with their version (R17); the rest needs a post.
        ("GET", "/knowledge"),
        ("GET", "/knowledge/{entry_id}"),
        ("GET", OPENAPI),
        ("GET", "/docs"),
        ("GET", "/certificates/verify"),
        ("GET", "/audit/heads"),
        ("GET", "/audit/heads/{division}/{day}"),
        ("GET", "/audit/keys"),
    }


def test_tokens_that_are_none(hall: Hall) -> None:
    issuer = hall.stack.issuer
    good = issuer.mint("company")
    head, body, signature = good.split(".")
    wrong = {
        "garbage": "token_malformed",
        f"{head}.{body}.{signature[:-8]}AAAAAAAA": "token_invalid",
        f"eyJhbGciOiJub25lIn0.{body}.": "token_invalid",
        issuer.mint("company", aud="somebody-else"): "token_invalid",
        issuer.mint("company", iss="https://elsewhere.example"): "token_invalid",
        issuer.mint("company", exp=1_700_000_000): "token_expired",
        issuer.mint("company", role="emperor"): "token_invalid",
    }
    guarded = [route for route in routes() if route.access is not PUBLIC]
    for token, code in wrong.items():
        refused(call(hall, guarded[0], **bearer(token)), 401, code)
    for route in guarded:
        refused(call(hall, route, **bearer("garbage")), 401, "token_malformed")
        refused(call(hall, route, **bearer(issuer.mint("company", aud="x"))), 401, "token_invalid")


@pytest.mark.requirement("R59")
def test_a_token_of_somebody_who_is_not_in_the_register_reads_nothing(hall: Hall) -> None:
    reading = [route for route in routes() if route.access is not PUBLIC and route.method == "GET"]
    asked = 0
    for route in reading:
        persona = next(one for one in PERSONAS.values() if allows(one.actor.role, route.access))
        if persona.actor.role in (Role.APPLICANT, Role.DEPARTMENT_SYSTEM):
            continue
        token = hall.stack.issuer.mint(persona.id, sub="persona:nobody")
        answer = call(hall, route, **bearer(token))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_in_register"), route.path
        asked += 1
    assert asked > 10


def test_every_act_wants_a_key(hall: Hall) -> None:
    acting = [route for route in routes() if route.acts]
    assert {route.method for route in acting} == {"POST", "PUT", "DELETE"}
    for route in acting:
        persona = next(one for one in PERSONAS.values() if allows(one.actor.role, route.access))
        headers = bearer(hall.client.token(persona.id))
        refused(call(hall, route, **headers), 400, "idempotency_key_missing")
        refused(call(hall, route, Idempotency_Key="x", **headers), 400, "idempotency_key_malformed")
        if route.guarded:
            refused(call(hall, route, Idempotency_Key="key-00000001", **headers), 428, "if_match_required")


def test_the_openapi_document_has_every_route_and_no_other(hall: Hall) -> None:
    document = hall.client.get(None, OPENAPI).json()
    prefix = document["servers"][0]["url"].removeprefix(hall.stack.url)
    written = {
        (method.upper(), prefix + path, operation.get("security") == [])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert {(method, path) for method, path, _ in written} == {(route.method, f"/v1{route.path}") for route in routes()}
    assert {path for _, path, public in written if public} == {
        f"/v1{route.path}" for route in routes() if route.access is PUBLIC
    }


def test_unknown_routes_and_methods(hall: Hall) -> None:
    refused(hall.raw("GET", "/nowhere"), 404, "route_not_found")
    refused(hall.raw("GET", "/items/YM-P01/more/and/more"), 404, "route_not_found")
    answer = refused(hall.raw("DELETE", "/items"), 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_bodies_that_are_none(hall: Hall) -> None:
    def send(content: bytes, kind: str = "application/json") -> httpx.Response:
        return hall.raw("POST", "/applications", who="company", content=content, Content_Type=kind)

    before = hall.cases()
    refused(send(b"{"), 400, "json_invalid")
    refused(send(b"\xff\xfe"), 400, "json_invalid")
    refused(send(b"[1]"), 422, "invalid_fields", "")
    refused(send(b"item=YM-P01", "application/x-www-form-urlencoded"), 415, "unsupported_media_type")
    refused(send(b'{"item": "' + b"x" * 1_000_001 + b'"}'), 413, "body_too_large")
    refused(send(b" " * (6 * 1024 * 1024 + 1)), 413, "body_too_large")
    assert hall.cases() == before


def test_every_answer_carries_its_request_id_and_may_be_read_by_the_portal(hall: Hall) -> None:
    for method, path in (("GET", "/items?limit=1"), ("GET", "/items/none"), ("GET", "/nowhere"), ("PUT", "/items")):
        answer = hall.raw(method, path)
        assert answer.headers["X-Request-Id"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "X-Request-Id" in answer.headers["Access-Control-Expose-Headers"]
    asked = hall.raw("OPTIONS", "/applications", Origin="https://portal.example", Access_Control_Request_Method="POST")
    assert asked.status_code == 200
    for name in ("Idempotency-Key", "If-Match", "Authorization"):
        assert name in asked.headers["Access-Control-Allow-Headers"]


def test_the_docs_page_needs_no_script(hall: Hall) -> None:
    page = hall.raw("GET", "/docs")
    assert page.headers["Content-Type"].startswith("text/html")
    assert "<script" not in page.text
    assert hall.http.get(hall.stack.url).headers["Location"] == "/v1/docs"
