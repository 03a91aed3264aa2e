"""Plans, closures and terms of the worked joint cases, day by day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chalicelib.catalogue.model.schemes.planning import plan
from chalicelib.catalogue.model.schemes.plans import Plan
from chalicelib.catalogue.model.schemes.readiness import closure
from chalicelib.catalogue.model.schemes.situation import situation_of, wrong_for
from chalicelib.clock import WorkCalendar, count_term
from tests.catalogue.schemes.data import WORKED, facts_of, scheme

CALENDAR = WorkCalendar()


def _plans() -> Iterator[Any]:
    for case in WORKED["cases"]:
        for given in case["given"].get("plans", []):
            yield pytest.param(given, id=f"{case['id']} {given['name']}")
    for load in WORKED["load"]:
        given = {**load, **load["expect"], "variant": None, "start": "2026-03-02", "names_all_active": False}
        yield pytest.param(given, id=load["id"])


def planned(given: dict[str, Any]) -> Plan:
    under = scheme(given["scheme"]).under(given["variant"])
    assert wrong_for(under, given["answers"]) == []
    return plan(situation_of(under, given["answers"]), facts_of(given), CALENDAR)


@pytest.mark.requirement("R80")
@pytest.mark.parametrize("given", list(_plans()))
def test_every_member_opens_and_is_due_on_the_worked_day(given: dict[str, Any]):
    made = planned(given)
    for name, expected in given["members"].items():
        if expected.get("state") == "not_applicable":
            assert name not in made.members
            continue
        member = made.members[name]
        if other := expected.get("opens_with"):
            assert member.opens_on == made.members[other].decided_on
        for fact in ("opens_on", "due", "own_review_done"):
            if fact in expected:
                assert str(getattr(member, fact)) == expected[fact], (name, fact)
    if given["names_all_active"]:
        active = {name for name, one in given["members"].items() if one.get("state") != "not_applicable"}
        assert made.members.keys() == active
    if given.get("active"):
        assert len(made.members) == given["active"]


@pytest.mark.parametrize("given", list(_plans()))
def test_the_makespan_is_the_critical_path(given: dict[str, Any]):
    made = planned(given)
    if given["makespan_workdays"] is not None:
        assert made.makespan == given["makespan_workdays"]
    if given["critical_path"] is not None:
        assert list(made.critical_path) == given["critical_path"]
    if made.makespan is not None and not given.get("fixed") and not given.get("opens_not_before"):
        own = [made.members[name] for name in made.critical_path]
        assert all(one.critical for one in own)
        ends = [one.due for one in own]
        assert ends[-1] == made.last_day
        assert sum(one.slack == 0 for one in made.members.values()) >= len(own)
    if given.get("last_day"):
        assert str(made.last_day) == given["last_day"]


def test_members_on_the_path_of_w1_take_up_the_whole_time():
    given = WORKED["cases"][0]["given"]["plans"][0]
    made = planned(given)
    assert sum(made.members[name].promised.value for name in made.critical_path) == made.makespan == 36


@pytest.mark.requirement("R80")
@pytest.mark.parametrize(
    "case", [case for case in WORKED["cases"] if case["given"].get("plans")], ids=lambda c: c["id"]
)
@pytest.mark.law("15.13")
def test_each_stage_has_its_joint_due_day(case: dict[str, Any]):
    made = planned(case["given"]["plans"][0])
    stages = {stage.key: stage for stage in made.stages}
    for expected in case["expect"].get("joint", []):
        stage = stages[expected["stage"]]
        assert str(stage.joint_due) == expected["due"]
        if accepted := expected.get("accepted"):
            assert str(stage.accepted_on) == accepted
        if covers := expected.get("covers"):
            assert set(stage.covers) == set(covers)
            assert not set(stage.covers) & set(expected["promise_only"])
    if case["expect"].get("joint") == []:
        assert {stage.joint_due for stage in made.stages} == {None}
    if total := case["expect"].get("total_promise_due"):
        assert str(made.promised_due) == total
    for name, due in case["expect"].get("issue_due", {}).items():
        assert str(made.members[name].issue_due) == due


def test_a_member_whose_prerequisite_has_no_day_has_none_and_says_what_it_waits_for():
    given = {**WORKED["cases"][0]["given"]["plans"][0], "fixed": {"YM-I07": None}}
    made = planned(given)
    assert made.members["YM-I11"].opens_on is None
    assert made.members["YM-I11"].waits_for == ("YM-I07",)
    assert made.members["YM-S10"].due == date(2026, 3, 24)
    assert (made.makespan, made.critical_path) == (None, ())


def test_days_of_a_year_without_a_notice_are_provisional():
    given = {**WORKED["cases"][0]["given"]["plans"][0], "start": "2027-11-01", "accepted": {}}
    assert planned(given).provisional
    assert not planned(WORKED["cases"][0]["given"]["plans"][0]).provisional


CHECKS = [
    pytest.param(check, id=f"{case['id']} {check['what']}") for case in WORKED["cases"] for check in case["checks"]
]


@pytest.mark.parametrize("check", CHECKS)
def test_each_worked_term_ends_on_its_day(check: dict[str, Any]):
    start = date.fromisoformat(check["start"])
    term = count_term(start, check["length"], check["unit"], (), check["extension"], CALENDAR)
    assert str(term.due) == check["due"]


CLOSURES = [
    pytest.param(given, id=f"{case['id']} {given['name']}")
    for case in WORKED["cases"]
    for given in case["given"].get("closures", [])
]


@pytest.mark.parametrize("given", CLOSURES)
def test_what_follows_from_the_states_is_the_worked_fixpoint(given: dict[str, Any]):
    situation = situation_of(scheme(given["scheme"]).under(given["variant"]), given["answers"])
    got = closure(situation, given["states"])
    assert {name: got[name] for name in given["expect"]} == given["expect"]
