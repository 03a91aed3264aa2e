"""The routes of the calendar: an administrator loads, anybody reads, and bad days are named."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.hall.api import calendar as public
from chalicelib.http import requests
from chalicelib.operations.api import calendar
from chalicelib.operations.model.calendar import HOLDS_AFTER
from proofs.kit.cast import staff
from proofs.kit.hall import Hall
from tests.some_routes import get, serving

Ask = Callable[..., tuple[int, Any]]
DAY = {"date": "2026-12-01", "workday": False, "name": "台风停工"}
AWAY = "division_elsewhere"
TYPHOON: dict[str, Any] = {"days": [DAY], "paper": "阳府办〔2026〕9号"}
AMENDMENTS, NOTICES, PREVIEW = (f"/admin/calendar/{name}" for name in ("amendments", "notices", "preview"))


@pytest.fixture
def ask(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    with serving(hall.platform, (public.api, calendar.api)) as client:
        sent = iter(range(1, 100))

        def do(path: str, body: Any = None, role: str = "administrator") -> tuple[int, Any]:
            monkeypatch.setattr(requests, "authenticate", lambda platform, header: staff(role))
            if body is None:
                return 200, get(client, path)
            headers = {"Content-Type": "application/json", "Idempotency-Key": f"key-{next(sent):04}"}
            answer = client.http.post(f"/v1{path}", headers=headers, body=json.dumps(body).encode())
            return answer.status_code, json.loads(answer.body)

        yield do


def test_a_day_is_looked_at_loaded_and_read_by_anybody(ask: Ask, hall: Hall):
    _, before = ask("/calendar?year=2026")
    assert ask(PREVIEW, {"amendment": TYPHOON})[1]["changed"][0]["date"] == "2026-12-01"
    assert ask("/admin/calendar") == (200, {"entries": []})
    status, loaded = ask(AMENDMENTS, {"amendment": TYPHOON, "reason": "台风红色预警"})
    assert (status, loaded["number"], loaded["confirmed"]) == (201, 1, 0)
    hall.clock.move_to(hall.clock() + HOLDS_AFTER)
    _, after = ask("/calendar?year=2026")
    assert after["workdays"] == before["workdays"] - 1
    told = [day for day in after["days"] if day not in before["days"]]
    assert told == [{"date": "2026-12-01", "workday": False, "reason": "临时放假:台风停工"}]
    _, kept = ask("/admin/calendar")
    assert kept["entries"][0]["days"] == [DAY]
    assert kept["entries"][0]["recounting"]["state"] == "waiting"


def test_days_of_no_ordinary_kind_are_told_with_their_reason(ask: Ask):
    _, year = ask("/calendar?year=2026")
    assert not year["provisional"]
    assert {"date": "2026-10-01", "workday": False, "reason": "法定节假日:国庆节"} in year["days"]
    assert not {"工作日", "周末"} & {day["reason"] for day in year["days"]}
    assert ask("/calendar?year=2030")[1]["provisional"]


@pytest.mark.parametrize(
    ("path", "body", "pointer", "code"),
    [
        (AMENDMENTS, {"amendment": {**TYPHOON, "division": "440100"}, "reason": "误"}, "/amendment/division", AWAY),
        (AMENDMENTS, {"amendment": {**TYPHOON, "days": [DAY, DAY]}, "reason": "误"}, "/amendment/days", "day_repeated"),
        (AMENDMENTS, {"amendment": {**TYPHOON, "days": []}, "reason": "误"}, "/amendment/days", "too_short"),
        (AMENDMENTS, {"amendment": TYPHOON}, "/reason", "missing"),
        (AMENDMENTS, {"amendment": TYPHOON, "reason": " "}, "/reason", "string_too_short"),
        (
            AMENDMENTS,
            {"amendment": {**TYPHOON, "days": [{**DAY, "name": "台风\u202e"}]}, "reason": "误"},
            "/amendment/days/0/name",
            "hidden_characters",
        ),
        (
            NOTICES,
            {"notice": {"year": 2027, "off_days": [{"date": "2028-05-01", "name": "x"}], "paper": "x"}, "reason": "误"},
            "/notice",
            "inconsistent_notice",
        ),
        (PREVIEW, {}, "", "one_of_both"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_written(ask: Ask, path: str, body: Any, pointer: str, code: str):
    status, problem = ask(path, body)
    assert status == 422
    assert (pointer, code) in {(error["pointer"], error["code"]) for error in problem["errors"]}
    assert ask("/admin/calendar")[1] == {"entries": []}


def test_what_changes_nothing_is_a_conflict(ask: Ask):
    named = {"amendment": {**TYPHOON, "days": [{**DAY, "date": "2026-12-05"}]}, "reason": "周六"}
    body = {"amendment": TYPHOON, "reason": "台风红色预警"}
    assert ask(AMENDMENTS, body)[0] == 201
    for again in (named, body):  # a Saturday that has a name, and a day off that is one already
        status, problem = ask(AMENDMENTS, again)
        assert (status, problem["code"]) == (409, "calendar_unchanged")


def test_nobody_else_loads(ask: Ask):
    for role in ("counter_clerk", "supervisor", "auditor"):
        assert ask(AMENDMENTS, {"amendment": TYPHOON, "reason": "x"}, role=role)[0] == 403
