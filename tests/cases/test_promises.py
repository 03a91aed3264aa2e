"""Promises: never later than the law's term, and made under conditions (优化营商环境条例36(2))."""

import re
from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.api.case_answers import case_answer
from chalicelib.cases.model.clocks import on_acceptance, recounted
from chalicelib.cases.model.timeline import timeline
from chalicelib.catalogue.model import PromisedLimit
from chalicelib.catalogue.model.checklists import words_of
from chalicelib.catalogue.model.limits import Promise, promised_under
from chalicelib.catalogue.model.publication import errors_of
from chalicelib.clock import WorkCalendar
from chalicelib.hall.acts.ask_progress import remaining
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.applications import COMPANY, FILLED_ON
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, publish
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall

CALENDAR = WorkCalendar()
FIRE = item_document("YM-I16")


def limit(value: int, unit: str = "workday", condition: str | None = None) -> Any:
    return PromisedLimit.model_validate(
        {"value": value, "unit": unit, "status": "ILLUSTRATIVE", "condition": condition}
    )


@pytest.mark.requirement("R52")
@pytest.mark.parametrize(
    ("promised", "law", "start", "due"),
    [
        # 20 workdays from the 24th of November end on the 22nd of December, 15 calendar days on the 9th.
        ((20, "workday"), (15, "calendar_day"), "受理之日", date(2026, 12, 9)),
        # The law counts from the receipt, a week before: its 20 workdays end on the 15th.
        ((18, "workday"), (20, "workday"), "收到申请之日", date(2026, 12, 15)),
        ((10, "workday"), (20, "workday"), "受理之日", date(2026, 12, 8)),
        ((7, "workday"), (None, None), "受理之日", date(2026, 12, 3)),
    ],
)
@pytest.mark.law("4.4")
def test_the_promised_day_is_the_laws_last_day_at_the_latest(promised: Any, law: Any, start: str, due: date):
    value, unit = law
    statutory = FIRE.statutory_limit.model_copy(update={"value": value, "unit": unit, "start": start})
    item = FIRE.model_copy(update={"promised_limit": limit(*promised), "statutory_limit": statutory})
    clocks = on_acceptance({}, item, {}, received=date(2026, 11, 17), accepted=date(2026, 11, 24), calendar=CALENDAR)
    assert clocks["promised"].due == due
    assert clocks["promised"].term(CALENDAR).due == due
    assert "statutory" not in clocks or clocks["promised"].due <= clocks["statutory"].due


@pytest.fixture
def capped(hall: Hall) -> str:
    """A case of a version from before promises were held against the law: its promise of 30 workdays is longer than the
    20 calendar days of its law.
    """
    hall.clock.pass_time(seconds=1)  # a world of its own, for other tests have the case of the first version
    food = item_document("YM-P01")
    law = food.statutory_limit.model_copy(update={"value": 20, "unit": "calendar_day"})
    publish(hall.platform, "YM-P01", version=2, promised_limit=limit(30), statutory_limit=law)
    return hall.accepted()


LAST_DAY = date(2026, 12, 14)


@pytest.mark.requirement("R52")
def test_the_earlier_day_is_shown_everywhere(hall: Hall, capped: str):
    case = seen_case(hall.platform, hall.caller(CLERK), capped)
    assert (case.due("promised"), case.due("statutory")) == (LAST_DAY, LAST_DAY)
    assert case_answer(case, None).limits.promised_due == LAST_DAY
    assert hall.task(capped).due == LAST_DAY
    asked = remaining(hall.platform, case)
    assert asked is not None
    assert (asked.due, asked.left) == (LAST_DAY, 20)
    (promised, law) = timeline(case, hall.events(capped), date(2026, 12, 16), hall.platform.calendars).terms
    assert (promised.due, promised.left, promised.overdue) == (LAST_DAY, 0, 2)
    assert (law.due, law.overdue) == (LAST_DAY, 2)
    (notice,) = [row for row in hall.rows(capped, "DOCUMENT#") if row["kind"] == "acceptance_notice"]
    assert "承诺办理期限为20日，自受理之日的次日起计算" in notice["data"]


def test_what_was_stored_before_is_shown_with_the_laws_day(hall: Hall, capped: str):
    case = hall.case(capped)
    promised = case.clocks["promised"].model_copy(update={"due": date(2027, 1, 6)})
    stored = case.model_copy(update={"clocks": {**case.clocks, "promised": promised}})
    assert stored.due("promised") == date(2027, 1, 6)
    assert recounted(stored, hall.platform.calendar).due("promised") == LAST_DAY


@pytest.mark.parametrize(
    ("answers", "promise"),
    [
        ({"commitment_route": True}, Promise(0, "“采用告知承诺方式办理”为“是”")),
        ({"commitment_route": False}, Promise(6)),
        ({}, Promise(6)),
    ],
)
def test_a_promise_under_a_condition_is_made_where_the_answers_fulfil_it(answers: Any, promise: Promise):
    """消防安全检查: on the day for who chooses 告知承诺, 6 workdays for everybody else (消防法15)."""
    assert promised_under(FIRE.promised_limit, answers, words_of(FIRE)) == promise


def test_otherwise_the_same_day_may_be_promised():
    assert promised_under(limit(5, condition="agent==true, else 0"), {"agent": False}, words_of(FIRE)) == Promise(0)


def test_without_an_else_nothing_is_promised_otherwise():
    assert promised_under(limit(0, condition="agent==true"), {}, words_of(FIRE)) is None
    clocks = on_acceptance(
        {},
        FIRE.model_copy(update={"promised_limit": limit(0, condition="agent==true")}),
        {},
        received=date(2026, 11, 24),
        accepted=date(2026, 11, 24),
        calendar=CALENDAR,
    )
    assert clocks.keys() == {"statutory"}


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("当场办结", "condition_malformed"),
        ("commitment_route=='yes', else 6", "field_type_differs"),
        ("commitment_route==true, else 60", "promised_over_statutory"),
    ],
)
def test_a_catalogue_with_a_promise_that_nobody_can_apply_is_not_published(condition: str, code: str):
    item = FIRE.model_copy(update={"promised_limit": limit(0, condition=condition)})
    assert [error.code for error in errors_of(item)] == [code]
    assert list(errors_of(FIRE)) == []
    longest = limit(0, condition=f"commitment_route==true, else {FIRE.statutory_limit.value}")
    assert list(errors_of(FIRE.model_copy(update={"promised_limit": longest}))) == []


@pytest.mark.parametrize(
    ("commitment", "due", "sentence"),
    [
        (True, date(2026, 11, 24), "本件申请表中“采用告知承诺方式办理”为“是”，承诺受理当日办结"),
        (False, date(2026, 12, 2), "本事项承诺办理期限为6个工作日"),
    ],
)
def test_the_notice_of_a_promise_under_a_condition(hall: Hall, commitment: bool, due: date, sentence: str):
    form = hall.form()
    answers = example_answers(FIRE, form["applicant"], FILLED_ON, commitment_route=commitment)
    form = form | {"answers": answers}
    case_id = hall.submitted("YM-I16", COMPANY, form)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    case = hall.case(case_id)
    assert (case.handling, case.due("promised")) == ("承诺件", due)
    (notice,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "acceptance_notice"]
    assert sentence in notice["data"]
    assert "即办件" not in notice["data"]
    assert datetime.fromisoformat(notice["created_at"]).date() == date(2026, 11, 24)


@pytest.mark.requirement("R52")
def test_no_clock_of_any_item_names_its_law_as_editors_note_it():
    day = date(2026, 11, 24)
    for one in catalogue_of(CITY_DIVISION)["items"]:
        code, item = one["id"], item_document(one["id"])
        clocks = on_acceptance({}, item, {}, received=day, accepted=day, calendar=WorkCalendar())
        for clock in clocks.values():
            assert not re.search(r"[A-Za-z]{2,}|法[0-9]|例[0-9]", clock.basis), (code, clock.basis)
        if "statutory" in clocks and not item.is_licence:
            assert "《行政许可法》" not in clocks["statutory"].basis, code
