"""行政许可法55(2): within five workdays of the acceptance two or more officers are sent to inspect or test."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks import on_acceptance
from chalicelib.cases.model.clocks_shown import ClockShown, clocks_shown
from chalicelib.cases.model.inspection import inspections
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.supervision import matters
from chalicelib.clock import WorkCalendar
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.review.acts.answer_task import ReviewAnswer
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cases_so_far import to_inspect
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

ACCEPTED = date(2026, 11, 24)
# Five workdays after Tuesday the 24th of November 2026.
DUE = date(2026, 12, 1)
ITEM = item_document("YM-P02")


def by(hall: Hall, post: str, case_id: str) -> Any:
    return hall.caller(hall.people.at_post(post, case_id), case_id)


def shown(hall: Hall, case_id: str) -> ClockShown:
    rules = Rules(hall.platform.calendars, 30, licence=True)
    clocks = clocks_shown(case_id, hall.events(case_id), hall.clock.at + timedelta(minutes=1), rules).clocks
    return next(one for one in clocks if one.kind == "inspection_start")


def at_the_end_of(hall: Hall, day: date) -> None:
    hall.clock.move_to(end_of(day))
    sweep(hall.platform, FIRES)


def types(hall: Hall, case_id: str) -> list[str]:
    return [event.type for event in hall.events(case_id)]


@pytest.mark.requirement("R52")
@pytest.mark.law("2.5")
def test_the_term_begins_with_the_acceptance_and_names_its_article(hall: Hall):
    case_id = to_inspect(hall)
    clock = shown(hall, case_id)
    assert (hall.case(case_id).due("inspection_start"), clock.due, clock.started) == (DUE, DUE, ACCEPTED)
    assert (clock.state, clock.source, clock.length) == ("running", "《行政许可法》第五十五条第二款", 5)


@pytest.mark.law("2.5")
def test_silence_begins_it_on_the_day_of_the_receipt(hall: Hall):
    case_id = hall.people.receive_walk_in(hall.caller(CLERK), "YM-P02", scans=[]).facts["id"]
    at_the_end_of(hall, DUE)
    assert hall.case(case_id).deemed
    assert hall.case(case_id).clocks["inspection_start"].started == ACCEPTED


@pytest.mark.law("2.5")
def test_the_notice_of_the_inspection_ends_it(hall: Hall):
    case_id = to_inspect(hall)
    hall.people.suspend(case_id, by(hall, "chief", case_id), "inspection_test")
    assert hall.case(case_id).due("inspection_start") is None
    clock = shown(hall, case_id)
    assert (clock.state, clock.ended_by, clock.signal) == ("ended", "suspended", None)
    at_the_end_of(hall, DUE)
    assert "inspection_start_overdue" not in types(hall, case_id)


def test_another_procedure_does_not_end_it(hall: Hall):
    case_id = to_inspect(hall)
    hall.people.suspend(case_id, by(hall, "chief", case_id), "expert_review")
    assert hall.case(case_id).due("inspection_start") == DUE


@pytest.mark.parametrize(("checked", "due"), [(True, None), (False, DUE)])
def test_a_check_on_site_by_two_officers_ends_it(hall: Hall, checked: bool, due: date | None):
    case_id = to_inspect(hall)
    check = {"officers": ["陈检查", "李检查"], "at": hall.clock.at.isoformat(), "place": "现场", "findings": "现场整洁"}
    answer = {"recommendation": "grant", "opinion": "符合条件", **({"site_check": check} if checked else {})}
    hall.answer(case_id, ReviewAnswer.model_validate(answer), by=hall.people.at_post("officer", case_id))
    assert hall.case(case_id).due("inspection_start") == due


@pytest.mark.requirement("R52")
@pytest.mark.law("2.5")
def test_that_it_is_late_is_told_once(hall: Hall):
    case_id = to_inspect(hall)
    at_the_end_of(hall, DUE)
    told = hall.events(case_id)[-1]
    assert (told.type, told.data["overdue"]["inspection_start"]["signal"]) == ("inspection_start_overdue", "red")
    seen, _ = matters(hall.platform.table, "441700", limit=10, after=None)
    assert [one.matter for one in seen] == ["inspection_start_overdue"]
    hall.clock.at += timedelta(days=1)
    hall.people.suspend(case_id, by(hall, "chief", case_id), "inspection_test")
    assert types(hall, case_id).count("inspection_start_overdue") == 1
    assert shown(hall, case_id).signal == "red"


@pytest.mark.parametrize(("answers", "begins"), [({"not_commitment": True}, True), ({"not_commitment": False}, False)])
def test_only_where_the_form_says_that_this_case_needs_it(answers: dict[str, Any], begins: bool):
    clocks = on_acceptance({}, ITEM, answers, received=ACCEPTED, accepted=ACCEPTED, calendar=WorkCalendar())
    assert ("inspection_start" in clocks) is begins


def test_only_what_rests_on_article_55_of_a_licence():
    assert inspections(ITEM)
    assert not inspections(item_document("YM-P09"))
    assert not inspections(ITEM.model_copy(update={"handling_type": "即办件"}))
