"""听证 (行政许可法47, 48): told seven days before, held within twenty workdays of the request."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import ClockShown, clocks_shown
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.supervision import matters
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Invalid
from chalicelib.review.acts.suspend import Suspension
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cases_so_far import to_hear
from proofs.kit.cast import CHIEF
from proofs.kit.hall import Hall

# Accepted on Tuesday the 24th of November 2026.
TODAY, SEVENTH = date(2026, 11, 24), date(2026, 12, 3)
# Twenty workdays after it.
LAST = date(2026, 12, 22)
ON_REQUEST, OF_ITSELF = "《行政许可法》第四十七条第一款", "《行政许可法》第四十六条"


def hear(hall: Hall, case_id: str, until: date, **asked: Any) -> None:
    said = {"basis": OF_ITSELF, **asked, "planned_until": until}
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id), "hearing", None, **said)


def refused(hall: Hall, case_id: str, until: date, **asked: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as found:
        hear(hall, case_id, until, **asked)
    return [(error.pointer, error.code) for error in found.value.errors]


def shown(hall: Hall, case_id: str) -> ClockShown:
    rules = Rules(hall.platform.calendars, 30, licence=True)
    clocks = clocks_shown(case_id, hall.events(case_id), hall.clock.at + timedelta(minutes=1), rules).clocks
    return next(one for one in clocks if one.kind == "hearing")


@pytest.mark.law("6.1")
def test_a_hearing_is_told_seven_workdays_before(hall: Hall):
    case_id = hall.accepted()
    assert refused(hall, case_id, SEVENTH - timedelta(days=1)) == [("/planned_until", "hearing_notice_short")]
    with pytest.raises(Invalid) as found:
        hall.people.suspend(case_id, hall.caller(CHIEF, case_id), "hearing", 6)
    (error,) = found.value.errors
    assert (error.pointer, error.code) == ("/planned_days", "hearing_notice_short")
    assert "2026-12-03" in error.message
    assert "第四十八条第一款第一项" in error.message
    hear(hall, case_id, SEVENTH)
    assert hall.case(case_id).due("hearing") is None


@pytest.mark.law("6.1")
def test_a_hearing_of_tomorrow_is_refused_on_a_saturday_too(hall: Hall):
    case_id = hall.accepted()
    hall.clock.move_to(hall.clock.at.replace(day=28))
    assert ("/planned_until", "hearing_notice_short") in refused(hall, case_id, date(2026, 11, 30))


def test_more_time_for_a_hearing_that_is_on_needs_no_other_seven_days(hall: Hall):
    case_id = hall.accepted()
    hear(hall, case_id, SEVENTH)
    hear(hall, case_id, SEVENTH + timedelta(days=1))
    assert len(hall.case(case_id).stops) == 2


@pytest.mark.requirement("R52")
@pytest.mark.law("6.1")
def test_twenty_workdays_run_from_the_request_until_the_hearing_is_over(hall: Hall):
    case_id = to_hear(hall)
    clock = shown(hall, case_id)
    assert (hall.case(case_id).due("hearing"), clock.due, clock.started) == (LAST, LAST, TODAY)
    assert (clock.source, clock.state) == ("《行政许可法》第四十七条第一款", "running")
    (notice,) = [row["data"] for row in hall.rows(case_id, keys.DOCUMENT) if "听证" in row["data"]]
    assert "提出听证申请日期" in notice
    hall.clock.move_to(hall.clock.at.replace(month=12, day=4))
    hall.people.resume(case_id, hall.caller(CHIEF, case_id), "hearing")
    assert hall.case(case_id).due("hearing") is None
    assert (shown(hall, case_id).state, shown(hall, case_id).ended_by) == ("ended", "resumed")


@pytest.mark.law("6.1")
def test_a_hearing_that_is_late_is_told_once(hall: Hall):
    case_id = to_hear(hall)
    hall.clock.move_to(end_of(LAST))
    sweep(hall.platform, FIRES)
    event = next(event for event in hall.events(case_id) if "hearing" in event.data.get("overdue", {}))
    assert event.data["overdue"]["hearing"] == {"due": str(LAST), "signal": "red"}
    hall.clock.at += timedelta(days=1)
    hall.people.resume(case_id, hall.caller(CHIEF, case_id), "hearing")
    told = [one.matter for one in matters(hall.platform.table, "441700", limit=10, after=None)[0]]
    assert told.count("hearing_overdue") == 1


@pytest.mark.law("6.1")
@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({}, ("/requested_on", "hearing_request_missing")),
        ({"requested_on": "2026-11-25"}, ("/requested_on", "hearing_request_day")),
        ({"requested_on": "2026-11-23"}, ("/requested_on", "hearing_request_day")),
    ],
)
def test_who_hears_on_request_says_when_that_was_made(hall: Hall, asked: dict[str, str], fault: tuple[str, str]):
    assert refused(hall, hall.accepted(), SEVENTH, basis=ON_REQUEST, **asked) == [fault]


@pytest.mark.law("6.1")
def test_the_request_comes_within_five_workdays_of_being_told(hall: Hall):
    case_id = hall.accepted()
    hall.clock.move_to(hall.clock.at.replace(month=12, day=2))
    until = date(2026, 12, 11)
    asked = {"basis": ON_REQUEST, "right_told_on": "2026-11-24", "requested_on": "2026-12-02"}
    assert refused(hall, case_id, until, **asked) == [("/requested_on", "hearing_request_late")]
    early = {**asked, "right_told_on": "2026-12-02", "requested_on": "2026-12-01"}
    assert refused(hall, case_id, until, **early) == [("/requested_on", "hearing_request_day")]
    hear(hall, case_id, until, **{**asked, "requested_on": "2026-12-01"})
    assert hall.case(case_id).clocks["hearing"].started == date(2026, 12, 1)


@pytest.mark.law("6.1")
def test_it_is_held_within_twenty_workdays_or_as_soon_as_it_may_be(hall: Hall):
    case_id = hall.accepted()
    asked = {"basis": ON_REQUEST, "requested_on": str(TODAY)}
    assert refused(hall, case_id, LAST + timedelta(days=1), **asked) == [("/planned_until", "hearing_too_late")]
    hear(hall, case_id, LAST, **asked)


def test_a_hearing_held_in_time_is_not_late_because_its_end_is_written_down_late(hall: Hall):
    case_id, held = to_hear(hall), date(2026, 12, 4)
    hall.clock.move_to(end_of(LAST))
    hall.people.resume(case_id, hall.caller(CHIEF, case_id), "hearing", held)
    clock = shown(hall, case_id)
    assert (clock.ended_on, clock.overdue, clock.signal) == (held, 0, None)


def test_only_a_hearing_is_asked_for():
    body = {"kind": "expert_review", "basis": ON_REQUEST, "reason": "专家评审", "planned_days": 9}
    with pytest.raises(ValidationError) as found:
        Suspension.model_validate({**body, "requested_on": "2026-11-24"})
    assert found.value.errors()[0]["type"] == "not_a_hearing"
