"""退回补报: what comes back from above, on whose days, and how often (行政许可法35, 42, 43)."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.clock_history import Rules, clocks_as_of
from chalicelib.cases.model.clocks_shown import ClockShown, clocks_shown
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.supervision import matters
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.review.acts.report_upward import ReportAsked, report_upward
from chalicelib.review.acts.reported import reported_package
from chalicelib.wiring.alarms import FIRES
from proofs.kit.applications import COMPANY
from proofs.kit.cases_so_far import first_reviewed, mismatched_above, reported
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall
from proofs.soak.state_from_events import state_from
from tests.evidence.exports import exported, looked_at
from tests.review.test_reporting_upward import CHIEF, LOWER_DUE, UNREADABLE, decide, give_back, report, told

# Accepted and reported on Tuesday the 24th of November 2026: twenty workdays above.
ABOVE_DUE = date(2026, 12, 22)


def on(hall: Hall, day: date) -> None:
    hall.clock.move_to(datetime.combine(day, hall.clock.at.timetz()))


def scan_again(hall: Hall, case_id: str, line: str, who: str = CLERK) -> None:
    hall.clock.pass_time(minutes=5)
    file_id = hall.people.add_material(case_id, hall.caller(who), line).facts["file_id"]
    hall.arrives(case_id, file_id)


def dues(hall: Hall, case_id: str) -> tuple[date | None, date | None, date | None]:
    case = hall.case(case_id)
    return case.due("promised"), case.due("lower_review"), case.due("superior")


@pytest.mark.law("2.2", "15.14")
def test_each_day_belongs_to_one_of_the_two_organs_and_no_term_begins_anew(hall: Hall):
    case_id = reported(hall)
    assert dues(hall, case_id) == (date(2026, 12, 8), LOWER_DUE, ABOVE_DUE)
    on(hall, date(2026, 12, 1))  # five workdays are used above, none here
    give_back(hall, case_id)
    # The ten workdays of the promise and the twenty of the law go on from the 1st of December; nothing was late.
    assert dues(hall, case_id) == (date(2026, 12, 15), date(2026, 12, 29), None)
    assert told(hall) == []
    on(hall, date(2026, 12, 3))  # two workdays are used here
    report(hall, case_id)
    case = hall.case(case_id)
    assert (case.clocks["superior"].started, case.due("superior")) == (date(2026, 11, 24), date(2026, 12, 24))
    assert [task.no for task in case.open_tasks] == ["superior-2"]
    decide(hall, case_id)
    assert hall.case(case_id).outcome == "grant"


@pytest.mark.law("2.2")
def test_who_reports_on_the_last_day_has_one_day_after_a_return(hall: Hall):
    case_id = first_reviewed(hall)
    on(hall, LOWER_DUE)
    report(hall, case_id)
    on(hall, date(2027, 1, 5))
    give_back(hall, case_id)
    assert hall.case(case_id).due("lower_review") == date(2027, 1, 6)
    assert told(hall) == ["promised_overdue"]  # it was over before the report


@pytest.mark.law("2.2")
def test_nothing_comes_back_once_the_term_above_is_over(hall: Hall):
    """So no return takes away that the organ above is late."""
    case_id = reported(hall)
    hall.clock.move_to(end_of(ABOVE_DUE))
    sweep(hall.platform, FIRES)
    with pytest.raises(Conflict) as refused:
        give_back(hall, case_id)
    assert refused.value.code == "term_over"
    assert hall.case(case_id).status is Status.REPORTED
    assert told(hall) == ["superior_overdue"]


def test_on_its_last_day_it_may_still_come_back(hall: Hall):
    case_id = reported(hall)
    on(hall, ABOVE_DUE)
    give_back(hall, case_id)
    assert hall.case(case_id).status is Status.REPORTING


@pytest.mark.law("2.2")
def test_an_opinion_comes_back_once_and_not_word_for_word(hall: Hall):
    case_id = reported(hall)
    first = "材料齐全，符合法定条件，同意上报。"
    give_back(hall, case_id)
    asked = ReportAsked(recommendation="grant", opinion=first)
    with pytest.raises(Invalid) as unchanged:
        report_upward(hall.platform, hall.caller(CHIEF, case_id), case_id, asked)
    assert [(error.pointer, error.code) for error in unchanged.value.errors] == [("/opinion", "opinion_unchanged")]
    report(hall, case_id)
    with pytest.raises(Conflict) as refused:
        give_back(hall, case_id)
    assert refused.value.code == "returned_before"
    assert hall.case(case_id).status is Status.REPORTED


@pytest.mark.law("2.2", "15.14")
def test_an_unreadable_file_is_scanned_again_before_the_next_report(hall: Hall):
    case_id = reported(hall)
    before = {file.id for file in reported_package(hall.platform, hall.case(case_id)).files if file.line == "03"}
    give_back(hall, case_id, **UNREADABLE, lines=["03"])
    with pytest.raises(Invalid) as refused:
        report(hall, case_id)
    assert refused.value.code == "package_incomplete"
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/materials/03", "unreadable_still")]
    scan_again(hall, case_id, "03")
    report(hall, case_id)
    after = {file.id for file in reported_package(hall.platform, hall.case(case_id)).files if file.line == "03"}
    assert len(after) == 1
    assert before.isdisjoint(after)
    # The new file may be unreadable too; what could have been said before may not come back now.
    with pytest.raises(Invalid) as later:
        give_back(hall, case_id, **UNREADABLE, lines=["03", "04"])
    assert [(error.pointer, error.code) for error in later.value.errors] == [("/lines/1", "returned_before")]
    give_back(hall, case_id, **UNREADABLE, lines=["03"])
    assert hall.case(case_id).status is Status.REPORTING


@pytest.mark.law("2.2")
def test_the_applicant_may_give_a_readable_file_for_that_line_only(hall: Hall):
    case_id = reported(hall)
    give_back(hall, case_id, **UNREADABLE, lines=["03"])
    with pytest.raises(Invalid) as refused:
        scan_again(hall, case_id, "04", COMPANY)
    assert [error.code for error in refused.value.errors] == ["material_not_open"]
    scan_again(hall, case_id, "03", COMPANY)
    assert "material_received" in [event.type for event in hall.events(case_id)]
    report(hall, case_id)
    assert hall.case(case_id).status is Status.REPORTED


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({**UNREADABLE, "lines": []}, "请写明是哪些材料"),
        ({"reason": "opinion_incomplete", "text": "没有说明核查情况。", "lines": ["03"]}, "不填写材料"),
    ],
)
def test_what_is_unreadable_is_named(hall: Hall, asked: Any, says: str):
    case_id = reported(hall)
    with pytest.raises(Invalid) as refused:
        give_back(hall, case_id, **asked)
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/lines", "return_lines")
    assert says in error.message


@pytest.mark.law("4.3", "15.9")
def test_nothing_goes_up_while_a_hearing_is_open(hall: Hall):
    case_id = first_reviewed(hall)
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id), days=10)
    with pytest.raises(Conflict) as refused:
        report(hall, case_id)
    assert refused.value.code == "procedure_open"
    assert "不能上报" in refused.value.title
    hall.people.resume(case_id, hall.caller(CHIEF, case_id))
    report(hall, case_id)
    assert hall.case(case_id).status is Status.REPORTED


def returned_twice(hall: Hall) -> str:
    case_id = reported(hall)
    on(hall, date(2026, 12, 1))
    give_back(hall, case_id)
    on(hall, date(2026, 12, 3))
    report(hall, case_id)
    on(hall, date(2026, 12, 8))
    give_back(hall, case_id, **UNREADABLE, lines=["03"])
    return case_id


def reported_again(hall: Hall) -> str:
    case_id = returned_twice(hall)
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id), days=3)
    on(hall, date(2026, 12, 10))
    hall.people.resume(case_id, hall.caller(CHIEF, case_id))
    scan_again(hall, case_id, "03")
    on(hall, date(2026, 12, 11))
    report(hall, case_id)
    return case_id


@pytest.mark.law("15.23")
@pytest.mark.parametrize("ready", [returned_twice, reported_again])
def test_the_clocks_are_the_fold_of_the_events(hall: Hall, ready: Callable[[Hall], str]):
    """By the product's own fold, and by the proofs' count, which was written apart from it."""
    case_id = ready(hall)
    case, events = hall.case(case_id), hall.events(case_id)
    folded = clocks_as_of(events, hall.clock.at, Rules(hall.platform.calendars, 30, licence=True))
    assert folded.clocks == case.clocks
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    expected = state_from(events, item_document("YM-P12"), lambda _: hall.platform.calendar)
    kinds = ("promised", "lower_review", "superior")
    assert [expected.clock[f"{kind}_due"] for kind in kinds] == [case.due(kind) for kind in kinds]


@pytest.mark.requirement("R88")
@pytest.mark.parametrize("ready", [returned_twice, reported_again])
def test_an_export_has_the_clocks_right(hall: Hall, ready: Callable[[Hall], str]):
    verdict = looked_at(exported(hall, ready(hall), materials=False))
    assert [finding for finding in verdict.findings if finding.code.startswith("clock")] == []


def test_each_day_says_where_the_file_was(hall: Hall):
    case_id = reported_again(hall)
    rules = Rules(hall.platform.calendars, 30, licence=True)
    shown = {one.kind: one for one in clocks_shown(case_id, hall.events(case_id), hall.clock.at, rules).clocks}
    here, above = ({day.date: day for day in shown[kind].days} for kind in ("lower_review", "superior"))
    for kind, day in ((here, date(2026, 11, 26)), (above, date(2026, 12, 2))):
        assert (kind[day].counted, kind[day].reason) == (
            False,
            "案卷在另一级机关期间不计入(《行政许可法》第三十五条、第四十三条)",
        )
    assert (here[date(2026, 12, 2)].counted, above[date(2026, 11, 26)].counted) == (True, True)


@pytest.mark.requirement("R52")
@pytest.mark.law("15.12")
def test_a_late_decision_above_is_told_of_that_organ(hall: Hall):
    case_id = reported(hall)
    hall.clock.move_to(end_of(ABOVE_DUE))
    assert sweep(hall.platform, FIRES) == 1
    (found,), _ = matters(hall.platform.table, hall.platform.settings.division, limit=50, after=None)
    assert (found.matter, found.liable, found.organ_above) == ("superior_overdue", "superior", "广东省文化和旅游厅")
    (late,) = (event for event in hall.events(case_id) if event.type == "superior_overdue")
    assert late.data["overdue"] == {"superior": {"due": str(ABOVE_DUE), "signal": "red"}}
    decide(hall, case_id)
    assert told(hall) == ["superior_overdue"]


@pytest.mark.requirement("R52")
@pytest.mark.parametrize(("mismatched", "liable"), [(False, "counter"), (True, "superior")])
def test_a_late_delivery_of_what_was_decided_above_is_not_the_departments(hall: Hall, mismatched: bool, liable: str):
    if mismatched:
        case_id = mismatched_above(hall)
    else:
        case_id = reported(hall)
        decide(hall, case_id)
    due = hall.case(case_id).due("issue")
    assert due is not None
    hall.clock.move_to(end_of(due))
    sweep(hall.platform, FIRES)
    found, _ = matters(hall.platform.table, hall.platform.settings.division, limit=50, after=None)
    assert [(one.matter, one.liable) for one in found] == [("issue_overdue", liable)]


def above_of(hall: Hall, case_id: str) -> ClockShown:
    rules = Rules(hall.platform.calendars, 30, licence=True)
    found = clocks_shown(case_id, hall.events(case_id), hall.clock.at, rules).clocks
    return next(one for one in found if one.kind == "superior")


@pytest.mark.requirement("R67")
@pytest.mark.law("2.2", "15.14")
def test_while_it_is_back_the_term_above_is_shown_standing_still_with_the_reason(hall: Hall):
    case_id = reported(hall)
    assert (above_of(hall, case_id).state, above_of(hall, case_id).stands_still) == ("running", None)
    on(hall, date(2026, 12, 1))  # five workdays are used above
    give_back(hall, case_id)
    on(hall, date(2026, 12, 3))
    stands = above_of(hall, case_id)
    assert (stands.state, stands.used, stands.due) == ("paused", 5, date(2026, 12, 24))
    assert stands.stands_still == "案卷在另一级机关期间不计入(《行政许可法》第三十五条、第四十三条)"
    days = {day.date: (day.counted, day.reason) for day in stands.days}
    assert [days[date(2026, 12, day)] for day in (2, 3)] == [(False, stands.stands_still)] * 2
    assert days[date(2026, 12, 1)][0]
    report(hall, case_id)
    again = above_of(hall, case_id)
    assert (again.state, again.stands_still, again.due) == ("running", None, hall.case(case_id).due("superior"))


@pytest.mark.law("2.2")
def test_it_ends_where_the_applicant_withdraws_what_came_back(hall: Hall):
    case_id = reported(hall)
    on(hall, date(2026, 12, 1))
    give_back(hall, case_id)
    on(hall, date(2026, 12, 3))
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    on(hall, date(2026, 12, 9))
    ended = above_of(hall, case_id)
    assert (ended.state, ended.ended_on, ended.ended_by) == ("ended", date(2026, 12, 3), "withdrawn")
    assert (ended.due, ended.used, ended.stands_still) == (date(2026, 12, 24), 5, None)
