"""The table of terms against law.md: lengths and articles, and which regime has which term."""

import re
from typing import get_args

import pytest

from chalicelib.clock.kinds import KINDS, LICENCE, REGIMES, DeadlineKind, not_set, refusal_of
from chalicelib.directory.model import Regime

KIND_NAMES: tuple[DeadlineKind, ...] = get_args(DeadlineKind)
# Of law.md 4: kind -> length, unit and article of 行政许可法.
LAW = {
    "acceptance_notice": (5, "workday", 32),
    "decision": (20, "workday", 42),
    "decision_extended": (20, "workday", 42),
    "lower_review": (20, "workday", 43),
    "superior": (20, "workday", 42),
    "issue": (10, "workday", 44),
    "inspection_start": (5, "workday", 55),
    "hearing_request": (5, "workday", 47),
    "hearing_organise": (20, "workday", 47),
    "hearing_notice": (7, "workday", 48),
    "renewal": (30, "day", 50),
}
NUMBERS = {32: "三十二", 42: "四十二", 43: "四十三", 44: "四十四", 47: "四十七", 48: "四十八", 50: "五十", 55: "五十五"}


@pytest.mark.law("4.1")
@pytest.mark.parametrize("kind", LAW)
def test_length_unit_and_article_are_those_of_the_law(kind: DeadlineKind):
    row, (length, unit, article) = KINDS[kind], LAW[kind]
    assert (row.length, row.unit) == (length, unit)
    assert re.match(rf"《行政许可法》第{NUMBERS[article]}条", row.article)
    assert row.extension == (10 if kind == "decision_extended" else 0)
    assert row.backwards == (kind in ("hearing_notice", "renewal"))


def test_every_kind_and_every_regime_has_its_row():
    assert list(KINDS) == list(KIND_NAMES)
    assert set(REGIMES) == set(get_args(Regime))


@pytest.mark.law("0")
@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_terms_of_the_licensing_law_are_those_of_licences_only(kind: DeadlineKind, regime: str):
    refusal = refusal_of(kind, regime)
    decides = kind in ("decision", "decision_extended")
    has = regime == LICENCE or kind in ("supplement", "promised") or (decides and regime != "filing")
    assert (refusal is None) == has
    if refusal:
        assert KINDS[kind].label in refusal.reason
        assert refusal.article in refusal.reason
        assert REGIMES[regime].name in refusal.reason


def test_what_no_law_sets_is_told_with_the_article_that_applies():
    told = not_set("decision", "public_service")
    assert told.article == "《优化营商环境条例》第三十六条第二款"
    assert told.article in told.reason
