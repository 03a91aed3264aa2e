"""Bodies are read by exact types: a text that looks like a yes is none, and a field that nobody knows is refused."""

import json
from typing import Any

import pytest
from pydantic import BaseModel

from chalicelib.catalogue.api.life import CorrectionVerdict, Filing, ItemConsent, LegalReview
from chalicelib.clock.deadline import DeadlineQuestion
from chalicelib.directory.api.upkeep import NewAttendance
from chalicelib.foundation.problems import Invalid
from chalicelib.http import requests


class Request:
    """As much of a request as the reading of its body looks at."""

    def __init__(self, body: Any) -> None:
        self.raw_body, self.headers = json.dumps(body).encode(), {"content-type": "application/json"}


CONSENT = {"granted": True, "document": "阳编办1号"}
REVIEW = {"passed": True, "document": "阳法审1号", "opinion": "符合规定"}
ATTENDANCE = {"department": "road", "day": "2026-11-24", "people": 2}


@pytest.mark.parametrize(
    ("model", "body", "wrong", "pointer", "code"),
    [
        (ItemConsent, CONSENT, {"granted": "yes"}, "/granted", "bool_type"),
        (ItemConsent, CONSENT, {"granted": 1}, "/granted", "bool_type"),
        (LegalReview, REVIEW, {"passed": "true"}, "/passed", "bool_type"),
        (CorrectionVerdict, {"confirmed": True}, {"confirmed": "yes"}, "/confirmed", "bool_type"),
        (Filing, {"seq": 4, "receipt_number": "备1号"}, {"seq": "4"}, "/seq", "int_type"),
        (NewAttendance, ATTENDANCE, {"people": "2"}, "/people", "int_type"),
        (NewAttendance, ATTENDANCE, {"name": "某人"}, "/name", "extra_forbidden"),
        (
            DeadlineQuestion,
            {"start": "2026-11-24", "unit": "workday", "length": 5},
            {"start": "2026-02-30"},
            "/start",
            "date_from_datetime_parsing",
        ),
    ],
)
def test_a_body_is_read_by_exact_types(
    model: type[BaseModel], body: dict[str, Any], wrong: dict[str, Any], pointer: str, code: str
):
    assert isinstance(requests.body(model, Request(body)), model)
    with pytest.raises(Invalid) as refused:
        requests.body(model, Request(body | wrong))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]
