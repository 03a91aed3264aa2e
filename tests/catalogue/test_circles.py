"""Circles of prerequisites in a whole catalogue."""

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model.circles import circles
from chalicelib.catalogue.model.document import read_document
from chalicelib.catalogue.model.publishing import codes_of
from chalicelib.foundation.problems import Invalid
from tests.catalogue.conftest import DOCUMENT

CODES = st.sampled_from("ABCDEFG")
GRAPHS = st.dictionaries(CODES, st.lists(CODES, max_size=4), max_size=7)


@pytest.mark.requirement("R10")
@pytest.mark.parametrize(
    ("before", "way"),
    [
        ({"YM-S01": ["YM-S01"]}, "YM-S01 → YM-S01"),
        ({"YM-S01": ["YM-S02"], "YM-S02": ["YM-S01"]}, "YM-S01 → YM-S02 → YM-S01"),
        (
            {"YM-S01": ["YM-S02"], "YM-S02": ["YM-S03|YM-S04"], "YM-S03": ["YM-S01?agent==true"]},
            "YM-S01 → YM-S02 → YM-S03 → YM-S01",
        ),
    ],
)
def test_an_import_with_a_circle_is_refused_and_names_it(before: dict[str, list[str]], way: str):
    items = [one | {"prerequisites": before.get(one["id"], [])} for one in DOCUMENT["items"]]
    with pytest.raises(Invalid) as refused:
        read_document(DOCUMENT | {"items": items})
    told = [error for error in refused.value.errors if error.code == "prerequisite_cycle"]
    numbers = {one["id"]: number for number, one in enumerate(DOCUMENT["items"])}
    assert {error.pointer for error in told} == {f"/items/{numbers[code]}/prerequisites/0" for code in before}
    assert any(way in error.message for error in told)


def test_the_demonstration_has_none():
    before = {one["id"]: codes_of(one.get("prerequisites", [])) for one in DOCUMENT["items"]}
    assert any(before.values())
    assert circles(before) == {}


@given(GRAPHS)
def test_it_finds_a_circle_where_there_is_one_and_only_there(before: dict[str, list[str]]):
    found = circles(before)
    try:
        list(
            TopologicalSorter(
                {code: [one for one in named if one in before] for code, named in before.items()}
            ).static_order()
        )
        assert found == {}
    except CycleError:
        assert found
    for code, way in found.items():
        assert way[0] == way[-1] == code
        assert len(way) >= 2
        assert all(later in before[earlier] for earlier, later in pairwise(way))


def test_five_thousand_items_are_walked_through_once():
    chain: dict[str, Any] = {f"I{number}": [f"I{number + 1}"] for number in range(5000)}
    begun = process_time()
    assert circles(chain) == {}
    assert process_time() - begun < 1
