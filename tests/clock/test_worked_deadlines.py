"""Every forward term worked out by hand, through the public question and answer."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.clock import WorkCalendar, count_back, count_term
from chalicelib.clock.deadline import DeadlineAnswer, DeadlineQuestion, answer

CASES = json.loads((Path(__file__).parents[1] / "data" / "workdays.json").read_text("utf-8"))["cases"]
BY_ID = {case["id"]: case for case in CASES}
FORWARD = [case for case in CASES if "event_date_T" in case]


def asked(case: dict[str, Any]) -> DeadlineQuestion:
    return DeadlineQuestion.model_validate(
        {
            "start": case["event_date_T"],
            "length": case.get("n_workdays", case.get("n_calendar_days")),
            "unit": "workday" if "n_workdays" in case else "day",
            "pauses": [{"from": pause["start"], "to": pause["end"]} for pause in case.get("pauses", [])],
            "extension": case.get("extension_workdays", 0),
        }
    )


def listed(ranges: list[str]) -> dict[int, date]:
    """'1-3: 2018-07-03..07-05' -> {1: 3 July, 2: 4 July, 3: 5 July}."""
    numbered: dict[int, date] = {}
    for line in ranges:
        numbers, days = line.split(": ")
        first, _, last = numbers.partition("-")
        start = date.fromisoformat(days[:10])
        for offset, number in enumerate(range(int(first), int(last or first) + 1)):
            numbered[number] = start + timedelta(days=offset)
        assert numbered[int(last or first)].strftime("%m-%d") == re.split(r"\.\.|^\d{4}-", days)[-1]
    return numbered


def counted(answered: DeadlineAnswer) -> dict[int, date]:
    return {day.number: day.date for day in answered.days if day.number is not None}


def test_all_forward_cases_are_here() -> None:
    assert len(FORWARD) == 30
    assert {case["id"] for case in CASES} - {case["id"] for case in FORWARD} == {"C45"}


@pytest.mark.requirement("R52")
@pytest.mark.parametrize("case", FORWARD, ids=lambda case: case["id"])
@pytest.mark.law("4.1", "5.1", "5.2")
def test_worked_deadline(case: dict[str, Any], calendar: WorkCalendar) -> None:
    answered = answer(asked(case), calendar)

    assert answered.due.isoformat() == case["due"]
    assert not answered.provisional
    if "counted_days" in case:
        assert counted(answered) == listed(case["counted_days"])
    assert [day.date for day in answered.days] == [
        asked(case).start + timedelta(days=offset) for offset in range(len(answered.days))
    ]


@pytest.mark.parametrize("case", [case for case in FORWARD if "pauses" in case], ids=lambda case: case["id"])
@pytest.mark.law("4.3", "5.6")
def test_pauses_exclude_the_worked_number_of_days(case: dict[str, Any], calendar: WorkCalendar) -> None:
    days = answer(asked(case), calendar).days
    for pause in case["pauses"]:
        start, end = date.fromisoformat(pause["start"]), date.fromisoformat(pause["end"])
        excluded = [day for day in days if start < day.date <= end and day.reason.startswith("特别程序期间不计入")]
        assert len(excluded) == pause["excluded_workdays_in_(start,end]"]
        assert not any(day.counted for day in days if start < day.date <= end)


@pytest.mark.law("5.3")
def test_calendar_days_roll_from_a_day_of_rest_to_the_next_workday(calendar: WorkCalendar) -> None:
    case = BY_ID["C43"]
    answered = answer(asked(case), calendar)

    assert counted(answered)[60].isoformat() == case["raw_last_day"]
    rolled = [day for day in answered.days if day.date > date(2025, 10, 3)]
    assert [day.counted for day in rolled] == [False] * 6
    assert rolled[0].reason == "顺延:周末"
    assert rolled[-1].reason == "顺延至此日届满(《民法典》第二百零三条)"


@pytest.mark.law("4.5")
def test_renewal_before_expiry_counts_backwards(calendar: WorkCalendar) -> None:
    case = BY_ID["C45"]
    found = count_back(date.fromisoformat(case["expiry"]), 30, "day", calendar)

    assert found.latest.isoformat() == case["latest_application"]
    assert found.advised == date(2026, 2, 28)  # the make-up Saturday before that Sunday
    assert not found.provisional


def test_term_without_its_extension_and_the_term_for_a_hearing_request(calendar: WorkCalendar) -> None:
    extended, hearing = BY_ID["C23"], BY_ID["C36"]
    plain = count_term(date.fromisoformat(extended["event_date_T"]), 20, "workday", (), 0, calendar)
    request = count_term(date.fromisoformat(hearing["right_notified"]), 5, "workday", (), 0, calendar)

    assert plain.due.isoformat() == extended["due_without_extension"]
    assert request.due.isoformat() == hearing["request_deadline_5wd"]
