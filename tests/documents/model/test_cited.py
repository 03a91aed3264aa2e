"""What a document names as its basis: laws by their full names, and each of them once."""

import pytest

from chalicelib.catalogue.model.citations import in_full, under_one_name
from chalicelib.documents.model.clock_notices import extension_notice
from tests.documents.model.examples import AN_EXTENSION, a_case, formal

FOOD, RULES = "《食品安全法》第三十三条", "《食品经营许可和备案管理办法》"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("《行政许可法》第四十二条", "《中华人民共和国行政许可法》第四十二条"),
        ("《中华人民共和国食品安全法》第三十五条", "《中华人民共和国食品安全法》第三十五条"),
        (RULES, RULES),
        ("参照《民法典》、《建筑法》第八条", "参照《中华人民共和国民法典》、《中华人民共和国建筑法》第八条"),
        ("《广东省优化营商环境条例》第三十二条", "《广东省优化营商环境条例》第三十二条"),
    ],
)
def test_a_law_has_the_name_of_the_state(short: str, full: str):
    assert in_full(short) == full


def test_one_law_is_not_cited_under_two_names():
    whole = "《中华人民共和国食品安全法》第三十三条"
    assert under_one_name([FOOD, RULES, whole, f"{RULES}第十三条"]) == (whole, f"{RULES}第十三条")


def test_a_law_without_an_article_stays_where_it_stands_alone():
    other = "《食品经营许可和备案管理办法实施细则》第一条"
    assert under_one_name([RULES, other]) == (RULES, other)


def test_an_extension_names_the_items_regulation_once():
    case = a_case(item_basis=(FOOD, f"{RULES}第二十条"))
    told = extension_notice(case, formal(), AN_EXTENSION._replace(basis=RULES))
    assert told.basis == ("《中华人民共和国食品安全法》第三十三条", f"{RULES}第二十条")
