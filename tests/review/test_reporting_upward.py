"""上报件: reviewed here, sent upward whole, decided above, issued at the counter (行政许可法35, 43; R67)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.acts.lookup import seen_task
from chalicelib.cases.api.case_answers import task_answer
from chalicelib.cases.model import Status
from chalicelib.cases.model.clock_history import Rules, clocks_as_of
from chalicelib.cases.model.clocks import on_acceptance
from chalicelib.cases.model.package import lost
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.supervision import matters
from chalicelib.catalogue.model.upward import can_be_reported, lower_term, superior_of, superior_term
from chalicelib.clock import WorkCalendar
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.exchange.model.events import delivery_of, task_event
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Conflict, Forbidden, Invalid, NotFound
from chalicelib.foundation.writes import update
from chalicelib.review.acts.reported import reported_package
from chalicelib.wiring.alarms import FIRES
from proofs.kit.applications import AGENCY, COMPANY
from proofs.kit.cases_so_far import first_reviewed, reported
from proofs.kit.cast import CLERK, staff
from proofs.kit.catalogue import item_document
from proofs.kit.directory import name_superiors
from proofs.kit.hall import Hall
from tests.cases.test_every_item import applicant_of, begin_online, filled_in, publish_unless_there

SUPERIOR, CHIEF, LEADER = "superior-gd_culture_tourism", "chief-tour", "leader-tour"
# Accepted on Tuesday the 24th of November 2026; the 1st and 2nd of January 2027 are days off that are projected.
ACCEPTED = date(2026, 11, 24)
LOWER_DUE = date(2026, 12, 22)
UNREADABLE = {"reason": "unreadable", "text": "扫描件模糊，无法辨认。"}


def report(hall: Hall, case_id: str, who: str = CHIEF) -> None:
    hall.people.report_upward(case_id, hall.caller(who, case_id))
    hall.carry_out_everything()


def decide(hall: Hall, case_id: str, outcome: Any = "grant") -> None:
    hall.people.decide_reported(case_id, hall.caller(SUPERIOR, case_id), outcome)
    hall.carry_out_everything()


def give_back(hall: Hall, case_id: str, **asked: Any) -> None:
    hall.people.return_report(case_id, hall.caller(SUPERIOR, case_id), **asked)
    hall.carry_out_everything()


def told(hall: Hall) -> list[str]:
    found, _ = matters(hall.platform.table, hall.platform.settings.division, limit=50, after=None)
    return [one.matter for one in found]


def texts(hall: Hall, case_id: str, kind: str) -> str:
    return next(row["data"] for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == kind)


@pytest.mark.requirement("R67")
@pytest.mark.law("2.2", "15.14")
def test_the_whole_way_up_and_back_to_the_counter(hall: Hall):
    case_id = first_reviewed(hall)
    case = hall.case(case_id)
    assert (case.status, case.due("statutory"), case.due("lower_review")) == (Status.REPORTING, None, LOWER_DUE)
    told = task_answer(hall.task(case_id, "report"), LOWER_DUE, whole=True)
    assert (told.lower_review_due, told.superior_due, told.statutory_due) == (LOWER_DUE, None, None)
    report(hall, case_id)
    case = hall.case(case_id)
    assert (case.status, case.superior and case.superior.name) == (Status.REPORTED, "广东省文化和旅游厅")
    task = hall.task(case_id, "superior")
    assert (task.department, task.region, task.due) == ("gd_culture_tourism", "440000", case.due("superior"))
    assert case.clocks["superior"].basis == "《旅行社条例》第七条"
    decide(hall, case_id)
    hall.people.compare(case_id, hall.caller("clerk-issuing", case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.CLOSED
    steps = [event.type for event in hall.events(case_id)]
    assert steps[steps.index("first_reviewed") :].count("task_opened") == 2
    assert "decided" in steps
    assert "广东省文化和旅游厅" in texts(hall, case_id, "certificate")


@pytest.mark.law("2.2")
def test_a_refusal_above_names_that_organ_its_reasons_and_its_reviewing_organ(hall: Hall):
    case_id = reported(hall)
    decide(hall, case_id, "refuse")
    said = texts(hall, case_id, "refusal_decision")
    assert "广东省文化和旅游厅" in said
    assert "广东省人民政府" in said
    assert "不符合法定条件" in said
    row = next(row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "refusal_decision")
    assert (row["organ"], row["organ_code"]) == ("gd_culture_tourism", "广东省文化和旅游厅")


@pytest.mark.law("2.2", "15.14")
def test_the_package_has_everything_and_its_digest_stands_in_the_chain(hall: Hall):
    case_id = reported(hall)
    found, package = load_file(hall.platform.table, case_id), reported_package(hall.platform, hall.case(case_id))
    assert found is not None
    events = hall.events(case_id)
    sent = next(event for event in events if event.type == "reported_upward")
    assert sent.data["package"] == package.digest
    assert [one.hash for one in package.events] == [event.hash for event in events if event.seq < sent.seq]
    assert {one.id for one in package.files} == {file.id for file in found.files if file.event}
    issued = {event.data["document"] for event in events if "document_digest" in event.data and event.seq < sent.seq}
    assert {one.no for one in package.documents} == issued != set()
    assert lost(package, found.case, found.form, found.files, events) == []


def test_what_is_lost_or_changed_on_the_way_is_named(hall: Hall):
    case_id = reported(hall)
    found, package = load_file(hall.platform.table, case_id), reported_package(hall.platform, hall.case(case_id))
    assert found is not None
    events = hall.events(case_id)
    assert lost(package, found.case, found.form, found.files[1:], events) == ["/files/0"]
    assert lost(package, found.case, {**found.form, "answers": {}}, found.files, events) == ["/form"]
    assert lost(package, found.case, found.form, found.files, events[1:])[-1] == "/events/0"


def test_a_file_with_papers_that_nobody_has_scanned_does_not_go_upward(hall: Hall):
    name_superiors(hall.platform)
    case_id = hall.people.receive_walk_in(hall.caller(CLERK), AGENCY.item, scans=()).facts["id"]
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.answer(case_id, by="officer-tour")
    hall.carry_out_everything()
    with pytest.raises(Invalid) as refused:
        report(hall, case_id)
    assert refused.value.code == "package_incomplete"
    assert len(refused.value.errors) == len(AGENCY.lines)
    assert hall.case(case_id).status is Status.REPORTING


# What is promised of the review here is over as well.
PROMISE_AND_REVIEW = ["promised_overdue", "upward_late"]


@pytest.mark.law("15.14")
def test_a_late_review_is_told_once_and_the_report_still_goes(hall: Hall):
    case_id = first_reviewed(hall)
    hall.clock.move_to(end_of(LOWER_DUE))
    assert sweep(hall.platform, FIRES) == 2
    assert sorted(told(hall)) == PROMISE_AND_REVIEW
    (late,) = (event for event in hall.events(case_id) if event.type == "report_overdue")
    assert late.data["due"] == str(LOWER_DUE)
    report(hall, case_id)
    assert sorted(told(hall)) == PROMISE_AND_REVIEW
    (sent,) = (event for event in hall.events(case_id) if event.type == "reported_upward")
    assert sent.data["missed"] == str(LOWER_DUE)
    give_back(hall, case_id)
    assert sweep(hall.platform, FIRES) == 0


def test_a_late_report_before_the_alarm_tells_the_supervisors_itself(hall: Hall):
    case_id = first_reviewed(hall)
    hall.clock.move_to(end_of(LOWER_DUE))
    report(hall, case_id)
    sweep(hall.platform, FIRES)
    assert sorted(told(hall)) == PROMISE_AND_REVIEW


def test_on_its_last_day_the_report_is_in_time(hall: Hall):
    case_id = first_reviewed(hall)
    hall.clock.move_to(end_of(LOWER_DUE).replace(hour=23, minute=59, day=LOWER_DUE.day))
    report(hall, case_id)
    assert "upward_late" not in told(hall)
    assert hall.case(case_id).clocks["superior"].started == LOWER_DUE


@pytest.mark.law("2.2", "15.14")
def test_nothing_is_asked_of_the_applicant_again(hall: Hall):
    case_id = reported(hall)
    for lines, code in ((["02"], "asked_of_applicant"), (["99"], "material_unlisted")):
        with pytest.raises(Invalid) as refused:
            give_back(hall, case_id, **UNREADABLE, lines=lines)
        assert refused.value.code == code
    assert "第三十五条" in refused.value.title or code == "material_unlisted"
    assert hall.case(case_id).status is Status.REPORTED
    for act in (hall.correct, hall.bring_papers):
        with pytest.raises(Conflict):
            act(case_id, "01")


def test_an_organ_that_the_directory_does_not_have_gets_nothing(hall: Hall):
    case_id = first_reviewed(hall)
    hall.platform.table.write(update(keys.meta(case_id), put={"upward": "gd_nobody"}))
    with pytest.raises(Conflict) as refused:
        report(hall, case_id)
    assert refused.value.code == "superior_unknown"


@pytest.mark.parametrize(
    "who",
    [
        staff("superior_organ", "gd_religion", "440000"),
        staff("superior_organ", "gd_culture_tourism", "450000"),
        staff("superior_organ", "gd_culture_tourism", "441700"),
    ],
)
def test_another_organ_or_region_does_not_see_it(hall: Hall, who: Any):
    case_id = reported(hall)
    with pytest.raises(NotFound):
        hall.people.decide_reported(case_id, hall.caller(who, case_id))
    with pytest.raises(NotFound):
        seen_task(hall.platform, hall.caller(who), f"{case_id}.superior")


def test_the_department_here_decides_nothing_of_it(hall: Hall):
    case_id = reported(hall)
    for who in (CHIEF, LEADER):
        with pytest.raises(Forbidden):
            hall.people.decide_reported(case_id, hall.caller(who, case_id))
        with pytest.raises((Conflict, Forbidden)):
            hall.decide(case_id, by=who)
    assert hall.case(case_id).status is Status.REPORTED


def test_the_organ_decides_only_what_has_arrived(hall: Hall):
    case_id = first_reviewed(hall)
    with pytest.raises(NotFound):
        hall.people.decide_reported(case_id, hall.caller(SUPERIOR, case_id))


def test_a_withdrawal_on_its_way_ends_the_task_above(hall: Hall):
    case_id = reported(hall)
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    hall.carry_out_everything()
    assert hall.task(case_id, "superior").state == "cancelled"
    assert "文化广电旅游体育局" in texts(hall, case_id, "termination_notice")


def test_the_callback_goes_to_the_organ_above(hall: Hall):
    case_id = reported(hall)
    task = hall.task(case_id, "superior")
    assert {"department": "gd_culture_tourism", "task_id": task.id, "event": "task.opened"} in hall.messages(
        names.CALLBACKS_QUEUE
    )
    delivery = delivery_of(task)
    assert (delivery.division, delivery.department) == ("440000", "gd_culture_tourism")
    event = task_event(task, "https://example", "cn.example.yimen")
    assert event["data"]["href"].endswith(f"{task.id}?purpose=review")


@pytest.mark.law("15.23")
@pytest.mark.parametrize("ready", [first_reviewed, reported])
def test_the_clocks_are_the_fold_of_the_events(hall: Hall, ready: Callable[[Hall], str]):
    case_id = ready(hall)
    rules = Rules(hall.platform.calendars, 30, licence=True)
    folded = clocks_as_of(hall.events(case_id), hall.clock.at, rules)
    case = hall.case(case_id)
    assert {kind: clock.due for kind, clock in folded.clocks.items()} == {
        kind: clock.due for kind, clock in case.clocks.items()
    }
    assert ("lower_review" in folded.ended) is (case.status is Status.REPORTED)


def test_items_say_which_level_decides():
    assert {code: superior_of(item_document(code)) for code in ("YM-P12", "YM-P13", "YM-P14", "YM-P17", "YM-P01")} == {
        "YM-P12": "gd_culture_tourism",
        "YM-P13": "gd_religion",
        "YM-P14": None,
        "YM-P17": "gd_agriculture",
        "YM-P01": None,
    }
    religion = item_document("YM-P13")
    lower, above = lower_term(religion), superior_term(religion)
    assert lower
    assert (lower.length, lower.source) == (30, "《宗教事务条例》第二十一条第二款")
    assert above
    assert (above.length, above.source) == (30, "《宗教事务条例》第二十一条第三款")
    nameless = [step.model_copy(update={"organ": None}) for step in religion.upward_chain]
    assert not can_be_reported(religion.model_copy(update={"upward_chain": nameless}))


@given(st.dates(date(2018, 1, 2), date(2026, 12, 1)))
def test_the_term_of_the_review_here_is_twenty_workdays(accepted: date):
    calendar = WorkCalendar()
    clocks = on_acceptance({}, item_document("YM-P17"), {}, received=accepted, accepted=accepted, calendar=calendar)
    assert calendar.workdays_between(accepted, clocks["lower_review"].due) == 20
    assert clocks["lower_review"].due == calendar.workday_after(accepted, 20)
    assert clocks["promised"].due <= clocks["lower_review"].due
    assert "statutory" not in clocks


@pytest.mark.law("2.2")
@pytest.mark.parametrize("code", ["YM-P13", "YM-P17"])
def test_other_items_of_the_province_go_the_same_way(hall: Hall, code: str):
    name_superiors(hall.platform)
    publish_unless_there(hall, code)
    item = item_document(code)
    who = applicant_of(item)
    case_id = begin_online(hall, who, code, filled_in(hall, item))
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.answer(case_id, by=f"officer-{item.department}")
    hall.carry_out_everything()
    if code == "YM-P13":  # complex: the chief representative only tracks it (R65)
        with pytest.raises(Forbidden):
            report(hall, case_id, f"chief-{item.department}")
    report(hall, case_id, f"leader-{item.department}")
    hall.people.decide_reported(case_id, hall.caller(f"superior-{superior_of(item)}", case_id), "refuse")
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.DELIVERING
