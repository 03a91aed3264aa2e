import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.access.actor import Actor
from chalicelib.cases.model import Task
from chalicelib.exchange.api.callbacks import api
from chalicelib.exchange.model import Attempt, delivery_of
from chalicelib.exchange.store import records as store
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op
from chalicelib.http import requests
from chalicelib.http.api import Api
from tests.exchange.conftest import AT, SECRET, URL, system

Ask = Callable[..., tuple[int, Any]]


def unregistered() -> Api:
    """The room's routes in a blueprint of their own: Chalice uses a blueprint up when it registers it."""
    fresh = Api("callbacks", tag=api.tag)
    for route in api.declared:
        declare = getattr(fresh, route.method.lower())
        shapes = {"body": route.body, "query": route.query, "answer": route.answer, "status": route.status}
        declare(route.path, route.access, route.summary, guarded=route.guarded, **shapes)(route.view)
    return fresh


@pytest.fixture
def ask(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Ask the API as somebody, the food department's system by default."""
    app = Chalice("yimen", configure_logs=False)
    app.register_blueprint(unregistered(), url_prefix="/v1")
    platforms.use(platform)
    with Client(app) as client:

        def do(
            method: str, path: str, body: Any = None, key: str = "key-0001", actor: Actor | None = None
        ) -> tuple[int, Any]:
            monkeypatch.setattr(requests, "authenticate", lambda platform, header: actor or system())
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            sent = json.dumps(body).encode() if body is not None else b""
            response = client.http.request(method, f"/v1{path}", headers=headers, body=sent)
            return response.status_code, json.loads(response.body)

        yield do
    platforms.use(None)


def test_an_endpoint_is_registered_and_read_back_without_its_secret(ask: Ask):
    assert ask("GET", "/callbacks")[1]["code"] == "callback_not_registered"
    expected = {
        "url": URL,
        "enabled": True,
        "updated_at": "2026-11-24T09:00:00+08:00",
        "version": 1,
        "former_until": None,
    }
    assert ask("PUT", "/callbacks", {"url": URL, "secret": SECRET}) == (200, expected)
    assert ask("PUT", "/callbacks", {"url": URL, "secret": SECRET}) == (200, expected)
    assert ask("GET", "/callbacks") == (200, expected)


def test_a_department_does_not_see_another_ones_endpoint(ask: Ask):
    ask("PUT", "/callbacks", {"url": URL, "secret": SECRET})
    status, problem = ask("GET", "/callbacks", actor=system("hrss"))
    assert (status, problem["code"], problem["title"]) == (404, "callback_not_registered", "本部门尚未登记回调地址")


def test_everything_wrong_is_named_at_once_and_not_repeated(ask: Ask):
    weak = "whsec_c2hvcnQtc2VjcmV0"
    status, problem = ask("PUT", "/callbacks", {"secret": weak, "department": "hrss"})
    assert (status, problem["code"]) == (422, "invalid_fields")
    assert {error["pointer"]: error["code"] for error in problem["errors"]} == {
        "/url": "missing",
        "/secret": "callback_secret",
        "/department": "extra_forbidden",
    }
    assert weak not in json.dumps(problem)


def test_a_bad_url_and_a_weak_secret_are_named_together(ask: Ask):
    status, problem = ask("PUT", "/callbacks", {"url": "http://food.example.gov.cn/", "secret": "whsec_c2hvcnQ="})
    assert (status, {error["pointer"]: error["code"] for error in problem["errors"]}) == (
        422,
        {"/url": "callback_url_insecure", "/secret": "callback_secret"},
    )


def test_a_failed_attempt_is_explained(ask: Ask, platform: Platform, open_task: Callable[..., Task]):
    attempt = Attempt(at=AT, ms=12, error="dns_failed")
    store.edit_delivery(
        platform.table, delivery_of(open_task()), lambda kept: kept.tried(URL, attempt, "retrying"), nothing
    )
    (delivery,) = ask("GET", "/callbacks/deliveries")[1]["items"]
    assert (delivery["attempts"][0]["error"], "域名" in delivery["attempts"][0]["message"]) == ("dns_failed", True)


def test_an_internal_address_is_refused_with_a_pointer(ask: Ask):
    status, problem = ask("PUT", "/callbacks", {"url": "https://169.254.169.254/x", "secret": SECRET})
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, ["/url"])
    assert problem["errors"][0]["code"] == "callback_address_internal"


def test_only_systems_of_departments_manage_callbacks(ask: Ask):
    clerk = Actor.model_validate({"sub": "c", "role": "counter_clerk", "name": "窗口", "region": "441700"})
    for method, path in (("PUT", "/callbacks"), ("GET", "/callbacks"), ("GET", "/callbacks/deliveries")):
        status, problem = ask(method, path, {"url": URL, "secret": SECRET} if method == "PUT" else None, actor=clerk)
        assert (status, problem["code"]) == (403, "permission_missing")


def nothing(*_: object) -> list[Op]:
    return []


def test_deliveries_are_paged_newest_first(ask: Ask, platform: Platform, open_task: Callable[..., Task]):
    attempt = Attempt(at=AT, ms=12, status=202)
    for number in range(5):
        task = open_task(f"C000{number}", opened_at=AT + timedelta(minutes=number))
        store.edit_delivery(
            platform.table, delivery_of(task), lambda kept: kept.tried(URL, attempt, "delivered"), nothing
        )
    seen, path = [], "/callbacks/deliveries?limit=2"
    while path:
        status, page = ask("GET", path)
        assert status == 200
        seen += page["items"]
        path = f"/callbacks/deliveries?limit=2&cursor={page['next_cursor']}" if page.get("next_cursor") else ""
    assert [item["task_id"] for item in seen] == [f"C000{number}.review" for number in (4, 3, 2, 1, 0)]
    assert seen[0]["attempts"] == [
        {"at": "2026-11-24T09:00:00+08:00", "ms": 12, "status": 202, "error": None, "message": None, "answer": None}
    ]
    assert ask("GET", "/callbacks/deliveries", actor=system("hrss")) == (200, {"items": [], "next_cursor": None})
