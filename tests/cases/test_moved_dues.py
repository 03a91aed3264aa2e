"""A due day that moves is told to those concerned: the old day, the new day and why, and the list shows the colour."""

from datetime import date, timedelta

import pytest

from chalicelib.cases.api.case_answers import TaskAnswer, listed, task_answer
from chalicelib.cases.model.late import signal_of
from chalicelib.cases.model.moved import DueMoved
from chalicelib.cases.model.timeline import Stage, timeline
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.tasks import inbox, inbox_of_actor
from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.operations.acts.load_calendar import load_calendar
from chalicelib.operations.model.calendar import HOLDS_AFTER
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cast import CHIEF, LEADER, OFFICER
from proofs.kit.hall import Hall

# Accepted on Tuesday 2026-11-24: seven workdays promised, ten by the law.
PROMISED, LAW = date(2026, 12, 3), date(2026, 12, 8)

TESTED = "检验、检测、检疫、鉴定"


def stages(hall: Hall, case_id: str) -> list[Stage]:
    case, today = hall.case(case_id), hall.clock().date()
    return timeline(case, hall.events(case_id), today, hall.platform.calendars).stages


def told(moved: list[DueMoved]) -> list[tuple[str, date, date, str]]:
    return [(one.kind, one.before, one.after, one.reason) for one in moved]


def listed_task(hall: Hall, who: str = OFFICER) -> TaskAnswer:
    actor = hall.caller(who).actor
    tasks, _ = inbox(hall.platform, inbox_of_actor("441700", actor), actor, limit=10, after=None)
    (task,) = tasks
    return task_answer(task, hall.clock().date(), whole=False)


def load(hall: Hall, day: date) -> None:
    row = {"date": day, "workday": False, "name": "台风停工"}
    amendment = CalendarAmendment.model_validate({"days": [row], "paper": "示府〔2026〕9号"})
    load_calendar(hall.platform, hall.caller("administrator"), amendment, "台风")
    hall.clock.move_to(hall.clock() + HOLDS_AFTER)


@pytest.mark.law("5.7", "15.23")
@pytest.mark.requirement("R52")
def test_a_loaded_day_off_is_told_with_its_paper(hall: Hall):
    case_id = hall.accepted()
    load(hall, date(2026, 11, 26))
    sweep(hall.platform, FIRES)
    stage = stages(hall, case_id)[-1]
    why = "放假安排变化：示府〔2026〕9号（台风）"
    days = [("promised", PROMISED, date(2026, 12, 4)), ("statutory", LAW, date(2026, 12, 9))]
    assert told(stage.moved) == [(*moved, why) for moved in days]
    task = listed_task(hall)
    assert (task.due, task.statutory_due) == (date(2026, 12, 4), date(2026, 12, 9))
    assert told(task.moved) == [(*moved, "放假安排变化，重新计算期限") for moved in days]


@pytest.mark.law("15.7")
def test_a_special_procedure_is_told_with_the_days_that_it_takes_and_gives_back(hall: Hall):
    case_id = hall.accepted()
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    stopped = stages(hall, case_id)[-1].moved
    assert [(one.kind, one.before, one.after) for one in stopped] == [
        ("promised", PROMISED, date(2026, 12, 10)),
        ("statutory", LAW, date(2026, 12, 15)),
    ]
    assert stopped[0].label == "承诺期限"
    assert stopped[0].reason == f"{TESTED}的时间不计入期限（《行政许可法》第四十五条），书面告知至2026-12-01"
    assert [one.reason for one in listed_task(hall).moved] == ["特别程序开始，其时间不计入期限"] * 2
    hall.clock.at = hall.clock.at.replace(day=26)
    hall.people.resume(case_id, hall.caller(CHIEF, case_id), "inspection_test")
    given_back = stages(hall, case_id)[-1].moved
    assert [(one.before, one.after) for one in given_back] == [
        (date(2026, 12, 10), date(2026, 12, 7)),
        (date(2026, 12, 15), date(2026, 12, 10)),
    ]
    assert given_back[0].reason == f"{TESTED}已于2026-11-26结束，期限继续计算"
    assert [one.after for one in listed_task(hall).moved] == [date(2026, 12, 7), date(2026, 12, 10)]


@pytest.mark.law("15.6")
def test_an_extension_tells_the_laws_day_alone(hall: Hall):
    case_id = hall.accepted()
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    (moved,) = stages(hall, case_id)[-1].moved
    assert (moved.kind, moved.before, moved.after) == ("statutory", LAW, date(2026, 12, 15))
    assert (
        moved.reason
        == "批准延长法定期限（《行政许可法》第四十二条第一款；《食品经营许可和备案管理办法》（本系统没有收录条款号））"
    )
    assert [one.kind for one in listed_task(hall).moved] == ["statutory"]


def test_what_begins_a_clock_moves_nothing(hall: Hall):
    case_id = hall.decided()
    assert [stage.moved for stage in stages(hall, case_id)] == [[]] * len(hall.events(case_id))


@pytest.mark.requirement("R52")
def test_the_lists_colour_what_is_late(hall: Hall):
    case_id = hall.accepted()
    seen = {}
    for day in (PROMISED, date(2026, 12, 4), LAW, date(2026, 12, 9)):
        hall.clock.move_to(end_of(day) - timedelta(hours=9))
        seen[day] = listed_task(hall).signal
    assert list(seen.values()) == [None, "yellow", "yellow", "red"]
    assert signal_of(hall.case(case_id), LAW) == "yellow"


@pytest.mark.requirement("R52")
def test_the_issuing_window_sees_which_result_is_late(hall: Hall):
    case_id = hall.ready_to_collect()
    due = hall.case(case_id).clocks["issue"].due
    assert listed(hall.case(case_id), due).signal is None
    assert listed(hall.case(case_id), end_of(due).date()).signal == "red"
