"""Names: one writing to keep, one comparison for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation.writing import canonical_name, plain_number, same_name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("买买提·吐尔逊", "买买提·吐尔逊"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提.吐尔逊", "买买提·吐尔逊"),
        ("买买提 ・ 吐尔逊", "买买提·吐尔逊"),
        ("张 三", "张三"),
        ("张\u3000三", "张三"),
        ("阳江(中国)有限公司", "阳江（中国）有限公司"),
        ("阳江 （中国） 有限公司", "阳江（中国）有限公司"),
        ("ＡＢＣ　（阳江）有限公司", "ABC（阳江）有限公司"),
        ("John  F. Kennedy", "John F. Kennedy"),
        ("J. R. (Bob) Dobbs", "J. R. (Bob) Dobbs"),
        ("𠮷野", "𠮷野"),
        ("𠮷．野", "𠮷·野"),
        ("ООО «Заря»", "ООО «Заря»"),
    ],
)
def test_a_name_has_one_writing(typed: str, kept: str):
    assert canonical_name(typed) == kept
    assert same_name(typed, kept)


@given(st.text(max_size=30))
def test_the_one_writing_is_the_same_name_and_stays(text: str):
    once = canonical_name(text)
    assert canonical_name(once) == once
    assert same_name(text, once)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("阳江（中国）有限公司", "阳江(中国)有限公司", True),
        ("买买提·吐尔逊", "买买提・吐尔逊", True),
        ("买买提·吐尔逊", "买买提.吐尔逊", True),
        ("买买提·吐尔逊", "买买提吐尔逊", False),
        ("Doe John", "DOE  JOHN", True),
        ("张三", "张 三", True),
        ("张三", "张三.", True),
        ("张三", "张三丰", False),
        ("陈示例", "陈示列", False),
        ('阳江"示例"餐饮有限公司', "阳江“示例”餐饮有限公司", True),
        ("阳江「示例」餐饮有限公司", "阳江“示例”餐饮有限公司", True),
        ("阳江『示例』餐饮有限公司", "阳江《示例》餐饮有限公司", False),
        ("阳江［中国］有限公司", "阳江【中国】有限公司", True),
        ("阳江〔中国〕有限公司", "阳江（中国）有限公司", True),
        ("Anne-Marie O'Neil", "Anne‐Marie O’Neil", True),
        ("Anne-Marie", "ANNE MARIE", True),
        ("阳江－示例", "阳江—示例", True),
        ("ワタナベー", "ワタナベ", False),
        ("阳江“示例”餐饮有限公司", "阳江“示列”餐饮有限公司", False),
        ("阳江示例有限公司", "阳江示例（集团）有限公司", False),
    ],
)
def test_the_same_name_may_be_written_differently(one: str, other: str, same: bool):
    assert same_name(one, other) is same


@given(st.text(alphabet=st.characters(categories=["Cf", "Zs", "Pd", "Ps", "Pe", "Cc"]), max_size=20))
def test_filling_is_no_part_of_a_number(filling: str):
    assert plain_number(f"{filling}44１x{filling}") == "441X"
