"""Documents cite laws by their full titles, public pages by their common names; articles in Chinese numerals, and never
an editor's notes.
"""

import re

import pytest

from chalicelib.catalogue.model.citations import (
    articles,
    chinese_number,
    citation,
    citations,
    cite,
    cite_material,
    law_name,
    under_one_name,
    without_research,
)
from chalicelib.catalogue.model.cited_laws import cites_law
from chalicelib.catalogue.model.written_bases import number_of, short_basis
from tests.catalogue.conftest import DOCUMENT

FOOD = ("食品安全法", "食品经营许可和备案管理办法(市监总局令78, 2023)")


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
        ("建筑法", "8(1)(2)", "《中华人民共和国建筑法》第八条第一款第二项"),
        ("户口登记条例", "25(1)(1)(2)", "《中华人民共和国户口登记条例》第二十五条第一款第一项、第二项"),
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
    ("law", "article", "words"),
    [
        ("食品安全法", "33", "《食品安全法》第三十三条"),
        ("食品安全法", "33,35", "《食品安全法》第三十三条、第三十五条"),
        ("社会保险法", "58(3)", "《社会保险法》第五十八条第三款"),
        ("建筑法", "8(一)", "《建筑法》第八条第一项"),
        (FOOD[1], "12,19-24", "《食品经营许可和备案管理办法》第十二条、第十九条至第二十四条"),
        ("国务院决定412号令", "101", "《国务院对确需保留的行政审批项目设定行政许可的决定》附件第101项"),
        ("国务院令628/取消公章刻制审批改备案", "-", "国务院令第628号"),
        ("城市供水条例", "19-23 (no limit stated)", "《城市供水条例》第十九条至第二十三条"),
        ("烟草专卖许可证管理办法(工信部令37)", "受理/20日/10日/5年", "《烟草专卖许可证管理办法》"),
    ],
)
def test_a_law_and_its_articles(law: str, article: str, words: str):
    assert citation(law, article) == words


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (
            "办法12; 食品安全法33(一)-(四)",
            "《食品经营许可和备案管理办法》第十二条；《食品安全法》第三十三条第一项至第四项",
        ),
        ("食品安全法45 (MEMORY)", "《食品安全法》第四十五条"),
        (
            "行政许可法58 (无法律、行政法规依据不得收费) VERIFIED",
            "《行政许可法》第五十八条（无法律、行政法规依据不得收费）",
        ),
        ("消防法15(3) (不采用告知承诺)", "《消防法》第十五条第三款（不采用告知承诺）"),
        ("行政许可法42(1), 82 (default: special law sets no limit)", "《行政许可法》第四十二条第一款、第八十二条"),
        ("社会保险法57 (自收到申请之日起15日内审核; unit not stated)", "《社会保险法》第五十七条"),
        ("城乡规划法37/38", "《城乡规划法》第三十七条、第三十八条"),
        ("no statutory limit found", None),
        ("", None),
        ("办事指南", "办事指南"),
    ],
)
def test_a_basis_as_the_catalogue_writes_it(basis: str, words: str | None):
    assert citations(basis, FOOD) == words


def test_an_abbreviation_that_several_laws_answer_to_is_left_as_a_name():
    assert citations("条例7", ("护士条例", "教师资格条例")) == "《条例》第七条"


def test_what_is_no_list_of_articles():
    assert articles("1-5 seen; limit/validity not") is None
    assert without_research("the regulation does not say") is None
    assert without_research("随到随办 MEMORY") == "随到随办"
    assert law_name("公司法(2023)") == "《公司法》"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (17, "十七"),
        (20, "二十"),
        (82, "八十二"),
        (100, "一百"),
        (101, "一百零一"),
        (105, "一百零五"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (120, "一百二十"),
    ],
)
def test_numbers_of_articles(number: int, words: str):
    assert chinese_number(number) == words


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("社会保险经办条例第十条", "《社会保险经办条例》第十条"),
        ("《社会保险经办条例》第十条", "《社会保险经办条例》第十条"),
        ("社会保险经办条例第10条", "《社会保险经办条例》第十条"),
        ("社会保险经办条例第１０条", "《社会保险经办条例》第十条"),
        ("社会保险经办条例１０", "《社会保险经办条例》第十条"),
        ("《社会保险经办条例》10", "《社会保险经办条例》第十条"),
        ("社会保险经办条例 第十条第二款第（三）项", "《社会保险经办条例》第十条第二款第三项"),
        ("行政许可法第一百零五条、第二十一条", "《行政许可法》第一百零五条、第二十一条"),
        ("社会保险法第10条和第11条；劳动合同法57(1)", "《社会保险法》第十条、第十一条；《劳动合同法》第五十七条第一款"),
        ("中华人民共和国食品安全法第三十五条", "《食品安全法》第三十五条"),
        ("《刑法》第二百六十四条之一", "《刑法》第二百六十四条之一"),
    ],
)
def test_a_basis_is_read_as_people_write_it(written: str, cited: str):
    assert citations(written, ()) == cited
    assert cites_law(written, ())
    assert cite_material(written, ()) is not None


@pytest.mark.parametrize(
    "written", ["按照惯例", "食品安全法第三十五条及有关规定", "刑法第二百六十四条之一", "第十条", "局领导批示"]
)
def test_what_can_mean_several_things_is_no_basis(written: str):
    assert not cites_law(written, ())
    assert cite_material(written, ()) is None


@pytest.mark.parametrize("number", range(1, 200))
def test_numbers_are_read_as_they_are_written(number: int):
    assert number_of(chinese_number(number)) == number_of(str(number)) == number
    assert articles(f"第{chinese_number(number)}条") == articles(str(number)) == articles(f"第{number}条")


def test_the_catalogues_own_writing_stays():
    """What the demonstration cites is read as before: in the short form already, or not at all."""
    bases = {line["legal_basis"] for item in DOCUMENT["items"] for line in item["materials"] if line.get("legal_basis")}
    changed = {
        basis for basis in bases for part in re.split("[;；]", basis) if short_basis(part.strip()) != part.strip()
    }
    assert changed == set()


def test_a_law_has_one_name_in_a_document_and_none_without_its_articles():
    cited = [
        "《食品安全法》第八十七条",
        "《中华人民共和国食品安全法》第三十三条、第三十五条",
        "《食品经营许可和备案管理办法》",
        "《食品经营许可和备案管理办法》第十二条；《食品安全法》第八十七条",
        "《国务院办公厅的指导意见》（国办发〔2020〕42号）",
        "《广东省优化营商环境条例》",
    ]
    assert under_one_name(cited) == (
        "《中华人民共和国食品安全法》第八十七条",
        "《中华人民共和国食品安全法》第三十三条、第三十五条",
        "《食品经营许可和备案管理办法》第十二条",
        "《国务院办公厅的指导意见》（国办发〔2020〕42号）",
        "《广东省优化营商环境条例》",
    )
