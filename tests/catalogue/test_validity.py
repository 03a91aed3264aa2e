"""How long a result is valid: what the law fixes, what the officer decides, and that 长期 is printed nowhere."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.catalogue.model import ServiceItem, publication
from chalicelib.catalogue.model.validity import Granted, Stated, granted, last_day
from chalicelib.foundation.problems import Invalid
from local.catalogues import catalogue_of
from tests.catalogue.conftest import DOCUMENT

DAY = date(2026, 11, 24)
Build = Callable[..., ServiceItem]
# Each term with the article that fixes it.
FIXED = {
    "YM-S01": date(2029, 11, 23),  # 劳务派遣行政许可实施办法: 3年
    "YM-P01": date(2031, 11, 23),  # 食品安全法实施条例15: 5年
    "YM-P02": date(2030, 11, 23),  # 公共场所卫生管理条例实施细则: 4年
    "YM-P04": date(2031, 11, 23),  # 护士条例8: 5年
    "YM-P05": date(2031, 11, 23),
    "YM-P06": date(2029, 11, 23),
    "YM-P07": date(2028, 11, 23),
    "YM-P15": date(2031, 11, 23),  # 农药管理条例25(2): 5年
    "YM-P17": date(2031, 11, 23),
    "YM-I01": date(2028, 11, 23),  # 2年(地方规定)
    "YM-I02": date(2028, 11, 23),  # 核准备案条例12: 2年
    "YM-I20": date(2030, 11, 23),
}
# What the approval itself has to say.
DECIDED = ["YM-S09", "YM-P10", "YM-I14", "YM-I17", "YM-I18", "YM-I21"]


def settle(item: ServiceItem, stated: dict[str, Any] | None = None, **answers: Any) -> Granted:
    return granted(item.validity, Stated.model_validate(stated) if stated else None, answers, DAY)


def kept(code: str) -> dict[str, Any]:
    return next(raw for raw in DOCUMENT["items"] if raw["id"] == code)["validity"]


def refusal(item: ServiceItem, stated: dict[str, Any] | None = None, **answers: Any) -> str:
    with pytest.raises(Invalid) as refused:
        settle(item, stated, **answers)
    pointer = "/validity" + "".join(f"/{field}" for field in stated or ())
    assert [error.pointer for error in refused.value.errors] == [pointer]
    return refused.value.code


@pytest.mark.parametrize(("code", "until"), FIXED.items())
def test_a_term_that_the_law_fixes_is_computed_and_no_other_is_taken(item: Build, code: str, until: date):
    assert settle(item(code)) == Granted(until=until)
    assert refusal(item(code), {"years": 1}) == "validity_fixed"


@pytest.mark.parametrize("code", DECIDED)
def test_where_the_officer_decides_the_decision_has_to_say_it(item: Build, code: str):
    assert refusal(item(code)) == "validity_missing"
    assert settle(item(code), {"until": "2027-06-30"}).until == date(2027, 6, 30)
    assert refusal(item(code), {"until": "2026-11-23"}) == "validity_out_of_bounds"


def test_what_was_decided_stays_within_the_bounds_of_the_law(item: Build):
    tobacco, water = item("YM-S09"), item("YM-P11")
    assert settle(tobacco, {"years": 5}).until == date(2031, 11, 23)
    assert refusal(tobacco, {"until": "2031-11-24"}) == "validity_out_of_bounds"
    assert settle(water, existing_works=True).until == date(2031, 11, 23)  # 取水条例25: 一般5年
    assert settle(water, {"years": 10}, existing_works=True).until == date(2036, 11, 23)
    assert refusal(water, {"until": "2036-11-24"}, existing_works=True) == "validity_out_of_bounds"
    at_least_two = item("YM-S09", validity=kept("YM-S09") | {"min": 2})
    assert settle(at_least_two, {"years": 2}).until == date(2028, 11, 23)
    assert refusal(at_least_two, {"until": "2028-11-22"}) == "validity_out_of_bounds"


def test_a_term_may_end_on_the_day_of_the_decision(item: Build):
    assert settle(item("YM-P10"), {"until": "2026-11-24"}).until == DAY


def test_the_usual_term_is_not_taken_while_the_form_leaves_open_what_is_granted(item: Build):
    """取水许可和水资源费征收管理条例22: works still to be built get an approval that lapses, no licence."""
    assert refusal(item("YM-P11")) == "validity_missing"
    assert settle(item("YM-P11"), {"years": 5}).until == date(2031, 11, 23)


def test_what_may_stay_open_is_not_asked(item: Build):
    for code in ("YM-S02", "YM-P08"):
        assert settle(item(code)) == Granted()
        assert settle(item(code), {"years": 3}).until == date(2029, 11, 23)


def test_the_number_of_beds_decides_the_term_of_a_clinic(item: Build):
    """医疗机构管理条例实施细则: under 100 beds 5 years, others 15."""
    clinic = item("YM-P03")
    assert [settle(clinic, beds=beds).until for beds in (99, 100)] == [date(2031, 11, 23), date(2041, 11, 23)]
    assert refusal(clinic, {"years": 5}, beds=99) == "validity_fixed"
    assert refusal(clinic) == "validity_missing"
    assert settle(clinic, {"years": 15}).until == date(2041, 11, 23)
    assert refusal(clinic, {"years": 10}) == "validity_out_of_bounds"


def test_a_building_site_discharges_until_it_ends(item: Build):
    drain = item("YM-I15")
    assert settle(drain, discharge_kind="catering").until == date(2031, 11, 23)
    site = {"discharge_kind": "construction", "construction_end": "2027-12-31"}
    assert settle(drain, None, **site).until == date(2027, 12, 31)
    assert settle(drain, {"until": "2027-12-31"}).until == date(2027, 12, 31)
    assert refusal(drain, {"until": "2032-01-01"}) == "validity_out_of_bounds"
    assert settle(drain, None, **site | {"construction_end": str(DAY)}).until == DAY
    assert refusal(drain, None, **site | {"construction_end": "2026-11-23"}) == "validity_missing"


def test_a_water_intake_that_is_still_to_be_built_gets_an_approval_that_lapses(item: Build):
    """取水许可和水资源费征收管理条例22."""
    valid = settle(item("YM-P11"), existing_works=False)
    assert (valid.document, valid.until) == ("取水申请批准文件", None)
    assert valid.text is not None
    assert valid.text.startswith("自批准之日起3年内未开工建设的，取水申请批准文件自行失效。本文件不是取水许可证；")


def test_words_are_printed_where_an_event_ends_it_and_nothing_where_there_is_no_term(item: Build):
    words = settle(item("YM-I11")).text or ""
    assert words.startswith("自领取施工许可证之日起三个月内开工；")  # 建筑法9
    assert "延期以两次为限，每次不超过三个月" in words
    for code in ("YM-R01", "YM-R02", "YM-R03", "YM-P09", "YM-P12"):
        assert settle(item(code)) == Granted()
        assert refusal(item(code), {"years": 5}) == "validity_fixed"


@pytest.mark.parametrize("division", ["441700", "441781"])
def test_every_item_says_how_long_its_result_is_valid_and_none_prints_for_ever(division: str):
    for raw in catalogue_of(division)["items"]:
        validity = raw["validity"]
        assert validity["print"] != "text" or "长期" not in validity["text"]
        assert not set(",()/×:;") & set(validity["text"])
        assert "查得" not in validity["text"]
        assert "validity" not in raw["result"]


@pytest.mark.parametrize(
    ("length", "unit", "start", "end"),
    [
        (5, "year", DAY, date(2031, 11, 23)),
        (3, "year", date(2026, 1, 1), date(2028, 12, 31)),
        (1, "year", date(2028, 2, 29), date(2029, 2, 28)),
        (4, "year", date(2028, 2, 29), date(2032, 2, 28)),
        (1, "year", date(2027, 3, 1), date(2028, 2, 29)),
        (3, "month", date(2026, 11, 30), date(2027, 2, 28)),
        (1, "month", date(2026, 12, 1), date(2026, 12, 31)),
        (10, "day", DAY, date(2026, 12, 3)),
    ],
)
def test_a_term_ends_the_day_before_the_same_day(length: int, unit: Any, start: date, end: date):
    assert last_day(start, length, unit) == end


@pytest.mark.parametrize("stated", [{}, {"years": 1, "months": 1}, {"until": "2027-01-01", "years": 1}, {"years": 0}])
def test_one_way_of_saying_it_is_enough(stated: dict[str, Any]):
    with pytest.raises(ValidationError):
        Stated.model_validate(stated)


def test_an_item_published_before_terms_were_data_fixes_nothing():
    assert granted(None, None, {}, DAY) == Granted()
    assert granted(None, Stated(years=1), {}, DAY).until == date(2027, 11, 23)


@pytest.mark.parametrize(
    ("code", "changes", "pointer"),
    [
        ("YM-P01", None, "/validity"),
        ("YM-P03", {"rules": [{"when": "beds<", "value": 5}]}, "/validity/rules/0/when"),
    ],
)
def test_an_item_without_a_readable_validity_is_not_published(
    item: Build, code: str, changes: dict[str, Any] | None, pointer: str
):
    wrong = item(code, validity=kept(code) | changes if changes else None)
    assert [error.pointer for error in publication.errors_of(wrong)] == [pointer]


@pytest.mark.parametrize(
    "changes", [{"min": 6}, {"unit": None}, {"max": None}, {"optional": True}, {"min": None, "max": None, "unit": None}]
)
def test_bounds_that_do_not_agree_are_refused(item: Build, changes: dict[str, Any]):
    with pytest.raises(ValidationError, match="有效期"):
        item("YM-P01", validity=kept("YM-P01") | changes)
