"""Changed answers of an accepted request: members join and leave, and what was granted stays (joint.md 5.4)."""

from datetime import date

import pytest

from chalicelib.cases.model import Status
from chalicelib.foundation import problems
from chalicelib.intake.acts.change_answers import change_answers
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.model.notices import Defect
from chalicelib.intake.model.signing import Signing
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

WITHOUT_SIGN = {**joint.OF_A_COMPANY, "has_outdoor_sign": False}


@pytest.fixture
def restaurant(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return hall


def kinds(hall: Hall, case_id: str) -> list[str]:
    return [row["kind"] for row in hall.rows(case_id, "DOCUMENT#")]


def types(hall: Hall, case_id: str) -> list[str]:
    return [event.type for event in hall.events(case_id)]


@pytest.mark.requirement("R79")
def test_w8_a_member_joins_on_the_day_its_papers_are_complete_and_the_joint_clock_goes_on(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    joint.on(hall, date(2026, 9, 14))
    request = joint.accepted(hall, joint.BUILD, joint.OF_A_BUILDING)
    assert joint.states(hall, request) == {"YM-I07": "open", "YM-I11": "waiting"}
    assert joint.of_member(hall, request, "YM-I07").due("promised") == date(2026, 9, 28)
    assert hall.case(request).due("statutory") == date(2026, 11, 20)
    joint.on(hall, date(2026, 9, 21))
    told = joint.change_answers(hall, request, special_fire_project=True).facts
    assert (told["joined"], told["left"], told["lacking"]) == (["YM-I08"], [], ["06"])
    assert joint.states(hall, request) == {"YM-I07": "open", "YM-I08": "awaiting_materials", "YM-I11": "waiting"}
    joint.on(hall, date(2026, 9, 24))
    joint.bring(hall, request, *told["lacking"])
    assert joint.states(hall, request)["YM-I08"] == "open"
    fire = joint.of_member(hall, request, "YM-I08")
    assert (fire.due("promised"), fire.due("statutory")) == (date(2026, 10, 15), date(2026, 10, 22))
    assert (fire.accepted_at and fire.accepted_at.date(), fire.deemed) == (date(2026, 9, 24), False)
    assert kinds(hall, request).count("joint_supplement_notice") == 1
    assert [one for one in types(hall, request) if one in ("answers_changed", "member_joined")] == [
        "answers_changed",
        "member_joined",
    ]
    assert hall.case(request).due("statutory") == date(2026, 11, 20)


@pytest.mark.requirement("R79")
def test_who_joins_before_its_turn_waits_and_one_that_lacks_nothing_is_accepted_at_once(restaurant: Hall):
    hall = restaurant
    request = joint.accepted(hall, answers=WITHOUT_SIGN)
    told = joint.change_answers(hall, request, has_outdoor_sign=True).facts
    assert told["joined"] == ["YM-I14"]
    assert joint.states(hall, request)["YM-I14"] == "waiting"
    assert "member_joined" not in types(hall, request)
    joint.bring(hall, request, *told["lacking"])
    assert types(hall, request)[-1] == "member_joined"
    joint.decide(hall, request, "YM-R01")
    assert joint.states(hall, request)["YM-I14"] == "open"
    sign = joint.of_member(hall, request, "YM-I14")
    assert sign.joint is not None
    assert sign.joint.brought["02"].member == "YM-R01"


@pytest.mark.requirement("R79")
def test_an_undecided_member_leaves_with_a_notice_that_says_why(restaurant: Hall):
    hall = restaurant
    request = joint.accepted(hall)
    never_opened = joint.change_answers(hall, request, has_outdoor_sign=False).facts
    assert never_opened["left"] == ["YM-I14"]
    assert types(hall, request)[-1] == "member_left"
    (notice,) = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "termination_notice"]
    assert "户外" in notice["data"]
    assert "不是不予许可的决定" in notice["data"]
    joint.decide(hall, request, "YM-R01")
    drain = joint.of_member(hall, request, "YM-I15")
    assert drain.status is Status.IN_REVIEW
    joint.change_answers(hall, request, drainage=False)
    ended = joint.of_member(hall, request, "YM-I15")
    assert (ended.status, ended.open_tasks) == (Status.TERMINATED, ())
    assert joint.states(hall, request)["YM-I15"] == "left"
    assert kinds(hall, drain.id).count("termination_notice") == 1


@pytest.mark.requirement("R79")
def test_what_was_granted_stays_and_its_department_is_told(restaurant: Hall):
    hall = restaurant
    request = joint.accepted(hall)
    joint.decide(hall, request, "YM-R01")
    joint.decide(hall, request, "YM-I14")
    joint.change_answers(hall, request, has_outdoor_sign=False)
    assert joint.states(hall, request)["YM-I14"] == "granted"
    sign = joint.of_member(hall, request, "YM-I14")
    told = [event for event in hall.events(sign.id) if event.type == "material_change"]
    assert [event.data["asked_for"] for event in told] == [False]
    assert hall.form_of(sign.id)["answers"]  # what it was granted on
    joint.tell(hall, request)
    hall.carry_out_everything()
    assert types(hall, sign.id).count("material_change") == 1


@pytest.mark.requirement("R79")
def test_who_still_examines_a_member_gets_the_form_as_it_is_now(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    request = joint.accepted(hall, joint.BUILD, joint.OF_A_BUILDING)
    before = joint.of_member(hall, request, "YM-I07")
    joint.change_answers(hall, request, special_fire_project=True)
    after = joint.of_member(hall, request, "YM-I07")
    asks = "special_fire_project" in hall.form_of(before.id)["answers"]
    assert after.form_version == before.form_version + asks
    assert types(hall, before.id).count("material_change") == asks


@pytest.mark.requirement("R79")
def test_a_change_that_changes_no_member_is_recorded_and_one_of_anything_else_is_refused(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    request = joint.accepted(hall, joint.BUILD, joint.OF_A_BUILDING)
    caller = hall.caller(COMPANY, request)
    with pytest.raises(problems.Invalid) as refused:
        change_answers(hall.platform, caller, request, {"special_fire_design": True, "building_use": "public"})
    assert {(one.pointer, one.code) for one in refused.value.errors} == {
        ("/answers/special_fire_design", "answer_not_changeable"),
        ("/answers/building_use", "answer_not_changeable"),
    }
    with pytest.raises(problems.Invalid) as missing:
        change_answers(hall.platform, caller, request, {"special_fire_project": True})
    assert {one.code for one in missing.value.errors} == {"missing"}
    with pytest.raises(problems.Invalid) as same:
        change_answers(hall.platform, caller, request, {"special_fire_project": False})
    assert [(one.pointer, one.code) for one in same.value.errors] == [
        ("/answers/special_fire_project", "field_unchanged")
    ]


def test_the_window_records_it_for_who_signs(restaurant: Hall):
    hall = restaurant
    request = joint.accepted(hall)
    signing = Signing.model_validate(joint.signing_of(hall, request))
    made = change_answers(hall.platform, hall.caller(CLERK, request), request, {"has_outdoor_sign": False}, signing)
    assert made.facts["left"] == ["YM-I14"]
    stranger = signing.model_copy(update={"name": "他人", "id_number": "44170219900307801X"})
    with pytest.raises(problems.Invalid):
        change_answers(hall.platform, hall.caller(CLERK, request), request, {"drainage": False}, stranger)


def test_a_member_whose_case_has_ended_does_not_come_back(restaurant: Hall):
    hall = restaurant
    request = joint.accepted(hall)
    joint.decide(hall, request, "YM-R01")
    joint.change_answers(hall, request, has_outdoor_sign=False)
    with pytest.raises(problems.Invalid) as refused:
        joint.change_answers(hall, request, has_outdoor_sign=True)
    assert refused.value.code == "member_cannot_return"


def test_nobody_has_a_result_already_because_of_a_changed_answer_alone(restaurant: Hall):
    hall = restaurant
    request = joint.accepted(hall)
    joint.decide(hall, request, "YM-R01")
    before = joint.states(hall, request)
    with pytest.raises(problems.Invalid) as refused:
        joint.change_answers(hall, request, subject_type="individual", held_r02=True)
    assert refused.value.code == "held_not_checked"
    assert joint.states(hall, request) == before


@pytest.mark.requirement("R80")
def test_a_department_that_grants_before_it_hears_that_its_member_has_left_is_in_the_conclusion(hall: Hall):
    """The answer changes first, the department decides next, and only then does the request look again."""
    publish_schemes(hall.platform, "YM-J01")
    request = joint.accepted(hall, joint.BUILD, {**joint.OF_A_BUILDING, "special_fire_project": True})
    drawings = joint.of_member(hall, request, "YM-I07").id
    hall.people.withdraw(drawings, hall.caller(COMPANY, drawings), confirmed=True)
    hall.carry_out_everything()
    joint.review(hall, request, "YM-I08")
    change_answers(hall.platform, hall.caller(COMPANY, request), request, {"special_fire_project": False})
    joint.decided(hall, request, "YM-I08")
    hall.world.advance_joint()
    joint.tell(hall, request)
    hall.world.advance_joint()
    assert hall.case(request).status is Status.IN_PROGRESS
    hall.carry_out_everything()
    assert joint.states(hall, request)["YM-I08"] == "granted"
    (ended,) = [event for event in hall.events(request) if event.type == "joint_concluded"]
    assert ended.data["members"]["YM-I08"] == "granted"


@pytest.mark.requirement("R79")
def test_answers_change_while_a_supplement_is_awaited_and_what_they_ask_for_comes_with_it(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    request = joint.requested(hall, joint.BUILD, joint.OF_A_BUILDING)
    gap = Defect(line="01", defect="内容不完整", remedy="补充完整后提交")
    correct(hall.platform, hall.caller(CLERK, request), request, [gap])
    before = hall.case(request)
    assert before.status is Status.CORRECTING
    told = joint.change_answers(hall, request, special_fire_project=True).facts
    after = hall.case(request)
    assert (after.status, after.clocks) == (Status.CORRECTING, before.clocks)
    assert (told["joined"], told["left"], told["lacking"]) == ([], [], ["06"])
    assert after.required_since_notice == ("06",)
    assert hall.form_of(request)["answers"]["special_fire_project"] is True
    joint.bring(hall, request, *before.corrections[-1], *told["lacking"])
    hall.people.supplement(request, hall.caller(COMPANY, request))
    hall.people.check_originals(request, hall.caller(CLERK, request))
    hall.people.accept(request, hall.caller(CLERK, request))
    hall.carry_out_everything()
    assert joint.states(hall, request)["YM-I08"] == "open"


def test_the_form_of_an_ordinary_application_is_put_right_with_its_supplement(hall: Hall):
    case_id = hall.submitted()
    hall.people.correct(case_id, hall.caller(CLERK, case_id))
    with pytest.raises(problems.Conflict) as refused:
        change_answers(hall.platform, hall.caller(COMPANY, case_id), case_id, {"area_m2": 90})
    assert refused.value.code == "not_a_request"
