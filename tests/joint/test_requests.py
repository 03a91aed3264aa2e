"""A joint request: accepted once, its members handled one after the other, ended with one conclusion."""

import json
from datetime import date

import pytest

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api.case_answers import case_answer
from chalicelib.cases.model import Status
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import clocks_shown
from chalicelib.catalogue.api.item_answers import item_answer
from chalicelib.documents.model.notice import chinese_date
from chalicelib.foundation import problems
from proofs.kit import joint
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.register import renew_accept_letter, revoke_accept_letter

COMPANY = ("YM-R01", "YM-R05", "YM-S05", "YM-P01", "YM-I14", "YM-I15", "YM-I16", "YM-S09")


@pytest.fixture
def restaurant(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return hall


@pytest.mark.requirement("R77")
@pytest.mark.requirement("R78")
def test_one_acceptance_makes_a_case_of_each_member_in_its_turn(restaurant: Hall):
    hall, request = restaurant, joint.requested(restaurant)
    told = hall.people.accept(request, hall.caller(CLERK, request)).facts
    assert (told["status"], told["document"]) == ("in_progress", "0002-joint-acceptance-notice")
    assert set(joint.states(hall, request)) == {*COMPANY}
    hall.carry_out_everything()
    # A registration is decided on the spot, and nothing else may begin before it.
    assert joint.states(hall, request) == {"YM-R01": "open", **dict.fromkeys(COMPANY[1:], "waiting")}
    assert joint.of_member(hall, request, "YM-R01").status is Status.DECIDING
    joint.decide(hall, request, "YM-R01")
    assert joint.states(hall, request) == {"YM-R01": "granted", **dict.fromkeys(COMPANY[1:], "open")}
    for node in COMPANY[1:]:
        assert hall.case(request).status is Status.IN_PROGRESS
        joint.decide(hall, request, node)
    assert set(joint.states(hall, request).values()) == {"granted"}
    assert hall.case(request).status is Status.CLOSED
    assert [event.type for event in hall.events(request)][-2:] == ["joint_concluded", "archived"]
    assert case_answer(hall.case(request), None).outcome == "grant"
    (told,) = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "joint_conclusion_notice"]
    assert "，各事项均已办毕" in told["data"]


@pytest.mark.requirement("R77")
def test_a_member_has_its_own_form_papers_and_clocks_and_is_not_asked_what_was_made_before(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    permit = joint.of_member(hall, request, "YM-P01")
    assert permit.joint is not None
    assert (permit.joint.case, permit.item_name) == (request, "食品经营许可(餐饮服务)新办")
    assert {line: one.member for line, one in permit.joint.brought.items()} == {"02": "YM-R01"}  # its licence
    assert permit.accepted_at == hall.case(request).accepted_at
    lines = {row["line"] for row in hall.rows(permit.id, "MATERIAL#")}
    assert lines
    assert "02" not in lines
    form = hall.form_of(permit.id)
    assert form["applicant"]["name"]
    assert "subject_type" not in form["answers"]
    joint.decide(hall, request, "YM-P01")


@pytest.mark.requirement("R80")
def test_w7_a_refusal_ends_only_what_depends_on_it_and_is_told_as_no_refusal(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01", "refuse")
    assert joint.states(hall, request) == {"YM-R01": "refused", **dict.fromkeys(COMPANY[1:], "cut")}
    told = [event for event in hall.events(request) if event.type == "member_cut"]
    assert {event.data["node"] for event in told} == {*COMPANY[1:]}
    notices = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "termination_notice"]
    assert len(notices) == len(COMPANY) - 1
    assert all("公司设立登记" in row["data"] and "不是不予许可的决定" in row["data"] for row in notices)
    assert {row["organ"] for row in notices} == {"police", "si", "food", "urban", "fire", "tobacco"}
    conclusion = next(event for event in hall.events(request) if event.type == "joint_concluded")
    assert conclusion.data["outcome"] == "refused"
    assert case_answer(hall.case(request), None).outcome == "refuse"


@pytest.mark.requirement("R78")
def test_the_acceptance_tells_the_last_day_of_each_member_that_has_begun(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    joint.on(hall, date(2026, 9, 14))
    request = joint.accepted(hall, joint.BUILD, {**joint.OF_A_BUILDING, "building_use": "residential"})
    (row,) = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "joint_acceptance_notice"]
    told = {line[1]: line[-1] for line in json.loads(row["data"])["table"]["rows"]}
    for node, one in joint.members(hall, request).items():
        if one.state == "open":
            due = joint.of_member(hall, request, node).due("promised")
            assert due is not None
            assert told[one.title] == chinese_date(due)
    assert {one.title: told[one.title] for one in joint.members(hall, request).values() if one.state == "waiting"} == {
        "建筑工程施工许可证核发": "—"
    }


@pytest.mark.requirement("R80")
def test_w13_withdrawing_the_whole_ends_what_is_undecided_and_leaves_what_is_granted(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    joint.decide(hall, request, "YM-R05")
    hall.people.withdraw(request, hall.caller("company", request))
    hall.carry_out_everything()
    states = joint.states(hall, request)
    assert {states[name] for name in ("YM-R01", "YM-R05")} == {"granted"}
    assert {states[name] for name in COMPANY[2:]} == {"withdrawn"}
    for name in COMPANY[2:]:
        case = joint.of_member(hall, request, name)
        assert (case.status, case.open_tasks) == (Status.WITHDRAWN, ())
        assert case.joint is not None
        assert case.joint.withdrawn_on == hall.clock.at.date()
        (notice,) = [row for row in hall.rows(case.id, "DOCUMENT#") if row["kind"] == "termination_notice"]
        assert f"申请人于{chinese_date(hall.clock.at.date())}撤回整件“开办餐饮店" in notice["data"]
    assert joint.of_member(hall, request, "YM-R05").status is Status.COMPARING


def test_a_member_that_its_applicant_withdraws_ends_alone(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    sign = joint.of_member(hall, request, "YM-I14")
    hall.people.withdraw(sign.id, hall.caller("company", sign.id))
    hall.carry_out_everything()
    assert joint.states(hall, request)["YM-I14"] == "withdrawn"
    assert hall.case(request).status is Status.IN_PROGRESS


def test_who_looks_again_changes_nothing(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    before = hall.everything()
    for _ in range(3):
        joint.tell(hall, request)
        hall.carry_out_everything()
    assert hall.everything() == before


@pytest.mark.requirement("R80")
def test_w6_silence_accepts_the_whole_from_its_receipt(restaurant: Hall):
    hall = restaurant
    joint.on(hall, date(2026, 2, 13))
    request = joint.requested(hall)
    hall.wait_in_silence(request)
    hall.carry_out_everything()
    case = hall.case(request)
    assert (case.status, case.deemed, case.due("statutory")) == (Status.IN_PROGRESS, True, date(2026, 4, 24))
    first = joint.of_member(hall, request, "YM-R01")
    # Its own three workdays are over at the moment at which it begins.
    assert first.due("statutory") == date(2026, 2, 25)


def test_nobody_decides_before_what_the_decision_rests_on_is_there(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    permit = joint.of_member(hall, request, "YM-P01")
    joint.review(hall, request, "YM-P01")
    joint.waiting_for(hall, permit.id, "YM-I14")
    with pytest.raises(problems.Conflict) as refused:
        hall.decide(permit.id, by="chief-food")
    assert (refused.value.code, refused.value.more) == ("prerequisite_open", {"waits_for": ["YM-I14"]})
    # The request looks at its members: nothing of the scheme keeps this one.
    joint.tell(hall, request)
    hall.carry_out_everything()
    joint.decide(hall, request, "YM-P01")


@pytest.mark.requirement("R57")
def test_the_letter_of_the_lead_does_not_speak_for_the_others(restaurant: Hall):
    hall, request = restaurant, joint.requested(restaurant)
    revoke_accept_letter(hall.platform, "tobacco")
    with pytest.raises(problems.Forbidden) as refused:
        hall.people.accept(request, hall.caller(CLERK, request))
    assert "烟草专卖零售许可证新办" in str(refused.value.title)
    assert refused.value.more["offer"] == "transfer"
    renew_accept_letter(hall.platform, "tobacco")
    hall.people.accept(request, hall.caller(CLERK, request))


@pytest.mark.parametrize("code", ["YM-J01-utilities"])
def test_what_could_not_end_is_not_begun(hall: Hall, code: str):
    publish_schemes(hall.platform, code.rpartition("-")[0] if code.count("-") > 1 else code)
    with pytest.raises(problems.Invalid) as refused:
        joint.drafted(hall, code)
    assert refused.value.code == "handling_type_unsupported"


@pytest.mark.requirement("R10")
def test_the_clocks_of_a_member_and_of_the_whole_are_told_from_their_events(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    joint.decide(hall, request, "YM-R01")
    permit = joint.of_member(hall, request, "YM-P01").id
    both = {permit: {"promised", "statutory"}, request: {"statutory"}}  # nobody has promised anything for the whole
    platform = hall.platform
    for case_id, kinds in both.items():
        rules = Rules(platform.calendars, platform.settings.supplement_workdays, licence=True)
        shown = clocks_shown(case_id, hall.events(case_id), platform.now(), rules).clocks
        due = {one.kind: one.due for one in shown if one.kind in ("promised", "statutory")}
        case = hall.case(case_id)
        assert due == {kind: case.due(kind) for kind in case.clocks if kind in ("promised", "statutory")}
        assert due.keys() == kinds


def test_no_term_is_promised_for_a_whole_of_which_the_scheme_promises_none(restaurant: Hall):
    hall, request = restaurant, joint.accepted(restaurant)
    limits = item_answer(item_of(hall.platform, hall.case(request)), demonstration=True).limits
    assert (limits.promised, limits.statutory.length) == (None, 45)
    notice = next(row["data"] for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "joint_acceptance_notice")
    assert "联办承诺期限" not in notice
    assert "法定" in notice
