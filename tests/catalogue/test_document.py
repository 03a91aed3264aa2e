from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.catalogue.model.document import parse_json, read_document
from chalicelib.foundation.problems import Invalid

Document = dict[str, Any]


def item(document: Document, code: str) -> Any:
    return next(part for part in document["items"] if part["id"] == code)


def refused(document: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        read_document(document)
    assert refusal.value.code == "catalogue_invalid"
    return {error.pointer: error.code for error in refusal.value.errors}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "第 1 行第 1 列不符合 JSON 语法"),
        ('{"items": [\n  {"名称" 1}]}'.encode(), "第 2 行第 9 列不符合 JSON 语法"),
        ('{\n "名称": "'.encode() + "阳".encode("gb18030") + b'"}', "第 2 行第 9 列有无法识别的字节"),
    ],
)
def test_what_is_no_json_is_told_with_its_place(raw: bytes, said: str):
    with pytest.raises(Invalid) as refusal:
        parse_json(raw)
    assert refusal.value.code == "catalogue_unreadable"
    assert refusal.value.title.endswith(said)


def test_a_byte_order_mark_is_no_mistake():
    assert parse_json(b'\xef\xbb\xbf{"items": []}') == {"items": []}


def test_the_demonstration_catalogue_is_valid(document: Document):
    read = read_document(document)
    assert (len(read.departments), len(read.items), len(read.joint_themes)) == (40, 58, 5)


def test_materials_without_legal_basis_are_warned_about(document: Document):
    missing = [line for part in document["items"] for line in part["materials"] if "legal_basis" not in line]
    warnings = read_document(document).warnings
    assert len(warnings) == len(missing) > 0
    assert {warning.code for warning in warnings} == {"legal_basis_missing"}


def change(path: str, value: Any) -> Callable[[Document], None]:
    """A change to the first item (YM-S01, promised 10 of 20 workdays)."""

    def apply(document: Document) -> None:
        *parts, last = path.split("/")
        place: Any = document["items"][0]
        for part in parts:
            place = place[int(part)] if part.isdigit() else place[part]
        if value is None:
            del place[last]
        else:
            place[last] = value

    return apply


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (change("name", None), {"/items/0/name": "missing"}),
        (change("name", ""), {"/items/0/name": "string_too_short"}),
        (change("surprise", 1), {"/items/0/surprise": "extra_forbidden"}),
        (change("theme", "其他"), {"/items/0/theme": "literal_error"}),
        (change("handling_type", "补办件"), {"/items/0/handling_type": "literal_error"}),
        (change("handling_type", "即办件"), {
            "/items/0/handling_type_code_local": "handling_type_code",
            "/items/0/handling_type_code_GBT39046": "handling_type_code",
        }),
        (change("materials/0/copies", "1"), {"/items/0/materials/0/copies": "int_type"}),
        (change("materials/9/condition", None), {"/items/0/materials/9/condition": "condition_missing"}),
        (change("materials/9/condition", "agent=true"), {"/items/0/materials/9/condition": "condition_malformed"}),
        (change("materials/9/condition", "a==true and a<3"), {
            "/items/0/materials/9/condition": "condition_type_conflict",
        }),
        (change("fee/charge", "sometimes"), {"/items/0/fee/charge": "bool_type"}),
        (change("name", " "), {"/items/0/name": "blank"}),
        (change("promised_limit/value", 21), {"/items/0/promised_limit/value": "promised_over_statutory"}),
        (change("promised_limit/unit", "hour"), {"/items/0/promised_limit/unit": "literal_error"}),
        (change("statutory_limit/start", "改日"), {"/items/0/statutory_limit/start": "limit_start_unknown"}),
        (change("exercise_level", 4), {"/items/0/implementing_code_SYNTHETIC": "implementing_code_parts"}),
        (change("implementing_code_SYNTHETIC", "1"), {
            "/items/0/implementing_code_SYNTHETIC": "string_pattern_mismatch",
        }),
        (change("dept", "nobody"), {"/items/0/dept": "department_unknown"}),
        (
            change("dept", "food"),
            {
                "/items/0/implementing_code_SYNTHETIC": "implementing_code_organ",
                "/items/0/dept_name_now": "department_name_differs",
            },
        ),
        (change("dept_name_now", "公安部"), {"/items/0/dept_name_now": "department_name_differs"}),
        (change("service_objects", ["企业法人", "企业法人"]), {"/items/0/service_objects": "duplicate"}),
        (change("service_objects", []), {"/items/0/service_objects": "too_short"}),
        (change("prerequisites", ["YM-R01|YM-R99"]), {"/items/0/prerequisites/0": "item_unknown"}),
    ],
)  # fmt: skip
def test_a_wrong_item_is_refused_where_it_is_wrong(
    document: Document, spoil: Callable[[Document], None], expected: dict[str, str]
):
    spoil(document)
    assert refused(document) == expected


def test_a_limit_has_value_and_unit_or_neither(document: Document):
    document["items"][0]["statutory_limit"]["unit"] = None
    assert refused(document) == {"/items/0/statutory_limit/unit": "limit_unit"}


def test_limits_in_different_units_are_compared_by_weeks_without_holidays(document: Document):
    """Publishing looks at holidays too; an import refuses what is above the law in every week."""
    law = item(document, "YM-S05")["statutory_limit"]
    law |= {"value": 20, "unit": "calendar_day"}
    item(document, "YM-S05")["promised_limit"] |= {"value": 14, "unit": "workday"}
    assert read_document(document)
    item(document, "YM-S05")["promised_limit"]["value"] = 15
    (place,) = [number for number, one in enumerate(document["items"]) if one["id"] == "YM-S05"]
    assert refused(document) == {f"/items/{place}/promised_limit/value": "promised_over_statutory"}


def test_wrong_check_digits_of_departments_and_codes_are_refused(document: Document):
    wrong = "11441700YM0000016C"
    document["departments"]["hrss"]["uscc_SYNTHETIC"] = wrong
    code = document["items"][0]["implementing_code_SYNTHETIC"]
    document["items"][0]["implementing_code_SYNTHETIC"] = wrong + code[18:]
    found = refused(document)
    assert found["/departments/hrss/uscc_SYNTHETIC"] == "uscc_check_digit"
    assert found["/items/0/implementing_code_SYNTHETIC"] == "uscc_check_digit"


@pytest.mark.requirement("R29")
def test_departments_with_one_code_would_give_one_number_twice(document: Document):
    """食药监局 and 工商局 are 市场监督管理局 today: without codes of their own their numbers would be the same."""
    codes = document["place"]["number_codes"]
    del codes["food"], codes["amr_reg"]
    with pytest.raises(Invalid) as refused:
        read_document(document)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/place/number_codes/food", "number_code_repeated")
    ]
    codes |= {"food": "市监", "amr_reg": "市监"}
    with pytest.raises(Invalid) as refused:
        read_document(document)
    assert [error.code for error in refused.value.errors] == ["number_code_repeated"]


def test_errors_of_every_part_are_named_at_once(document: Document):
    document["departments"]["Food!"] = document["departments"]["food"]
    document["departments"]["si"]["rules_window"] = "别处"
    document["place"]["phone"] = "无"
    document["place"]["organs"]["nobody"] = {}
    document["items"][3]["theme"] = 1
    document["items"][5]["promised_limit"]["value"] = 999
    document["items"].append("not an item")
    document["items"].append(document["items"][0])
    document["joint_themes"][1]["nodes"][0]["item"] = "YM-X99"
    document["joint_themes"][2]["nodes"][0]["condition"] = "=="
    assert refused(document) == {
        "/place/phone": "phone_format",
        "/place/organs/nobody": "department_unknown",
        "/departments/si/rules_window": "literal_error",
        "/departments/Food!": "department_id",
        "/items/3/theme": "literal_error",
        "/items/5/promised_limit/value": "promised_over_statutory",
        "/items/58": "model_type",
        "/items/59/id": "duplicate_id",
        "/joint_themes/1/nodes/0": "item_unknown",
        "/joint_themes/2/nodes/0/condition": "condition_malformed",
    }


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([], {"": "model_type"}),
        ({}, {"/place": "missing", "/departments": "missing", "/items": "missing"}),
        ({"place": "", "departments": [], "items": {}, "more": 1}, {
            "/more": "extra_forbidden", "/place": "dict_type", "/departments": "dict_type", "/items": "list_type",
        }),
    ],
)  # fmt: skip
def test_a_document_of_another_shape_is_refused(document: Any, expected: dict[str, str]):
    assert refused(document) == expected


def test_one_implementing_code_names_one_item(document: Document):
    first, second = document["items"][:2]
    assert first["dept"] == second["dept"]
    for name in ("implementing_code_SYNTHETIC", "basic_code_SYNTHETIC"):
        second[name] = first[name]
    assert refused(document) == {"/items/1/implementing_code_SYNTHETIC": "implementing_code_repeated"}


@pytest.mark.parametrize(
    ("consent", "code"),
    [
        ({"number": "1"}, "string_type"),
        (3, "string_type"),
        (None, "string_type"),
        (["甲"], "string_type"),
        ("长" * 101, "string_too_long"),
    ],
)
def test_a_consent_that_cannot_be_kept_as_written_is_refused(document: Document, consent: object, code: str):
    """Its number stands with every version that the document publishes."""
    assert refused({**document, "meta": {"consent": consent}}) == {"/meta/consent": code}


def test_a_consent_of_a_hundred_characters_is_kept_whole(document: Document):
    assert read_document({**document, "meta": {"consent": f" {'长' * 100} "}}).consent == "长" * 100
    assert read_document({**document, "meta": {}}).consent == ""
