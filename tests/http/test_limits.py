"""Code and OpenAPI document agree about what may be sent: a body is good for both or for neither."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ValidationError

from chalicelib.cases.model.material import FILE_BYTES, MEDIA_TYPES
from chalicelib.clock.calendar import FIRST_DAY, LAST_DAY
from chalicelib.clock.deadline import DeadlineQuestion
from chalicelib.exchange.acts.register_endpoint import usable_secret
from chalicelib.exchange.model import Registration
from chalicelib.exchange.store.guard import Blocked, parse
from chalicelib.intake.acts.add_material import NewFile, wrong_fields
from chalicelib.review.acts.answer_task import ReviewAnswer

NAMES = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子"
TERM = {"start": "2026-11-23", "unit": "workday", "length": 5}
SITE = {"at": "2026-11-25T10:00:00+08:00", "place": "经营场所", "findings": "布局合理", "officers": ["张一", "李二"]}
REVIEW = {"recommendation": "grant", "opinion": "符合条件"}
FILE = {"line": "01", "file_name": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": "A" * 43 + "="}
GOOD_SECRET, GOOD_URL = "whsec_" + "A" * 32, "https://dept.example.cn/hook"


def good_for_the_document(model: type[BaseModel], body: Any) -> bool:
    return not list(Draft202012Validator(model.model_json_schema()).iter_errors(body))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def good_for_the_code(model: type[BaseModel], body: Any) -> bool:
    try:
        parsed = model.model_validate(body)
    except ValidationError:
        return False
    match parsed:
        case NewFile():
            return not wrong_fields(parsed, {"01"}, (), announced=0)
        case Registration():
            return _safe(parsed)
        case _:
            return True


def _safe(registration: Registration) -> bool:
    try:
        parse(registration.url)
        usable_secret(registration.secret)
    except (Blocked, ValueError):
        return False
    return True


def site(**changes: Any) -> dict[str, Any]:
    return REVIEW | {"site_check": SITE | changes}


BODIES: list[tuple[type[BaseModel], dict[str, Any], bool]] = [
    (DeadlineQuestion, TERM, True),
    (DeadlineQuestion, TERM | {"start": FIRST_DAY.isoformat()}, True),
    (DeadlineQuestion, TERM | {"start": LAST_DAY.isoformat()}, True),
    (DeadlineQuestion, TERM | {"start": "2003-12-31"}, False),
    (DeadlineQuestion, TERM | {"start": "2100-01-01"}, False),
    (DeadlineQuestion, TERM | {"start": "2026-11-23T00:00:00"}, False),
    (DeadlineQuestion, TERM | {"length": 1000}, True),
    (DeadlineQuestion, TERM | {"length": 1001}, False),
    (DeadlineQuestion, TERM | {"length": 1500, "unit": "day"}, True),
    (DeadlineQuestion, TERM | {"length": 1501, "unit": "day"}, False),
    (DeadlineQuestion, TERM | {"length": -1}, False),
    (DeadlineQuestion, TERM | {"pauses": [{"from": "2026-11-24", "to": "2026-11-25"}] * 51}, False),
    (DeadlineQuestion, TERM | {"pauses": [{"from": "2003-11-24", "to": "2026-11-25"}]}, False),
    (ReviewAnswer, site(), True),
    (ReviewAnswer, site(officers=["张一"]), False),
    (ReviewAnswer, site(officers=[]), False),
    (ReviewAnswer, site(officers=[f"张{letter}" for letter in NAMES[:20]]), True),
    (ReviewAnswer, site(officers=[f"张{letter}" for letter in NAMES]), False),
    *((NewFile, FILE | {"content_type": kind}, True) for kind in MEDIA_TYPES),
    (NewFile, FILE | {"content_type": "image/heic"}, False),
    (NewFile, FILE | {"size": FILE_BYTES}, True),
    (NewFile, FILE | {"size": FILE_BYTES + 1}, False),
    (NewFile, FILE | {"size": 0}, False),
    (NewFile, FILE | {"sha256": "ab" * 32}, False),
    (Registration, {"url": GOOD_URL, "secret": GOOD_SECRET}, True),
    (Registration, {"url": "ftp://dept.example.cn/hook", "secret": GOOD_SECRET}, False),
    (Registration, {"url": "https://dept.example.cn/a b", "secret": GOOD_SECRET}, False),
    (Registration, {"url": "https://dept.example.cn\\hook", "secret": GOOD_SECRET}, False),
    (Registration, {"url": "https://dept.example.cn/" + "a" * 477, "secret": GOOD_SECRET}, False),
    (Registration, {"url": GOOD_URL, "secret": "whsec_" + "A" * 31}, False),
    (Registration, {"url": GOOD_URL, "secret": "A" * 40}, False),
    (Registration, {"url": GOOD_URL, "secret": "whsec_" + "A" * 86 + "=="}, True),
    (Registration, {"url": GOOD_URL, "secret": "whsec_" + "A" * 92}, False),
]


@pytest.mark.parametrize(("model", "body", "good"), BODIES)
def test_a_body_is_good_for_both_or_for_neither(model: type[BaseModel], body: dict[str, Any], good: bool):
    assert (good_for_the_document(model, body), good_for_the_code(model, body)) == (good, good)
