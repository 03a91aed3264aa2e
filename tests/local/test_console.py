"""What only the local stack answers: legal time that moves forward, and the switches of the departments' systems."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.clock import WorkCalendar
from chalicelib.foundation.platform import wall_clock
from local.console.legal_time import Backwards, LegalTime
from local.console.routes import Console
from local.department import DepartmentSystem
from local.identity_provider.issuer import Issuer


@pytest.fixture
def time() -> LegalTime:
    return LegalTime()


@pytest.fixture
def console(time: LegalTime) -> Any:
    system = DepartmentSystem("http://127.0.0.1:1", lambda: "token", "whsec_" + "A" * 32, "food", delay=8)
    yield Console(Issuer("http://127.0.0.1:1/local/issuer", "yimen", wall_clock), {"food": system}, time)
    system.stop()


def ask(console: Console, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    return console.handle(method, path, json.dumps(body).encode() if body is not None else b"")


@pytest.mark.parametrize("path", ["/local/token", "/local/departments/food", "/local/time"])
@pytest.mark.parametrize("body", [b"[" * 100_000, b"{", b"\xff", b"[]"], ids=["deep", "cut off", "no utf-8", "a list"])
def test_a_body_that_cannot_be_read_is_the_callers_mistake(console: Console, path: str, body: bytes):
    status, answer = console.handle("PUT" if "departments" in path else "POST", path, body)
    assert (status, answer["status"]) in ((400, 400), (422, 422))


def test_legal_time_moves_by_workdays_and_wall_time_does_not(time: LegalTime):
    before, calendar = time.now(), WorkCalendar()
    moved = time.move_workdays(5, calendar)
    assert calendar.workdays_between(before.date(), moved.date()) == 5
    assert wall_clock() - before < timedelta(minutes=1)


def test_legal_time_never_runs_back(time: LegalTime):
    with pytest.raises(Backwards):
        time.move_to(time.now() - timedelta(seconds=5))


def test_legal_time_is_at_most_ten_years_ahead(time: LegalTime):
    with pytest.raises(ValueError, match="ahead"):
        time.move_to(time.now() + timedelta(days=4000))


def test_time_is_moved_over_http(console: Console, time: LegalTime):
    status, answer = ask(console, "POST", "/local/time", {"workdays": 3})
    assert status == 200
    assert timedelta() <= time.now() - datetime.fromisoformat(answer["now"]) < timedelta(minutes=1)
    there = (time.now() + timedelta(days=1)).isoformat()
    assert ask(console, "POST", "/local/time", {"to": there})[0] == 200
    assert ask(console, "GET", "/local/time")[1]["now"] >= there


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid_fields"),
        ({"workdays": 0}, 422, "invalid_fields"),
        ({"workdays": 3, "to": "2030-01-01T00:00:00+08:00"}, 422, "invalid_fields"),
        ({"to": "2030-01-01T00:00:00"}, 422, "invalid_fields"),
        ({"to": "2001-01-01T00:00:00+08:00"}, 409, "time_backwards"),
        ({"days": 3}, 422, "invalid_fields"),
    ],
)
def test_a_wrong_move_is_refused(console: Console, body: Any, status: int, code: str):
    answered, problem = ask(console, "POST", "/local/time", body)
    assert (answered, problem["code"]) == (status, code)


def test_a_departments_system_is_switched(console: Console):
    status, shown = ask(console, "PUT", "/local/departments/food", {"mode": "manual", "delay": 0})
    assert (status, shown["mode"], shown["delay"]) == (200, "manual", 0)
    assert ask(console, "GET", "/local/departments")[1]["departments"][0]["mode"] == "manual"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "/local/departments/nobody", {}, 404),
        ("POST", "/local/departments/food", {}, 405),
        ("PUT", "/local/departments/food", {"mode": "asleep"}, 422),
        ("PUT", "/local/departments/food", {"delay": -1}, 422),
        ("PUT", "/local/departments/food", ["manual"], 400),
        ("DELETE", "/local/time", None, 405),
    ],
)
def test_a_wrong_switch_is_refused(console: Console, method: str, path: str, body: Any, status: int):
    assert ask(console, method, path, body)[0] == status
