"""容缺受理 and 告知承诺 as an item publishes them (广东省优化营商环境条例32; 优化营商环境条例40, 44)."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.model.commitment_checks import commitment_errors
from local.catalogues import CITY_DIVISION, catalogue_of
from proofs.kit.catalogue import item_document

ITEMS = [raw["id"] for raw in catalogue_of(CITY_DIVISION)["items"]]
FIRE, FOOD = item_document("YM-I16"), item_document("YM-P01")


def codes(item: Any, **changes: Any) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in commitment_errors(item.model_copy(update=changes))]


def test_the_demonstration_publishes_both_as_it_may():
    assert not codes(FIRE)
    assert not codes(FOOD)


@pytest.mark.law("1.8")
@pytest.mark.parametrize("code", ITEMS)
def test_no_item_of_the_demonstration_offers_the_choice_without_the_text(code: str):
    assert not codes(item_document(code))


@pytest.mark.law("1.8")
def test_the_choice_is_not_published_without_the_text():
    (asks,) = [
        f"/form_fields/{part}/fields/{number}"
        for part, section in enumerate(FIRE.form_fields)
        for number, field in enumerate(section.fields)
        if field.key == "commitment_route"
    ]
    assert codes(FIRE, commitment=None) == [(asks, "commitment_without_text")]


@pytest.mark.parametrize("paper", ["没有的材料", "消防安全检查申报表", "营业执照", "建设工程消防验收/备案文件"])
def test_the_paper_of_a_word_is_one_that_the_platform_makes_for_who_gives_it(paper: str):
    made = FIRE.commitment
    assert made
    wrong = made.model_copy(update={"paper": paper})
    assert codes(FIRE, commitment=wrong) == [("/commitment/paper", "commitment_paper")]


def test_a_term_without_a_line_that_may_follow_is_not_published():
    lines = tuple(line.model_copy(update={"tolerable_absence": False}) for line in FOOD.materials)
    assert codes(FOOD, materials=lines) == [("/tolerance", "tolerance_without_lines")]


def test_what_the_platform_prints_from_the_form_does_not_follow():
    number = next(number for number, line in enumerate(FOOD.materials) if line.source == "system")
    lines = [line.model_copy(update={"tolerable_absence": line.source == "system"}) for line in FOOD.materials]
    assert codes(FOOD, materials=lines)[0] == (f"/materials/{number}/tolerable_absence", "tolerance_of_form")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"field": "nowhere"}, ("/commitment/field", "field_unknown")),
        ({"replaces": ("营业执照",)}, ("/commitment/replaces/0", "commitment_replaces")),
        ({"replaces": ("没有的材料",)}, ("/commitment/replaces/0", "commitment_replaces")),
    ],
)
def test_a_word_replaces_only_what_is_asked_for_without_it(changes: dict[str, Any], found: tuple[str, str]):
    made = FIRE.commitment
    assert made
    assert codes(FIRE, commitment=made.model_copy(update=changes)) == [found]


@pytest.mark.law("1.8")
def test_who_commits_is_not_asked_for_the_proof_and_reads_the_published_text(item: Callable[..., ServiceItem]):
    made = FIRE.commitment
    assert made
    asked = {line.name: line.applies for line in checklist(FIRE, {made.field: True})}
    without = {line.name: line.applies for line in checklist(FIRE, {made.field: False})}
    assert [(asked[name], without[name]) for name in made.replaces] == [(False, True)]
    told = item_answer(item("YM-I16"), demonstration=True).commitment
    assert told
    assert (told.text, told.replaces, told.basis) == (made.text, [*made.replaces], "《消防法》第十五条")


@pytest.mark.law("1.7")
def test_the_guide_tells_the_term_and_the_bar(item: Callable[..., ServiceItem]):
    told = item_answer(item("YM-P01"), demonstration=True).tolerance
    assert told
    assert (told.workdays, told.bar_months, told.basis) == (5, 12, "《广东省优化营商环境条例》第三十二条")
