"""Forms with fields: what each type takes, what is asked of whom, and what follows from what is filled in."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chalicelib.catalogue.api.form_answers import form_answer
from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.catalogue.model.forms import check_form, form_of
from chalicelib.catalogue.model.forms.facts import Facts, years_begun
from chalicelib.catalogue.model.forms.titles import field_titles
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers
from tests.catalogue.conftest import DOCUMENT

ON = date(2026, 11, 24)
ITEMS = [raw["id"] for raw in DOCUMENT["items"]]
PERSON = {"kind": "自然人", "name": "林示例", "id_number": "44170219900307801X"}
UNIT = {"name": "示例有限公司", "uscc": "91110000600037341L", "legal_representative": {**PERSON, "kind": None}}
UNIT["legal_representative"] = {"name": "林示例", "id_number": "44170219900307801X"}
FOOD = item_document("YM-P01")
CARD = item_document("YM-S07")


def applicant(kind: str) -> dict[str, Any]:
    return PERSON if kind == "自然人" else {"kind": kind, **UNIT}


def food(**answers: Any) -> dict[str, Any]:
    return {"applicant": applicant("企业法人"), "answers": example_answers(FOOD, applicant("企业法人"), ON, **answers)}


def found(item: ItemDocument, form: dict[str, Any], mode: Any = "complete") -> dict[str, str]:
    return {error.pointer: error.code for error in check_form(item, form, ON, mode).errors}


def published(item: ItemDocument) -> ServiceItem:
    return ServiceItem.model_construct(
        **{name: getattr(item, name) for name in type(item).model_fields}, region="441700", version=1, content_hash="-"
    )


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("optional", [False, True])
@pytest.mark.parametrize("code", ITEMS)
def test_the_examples_of_every_item_make_a_complete_form(code: str, optional: bool):
    """Also by the JSON schema, as any validator reads it."""
    item = item_document(code)
    schema = Draft202012Validator(form_of(published(item)).json_schema)
    for kind in item.service_objects:
        answers = example_answers(item, applicant(kind), ON, optional=optional)
        checked = check_form(item, {"applicant": applicant(kind), "answers": answers}, ON)
        assert checked.errors == []
        assert checked.value is not None
        assert not list(schema.iter_errors(checked.value))
        assert check_form(item, checked.value, ON).value == checked.value  # what was derived may be sent again


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("premises_address", "一\n二", "hidden_characters"),
        ("premises_address", "某" * 201, "string_too_long"),
        ("premises_area_m2", "128", "number_type"),
        ("premises_area_m2", True, "number_type"),
        ("premises_area_m2", float("inf"), "number_type"),
        ("premises_area_m2", 0.5, "number_bounds"),
        ("premises_area_m2", 128.12345, "number_places"),
        ("premises_right", "bought", "literal_error"),
        ("business_items", ["hot", "hot"], "choice_repeated"),
        ("business_items", "hot", "list_type"),
        ("vending", "maybe", "bool_type"),
        ("employees_count", 1.5, "int_type"),
        ("employees_count", -1, "greater_than_equal"),
        ("safety_manager", "李示例", "model_type"),
        ("colour", "red", "extra_forbidden"),
        ("domicile_address", "示例市***", "ok"),
    ],
)
def test_a_field_takes_only_what_its_type_takes(key: str, value: Any, code: str):
    form = food()
    form["answers"][key] = value
    wrong = found(FOOD, form) | found(FOOD, form, "draft")
    assert wrong == ({} if code == "ok" else {f"/answers/{key}": code})


def test_what_is_wrong_inside_a_person_or_a_row_is_pointed_at_and_named():
    form = food(vending=True, vending_places=[{"place": "示例广场"}, {"place": "", "device": ""}, {"colour": "red"}])
    form["answers"]["safety_manager"] = {"name": "李示例", "id_number": "441702199003078011"}
    errors = {error.pointer: (error.code, error.message) for error in check_form(FOOD, form, ON).errors}
    assert errors["/answers/safety_manager/id_number"][0] == "resident_id_check_digit"
    assert errors["/answers/safety_manager/id_number"][1].startswith("食品安全管理人员证件号码")
    assert errors["/answers/vending_places/1"] == ("row_empty", "自动设备放置地点第2行：这一行没有填写，请填写或者删除")
    assert errors["/answers/vending_places/2/colour"][0] == "extra_forbidden"


@pytest.mark.parametrize(
    ("period", "code"),
    [(["2026-12-20", "2026-12-05"], "date_range_order"), (["2026-12-05"], "too_short"), ("2026", "list_type")],
)
def test_a_range_of_dates_has_two_in_order(period: Any, code: str):
    item = item_document("YM-I18")
    form = {"applicant": applicant("企业法人"), "answers": example_answers(item, applicant("企业法人"), ON)}
    form["answers"]["period"] = period
    assert found(item, form) == {"/answers/period": code}


def test_days_lie_in_years_that_can_be_counted():
    """A fee by days would be one of millions."""
    item = item_document("YM-I18")
    form = {"applicant": applicant("企业法人"), "answers": example_answers(item, applicant("企业法人"), ON)}
    form["answers"]["period"] = ["0001-01-01", "9999-12-31"]
    wrong = "day_out_of_range"
    assert found(item, form) == {"/answers/period/0": wrong, "/answers/period/1": wrong}
    form["answers"]["period"] = ["1900-01-01", "2119-12-31"]
    assert found(item, form) == {}


def test_numbers_of_people_and_regions_are_judged_like_all_others():
    answers = example_answers(CARD, PERSON, ON, holder_is_applicant=False)
    wrong = {**answers, "child_id_number": "441702202609180020"}
    assert found(CARD, {"applicant": PERSON, "answers": wrong}) == {
        "/answers/child_id_number": "resident_id_check_digit"
    }
    item = item_document("YM-S06")
    answers = example_answers(item, PERSON, ON, category="other", household_region="441702")
    assert found(item, {"applicant": PERSON, "answers": answers}) == {"/answers/household_region": "region_format"}


@pytest.mark.requirement("R10")
def test_a_field_under_a_condition_is_asked_where_it_holds_and_not_sent_elsewhere():
    places = [{"place": "示例广场", "device": "A001"}]
    asked = food(vending=True)
    del asked["answers"]["vending_places"]
    assert found(FOOD, asked) == {"/answers/vending_places": "missing"}
    assert found(FOOD, asked, "draft") == {}
    hidden = food()
    hidden["answers"] |= {"vending": False, "vending_places": places}
    assert found(FOOD, hidden) == found(FOOD, hidden, "draft") == {"/answers/vending_places": "field_hidden"}
    open_yet = {**hidden, "answers": {name: value for name, value in hidden["answers"].items() if name != "vending"}}
    assert found(FOOD, open_yet, "draft") == {}
    assert found(FOOD, open_yet) == {"/answers/vending": "missing", "/answers/vending_places": "field_hidden"}
    emptied = {**hidden, "answers": {**hidden["answers"], "vending_places": []}}
    assert "field_hidden" not in found(FOOD, emptied).values()


def test_only_applicants_of_its_kind_see_a_field():
    """个体工商户 apply as natural persons, who are asked for their credit code; companies for their domicile."""
    answers = example_answers(FOOD, PERSON, ON, vending=False)
    assert "business_uscc" in answers
    assert "domicile_address" not in answers
    both = answers | {"domicile_address": "示例市示例路1号"}
    assert found(FOOD, {"applicant": PERSON, "answers": both}) == {"/answers/domicile_address": "field_hidden"}
    company = food()
    company["answers"]["business_uscc"] = answers["business_uscc"]
    assert found(FOOD, company) == {"/answers/business_uscc": "field_hidden"}


@pytest.mark.requirement("R10")
@pytest.mark.parametrize(
    ("code", "given", "variable", "value"),
    [
        ("YM-S04", {"retirement_kind": "normal"}, "early_retirement", False),
        ("YM-S04", {"retirement_kind": "disability"}, "early_retirement", True),
        ("YM-S07", {"holder_is_applicant": True}, "age", 36),
        ("YM-S07", {"holder_is_applicant": False, "child_birth_date": "2026-09-18"}, "age", 0),
        ("YM-P04", {"exam_pass_date": "2023-11-24"}, "years_since_exam", 3),
        ("YM-P04", {"exam_pass_date": "2023-11-23"}, "years_since_exam", 4),
        ("YM-S12", {}, "applicant", "other"),
        ("YM-P10", {"cut_volume_m3": 16}, "area_or_volume_over_limit", True),
        ("YM-P01", {}, "agent", False),
    ],
)
def test_nobody_is_asked_what_the_form_tells(code: str, given: dict[str, Any], variable: str, value: Any):
    item = item_document(code)
    form = {"applicant": PERSON, "answers": example_answers(item, PERSON, ON, **given)}
    checked = check_form(item, form, ON)
    assert checked.value is not None
    assert checked.value["answers"][variable] == value
    denied = {**form, "answers": {**form["answers"], variable: "org" if value == "other" else type(value)(not value)}}
    code = "answer_contradicts_identity" if variable == "age" else "answer_contradicts_form"
    assert found(item, denied).get(f"/answers/{variable}") == code


def test_an_agent_who_is_named_is_an_agent():
    form = food()
    form["applicant"] = {**form["applicant"], "agent": {"name": "黄示例", "id_number": "441702199506120021"}}
    checked = check_form(FOOD, form, ON)
    assert checked.value is not None
    assert checked.value["answers"]["agent"] is True


@pytest.mark.requirement("R10")
@pytest.mark.parametrize(
    ("since", "on", "begun"),
    [
        (date(2023, 11, 24), date(2026, 11, 24), 3),
        (date(2023, 11, 24), date(2026, 11, 25), 4),
        (date(2024, 2, 29), date(2027, 2, 28), 3),
        (date(2024, 2, 29), date(2027, 3, 1), 4),
        (date(2026, 11, 24), date(2026, 11, 24), 0),
    ],
)
def test_begun_years(since: date, on: date, begun: int):
    assert years_begun(since, on) == begun


@given(since=st.dates(date(1990, 1, 1), date(2026, 1, 1)), days=st.integers(0, 9000))
def test_a_begun_year_is_never_less_than_the_completed_ones(since: date, days: int):
    on = date.fromordinal(since.toordinal() + days)
    completed = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    assert 0 <= years_begun(since, on) - completed <= 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(answers=st.dictionaries(st.sampled_from([field.key for field in FOOD.fields]), JSON), kind=JSON)
def test_whatever_is_sent_is_answered_with_findings(answers: dict[str, Any], kind: Any):
    for form in ({"applicant": {"kind": kind}, "answers": answers}, {"applicant": kind, "answers": kind}):
        assert check_form(FOOD, form, ON).errors
        check_form(FOOD, form, ON, "draft")
        assert isinstance(Facts(FOOD, form, ON).derived(), dict)


@pytest.mark.parametrize("code", ITEMS)
def test_the_portal_is_told_every_field_in_its_order_and_when_it_is_asked(code: str):
    item = published(item_document(code))
    told = form_answer(item)
    shown = [field for section in told.sections for field in section.fields]
    assert [field.key for field in shown] == [field.key for field in item.fields]
    order = told.json_schema["$defs"]["Answers"]["properties"]
    assert [order[field.key]["x-order"] for field in shown] == list(range(1, len(shown) + 1))
    named = {field.key for field in shown} | {derive.variable for derive in told.derives}
    for field in shown:
        if field.visible_when:
            assert names_in(field.visible_when.expression) <= named
    assert set(field_titles(item, None)) >= {f"/answers/{field.key}" for field in shown}


def test_the_portal_is_told_the_right_by_which_somebody_applies_as_the_answers_decide_it():
    """An agent of the mother shows her authorisation and is no guardian; who applies for oneself names nobody else."""
    told = {
        one.key: one for section in form_answer(published(item_document("YM-S14"))).sections for one in section.fields
    }
    child = told["child_name"]
    assert child.acts_as == "guardian"
    (other,) = child.acts_as_when
    assert (other.right, other.principal) == ("agent", "mother")
    wanted = {"field": "receiver_relation", "operator": "==", "value": "entrusted"}
    assert other.when.expression in (wanted, {"all": [wanted]})
    worker = {
        one.key: one for section in form_answer(published(item_document("YM-S03"))).sections for one in section.fields
    }
    itself = worker["worker"].is_applicant_when
    assert itself is not None
    assert names_in(itself.expression) == {"applicant_relation"}


@pytest.mark.parametrize("code", ITEMS)
def test_every_right_of_a_form_is_told_with_its_condition(code: str):
    item = published(item_document(code))
    told = {one.key: one for section in form_answer(item).sections for one in section.fields}
    for field in item.fields:
        person, shown = field.person, told[field.key]
        assert shown.acts_as == (person.right if person else None)
        assert [one.right for one in shown.acts_as_when] == [one.right for one in (person.otherwise if person else ())]
        assert bool(shown.is_applicant_when) == bool(person and person.is_applicant)


def names_in(expression: dict[str, Any]) -> set[str]:
    parts = expression.get("all") or expression.get("any")
    return {expression["field"]} if parts is None else {name for part in parts for name in names_in(part)}


@pytest.mark.parametrize("vending", [True, False])
def test_the_schema_says_by_itself_what_is_asked_under_a_condition(vending: bool):
    schema = Draft202012Validator(form_of(published(FOOD)).json_schema)
    right, other = food(vending=vending), food(vending=not vending)
    places = right["answers"].pop("vending_places", None)
    if vending:
        assert list(schema.iter_errors(right))
        right["answers"]["vending_places"] = places
    assert not list(schema.iter_errors(right))
    if not vending:
        right["answers"]["vending_places"] = other["answers"]["vending_places"]
        assert list(schema.iter_errors(right))
