"""Special procedures (行政许可法45): each refused with its article where no law has it."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.case_alarms import SPECIAL
from chalicelib.cases.model.clock_history import Rules, clocks_as_of
from chalicelib.cases.model.clocks_shown import ClocksShown, clocks_shown
from chalicelib.cases.model.stops import unsupported_until
from chalicelib.cases.model.suspension import Ground, Refused, ground_for, unfounded
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.supervision import matters
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys, problems
from chalicelib.hall.acts import ask_progress
from chalicelib.review.acts.suspend import Suspension
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cast import CHIEF
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

# Accepted on Tuesday 2026-11-24: seven workdays promised, ten by the law.
PROMISED, LAW = date(2026, 12, 3), date(2026, 12, 8)
TOLD = date(2026, 12, 1)


def stop(hall: Hall, case_id: str, **how: Any) -> Case:
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id), **how)
    return hall.case(case_id)


def go_on(hall: Hall, case_id: str, kind: Any = "inspection_test", ended_on: date | None = None) -> Case:
    hall.people.resume(case_id, hall.caller(CHIEF, case_id), kind, ended_on)
    return hall.case(case_id)


def rules(hall: Hall) -> Rules:
    return Rules(hall.platform.calendars, hall.platform.settings.supplement_workdays, licence=True)


def shown(hall: Hall, case_id: str) -> ClocksShown:
    return clocks_shown(case_id, hall.events(case_id), hall.clock.at, rules(hall))


def dues(case: Case) -> tuple[date | None, date | None]:
    return case.due("promised"), case.due("statutory")


def later(hall: Hall, day: date) -> None:
    hall.clock.at = hall.clock.at.replace(year=day.year, month=day.month, day=day.day)


@pytest.mark.requirement("R52")
@pytest.mark.law("4.3", "15.7")
def test_a_procedure_takes_its_told_days_out_of_both_terms_with_a_notice(hall: Hall):
    case_id = hall.accepted()
    case = stop(hall, case_id)
    assert dues(case) == (date(2026, 12, 10), date(2026, 12, 15))
    assert case.status is Status.IN_REVIEW
    event = hall.events(case_id)[-1]
    assert (event.type, event.data["until"], event.policy) == ("suspended", str(TOLD), "department_stops_clock")
    notice = hall.rows(case_id, f"{keys.DOCUMENT}{event.data['document']}")[0]
    assert "检验、检测、检疫、鉴定" in notice["data"]
    assert "2026年12月1日" in notice["data"]
    task = hall.task(case_id)
    assert (task.due, task.statutory_due) == dues(case)


@pytest.mark.law("15.7")
def test_a_procedure_that_ends_early_gives_the_days_back(hall: Hall):
    case_id = hall.accepted()
    stop(hall, case_id)
    later(hall, date(2026, 11, 26))
    case = go_on(hall, case_id)
    assert dues(case) == (date(2026, 12, 7), date(2026, 12, 10))
    assert (hall.task(case_id).due, hall.task(case_id).statutory_due) == dues(case)
    assert alarms.find(hall.platform, keys.case(case_id), SPECIAL) is None
    with pytest.raises(problems.Conflict) as refused:
        go_on(hall, case_id)
    assert refused.value.code == "procedure_not_open"


@pytest.mark.law("15.7")
def test_who_writes_the_end_down_late_wins_no_days_by_that(hall: Hall):
    case_id = hall.accepted()
    stop(hall, case_id)
    later(hall, date(2026, 11, 30))
    case = go_on(hall, case_id, ended_on=date(2026, 11, 26))
    assert dues(case) == (date(2026, 12, 7), date(2026, 12, 10))
    assert (hall.events(case_id)[-1].data["ended"], case.stops[0].ended) == ("2026-11-26", date(2026, 11, 26))
    history = clocks_as_of(hall.events(case_id), hall.clock.at, rules(hall))
    assert (history.stops, dict(history.clocks)) == (case.stops, {**history.clocks, **case.clocks})


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 12, 1), "procedure_not_over"), (date(2026, 11, 23), "procedure_ended_before")]
)
def test_a_procedure_ends_after_its_notice_and_not_in_the_future(hall: Hall, day: date, code: str):
    case_id = hall.accepted()
    before = stop(hall, case_id)
    later(hall, date(2026, 11, 30))
    with pytest.raises(problems.Invalid) as refused:
        go_on(hall, case_id, ended_on=day)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/ended_on", code)]
    assert hall.case(case_id) == before


@pytest.mark.law("15.7")
def test_a_pause_that_nobody_has_told_of_is_shown_as_unsupported_and_counts(hall: Hall):
    case_id = hall.accepted()
    stop(hall, case_id, days=2)
    later(hall, date(2026, 11, 30))
    law = next(one for one in shown(hall, case_id).clocks if one.kind == "statutory")
    (pause,) = law.pauses
    assert (pause.until, pause.overrun, pause.unsupported_until) == (date(2026, 11, 26), True, date(2026, 11, 30))
    days = {day.date: (day.counted, "没有依据中止" in day.reason) for day in law.days}
    assert days[date(2026, 11, 26)] == (False, False)
    assert [days[date(2026, 11, day)] for day in (27, 30)] == [(True, True)] * 2
    assert days[date(2026, 12, 1)] == (True, False)
    stop(hall, case_id, days=3)
    first, second = next(one for one in shown(hall, case_id).clocks if one.kind == "statutory").pauses
    later(hall, date(2026, 12, 2))
    again, _ = next(one for one in shown(hall, case_id).clocks if one.kind == "statutory").pauses
    assert (first.unsupported_until, again.unsupported_until, second.unsupported_until) == (
        date(2026, 11, 30),
        date(2026, 11, 30),
        None,
    )


@pytest.mark.law("15.7")
def test_what_was_not_told_counts_and_the_supervisors_hear_of_it(hall: Hall):
    case_id = hall.accepted()
    told = dues(stop(hall, case_id))
    hall.clock.at = end_of(TOLD)
    assert sweep(hall.platform, FIRES) == 1
    assert hall.events(case_id)[-1].type == "special_procedure_overrun"
    (matter,) = matters(hall.platform.table, "441700", limit=10, after=None)[0]
    assert (matter.matter, matter.case_id) == ("special_procedure_overrun", case_id)
    assert alarms.find(hall.platform, keys.case(case_id), SPECIAL) is None
    later(hall, date(2026, 12, 4))
    assert dues(go_on(hall, case_id)) == told


def test_a_later_notice_of_the_same_procedure_tells_more_time(hall: Hall):
    case_id = hall.accepted()
    stop(hall, case_id)
    later(hall, date(2026, 11, 30))
    case = stop(hall, case_id)
    assert dues(case) == (date(2026, 12, 16), date(2026, 12, 21))
    alarm = alarms.find(hall.platform, keys.case(case_id), SPECIAL)
    assert alarm is not None
    assert alarm.due == end_of(date(2026, 12, 7))


@pytest.mark.law("5.6", "15.7")
def test_procedures_at_the_same_time_count_once(hall: Hall):
    case_id = hall.accepted()
    alone = dues(stop(hall, case_id, kind="inspection_test", days=5))
    assert dues(stop(hall, case_id, kind="tender", days=3)) == alone
    later(hall, date(2026, 11, 25))
    assert dues(go_on(hall, case_id, "inspection_test")) == (date(2026, 12, 8), date(2026, 12, 11))
    open_alarm = alarms.find(hall.platform, keys.case(case_id), SPECIAL)
    assert open_alarm is not None
    assert open_alarm.due == end_of(date(2026, 11, 27))


def test_an_overrun_of_one_procedure_leaves_the_alarm_of_the_other(hall: Hall):
    case_id = hall.accepted()
    stop(hall, case_id, kind="inspection_test", days=5)
    stop(hall, case_id, kind="tender", days=3)
    for day, left in ((date(2026, 11, 27), TOLD), (TOLD, None)):
        hall.clock.at = end_of(day)
        assert sweep(hall.platform, FIRES) == 1
        alarm = alarms.find(hall.platform, keys.case(case_id), SPECIAL)
        assert (alarm.due if alarm else None) == (end_of(left) if left else None)
    assert [event.type for event in hall.events(case_id)].count("special_procedure_overrun") == 2


@pytest.mark.requirement("R52")
@pytest.mark.law("15.9")
@pytest.mark.parametrize(("kind", "article"), [("hearing", "第四十八条第二款"), ("inspection_test", "第四十五条")])
@pytest.mark.parametrize("outcome", ["grant", "refuse"])
@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2026, 12, 4)])
def test_nobody_decides_while_a_procedure_is_open(hall: Hall, kind: Any, article: str, outcome: Any, day: date):
    """Whether its told day has passed or not: only `resume` says that it has ended."""
    case_id = hall.reviewed()
    stop(hall, case_id, kind=kind, days=7)
    later(hall, day)
    before = hall.case(case_id)
    with pytest.raises(problems.Conflict) as refused:
        hall.decide(case_id, outcome)
    assert refused.value.code == "procedure_open"
    assert article in refused.value.title
    assert hall.case(case_id) == before
    go_on(hall, case_id, kind)
    hall.decide(case_id, outcome)
    assert hall.case(case_id).outcome == outcome


@pytest.mark.requirement("R52")
@pytest.mark.parametrize(
    ("item", "kind", "basis", "may"),
    [
        ("YM-P01", "hearing", "《某某规定》第一条", False),
        ("YM-P01", "hearing", "《行政许可法》第四十五条", False),
        ("YM-P01", "hearing", "《娱乐场所管理条例》第十条", False),
        ("YM-P07", "hearing", "《娱乐场所管理条例》第十条", True),
        ("YM-P01", "hearing", "《中华人民共和国行政许可法》第四十六条", True),
        ("YM-P01", "hearing", "《行政许可法》第四十七条第一款", True),
        ("YM-P01", "expert_review", "《行政许可法》第四十六条", False),
        ("YM-P01", "expert_review", "《中华人民共和国食品安全法》第三十五条", False),
        ("YM-P01", "inspection_test", "《食品安全法》第八十七条", False),
        ("YM-P07", "hearing", "《娱乐场所管理条例》第九条", False),
        ("YM-I18", "expert_review", "《城市道路管理条例》第三十三条", False),
        ("YM-P11", "hearing", "《取水许可和水资源费征收管理条例》第十八条", True),
        ("YM-P11", "hearing", "《取水许可和水资源费征收管理条例》第十九条", False),
        ("YM-P11", "expert_review", "《取水许可和水资源费征收管理条例》第十一条", True),
        ("YM-P11", "expert_review", "《取水许可和水资源费征收管理条例》第十一条第三款", False),
        ("YM-I02", "assessment", "《企业投资项目核准和备案管理条例》第十条", True),
        ("YM-I02", "assessment", "《企业投资项目核准和备案管理条例》第十三条", False),
        ("YM-I08", "expert_review", "《建设工程消防设计审查验收管理暂行规定》第十七条", True),
        ("YM-S03", "awaiting_conclusion", "《工伤保险条例》第二十条第三款", True),
        ("YM-S03", "awaiting_conclusion", "《行政许可法》第四十六条", False),
    ],
)
def test_the_article_that_asks_for_it_is_one_that_the_item_names(item: str, kind: str, basis: str, may: bool):
    found = unfounded(item_document(item), kind, basis)
    assert (found is None) is may
    assert found is None or found.code == "basis_not_of_item"


def test_a_wrong_article_and_too_long_a_time_are_told_together(hall: Hall):
    case_id = hall.accepted()
    with pytest.raises(problems.Invalid) as refused:
        stop(hall, case_id, days=250, basis="《某某规定》第一条")
    told = [(error.pointer, error.code) for error in refused.value.errors]
    assert told == [("/planned_days", "procedure_too_long"), ("/basis", "basis_not_of_item")]
    assert "合计不得超过60个工作日" in refused.value.errors[0].message


@pytest.mark.requirement("R52")
def test_all_notices_together_are_bounded_and_the_sum_is_told(hall: Hall):
    case_id = hall.accepted()
    stop(hall, case_id, days=5)
    stop(hall, case_id, days=59)
    event = hall.events(case_id)[-1]
    assert event.data["total_workdays"] == 59
    later(hall, date(2026, 11, 25))
    with pytest.raises(problems.Invalid) as refused:
        stop(hall, case_id, days=60)
    assert [error.code for error in refused.value.errors] == ["procedure_too_long"]
    stop(hall, case_id, days=59)
    event = hall.events(case_id)[-1]
    assert event.data["total_workdays"] == 60
    notice = hall.rows(case_id, f"{keys.DOCUMENT}{event.data['document']}")[0]
    assert "60个工作日" in notice["data"]


@pytest.mark.requirement("R52")
@pytest.mark.parametrize("days", [3, 5])
def test_a_later_notice_never_tells_an_earlier_day(hall: Hall, days: int):
    case_id = hall.accepted()
    stop(hall, case_id, days=5)
    with pytest.raises(problems.Invalid) as refused:
        stop(hall, case_id, days=days)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/planned_days", "procedure_told_longer")
    ]
    assert str(TOLD) in refused.value.errors[0].message


def test_a_notice_that_was_replaced_in_time_is_not_overrun(hall: Hall):
    case_id = hall.accepted()
    stop(hall, case_id)
    later(hall, date(2026, 11, 30))
    first, second = stop(hall, case_id).stops
    asked = date(2026, 12, 3)  # after the first told day, before the second
    assert unsupported_until(first, (first, second), asked) is None
    assert unsupported_until(first, (first,), asked) == asked
    assert unsupported_until(second, (first, second), date(2026, 12, 8)) == date(2026, 12, 8)


def test_the_progress_shows_the_procedure(hall: Hall):
    case_id = hall.accepted()
    assert ask_progress.paused(hall.platform, hall.case(case_id)) is None
    case = stop(hall, case_id)
    assert ask_progress.paused(hall.platform, case) == (TOLD, ["检验、检测、检疫、鉴定"])
    later(hall, date(2026, 12, 2))
    assert ask_progress.paused(hall.platform, hall.case(case_id)) is None


@pytest.mark.law("4.3", "15.7")
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("site_visit", "现场踏勘"),
        ("collective_discussion", "集体讨论"),
        ("consultation", "征求意见"),
        ("public_notice", "公示"),
    ],
)
def test_what_article_45_does_not_name_stops_nothing(hall: Hall, kind: str, said: str):
    case_id = hall.accepted()
    before = hall.case(case_id)
    with pytest.raises(problems.Invalid) as refused:
        stop(hall, case_id, kind=kind)
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/kind", "procedure_counts")
    assert said in error.message
    assert "第四十五条" in error.message
    assert hall.case(case_id) == before


@pytest.mark.law("4.3", "15.7", "15.5")
@pytest.mark.parametrize(
    ("item", "kind", "answers", "code"),
    [
        ("YM-I10", "assessment", {}, "pause_unclear"),
        ("YM-P09", "inspection_test", {}, "procedure_counts"),
        ("YM-I07", "expert_review", {}, "no_own_law"),
        ("YM-S06", "hearing", {}, "no_own_law"),
        ("YM-R01", "hearing", {}, "decided_on_the_spot"),
        ("YM-P11", "expert_review", {"construction_project": False}, "procedure_not_needed"),
        ("YM-P08", "consultation", {}, "procedure_counts"),
    ],
)
def test_the_clocks_run_on_where_no_law_stops_them(item: str, kind: str, answers: dict[str, Any], code: str):
    refused = ground_for(item_document(item), kind, answers)
    assert isinstance(refused, Refused)
    assert refused.code == code


@pytest.mark.law("4.3", "15.7", "15.5")
@pytest.mark.parametrize(
    ("item", "kind", "basis", "most"),
    [
        ("YM-P01", "hearing", "《行政许可法》第四十五条", 60),
        ("YM-P07", "hearing", "《行政许可法》第四十五条", 60),
        ("YM-I08", "expert_review", "《行政许可法》第四十五条", 20),
        ("YM-P11", "consultation", "第十九条第三款", 5),
        ("YM-I02", "assessment", "第十条", 30),
        ("YM-S03", "awaiting_conclusion", "《工伤保险条例》第二十条第三款", 60),
    ],
)
def test_the_ground_is_article_45_or_the_items_own_law(item: str, kind: str, basis: str, most: int | None):
    ground = ground_for(item_document(item), kind, {})
    assert isinstance(ground, Ground)
    assert basis in ground.basis
    assert ground.most == most


@pytest.mark.law("15.7")
@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({"planned_days": 3, "planned_until": "2026-12-01"}, "planned_time"),
        ({}, "planned_time"),
        ({"planned_days": 3, "basis": "领导出差"}, "basis_format"),
    ],
)
def test_the_planned_time_and_the_article_have_to_be_told(asked: dict[str, Any], fault: str):
    body = {"kind": "hearing", "basis": "《娱乐场所管理条例》第十条", "reason": "依法听证", **asked}
    with pytest.raises(ValidationError) as refused:
        Suspension.model_validate(body)
    assert refused.value.errors()[0]["type"] == fault


def test_a_planned_end_lies_ahead_and_not_years_ahead(hall: Hall):
    case_id = hall.accepted()
    for until, code in ((date(2026, 11, 24), "procedure_over"), (date(2027, 12, 1), "procedure_too_long")):
        with pytest.raises(problems.Invalid) as refused:
            stop(hall, case_id, days=None, planned_until=until)
        assert [(error.pointer, error.code) for error in refused.value.errors] == [("/planned_until", code)]


def test_a_procedure_without_a_workday_stops_nothing(hall: Hall):
    case_id = hall.accepted()
    hall.clock.move_to(hall.clock.at.replace(day=28))  # a Saturday
    with pytest.raises(problems.Invalid) as refused:
        stop(hall, case_id, days=None, planned_until=date(2026, 11, 29))
    assert [error.code for error in refused.value.errors] == ["procedure_without_workday"]
    stop(hall, case_id, days=None, planned_until=date(2026, 11, 30))


@pytest.mark.law("15.7")
def test_nothing_stops_a_term_that_is_over(hall: Hall):
    case_id = hall.accepted()
    later(hall, LAW)
    with pytest.raises(problems.Conflict) as refused:
        stop(hall, case_id)
    assert refused.value.code == "term_over"
    assert "第四十五条" in refused.value.title
