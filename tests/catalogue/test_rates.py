"""What an item's rates come to for a form: only with a law, only where the condition holds, never too much."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model.rates import Charged, NotCharged, Published, Rate, charge_for, yuan
from proofs.kit.catalogue import item_document

LAW = "城市道路管理条例37"
AREA = {"name": "占用费", "fen": 50, "unit": "平方米·日", "by": ["area", "period"], "status": "ILLUSTRATIVE"}
COPY = {"name": "工本费", "fen": 1000, "unit": "件", "status": "ILLUSTRATIVE"}
ANSWERS = {"area": 85, "period": ["2026-12-05", "2026-12-20"], "offsite": True}


def published(*rates: dict[str, Any], **changes: Any) -> Published:
    read = tuple(Rate.model_validate_json(json.dumps(rate)) for rate in rates or (COPY,))
    return Published(**{"charge": True, "basis": LAW, "name": "费", "condition": None, "rates": read, **changes})


def charged(what: Published, answers: dict[str, Any] = ANSWERS, *, licence: bool = True) -> Charged | NotCharged:
    return charge_for(what, answers, ["城市道路管理条例"], licence=licence)


@pytest.mark.requirement("R70")
def test_a_rate_is_multiplied_by_the_fields_of_the_form():
    """85 square metres on 16 days, the first and the last counted, at half a yuan: 680 yuan, and 10 for the paper."""
    found = charged(published(AREA, COPY))
    assert isinstance(found, Charged)
    assert [(line.quantity, line.fen) for line in found.lines] == [("85×16", 68000), ("1", 1000)]
    assert (found.fen, yuan(found.fen), found.basis) == (69000, "690.00元", "《城市道路管理条例》第三十七条")


# Each: what the item publishes, the answers, and why nothing is charged.
REFUSED: list[tuple[str, Published, dict[str, Any], str]] = [
    ("free", published(charge=False), ANSWERS, "fee_not_charged"),
    ("custom", published(basis="惯例"), ANSWERS, "fee_basis_missing"),
    ("a price list", published(basis="国务院/省价格主管部门规定 MEMORY"), ANSWERS, "fee_basis_missing"),
    ("a ministry's rule", published(basis="城市生活垃圾管理办法4"), ANSWERS, "fee_basis_missing"),
    ("a provincial regulation", published(basis="广东省优化营商环境条例32"), ANSWERS, "fee_basis_missing"),
    ("other case", published(condition="offsite==false"), ANSWERS, "fee_condition_not_met"),
    ("not answered", published(condition="offsite==true"), {}, "fee_undetermined"),
    ("words for a condition", published(condition="特殊情形"), ANSWERS, "fee_undetermined"),
    ("no amount", published(rates=()), ANSWERS, "fee_rate_unpublished"),
    ("no area", published(AREA), {"period": ANSWERS["period"]}, "fee_quantity_missing"),
    (
        "days that end before they begin",
        published(AREA),
        ANSWERS | {"period": ["2026-12-05", "2026-12-04"]},
        "fee_quantity_missing",
    ),
    ("yes for a number", published(AREA), ANSWERS | {"area": True}, "fee_quantity_missing"),
    ("no rate applies", published({**COPY, "when": "offsite==false"}), ANSWERS, "fee_condition_not_met"),
    ("a rate not answered", published({**COPY, "when": "other==true"}), ANSWERS, "fee_undetermined"),
    ("nothing to multiply", published(AREA), ANSWERS | {"area": 0}, "fee_condition_not_met"),
]


@pytest.mark.requirement("R70")
@pytest.mark.parametrize(("what", "answers", "code"), [pytest.param(*row[1:], id=row[0]) for row in REFUSED])
def test_what_may_not_be_charged_is_refused_with_its_article(what: Published, answers: dict[str, Any], code: str):
    found = charged(what, answers)
    assert isinstance(found, NotCharged)
    assert (found.code, bool(found.says), "条" in found.basis) == (code, True, True)


@pytest.mark.requirement("R70")
@pytest.mark.parametrize("basis", ["城市生活垃圾管理办法4", "广东省优化营商环境条例32"])
def test_what_is_no_licence_may_be_charged_by_a_rule(basis: str):
    assert isinstance(charged(published(basis=basis), licence=False), Charged)


@given(
    fen=st.integers(1, 10**6),
    area=st.one_of(st.integers(0, 10**6), st.decimals(0, 10**6, places=4).map(float)),
)
def test_nobody_pays_more_than_the_standard_and_less_than_a_fen_is_lost(fen: int, area: float):
    found = charged(published({**COPY, "fen": fen, "by": ["area"]}), {"area": area})
    exact = fen * Decimal(str(area))
    total = found.fen if isinstance(found, Charged) else 0
    assert total <= exact < total + 1


@pytest.mark.requirement("R70")
def test_the_catalogue_charges_with_a_law_and_not_by_a_price_list():
    """占道 has its regulation; for 人防易地建设 only an order of price departments is known."""
    road, shelter = item_document("YM-I18"), item_document("YM-I09")
    answers = {"occupy_kind": "dig", "restoration": "fee", "area_m2": 85, "period": ANSWERS["period"], "offsite": True}
    results = [
        charge_for(
            Published(one.fee.charge, one.fee.basis, one.fee.name, one.fee.condition, one.fee.rates),
            answers,
            [basis.law for basis in one.legal_basis],
            licence=one.is_licence,
        )
        for one in (road, shelter)
    ]
    assert isinstance(results[0], Charged)
    assert [(line.name, line.fen) for line in results[0].lines] == [("城市道路挖掘修复费", 1_020_000)]
    assert isinstance(results[1], NotCharged)
    assert results[1].code == "fee_basis_missing"
