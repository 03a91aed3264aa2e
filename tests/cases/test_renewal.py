"""行政许可法50: a licence that runs out is renewed thirty days before its end, or as its own law says."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.api import clock
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model.renewal import RenewalShown, renew_by, renewal_shown, renewal_term
from chalicelib.clock import WorkCalendar
from chalicelib.http.routes import Call
from chalicelib.issuance.api import counter
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, ISSUER
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

UNTIL = date(2031, 11, 23)


@pytest.mark.law("4.5", "15.16")
@pytest.mark.parametrize(
    ("item", "last"),
    [
        ("YM-P01", date(2031, 11, 2)),
        ("YM-P02", date(2031, 10, 24)),
        ("YM-P05", date(2031, 5, 23)),
        ("YM-P06", date(2031, 8, 23)),
        ("YM-P16", None),
        ("YM-R01", None),
        ("YM-P11", date(2031, 10, 9)),
        ("YM-P15", date(2031, 8, 25)),
        ("YM-S01", date(2031, 9, 24)),
        ("YM-P12", None),
        ("YM-S03", None),
    ],
)
def test_the_last_day_to_ask_is_the_items_own_or_that_of_the_law(item: str, last: date | None):
    found = renew_by(item_document(item), UNTIL, None, WorkCalendar())
    assert (found.latest if found else None) == last


@pytest.mark.law("4.5")
def test_what_does_not_run_out_is_not_renewed():
    assert renew_by(item_document("YM-P01"), None, None, WorkCalendar()) is None
    assert renewal_term(item_document("YM-P12")) is None


def call(hall: Hall, who: str, query: Any) -> Any:
    return Call(hall.platform, None, query, "/v1/cases", "192.0.2.1", "r-1", known=hall.caller(who))


def granted(hall: Hall) -> str:
    case_id = hall.decided()
    hall.carry_out_everything()
    return case_id


@pytest.mark.requirement("R52")
@pytest.mark.law("4.5", "15.16")
def test_the_case_and_the_certificate_tell_the_same_day(hall: Hall):
    case_id = granted(hall)
    case = hall.case(case_id)
    assert case.validity is not None
    told = renewal_shown(item_document("YM-P01"), hall.events(case_id), hall.platform.calendar)
    assert isinstance(told, RenewalShown)
    assert (told.valid_until, told.length, told.unit) == (case.validity.until, 15, "workday")
    assert hall.platform.calendar.workdays_between(told.latest, told.valid_until) == 15
    hall.clock.at += timedelta(minutes=1)
    clocks: Any = clock.read_clock(call(hall, CHIEF, clock.AsOf()), case_id).body
    own: Any = clock.read_own_clock(call(hall, COMPANY, clock.AsOf()), case_id).body
    assert clocks.renewal == own.renewal == told
    certificate: Any = counter.read_certificate(call(hall, ISSUER, PurposeQuery()), case_id).body
    assert certificate.renew_by == told.latest


@pytest.mark.parametrize("until", [date(2121, 1, 1), date(2150, 1, 1), date(9999, 12, 31)])
def test_a_result_that_is_valid_beyond_the_calendar_is_read_all_the_same(until: date):
    found = renew_by(item_document("YM-I18"), until, None, WorkCalendar())
    assert found is not None
    assert (found.latest, found.advised, found.provisional) == (until - timedelta(days=30), None, True)


def test_a_case_that_is_valid_beyond_the_calendar_shows_its_clocks_all_the_same(hall: Hall):
    """Such a term was granted before it was bounded: what was decided stays readable."""
    case_id = granted(hall)
    events = [
        event.model_copy(update={"data": {**event.data, "valid_until": "2150-01-01"}})
        for event in hall.events(case_id)
        if event.data.get("valid_until")
    ]
    told = renewal_shown(item_document("YM-P02"), events, hall.platform.calendar)
    assert told is not None
    assert (told.valid_until, told.latest, told.advised) == (date(2150, 1, 1), date(2149, 12, 2), None)


@pytest.mark.law("4.5")
def test_a_day_that_was_over_before_the_grant_is_not_shown():
    """A road is occupied for two days in December: nobody could have asked in November, before there was a permit."""
    item, granted_on = item_document("YM-I18"), date(2026, 11, 28)
    assert renew_by(item, date(2026, 12, 21), granted_on, WorkCalendar()) is None
    soon = renew_by(item, date(2026, 12, 28), granted_on, WorkCalendar())
    assert soon is not None
    assert soon.latest == granted_on


@pytest.mark.law("4.5")
@pytest.mark.parametrize(
    ("written", "latest"),
    [
        ("6个月", date(2031, 2, 28)),
        (" 3个月 (MEMORY)", date(2031, 5, 31)),
        ("30日", date(2031, 8, 1)),
        ("期满之前", None),
        ("另行规定", None),
    ],
)
def test_a_term_in_other_words_than_numbers_tells_no_day(written: str, latest: date | None):
    item = item_document("YM-P05")
    renewal = item.result.renewal
    assert renewal is not None
    changed = item.result.model_copy(update={"renewal": renewal.model_copy(update={"days_before_expiry": written})})
    found = renew_by(item.model_copy(update={"result": changed}), date(2031, 8, 31), None, WorkCalendar())
    assert (found.latest if found else None) == latest


def test_a_long_term_in_months_is_counted_beyond_the_calendar_too():
    found = renew_by(item_document("YM-P05"), date(2150, 8, 31), None, WorkCalendar())
    assert found is not None
    assert (found.latest, found.advised) == (date(2150, 2, 28), None)
    assert renew_by(item_document("YM-P01"), date(2150, 8, 31), None, WorkCalendar()) is None


def test_before_the_grant_there_is_nothing_to_renew(hall: Hall):
    case_id = hall.accepted()
    assert renewal_shown(item_document("YM-P01"), hall.events(case_id), hall.platform.calendar) is None
