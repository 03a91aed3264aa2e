"""A stage of a scheme as one item: what it asks is what its members ask, each once, and each member gets its own."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.model import ItemDocument, ServiceItem, conditions
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.forms.agreements import agreement_faults
from chalicelib.catalogue.model.forms.check import check_form
from chalicelib.catalogue.model.forms.facts import Facts
from chalicelib.catalogue.model.schemes.request_item import RequestItem, compiled
from chalicelib.catalogue.model.schemes.request_item.lines import MemberLine
from chalicelib.catalogue.model.schemes.request_item.members import Member, Request
from chalicelib.catalogue.model.schemes.request_item.parting import member_form, told_by_results
from local.demo.application import form
from proofs.kit.applications import LIN
from proofs.kit.filled import NUMBER, example_answers
from tests.catalogue.schemes.data import known, scheme

ON = date(2026, 11, 24)
STAGES = [(f"YM-J0{number}", stage.key) for number in range(1, 6) for stage in scheme(f"YM-J0{number}").stages]
# Of a child that was born on the day that the examples name, and of somebody old enough to retire. SYNTHETIC.
CHILD, RETIRING = "44170220260918003X", "441702196603070034"
# What a certificate of an earlier member says, by the key of its field.
FACE = {"number": "示例2026-0001", "project_code": "2611-441702-04-01-123456", "id_number": CHILD, "name": "示例小吃店"}


class Filled(NamedTuple):
    """A request that is filled in whole, under some answers to the questions that stand first."""

    request: Request
    made: RequestItem
    document: dict[str, Any]

    @property
    def facts(self) -> Facts:
        return Facts(self.made.item, self.document, ON)

    def holds(self, truth: conditions.Truth) -> bool:
        return truth if isinstance(truth, bool) else self.facts.holds(conditions.render(truth)) is True

    def handled(self) -> Iterator[Member]:
        return (one for one in self.request.members if self.holds(one.handled))

    def form_of(self, member: Member) -> dict[str, Any]:
        faces = {one.node.id: FACE | {"uscc": form()["applicant"]["uscc"]} for one in self.handled()}
        told = told_by_results(self.request.scheme, member.node.id, faces)
        return member_form(_fields(self.made, member.node.id), member.item, self.document, told, ON)


def _fields(made: RequestItem, node: str) -> dict[str, str]:
    member = made.request_of.member(node)
    return member.fields if member else {}


@cache
def request_of(code: str, stage: str) -> tuple[Request, RequestItem]:
    whole = scheme(code)
    return Request(whole, stage, known().items), compiled(whole, stage, known().items)


@st.composite
def answered(draw: st.DrawFn) -> tuple[str, str, dict[str, Any]]:
    """A stage, and any answers to the questions that stand first in its form."""
    code, stage = draw(st.sampled_from(STAGES))
    fields = request_of(code, stage)[1].item.form_fields[0].fields
    return code, stage, {field.key: draw(_values(field)) for field in fields}


def filled_in(request: Request, made: RequestItem, answers: Mapping[str, Any]) -> Filled:
    kind = "自然人" if answers.get("subject_type") == "individual" else made.item.service_objects[0]
    person = {**LIN, "id_number": RETIRING if made.item.id == "YM-J05" else NUMBER}
    applicant = {"kind": kind, **person} if kind == "自然人" else form()["applicant"]
    for _ in answers:  # a question may decide whether another one is asked
        facts = Facts(made.item, {"applicant": applicant, "answers": answers}, ON)
        fields = {field.key: field for field in made.item.fields}
        answers = {key: value for key, value in answers.items() if facts.shown(fields[key])}
    return Filled(
        request, made, {"applicant": applicant, "answers": example_answers(made.item, applicant, ON, **answers)}
    )


def _values(field: FormField) -> st.SearchStrategy[Any]:
    if field.choices:
        return st.sampled_from(sorted(field.choices))
    return st.booleans() if field.type == "boolean" else st.integers(0, 1000)


@pytest.mark.requirement("R78")
@settings(max_examples=60, deadline=None)
@given(answered())
def test_a_complete_form_is_complete_for_every_member(given_to: tuple[str, str, dict[str, Any]]):
    code, stage, answers = given_to
    whole = filled_in(*request_of(code, stage), answers)
    assert check_form(whole.made.item, whole.document, ON).errors == []
    for member in whole.handled():
        assert check_form(member.item, whole.form_of(member), ON).errors == [], member.node.id


@pytest.mark.requirement("R78")
@settings(max_examples=60, deadline=None)
@given(answered())
def test_the_list_has_what_some_member_needs_and_nothing_else(given_to: tuple[str, str, dict[str, Any]]):
    code, stage, answers = given_to
    whole = filled_in(*request_of(code, stage), answers)
    facts = whole.facts
    named = {name: facts.value(name) for name in _named(whole.made.item)}
    asked = {line.no: line for line in checklist(whole.made.item, named)}
    needed = set[tuple[str, str]]()
    for member in whole.handled():
        own = Facts(member.item, whole.form_of(member), ON)
        values = {name: own.value(name) for name in _named(member.item)}
        needed |= {(member.node.id, line.no) for line in checklist(member.item, values) if line.applies}
    for number, line in enumerate(whole.made.lines, start=1):
        served = [one for one in line.serves if (one.node, one.no) in needed and not _is_made(whole, one)]
        if line.material.necessity != "非必要":
            assert asked[f"{number:02}"].applies is bool(served), line.material.name
    listed = {(one.node, one.no) for line in whole.made.lines for one in line.serves}
    unlisted = {(node, no) for node, no in needed if (node, no) not in listed}
    assert all(_brought(whole, node, no) for node, no in unlisted)


def _is_made(whole: Filled, line: MemberLine) -> bool:
    return _brought(whole, line.node, line.no)


def _brought(whole: Filled, node: str, no: str) -> bool:
    """Whether a member that is handled in this request makes what this line asks for."""
    handled = {one.node.id for one in whole.handled()}
    own = whole.request.scheme.node(node).item
    results = [one for one in whole.request.scheme.shared_materials if one.source == "result"]
    by_scheme = any(line.item == own and line.line_no == int(no) for one in results for line in one.lines)
    edges = [one for one in whole.request.scheme.edges if one.to == node]
    named = [one for one in edges if one.result_as_material == int(no)]
    named = named or [one for one in edges if by_scheme and one.blocks == "opening"]
    return any(not handled.isdisjoint(edge.from_) for edge in named)


def _named(item: ItemDocument) -> set[str]:
    parsed = (conditions.parse(line.condition) for line in item.materials if line.condition)
    return {one.variable for text in parsed for one in conditions.comparisons(text)}


@pytest.mark.requirement("R78")
@pytest.mark.parametrize(("code", "stage"), STAGES)
def test_no_fact_is_asked_twice(code: str, stage: str):
    request, made = request_of(code, stage)
    keys = [field.key for field in made.item.fields]
    assert len(keys) == len(set(keys))
    shared = [field.shared_key for field in made.item.fields if field.shared_key]
    assert len(shared) == len(set(shared))
    assert {name for own in made.request_of.members for name in own.fields.values()} >= {
        field.key for field in made.item.fields if field.shared_key
    }
    word = made.item.commitment.paper if made.item.commitment else None  # it is given, and printed of no form
    assert sum(line.material.source == "system" and line.material.name != word for line in made.lines) <= 1
    members = {member.node.id for member in request.members}
    assert {one.node for line in made.lines for one in line.serves} <= members


def test_a_restaurant_of_one_person_hands_in_its_papers_once():
    request, made = request_of("YM-J02", "restaurant")
    answers = {"subject_type": "individual", "has_outdoor_sign": True, "tobacco_sale": True} | dict.fromkeys(
        ("public_gathering", "commitment_route", "drainage", "key_discharger", "vending", "held_r02"), False
    )
    whole = filled_in(request, made, answers | {"area_m2": 80})
    assert [one.node.id for one in whole.handled()] == ["YM-R02", "YM-P01", "YM-I14", "YM-S09"]
    named = {name: whole.facts.value(name) for name in _named(made.item)}
    lines = [line for line in checklist(made.item, named) if line.applies and not line.shared]
    assert [line.name for line in lines] == [
        "联合办理申请表",
        "经营场所(住所)使用证明",
        "平面图",
        "食品安全自查、从业人员健康管理等制度目录/文本",
        "食品安全管理人员信息",
        "设置位置实景效果图、设计图",
    ]
    food = next(one for one in request.members if one.node.id == "YM-P01")
    assert whole.form_of(food)["answers"]["business_name"] == FACE["name"]


def test_where_a_licence_is_held_nobody_applies_for_it_again_and_the_organ_fetches_it():
    request, made = request_of("YM-J04", "company")
    whole = filled_in(request, made, {"pre_approval_scope": False, "held_r01": True})
    assert "YM-R01" not in {one.node.id for one in whole.handled()}
    named = {name: whole.facts.value(name) for name in _named(made.item)}
    applies = {line.name: line for line in checklist(made.item, named) if line.applies}
    assert applies["营业执照"].shared
    assert "公司章程" not in applies


def test_of_several_members_with_a_commitment_each_goes_the_ordinary_way():
    """What two items have published is not committed to in one act (优化营商环境条例40)."""
    whole, items = scheme("YM-J02"), dict(known().items)
    fire, food = items["YM-I16"], items["YM-P01"]
    alone = compiled(whole, "restaurant", items)
    assert (alone.request_of.pledged, alone.request_of.ordinary) == ("YM-I16", ())
    assert fire.commitment is not None
    word = fire.commitment.model_copy(update={"field": "vending", "paper": None})
    several = compiled(whole, "restaurant", {**items, "YM-P01": food.model_copy(update={"commitment": word})})
    assert (several.item.commitment, several.request_of.pledged) == (None, "")
    assert {*several.request_of.ordinary} == {"commitment_route", "vending"}


def test_a_form_does_not_choose_what_the_request_does_not_take():
    item, answers = compiled(scheme("YM-J02"), "restaurant", known().items), {"answers": {"commitment_route": True}}
    made_of = item.request_of.model_copy(update={"ordinary": ("commitment_route",)})
    kept = {"version": 1, "region": "441700", "content_hash": "0", "published_at": datetime(2026, 11, 24, tzinfo=UTC)}
    of_several = ServiceItem.model_validate({**item.item.model_dump(by_alias=True), **kept, "request_of": made_of})
    assert [one.code for one in agreement_faults(of_several, answers)] == ["commitment_not_in_request"]
