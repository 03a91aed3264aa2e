from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from chalicelib.cases.model import masking
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.forms import check_form, form_of, validate_form
from chalicelib.catalogue.model.forms.schema import OF_PEOPLE
from tests.catalogue.conftest import DOCUMENT

Item = Callable[..., ServiceItem]

COMPANY = {
    "kind": "企业法人",
    "name": "阳江市示例餐饮有限公司",
    "uscc": "91110000600037341L",
    "legal_representative": {"name": "陈一", "id_number": "44170219900307801X"},
    "contact": {"name": "林二", "phone": "13800138000"},
}
PERSON = {
    "kind": "自然人",
    "name": "陈一",
    "id_type": "居民身份证",
    "id_number": "44170219900307801X",
    "phone": "0662-3366555",
}
ON = date(2026, 11, 24)
FOOD = {"applicant": COMPANY, "answers": {"vending": False, "agent": False}}


@pytest.fixture(scope="session")
def item(item: Item) -> Item:
    """Items as they were published before they had fields: their form asks the variables of their conditions."""

    def before_fields(code: str, **changes: Any) -> ServiceItem:
        whole = item(code, form_fields=[], derives=[], **changes)
        kinds = whole.service_objects[:1] if code == "YM-P01" else whole.service_objects
        return whole.model_copy(update={"service_objects": kinds})

    return before_fields


def changed(form: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy of the form with one field set."""
    copy = deepcopy(form)
    *path, last = pointer.split("/")[1:]
    place = copy
    for part in path:
        place = place[part]
    place[last] = value
    return copy


def codes(item: ServiceItem, form: dict[str, Any], mode: Any = "complete") -> dict[str, str]:
    return {error.pointer: error.code for error in validate_form(item, form, ON, mode)}


@pytest.mark.parametrize("code", [raw["id"] for raw in DOCUMENT["items"]])
def test_every_item_has_a_form_with_a_question_per_variable(item: Item, code: str):
    form = form_of(item(code))
    asked = {question.name for question in form.questions}
    conditional = {
        line.condition.split("=")[0].split("<")[0].split(">")[0] for line in item(code).materials if line.condition
    }
    conditional |= {"beds"} if code == "YM-P03" else set()  # the length of its validity follows from it
    assert asked == conditional
    assert set(form.json_schema["$defs"]["Answers"]["properties"]) == asked
    assert form.version == form.json_schema["x-version"] == 1


def test_a_form_asks_for_the_kinds_of_applicant_the_item_serves(item: Item):
    assert codes(item("YM-P01"), FOOD) == {}
    assert "/applicant/kind" in codes(item("YM-P01"), changed(FOOD, "/applicant", PERSON))
    both = form_of(item("YM-S09")).json_schema["properties"]["applicant"]
    assert set(both["discriminator"]["mapping"]) == {"自然人", "企业法人"}


PERSON_MASKED = [
    ("/applicant/name", "陈*"),
    ("/applicant/name", "陈＊例"),
    ("/applicant/id_number", "4417**************"),
    ("/applicant/id_country", "***"),
    ("/applicant/id_type", "***"),
    ("/applicant/phone", "139********"),
    ("/applicant/address", "广东省阳江市江城区***"),
    ("/applicant/birth_date", "1990-**-**"),
    ("/applicant/guardian/name", "林*例"),
    ("/applicant/guardian/id_number", "4417**************"),
    ("/applicant/guardian/relationship", "***"),
    ("/answers/category", "***"),
]
COMPANY_MASKED = [
    ("/applicant/kind", "***"),
    ("/applicant/name", "阳江******公司"),
    ("/applicant/uscc", "9144**************"),
    ("/applicant/legal_representative/name", "陈*"),
    ("/applicant/legal_representative/id_number", "4417**************"),
    ("/applicant/contact/name", "林*"),
    ("/applicant/contact/phone", "138********"),
    ("/answers/agent", "***"),
]
GUARDIAN = {"name": "林示例", "id_number": "44170219900307801X", "relationship": "父母"}
ROAD = {"category": "other"}


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("mode", ["draft", "complete"])
@pytest.mark.parametrize(("pointer", "value"), PERSON_MASKED)
def test_what_was_shown_masked_of_a_person_is_no_content(item: Item, mode: Any, pointer: str, value: str):
    form = {"applicant": PERSON | ({"guardian": GUARDIAN} if "guardian" in pointer else {}), "answers": ROAD}
    assert codes(item("YM-S06"), changed(form, pointer, value), mode)[pointer] == "masked_copied"


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("mode", ["draft", "complete"])
@pytest.mark.parametrize(("pointer", "value"), COMPANY_MASKED)
def test_what_was_shown_masked_of_a_company_is_no_content(item: Item, mode: Any, pointer: str, value: str):
    two_kinds = pointer == "/applicant/kind"
    form = changed(FOOD, pointer, value)
    assert codes(item("YM-S09" if two_kinds else "YM-P01"), form, mode)[pointer] == "masked_copied"


@pytest.mark.parametrize(
    ("name", "value", "copied"),
    [
        ("remark", "***", True),
        ("remark", " *** ", True),
        ("remark", "布局见图*，共 3*4 米", False),
        ("bank_account", "***************0123", True),
        ("shop_name", "阳江******公司", True),
        ("shop_address", "阳江市***", True),
    ],
)
def test_an_answer_in_words_may_have_a_star_where_it_is_free_text(item: Item, name: str, value: str, copied: bool):
    line = item("YM-S07").materials[0].model_dump() | {"condition": f"{name}!=''"}
    asking = item("YM-S07", materials=[line])
    assert form_of(asking).questions[0].kind == "text"
    found = codes(asking, {"applicant": PERSON, "answers": {name: value}})
    assert found == ({f"/answers/{name}": "masked_copied"} if copied else {})


def test_words_that_are_masked_in_part_are_the_words_of_which_no_mask_is_taken():
    assert set(OF_PEOPLE) == set(masking.ANSWERS)


def test_a_masked_telephone_is_not_called_fit_to_be_sent(item: Item):
    checked = check_form(item("YM-P01"), changed(FOOD, "/applicant/contact/phone", "138********"), ON, "draft")
    assert ([error.code for error in checked.errors], checked.warnings) == (["masked_copied"], [])


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/applicant/uscc", "91110000600037341M", "uscc_check_digit"),
        ("/applicant/uscc", "123", "uscc_format"),
        ("/applicant/legal_representative/id_number", "441702199003078011", "resident_id_check_digit"),
        ("/applicant/legal_representative/id_number", "441702199002308012", "resident_id_birth_date"),
        ("/applicant/legal_representative/id_number", "4417021990030780", "resident_id_format"),
        ("/applicant/contact/phone", "1" * 61, "string_too_long"),
        ("/applicant/kind", "", "literal_error"),
        ("/applicant/name", "阳江\u202e限有", "hidden_characters"),
        ("/applicant/name", "阳江\u0000", "hidden_characters"),
        ("/applicant/legal_representative/name", "陈\n一", "hidden_characters"),
        ("/applicant/contact/name", "林\u200b二", "hidden_characters"),
        ("/applicant/name", "林😀", "name_symbol"),
        ("/applicant/legal_representative/name", "陈★", "name_symbol"),
        ("/applicant/name", "", "string_too_short"),
        ("/applicant/name", 7, "string_type"),
        ("/answers/agent", "true", "bool_type"),
        ("/answers/agent", 1, "bool_type"),
        ("/answers/age", 3, "extra_forbidden"),
        ("/applicant/nickname", "x", "extra_forbidden"),
        ("/extra", {}, "extra_forbidden"),
    ],
)
@pytest.mark.parametrize("mode", ["draft", "complete"])
def test_a_wrong_field_is_refused_where_it_stands(item: Item, mode: str, pointer: str, value: Any, code: str):
    if mode == "draft" and value == "":
        assert codes(item("YM-P01"), changed(FOOD, pointer, value), mode) == {}
    else:
        assert codes(item("YM-P01"), changed(FOOD, pointer, value), mode) == {pointer: code}


@pytest.mark.requirement("R2")
def test_all_errors_are_named_at_once_in_chinese(item: Item):
    form = {"applicant": {"uscc": "91110000600037341M", "contact": {}}, "answers": {"vending": "no"}, "x": 1}
    assert validate_form(item("YM-P01"), form, ON) == [
        ("/applicant/name", "missing", "单位名称：请填写此项"),
        ("/applicant/uscc", "uscc_check_digit", "统一社会信用代码校验码不正确，请核对后重新填写"),
        ("/applicant/legal_representative", "missing", "法定代表人（负责人）：请填写此项"),
        ("/answers/vending", "bool_type", "利用自动设备从事食品经营：应为“是”或“否”（true 或 false）"),
        ("/answers/agent", "missing", "由代理人代为办理：请填写此项"),
        ("/x", "extra_forbidden", "没有这一项，请删除"),
    ]


@pytest.mark.parametrize("form", [{}, {"applicant": {}}, {"applicant": {"name": ""}, "answers": {"agent": None}}])
@pytest.mark.parametrize("code", ["YM-P01", "YM-S09"])
def test_a_draft_may_be_empty_but_not_submitted(item: Item, code: str, form: dict[str, Any]):
    assert codes(item(code), form, "draft") == {}
    assert codes(item(code), form, "complete")["/answers/agent"] in {"missing", "bool_type"}


def test_a_draft_with_facts_must_say_which_kind_of_applicant_they_belong_to(item: Item):
    assert codes(item("YM-S09"), {"applicant": {"name": "陈一"}}, "draft") == {"/applicant/kind": "union_tag_not_found"}


@pytest.mark.parametrize("broken", [None, "", [], "x", 1])
@pytest.mark.parametrize("block", ["applicant", "answers"])
@pytest.mark.parametrize("code", ["YM-P01", "YM-S09"])
@pytest.mark.parametrize("mode", ["draft", "complete"])
def test_a_block_is_always_an_object(item: Item, mode: str, code: str, block: str, broken: Any):
    assert f"/{block}" in codes(item(code), {block: broken}, mode)


def test_a_complete_form_comes_back_in_canonical_writing(item: Item):
    form = changed(FOOD, "/applicant/legal_representative/id_number", "44170219900307801x")
    value = check_form(item("YM-P01"), form, ON).value
    assert value is not None
    assert value["applicant"]["legal_representative"]["id_number"] == "44170219900307801X"
    assert value["answers"] == {"vending": False, "agent": False}
    assert check_form(item("YM-P01"), value, ON).value == value


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"category": "disabled"}, None),
        ({"category": "other"}, None),
        ({"category": "rich"}, "literal_error"),
        ({}, "missing"),
    ],
)
def test_a_choice_takes_the_cases_of_the_item_and_other(item: Item, answer: dict[str, str], code: str | None):
    found = codes(item("YM-S06"), {"applicant": PERSON, "answers": answer})
    assert found == ({"/answers/category": code} if code else {})


@pytest.mark.parametrize(
    ("age", "fine"), [(0, True), (15, True), (-1, False), (15.5, False), ("15", False), (True, False)]
)
def test_a_number_is_a_whole_number_from_zero(item: Item, age: Any, fine: bool):
    person = PERSON | {"id_type": "护照", "id_number": "E12345678", "guardian": PARENT}
    assert (codes(item("YM-S07"), {"applicant": person, "answers": {"age": age}}) == {}) is fine


@pytest.mark.parametrize("answers", [{}, {"age": None}, {"age": ""}, {"age": 36}])
def test_an_age_that_the_identity_tells_is_not_asked_for(item: Item, answers: dict[str, Any]):
    value = check_form(item("YM-S07"), {"applicant": PERSON, "answers": answers}, ON).value
    assert value is not None
    assert value["answers"] == {"age": 36}
    before_the_birthday = check_form(item("YM-S07"), {"applicant": PERSON, "answers": {}}, date(2027, 3, 6)).value
    assert before_the_birthday is not None
    assert before_the_birthday["answers"] == {"age": 36}
    passport = {"applicant": PERSON | {"id_type": "护照", "id_number": "E12345678"}, "answers": {}}
    assert codes(item("YM-S07"), passport) == {"/answers/age": "missing"}


@pytest.mark.parametrize("mode", ["draft", "complete"])
@pytest.mark.parametrize("age", [7, 35, 37])
def test_an_age_is_never_another_than_the_identity_tells(item: Item, mode: Any, age: int):
    found = codes(item("YM-S07"), {"applicant": PERSON, "answers": {"age": age}}, mode)
    assert found == {"/answers/age": "answer_contradicts_identity"}


SEVEN, TWELVE, SIXTEEN = "441702201906010016", "44170220140601001X", "441702201006010010"
PARENT = {"name": "陈一", "id_number": "44170219900307801X", "relationship": "父母"}


@pytest.mark.parametrize(
    ("number", "more", "found"),
    [
        (SEVEN, {}, {"/applicant/guardian": "guardian_missing"}),
        (SEVEN, {"capacity_ground": "法定代理人同意"}, {"/applicant/guardian": "guardian_missing"}),
        (SEVEN, {"guardian": PARENT}, {}),
        (SEVEN, {"guardian": PARENT | {"id_number": SIXTEEN}}, {"/applicant/guardian/id_number": "guardian_not_adult"}),
        (
            SEVEN,
            {"guardian": PARENT | {"id_number": SEVEN}},
            {"/applicant/guardian/id_number": "guardian_is_applicant"},
        ),
        (
            SEVEN,
            {"guardian": {**PARENT, "relationship": "朋友"}},
            {"/applicant/guardian/relationship": "literal_error"},
        ),
        (TWELVE, {}, {"/applicant/guardian": "guardian_missing"}),
        (TWELVE, {"guardian": PARENT}, {}),
        (TWELVE, {"capacity_ground": "法定代理人同意"}, {}),
        (TWELVE, {"capacity_ground": "纯获利益或者与年龄、智力相适应"}, {}),
        (
            TWELVE,
            {"capacity_ground": "以自己的劳动收入为主要生活来源"},
            {"/applicant/capacity_ground": "capacity_ground_unsuited"},
        ),
        (SIXTEEN, {"capacity_ground": "以自己的劳动收入为主要生活来源"}, {}),
        (SIXTEEN, {}, {"/applicant/guardian": "guardian_missing"}),
        ("44170219900307801X", {}, {}),
        ("441702199506120021", {"guardian": PARENT}, {}),  # an adult who cannot act alone (民法典21, 22)
    ],
)
def test_minors_act_as_the_civil_code_lets_them(item: Item, number: str, more: dict[str, Any], found: dict[str, str]):
    """民法典 17-20, 23, 27."""
    form = {"applicant": PERSON | {"id_number": number} | more, "answers": {"category": "other"}}
    assert codes(item("YM-S06"), form) == found


def born(day: date) -> str:
    """A resident number of somebody who was born on this day."""
    number = f"441702{day:%Y%m%d}001"
    return number + ric.calc_check_digit(f"{number}0")


@pytest.mark.parametrize(
    ("years", "ground", "before", "since"),
    [
        (8, "法定代理人同意", "guardian_missing", None),
        (16, "以自己的劳动收入为主要生活来源", "capacity_ground_unsuited", None),
        (18, None, "guardian_missing", None),
    ],
)
def test_an_age_is_reached_on_the_birthday(item: Item, years: int, ground: str | None, before: str, since: str | None):
    """民法典 17-20."""
    for birthday, expected in ((date(ON.year - years, 11, 25), before), (date(ON.year - years, 11, 24), since)):
        person = PERSON | {"id_number": born(birthday)} | ({"capacity_ground": ground} if ground else {})
        found = codes(item("YM-S06"), {"applicant": person, "answers": {"category": "other"}})
        assert [*found.values()] == ([expected] if expected else [])


def test_a_guardian_is_of_age_from_the_birthday_on(item: Item):
    for birthday, expected in ((date(2008, 11, 25), ["guardian_not_adult"]), (date(2008, 11, 24), [])):
        person = PERSON | {"id_number": SEVEN, "guardian": PARENT | {"id_number": born(birthday)}}
        found = codes(item("YM-S06"), {"applicant": person, "answers": {"category": "other"}})
        assert [*found.values()] == expected


@pytest.mark.parametrize(
    ("birthday", "possible"),
    [
        (ON, True),
        (date(2026, 11, 25), False),
        (date(1895, 11, 25), True),  # 130 years old
        (date(1895, 11, 24), False),
    ],
)
def test_the_first_and_the_last_possible_birthday(item: Item, birthday: date, possible: bool):
    company = changed(FOOD, "/applicant/legal_representative/id_number", born(birthday))
    fault = "representative_not_adult" if birthday == ON else "birth_date_impossible"
    wrong = {"/applicant/legal_representative/id_number": fault}
    assert codes(item("YM-P01"), company) == ({} if possible and birthday != ON else wrong)


def test_a_legal_representative_is_of_age_from_the_birthday_on(item: Item):
    """公司法178(1)(1), 民法典 17, 18."""
    for birthday, found in ((date(2008, 11, 25), ["representative_not_adult"]), (date(2008, 11, 24), [])):
        company = changed(FOOD, "/applicant/legal_representative/id_number", born(birthday))
        assert [*codes(item("YM-P01"), company).values()] == found


@pytest.mark.parametrize(
    ("relationship", "of_minor", "of_adult"),
    [
        ("父母", True, True),
        ("祖父母、外祖父母", True, True),
        ("兄、姐", True, True),
        ("其他监护人", True, True),
        ("配偶", False, True),
        ("子女", False, True),
        ("其他近亲属", False, True),
    ],
)
def test_who_can_be_the_guardian_of_a_minor(item: Item, relationship: str, of_minor: bool, of_adult: bool):
    """民法典27 of minors, 28 of adults."""
    guardian = PARENT | {"relationship": relationship}
    for number, fine in ((SEVEN, of_minor), ("441702199506120021", of_adult)):
        form = {"applicant": PERSON | {"id_number": number, "guardian": guardian}, "answers": {"category": "other"}}
        found = {} if fine else {"/applicant/guardian/relationship": "relationship_unsuited"}
        assert codes(item("YM-S06"), form) == found


PASSPORT = PERSON | {"id_type": "护照", "id_number": "E12345678"}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, {"/applicant/birth_date": "birth_date_missing"}),
        ({"birth_date": ""}, {"/applicant/birth_date": "birth_date_missing"}),
        ({"birth_date": "1990-03-07"}, {}),
        ({"birth_date": "2018-11-25"}, {"/applicant/guardian": "guardian_missing"}),
        ({"birth_date": "2014-11-25"}, {"/applicant/guardian": "guardian_missing"}),
        ({"birth_date": "2014-11-25", "capacity_ground": "法定代理人同意"}, {}),
        ({"birth_date": "2018-11-25", "guardian": PARENT}, {}),
        ({"birth_date": "2026-11-25"}, {"/applicant/birth_date": "birth_date_impossible"}),
        ({"birth_date": "1890-01-01"}, {"/applicant/birth_date": "birth_date_impossible"}),
        ({"id_type": "居民身份证", "id_number": "44170219900307801X", "birth_date": "1990-03-07"}, {}),
        (
            {"id_type": "居民身份证", "id_number": "44170219900307801X", "birth_date": "1990-03-08"},
            {"/applicant/birth_date": "birth_date_contradicts_identity"},
        ),
    ],
)
def test_a_day_of_birth_is_needed_where_nothing_else_tells_it(item: Item, more: dict[str, Any], found: dict[str, str]):
    """Capacity depends on it (民法典 18-20)."""
    assert codes(item("YM-S06"), {"applicant": PASSPORT | more, "answers": {"category": "other"}}) == found
    if found.get("/applicant/birth_date") == "birth_date_missing":
        assert codes(item("YM-S06"), {"applicant": PASSPORT | more, "answers": {"category": "other"}}, "draft") == {}


@pytest.mark.parametrize(("age", "found"), [(5, ["guardian_missing"]), (12, ["guardian_missing"]), (18, [])])
def test_an_age_that_the_form_tells_counts_for_representation(item: Item, age: int, found: list[str]):
    assert [*codes(item("YM-S07"), {"applicant": PASSPORT, "answers": {"age": age}}).values()] == found


@pytest.mark.parametrize(
    ("id_type", "number", "fine"),
    [
        ("港澳台居民居住证", "810000199408230021", True),
        ("港澳台居民居住证", "810000199408230022", False),
        ("护照", "e12345678", True),
        ("护照", "E1234 5678", True),
        ("护照", "AAAAA", False),
        ("学生证", "12345678", False),
        ("港澳居民来往内地通行证", "H12345678", True),
        ("港澳居民来往内地通行证", "m12345678 01", True),
        ("港澳居民来往内地通行证", "C12345678", False),
        ("港澳居民来往内地通行证", "H1234567", False),
        ("台湾居民来往大陆通行证", "12345678", True),
        ("台湾居民来往大陆通行证", "1234567801(B)", True),
        ("台湾居民来往大陆通行证", "1234567", False),
        ("外国人永久居留身份证", "DEU110085022304", True),
        ("外国人永久居留身份证", "911044198702031214", True),
        ("外国人永久居留身份证", "811044198702031217", False),
        ("外国人永久居留身份证", "911044198702031217", False),
        ("港澳台居民居住证", "830000199201300022", True),
        ("居民身份证", "44170219900307801X", True),
    ],
)
def test_other_documents_are_checked_by_their_own_rules(item: Item, id_type: str, number: str, fine: bool):
    said = {} if len(number) == 18 else {"birth_date": "1990-03-07"}
    person = PERSON | {"id_type": id_type, "id_number": number} | said
    assert (codes(item("YM-S06"), {"applicant": person, "answers": {"category": "other"}}) == {}) is fine


@pytest.mark.parametrize(
    ("id_type", "number", "belongs_to"),
    [
        ("居民身份证", "810000199408230021", "港澳台居民居住证"),
        ("居民身份证", "H12345678", "港澳居民来往内地通行证"),
        ("港澳台居民居住证", "44170219900307801X", "居民身份证"),
        ("护照", "44170219900307801x", "居民身份证"),
        ("台湾居民来往大陆通行证", "830000199201300022", "港澳台居民居住证"),
        ("外国人永久居留身份证", "44170219900307801X", "居民身份证"),
        ("居民身份证", "911044198702031214", "外国人永久居留身份证"),
    ],
)
@pytest.mark.parametrize("mode", ["draft", "complete"])
def test_a_type_and_a_number_that_contradict_each_other_are_named(
    item: Item, mode: Any, id_type: str, number: str, belongs_to: str
):
    form = changed(FOOD, "/applicant/legal_representative", {"name": "陈一", "id_type": id_type, "id_number": number})
    (error,) = validate_form(item("YM-P01"), form, ON, mode)
    assert (error.pointer, error.code) == ("/applicant/legal_representative/id_number", "id_number_of_another_type")
    assert belongs_to in error.message
    assert number.upper() not in error.message.upper()


@pytest.mark.parametrize(
    ("id_type", "country", "found"),
    [
        ("护照", "usa", {}),
        ("护照", " ", {}),
        ("护照", "USB", {"/applicant/id_country": "id_country_unknown"}),
        ("港澳居民来往内地通行证", "CHN", {"/applicant/id_country": "id_country_unsuited"}),
    ],
)
def test_a_passport_names_the_country_that_issued_it(item: Item, id_type: str, country: str, found: dict[str, str]):
    number = "E12345678" if id_type == "护照" else "H12345678"
    document = {"id_type": id_type, "id_number": number, "id_country": country}
    person = PERSON | document | {"birth_date": "1990-03-07"}
    checked = check_form(item("YM-S06"), {"applicant": person, "answers": {"category": "other"}}, ON)
    assert {error.pointer: error.code for error in checked.errors} == found
    missing = [warning.code for warning in checked.warnings if warning.pointer == "/applicant/id_country"]
    assert missing == ([] if country.strip() else ["id_country_missing"])
    if checked.value and country.strip():
        assert checked.value["applicant"]["id_country"] == "USA"


def test_the_card_of_a_foreign_resident_tells_the_age(item: Item):
    """国家移民管理局, 2023: the day of birth stands where that of a 公民身份号码 does."""
    child = PERSON | {"id_type": "外国人永久居留身份证", "id_number": "911840201903140129"}
    form = {"applicant": child, "answers": {"category": "other"}}
    assert codes(item("YM-S06"), form) == {"/applicant/guardian": "guardian_missing"}


@pytest.mark.parametrize("number", ["44170220900307801X", "441702209003078011", "441702177003078014"])
def test_nobody_was_born_later_or_too_long_ago(item: Item, number: str):
    number = number[:17] + ric.calc_check_digit(number)
    form = {"applicant": PERSON | {"id_number": number}, "answers": {"category": "other"}}
    assert codes(item("YM-S06"), form, "draft") == {"/applicant/id_number": "birth_date_impossible"}
    company = changed(FOOD, "/applicant/legal_representative/id_number", number)
    assert codes(item("YM-P01"), company) == {"/applicant/legal_representative/id_number": "birth_date_impossible"}


@pytest.mark.parametrize(
    "number", ["320219197501010010", "632825198001010013", "321119197501010016", "999999199003078014"]
)
def test_a_person_of_an_abolished_or_new_county_is_a_person(item: Item, number: str):
    form = {"applicant": PERSON | {"id_number": number}, "answers": {"category": "other"}}
    checked = check_form(item("YM-S06"), form, ON)
    assert checked.errors == []
    assert checked.value is not None
    assert [warning.code for warning in checked.warnings] == ["resident_id_unknown_region"]


@pytest.mark.parametrize("blank", [{}, {"phone": ""}, {"phone": " ", "address": ""}, {"phone": None}])
def test_nobody_needs_a_telephone(item: Item, blank: dict[str, Any]):
    person = {key: value for key, value in PERSON.items() if key != "phone"} | blank
    value = check_form(item("YM-S06"), {"applicant": person, "answers": {"category": "other"}}, ON).value
    assert value is not None
    assert "phone" not in value["applicant"]
    for contact in ({}, {"name": "", "phone": ""}, None):
        assert codes(item("YM-P01"), changed(FOOD, "/applicant/contact", contact)) == {}
    company = {key: value for key, value in COMPANY.items() if key != "contact"}
    assert codes(item("YM-P01"), FOOD | {"applicant": company}) == {}


@pytest.mark.parametrize("mode", ["draft", "complete"])
@pytest.mark.parametrize("kind", ["", None, [], {}, 7, "企业"])
def test_only_a_missing_tag_is_open(item: Item, mode: Any, kind: Any):
    form = {"applicant": {"kind": kind, "uscc": [{}], "whatever": 1}}
    assert codes(item("YM-S09"), form, mode)["/applicant/kind"] == "union_tag_invalid"


def test_an_unknown_region_is_a_warning_only(item: Item):
    person = PERSON | {"id_number": "999999199003078014"}
    checked = check_form(item("YM-S07"), {"applicant": person, "answers": {}}, ON)
    assert checked.errors == []
    assert [(warning.pointer, warning.code) for warning in checked.warnings] == [
        ("/applicant/id_number", "resident_id_unknown_region")
    ]


def test_a_variable_may_be_called_like_anything(item: Item):
    line = item("YM-S07").materials[0].model_dump() | {"condition": "model_dump==true and copy==true and schema<3"}
    odd = item("YM-S07", materials=[line])
    answers = {"model_dump": True, "copy": False, "schema": 1}
    assert check_form(odd, {"applicant": PERSON, "answers": answers}, ON).value == {
        "applicant": PERSON | {"phone": "06623366555"},
        "answers": answers,
    }
    assert codes(odd, {"applicant": PERSON, "answers": answers | {"answer_copy": True}}) == {
        "/answers/answer_copy": "extra_forbidden"
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["kind", "name", "uscc", "id_number", "legal_representative", "agent", "x"])


@given(applicant=JSON | st.dictionaries(FIELDS, JSON), answers=JSON, mode=st.sampled_from(["draft", "complete"]))
def test_whatever_is_sent_is_answered_with_findings(item: Item, applicant: Any, answers: Any, mode: Any):
    checked = check_form(item("YM-S09"), {"applicant": applicant, "answers": answers}, ON, mode)
    assert all(error.pointer.startswith(("/applicant", "/answers")) and error.message for error in checked.errors)
    assert mode == "draft" or checked.errors


@pytest.mark.requirement("R9")
def test_a_telephone_that_looks_like_none_is_a_warning_only(item: Item):
    checked = check_form(item("YM-P01"), changed(FOOD, "/applicant/contact/phone", "家里 3366555"), ON)
    assert checked.errors == []
    assert [(warning.pointer, warning.code) for warning in checked.warnings] == [
        ("/applicant/contact/phone", "phone_unusual")
    ]
    assert checked.value is not None
    assert checked.value["applicant"]["contact"]["phone"] == "家里 3366555"


@pytest.mark.parametrize("name", ["𠮷野", "买买提·吐尔逊", "ООО «Заря»", "阳江（中国）有限公司"])
def test_unusual_names_are_names(item: Item, name: str):
    assert codes(item("YM-P01"), changed(FOOD, "/applicant/name", name)) == {}
