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
        ("YM-P01", date(2031, 10, 24)),
        ("YM-P11", date(2031, 10, 9)),
        ("YM-P15", date(2031, 8, 25)),
        ("YM-S01", date(2031, 9, 24)),
        ("YM-P12", None),
        ("YM-S03", None),
    ],
)
def test_the_last_day_to_ask_is_the_items_own_or_that_of_the_law(item: str, last: date | None):
    found = renew_by(item_document(item), UNTIL, WorkCalendar())
    assert (found.latest if found else None) == last


@pytest.mark.law("4.5")
def test_what_does_not_run_out_is_not_renewed():
    assert renew_by(item_document("YM-P01"), None, WorkCalendar()) is None
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
    assert (told.valid_until, told.source) == (case.validity.until, "《行政许可法》第五十条第一款")
    assert (told.valid_until - told.latest).days == 30
    hall.clock.at += timedelta(minutes=1)
    clocks: Any = clock.read_clock(call(hall, CHIEF, clock.AsOf()), case_id).body
    own: Any = clock.read_own_clock(call(hall, COMPANY, clock.AsOf()), case_id).body
    assert clocks.renewal == own.renewal == told
    certificate: Any = counter.read_certificate(call(hall, ISSUER, PurposeQuery()), case_id).body
    assert certificate.renew_by == told.latest


@pytest.mark.parametrize("until", [date(2121, 1, 1), date(2150, 1, 1), date(9999, 12, 31)])
def test_a_result_that_is_valid_beyond_the_calendar_is_read_all_the_same(until: date):
    found = renew_by(item_document("YM-I18"), until, WorkCalendar())
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


def test_before_the_grant_there_is_nothing_to_renew(hall: Hall):
    case_id = hall.accepted()
    assert renewal_shown(item_document("YM-P01"), hall.events(case_id), hall.platform.calendar) is None
