"""What the sheets of an item say is what its documents and its checklist say, without a remark of editors (R47)."""

import json
import re
from datetime import date
from typing import Any

import pytest

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.artefacts import KINDS, Here, Sheet, sheet_of
from chalicelib.catalogue.model.promises import off_duty
from chalicelib.catalogue.model.remedies import remedies_of
from chalicelib.catalogue.store import content_hash
from chalicelib.directory.model.place import Place
from chalicelib.directory.model.promised import HallTerms
from chalicelib.directory.model.residency import Residency
from chalicelib.documents.model.notice import remedies_text
from local.catalogues import catalogue_of
from proofs.kit.catalogue import item_document, place_of
from tests.documents.test_sheets import chapter

TODAY = date(2026, 11, 24)
REGIONS = ("441700", "441781")
CATALOGUES = {region: catalogue_of(region) for region in REGIONS}
EVERY = [(region, item["id"]) for region in REGIONS for item in CATALOGUES[region]["items"]]
# What editors write for each other: doubts, marks of research, short forms of articles, English.
REMARKS = re.compile(
    "上线前|不同认识|再确认|另行认定|须.{0,6}核实|待核|存疑|VERIFIED|MEMORY|ILLUSTRATIVE|SYNTHETIC|细则[0-9]"
    "|[法例定][（(]?[0-9]{1,3}[（()）、,]|[（(][一-龥]{2,20}[法例][0-9]+"
)
# A decision by a higher organ: the applicant's city only hands it on.
HIGHER = {"YM-P12": "广东省人民政府", "YM-P17": "广东省人民政府"}


def published(region: str, code: str) -> tuple[ServiceItem, Place]:
    document = item_document(code, region)
    row = {"region": region, "version": 1, "content_hash": content_hash(document)}
    return ServiceItem.model_validate(dict(document) | row), place_of(region)


def guide_of(item: ServiceItem, place: Place, duty: str = "") -> Sheet:
    return sheet_of(item, "guide", Here("某局", remedies_of(item, place, above=True), duty))


@pytest.mark.requirement("R47")
@pytest.mark.parametrize(("region", "code"), EVERY)
def test_guide_and_documents_name_one_organ_or_one_way_of_complaint(region: str, code: str):
    item, place = published(region, code)
    first, *_ = chapter(guide_of(item, place), "救济途径").paragraphs
    refusal = remedies_text(remedies_of(item, place, above=True))
    organ, complaints = remedies_of(item, place, above=True)
    if complaints:
        assert all(one in first and one in refusal for one in (*complaints.path, complaints.reason))
        return
    assert organ is not None
    assert f"向{organ}申请行政复议" in first
    assert f"向{organ}申请行政复议" in refusal
    assert organ.startswith(HIGHER.get(code, place.reviewing_organ(item.department)))
    assert "本级人民政府" not in first
    assert "所属的" not in first


@pytest.mark.requirement("R47")
def test_who_is_led_by_two_is_reviewed_by_either():
    """The fact file names both for the meteorological bureau, and says that it is disputed."""
    item, place = published("441700", "YM-I10")
    first, *_ = chapter(guide_of(item, place), "救济途径").paragraphs
    for told in (first, remedies_text(remedies_of(item, place, above=True))):
        assert "向广东省气象局或者阳江市人民政府申请行政复议" in told


@pytest.mark.requirement("R47")
@pytest.mark.parametrize(("region", "code"), EVERY)
def test_no_sheet_has_an_editors_remark(region: str, code: str):
    item, place = published(region, code)
    here = Here("某局", remedies_of(item, place, above=True))
    for kind in KINDS:
        told = json.dumps(sheet_of(item, kind, here).model_dump(mode="json")["chapters"], ensure_ascii=False)
        assert REMARKS.findall(told) == [], kind


TUESDAY = {"duty_weekday": 2, "duty_hours": [{"begins": "09:00", "ends": "12:00"}], "same_day_promise_off_duty": False}
APPROVED = [{"by": one, "on": "2026-01-05"} for one in ("org_office", "bureau")]


def residency(mode: str, **more: Any) -> Residency:
    facts = {"mode": mode, "from": "2026-01-05", "approvals": APPROVED, **TUESDAY, **more}
    return Residency.model_validate_json(json.dumps(facts))


@pytest.mark.requirement("R46")
@pytest.mark.parametrize(
    ("code", "kept", "told"),
    [
        ("YM-S12", residency("non_resident"), True),
        ("YM-S12", residency("resident"), False),
        ("YM-S12", residency("non_resident", same_day_promise_off_duty=True), False),
        ("YM-S12", residency("non_resident", approvals=APPROVED[:1]), False),
        ("YM-S12", None, False),
        ("YM-P01", residency("non_resident"), False),
    ],
)
def test_the_guide_promises_the_same_day_only_on_days_of_duty(code: str, kept: Residency | None, told: bool):
    item, place = published("441700", code)
    duty = off_duty(item, HallTerms(residency=kept), TODAY)
    made = guide_of(item, place, duty)
    facts = {fact.label: fact.value for fact in chapter(made, "基本信息").facts}
    steps = "".join(chapter(made, "办理流程").paragraphs)
    assert ("每周二09:00-12:00" in facts["承诺期限"]) is told
    assert ("最近的办公日" in steps) is told
