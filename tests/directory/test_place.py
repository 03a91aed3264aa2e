"""The profile of a place: what a city and its organs are called, read from one row."""

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from chalicelib.directory import store
from chalicelib.directory.model import Place
from chalicelib.directory.store import find_place, keep_place, load_place
from chalicelib.foundation.problems import Unavailable
from chalicelib.foundation.table import Table
from chalicelib.foundation.validation import field_errors
from tests.directory.test_store import Rows

AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
PROFILE: dict[str, Any] = {
    "division": "990100",
    "name": "某市",
    "short_name": "某市",
    "government": "某市人民政府",
    "centre": "某市政务服务中心",
    "issuing_place": "某市政务服务中心发证窗口",
    "issuing_hours": "工作日 9:00—17:00",
    "phone": "0990-12345",
    "number_prefix": "某",
    "event_namespace": "cn.gov.example.yimen",
}
LONGER = {"name": "海滨市", "short_name": "海滨"}
COUNTY = {"name": "祁县", "short_name": "祁县"}
DISTRICT = {"name": "东湖区", "short_name": "东湖"}


def a_place(**changes: Any) -> Place:
    return Place.model_validate_json(json.dumps(PROFILE | LONGER | changes))


# ---------------------------------------------------------------------------------------------------------------- names
@pytest.mark.parametrize(
    ("place", "name", "full"),
    [
        (LONGER, "公安局", "海滨市公安局"),
        (LONGER, "市场监督管理局", "海滨市市场监督管理局"),
        (LONGER, "市委组织部", "海滨市委组织部"),
        (LONGER, "海滨供电局(南方电网)", "海滨供电局"),
        (LONGER, "人民防空办公室(住建/国动)", "海滨市人民防空办公室"),
        (DISTRICT, "区委组织部", "东湖区委组织部"),
        (DISTRICT, "市场监督管理局", "东湖区市场监督管理局"),
        (COUNTY, "县委组织部", "祁县县委组织部"),
    ],
)
def test_the_full_name_of_a_department_follows_from_its_place(place: dict[str, str], name: str, full: str):
    assert a_place(**place).full_name("food", name) == full


def test_a_department_may_have_a_name_a_reviewing_organ_and_a_seal_of_its_own():
    place = a_place(organs={"tax": {"name": "国家税务总局海滨市税务局", "reviewing_organ": "省税务局", "seal": "S-7"}})
    assert place.full_name("tax", "税务局") == "国家税务总局海滨市税务局"
    assert (place.reviewing_organ("tax"), place.seal_id("tax")) == ("省税务局", "S-7")
    assert place.full_name("food", "税务局") == "海滨市税务局"
    assert (place.reviewing_organ("food"), place.seal_id("food")) == ("某市人民政府", "990100-food")


def test_what_an_exception_does_not_say_follows_the_rule():
    place = a_place(organs={"tax": {"note": "须核实"}})
    assert place.full_name("tax", "税务局") == "海滨市税务局"
    assert (place.reviewing_organ("tax"), place.seal_id("tax")) == ("某市人民政府", "990100-tax")


# ----------------------------------------------------------------------------------------------------------- validation
@pytest.mark.parametrize(
    ("change", "pointer", "said"),
    [
        ({"division": "4417"}, "/division", "应为 6 位行政区划代码（GB/T 2260）"),
        ({"short_name": "滨海"}, "/short_name", "简称应为全称的开头部分，如去掉末尾的“市”“区”或“县”"),
        ({"government": ""}, "/government", "至少填写 2 个字"),
        ({"centre": "中心\n"}, "/centre", "含有换行、控制字符或不可见字符，请删除后重新填写"),
        ({"phone": "转 3"}, "/phone", "应为电话号码，只含数字和连字符"),
        ({"number_prefix": "Y"}, "/number_prefix", "应为 1 至 6 个汉字，排在机关代字之前"),
        (
            {"event_namespace": "Example"},
            "/event_namespace",
            "应为倒写的域名，小写字母，以点分隔，如 cn.gov.example.yimen",
        ),
        ({"organs": {"tax": {"name": ""}}}, "/organs/tax/name", "至少填写 2 个字"),
        ({"organs": {"tax": {"colour": "red"}}}, "/organs/tax/colour", "没有这一项，请删除"),
        ({"mayor": "张三"}, "/mayor", "没有这一项，请删除"),
        ({"number_codes": {"tax": "税", "food": "税"}}, "/number_codes", "机关代字不能重复，否则文号会重复"),
    ],
)
def test_what_is_wrong_with_a_profile_is_told_in_chinese(change: dict[str, Any], pointer: str, said: str):
    with pytest.raises(ValidationError) as refusal:
        a_place(**change)
    assert [(error.pointer, error.message) for error in field_errors(refusal.value)] == [(pointer, said)]


@pytest.mark.parametrize("field", PROFILE)
def test_a_profile_is_whole(field: str):
    with pytest.raises(ValidationError) as refusal:
        Place.model_validate({name: value for name, value in (PROFILE | LONGER).items() if name != field})
    assert (f"/{field}", "请填写此项") in [(error.pointer, error.message) for error in field_errors(refusal.value)]


# ------------------------------------------------------------------------------------------------------------------ row
@pytest.fixture
def rows() -> Rows:
    store.forget()
    return Rows()


def phone(rows: Table, at: datetime) -> str:
    return load_place(rows, "990100", wall=at).phone


def test_a_profile_is_read_as_it_was_kept(rows: Rows):
    place = a_place(organs={"tax": {"seal": "S-7"}})
    rows.write(keep_place(place))
    assert find_place(rows, "990100") == load_place(rows, "990100", wall=AT) == place


def test_a_process_reads_a_profile_once_in_five_minutes(rows: Rows):
    rows.write(keep_place(a_place()))
    assert phone(rows, AT) == "0990-12345"
    rows.write(keep_place(a_place(phone="0990-54321")))
    assert phone(rows, AT + timedelta(minutes=5, milliseconds=-1)) == "0990-12345"
    assert phone(rows, AT + timedelta(minutes=5)) == "0990-54321"
    rows.rows.clear()
    assert phone(rows, AT + timedelta(minutes=6)) == "0990-54321"
    store.forget()
    with pytest.raises(Unavailable):
        phone(rows, AT + timedelta(minutes=6))


def test_places_are_apart(rows: Rows):
    rows.write(keep_place(a_place()), keep_place(a_place(division="990200", phone="0992-12345")))
    assert [load_place(rows, division, wall=AT).phone for division in ("990100", "990200")] == [
        "0990-12345",
        "0992-12345",
    ]


def test_without_a_profile_one_is_told_what_is_missing(rows: Rows):
    with pytest.raises(Unavailable) as refusal:
        load_place(rows, "990100", wall=AT)
    assert (refusal.value.code, refusal.value.status) == ("place_unknown", 503)
    assert "机构信息尚未导入" in refusal.value.title
