"""Cases of an item that was split or merged count under the codes that carry it on; each case counts once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model.successors import Line, by_successor, counted_under, in_force

AT = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BEFORE = AT - timedelta(days=1)


def line(code: str, *successors: str, ended: datetime | None = BEFORE, kind: str = "merge") -> Line:
    return Line(code, "生产经营", "food", ended if successors or kind == "cancel" else None, kind, successors)


@pytest.mark.requirement("R42")
def test_what_was_merged_counts_with_its_successor_over_several_ends():
    lines = [line("A", "B"), line("C", "B"), line("B", "D"), line("D")]
    under = counted_under(lines, AT)
    assert under == {"A": ("D",), "C": ("D",), "B": ("D",)}
    assert by_successor({"A": 3, "B": 2, "C": 1, "D": 5, "E": 4}, under) == {("D",): 11, ("E",): 4}
    assert [one.id for one in in_force(lines, AT)] == ["D"]


@pytest.mark.requirement("R42")
def test_what_was_split_counts_once_for_all_of_its_successors():
    under = counted_under([line("A", "B", "C", kind="split"), line("B"), line("C", "D"), line("D")], AT)
    assert under == {"A": ("B", "D"), "C": ("D",)}
    assert by_successor({"A": 7, "B": 1, "C": 2, "D": 4}, under) == {("B", "D"): 7, ("B",): 1, ("D",): 6}


def test_without_a_successor_or_in_a_circle_it_counts_under_its_own_code():
    lines = [line("A", kind="cancel"), line("B", "C"), line("C", "B"), line("E", "X")]
    assert counted_under(lines, AT) == {"A": ("A",), "B": ("B",), "C": ("C",), "E": ("E",)}


def test_until_its_day_an_item_that_will_end_counts_under_its_own_code():
    assert counted_under([line("A", "B", ended=AT + timedelta(days=1)), line("B")], AT) == {}


CODES = "ABCDEF"


@given(
    st.lists(st.tuples(st.sampled_from(CODES), st.lists(st.sampled_from(CODES), max_size=3)), max_size=6),
    st.dictionaries(st.sampled_from(CODES), st.integers(0, 50)),
)
def test_no_case_is_lost_or_counted_twice(ends: list[tuple[str, list[str]]], counts: dict[str, int]):
    known = {code: line(code, *successors) for code, successors in ends}
    lines = [known.get(code, line(code)) for code in CODES]
    under = counted_under(lines, AT)
    assert sum(by_successor(counts, under).values()) == sum(counts.values())
    there = {one.id for one in in_force(lines, AT)}
    assert all(set(heirs) <= there or heirs == (code,) for code, heirs in under.items())
