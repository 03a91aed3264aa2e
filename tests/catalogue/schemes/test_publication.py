"""What hinders the publication of a scheme: every reason at once, each at its place."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.schemes.document import judged, read_alone, read_schemes
from chalicelib.catalogue.model.schemes.parts import Length
from chalicelib.catalogue.model.schemes.publication import Known, errors_of, warnings_of
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.terms import overtaken_by_holidays, promise_exceeds
from chalicelib.catalogue.model.values import Unit
from chalicelib.clock import WorkCalendar
from chalicelib.foundation.problems import Invalid
from tests.catalogue.schemes.data import LOAD, SCHEMES, known, raw, scheme


def errors(changed: dict[str, Any], held_against: Known | None = None) -> dict[str, str]:
    """The findings of one scheme, the code by its pointer."""
    read = read_schemes([changed], SCHEMES["unified_items"])
    assert not read.errors
    return {one.pointer: one.code for one in errors_of(read.schemes[0], held_against or known())}


def spoiled(code: str, change: Callable[[dict[str, Any]], Any]) -> dict[str, str]:
    changed = raw(code)
    change(changed)
    return errors(changed)


def node(changed: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in changed["nodes"] if one["id"] == name)


def edge(changed: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in changed["edges"] if one["id"] == name)


@pytest.mark.parametrize("document", [SCHEMES, LOAD], ids=["demonstration", "load"])
def test_schemes_that_are_marked_as_demonstrations_may_be_imported_into_one(document: dict[str, Any]):
    assert len(judged(read_alone(document), "441700", known(), demonstrations=True).schemes) == len(document["schemes"])


def test_no_real_deployment_takes_a_demonstration():
    with pytest.raises(Invalid) as refused:
        judged(read_alone(SCHEMES), "441700", known(), demonstrations=False)
    assert {one.code for one in refused.value.errors} == {"scheme_demonstration"}
    assert len(refused.value.errors) == 5


@pytest.mark.requirement("R77")
def test_edges_without_a_real_basis_are_refused_for_real_use():
    def doubtful(code: str) -> list[str]:
        edges: list[dict[str, Any]] = raw(code)["edges"]
        found = errors(raw(code) | {"demonstration": False})
        found = {pointer: code for pointer, code in found.items() if code != "promised_over_statutory"}
        # Seven workdays over a long holiday are more than the fifteen days of the law for drainage (排水许可).
        assert set(found.values()) <= {"basis_invented"}
        return [edges[int(pointer.split("/")[2])]["id"] for pointer in found]

    assert doubtful("YM-J01") == ["I04>I09", "I04>I10", "I04>S10", "I04>S11", "I11>I15"]
    assert doubtful("YM-J03") == ["S14>S07"]
    assert doubtful("YM-J05") == ["EXT-公积金账户封存>EXT-退休提取住房公积金"]
    assert doubtful("YM-J02") == doubtful("YM-J04") == []


@pytest.mark.requirement("R77")
def test_an_edge_without_basis_is_refused_even_in_a_demonstration():
    found = spoiled("YM-J02", lambda one: one["edges"][0].update(basis=None, also=[]))
    assert found == {"/edges/0/basis": "basis_missing"}


@pytest.mark.requirement("R77")
def test_a_cycle_is_refused_and_printed():
    changed = raw("YM-J02")
    back = {**edge(changed, "R01>R05"), "id": "R05>R01", "from": ["YM-R05"], "to": "YM-R01", "if_none_active": "vanish"}
    changed["edges"].append(back | {"result_as_material": None})
    read = read_schemes([changed], [])
    cycles = [one for one in errors_of(read.schemes[0], known()) if one.code == "edges_cycle"]
    assert [one.message for one in cycles] == ["前置关系成环：YM-R01 → YM-R05 → YM-R01"]


def test_each_of_several_cycles_is_printed():
    changed = raw("YM-J02")
    for number, (start, end) in enumerate([("YM-R05", "YM-R01"), ("YM-I14", "YM-I14")]):
        back = {**edge(changed, "R01>R05"), "id": f"back{number}", "from": [start], "to": end}
        changed["edges"].append(back | {"if_none_active": "vanish", "result_as_material": None})
    read = read_schemes([changed], [])
    cycles = [one.message for one in errors_of(read.schemes[0], known()) if one.code == "edges_cycle"]
    assert sorted(cycles) == ["前置关系成环：YM-I14 → YM-I14", "前置关系成环：YM-R01 → YM-R05 → YM-R01"]


@pytest.mark.requirement("R77")
@pytest.mark.parametrize(
    ("blocks", "supports", "refused"),
    [
        ("opening", "decision", True),
        ("decision", "decision", False),
        ("decision", "issue", True),
        ("issue", "construction", True),
        ("construction", "construction", False),
        ("construction", "none", True),
        ("opening", "opening", False),
    ],
)
def test_an_edge_blocks_no_more_than_its_text_supports(blocks: str, supports: str, refused: bool):
    changed = raw("YM-J02")
    one = edge(changed, "R01>R05")
    one.update(blocks=blocks, also=[], basis=one["basis"] | {"supports": supports})
    assert errors(changed) == ({"/edges/0/blocks": "edge_over_basis"} if refused else {})


SPOILED: list[tuple[str, str, Callable[[dict[str, Any]], Any], dict[str, str]]] = [
    (
        "a promise above the law",
        "YM-J02",
        lambda one: node(one, "YM-P01").update(promised={"value": 21, "unit": "workday"}),
        {"/nodes/4/promised": "promised_over_statutory"},
    ),
    (
        "a longer promise under a condition",
        "YM-J02",
        lambda one: node(one, "YM-I16")["promised_when"][0].update(value=11),
        {"/nodes/7/promised_when/0": "promised_over_statutory"},
    ),
    (
        "a stage without lead",
        "YM-J02",
        lambda one: one["stages"][0].update(lead=None),
        {"/stages/0/lead": "lead_missing"},
    ),
    (
        "a parallel stage with a lead",
        "YM-J01",
        lambda one: one["stages"][4].update(lead="env"),
        {"/stages/4": "parallel_with_clock"},
    ),
    (
        "a joint limit above the law",
        "YM-J02",
        lambda one: one["stages"][0]["joint_limit"].update(value=60),
        {"/stages/0/joint_limit": "joint_limit_over_law"},
    ),
    (
        "an extension above the law",
        "YM-J02",
        lambda one: one["stages"][0]["joint_limit"]["extension"].update(value=20),
        {"/stages/0/joint_limit": "joint_limit_over_law"},
    ),
    (
        "one fact with two types",
        "YM-J02",
        lambda one: one["form"]["fields"].append(one["form"]["fields"][0] | {"type": "integer"}),
        {"/form/fields/8/type": "field_type_conflict"},
    ),
    (
        "one fact twice",
        "YM-J02",
        lambda one: one["form"]["fields"].append(one["form"]["fields"][0]),
        {"/form/fields/8/key": "field_repeated"},
    ),
    (
        "a stage promise below its longest path",
        "YM-J02",
        lambda one: one["stages"][0].update(promised_total={"value": 9, "unit": "workday", "status": "ILLUSTRATIVE"}),
        {"/stages/0/promised_total": "path_over_promise"},
    ),
    (
        "a whole promise below the longest path",
        "YM-J03",
        lambda one: node(one, "YM-S13")["promised"].update(value=6),
        {"/promised_total": "path_over_promise", "/stages/0/promised_total": "path_over_promise"},
    ),
    (
        "a condition on what nobody is asked",
        "YM-J02",
        lambda one: node(one, "YM-I14").update(condition="neon==true"),
        {"/nodes/5/condition": "question_undeclared"},
    ),
    (
        "a condition of another type",
        "YM-J02",
        lambda one: node(one, "YM-I14").update(condition="drainage==1"),
        {"/nodes/5/condition": "condition_misfit"},
    ),
    (
        "a condition on a choice that is not offered",
        "YM-J02",
        lambda one: node(one, "YM-R01").update(condition="subject_type=='firm'"),
        {"/nodes/0/condition": "condition_misfit"},
    ),
    (
        "a malformed condition",
        "YM-J02",
        lambda one: node(one, "YM-I14").update(condition="drainage=="),
        {"/nodes/5/condition": "condition_malformed"},
    ),
    (
        "a member's own question that is not asked",
        "YM-J02",
        lambda one: one["form"].update(questions=[q for q in one["form"]["questions"] if q["variable"] != "vending"]),
        {"/nodes/4/item": "question_undeclared"},
    ),
    (
        "an item that is not there",
        "YM-J02",
        lambda one: node(one, "YM-P01").update(item="YM-P99"),
        {
            "/nodes/4/item": "item_unknown",
            "/shared_materials/0/lines/2": "member_unknown",
            "/shared_materials/2/lines/0": "member_unknown",
            "/shared_materials/4/lines/4": "member_unknown",
        },
    ),
    (
        "a department that is not there",
        "YM-J02",
        lambda one: node(one, "YM-P01").update(department="foodstuffs"),
        {"/nodes/4/department": "department_unknown"},
    ),
    (
        "a member of another department",
        "YM-J02",
        lambda one: node(one, "YM-P01").update(department="urban"),
        {"/nodes/4/department": "department_differs"},
    ),
    ("a lead that is not there", "YM-J02", lambda one: one.update(lead="nobody"), {"/lead": "department_unknown"}),
    (
        "a member that no edge can mean",
        "YM-J02",
        lambda one: edge(one, "R01>R05").update({"from": ["YM-R04"]}),
        {"/edges/0/from": "member_unknown"},
    ),
    (
        "a line that the list does not have",
        "YM-J02",
        lambda one: edge(one, "R01>R05").update(result_as_material=40),
        {"/edges/0/result_as_material": "material_unknown"},
    ),
    (
        "a stage that is not there",
        "YM-J02",
        lambda one: node(one, "YM-P01").update(stage="opening"),
        {"/nodes/4/stage": "stage_unknown"},
    ),
    (
        "reversed dates",
        "YM-J02",
        lambda one: one.update(effective_to="2025-12-31"),
        {"/effective_to": "dates_reversed"},
    ),
    ("a name twice", "YM-J02", lambda one: one["edges"].append(one["edges"][0]), {"/edges/7": "duplicate_id"}),
    (
        "a commitment that nobody wrote",
        "YM-J01",
        lambda one: edge(one, "I07>I11").update(commitment=None),
        {"/edges/11/commitment": "commitment_missing"},
    ),
    (
        "no document of its own",
        "YM-J04",
        lambda one: one.update(basis=[{**one["basis"][0], "role": "general"}]),
        {"/basis": "basis_missing"},
    ),
    (
        "a service in the clock of licences",
        "YM-J02",
        lambda one: node(one, "YM-S05").update(counts_in_joint_clock=True),
        {"/nodes/3/counts_in_joint_clock": "joint_clock_not_licence"},
    ),
    (
        "an agreement to what nobody is asked",
        "YM-J03",
        lambda one: one["before_submit"][0].update(question="agreed"),
        {"/before_submit/0/question": "question_undeclared"},
    ),
    (
        "an agreement without a question",
        "YM-J03",
        lambda one: one["before_submit"][0].pop("question"),
        {"/before_submit/0/question": "question_undeclared"},
    ),
    (
        "a notice that says nothing",
        "YM-J03",
        lambda one: one["before_submit"][1].pop("text"),
        {"/before_submit/1/text": "notice_text_missing"},
    ),
]


@pytest.mark.parametrize(("code", "change", "expected"), [one[1:] for one in SPOILED], ids=[one[0] for one in SPOILED])
def test_what_is_wrong_is_named_at_its_place(
    code: str, change: Callable[[dict[str, Any]], Any], expected: dict[str, str]
):
    assert spoiled(code, change) == expected


def test_alternatives_of_which_none_may_be_there_are_refused_with_the_answers():
    changed = raw("YM-J02")
    question = next(one for one in changed["form"]["questions"] if one["variable"] == "subject_type")
    question["choices"].append({"value": "cooperative", "label": "合作社"})
    read = read_schemes([changed], [])
    found = [one for one in errors_of(read.schemes[0], known()) if one.code == "edge_never_satisfied"]
    assert [one.pointer for one in found] == [f"/edges/{number}/from" for number in (2, 3, 4, 5, 6)]
    assert "subject_type=cooperative" in found[0].message
    # An edge that may vanish asks for nothing then.
    for one in changed["edges"]:
        one["if_none_active"] = "vanish"
    assert "edge_never_satisfied" not in errors(changed).values()


def test_more_answers_than_can_be_tried_are_no_proof():
    changed = raw("YM-J02")
    asked = [
        {"variable": f"part{n}", "kind": "boolean", "label": f"第{n}项", "choices": [], "used_by": [], "help": None}
        for n in range(12)
    ]
    changed["form"]["questions"] += asked
    node(changed, "YM-R05")["condition"] = " and ".join(f"part{n}==true" for n in range(12))
    assert errors(changed)["/edges/0/from"] == "answers_too_many"


def test_silence_never_decides_on_a_licence():
    changed = raw("YM-J02")
    rule = {
        "kind": "opinion",
        "effect": "no_objection",
        "basis": {"document": "某府〔2026〕1号", "article": "6", "status": "VERIFIED"},
        "excludes": [],
    }
    changed["silence_rules"] = [rule]
    assert errors(changed) == {"/silence_rules/0/excludes": "silence_covers_licence"}
    changed["silence_rules"] = [rule | {"excludes": ["licence_decision"]}]
    assert errors(changed) == {}


@pytest.mark.requirement("R79")
def test_those_who_give_opinions_must_be_departments_of_today():
    assert errors(raw("YM-J01")) == {}
    without = known().departments - {"meteo"}  # pyright: ignore[reportOperatorIssue]
    found = errors(raw("YM-J01"), replace(known(), departments=without))
    assert found == {
        "/nodes/7/department": "department_unknown",
        "/unified_items/0/participants/2/department": "department_unknown",
        "/unified_items/1/participants/4/department": "department_unknown",
    }
    read = read_schemes([raw("YM-J01")], [])
    assert {one.code for one in errors_of(read.schemes[0], known())} == {"unified_missing"}


def test_warnings_tell_what_somebody_should_look_at():
    found = {one.pointer: one.code for one in warnings_of(scheme("YM-J01"), known())}
    assert found["/stages/3/joint_limit"] == "joint_limit_without_licence"
    assert list(found.values()).count("basis_unread") == 4
    dearer = raw("YM-J02")
    node(dearer, "YM-P01")["promised"]["value"] = 5
    read = read_schemes([dearer], [])
    assert {one.pointer: one.code for one in warnings_of(read.schemes[0], known())} == {
        "/nodes/4/promised": "promise_differs",
        "/nodes/6/promised": "promise_overtaken",
    }


def test_a_promise_in_workdays_is_held_against_a_limit_in_calendar_days():
    def length(value: int, unit: Unit) -> Length:
        return Length(value=value, unit=unit)

    def exceeds(value: int, unit: Unit, limit: int, limit_unit: Unit) -> bool:
        return promise_exceeds(length(value, unit), length(limit, limit_unit))

    assert not exceeds(12, "workday", 30, "calendar_day")
    assert not exceeds(15, "workday", 21, "calendar_day")
    assert exceeds(16, "workday", 21, "calendar_day")
    assert exceeds(30, "calendar_day", 10, "workday")
    assert not exceeds(10, "calendar_day", 10, "workday")
    assert exceeds(11, "workday", 10, "workday")
    # Nine days of rest: 7 workdays are more than 15 days then, and the law's day rules.
    around = length(7, "workday"), length(15, "calendar_day"), WorkCalendar()
    assert overtaken_by_holidays(*around)
    assert not overtaken_by_holidays(length(5, "workday"), length(30, "calendar_day"), WorkCalendar())


def test_a_file_of_another_shape_is_refused_as_a_whole():
    def codes(document: object) -> dict[str, str]:
        with pytest.raises(Invalid) as refused:
            read_alone(document)
        return {one.pointer: one.code for one in refused.value.errors}

    assert codes([]) == {"": "model_type"}
    assert codes({"schemes": {}, "items": []}) == {"/items": "extra_forbidden", "/schemes": "list_type"}
    assert codes({"meta": {}}) == {"/schemes": "missing"}


def test_every_error_of_every_scheme_is_told_at_once():
    one, two = raw("YM-J02"), raw("YM-J04")
    one["nodes"][0]["promised"] = {"value": "0", "unit": "workday"}
    two["colour"] = "red"
    read = read_alone({"schemes": [one, two, raw("YM-J03"), raw("YM-J03")]})
    with pytest.raises(Invalid) as refused:
        judged(read, "441781", known(), demonstrations=True)
    assert {(one.pointer, one.code) for one in refused.value.errors} == {
        ("/schemes/0/nodes/0/promised/value", "int_type"),
        ("/schemes/1/colour", "extra_forbidden"),
        ("/schemes/3/code", "duplicate_id"),
        ("/schemes/2/region", "scheme_region"),
        ("/schemes/3/region", "scheme_region"),
    }


def test_a_scheme_is_read_again_as_it_was_written():
    for code in ("YM-J01", "YM-T40"):
        written = scheme(code).model_dump_json(by_alias=True)
        assert SchemeDocument.model_validate_json(written) == scheme(code)
        assert "items" not in json.loads(written)


def test_items_are_those_of_the_region():
    assert all(isinstance(item, ItemDocument) for item in known().items.values())
    assert set(scheme("YM-J01").items) <= known().items.keys()
