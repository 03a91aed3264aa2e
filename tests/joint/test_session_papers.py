"""What departments write to one another for a joint session: each a numbered document of the case (行政许可法26(2))."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import WholeDocument
from local.identity_provider.personas import PERSONAS
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.session_acts import PLACE
from proofs.matrix.door import Door, opened

ACCEPTED = date(2026, 9, 14)
ALL = ("planning", "housing", "cad", "archive")
PAPERS = ("session_notice", "department_opinion", "session_record", "session_minutes")


@pytest.fixture
def building(hall: Hall) -> Hall:
    publish_schemes(hall.platform, "YM-J01")
    return hall


@pytest.fixture
def door(building: Hall) -> Iterator[Door]:
    door = Door(building.world, {name: one.actor for name, one in PERSONAS.items()})
    with opened(door):
        yield door


def of_stage(hall: Hall, stage: str, member: str) -> str:
    joint.on(hall, ACCEPTED)
    request = joint.accepted(hall, stage, {"flammable_explosive": False, "special_fire_project": False})
    return joint.of_member(hall, request, member).id


def visit(hall: Hall) -> str:
    """A visit is appointed: four departments accept what was built."""
    case_id = of_stage(hall, "YM-J01-completion", "YM-I12")
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    return case_id


def says(hall: Hall, case_id: str, department: str, opinion: str = "pass", **said: Any) -> None:
    hall.people.give_opinion(case_id, hall.caller(f"officer-{department}"), opinion=opinion, **said)


def coordinated(hall: Hall) -> str:
    """Visited without the archive; civil defence refuses, and the lead has met with all."""
    case_id = visit(hall)
    joint.on(hall, date(2026, 9, 21))
    lead = hall.caller("chief-housing", case_id)
    hall.people.record_session(case_id, lead, absent=("archive",))
    for department in ("planning", "housing", "archive"):
        says(hall, case_id, department)
    says(hall, case_id, "cad", "refuse", reason="人防面积不足。")
    hall.people.coordinate_session(case_id, hall.caller("chief-housing", case_id))
    return case_id


def made(hall: Hall, case_id: str, kind: str) -> list[WholeDocument]:
    return [one for one in vault.whole_documents(hall.platform, case_id) if one.kind == kind]


@pytest.mark.requirement("R69")
def test_the_notice_says_when_and_where_who_examines_what_and_by_which_papers(building: Hall):
    hall = building
    case_id = visit(hall)
    (notice,) = made(hall, case_id, "session_notice")
    assert (notice.title, notice.readers, notice.to_applicant) == ("联合验收通知书", ALL, True)
    for told in (
        "2026年9月21日09时00分",
        PLACE,
        "现场查验",
        "规划(土地)核实",
        "不少于2名工作人员",
        "2026年9月21日前",
    ):
        assert told in notice.data
    assert notice.data.count("SHA-256 ") == len(hall.people.session(case_id).files) > 0
    assert hall.events(case_id)[-1].data["document"] == notice.no


@pytest.mark.requirement("R69")
def test_another_appointment_ends_the_first_one(building: Hall):
    hall = building
    case_id = visit(hall)
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id), days=10)
    first, second = made(hall, case_id, "session_notice")
    assert "不再执行" not in first.data
    assert "原定于2026年9月21日09时00分的安排不再执行" in second.data


@pytest.mark.requirement("R69")
def test_a_meeting_of_departments_is_not_told_to_the_applicant(building: Hall):
    hall = building
    case_id = of_stage(hall, "YM-J01-build", "YM-I07")
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    (notice,) = made(hall, case_id, "session_notice")
    assert (notice.title, notice.to_applicant) == ("联合审图通知书", False)
    assert "召开会议" in notice.data


@pytest.mark.requirement("R69")
def test_an_opinion_bears_the_seal_and_number_of_the_department_that_gives_it(building: Hall):
    hall = building
    case_id = visit(hall)
    says(hall, case_id, "cad", "rectify", reason="口部未封闭。", findings=["安装密闭门。"])
    says(hall, case_id, "cad", "pass_with_conditions", findings=["补做标识。"], changes=True)
    hall.carry_out_everything()
    hall.issue_documents()
    first, second = made(hall, case_id, "department_opinion")
    assert (first.organ, first.readers, first.to_applicant) == ("cad", ("cad",), False)
    numbers = [str(one.number) for one in (first, second)]
    assert [one.partition("〔")[2] for one in numbers] == ["2026〕1号", "2026〕2号"]
    assert "审意字" in numbers[0]
    assert first.organ_code != made(hall, case_id, "session_notice")[0].organ_code
    assert first.seal == "441700-cad"
    for told in ("须整改", "口部未封闭。", "安装密闭门。", "演示标准第一条"):
        assert told in first.data
    assert "本部门此前的意见为“须整改”，以本意见书为准" in second.data


@pytest.mark.requirement("R69")
@pytest.mark.law("2.1")
def test_the_record_names_two_officers_of_each_and_who_was_absent_and_is_signed_by_all(building: Hall):
    hall = building
    case_id = coordinated(hall)
    (record,) = made(hall, case_id, "session_record")
    assert (record.title, record.readers, record.to_applicant) == ("联合验收现场记录", ALL, False)
    assert record.data.count("张三、李四") == 3
    assert "阳江市档案局没有到场，仍应当依据记录提出意见" in record.data
    assert record.data.count("张三（签名）") == 3


@pytest.mark.requirement("R69")
def test_the_minutes_say_what_disagreed_and_each_author_then_confirms_or_changes(building: Hall):
    hall = building
    case_id = coordinated(hall)
    (minutes,) = made(hall, case_id, "session_minutes")
    assert minutes.title == "联合验收会议纪要"
    for told in ("不同意", "人防面积不足。", "2026年9月24日前", "张三、李四"):
        assert told in minutes.data
    says(hall, case_id, "cad", reason="已经补充计算。")
    says(hall, case_id, "planning")
    changed, confirmed = made(hall, case_id, "department_opinion")[-2:]
    assert "经协调修改，原为不同意" in changed.data
    assert "经协调确认" in confirmed.data
    says(hall, case_id, "housing")
    says(hall, case_id, "archive")
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id))
    (conclusion,) = made(hall, case_id, "session_conclusion")
    assert "同意（经协调修改，原为不同意）" in conclusion.data


def listed(door: Door, who: str, path: str) -> list[str]:
    answer = door.ask(who, "GET", f"{path}/documents")
    assert answer.status == 200, answer.text
    return [one["kind"] for one in answer.body["documents"] if one["kind"] in PAPERS]


@pytest.mark.requirement("R69")
def test_each_reads_what_is_addressed_to_it_and_nothing_else(building: Hall, door: Door):
    hall = building
    case_id = coordinated(hall)
    hall.carry_out_everything()
    hall.issue_documents()
    every = listed(door, "chief-housing", f"/cases/{case_id}")
    assert (set(every), every.count("department_opinion")) == (set(PAPERS), 4)
    for department in ("cad", "planning"):
        assert sorted(listed(door, f"officer-{department}", f"/cases/{case_id}")) == sorted(PAPERS)
    assert listed(door, "company", f"/applications/{case_id}") == ["session_notice"]
    assert door.ask("officer-food", "GET", f"/cases/{case_id}/documents").status == 404
    others = [one.no for one in made(hall, case_id, "department_opinion") if one.organ != "cad"]
    (own,) = [one.no for one in made(hall, case_id, "department_opinion") if one.organ == "cad"]
    reading = f"/cases/{case_id}/documents/{{}}?purpose=papers"
    assert door.ask("officer-cad", "GET", reading.format(own)).status == 200
    assert door.ask("officer-cad", "GET", reading.format(others[0])).status == 404
    assert door.ask("company", "GET", f"/applications/{case_id}/documents/{own}").status == 404
    export = door.ask("company", "GET", "/me/export")
    assert export.status == 200, export.text
    (whole,) = [one for one in export.body["cases"] if one["application"]["id"] == case_id]
    assert [one["kind"] for one in whole["documents"] if one["kind"] in PAPERS] == ["session_notice"]


def rectifying(hall: Hall) -> str:
    case_id = of_stage(hall, "YM-J01-build", "YM-I07")
    says(hall, case_id, "housing")
    says(hall, case_id, "cad", "rectify", reason="说明不全。", findings=["补充人防设计说明。"])
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id), "rectify")
    hall.carry_out_everything()
    return case_id


@pytest.mark.requirement("R5")
def test_what_is_to_be_put_right_is_told_with_its_last_day_while_it_waits(building: Hall, door: Door):
    hall = building
    case_id = rectifying(hall)
    until = str(hall.people.session(case_id).rectify_by)
    ref = hall.case(case_id).joint
    assert (until, ref is not None) == ("2026-09-17", True)
    own = door.ask("company", "GET", f"/applications/{case_id}").body
    assert (own["status"], own["status_label"], own["rectify_by"]) == ("in_review", "待整改", until)
    whole = door.ask("company", "GET", f"/applications/{ref.case if ref else ''}").body
    asked = {"query_code": whole["query_code"], "factor": hall.form_of(case_id)["applicant"]["uscc"][-4:]}
    for members in (whole["members"], door.ask("company", "POST", "/progress", asked).body["members"]):
        (told,) = [one for one in members if one["node"] == "YM-I07"]
        assert (told["state"], told["state_label"], told["rectify_by"]) == ("open", "待整改", until)
    hall.people.convene_session(case_id, hall.caller("chief-housing", case_id))
    hall.carry_out_everything()
    own = door.ask("company", "GET", f"/applications/{case_id}").body
    assert (own["status_label"], own["rectify_by"]) == ("已受理，部门审查中", None)
    (told,) = [
        one for one in door.ask("company", "POST", "/progress", asked).body["members"] if one["node"] == "YM-I07"
    ]
    assert (told["state_label"], told["rectify_by"]) == ("办理中", None)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-09-14", "rectify_by_past"),
        ("2026-09-19", "rectify_by_off_day"),
        ("2026-10-12", "rectify_by_past_due"),
        (None, "rectify_by_missing"),
    ],
)
def test_the_term_of_a_rectification_can_be_kept_and_ends_within_the_terms_of_the_case(
    building: Hall, door: Door, day: str | None, code: str
):
    hall = building
    case_id = of_stage(hall, "YM-J01-build", "YM-I07")
    says(hall, case_id, "housing")
    says(hall, case_id, "cad", "rectify", findings=["补充人防设计说明。"])
    drawn = {"conclusion": "rectify", "reason": "须补充说明。", **({"rectify_by": day} if day else {})}
    headers = {"If-Match": hall.case(case_id).etag}
    answer = door.ask("chief-housing", "POST", f"/cases/{case_id}/sessions/conclude", drawn, headers=headers)
    assert (answer.status, [one["code"] for one in answer.body["errors"]]) == (422, [code])


@pytest.mark.requirement("R69")
def test_a_corrected_record_says_that_it_takes_the_place_of_the_first(building: Hall):
    hall = building
    case_id = visit(hall)
    joint.on(hall, date(2026, 9, 21))
    lead = hall.caller("chief-housing", case_id)
    hall.people.record_session(case_id, lead, absent=("archive",))
    hall.people.record_session(case_id, hall.caller("chief-housing", case_id), changes=True)
    first, second = made(hall, case_id, "session_record")
    words = "本记录改正此前登记的记录，以本记录为准"
    assert (words in first.data, words in second.data) == (False, True)
