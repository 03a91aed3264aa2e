"""W1, W2, W11: what the public plan says before there is a request; and W1 applied for, stage after stage."""

from datetime import date
from typing import Any

import pytest

from proofs.joint.by_http import Town
from proofs.kit.catalogue import publish_schemes
from proofs.kit.world import forget_everything
from tests.joint.worked.data import CASES, answers_of, fitting

BUILDING = "YM-J01"
W1, W2, W11 = (CASES[name] for name in ("W1", "W2", "W11"))
PASSED = {"conclusion": "pass", "reason": "各部门均同意。"}
STAGES = {one["stage"]: one for one in W1["expect"]["joint"]}


def planned(town: Town, given: dict[str, Any]) -> dict[str, Any]:
    """The plan that the app gives for these answers, under the edges of the variant."""
    publish_schemes(town.hall.platform, BUILDING, lambda scheme: _under(scheme, given["variant"]))
    forget_everything()
    return town.plans(BUILDING, {"answers": given["answers"], "start": given["start"]})


def _under(scheme: Any, variant: str | None) -> Any:
    return scheme.under(variant) if scheme.code == BUILDING else scheme


def days(plan: dict[str, Any], given: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What the plan says of the members and the days that the worked case names."""
    members = {one["id"]: one for one in plan["members"]}
    wanted = {"opens_on": "opens_on", "due": "due", "own_review_done": "review_done_on"}
    return {
        name: {key: members[name][wanted[key]] for key in facts if key in wanted}
        for name, facts in given["members"].items()
        if facts.get("state") != "not_applicable"
    }


def worked(given: dict[str, Any]) -> dict[str, dict[str, str]]:
    known = ("opens_on", "due", "own_review_done")
    return {
        name: {key: day for key, day in facts.items() if key in known}
        for name, facts in given["members"].items()
        if facts.get("state") != "not_applicable"
    }


@pytest.mark.requirement("R77")
@pytest.mark.requirement("R80")
def test_w1_the_plan_of_a_building_without_conditions(town: Town):
    given = W1["given"]["plans"][0]
    plan = planned(town, given)
    assert days(plan, given) == worked(given)
    none = [name for name, facts in given["members"].items() if facts.get("state") == "not_applicable"]
    assert sorted(one["id"] for one in plan["not_needed"]) == sorted(none)
    assert (plan["makespan_workdays"], plan["critical_path"]) == (given["makespan_workdays"], given["critical_path"])
    stages = {one["key"]: (one["accepted_on"], one["joint_due"]) for one in plan["stages"]}
    for key, one in STAGES.items():
        assert stages[key] == (one["accepted"], one["due"])
    stage_of = {one["id"]: one["stage"] for one in plan["members"]}
    assert {stages[stage_of[name]][1] for name in W1["expect"]["no_joint_clock"]} == {None}


@pytest.mark.requirement("R77")
@pytest.mark.parametrize("given", W2["given"]["plans"][:2], ids=lambda one: one["name"])
def test_w2_what_an_edge_blocks_changes_the_path(town: Town, given: dict[str, Any]):
    plan = planned(town, given)
    assert days(plan, given) == worked(given)
    assert plan["makespan_workdays"] == given["makespan_workdays"]


@pytest.mark.requirement("R77")
def test_w2_what_forbids_building_is_told_and_delays_no_permit(town: Town):
    given = W2["given"]["plans"][2]
    plan = planned(town, given)
    assert days(plan, {"members": {"YM-I11": given["members"]["YM-I11"]}}) == worked(given)
    (ban,) = (one for one in plan["construction"] if one["before"] == ["YM-I05"])
    assert (ban["member"], ban["text"]) == ("YM-I11", W2["expect"]["c"]["shown"])


@pytest.mark.requirement("R10")
@pytest.mark.parametrize("received", W11["given"]["received"])
def test_w11_thirty_days_end_on_a_workday(town: Town, received: str):
    """The report is received on this day: the plan of the item's stage begins then."""
    answers = {**W2["given"]["plans"][0]["answers"], "soil_conservation": False}
    publish_schemes(town.hall.platform, BUILDING)
    forget_everything()
    plan = town.plans(BUILDING, {"answers": answers, "start": received, "held": ["YM-I01"]})
    report = next(one for one in plan["members"] if one["id"] == "YM-I05")
    assert (report["opens_on"], report["statutory_due"]) == (received, W11["expect"]["due"][received])
    if promised := W11["expect"]["promised_due"].get(received):
        assert report["due"] == promised
    # The same by the calculator of terms.
    told = town.does(None, "/deadlines", {"start": received, "unit": "day", "length": 30})
    assert told["due"] == W11["expect"]["due"][received]


@pytest.mark.requirement("R69")
@pytest.mark.requirement("R77")
def test_w1_four_requests_one_after_the_other(town: Town):
    """Each stage is applied for on the day on which it can be, and each member is decided on its promised day."""
    publish_schemes(town.hall.platform, BUILDING)
    forget_everything()
    plan = W1["given"]["plans"][0]["members"]
    of_stage = {"plan_land": ("YM-I01", "YM-I03"), "works_plan": ("YM-I04",), "build": ("YM-I07", "YM-I11")}
    for stage, nodes in {**of_stage, "completion": ("YM-I12", "YM-I13")}.items():
        town.on(date.fromisoformat(STAGES[stage]["accepted"]))
        code = f"{BUILDING}-{stage}"
        request = town.accepted(code, fitting(town, code, answers_of("W1")))
        assert town.due(request, "statutory") == STAGES[stage]["due"]
        for node in nodes:
            member = town.node(request, node)
            assert (member["opened_on"], member["promised_due"]) == (plan[node]["opens_on"], plan[node]["due"])
            if node == "YM-I12":
                visit_is_appointed(town, town.member(request, node), plan[node]["due"])
            town.on(date.fromisoformat(plan[node]["due"]))
            examined_by_several(town, town.member(request, node), node)
            town.decides(request, node)
        titles = town.titles(request)
        assert (titles.count("联办受理通知书"), titles.count("联办办结通知书")) == (1, 1)
        assert town.get("company", f"/applications/{request}")["status"] == "closed"


def examined_by_several(town: Town, case_id: str, node: str) -> None:
    """The drawings and what was built are looked at by several departments, the second on site."""
    if node == "YM-I07":
        for department in ("housing", "cad"):
            town.opines(case_id, department)
        town.does("chief-housing", f"/cases/{case_id}/sessions/conclude", PASSED)
    if node == "YM-I12":
        sessions, here = f"/cases/{case_id}/sessions", ("planning", "housing", "cad", "archive")
        for department in here:
            town.opines(case_id, department)
        attending = [{"department": one, "officers": ["张三", "李四"]} for one in here]
        held = {"at": town.now, "place": "项目现场", "attending": attending, "findings": "逐项查验，情况属实。"}
        town.does("chief-housing", f"{sessions}/record", held)
        told = town.does("chief-housing", f"{sessions}/conclude", PASSED)
        duty = W1["expect"]["applicant_duty"]
        assert (told["duty"], told["duty_until"]) == (duty["member"], duty["by"])


def visit_is_appointed(town: Town, case_id: str, day: str) -> None:
    told = {"at": f"{day}T08:30:00+08:00", "place": "项目现场"}
    town.does("chief-housing", f"/cases/{case_id}/sessions", told)
