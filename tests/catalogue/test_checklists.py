from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.model.forms.schema import questions_of
from tests.catalogue.conftest import DOCUMENT

ITEMS = {raw["id"]: ItemDocument.model_validate(raw, strict=False) for raw in DOCUMENT["items"]}
Item = Callable[..., ServiceItem]

GOLDEN = [
    ("YM-P01", {"vending": False, "agent": False}, "01 03 04 06"),
    ("YM-P01", {"vending": True, "agent": False}, "01 03 04 06 07"),
    ("YM-P01", {"vending": True, "agent": True}, "01 03 04 06 07 08"),
    ("YM-S06", {"category": "disabled"}, "01"),
    ("YM-S06", {"category": "dibao"}, "01"),
    ("YM-S06", {"category": "long_term"}, "01 06"),
    ("YM-S06", {"category": "other"}, "01"),
]


def required(item: ItemDocument, answers: dict[str, Any]) -> list[str]:
    return [line.no for line in checklist(item, answers) if line.required]


@pytest.mark.requirement("R10", "R14")
@pytest.mark.parametrize(("code", "answers", "numbers"), GOLDEN)
def test_answers_give_the_list_of_materials(item: Item, code: str, answers: dict[str, Any], numbers: str):
    assert required(item(code), answers) == numbers.split()


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(
    ("code", "answers", "name", "needed"),
    [
        ("YM-S07", {"age": 15}, "监护人身份证及关系证明(户口簿/出生医学证明)", True),
        ("YM-S07", {"age": 16}, "监护人身份证及关系证明(户口簿/出生医学证明)", False),
        ("YM-P04", {"years_since_exam": 3}, "3个月临床护理培训考核合格证明", False),
        ("YM-P04", {"years_since_exam": 4}, "3个月临床护理培训考核合格证明", True),
        ("YM-S12", {"applicant": "org"}, "单位介绍信", True),
        ("YM-S12", {"applicant": "other"}, "单位介绍信", False),
        ("YM-I16", {"commitment_route": False}, "建设工程消防验收/备案文件", True),
        ("YM-I11", {"special_fire_project": False}, "消防设计审查意见书", False),
    ],
)
def test_one_answer_decides_one_line(item: Item, code: str, answers: dict[str, Any], name: str, needed: bool):
    [line] = [line for line in checklist(item(code), answers) if line.name == name]
    assert (line.applies, line.required, line.undetermined) == (needed, needed and not line.shared, False)


@pytest.mark.law("1.8")
@pytest.mark.parametrize("chosen", [True, False])
def test_the_paper_that_the_word_itself_is_is_never_asked_for(item: Item, chosen: bool):
    (line,) = [one for one in checklist(item("YM-I16"), {"commitment_route": chosen}) if one.pledged]
    assert (line.name, line.applies, line.required, line.printed) == ("消防安全告知承诺书", chosen, False, False)
    assert line.why.startswith("作出告知承诺时由平台" if chosen else "不适用：")


@pytest.mark.requirement("R9")
def test_what_organs_get_from_each_other_is_never_demanded(item: Item):
    """国务院令第716号第七条. Whoever hands it in all the same may."""
    for raw in ITEMS.values():
        for line in checklist(raw, {}):
            assert line.shared is (line.source == "gov_share")
            assert not (line.shared and line.required)
            assert "不得另行要求" not in (line.legal_basis or "") or line.shared
    licence = checklist(item("YM-P01"), {})[1]
    assert (licence.name, licence.applies, licence.required) == ("营业执照", True, False)
    assert "由行政机关通过数据共享取得，无需提交" in licence.why


@pytest.mark.requirement("R10")
def test_every_line_says_why(item: Item):
    printed, _, always, *_, vending, agent = checklist(item("YM-P01"), {"vending": True})
    assert printed.why.startswith("由平台按填写的内容生成，核对确认即可，无需上传")
    assert always.why == "必要材料：办理本事项均须提交"
    assert vending.why.startswith("需要提交：因为您填写的“利用自动设备从事食品经营”为“是”")
    assert agent.why.startswith("待定：请先填写“由代理人代为办理”")
    assert (agent.undetermined, agent.applies, agent.required) == (True, False, False)


def test_a_voluntary_material_applies_without_being_required(item: Item):
    lines = [line for raw in ITEMS.values() for line in checklist(raw, {}) if line.no == "02" and raw.id == "YM-S07"]
    assert [(line.name, line.applies, line.required) for line in lines] == [("近期证件照片", True, False)]


@st.composite
def answered(draw: st.DrawFn) -> tuple[ItemDocument, dict[str, Any]]:
    item = ITEMS[draw(st.sampled_from(sorted(ITEMS)))]
    answers = {"boolean": st.booleans(), "integer": st.integers(0, 30)}
    asked = {
        variable.name: st.sampled_from(variable.choices) if variable.choices else answers[variable.kind]
        for variable in questions_of(item)
    }
    return item, draw(st.fixed_dictionaries(asked))


@pytest.mark.requirement("R10")
@given(answered(), st.randoms())
def test_the_same_answers_give_the_same_list_in_any_order(case: tuple[ItemDocument, dict[str, Any]], random: Any):
    item, answers = case
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    lines = checklist(item, answers)
    assert checklist(item, dict(shuffled)) == lines
    assert [line.no for line in lines] == [f"{number:02}" for number in range(1, len(item.materials) + 1)]
    assert not any(line.undetermined for line in lines)
    assert all(line.why for line in lines)
