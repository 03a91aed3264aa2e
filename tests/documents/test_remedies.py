"""Against whom a decision may be taken where: the reviewing organ, the court, or only a complaint."""

from datetime import date

import pytest

from chalicelib.directory.model import Place
from chalicelib.documents.model.decisions import Corrected, Wrong, decision_correction, refusal_decision
from chalicelib.documents.model.fees import Charge, Fee, fee_notice
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.refused_intake import no_permit_needed_notice, non_acceptance_decision
from chalicelib.documents.model.service import collection_notice
from chalicelib.documents.store import vault
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.catalogue import item_document, place_of
from proofs.kit.hall import Hall
from tests.documents.model.examples import DAY, a_case, formal

CITY = place_of(CITY_DIVISION)
GOVERNMENT = "阳江市人民政府"
# Under vertical leadership: the organ above (行政复议法27).
SUPERIOR = {
    "tobacco": "广东省烟草专卖局",
    "meteo": "广东省气象局或者阳江市人民政府",  # led by both, which of the two reviews is disputed
    "nsec": "广东省国家安全厅",
    "tax": "国家税务总局广东省税务局",
}
A_FEE = Fee(
    "YM-01J0000000", "占用费", "《某条例》第一条", [Charge("占用费", 50, "日", "16", 800)], 800, before_issue=True
)
CORRECTED = Corrected("准予行政许可决定书", "某准字〔2026〕1号", DAY, [Wrong("申请人", "甲", "乙")])
COMPLAINTS = {"YM-S10": "95598", "YM-S11": "城市供水行政主管部门", "YM-S12": "《中华人民共和国档案法》第二十八条第二款"}


def said(place: Place, code: str) -> list[str]:
    """What each document of this item that can be disputed says of remedies."""
    item = item_document(code)
    remedies = place.remedies(item.department, item.regime)
    case = a_case(regime=item.regime, item=item.name)
    refused = refusal_decision(case, formal(), accepted_on=DAY, reasons=["不符合条件"], remedies=remedies)
    not_ours = non_acceptance_decision(case, formal(), reason="不属于职权", competent_organ="某局", remedies=remedies)
    none_needed = no_permit_needed_notice(case, formal(), reason="不需要办理", remedies=remedies)
    to_pay = fee_notice(case, formal(), A_FEE, remedies)
    put_right = decision_correction(case, formal(), CORRECTED, reason="登记有误", remedies=remedies)
    return [notice.remedies or "" for notice in (refused, not_ours, none_needed, to_pay, put_right)]


@pytest.mark.parametrize("code", [raw["id"] for raw in catalogue_of(CITY_DIVISION)["items"]])
@pytest.mark.law("3.1")
def test_every_item_names_the_remedies_of_its_department_and_regime(code: str):
    for words in said(CITY, code):
        if code in COMPLAINTS:
            assert COMPLAINTS[code] in words
            assert "投诉" in words
            assert "申请行政复议" not in words
            assert "行政诉讼" not in words
            assert "人民政府" not in words
        else:
            organ = SUPERIOR.get(item_document(code).department, GOVERNMENT)
            assert f"向{organ}申请行政复议" in words
            assert "六十日内" in words
            assert "六个月内" in words


def test_the_government_beside_a_higher_organ_is_that_of_the_place():
    organs = {"meteo": {"reviewing_organ": "某省气象局", "or_government": True}, "tax": {"or_government": True}}
    place = Place.model_validate(CITY.model_dump() | {"government": "某县人民政府", "organs": organs})
    assert place.reviewing_organ("meteo") == "某省气象局或者某县人民政府"
    assert place.reviewing_organ("tax") == "某县人民政府"


def test_a_public_service_of_an_organ_is_still_reviewed():
    """社会保险经办机构 are authorised organisations (行政复议法24(1)(四)): 公共服务 is not the same as a company."""
    item = item_document("YM-S07")
    assert item.regime == "public_service"
    assert CITY.remedies(item.department, item.regime).reviewing_organ == GOVERNMENT


@pytest.mark.parametrize("regime", ["license", "confirmation"])
def test_complaints_of_one_regime_leave_the_others_alone(regime: str):
    assert CITY.remedies("archive", "public_service").complaints
    assert CITY.remedies("archive", regime).reviewing_organ == GOVERNMENT  # pyright: ignore[reportArgumentType]
    assert CITY.remedies("power", regime).reviewing_organ is None  # pyright: ignore[reportArgumentType]


def test_a_party_organ_is_not_reviewed_and_has_a_way_too():
    remedies = CITY.remedies("org", "other")
    assert (remedies.reviewing_organ, remedies.complaints is not None) == (None, True)


def test_a_refusal_that_lies_ready_cites_no_duty_to_issue():
    """行政许可法44 is about what was granted; a refusal is a written decision (38(2))."""
    granted, refused = (
        collection_notice(a_case(), formal(), granted=granted, results=["结果"], place="窗口", hours="工作日").basis[0]
        for granted in (True, False)
    )
    assert granted == "《中华人民共和国行政许可法》第四十四条"
    assert refused == "《中华人民共和国行政许可法》第三十八条第二款"


@pytest.mark.usefixtures("quick_documents")
@pytest.mark.parametrize(("outcome", "article"), [("grant", "第四十四条"), ("refuse", "第三十八条第二款")])
@pytest.mark.law("3.1", "15.11")
def test_the_notice_of_a_case_follows_its_outcome(hall: Hall, outcome: str, article: str):
    case_id = hall.ready_to_collect(outcome)  # pyright: ignore[reportArgumentType]
    rows = vault.whole_documents(hall.platform, case_id)
    notice = next(row for row in rows if row.kind == DocumentKind.COLLECTION_NOTICE)
    assert f"行政许可法》{article}" in notice.data
    assert date(2026, 11, 24) == notice.created_at.date()
