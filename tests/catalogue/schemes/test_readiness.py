"""Who is cut, who may open, decide and issue; the order in which members are looked at does not matter."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model.schemes.readiness import (
    ENDED,
    closure,
    cut_by,
    may_decide,
    may_issue,
    may_open,
    release_order,
)
from chalicelib.catalogue.model.schemes.situation import Situation, situation_of
from tests.catalogue.schemes.data import WORKED, scheme

GIVEN = ["granted", "refused", "withdrawn", "left", "held", "open", "external_failed", "external_done", None]
BUILD = WORKED["cases"][0]["given"]["plans"][0]["answers"]
RESTAURANT = WORKED["cases"][3]["given"]["plans"][0]["answers"]
LOADED = {load["scheme"]: load["answers"] for load in WORKED["load"]}


def situations() -> list[Situation]:
    return [
        situation_of(scheme("YM-J01"), {**BUILD, "special_fire_project": True, "drainage": True, "eia": "form"}),
        situation_of(scheme("YM-J02"), RESTAURANT),
        situation_of(scheme("YM-T12"), LOADED["YM-T12"]),
        situation_of(scheme("YM-T40"), LOADED["YM-T40"]),
    ]


@given(st.integers(0, 3), st.randoms(use_true_random=False))
def test_cutting_one_member_at_a_time_in_any_order_ends_in_the_same_states(which: int, chance: random.Random):
    situation = situations()[which]
    states: dict[str, Any] = {}
    for name in situation.active:
        if state := chance.choice(GIVEN):
            states[name] = state
    signed = [edge.id for edge in situation.scheme.edges if chance.random() < 0.5]
    expected = closure(situation, states, signed)
    known: dict[str, Any] = {
        node.id: states.get(node.id, "waiting" if node.id in situation.active else "not_applicable")
        for node in situation.scheme.nodes
    }
    while able := [name for name in known if cut_by(situation, known, name, signed)]:
        known[chance.choice(able)] = "cut"
    assert {name for name in known if known[name] == "cut"} == {name for name, one in expected.items() if one == "cut"}
    # Nothing that was decided is touched, and a second look changes nothing.
    assert all(expected[name] == state for name, state in states.items() if state in ENDED)
    assert closure(situation, expected, signed) == expected


@given(st.integers(0, 3), st.randoms(use_true_random=False))
def test_nothing_that_lives_depends_on_what_is_lost_alone(which: int, chance: random.Random):
    situation = situations()[which]
    states: dict[str, Any] = {name: "refused" for name in situation.active if chance.random() < 0.2}
    after = closure(situation, states)
    for edge in situation.scheme.edges:
        if after[edge.to] in ("open", "waiting") and edge.blocks != "construction":
            lost = [after[name] for name in situation.alternatives(edge)]
            assert not lost or any(state not in ("refused", "cut", "withdrawn", "left") for state in lost)


def test_an_alternative_that_is_refused_cuts_nothing_while_the_other_lives():
    situation = situation_of(scheme("YM-T12"), LOADED["YM-T12"])
    states: dict[str, Any] = {"YM-R01": "granted", "YM-S05": "refused", "YM-P02": "open"}
    assert closure(situation, states)["YM-S01"] == "open"
    assert closure(situation, {**states, "YM-P02": "refused"})["YM-S01"] == "cut"


def test_an_opening_edge_is_waited_for_and_a_decision_edge_only_before_the_decision():
    situation = situation_of(scheme("YM-J01").under("examined_before"), BUILD)
    states: dict[str, Any] = {"YM-I01": "granted", "YM-I03": "granted", "YM-I04": "granted"}
    after = closure(situation, states)
    assert (after["YM-I11"], after["YM-I12"]) == ("open", "waiting")
    assert may_open(situation, after, "YM-I11")
    assert not may_decide(situation, after, "YM-I11")
    assert may_decide(situation, {**after, "YM-I07": "granted"}, "YM-I11")


def test_a_signed_commitment_stands_for_the_grant_while_the_examination_runs():
    situation = situation_of(scheme("YM-J01"), BUILD)
    states: dict[str, Any] = {"YM-I01": "granted", "YM-I03": "granted", "YM-I04": "granted", "YM-I07": "open"}
    assert closure(situation, states)["YM-I11"] == "waiting"
    assert closure(situation, states, ["I07>I11"])["YM-I11"] == "open"
    assert closure(situation, {**states, "YM-I07": "refused"}, ["I07>I11"])["YM-I11"] == "cut"


def test_an_issue_edge_keeps_a_granted_result_back():
    situation = situation_of(scheme("YM-T12"), LOADED["YM-T12"])
    after = closure(situation, {"YM-R01": "granted", "YM-S09": "granted"})
    assert not may_issue(situation, after, "YM-S09")
    assert may_issue(situation, {**after, "YM-P01": "granted"}, "YM-S09")
    assert not may_issue(situation, {**after, "YM-S09": "open", "YM-P01": "granted"}, "YM-S09")


def test_what_forbids_construction_only_neither_waits_nor_cuts():
    situation = situation_of(scheme("YM-J01"), {**BUILD, "eia": "form"})
    granted: dict[str, Any] = dict.fromkeys(("YM-I01", "YM-I03", "YM-I04", "YM-I07"), "granted")
    assert closure(situation, {**granted, "YM-I05": "open"})["YM-I11"] == "open"
    assert closure(situation, {**granted, "YM-I05": "refused"})["YM-I11"] == "open"


def test_members_come_after_their_prerequisites():
    for code in ("YM-J01", "YM-J02", "YM-T12", "YM-T40"):
        order = release_order(scheme(code))
        place = {name: number for number, name in enumerate(order)}
        assert all(place[name] < place[edge.to] for edge in scheme(code).edges for name in edge.from_)
        assert sorted(order) == sorted(node.id for node in scheme(code).nodes)
