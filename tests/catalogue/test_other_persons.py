"""Whom a form names beside the applicant: each such field says by what right the applicant applies for this person."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.forms.check import validate_form
from chalicelib.catalogue.model.forms.ward import entrusted_in, named_holder, ward_of
from chalicelib.catalogue.model.record_checks import record_errors
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.applications import LIN
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers

ITEMS = [item["id"] for item in catalogue_of(CITY_DIVISION)["items"]]
TODAY = date(2026, 11, 24)
# What a title or a column says where it names a person. Names of places, projects and firms are none.
NAMES_A_PERSON = re.compile("姓名|户主姓名|法定代表人$|项目负责人|成员|人员$")
# Counts, kinds and choices name nobody.
NAMELESS = {"integer", "choice", "multi_choice", "boolean"}
GUARDED = {"YM-S07", "YM-S08", "YM-S14"}
ABOUT_A_CHILD = {*GUARDED, "YM-S13"}
# 户口登记条例7: whom the law lets report a birth, 弃婴 included. None of them needs to be the guardian.
REPORTERS = {
    "head": "户主",
    "relative": "亲属",
    "foster": "抚养人",
    "neighbour": "邻居",
    "adopter": "收养人",
    "institution": "育婴机关",
}
# By what right somebody applies for the child, by item and by what the form says of the relation.
RIGHTS: list[tuple[str, dict[str, str], str]] = [
    ("YM-S07", {}, "guardian"),
    ("YM-S08", {}, "guardian"),
    *(("YM-S13", {"applicant_relation": one}, "own") for one in REPORTERS),
    ("YM-S14", {"receiver_relation": "mother"}, "guardian"),
    ("YM-S14", {"receiver_relation": "father"}, "guardian"),
    ("YM-S14", {"receiver_relation": "entrusted"}, "agent"),
]
APPLICANT: dict[str, Any] = {"kind": "自然人", **LIN, "phone": "13800138000"}


def names_somebody(field: FormField) -> bool:
    titles = [field.title, *(column.title for column in field.columns or ())]
    by_title = field.type not in NAMELESS and any(NAMES_A_PERSON.search(title) for title in titles)
    return by_title or field.type in ("person", "people")


def test_there_are_58_items():
    assert len(ITEMS) == 58


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("code", ITEMS)
def test_every_person_in_a_form_has_a_rule_and_its_reason(code: str):
    item = item_document(code)
    unruled = [field.key for field in item.fields if names_somebody(field) and field.person is None]
    assert unruled == []
    ruled = {field.key: field.person for field in item.fields if field.person}
    assert all(len(person.basis) >= 5 for person in ruled.values())
    wards = {key for key, person in ruled.items() if person.right == "guardian"}
    assert wards == ({"child_name"} if code in GUARDED else set())
    holders = {key for key, person in ruled.items() if person.right == "guardian" or person.holder}
    assert holders == ({"child_name"} if code in ABOUT_A_CHILD else set())


@pytest.mark.parametrize("code", sorted(ABOUT_A_CHILD))
def test_a_child_tells_its_age(code: str):
    """Without it nobody would know when the guardian's right ends."""
    item = item_document(code)
    form = {"applicant": APPLICANT, "answers": answers_for(item)}
    child = named_holder(item, form, TODAY)
    assert child is not None
    assert (child.name, child.born, child.age(TODAY)) == ("林小例", date(2026, 9, 18), 0)


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(("code", "given", "right"), RIGHTS)
def test_by_what_right_somebody_applies_for_a_child(code: str, given: dict[str, str], right: str):
    """Whoever it is, the result is the child's."""
    item = item_document(code)
    form = {"applicant": APPLICANT, "answers": answers_for(item, **given)}
    ward, entrusted = ward_of(item, form, TODAY), entrusted_in(item, form, TODAY)
    assert (ward is not None, entrusted is not None) == (right == "guardian", right == "agent")
    assert named_holder(item, form, TODAY) is not None


def test_the_form_offers_everybody_whom_the_law_lets_report_a_birth():
    (field,) = [one for one in item_document("YM-S13").fields if one.key == "applicant_relation"]
    assert field.choices == REPORTERS


def test_who_is_entrusted_is_the_agent_and_the_mother_the_applicant():
    mother = {"name": "林示例", "id_number": LIN["id_number"]}
    assert told("YM-S14", receiver_relation="entrusted", mother=mother) == {}
    refused = {"/answers/receiver_relation": "principal_not_applicant"}
    other = {"name": "黄示例", "id_number": "441702199506120021"}
    assert told("YM-S14", receiver_relation="entrusted", mother=other) == refused
    assert told("YM-S14", receiver_relation="father", mother=other) == {}


def answers_for(item: ItemDocument, **given: Any) -> dict[str, Any]:
    alone = {"holder_is_applicant": False} if any(field.key == "holder_is_applicant" for field in item.fields) else {}
    return example_answers(item, APPLICANT, TODAY, **{**alone, **given})


def told(code: str, **given: Any) -> dict[str, str]:
    item = item_document(code)
    form = {"applicant": APPLICANT, "answers": answers_for(item, **given)}
    return {one.pointer: one.code for one in validate_form(item, form, TODAY)}


@pytest.mark.parametrize("code", ["YM-S13", "YM-S14"])
def test_parents_are_older_than_their_child(code: str):
    young = {"name": "黄示例", "id_number": "441702202609180021"}
    assert told(code) == {}
    assert told(code, mother=young) == {"/answers/mother/id_number": "parent_younger"}


def test_who_applies_for_oneself_is_the_person_of_the_form():
    """工伤保险条例17(2): the worker, or a near relative, who applies by an own right."""
    other = {"name": "陈示例", "id_number": "441702199506120021"}
    at = "/answers/worker/id_number"
    assert told("YM-S03") == {}
    assert told("YM-S03", worker=other, applicant_relation="self") == {at: "person_not_applicant"}
    assert told("YM-S03", worker=other, applicant_relation="relative") == {}
    same = {"name": "陈示例", "id_number": LIN["id_number"]}
    assert told("YM-S03", worker=same, applicant_relation="relative") == {at: "person_is_applicant"}


def without(keep: Callable[[FormField], bool]) -> ItemDocument:
    """The item of the card, whose fields have lost their rule unless they are kept."""
    item = item_document("YM-S07")
    sections = [
        section.model_copy(
            update={
                "fields": tuple(
                    field if keep(field) else field.model_copy(update={"person": None}) for field in section.fields
                )
            }
        )
        for section in item.form_fields
    ]
    return item.model_copy(update={"form_fields": tuple(sections)})


def test_a_person_without_a_rule_is_not_published():
    assert [*record_errors(without(lambda _: True))] == []
    (fault,) = record_errors(without(lambda _: False))
    assert (fault.pointer, fault.code) == ("/form_fields/0/fields/1/person", "person_right_missing")


@pytest.mark.parametrize(
    ("right", "principal", "published"),
    [
        ("agent", "mother", True),
        ("agent", "child_sex", False),
        ("agent", None, False),
        ("own", "mother", False),
        ("own", None, True),
    ],
)
def test_an_agent_has_a_principal_whom_the_form_names(right: str, principal: str | None, published: bool):
    item = item_document("YM-S14").model_dump(mode="json")
    field = next(one for one in item["form_fields"][0]["fields"] if one["key"] == "child_name")
    field["person"]["otherwise"][0] |= {"right": right, "principal": principal}
    faults = [one.code for one in record_errors(ItemDocument.model_validate_json(json.dumps(item)))]
    assert faults == ([] if published else ["principal_unknown"])


def test_an_item_from_before_there_were_rules_still_has_its_child():
    item = without(lambda _: False)
    ward = ward_of(item, {"applicant": APPLICANT, "answers": answers_for(item)}, TODAY)
    assert ward is not None
    assert (ward.field, ward.born) == ("child_id_number", date(2026, 9, 18))
