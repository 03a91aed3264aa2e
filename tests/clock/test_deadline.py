"""What may be asked, how refusals are named, and how the answer reads as JSON."""

import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.clock import WorkCalendar
from chalicelib.clock.deadline import DeadlineAnswer, DeadlineQuestion, answer

PLAIN: dict[str, Any] = {"start": "2026-03-02", "length": 20, "unit": "workday"}


def refusals(**changes: Any) -> list[tuple[tuple[int | str, ...], str]]:
    """(location, code) of all that is wrong, read from JSON as a request is."""
    with pytest.raises(ValidationError) as refused:
        DeadlineQuestion.model_validate_json(json.dumps(PLAIN | changes))
    return [(error["loc"], error["type"]) for error in refused.value.errors()]


def test_the_answer_as_json(calendar: WorkCalendar) -> None:
    question = DeadlineQuestion.model_validate_json('{"start": "2025-09-26", "length": 1, "unit": "workday"}')
    assert json.loads(answer(question, calendar).model_dump_json()) == {
        "due": "2025-09-28",
        "provisional": False,
        "days": [
            {"date": "2025-09-26", "counted": False, "number": None, "reason": "起始日不计入(《民法典》第二百零一条)"},
            {"date": "2025-09-27", "counted": False, "number": None, "reason": "周末"},
            {"date": "2025-09-28", "counted": True, "number": 1, "reason": "调休上班:国庆节"},
        ],
    }


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"lenght": 5}, [(("lenght",), "extra_forbidden")]),
        ({"start": "2003-12-31"}, [(("start",), "date_outside_calendar")]),
        ({"start": "2100-01-01"}, [(("start",), "date_outside_calendar")]),
        ({"start": "2026-02-30"}, [(("start",), "date_from_datetime_parsing")]),
        ({"start": "2026-03-02T00:00:00+08:00"}, [(("start",), "date_format")]),
        ({"start": "20260302"}, [(("start",), "date_format")]),
        ({"start": 1772380800}, [(("start",), "date_format")]),
        ({"start": None}, [(("start",), "date_format")]),
        ({"unit": "month"}, [(("unit",), "literal_error")]),
        ({"length": -1}, [(("length",), "greater_than_equal")]),
        ({"length": 1001}, [(("length",), "term_too_long")]),
        ({"length": 1501, "unit": "day"}, [(("length",), "less_than_equal")]),
        ({"length": 10**30}, [(("length",), "less_than_equal")]),
        ({"length": "20"}, [(("length",), "int_type")]),
        ({"length": True}, [(("length",), "int_type")]),
        ({"length": 20.5}, [(("length",), "int_type")]),
        ({"extension": 2001}, [(("extension",), "extension_too_long")]),
        ({"extension": 3001, "unit": "day"}, [(("extension",), "less_than_equal")]),
        ({"extension": 10**30}, [(("extension",), "less_than_equal")]),
        ({"extension": -1}, [(("extension",), "greater_than_equal")]),
        ({"pauses": [{"from": "2026-03-05"}]}, [(("pauses", 0, "to"), "missing")]),
        ({"pauses": [{"from": "2026-03-05", "to": None}]}, [(("pauses", 0, "to"), "date_format")]),
        ({"pauses": [{"from": "2026-03-05", "to": "2026-03-04"}]}, [(("pauses", 0, "to"), "pause_reversed")]),
        ({"pauses": [{"from": "2026-03-05", "to": "2100-03-04"}]}, [(("pauses", 0, "to"), "date_outside_calendar")]),
        ({"pauses": [{"start": "2026-03-05", "to": "2026-03-06"}]}, None),
        ({"pauses": [{"from": "2026-03-05", "to": "2026-03-06"}] * 51}, [(("pauses",), "too_long")]),
        ({"pauses": [{"from": "2026-03-05", "to": "2036-03-06"}]}, [(("pauses",), "pauses_too_long")]),
    ],
)
def test_what_is_refused_and_where(
    changes: dict[str, Any], refused: list[tuple[tuple[int | str, ...], str]] | None
) -> None:
    expected = refused or [(("pauses", 0, "from"), "missing"), (("pauses", 0, "start"), "extra_forbidden")]
    assert sorted(refusals(**changes), key=str) == sorted(expected, key=str)


def test_everything_wrong_is_told_at_once() -> None:
    wrong = refusals(start="x", length=-1, unit="month", extension=-1, pauses=[{}], other=1)
    assert {location[0] for location, _ in wrong} == {"start", "length", "unit", "extension", "pauses", "other"}


@pytest.mark.parametrize(
    "changes",
    [
        {"length": 1000},
        {"length": 1500, "unit": "day"},
        {"length": 45, "extension": 15},
        {"extension": 2000},
        {"length": 0, "extension": 3000, "unit": "day"},
    ],
)
def test_the_bounds_are_inside(changes: dict[str, Any], calendar: WorkCalendar) -> None:
    question = DeadlineQuestion.model_validate(PLAIN | changes)
    numbered = [day.number for day in answer(question, calendar).days if day.number is not None]
    assert len(numbered) == question.length + question.extension


def test_the_longest_question_has_an_answer_of_bounded_size(calendar: WorkCalendar) -> None:
    pauses = [{"from": "2026-03-05", "to": "2036-03-01"}]
    question = DeadlineQuestion.model_validate(PLAIN | {"length": 1000, "extension": 2000, "pauses": pauses})
    assert len(answer(question, calendar).model_dump_json()) < 1_500_000


@pytest.mark.requirement("R52")
def test_a_term_past_the_last_notice_is_provisional(calendar: WorkCalendar) -> None:
    answered = answer(DeadlineQuestion.model_validate(PLAIN | {"start": "2027-02-01"}), calendar)
    assert answered.provisional
    assert isinstance(answered, DeadlineAnswer)
    assert answered.due == date(2027, 3, 3)  # 5-8 February projected; without the substitute days a notice would place


def test_a_term_beyond_2099_is_provisional(calendar: WorkCalendar) -> None:
    answered = answer(DeadlineQuestion.model_validate(PLAIN | {"start": "2099-12-20"}), calendar)
    assert (answered.due.year, answered.provisional) == (2100, True)
