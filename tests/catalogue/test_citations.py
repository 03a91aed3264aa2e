"""Documents cite laws by their full titles and articles in Chinese numerals, never with an editor's notes."""

import re

import pytest

from chalicelib.catalogue.model.citations import chinese_number, cite, cite_material
from tests.catalogue.conftest import DOCUMENT


@pytest.mark.parametrize(
    ("law", "article", "cited"),
    [
        ("食品安全法", "33,35", "《中华人民共和国食品安全法》第三十三条、第三十五条"),
        (
            "劳务派遣行政许可实施办法(人社部令19)",
            "8-13,17-18",
            "《劳务派遣行政许可实施办法》第八条至第十三条、第十七条、第十八条",
        ),
        ("社会保险法", "58(3)", "《中华人民共和国社会保险法》第五十八条第三款"),
        ("公司法(2023)", "34,35", "《中华人民共和国公司法》第三十四条、第三十五条"),
        ("市场主体登记管理条例", "33", "《中华人民共和国市场主体登记管理条例》第三十三条"),
        ("城市供水条例", "19-23 (no limit stated)", "《城市供水条例》第十九条至第二十三条"),
        ("烟草专卖许可证管理办法(工信部令37)", "受理/20日/10日/5年", "《烟草专卖许可证管理办法》"),
        ("城镇污水排入排水管网许可管理办法", "1-5 seen; limit not", "《城镇污水排入排水管网许可管理办法》"),
        ("国务院决定412号令", "101", "《国务院对确需保留的行政审批项目设定行政许可的决定》附件第101项"),
        ("国务院令628/取消公章刻制审批改备案", "-", "国务院令第628号"),
    ],
)
def test_a_law_is_cited_in_full(law: str, article: str, cited: str):
    assert cite(law, article) == cited


@pytest.mark.parametrize(
    ("basis", "cited"),
    [
        ("食品安全法35; 办法12", "《中华人民共和国食品安全法》第三十五条；《食品经营许可和备案管理办法》第十二条"),
        (
            "办法8(三); 劳动合同法57(1) 注册资本≥200万元",
            "《食品经营许可和备案管理办法》第八条第三项；《中华人民共和国劳动合同法》第五十七条第一款",
        ),
        ("13(1)(一)-(三)", "《中华人民共和国食品安全法》第十三条第一款第一项至第三项"),
        ("药品管理法52(三)(四)", "《中华人民共和国药品管理法》第五十二条第三项、第四项"),
        ("食品安全法45 (MEMORY)", "《中华人民共和国食品安全法》第四十五条"),
        ("部门规章/办事指南", None),
        ("身份核验(原件核对复印件: 本细则二(二))", None),
        ("", None),
    ],
)
def test_the_basis_of_a_material_is_cited_in_full_or_not_at_all(basis: str, cited: str | None):
    assert cite_material(basis, ["食品安全法", "食品经营许可和备案管理办法(市监总局令78, 2023)"]) == cited


def test_no_note_of_an_editor_is_ever_cited():
    for item in DOCUMENT["items"]:
        laws = [basis["law"] for basis in item["legal_basis"]]
        cited = [cite(basis["law"], basis["article"]) for basis in item["legal_basis"]]
        cited += [cite_material(line.get("legal_basis") or "", laws) or "" for line in item["materials"]]
        assert [text for text in cited if re.search(r"[A-Za-z()/]|[0-9]+条", text)] == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (17, "十七"),
        (20, "二十"),
        (82, "八十二"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
    ],
)
def test_numbers_of_articles(number: int, words: str):
    assert chinese_number(number) == words
