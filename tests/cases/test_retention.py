"""保管期限: from which day and until when a case is kept, day by day at the edges."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.retention import Keeping, draft_over, keeping, saved
from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.retention import OWN, Retention, retention_of
from chalicelib.catalogue.model.validity import Granted
from chalicelib.clock.years import years_later
from proofs.kit.hall import Hall

TEN = Retention(years=10, basis="保管期限表")
ENDED_AT = datetime(2026, 11, 27, 16, tzinfo=UTC)


@pytest.fixture
def closed(hall: Hall) -> Callable[..., Case]:
    case = hall.case(hall.submitted())

    def made(**changes: Any) -> Case:
        return case.model_copy(update={"status": Status.CLOSED, "ended_at": ENDED_AT, **changes})

    return made


def kept(case: Case, today: date, term: Retention = TEN) -> Keeping:
    return keeping(case, term, today, draft_days=365)


# 民法典201: 开始的当日不计入; 202: 到期月的对应日为期间的最后一日，没有对应日的，月末日为最后一日.
@pytest.mark.parametrize(
    ("ended", "years", "until"),
    [
        (date(2026, 11, 27), 10, date(2036, 11, 27)),
        (date(2026, 11, 27), 30, date(2056, 11, 27)),
        (date(2028, 2, 29), 10, date(2038, 2, 28)),
        (date(2028, 2, 29), 4, date(2032, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 12, 31)),
    ],
)
def test_a_term_ends_with_the_same_day_of_a_later_year(ended: date, years: int, until: date):
    assert years_later(ended, years) == until


@pytest.mark.parametrize("status", [Status.CLOSED, Status.REJECTED, Status.WITHDRAWN])
def test_the_last_day_still_counts(closed: Callable[..., Case], status: Status):
    case, last = closed(status=status), date(2036, 11, 27)
    assert kept(case, last) == Keeping("kept", last)
    assert kept(case, last + timedelta(days=1)) == Keeping("over", last)


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.CLOSED, Status.REJECTED, Status.WITHDRAWN}))
def test_an_open_case_is_kept_whatever_the_day_is(closed: Callable[..., Case], status: Status):
    assert kept(closed(status=status, ended_at=None), date(2118, 1, 1)) == Keeping("open")


def test_on_hold_and_for_good(closed: Callable[..., Case]):
    day, permanent = date(2118, 1, 1), Retention(permanent=True, basis="保管期限表")
    assert kept(closed(held_at=ENDED_AT), day) == Keeping("held")
    assert kept(closed(), day, permanent) == Keeping("permanent")
    assert kept(closed(erased_at=ENDED_AT), day) == Keeping("erased")


def test_not_before_the_licence_has_run_out(closed: Callable[..., Case]):
    until = date(2041, 11, 26)
    case = closed(outcome="grant", validity=Granted(until=until))
    assert kept(case, until) == Keeping("kept", until)
    assert kept(case, until + timedelta(days=1)).over


def test_what_nobody_has_received_is_kept_as_long_as_a_draft(closed: Callable[..., Case]):
    draft = closed(status=Status.WITHDRAWN, received_at=None, first_received_at=None)
    assert kept(draft, date(2027, 11, 27), Retention(permanent=True, basis="保管期限表")).why == "kept"
    assert kept(draft, date(2027, 11, 28)).over


def test_a_draft_is_old_after_its_days_and_never_where_no_time_is_known(closed: Callable[..., Case]):
    draft, now = closed(status=Status.DRAFT, ended_at=None), ENDED_AT + timedelta(days=365)
    assert not draft_over(draft, ENDED_AT, now, draft_days=365)
    assert draft_over(draft, ENDED_AT, now + timedelta(days=1), draft_days=365)
    assert not draft_over(closed(), ENDED_AT, now + timedelta(days=1), draft_days=365)
    assert not draft_over(draft, None, now + timedelta(days=9999), draft_days=365)
    assert saved(closed(form_version=2, saved_at=None)) is None
    assert saved(closed(form_version=2, saved_at=ENDED_AT)) == ENDED_AT


def test_an_item_says_how_long_and_the_platforms_own_term_says_that_it_is_its_own(hall: Hall):
    from proofs.kit.catalogue import item_document

    document = item_document("YM-P01")
    whole = {"region": "441700", "version": 1, "content_hash": "0"}
    item = ServiceItem.model_validate({**document.model_dump(by_alias=True), **whole})
    shown = item_answer(item, demonstration=False).retention
    assert (shown.years, shown.permanent, "平台自定" in shown.basis) == (30, False, True)
    stated = item.model_copy(update={"retention": Retention(permanent=True, basis="保管期限表")})
    shown = item_answer(stated, demonstration=False).retention
    assert (shown.years, shown.permanent, shown.basis) == (None, True, "保管期限表")
    assert retention_of(None) is OWN


@pytest.mark.parametrize("wrong", [{}, {"years": 10, "permanent": True}, {"years": 0}, {"years": 101}])
def test_a_term_is_years_or_for_good(wrong: dict[str, Any]):
    with pytest.raises(ValidationError):
        Retention.model_validate({"basis": "保管期限表", **wrong})
