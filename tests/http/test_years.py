"""Days and moments outside the years of the calendar are refused where requests are parsed, with their place."""

from datetime import date, datetime
from typing import Any

import pytest
from pydantic import BaseModel, Field

from chalicelib.cases.api.clock import AsOf
from chalicelib.consultations.acts.appoint_advice import NewAppointment
from chalicelib.evidence.api.heads import HeadsQuery
from chalicelib.foundation.problems import Invalid
from chalicelib.http import requests
from chalicelib.issuance.api.fees import PaymentNotification
from chalicelib.issuance.api.payment_days import DaysQuery
from chalicelib.review.acts.answer_task import ReviewAnswer
from tests.http.test_exact_types import Request


class Params(dict[str, str]):
    def getlist(self, name: str) -> list[str]:
        return [self[name]]


class Query:
    def __init__(self, **asked: str) -> None:
        self.query_params = Params(asked)


def wrong_in_body(model: type[BaseModel], body: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        requests.body(model, Request(body))
    return [(error.pointer, error.code) for error in refused.value.errors]


def wrong_in_query(model: type[BaseModel], **asked: str) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        requests.query(model, Query(**asked))
    return [(error.pointer, error.code) for error in refused.value.errors]


# The last has no such moment in China's time at all.
MOMENTS = ["0001-01-01T00:00:00+08:00", "0001-01-01T00:00:00Z", "2003-12-31T15:59:59Z", "2120-01-01T00:00:00+08:00"]
MOMENTS += ["2119-12-31T16:00:00Z", "9999-12-31T23:59:59Z"]
PAID = {"order": "YM-1", "kind": "paid", "payment": "Q3", "fen": 46750}


@pytest.mark.parametrize("at", MOMENTS)
def test_a_moment_outside_the_calendar_is_refused_with_its_place(at: str):
    assert wrong_in_body(PaymentNotification, PAID | {"at": at}) == [("/at", "moment_out_of_range")]
    assert wrong_in_body(NewAppointment, {"at": at, "place": "大厅"})[:1] == [("/at", "moment_out_of_range")]
    assert wrong_in_query(AsOf, at=at) == [("/query/at", "moment_out_of_range")]
    checked = {"at": at, "place": "经营场所", "findings": "布局合理", "officers": ["张一", "李二"]}
    review = {"recommendation": "grant", "opinion": "符合条件", "site_check": checked}
    assert wrong_in_body(ReviewAnswer, review) == [("/site_check/at", "moment_out_of_range")]


@pytest.mark.parametrize("at", ["2003-12-31T16:00:00Z", "2119-12-31T23:59:59+08:00"])
def test_the_first_and_the_last_moment_are_taken(at: str):
    assert requests.body(PaymentNotification, Request(PAID | {"at": at}))
    assert requests.query(AsOf, Query(at=at))


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2120-01-01", "9999-12-31"])
def test_a_day_outside_all_years_is_refused_with_its_place(day: str):
    assert wrong_in_query(DaysQuery, until=day) == [("/query/until", "day_out_of_range")]
    assert wrong_in_query(HeadsQuery, division="441700", **{"from": day}) == [("/query/from", "day_out_of_range")]


class Visits(BaseModel):
    days: tuple[date, ...] = ()
    by_name: dict[str, datetime] = Field(default_factory=dict[str, datetime])


def test_what_stands_in_a_list_or_under_a_name_is_pointed_at():
    days = {"days": ["2026-11-24", "0001-01-01"]}
    assert wrong_in_body(Visits, days) == [("/days/1", "day_out_of_range")]
    named = {"by_name": {"a/b": "0001-01-01T00:00:00Z", "c": "2026-11-24T00:00:00Z"}}
    assert wrong_in_body(Visits, named) == [("/by_name/a~1b", "moment_out_of_range")]
