"""How each kind of personal data is masked, and that nothing personal of a form is left over."""

import json
from typing import Any

import pytest

from chalicelib.cases.model.masking import (
    masked_account,
    masked_address,
    masked_file_name,
    masked_form,
    masked_name,
    masked_number,
    masked_telephone,
    personal_fields,
)
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.forms.schema import questions_of
from local.catalogues import CITY_DIVISION, catalogue_of


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masked_name, "张三", "张*"),
        (masked_name, "林示例", "林*例"),
        (masked_number, "441702199003071234", "4417**************"),
        (masked_number, "44170219900307801X", "4417**************"),
        (masked_number, "91441700MA4W12345X", "9144**************"),
        (masked_number, "E12345678", "E1*******"),
        (masked_number, "C1234567", "********"),
        (masked_number, "12345", "*****"),
        (masked_telephone, "13800135678", "138********"),
        (masked_telephone, "0662-3366555", "************"),
        (masked_telephone, "+85212345678", "************"),
        (masked_telephone, "110", "***"),
        (masked_account, "6222021234567890123", "***************0123"),
        (masked_account, "12345678", "********"),
        (masked_address, "广东省阳江市江城区东风路1号", "广东省阳江市江城区***"),
        (masked_address, "阳江市江城区东风路菜市场3栋", "阳江市江城区***"),
        (masked_address, "阳春市春城街道1号", "阳春市***"),
        (masked_address, "广西壮族自治区南宁市青秀区民族大道1号", "广西壮族自治区南宁市青秀区***"),
        (masked_address, "东风路88号", "***"),
        (masked_address, "东风路菜市场", "***"),
        (masked_address, "某镇某村12号", "***"),
        (masked_address, "阳江市金碧花园小区8栋", "阳江市***"),
        (masked_address, "华侨新村小区8栋", "***"),
        (masked_address, "翠湖花园A区2座", "***"),
        (masked_address, "广东省阳江市金山花园小区", "广东省阳江市***"),
        (masked_address, "金碧花园区", "***"),
        (masked_address, "城市花园都市", "***"),
        (masked_address, "北京市东城区东华门街道", "北京市东城区***"),
        (masked_address, "", "***"),
        (masked_file_name, "林示例的身份证44170219900307801X.pdf", "***.pdf"),
        (masked_file_name, "林示例", "***"),
    ],
)
def test_enough_to_tell_people_apart_and_no_more(mask: Any, value: str, shown: str):
    assert mask(value) == shown


def item_asking(*conditions: str) -> ItemDocument:
    """An item whose list has a line for each of these conditions, so that its form asks for their variables."""
    (plain,) = (one for one in catalogue_of(CITY_DIVISION)["items"] if one["id"] == "YM-P01")
    item = ItemDocument.model_validate_json(json.dumps(plain))
    lines = [item.materials[0].model_copy(update={"condition": condition}) for condition in conditions]
    return item.model_copy(update={"materials": tuple(lines)})


ITEM = item_asking("kind=='chain'", "vending==true", "beds>20", "remark==''", "category=='dibao'", "priority==true")
FORM: dict[str, Any] = {
    "applicant": {
        "kind": "自然人",
        "name": "林示例",
        "id_type": "居民身份证",
        "id_number": "44170219900307801X",
        "phone": "13800138000",
        "address": "广东省阳江市江城区东风路1号",
        "birth_date": "1990-03-07",
        "guardian": {"name": "林示范", "id_number": "441702196003078011", "relationship": "父母"},
        "nickname": "阿林",
        "wrong": ["林示例", {"deep": 44170219900307801}],
    },
    "answers": {
        "kind": "other",
        "category": "dibao",
        "priority": True,
        "vending": False,
        "beds": 12,
        "site_address": "广东省阳江市江城区东风路2号",
        "bank_account": "6222021234567890123",
        "contact_name": "林示例",
        "remark": "林示例的电话是13800138000",
        "passport": "e12345678",
    },
}


@pytest.mark.law("15.18")
def test_of_a_form_nothing_personal_is_left():
    masked = masked_form(ITEM, FORM)
    text = json.dumps(masked, ensure_ascii=False)
    for value in (
        "林示",
        "示例",
        "0307801X",
        "138001",
        "东风路",
        "03-07",
        "阿林",
        "12345678",
        "6222",
        "44170219900307801",
    ):
        assert value not in text, value
    assert masked["applicant"]["name"] == "林*例"
    assert masked["applicant"]["guardian"] == {
        "name": "林*范",
        "id_number": "4417**************",
        "relationship": "父母",
    }
    assert masked["applicant"]["kind"] == "自然人"
    assert masked["applicant"]["birth_date"] == "1990-**-**"
    # What decides on materials and terms stays legible: codes, numbers, yes and no.
    assert {name: masked["answers"][name] for name in ("kind", "vending", "beds")} == {
        "kind": "other",
        "vending": False,
        "beds": 12,
    }
    assert masked["answers"]["remark"] == masked["answers"]["passport"] == "***"
    # Health and poverty are sensitive, also as a code (个人信息保护法28).
    assert masked["answers"]["category"] == masked["answers"]["priority"] == "***"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("remark", "zhang_san"),
        ("remark", "depression"),
        ("kind", "zhang_san"),
        ("kind", "dibao"),
        ("vending", "zhang"),
        ("vending", 13800138000),
        ("beds", "zhang"),
        ("beds", True),
        ("beds", [13800138000]),
        ("unasked", "other"),
        ("unasked", 13800138000),
        ("unasked", True),
        ("unasked", [44170219900307801, True, "other"]),
    ],
)
def test_the_items_form_decides_and_not_what_a_value_looks_like(name: str, value: Any):
    hidden = ["***"] * len(value) if isinstance(value, list) else "***"
    assert masked_form(ITEM, {"answers": {name: value}}) == {"answers": {name: hidden}}


@pytest.mark.parametrize("name", ["kind", "id_type", "id_country", "relationship", "capacity_ground", "unknown"])
@pytest.mark.parametrize("value", ["zhang_san", "林示例", 44170219900307801, True])
def test_what_is_no_choice_of_the_applicants_is_hidden(name: str, value: Any):
    assert masked_form(ITEM, {"applicant": {name: value}}) == {"applicant": {name: "***"}}


def test_of_every_item_each_answer_is_shown_as_its_form_asks_for_it():
    for told in catalogue_of(CITY_DIVISION)["items"]:
        item = ItemDocument.model_validate_json(json.dumps(told))
        for asked in questions_of(item):
            right = {"boolean": True, "integer": 7, "choice": next(iter(asked.choices), ""), "text": "zhang_san"}
            shown = masked_form(item, {"answers": {asked.name: right[asked.kind]}})["answers"][asked.name]
            legible = asked.kind != "text" and asked.name not in {"category", "priority", "age"}
            assert shown == (right[asked.kind] if legible else "***"), (item.id, asked.name)


def test_the_fields_that_are_masked_are_those_that_the_access_log_names():
    assert "/applicant/id_number" in personal_fields(ITEM, FORM)
    assert "/applicant/guardian/name" in personal_fields(ITEM, FORM)
    assert "/answers/remark" in personal_fields(ITEM, FORM)
    assert not {"/applicant/kind", "/answers/beds", "/answers/kind"} & {*personal_fields(ITEM, FORM)}


def test_an_empty_form_and_one_of_another_shape_are_no_fault():
    assert masked_form(ITEM, {}) == {}
    assert masked_form(ITEM, {"applicant": "林示例"}) == {"applicant": "***"}


@pytest.mark.parametrize("number", ["44170219900307801X", "91441702MA5YM00074", "E12345678", "H12345678", "12345678"])
@pytest.mark.requirement("R6")
def test_no_mask_shows_any_of_the_four_characters_that_progress_asks_for(number: str):
    for mask in (masked_number, masked_telephone):
        for told in (number, "13800138000", "0662-3366555", "+85212345678"):
            assert mask(told)[-4:] == "****"
