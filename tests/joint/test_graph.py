"""What people see of a joint request: how each member stands, why it waits, and when the whole may end (R78)."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation import problems
from chalicelib.http.routes import Call
from chalicelib.joint.api import graph
from chalicelib.joint.api.graph_answers import JointGraph, JointMember
from chalicelib.joint.model.graph import forecast, standings, waits_for
from chalicelib.joint.store.members import request_of
from proofs.kit import joint
from proofs.kit.adverse_acts import TO_REVOKE
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

SVG = "{http://www.w3.org/2000/svg}"
W4 = date(2026, 4, 23)


@pytest.fixture
def restaurant(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return hall


def call(hall: Hall, who: str | Actor, case_id: str) -> Call[None, None]:
    return Call(hall.platform, None, None, f"/v1/cases/{case_id}/graph", "", "r-1", known=hall.caller(who))


def seen(hall: Hall, who: str | Actor, case_id: str) -> JointGraph:
    view = graph.read_own_graph if who == "company" or isinstance(who, Actor) else graph.read_request_graph
    answer = view(call(hall, who, case_id), case_id)
    assert isinstance(answer.body, JointGraph)
    return answer.body


def nodes(told: JointGraph) -> dict[str, JointMember]:
    return {one.id: one for one in told.nodes}


@pytest.mark.requirement("R78")
def test_w4_the_graph_tells_what_each_member_waits_for_and_when_the_whole_may_end(restaurant: Hall):
    hall = restaurant
    joint.on(hall, W4)
    request = joint.accepted(hall)
    before = seen(hall, "company", request)
    licence, permit = nodes(before)["YM-R01"], nodes(before)["YM-P01"]
    assert (licence.state_label, licence.critical, licence.tasks is not None) == ("办理中", True, True)
    assert (permit.state_label, permit.case_id, permit.opened_on) == ("待前置", None, None)
    assert [block.blocks for block in permit.blocked_by] == ["opening"]
    assert "取得“公司设立登记”" in permit.blocked_by[0].says
    assert "开始办理" in permit.blocked_by[0].says
    assert nodes(before)["YM-R02"].state == "not_applicable"
    assert "本次不涉及" in (nodes(before)["YM-R02"].why or "")
    assert before.statutory_due == date(2026, 6, 30)
    joint.decide(hall, request, "YM-R01")
    told = seen(hall, "company", request)
    dues = {name: one.predicted_on for name, one in nodes(told).items() if one.predicted_on}
    assert dues["YM-I14"] == date(2026, 4, 30)
    assert dues["YM-I16"] == date(2026, 5, 6)
    assert {dues["YM-P01"], dues["YM-I15"]} == {date(2026, 5, 7)}
    assert (told.predicted_finish, dues["YM-S09"]) == (date(2026, 5, 11), date(2026, 5, 11))
    assert told.critical_path == ["YM-R01", "YM-S09"]
    late = nodes(told)["YM-S09"]
    assert (late.slack, late.critical, late.days_left, late.unit) == (0, True, 10, "workday")
    assert (nodes(told)["YM-R01"].state, nodes(told)["YM-R01"].predicted_on) == ("granted", None)
    assert all(not one.blocked_by for one in told.nodes)


@pytest.mark.law("7.1")
def test_a_result_that_was_revoked_is_told_to_the_members_that_rest_on_it(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    case = joint.of_member(hall, request, "YM-R01")
    assert nodes(seen(hall, "company", request))["YM-P01"].rests_on_ended == []
    hall.compare(case.id)
    hall.carry_out_everything()
    told, leader = TO_REVOKE | {"ground": "unqualified"}, f"leader-{case.department}"
    hall.people.forewarn(case.id, hall.caller(leader, case.id), **told)
    hall.people.revoke_result(case.id, hall.caller(leader, case.id), ground="unqualified")
    hall.carry_out_everything()
    after = seen(hall, "company", request)
    (warning,) = nodes(after)["YM-P01"].rests_on_ended
    assert "“公司设立登记”的结果已撤销" in warning
    assert any(warning in one for one in after.sentences)
    assert nodes(after)["YM-P01"].state == "open"  # nothing follows by itself
    with pytest.raises(problems.Conflict) as kept:
        joint.decide(hall, request, "YM-P01")
    assert (kept.value.code, kept.value.more["ended"]) == ("prerequisite_ended", ["YM-R01"])
    joint.decide(hall, request, "YM-P01", "refuse")


@pytest.mark.law("1.10")
def test_a_request_with_a_barred_member_is_not_handed_in(restaurant: Hall):
    hall = restaurant
    false = hall.submitted()
    hall.people.forewarn(false, hall.caller("chief-food", false))
    hall.people.reject_false(false, hall.caller("chief-food", false))
    with pytest.raises(problems.Conflict) as barred:
        joint.requested(hall)
    assert barred.value.code == "application_barred"
    assert [one["item"] for one in barred.value.more["bars"]] == ["YM-P01"]


def test_who_is_late_is_expected_today_and_moves_the_end(restaurant: Hall):
    hall = restaurant
    joint.on(hall, W4)
    request = joint.accepted(hall)
    joint.on(hall, date(2026, 4, 29))
    told = seen(hall, "company", request)
    assert nodes(told)["YM-R01"].predicted_on == date(2026, 4, 29)
    assert nodes(told)["YM-I14"].predicted_on is not None
    assert told.predicted_finish is not None
    assert told.predicted_finish > date(2026, 5, 11)
    assert told.critical_path[0] == "YM-R01"


def test_a_department_sees_the_states_of_all_and_the_number_of_its_own_member_alone(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    told = nodes(seen(hall, "officer-food", request))
    own, other = told["YM-P01"], told["YM-I14"]
    assert (own.case_id, own.number) == (member_case_id(request, "YM-P01"), hall.case(own.case_id or "").number)
    assert own.tasks
    assert (own.tasks[0].id, own.tasks[0].department.id) == (f"{own.case_id}.review", "food")
    assert (other.case_id, other.number, other.tasks) == (None, None, None)
    assert (other.state, other.promised_due is not None) == ("open", True)
    assert all(one.case_id for one in nodes(seen(hall, CLERK, request)).values() if one.state == "open")
    mine = nodes(seen(hall, "company", request))["YM-P01"]
    assert [task.id for task in mine.tasks or []] == [None]


def test_the_number_of_a_member_leads_to_the_graph_of_its_request(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    member = member_case_id(request, "YM-R01")
    assert seen(hall, "company", member) == seen(hall, "company", request)
    assert seen(hall, CLERK, member) == seen(hall, CLERK, request)


def test_it_is_not_there_for_strangers_for_other_cases_and_before_the_acceptance(restaurant: Hall):
    hall = restaurant
    request = joint.requested(hall)
    with pytest.raises(problems.Conflict) as early:
        seen(hall, "company", request)
    assert early.value.code == "joint_not_accepted"
    hall.people.accept(request, hall.caller(CLERK, request))
    hall.carry_out_everything()
    for who in ("officer-housing", "officer-police"):
        if who == "officer-police":  # seals are made by its member
            assert seen(hall, who, request).id == request
        else:
            with pytest.raises(problems.NotFound) as hidden:
                seen(hall, who, request)
            assert hidden.value.code == "case_not_found"
    with pytest.raises(problems.NotFound):
        graph.read_own_graph(call(hall, "citizen-lin", request), request)
    other = hall.submitted()
    with pytest.raises(problems.NotFound) as none:
        seen(hall, CLERK, other)
    assert none.value.code == "no_joint_request"


@pytest.mark.requirement("R80")
def test_who_was_cut_is_told_why_and_waits_for_nobody(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01", "refuse")
    told = seen(hall, "company", request)
    cut = nodes(told)["YM-P01"]
    assert (cut.state, cut.blocked_by, cut.predicted_on) == ("cut", [], None)
    assert "公司设立登记" in (cut.why_ended or "")
    assert (told.predicted_finish, told.critical_path) == (None, [])


def test_the_drawing_has_each_member_once_in_the_colour_of_its_state_and_says_the_same_in_words(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    joint.decide(hall, request, "YM-R05", "refuse")
    answer = graph.draw_own_graph(call(hall, "company", request), request)
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert "Cache-Control" not in answer.headers
    root = ElementTree.fromstring(str(answer.body))
    told = seen(hall, "company", request)
    here = [one for one in told.nodes if one.state != "not_applicable"]
    described = root.find(f"{SVG}desc")
    assert described is not None
    assert all(f"“{one.title}”" in (described.text or "") for one in here)
    boxes = [one.attrib for one in root.iter(f"{SVG}rect")][1:]
    assert len(boxes) == len(here)
    assert {box["fill"] for box in boxes} == {"#d5efdb", "#d9e8f7", "#f5d9d6"}
    _assert_apart(root, boxes)
    titles = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert any("公司设立登记" in title and "准予" in title for title in titles)
    hall_answer = graph.draw_request_graph(call(hall, CLERK, request), request)
    assert hall_answer.body == answer.body


def _assert_apart(root: ElementTree.Element, boxes: list[dict[str, Any]]) -> None:
    """No box covers another, the edge of the drawing, or the words below."""
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    places = [(int(box["x"]), int(box["y"]), int(box["width"]), int(box["height"])) for box in boxes]
    for number, (x, y, wide, high) in enumerate(places):
        assert x + wide <= width
        assert y + high <= height
        for other_x, other_y, other_wide, other_high in places[number + 1 :]:
            assert x + wide <= other_x or other_x + other_wide <= x or y + high <= other_y or other_y + other_high <= y
    heading = next(one for one in root.iter(f"{SVG}text") if one.attrib["font-size"] == "18")
    letters = sum(18 if ord(one) > 0x2E80 else 11 for one in heading.text or "")
    assert int(heading.attrib["x"]) + letters <= width
    lowest = max(y + high for _, y, _, high in places)
    legend = [int(one.attrib["y"]) for one in root.iter(f"{SVG}text")]
    assert max(legend) > lowest


@pytest.mark.requirement("R77")
def test_w2c_what_forbids_building_is_told_and_stops_nothing(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    found, members = load_file(hall.platform.table, request), joint.members(hall, request)
    assert found is not None
    situation = request_of(hall.platform, found, item_of(hall.platform, found.case)).situation
    first = situation.scheme.edges[0]
    assert first.basis is not None
    law = first.basis.model_copy(update={"law": "环境影响评价法", "article": "25", "status": "VERIFIED"})
    known = {"id": "ban", "from_": ("YM-I15",), "to": "YM-R01", "blocks": "construction", "basis": law}
    ban = first.model_copy(update=known)
    scheme: SchemeDocument = situation.scheme.model_copy(update={"edges": (*situation.scheme.edges, ban)})
    building = type(situation)(scheme, situation.answers, situation.active, situation.unknown)
    standing = next(one for one in standings(building, members) if one.node.id == "YM-R01")
    assert (standing.blocked, standing.bans) == ((), (ban,))
    said = waits_for(scheme, ban)
    assert said.startswith(f"“{scheme.node('YM-I15').title}”未取得结果，不得开工（")
    assert "环境影响评价法" in said
    assert "第二十五条" in said
    days = (hall.case(request).accepted_at or hall.platform.now()).date(), hall.platform.now().date()
    with_ban = forecast(building, members, {}, days, hall.platform.calendar)
    without = forecast(situation, members, {}, days, hall.platform.calendar)
    assert with_ban is not None
    assert without is not None
    assert with_ban.last_day == without.last_day


def test_who_is_late_looks_otherwise_than_who_is_due_today(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    before = nodes(seen(hall, "company", request))["YM-R01"].days_left
    hall.clock.pass_time(days=14)
    told = seen(hall, "company", request)
    assert (before, nodes(told)["YM-R01"].days_left) == (0, -10)
    assert any("已超期10个工作日" in one for one in told.sentences)


@pytest.mark.requirement("R78")
def test_a_signed_commitment_is_told_and_a_granted_member_waits_for_nothing(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    request = joint.accepted(hall, joint.BUILD, {**joint.OF_A_BUILDING, "commits_i07_i11": True})
    told = seen(hall, "company", request)
    (edge,) = [one for one in told.edges if one.member == "YM-I11" and one.any_of == ["YM-I07"]]
    assert (edge.promised, edge.satisfied) == ("告知承诺书：限期补交审查合格书", True)
    joint.decide(hall, request, "YM-I11")
    case_id = joint.of_member(hall, request, "YM-I07").id
    for one in hall.people.session(case_id).invited:
        caller = hall.caller(f"officer-{one.department}")
        hall.people.give_opinion(case_id, caller, opinion="refuse", reason="结构计算不足。")
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id), "refuse")
    joint.decide(hall, request, "YM-I07", "refuse")
    permit = nodes(seen(hall, "company", request))["YM-I11"]
    assert (permit.state, permit.blocked_by) == ("granted", [])
