"""授权率, 委托率 and turnover: counted by hand from small registers, and held to their definition for any terms."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.directory.model.figures import Item, Share, Term, Turnover, authorised, delegated, turnover
from tests.directory.registers import accept_letter, power_letter

DAY = date(2026, 11, 24)
LINE = {"complexity": "general", "power": 2, "decides": "chief_representative"}
ITEMS = [Item("YM-P01", "food", "general"), Item("YM-P02", "food", "simple"), Item("YM-P03", "food", "complex")]


def lines(*codes: str, **changes: str | int) -> list[dict[str, str | int]]:
    return [{"item": code, **LINE, **changes} for code in codes]


@pytest.mark.requirement("R72")
def test_what_counts_as_authorised():
    both = power_letter(items=lines("YM-P01", "YM-P02"))
    assert authorised(ITEMS, [both], DAY) == Share(2, 2)
    assert authorised(ITEMS, [], DAY) == Share(0, 2, ("YM-P01", "YM-P02"))
    assert authorised(ITEMS, [power_letter(items=lines("YM-P01"))], DAY) == Share(1, 2, ("YM-P02",))
    for missing in (
        power_letter(items=lines("YM-P01", decides="department_head")),
        power_letter(items=lines("YM-P01", power=5)),
        power_letter(to="2026-11-23"),
        power_letter(**{"from": "2026-11-25"}),
        power_letter(department="ocean"),
        power_letter(exclusions=[{"item": "YM-P01", "text": "重大的", "who": "department_head"}]),
        power_letter(revoked={"at": "2026-11-24T16:00:00+08:00", "by": "H-900", "reason": "收回"}),
        accept_letter(),
    ):
        assert authorised(ITEMS[:1], [missing], DAY) == Share(0, 1, ("YM-P01",)), missing
    assert authorised([Item("YM-P01", "food", None)], [both], DAY) == Share(1, 1)


@pytest.mark.requirement("R66", "R67", "R72")
@pytest.mark.parametrize(
    ("handling", "power", "counted"),
    [("即办件", 1, 1), ("即办件", 2, 0), ("承诺件", 1, 0), ("承诺件", 2, 1), ("承诺件", 3, 1), ("上报件", 2, 0)],
)
def test_a_decision_is_authorised_by_the_power_for_its_kind(handling: str, power: int, counted: int):
    """As the gate of the acts judges it."""
    letter = power_letter(items=lines("YM-P01", power=power))
    assert authorised([Item("YM-P01", "food", "general", handling)], [letter], DAY).counted == counted


@pytest.mark.requirement("R72")
def test_a_newer_letter_takes_nothing_out_of_the_figure():
    newer = power_letter(id="LP-901", items=lines("YM-P01", decides="department_head"), **{"from": "2026-06-01"})
    assert authorised(ITEMS[:1], [power_letter(), newer], DAY) == Share(1, 1)
    assert authorised(ITEMS[:1], [power_letter(), power_letter(id="LP-902", items=[])], DAY) == Share(1, 1)


@pytest.mark.requirement("R57")
def test_what_counts_as_delegated():
    assert delegated(ITEMS, [accept_letter()], DAY) == Share(1, 3, ("YM-P02", "YM-P03"))
    receive = accept_letter(items=[{"item": "YM-P01", "scope": ["收取材料"]}])
    assert delegated(ITEMS[:1], [receive], DAY) == Share(0, 1, ("YM-P01",))
    narrow = accept_letter(scope=["收取材料", "受理"])
    issuing = accept_letter(id="LA-901", scope=["出具文书"])
    assert delegated(ITEMS[:1], [narrow], DAY).counted == 0  # the window cannot accept without giving out the notice
    assert delegated(ITEMS[:1], [narrow, issuing], DAY).counted == 1
    assert delegated(ITEMS[:1], [accept_letter(to="2026-11-23")], DAY).counted == 0
    assert delegated(ITEMS[:1], [accept_letter(to="2026-11-24")], DAY).counted == 1


def test_rates_have_four_decimals_and_are_empty_of_nothing():
    assert Share(1, 3).rate == 0.3333
    assert Share(0, 0).rate is None
    assert Turnover(0, 0, 0, 0, 0, 0).rate is None


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.requirement("R59")
def test_turnover_counted_by_hand():
    """Ten are there before; two come, one leaves, one moves in and two move out."""
    terms = [
        *[Term("food", d("2025-01-01"))] * 6,
        Term("food", d("2025-01-01"), d("2026-03-31")),
        Term("food", d("2025-01-01"), d("2026-05-31"), went_to="si"),
        Term("food", d("2025-01-01"), d("2026-06-30"), went_to="si"),
        Term("food", d("2025-01-01"), d("2026-12-31")),
        Term("food", d("2026-01-01")),
        Term("food", d("2026-12-31")),
        Term("food", d("2026-07-01"), came_from="si"),
        Term("food", d("2024-01-01"), d("2025-12-30")),
    ]
    found = turnover(terms, d("2026-01-01"), d("2026-12-31"))
    assert found == Turnover(before=10, after=10, entered=2, left=1, moved_in=1, moved_out=2)
    assert (found.mean, found.rate) == (10.0, 0.1)


@pytest.mark.requirement("R59")
def test_whoever_leaves_on_the_last_day_of_the_year_left_in_the_next():
    terms = [Term("food", d("2025-01-01"), d("2025-12-31"))]
    assert turnover(terms, d("2025-06-01"), d("2025-12-31")) == Turnover(1, 1, 0, 0, 0, 0)
    assert turnover(terms, d("2026-01-01"), d("2026-12-31")) == Turnover(1, 0, 0, 1, 0, 0)


DAYS = st.integers(0, 60).map(lambda days: d("2026-01-01") + timedelta(days=days))
TERMS = st.builds(
    Term, st.just("food"), DAYS, st.none() | DAYS, st.sampled_from([None, "si"]), st.sampled_from([None, "si"])
)


@pytest.mark.requirement("R59")
@given(st.lists(TERMS, max_size=8), DAYS, DAYS)
def test_what_was_before_with_those_who_came_and_without_those_who_went_is_what_is_after(
    terms: list[Term], one: date, other: date
):
    first, last = sorted((one, other))
    found = turnover(terms, first, last)
    assert found.before + found.entered + found.moved_in - found.left - found.moved_out == found.after
    halves = [turnover(terms, first, first), turnover(terms, first + timedelta(days=1), last)]
    if first < last:
        assert sum(half.entered for half in halves) == found.entered
        assert sum(half.left for half in halves) == found.left
