"""A term that is missed is coloured, told once and never lost: the promise yellow, the law's terms red (R52)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from chalicelib.cases.api.clock import clocks_shown
from chalicelib.cases.model import Case
from chalicelib.cases.model.case_alarms import LATE, alarms_awaited
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import ClocksShown
from chalicelib.cases.model.late import signal_of
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.supervision import matters
from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys
from chalicelib.foundation.table import Refused
from chalicelib.operations.acts.load_calendar import load_calendar
from chalicelib.operations.model.calendar import HOLDS_AFTER
from chalicelib.review.acts.decide import Outcome
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cast import CHIEF, LEADER
from proofs.kit.hall import Hall

# Accepted on Tuesday 2026-11-24: seven workdays promised, ten by the law.
PROMISED, LAW = date(2026, 12, 3), date(2026, 12, 8)


def after(hall: Hall, day: date) -> int:
    """How many alarms fire at the end of this day."""
    hall.clock.move_to(end_of(day))
    return sweep(hall.platform, FIRES)


def told(hall: Hall) -> list[str]:
    return [one.matter for one in reversed(matters(hall.platform.table, "441700", limit=50, after=None)[0])]


def set_for(hall: Hall, case_id: str) -> date | None:
    alarm = alarms.find(hall.platform, keys.case(case_id), LATE)
    return (alarm.due - timedelta(days=1)).date() if alarm else None


def kinds(hall: Hall, case_id: str) -> list[str]:
    return [event.type for event in hall.events(case_id) if event.type.endswith("_overdue")]


def shown(hall: Hall, case_id: str) -> ClocksShown:
    rules = Rules(hall.platform.calendars, hall.platform.settings.supplement_workdays, licence=True)
    return clocks_shown(case_id, hall.events(case_id), hall.clock(), rules)


@pytest.mark.requirement("R52", "R5")
@pytest.mark.law("4.4")
def test_the_promise_is_told_in_yellow_and_the_law_in_red_each_on_its_day(hall: Hall):
    case_id = hall.accepted()
    assert set_for(hall, case_id) == PROMISED
    assert (after(hall, PROMISED), kinds(hall, case_id)) == (1, ["promised_overdue"])
    assert (shown(hall, case_id).signal, set_for(hall, case_id)) == ("yellow", LAW)
    assert (after(hall, LAW), kinds(hall, case_id)) == (1, ["promised_overdue", "statutory_overdue"])
    assert (shown(hall, case_id).signal, set_for(hall, case_id)) == ("red", None)
    assert told(hall) == ["promised_overdue", "statutory_overdue"]
    first, second = (event for event in hall.events(case_id) if event.type.endswith("_overdue"))
    assert first.data["overdue"] == {"promised": {"due": str(PROMISED), "signal": "yellow"}}
    assert second.data["overdue"] == {"statutory": {"due": str(LAW), "signal": "red"}}
    assert alarms_awaited(hall.case(case_id), hall.events(case_id)) == []


@pytest.mark.requirement("R52")
@pytest.mark.law("3.2", "15.12")
def test_a_delivery_after_the_tenth_workday_has_an_alarm_of_its_own(hall: Hall):
    case_id = hall.decided()
    due = hall.case(case_id).clocks["issue"].due
    after(hall, due - timedelta(days=1))
    assert set_for(hall, case_id) == due
    assert (after(hall, due), kinds(hall, case_id), told(hall)) == (1, ["issue_overdue"], ["issue_overdue"])
    assert (shown(hall, case_id).signal, set_for(hall, case_id)) == ("red", None)


@pytest.mark.law("0", "3.2")
@pytest.mark.parametrize(("item", "outcome"), [("YM-P01", "refuse"), ("YM-S05", "grant")])
def test_where_no_law_sets_the_days_of_the_delivery_a_late_one_is_yellow(hall: Hall, item: str, outcome: Outcome):
    """行政许可法44 is about a licence that is granted: of a refusal, or of a registration, the days are our own."""
    case_id = hall.accepted(item)
    if item == "YM-P01":
        hall.carry_out_everything()
        hall.answer(case_id)
    hall.carry_out_everything()
    who = hall.people.decider(case_id)
    hall.people.decide(case_id, hall.caller(who, case_id), outcome)
    issue = hall.case(case_id).clocks["issue"]
    assert issue.own
    assert (after(hall, issue.due), kinds(hall, case_id)[-1]) == (1, "issue_overdue")
    assert signal_of(hall.case(case_id), hall.clock.at.date()) == "yellow"
    (event,) = [event for event in hall.events(case_id) if event.type == "issue_overdue"]
    assert event.data["overdue"] == {"issue": {"due": str(issue.due), "signal": "yellow"}}


def test_nobody_is_told_of_a_case_that_is_decided_and_delivered_in_time(hall: Hall):
    case_id = hall.closed()
    assert set_for(hall, case_id) is None
    after(hall, date(2027, 3, 1))
    assert (kinds(hall, case_id), told(hall)) == ([], [])


def test_the_alarm_of_a_decided_case_stays_where_it_stands_and_moves_on_once_it_comes(hall: Hall):
    """A later day costs no write: the row comes too early, tells nobody, and stands at the end of the next term."""
    case_id = hall.decided()
    issue = hall.case(case_id).due("issue")
    assert issue is not None
    assert (set_for(hall, case_id), issue > PROMISED) == (PROMISED, True)
    assert (after(hall, PROMISED), kinds(hall, case_id), set_for(hall, case_id)) == (1, [], issue)
    assert (after(hall, issue), kinds(hall, case_id), set_for(hall, case_id)) == (1, ["issue_overdue"], None)


@pytest.mark.parametrize(
    ("ready", "day", "act", "expected"),
    [
        (Hall.reviewed, PROMISED, Hall.decide, ["promised_overdue"]),
        (Hall.reviewed, LAW, Hall.decide, ["promised_overdue", "statutory_overdue"]),
        (Hall.ready_to_collect, date(2026, 12, 31), Hall.deliver, ["issue_overdue"]),
    ],
)
def test_an_act_before_the_alarm_does_not_hide_that_it_comes_too_late(
    hall: Hall, ready: Callable[[Hall], str], day: date, act: Callable[[Hall, str], object], expected: list[str]
):
    """The alarm may be late by a minute or an hour; what was missed is written by the act that ends the term."""
    case_id = ready(hall)
    hall.clock.move_to(end_of(day) + timedelta(hours=9))
    act(hall, case_id)
    event = next(event for event in reversed(hall.events(case_id)) if "overdue" in event.data)
    assert [f"{kind}_overdue" for kind in event.data["overdue"]] == expected
    assert event.type in ("decided", "delivered")
    assert told(hall) == expected
    sweep(hall.platform, FIRES)
    assert (kinds(hall, case_id), told(hall)) == ([], expected)


def test_time_that_the_law_takes_out_moves_the_alarm(hall: Hall):
    case_id = hall.accepted()
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    stopped = hall.case(case_id)
    after(hall, PROMISED)
    assert kinds(hall, case_id) == []
    assert set_for(hall, case_id) == stopped.due("promised") != PROMISED
    after(hall, stopped.clocks["promised"].due)
    assert kinds(hall, case_id) == ["promised_overdue"]


def test_an_extension_moves_the_red_day_and_not_the_yellow_one(hall: Hall):
    case_id = hall.accepted()
    hall.people.extend(case_id, hall.caller(LEADER, case_id), 5)
    after(hall, PROMISED)
    assert (kinds(hall, case_id), set_for(hall, case_id)) == (["promised_overdue"], date(2026, 12, 15))


def load(hall: Hall, *days: date) -> None:
    rows = [{"date": day, "workday": False, "name": "台风停工"} for day in days]
    amendment = CalendarAmendment.model_validate({"days": rows, "paper": "演示"})
    load_calendar(hall.platform, hall.caller("administrator"), amendment, "台风")
    hall.clock.move_to(hall.clock() + HOLDS_AFTER)


@pytest.mark.law("5.7")
def test_a_day_off_that_is_loaded_before_the_alarm_comes_moves_it(hall: Hall):
    """Also where nobody has counted the case again: the alarm itself compares with the calendar in force."""
    case_id = hall.accepted()
    load(hall, date(2026, 11, 26))
    alarm = alarms.find(hall.platform, keys.case(case_id), LATE)
    assert alarm is not None
    hall.clock.move_to(end_of(PROMISED))
    FIRES[LATE](hall.platform, alarm)
    assert kinds(hall, case_id) == []
    assert hall.events(case_id)[-1].type == "dues_recounted"
    assert set_for(hall, case_id) == date(2026, 12, 4)
    after(hall, date(2026, 12, 4))
    assert kinds(hall, case_id) == ["promised_overdue"]


@pytest.mark.law("5.7")
def test_a_term_that_a_later_calendar_gives_back_is_told_again_when_it_is_missed_again(hall: Hall):
    case_id = hall.accepted()
    after(hall, PROMISED)
    load(hall, date(2026, 11, 26), date(2026, 11, 27))
    sweep(hall.platform, FIRES)
    assert (shown(hall, case_id).signal, set_for(hall, case_id)) == (None, date(2026, 12, 7))
    after(hall, date(2026, 12, 7))
    assert kinds(hall, case_id) == ["promised_overdue"] * 2


def test_firing_twice_tells_once(hall: Hall):
    case_id = hall.accepted()
    alarm = alarms.find(hall.platform, keys.case(case_id), LATE)
    assert alarm is not None
    hall.clock.move_to(end_of(LAW))
    FIRES[LATE](hall.platform, alarm)
    before: Case = hall.case(case_id)
    with pytest.raises(Refused):
        FIRES[LATE](hall.platform, alarm)
    assert hall.case(case_id) == before
    assert kinds(hall, case_id) == ["statutory_overdue"]
    assert told(hall) == ["promised_overdue", "statutory_overdue"]
