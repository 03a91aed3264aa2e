"""Terms asked for by anybody over HTTP."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.http.documentation.conftest import Send

CASES = json.loads((Path(__file__).parents[1] / "data" / "workdays.json").read_text("utf-8"))["cases"]
QUESTION = {"start": "2026-01-05", "length": 20, "unit": "workday"}


def ask(send: Send, question: Any) -> tuple[int, Any]:
    response = send("POST", "/deadlines", json.dumps(question).encode())
    return response.status_code, json.loads(response.body)


@pytest.mark.requirement("R52")
@pytest.mark.parametrize("case", [case for case in CASES if "event_date_T" in case], ids=lambda case: case["id"])
@pytest.mark.law("4.1")
def test_a_worked_deadline_is_answered(send: Send, case: dict[str, Any]):
    question = {
        "start": case["event_date_T"],
        "length": case.get("n_workdays", case.get("n_calendar_days")),
        "unit": "workday" if "n_workdays" in case else "day",
        "pauses": [{"from": pause["start"], "to": pause["end"]} for pause in case.get("pauses", [])],
        "extension": case.get("extension_workdays", 0),
    }
    status, answer = ask(send, question)
    assert (status, answer["due"], answer["provisional"]) == (200, case["due"], False)
    assert answer["days"][-1]["date"] == case["due"]


@pytest.mark.law("15.23")
def test_every_day_has_all_four_fields_and_the_numbers_run(send: Send):
    _, answer = ask(send, QUESTION)
    assert all(set(day) == {"date", "counted", "number", "reason"} for day in answer["days"])
    assert [day["number"] for day in answer["days"] if day["counted"]] == list(range(1, 21))
    assert {day["number"] for day in answer["days"] if not day["counted"]} == {None}
    assert all(day["reason"] for day in answer["days"])


def test_a_year_without_a_holiday_notice_is_provisional(send: Send):
    status, answer = ask(send, QUESTION | {"start": "2027-09-20"})
    assert (status, answer["provisional"]) == (200, True)


@pytest.mark.parametrize(
    ("length", "unit", "extension"), [(20, "workday", 0), (1000, "workday", 2000), (1500, "day", 3000)]
)
def test_a_term_that_ends_after_2099_is_provisional(send: Send, length: int, unit: str, extension: int):
    asked = {"start": "2099-12-31", "length": length, "unit": unit, "extension": extension}
    status, answer = ask(send, asked)
    assert (status, answer["provisional"]) == (200, True)
    assert answer["due"] > "2100-01-01"


@pytest.mark.requirement("R52")
def test_an_extension_may_be_longer_than_twice_its_term(send: Send):
    """No law ties the two: of a term of 3 workdays (市场主体登记管理条例19) 10 more are counted like any other."""
    status, answer = ask(send, {"start": "2026-01-05", "length": 3, "unit": "workday", "extension": 10})
    assert (status, answer["due"]) == (200, "2026-01-22")
    assert answer["days"][-1]["number"] == 13


def test_the_unit_may_be_written_as_items_write_it(send: Send):
    asked = QUESTION | {"unit": "calendar_day"}
    assert ask(send, asked) == ask(send, QUESTION | {"unit": "day"})


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"length": 1001}, "/length", "term_too_long"),
        ({"length": 10**12}, "/length", "less_than_equal"),
        ({"length": -1}, "/length", "greater_than_equal"),
        ({"length": "20"}, "/length", "int_type"),
        ({"unit": "week"}, "/unit", "literal_error"),
        ({"start": "2026-02-30"}, "/start", "date_from_datetime_parsing"),
        ({"start": "2003-12-31"}, "/start", "date_outside_calendar"),
        ({"start": "2100-01-01"}, "/start", "date_outside_calendar"),
        ({"start": "2026-01-05T00:00:00Z"}, "/start", "date_format"),
        ({"extension": 2001}, "/extension", "extension_too_long"),
        ({"pauses": [{"from": "2026-01-09", "to": "2026-01-08"}]}, "/pauses/0/to", "pause_reversed"),
        ({"pauses": [{"from": "2026-01-09"}]}, "/pauses/0/to", "missing"),
        ({"hours": 3}, "/hours", "extra_forbidden"),
    ],
)
def test_an_absurd_question_is_refused_at_its_field(send: Send, change: dict[str, Any], pointer: str, code: str):
    status, problem = ask(send, QUESTION | change)
    assert status == 422
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(pointer, code)]


def test_all_that_is_missing_is_named(send: Send):
    status, problem = ask(send, {})
    assert status == 422
    assert {error["pointer"] for error in problem["errors"]} == {"/start", "/length", "/unit"}
