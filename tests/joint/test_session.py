"""Opinions of a joint examination: silence is no consent, the lead overwrites nobody, one list to put right."""

import json
from datetime import UTC, date, datetime

import pytest

from chalicelib.cases.model.unified_ref import SessionConclusion
from chalicelib.catalogue.model.schemes.parts import SilenceRule
from chalicelib.catalogue.model.schemes.unified import Opinion, UnifiedItem
from chalicelib.clock import WorkCalendar, count_term
from chalicelib.joint.model.session import (
    Given,
    Held,
    Session,
    conditions_of,
    in_conflict,
    missing,
    next_round,
    opened,
    participants,
    rectifications,
    silence_rule,
    silent,
    wrong_with,
)
from tests.catalogue.schemes.data import SCHEMES, WORKED

W9 = next(case for case in WORKED["cases"] if case["id"] == "W9")
PLAIN = {"flammable_explosive": False}
VISIT = Held(at=datetime(2026, 9, 18, 1, tzinfo=UTC), place="现场", attending=(), findings="属实。")


def unified(item: str) -> UnifiedItem:
    return next(
        one
        for part in SCHEMES["unified_items"]
        if (one := UnifiedItem.model_validate_json(json.dumps(part))).item == item
    )


def session(item: str = "YM-I07", **said: Opinion) -> Session:
    begun = opened(unified(item), [one.department for one in participants(unified(item), PLAIN)], ())
    begun = begun.model_copy(update={"record": VISIT})
    return begun.model_copy(update={"given": {name: given(opinion) for name, opinion in said.items()}})


def given(opinion: Opinion, *findings: str) -> Given:
    at = datetime(2026, 9, 18, 2, tzinfo=UTC)
    return Given(opinion=opinion, reason="见审查记录", standard="演示标准", findings=findings, by="officer-1", at=at)


def codes(found: Session, conclusion: SessionConclusion, item: str = "YM-I07") -> set[str]:
    return {code for code, _ in wrong_with(found, unified(item), conclusion)}


@pytest.mark.requirement("R69")
def test_who_is_concerned_follows_from_the_answers():
    concerned = [one.department for one in participants(unified("YM-I07"), {"flammable_explosive": False})]
    assert concerned == W9["given"]["participants"] == ["housing", "cad"]
    assert "meteo" in {one.department for one in participants(unified("YM-I07"), {"flammable_explosive": True})}
    assert "meteo" in {one.department for one in participants(unified("YM-I07"), {})}


@pytest.mark.requirement("R69")
def test_w9_silence_is_no_consent_unless_a_published_rule_says_so():
    term = count_term(date(2026, 9, 14), 6, "workday", (), 0, WorkCalendar())
    assert str(term.due) == W9["expect"]["inner_due"]
    one = session(housing="pass")
    assert silent(one) == missing(one) == ("cad",)
    assert codes(one, "pass") == {"opinion_missing"}
    invited = tuple(
        each.model_copy(update={"deemed": "演示规则1号"}) if each.department == "cad" else each for each in one.invited
    )
    deemed = one.model_copy(update={"invited": invited})
    assert codes(deemed, "pass") == set()
    assert silent(deemed) == ("cad",)
    assert codes(session(housing="pass", cad="pass"), "pass") == set()


def test_a_rule_on_silence_never_decides_a_licence():
    rule = SilenceRule.model_validate(
        W9["expect"]["twin"]["silence_rule"] | {"basis": _basis(), "excludes": ("licence_decision",)}
    )
    assert silence_rule([rule], "opinion", licence=False) is rule
    assert silence_rule([rule], "opinion", licence=True) is None
    assert silence_rule([rule], "attendance", licence=False) is None
    assert silence_rule([], "opinion", licence=False) is None


def _basis() -> dict[str, str]:
    return {"document": "SYNTHETIC〔2026〕演示规则1号", "article": "-", "status": "SYNTHETIC"}


@pytest.mark.requirement("R69")
def test_a_refusal_against_a_consent_is_coordinated_first():
    against = session(housing="refuse", cad="pass")
    assert in_conflict(against)
    assert "opinions_conflict" in codes(against, "pass")
    assert "opinions_conflict" in codes(against, "refuse")
    assert codes(session(housing="refuse", cad="refuse"), "refuse") == set()
    assert codes(session(housing="pass", cad="pass"), "refuse") == {"nobody_refuses"}


def test_nothing_passes_without_the_consent_of_who_must_pass():
    assert codes(session(housing="not_concerned", cad="pass"), "pass") == {"opinion_not_passed"}
    assert codes(session(housing="pass", cad="not_concerned"), "pass") == set()
    assert codes(session(housing="pass_with_conditions", cad="pass"), "pass") == set()


def test_an_acceptance_needs_the_planning_verification_first():
    everybody = session("YM-I12", planning="pass", housing="pass", cad="pass", archive="pass")
    assert codes(everybody, "pass", "YM-I12") == set()
    others = {name: one for name, one in everybody.given.items() if name != "planning"}
    conditional = everybody.model_copy(update={"given": {**others, "planning": given("pass_with_conditions", "绿地")}})
    assert "opinion_before_pass" in codes(conditional, "pass", "YM-I12")


@pytest.mark.requirement("R69")
def test_one_list_to_put_right_and_only_who_raised_it_looks_again():
    one = session(housing="pass_with_conditions")
    first = one.model_copy(
        update={"given": {"housing": given("pass_with_conditions", "补强")} | {"cad": given("rectify", "口部")}}
    )
    assert codes(first, "pass") == {"opinion_not_passed"}
    assert codes(first, "rectify") == set()
    assert codes(session(housing="pass", cad="pass"), "rectify") == {"nothing_to_rectify"}
    assert rectifications(first) == {"cad": ("口部",)}
    second = next_round(first, ())
    assert (second.round, missing(second)) == (2, ("cad",))
    assert second.given.keys() == {"housing"}
    done = second.model_copy(update={"given": {**second.given, "cad": given("pass")}})
    assert codes(done, "pass") == set()
    assert conditions_of(done) == (("housing", "补强"),)
