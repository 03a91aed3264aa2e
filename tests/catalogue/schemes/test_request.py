"""One request under a scheme: its members and why, its merged materials, its single form."""

from typing import Any

import pytest

from chalicelib.catalogue.model.schemes.materials import MergedLine, merged_checklist, unanswered
from chalicelib.catalogue.model.schemes.single_form import member_views, single_form
from chalicelib.catalogue.model.schemes.situation import situation_of, wrong_for
from tests.catalogue.schemes.data import WORKED, known, scheme

RESTAURANT: dict[str, Any] = WORKED["cases"][3]["given"]["plans"][0]["answers"]
BUILD: dict[str, Any] = WORKED["cases"][0]["given"]["plans"][0]["answers"]


def lines(code: str, answers: dict[str, Any], held: frozenset[str] = frozenset()) -> dict[str, MergedLine]:
    situation = situation_of(scheme(code), answers)
    return {line.key: line for line in merged_checklist(situation, known().items, held)}


@pytest.mark.requirement("R78")
def test_a_material_of_several_members_is_asked_once():
    found = lines("YM-J02", RESTAURANT)
    premises = found["premises_proof"]
    assert premises.asked == "once"
    assert {(one.node, one.no) for one in premises.lines} == {("YM-R01", "05"), ("YM-I14", "04"), ("YM-S09", "04")}
    assert "3 个事项共用，只提交一次" in premises.why
    numbered = [(one.node, one.no) for line in found.values() for one in line.lines]
    assert len(numbered) == len(set(numbered)) == sum(
        len(known().items[name].materials) for name in ("YM-R01", "YM-R05", "YM-S05", "YM-P01", "YM-I14", "YM-I15",
                                                        "YM-I16", "YM-S09")
    )  # fmt: skip


@pytest.mark.requirement("R78")
@pytest.mark.law("15.19")
def test_neither_shared_data_nor_a_result_of_the_request_is_asked_for():
    found = lines("YM-J02", RESTAURANT)
    assert found["business_licence"].asked == "never"
    assert "公司设立登记" in found["business_licence"].why
    assert found["operator_id"].asked == "never"
    assert not any(line.required for line in found.values() if line.asked != "once")
    for code, answers in (("YM-J02", RESTAURANT), ("YM-J01", BUILD)):
        asked = [one for line in lines(code, answers).values() if line.asked == "once" for one in line.lines]
        results = {(edge.to, f"{edge.result_as_material:02}") for edge in scheme(code).edges if edge.result_as_material}
        assert not {(one.node, one.no) for one in asked if one.line.shared}
        assert not results & {(one.node, one.no) for one in asked}


def test_a_result_that_is_held_needs_no_materials_and_brings_its_line():
    found = lines("YM-J02", RESTAURANT, frozenset({"YM-R01"}))
    assert not any(one.node == "YM-R01" for line in found.values() for one in line.lines)
    assert found["business_licence"].asked == "never"


@pytest.mark.requirement("R10")
def test_lines_follow_the_answers():
    letter = lines("YM-J02", RESTAURANT)["agent_letter"]
    assert (letter.asked, letter.required) == ("not_needed", False)
    assert letter.why.startswith("不适用")
    letter = lines("YM-J02", {**RESTAURANT, "agent": True})["agent_letter"]
    assert (letter.asked, letter.required) == ("once", True)
    # What is the same in every request of the scheme is not asked: a newborn has a guardian.
    newborn = lines("YM-J03", {"guardian_consent": True, "born_in_city": True})
    assert not unanswered(situation_of(scheme("YM-J03"), {"guardian_consent": True}), known().items)
    assert any(one.node == "YM-S07" and one.line.applies for line in newborn.values() for one in line.lines)


def test_questions_that_decide_on_members_or_materials_are_named():
    open_ = situation_of(scheme("YM-J02"), {"subject_type": "individual"})
    assert open_.unknown == {"has_outdoor_sign", "drainage", "public_gathering", "tobacco_sale"}
    assert open_.active == {"YM-R02", "YM-P01"}
    answered = {**RESTAURANT}
    del answered["agent"], answered["vending"]
    assert unanswered(situation_of(scheme("YM-J02"), answered), known().items) == {"agent", "vending"}
    # A derived variable leads to the question behind it.
    assert "commitment_route" in situation_of(scheme("YM-J02"), {"public_gathering": True}).unknown


def test_a_member_says_why_it_is_there_in_the_words_of_the_questions():
    situation = situation_of(scheme("YM-J02"), RESTAURANT)
    why = {node.id: situation.why(node) for node in situation.scheme.nodes}
    assert why["YM-P01"] == "本方案的每件申请都有此事项"
    assert why["YM-R01"].startswith("须办理：因为“")
    assert "company" not in why["YM-R01"]
    assert why["YM-R02"].startswith("本次不涉及：因为“")
    unclear = situation_of(scheme("YM-J02"), {})
    assert unclear.why(scheme("YM-J02").node("YM-R01")).startswith("待定：请先回答")


@pytest.mark.requirement("R78")
@pytest.mark.parametrize(("code", "answers"), [("YM-J01", BUILD), ("YM-J02", RESTAURANT)])
def test_each_shared_field_is_asked_once_and_all_members_see_the_same_value(code: str, answers: dict[str, Any]):
    situation = situation_of(scheme(code), answers)
    fields = single_form(situation)
    keys = [one.field.key for one in fields]
    assert len(keys) == len(set(keys))
    values = {key: f"value of {key}" for key in keys}
    views = member_views(situation, values)
    for asked in fields:
        seen = {views[name][asked.field.key] for name in asked.members if asked.applies}
        assert seen == ({values[asked.field.key]} if asked.applies else set())
    assert views.keys() <= situation.active
    everybody = {name for field in scheme(code).form.fields for name in field.shared_by}
    assert not everybody & (views.keys() - situation.active)


@pytest.mark.requirement("R36")
def test_one_form_leads_to_the_licence_and_all_that_is_registered_with_it():
    situation = situation_of(scheme("YM-J04"), {"pre_approval_scope": False, "agent": False})
    assert situation.active == {node.id for node in scheme("YM-J04").nodes}
    shared = [one for one in single_form(situation) if len(one.members) == len(situation.active)]
    values: dict[str, object] = {one.field.key: one.field.title for one in shared}
    views = member_views(situation, values)
    assert shared
    assert views.keys() == situation.active
    assert all(view == values for view in views.values())


def test_a_field_under_a_condition_is_there_only_where_it_holds():
    sign = {one.field.key: one.applies for one in single_form(situation_of(scheme("YM-J02"), RESTAURANT))}
    without = {**RESTAURANT, "has_outdoor_sign": False}
    other = {one.field.key: one.applies for one in single_form(situation_of(scheme("YM-J02"), without))}
    field = next(one.key for one in scheme("YM-J02").form.fields if one.when)
    assert sign[field] is True
    assert other.get(field) in (None, False)
    assert member_views(situation_of(scheme("YM-J02"), without), {field: "红底白字"}) == {}


def test_wrong_answers_are_named():
    wrong = {
        "subject_type": "firm",
        "agent": "yes",
        "area_m2": -1,
        "colour": "red",
        "not_commitment": True,
        "large": None,
    }
    assert {(one.pointer, one.code) for one in wrong_for(scheme("YM-J02"), wrong)} == {
        ("/subject_type", "answer_invalid"),
        ("/agent", "answer_invalid"),
        ("/area_m2", "answer_invalid"),
        ("/colour", "answer_unknown"),
        ("/not_commitment", "answer_unknown"),
    }
    assert wrong_for(scheme("YM-J02"), RESTAURANT) == []
