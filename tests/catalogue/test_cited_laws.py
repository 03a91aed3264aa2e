"""A basis names an article; that of a fee is of a law or of an administrative regulation (R9, 行政许可法58, 59)."""

import pytest

from chalicelib.catalogue.model.cited_laws import cites_law, cites_law_of_fees


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(
    "written",
    [
        "《民办非企业单位登记管理暂行条例》",
        "生产建设项目水土保持方案管理办法",
        "《食品安全法》；《行政许可法》",
        "行政许可法 (MEMORY)",
        "国务院令628",
        "住建部令51",
        "按第十条办理",
    ],
)
def test_a_law_without_an_article_is_no_basis(written: str):
    assert not cites_law(written, ())
    assert not cites_law_of_fees(written, ())


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(
    "written",
    [
        "《民办非企业单位登记管理暂行条例》第八条",
        "行政许可法42(1), 82 (default: special law sets no limit)",
        "《食品安全法》；行政许可法42",
        "《国务院对确需保留的行政审批项目设定行政许可的决定》附件第101项",
        "《公共场所卫生管理条例实施细则》第二十四条",
        "《刑法》第二百六十四条之一",
    ],
)
def test_a_law_with_an_article_is_one(written: str):
    assert cites_law(written, ())


@pytest.mark.parametrize(
    ("written", "may"),
    [
        ("道路交通安全法第十条", True),
        ("城市道路管理条例37 VERIFIED", True),
        ("《市场主体登记管理条例》第三条", True),
        ("《城镇排水与污水处理条例》第二十一条", True),
        ("《中华人民共和国车船税法实施条例》第二条", True),
        ("《国务院关于在线政务服务的若干规定》第十条", True),
        ("《排水许可管理办法》第一条；《水法》第四十八条", True),
        ("《排水许可管理办法》第一条", False),
        ("《城镇污水排入排水管网许可管理办法》第十条", False),
        ("《公共场所卫生管理条例实施细则》第二十四条", False),
        ("《广东省行政许可监督管理条例》第十条", False),
        ("《阳江市城市道路管理条例》第十条", False),
        ("《内蒙古自治区水土保持条例》第十条", False),
        ("《阳江市综合窗口内部管理规定》第一条", False),
    ],
)
def test_only_laws_and_administrative_regulations_set_fees(written: str, may: bool):
    assert cites_law_of_fees(written, ()) is may


def test_a_short_form_means_the_law_of_the_item():
    assert cites_law_of_fees("条例37", ("城市道路管理条例",))
    assert not cites_law_of_fees("办法37", ("城镇污水排入排水管网许可管理办法",))
