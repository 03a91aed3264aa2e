"""W4, W12, W14: members that open the same day, a permit on a commitment, results that wait for each other; by HTTP."""

from datetime import date, timedelta
from typing import Any

import pytest

from proofs.joint.by_http import Town, says
from proofs.kit import joint
from proofs.kit.applications import PERMIT
from tests.joint.worked.data import CASES, accepted, answers_of

W4, W12, W14 = (CASES[name] for name in ("W4", "W12", "W14"))
SAME_DAY, NEXT_DAY = W4["given"]["plans"]
BEGUN = SAME_DAY["start"]
FIRST, ISSUER = "YM-R01", "clerk-issuing"


def opened(town: Town, request: str, nodes: dict[str, Any]) -> dict[str, dict[str, str]]:
    found = {name: town.node(request, name) for name in nodes}
    return {name: {"opens_on": one["opened_on"], "due": one["promised_due"]} for name, one in found.items()}


@pytest.mark.requirement("R77")
@pytest.mark.requirement("R80")
def test_w4_what_is_granted_today_opens_the_others_today(town: Town):
    request = accepted(town, BEGUN, joint.RESTAURANT, answers_of("W4"))
    whole, members = W4["expect"]["joint"][0], {**SAME_DAY["members"]}
    del members["YM-R02"]
    assert (town.due(request, "statutory"), town.due(request, "promised")) == (whole["due"], None)
    assert set(town.states(request)) == {*whole["covers"], *whole["promise_only"]} == set(members)
    town.decides(request, FIRST)
    assert opened(town, request, members) == members
    graph = town.get("company", f"/applications/{request}/graph")
    assert graph["predicted_finish"] == members["YM-S09"]["due"]
    # The joint term covers the licences; of R05 and S05 the plan says their promise alone.
    (stage,) = town.plans(joint.RESTAURANT, {"answers": answers_of("W4"), "start": BEGUN})["stages"]
    assert (stage["joint_due"], set(stage["covers"])) == (whole["due"], set(whole["covers"]))
    counted = town.ask(None, "POST", "/deadlines", {"start": BEGUN, "unit": "workday", "length": 10}).body
    assert (counted["due"], SAME_DAY["makespan_workdays"]) == (graph["predicted_finish"], 10)


@pytest.mark.requirement("R77")
def test_w4_a_late_first_member_moves_the_others_and_not_the_joint_term(town: Town):
    request, twin = accepted(town, BEGUN, joint.RESTAURANT, answers_of("W4")), W4["expect"]["twin"]
    town.on(date(2026, 4, 24))
    town.decides(request, FIRST)
    assert opened(town, request, NEXT_DAY["members"]) == NEXT_DAY["members"]
    assert town.due(request, "statutory") == twin["joint_due"]
    first = town.member(request, FIRST)
    assert town.clock(first, "statutory")["due"] == twin["YM-R01_statutory_due"]
    assert town.clock(first, "statutory")["state"] == "ended"
    assert [one for one in town.cards(first) if one["matter"] == "statutory_overdue"] == twin["cards"]


def on_their_days(town: Town) -> str:
    """All but the tobacco licence are decided on their promised days."""
    request = accepted(town, BEGUN, joint.RESTAURANT, answers_of("W14"), "together")
    for node in (FIRST, "YM-R05", "YM-S05"):
        town.decides(request, node)
    plan = W14["given"]["plans"][0]["members"]
    for node, one in sorted(plan.items(), key=lambda pair: str(pair[1]["due"])):
        if node != "YM-S09":
            town.on(date.fromisoformat(one["due"]))
            town.decides(request, node)
    return request


def compares(town: Town, case_id: str) -> tuple[int, dict[str, Any]]:
    """The issuing window compares the result with the certificate."""
    face = town.get(ISSUER, f"/cases/{case_id}/certificate?purpose=issue")["face"]
    body = {"face": {line["key"]: line["value"] for line in face}}
    told = town.ask(ISSUER, "POST", f"/cases/{case_id}/compare", body)
    town.goes_on()
    return told.status, told.body


def issued(town: Town, case_id: str) -> None:
    assert compares(town, case_id)[0] == 200
    town.does(ISSUER, f"/cases/{case_id}/deliver", {"recipient": PERMIT.recipient})
    assert town.get("company", f"/applications/{case_id}/documents/certificate")["state"] == "ready"
    assert town.get("company", f"/applications/{case_id}")["status"] == "closed"


@pytest.mark.requirement("R80")
@pytest.mark.law("4.4")
def test_w14_results_wait_for_each_other_and_none_beyond_its_own_ten_days(town: Town):
    request, late = on_their_days(town), W14["expect"]["late"]
    alone: dict[str, str] = late["issued_alone"]
    cases = {node: town.member(request, node) for node in alone}
    due = {node: town.due(case_id, "issue") for node, case_id in cases.items()}
    assert due == {node: W14["expect"]["issue_due"][node] for node in alone} == alone
    assert {node: town.node(request, node)["issued_alone_on"] for node in alone} == alone
    assert town.node(request, late["none_waits_for"])["statutory_due"] == late["YM-S09_statutory_due"]
    for day in sorted(set(alone.values())):
        nodes = [node for node, own in alone.items() if own == day]
        town.on(date.fromisoformat(day) - timedelta(days=1))
        for node in nodes:
            status, told = compares(town, cases[node])
            assert (status, told["code"], told["alone_on"]) == (409, "result_held_back", day)
            told = town.ask("company", "GET", f"/applications/{cases[node]}/documents/certificate")
            assert (told.status, told.body["code"]) == (409, "certificate_pending")
        town.on(date.fromisoformat(day))
        for node in nodes:
            issued(town, cases[node])
    town.on(date.fromisoformat(late["YM-S09_decided"]))
    town.decides(request, "YM-S09")
    issued(town, town.member(request, "YM-S09"))
    assert town.get("company", f"/applications/{request}")["status"] == "closed"


@pytest.mark.requirement("R80")
def test_w14_the_last_decision_lets_all_results_out(town: Town):
    request = on_their_days(town)
    town.on(date(2026, 5, 11))
    town.decides(request, "YM-S09")
    assert town.due(town.member(request, "YM-S09"), "issue") == W14["expect"]["issue_due"]["YM-S09"]
    for node in W14["expect"]["issue_due"]:
        issued(town, town.member(request, node))


COMMITS = {"commits_i07_i11": True}
PROMISED = W12["expect"]["commitment"]


def permitted(town: Town) -> str:
    """The permit is granted on the word of who builds, while the drawings are examined."""
    request = accepted(town, "2026-09-14", joint.BUILD, answers_of("W12") | COMMITS)
    town.on(date(2026, 9, 17))
    town.decides(request, "YM-I11")
    return request


@pytest.mark.requirement("R77")
def test_w12_a_signed_commitment_opens_the_permit_with_the_acceptance(town: Town):
    request, plan = accepted(town, "2026-09-14", joint.BUILD, answers_of("W12") | COMMITS), W12["given"]["plans"][0]
    assert opened(town, request, plan["members"]) == plan["members"]
    edges = town.get("company", f"/applications/{request}/graph")["edges"]
    edge = next(one for one in edges if one["id"] == PROMISED["edge"])
    # Who answers the question of the form has signed: the graph tells it, and there is no paper of its own.
    assert (edge["satisfied"], edge["promised"]) == (True, "告知承诺书：限期补交审查合格书")


@pytest.mark.requirement("R77")
def test_w12_without_it_the_permit_waits(town: Town):
    request, plan = accepted(town, "2026-09-14", joint.BUILD, answers_of("W12")), W12["given"]["plans"][1]["members"]
    assert town.states(request) == {"YM-I07": "open", "YM-I11": "waiting"}
    assert town.dues(request, "YM-I07") == {"YM-I07": plan["YM-I07"]["due"]}
    assert town.node(request, "YM-I11")["opened_on"] is None


@pytest.mark.requirement("R77")
def test_w12_the_term_runs_from_the_grant_and_its_end_is_told(town: Town):
    request = permitted(town)
    permit = town.member(request, "YM-I11")
    clock = town.clock(permit, "commitment")
    assert (clock["started"], clock["due"]) == (PROMISED["counted_from"], PROMISED["due"])
    assert town.due(permit, "commitment") == PROMISED["due"]
    issued(town, permit)
    town.on(date.fromisoformat(PROMISED["due"]), 23)
    assert town.cards(permit) == []
    town.on(date.fromisoformat(PROMISED["due"]) + timedelta(days=1))
    (card,) = town.cards(permit)
    assert (card["matter"], card["department"]) == (PROMISED["at_its_end"][0], "housing")
    assert len(town.events(permit, "chief-housing", "commitment_overdue")) == 1
    case = town.get("company", f"/applications/{permit}")
    assert (case["outcome"], case["status"], PROMISED["permit_void_by_itself"]) == ("grant", "closed", False)
    assert town.get("company", f"/applications/{permit}/documents/certificate")["state"] == "ready"
    (decision,) = (text for title in town.titles(permit) if "决定书" in title for text in town.texts(permit, title))
    assert "2026年10月14日前" in str(says(decision))
