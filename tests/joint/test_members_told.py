"""How a joint request tells of its members where it is itself looked at, and where its progress is asked for."""

from typing import Any

import pytest

from chalicelib.cases.api.case_answers import CaseAnswer, PurposeQuery
from chalicelib.cases.api.member_answers import CaseMember
from chalicelib.cases.api.records import read_case
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.hall.api.progress import ProgressAnswer, ProgressQuestion, ask_progress
from chalicelib.http.routes import Call
from chalicelib.intake.api.applicant import read_application
from chalicelib.joint.api.graph import draw_own_graph, read_own_graph
from chalicelib.joint.api.graph_answers import JointGraph
from proofs.kit import joint
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall


@pytest.fixture
def request_id(hall: Hall) -> str:
    publish_schemes(hall.platform, joint.RESTAURANT)
    made = joint.accepted(hall)
    joint.decide(hall, made, "YM-R01")
    return made


def call(hall: Hall, who: str, path: str, body: Any = None, query: Any = None) -> Call[Any, Any]:
    return Call(hall.platform, body, query, path, "192.0.2.1", "r-1", known=hall.caller(who))


def own(hall: Hall, case_id: str) -> CaseAnswer:
    answer = read_application(call(hall, "company", f"/v1/applications/{case_id}"), case_id)
    assert isinstance(answer.body, CaseAnswer)
    return answer.body


def of_hall(hall: Hall, who: str, case_id: str) -> CaseAnswer:
    answer = read_case(call(hall, who, f"/v1/cases/{case_id}", query=PurposeQuery()), case_id)
    assert isinstance(answer.body, CaseAnswer)
    return answer.body


def by_node(told: list[CaseMember]) -> dict[str, CaseMember]:
    return {one.node: one for one in told}


def test_the_request_names_its_members_to_its_applicant_with_the_case_of_each(hall: Hall, request_id: str):
    told = by_node(own(hall, request_id).members)
    assert {name: one.state for name, one in told.items()} == joint.states(hall, request_id)
    assert told["YM-R01"].model_dump() == {
        "node": "YM-R01",
        "item": "YM-R01",
        "title": "公司设立登记",
        "department": "amr_reg",
        "state": "granted",
        "state_label": "准予",
        "case_id": member_case_id(request_id, "YM-R01"),
        "rectify_by": None,
        "result_end": None,
        "reason": None,
    }


@pytest.mark.requirement("R79")
def test_a_result_that_was_revoked_is_told_as_such_wherever_its_member_is_told(hall: Hall, request_id: str):
    joint.decide(hall, request_id, "YM-P01")
    permit = member_case_id(request_id, "YM-P01")
    hall.compare(permit)
    hall.carry_out_everything()
    for act in (hall.people.forewarn, hall.people.revoke_result):
        act(permit, hall.caller("chief-food", permit))
    told = by_node(own(hall, request_id).members)["YM-P01"]
    today = hall.platform.now().date()
    assert (told.state, told.state_label) == ("granted", "准予，已撤销")
    assert told.result_end is not None
    assert (told.result_end.state, told.result_end.on) == ("revoked", today)
    assert "第六十九条第二款" in told.result_end.article
    assert by_node(of_hall(hall, CLERK, request_id).members)["YM-P01"].state_label == "准予，已撤销"
    code, number = hall.case(request_id).query_code, hall.form_of(request_id)["applicant"]["uscc"]
    asked = ProgressQuestion(query_code=code or "", factor=number[-4:])
    shown = ask_progress(call(hall, "company", "/v1/progress", asked)).body
    assert isinstance(shown, ProgressAnswer)
    assert by_node(shown.members or [])["YM-P01"].state_label == "准予，已撤销"
    drawing = draw_own_graph(call(hall, "company", "/graph.svg"), request_id)
    graph = read_own_graph(call(hall, "company", "/graph"), request_id).body
    assert isinstance(graph, JointGraph)
    (node,) = [one for one in graph.nodes if one.id == "YM-P01"]
    assert (node.state_label, node.result_end) == ("准予，已撤销", told.result_end)
    assert any("准予，已撤销" in one and "第六十九条第二款" in one for one in graph.sentences)
    assert f"准予，已撤销 {today}" in str(drawing.body)
    hall.people.lift_bar(permit, hall.caller("chief-food", permit))
    assert by_node(own(hall, request_id).members)["YM-P01"].state_label == "准予"


def test_a_member_names_its_request(hall: Hall, request_id: str):
    member = own(hall, member_case_id(request_id, "YM-P01"))
    assert member.joint is not None
    assert (member.joint.case, member.joint.node, member.joint.scheme) == (request_id, "YM-P01", "YM-J02")
    assert (member.members, own(hall, request_id).joint) == ([], None)


def test_a_department_learns_the_numbers_of_its_own_cases_alone(hall: Hall, request_id: str):
    told = by_node(of_hall(hall, "officer-food", request_id).members)
    assert [name for name, one in told.items() if one.case_id] == ["YM-P01"]
    assert all(one.case_id for one in of_hall(hall, CLERK, request_id).members)


def test_whoever_asks_for_the_progress_learns_how_each_member_stands_and_no_id(hall: Hall, request_id: str):
    case = hall.case(request_id)
    question = ProgressQuestion(
        query_code=case.query_code or "", factor=hall.form_of(request_id)["applicant"]["uscc"][-4:]
    )
    answer = ask_progress(call(hall, "company", "/v1/progress", question)).body
    assert isinstance(answer, ProgressAnswer)
    told = by_node(answer.members or [])
    assert (told["YM-R01"].state_label, told["YM-I14"].state_label) == ("准予", "办理中")
    assert not any(one.case_id for one in told.values())


def test_what_is_no_request_has_no_members(hall: Hall):
    assert own(hall, hall.submitted()).members == []
