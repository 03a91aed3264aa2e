"""A member opens on the day on which nothing keeps it any more; what is lost ends only what depends on it."""

import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.joint import measure
from chalicelib.catalogue.model.schemes.planning import plan
from chalicelib.catalogue.model.schemes.plans import Facts
from chalicelib.catalogue.model.schemes.readiness import ENDED, LOST, MemberState
from chalicelib.catalogue.model.schemes.situation import situation_of
from chalicelib.joint.model.conclusion import outcome, waits_for
from chalicelib.joint.model.member import UNDECIDED, Member
from chalicelib.joint.model.progress import follows_from_withdrawal, progress, withdrawn_whole
from proofs.joint.graphs import START, random_situation
from proofs.joint.run import CALENDAR, run
from tests.catalogue.schemes.data import WORKED, scheme

LOSSES: tuple[MemberState, ...] = ("refused", "withdrawn")
ENDS: tuple[MemberState, ...] = ("granted", "granted", "refused", "withdrawn")
THEMES = [plan for case in WORKED["cases"] for plan in case["given"].get("plans", []) if not plan["variant"]]


@pytest.mark.requirement("R80")
@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9))
def test_the_whole_takes_as_long_as_its_longest_way(seed: int):
    situation = random_situation(seed)
    planned = plan(situation, Facts(START), CALENDAR)
    assert run(situation).to_the_end() == planned.last_day if planned.members else True


@pytest.mark.requirement("R80")
def test_the_five_themes_take_as_long_as_their_longest_way():
    assert measure(graphs=20)["elapsed"].value == 1.0


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_what_is_cut_does_not_depend_on_the_order(seed: int, chance: random.Random):
    situation = random_situation(seed, 15)
    made = run(situation)
    made.settle()
    ends: dict[str, MemberState] = {
        name: chance.choice(LOSSES)
        for name, one in made.members.items()
        if one.state == "open" and chance.random() < 0.6
    }
    at_once = progress(situation, _ended(made.members, ends)).states
    order = list(ends)
    chance.shuffle(order)
    for name in order:
        if made.members[name].state in UNDECIDED:
            made.end(name, ends[name])
        made.settle()
    # A member may be cut before it is refused; either way it is lost to the others.
    for name, state in at_once.items():
        assert made.members[name].state == state or name in ends


def _ended(members: Mapping[str, Member], ends: Mapping[str, MemberState]) -> dict[str, Member]:
    return {name: one.model_copy(update={"state": ends.get(name, one.state)}) for name, one in members.items()}


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_whatever_happens_the_request_ends_when_nobody_is_undecided(seed: int, chance: random.Random):
    situation = random_situation(seed, 20)
    made = run(situation)
    for _ in range(200):
        made.settle()
        free = [name for name, one in made.members.items() if one.state == "open"]
        if not free:
            break
        name = chance.choice(free)
        before = made.states
        warned = follows_from_withdrawal(situation, before, name)
        ended = chance.choice(ENDS)
        made.end(name, ended)
        found = made.settle()
        if ended == "withdrawn":
            assert {one.node for one in found.cut} == set(warned)
        for one in found.cut:
            assert one.lost
            assert all(found.states[lost] in LOST for lost in one.lost)
    states = made.states
    assert all(state in ENDED for name, state in states.items() if name in situation.active)
    assert waits_for(situation, states) == ()
    assert outcome(situation, states) is not None or not situation.active


@pytest.mark.requirement("R79")
@pytest.mark.parametrize(
    "closure",
    [one for case in WORKED["cases"] for one in case["given"].get("closures", [])],
    ids=lambda one: one["name"],
)
def test_worked_refusals_and_withdrawals_end_what_depends_on_them(closure: dict[str, Any]):
    situation = situation_of(scheme(closure["scheme"]), closure["answers"])
    members = run(situation).members
    known = {
        name: one.model_copy(update={"state": closure["states"].get(name, one.state)}) for name, one in members.items()
    }
    states = progress(situation, known).states
    for name, state in closure["expect"].items():
        found = "open" if states[name] == "external_pending" else states[name]
        assert found == state, name


@pytest.mark.requirement("R79")
def test_a_refusal_that_cuts_four_members_leaves_a_request_partly_done():
    case = next(one for one in WORKED["cases"] if one["id"] == "W7")
    closure = case["given"]["closures"][0]
    situation = situation_of(scheme("YM-J01"), closure["answers"])
    members = run(situation).members
    known = {
        name: one.model_copy(update={"state": closure["states"].get(name, one.state)}) for name, one in members.items()
    }
    found = progress(situation, known)
    told = {one.node: one for one in found.cut}
    assert set(told) == set(case["expect"]["documents"][0]["of"])
    assert told["YM-I11"].lost == ("YM-I08",)
    assert told["YM-I11"].edge.basis is not None
    assert outcome(situation, {**found.states, "YM-S10": "granted", "YM-S11": "granted"}) == "partly"


def test_withdrawing_a_member_of_w13_warns_of_the_bank():
    situation = situation_of(scheme("YM-J04"), {"pre_approval_scope": False, "agent": False})
    states: dict[str, MemberState] = {}
    states.update(dict.fromkeys(situation.active, "waiting"), **{"YM-R01": "granted"})
    assert follows_from_withdrawal(situation, states, "YM-R05") == ["EXT-银行预约开户"]
    whole = withdrawn_whole({**states, "YM-S05": "open"})
    assert whole["YM-R01"] == "granted"
    assert {state for name, state in whole.items() if name != "YM-R01"} == {"withdrawn"}
