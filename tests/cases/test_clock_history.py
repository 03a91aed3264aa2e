"""The clocks of a case are the fold of its events, at any moment, whatever was done in which order (law.md 15.23)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.access.actor import Actor
from chalicelib.cases.api import clock
from chalicelib.cases.model import Case
from chalicelib.cases.model.case_alarms import SPECIAL
from chalicelib.cases.model.clock_history import Rules, clocks_as_of, running
from chalicelib.cases.model.clocks_shown import ClocksShown, clocks_shown
from chalicelib.cases.model.stops import open_kinds
from chalicelib.durable import alarms
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.http.routes import Call
from chalicelib.wiring.alarms import FIRES
from proofs.kit.applications import COMPANY
from proofs.kit.cases_so_far import asked as asked_of_the_department
from proofs.kit.cases_so_far import confirmed
from proofs.kit.cast import CHIEF, CLERK, LEADER, OFFICER
from proofs.kit.hall import Hall
from proofs.kit.world import new_world


def asked(hall: Hall, who: str | Actor) -> Any:
    return Call(hall.platform, None, clock.AsOf(), "/v1", "192.0.2.1", "r-1", known=hall.caller(who))


def rules(hall: Hall) -> Rules:
    return Rules(hall.platform.calendars, hall.platform.settings.supplement_workdays, licence=True)


def shown(hall: Hall, case_id: str, at: datetime | None = None) -> ClocksShown:
    return clocks_shown(case_id, hall.events(case_id), at or hall.clock.at, rules(hall))


def require_folded(hall: Hall, case: Case) -> None:
    history = clocks_as_of(hall.events(case.id), hall.clock.at + timedelta(minutes=1), rules(hall))
    folded = {kind: one for kind, one in running(history, hall.platform.calendar).items() if kind in case.clocks}
    assert folded == dict(case.clocks)
    assert (history.stops, history.extended) == (case.stops, case.extended)


def play(hall: Hall, case_id: str, act: str) -> None:
    people, chief = hall.people, hall.caller(CHIEF, case_id)
    match act.split():
        case ["stop", kind, days]:
            people.suspend(case_id, chief, kind, int(days))  # pyright: ignore[reportArgumentType]
        case ["resume", kind]:
            people.resume(case_id, chief, kind)  # pyright: ignore[reportArgumentType]
        case ["extend", days]:
            people.extend(case_id, hall.caller(LEADER, case_id), int(days))
        case ["days", days]:
            hall.clock.at += timedelta(days=int(days))
            alarm = alarms.find(hall.platform, keys.case(case_id), SPECIAL)
            if alarm is not None and alarm.due <= hall.clock.at:
                FIRES[SPECIAL](hall.platform, alarm)
        case _:
            raise LookupError(act)


ACTS = st.one_of(
    st.builds("stop {} {}".format, st.sampled_from(("hearing", "tender", "inspection_test")), st.integers(1, 9)),
    st.builds("resume {}".format, st.sampled_from(("hearing", "tender", "inspection_test"))),
    st.builds("extend {}".format, st.integers(1, 5)),
    st.builds("days {}".format, st.integers(1, 6)),
)
UNCHANGING = new_world()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=12), decided=st.booleans())
def test_the_snapshot_equals_the_fold_of_the_events(acts: list[str], decided: bool):
    world = UNCHANGING
    start = world.moment()
    try:
        hall = Hall(world)
        case_id = hall.reviewed()
        for act in acts:
            try:
                play(hall, case_id, act)
            except (problems.Conflict, problems.Invalid):
                """Refused; the events have nothing of it."""
            require_folded(hall, hall.case(case_id))
        if decided:
            for kind in open_kinds(hall.case(case_id).stops):
                play(hall, case_id, f"resume {kind}")
            hall.decide(case_id)
            require_folded(hall, hall.case(case_id))
    finally:
        world.go_back(start)


def test_each_stage_of_an_ordinary_case_is_folded(hall: Hall):
    for case_id in (hall.submitted(), hall.correcting("01"), hall.accepted(), hall.decided(), hall.closed()):
        require_folded(hall, hall.case(case_id))


@pytest.mark.requirement("R30")
@pytest.mark.law("15.23")
def test_the_term_of_a_question_is_folded_and_ends_with_its_answer(hall: Hall):
    for case_id in (asked_of_the_department(hall), confirmed(hall)):
        require_folded(hall, hall.case(case_id))
    case_id = asked_of_the_department(hall)
    (running_one,) = (one for one in shown(hall, case_id).clocks if one.kind == "confirmation")
    assert (running_one.due, running_one.state) == (hall.case(case_id).due("confirmation"), "running")
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    (ended,) = (one for one in shown(hall, case_id).clocks if one.kind == "confirmation")
    assert (ended.state, ended.ended_by) == ("ended", "accepted")
    require_folded(hall, hall.case(case_id))


def test_an_earlier_moment_knows_nothing_of_what_came_later(hall: Hall):
    case_id = hall.accepted()
    before = hall.clock.at
    hall.clock.at += timedelta(hours=1)
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    hall.clock.at += timedelta(days=1)
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    then = next(one for one in shown(hall, case_id, before).clocks if one.kind == "statutory")
    now = next(one for one in shown(hall, case_id).clocks if one.kind == "statutory")
    assert (then.due, then.state, then.pauses, then.extension) == (date(2026, 12, 8), "running", [], None)
    assert (now.due, now.state, now.paused_until) == (date(2026, 12, 22), "paused", date(2026, 12, 1))
    assert now.extension is not None
    assert (now.extension.length, now.extension.before) == (5, date(2026, 12, 15))


def test_each_day_tells_why_it_counts_or_not_with_the_article(hall: Hall):
    case_id = hall.accepted()
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id), days=2)
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    law = next(one for one in shown(hall, case_id).clocks if one.kind == "statutory")
    reasons = {day.date: (day.number, day.reason) for day in law.days}
    assert reasons[date(2026, 11, 25)] == (None, "检验、检测、检疫、鉴定期间不计入(《行政许可法》第四十五条)")
    assert reasons[date(2026, 11, 27)] == (1, "工作日")
    assert reasons[law.due] == (
        15,
        "工作日;延长期限第5日(《行政许可法》第四十二条第一款；《食品经营许可和备案管理办法》（本系统没有收录条款号）)",
    )
    assert law.due == date(2026, 12, 17)


@pytest.mark.requirement("R52")
@pytest.mark.parametrize(
    ("day", "signal"),
    [
        (date(2026, 12, 3), None),
        (date(2026, 12, 4), "yellow"),
        (date(2026, 12, 8), "yellow"),
        (date(2026, 12, 9), "red"),
    ],
)
def test_past_the_promise_is_yellow_and_past_the_law_is_red(hall: Hall, day: date, signal: str | None):
    case_id = hall.accepted()
    at = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
    assert shown(hall, case_id, at).signal == signal


@pytest.mark.requirement("R52")
def test_a_term_that_ended_on_friday_is_overdue_on_saturday(hall: Hall):
    """No workday has passed since, and its last day has (民法典203)."""
    hall.clock.pass_time(days=1)
    case_id = hall.accepted()
    assert hall.case(case_id).due("promised") == date(2026, 12, 4)
    for day, signal in ((date(2026, 12, 4), None), (date(2026, 12, 5), "yellow")):
        assert shown(hall, case_id, datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)).signal == signal


def test_a_late_delivery_is_red(hall: Hall):
    case_id = hall.decided()
    due = hall.case(case_id).due("issue")
    assert due is not None
    noon = datetime(due.year, due.month, due.day, 12, tzinfo=SHANGHAI)
    assert [shown(hall, case_id, noon + timedelta(days=late)).signal for late in (0, 1)] == [None, "red"]


def test_the_owner_and_the_hall_read_the_same(hall: Hall):
    case_id = hall.accepted()
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    own: Any = clock.read_own_clock(asked(hall, COMPANY), case_id).body
    of_hall: Any = clock.read_clock(asked(hall, OFFICER), case_id).body
    assert [one.model_dump() for one in own.clocks] == [one.model_dump() for one in of_hall.clocks]
    with pytest.raises(problems.NotFound):
        clock.read_own_clock(asked(hall, "citizen-lin"), case_id)
    with pytest.raises(problems.NotFound):
        clock.read_clock(asked(hall, "officer-hrss"), case_id)
