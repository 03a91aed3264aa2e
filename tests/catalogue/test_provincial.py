"""The catalogue in the form of the provincial system: nothing is lost on the way there and back (R48)."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.provincial import BASIC, DETAILS, MATERIALS, REST, document_of, provincial
from chalicelib.foundation.problems import Invalid
from tests.catalogue.conftest import DOCUMENT

RAW = {item["id"]: item for item in DOCUMENT["items"]}


def through_a_file(row: Any) -> Any:
    return json.loads(json.dumps(row, ensure_ascii=False))


@pytest.mark.requirement("R48")
@pytest.mark.parametrize("code", RAW)
def test_an_item_comes_back_as_it_was(code: str):
    row = provincial(RAW[code], {"版本号": 1})
    assert document_of(through_a_file(row)) == RAW[code]
    assert row[BASIC]["基本编码"] == RAW[code]["basic_code_SYNTHETIC"]
    assert row[DETAILS]["实施编码"] == RAW[code]["implementing_code_SYNTHETIC"]
    assert len(row[MATERIALS]) == len(RAW[code]["materials"])
    ItemDocument.model_validate_json(json.dumps(document_of(row)))


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.requirement("R48")
@given(data=st.data(), code=st.sampled_from(sorted(RAW)))
def test_whatever_an_item_says_comes_back(data: st.DataObject, code: str):
    """Any part may be missing, null or something else, also of a line of the materials."""
    document = deepcopy(RAW[code])
    for name in data.draw(st.lists(st.sampled_from(sorted(set(document) - {"materials"})), max_size=6)):
        if data.draw(st.booleans()):
            document.pop(name, None)
        elif name not in ("service_objects", "implementing_code_SYNTHETIC"):
            document[name] = data.draw(VALUES)
    line = document["materials"][data.draw(st.integers(0, len(document["materials"]) - 1))]
    for name in data.draw(st.lists(st.sampled_from(sorted(line)), max_size=3)):
        line.pop(name, None)
    assert document_of(through_a_file(provincial(document, {}))) == document


def test_codes_that_follow_from_others_are_told():
    row = provincial(RAW["YM-I02"], {})
    assert row[DETAILS]["服务对象代码"] == [2]
    assert row[DETAILS]["实施主体统一社会信用代码"] == row[DETAILS]["实施编码"][:18]
    assert [line["材料必要性代码"] for line in row[MATERIALS]] == [1, 2, 2, 1]


@pytest.mark.parametrize(
    ("part", "name", "value", "pointer"),
    [
        (DETAILS, "服务对象代码", [1], "/事项/4/实施清单/服务对象代码"),
        (DETAILS, "实施主体统一社会信用代码", "1" * 18, "/事项/4/实施清单/实施主体统一社会信用代码"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(part: str, name: str, value: Any, pointer: str):
    row = provincial(RAW["YM-I02"], {})
    row[part][name] = value
    with pytest.raises(Invalid) as refused:
        document_of(row, 4)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, "form_contradiction")]


def test_a_row_without_a_part_is_refused():
    row = provincial(RAW["YM-I02"], {})
    del row[BASIC]
    del row[MATERIALS][1][REST]
    with pytest.raises(Invalid) as refused:
        document_of(row)
    assert [error.pointer for error in refused.value.errors] == ["/事项/0/基本目录", "/事项/0/材料/1/扩展"]
