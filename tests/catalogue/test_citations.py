"""Laws in full words, as citizens read them."""

import pytest

from chalicelib.catalogue.model.citations import articles, citation, citations, law_name, number, without_research

FOOD = ("食品安全法", "食品经营许可和备案管理办法(市监总局令78, 2023)")


@pytest.mark.parametrize(
    ("law", "article", "words"),
    [
        ("食品安全法", "33", "《食品安全法》第三十三条"),
        ("食品安全法", "33,35", "《食品安全法》第三十三条、第三十五条"),
        ("社会保险法", "58(3)", "《社会保险法》第五十八条第三款"),
        ("建筑法", "8(一)", "《建筑法》第八条第一项"),
        (FOOD[1], "12,19-24", "《食品经营许可和备案管理办法》第十二条、第十九条至第二十四条"),
        ("国务院决定412号令", "101", "国务院令第412号第一百零一条"),
        ("国务院令628/取消公章刻制审批改备案", "-", "国务院令第628号"),
        ("城市供水条例", "19-23 (no limit stated)", "《城市供水条例》"),
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
    ("value", "words"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (112, "一百一十二"), (120, "一百二十")],
)
def test_numbers_as_laws_write_them(value: int, words: str):
    assert number(value) == words
