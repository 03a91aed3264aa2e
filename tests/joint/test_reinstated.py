"""After a reconsideration or a court has annulled a member's refusal the member begins anew (joint.md 5.10)."""

from datetime import date, timedelta
from typing import Literal

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.extension import past_joint_due
from chalicelib.documents.api.document_answers import document_list
from chalicelib.documents.store import vault
from chalicelib.foundation import problems
from proofs.joint.invariants import faults_of_joint
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from tests.joint.test_members_told import own

BUILT = {**joint.OF_A_BUILDING, "special_fire_project": True}


@pytest.fixture
def refused(hall: Hall) -> tuple[Hall, str]:
    """The fire review of a building is refused on its own day, and with it ends the construction permit."""
    publish_schemes(hall.platform, "YM-J01")
    joint.on(hall, date(2026, 9, 14))
    request = joint.accepted(hall, joint.BUILD, BUILT)
    joint.decide(hall, request, "YM-I08", "refuse")
    assert joint.states(hall, request) == {"YM-I07": "open", "YM-I08": "refused", "YM-I11": "cut"}
    return hall, request


def annulled(hall: Hall, request: str, node: str = "YM-I08", **said: object) -> str:
    """With everything that follows; the id of the case that was refused."""
    case = joint.of_member(hall, request, node)
    hall.people.annul_refusal(case.id, hall.caller(f"chief-{case.department}", case.id), **said)
    hall.carry_out_everything()
    return case.id


def drawings(hall: Hall, request: str, outcome: Literal["grant", "refuse"] = "grant") -> None:
    """What several departments examine together is decided as all of them say."""
    case_id = joint.of_member(hall, request, "YM-I07").id
    said, conclusion = ("pass", "pass") if outcome == "grant" else ("refuse", "refuse")
    for one in hall.people.session(case_id).invited:
        hall.people.give_opinion(case_id, hall.caller(f"officer-{one.department}"), opinion=said)
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id), conclusion)
    joint.review(hall, request, "YM-I07")
    joint.decide(hall, request, "YM-I07", outcome)


@pytest.mark.requirement("R79")
def test_the_member_begins_anew_in_a_further_case_and_what_it_had_ended_waits_for_it(refused: tuple[Hall, str]):
    hall, request = refused
    joint.on(hall, date(2026, 10, 12))
    old = annulled(hall, request, served_on="2026-10-10")
    assert joint.states(hall, request) == {"YM-I07": "open", "YM-I08": "open", "YM-I11": "waiting"}
    again = joint.of_member(hall, request, "YM-I08")
    assert again.id != old
    assert hall.case(old).outcome == "refuse"
    assert (again.status, again.outcome, again.joint and again.joint.again) == (Status.IN_REVIEW, None, 1)
    # Its promised 11 and statutory 15 workdays are counted from the day on which the paper was served.
    first = hall.case(old).clocks["statutory"]
    assert again.clocks["statutory"].started == date(2026, 10, 10)
    assert again.clocks["statutory"].length == first.length
    assert [task.kind for task in again.open_tasks] == ["review"]
    joint.decide(hall, request, "YM-I08")
    drawings(hall, request)
    assert joint.states(hall, request)["YM-I11"] == "open"
    assert list(faults_of_joint(hall.world, request)) == []
    (notice,) = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "joint_reinstatement_notice"]
    (refusal,) = [one for one in vault.documents(hall.platform, old) if one.kind == "refusal_decision"]
    for words in (
        f"2026年9月14日作出的{refusal.named}，已由阳江市人民政府以行政复议决定（阳府复决〔2026〕15号）撤销",
        "行政复议法》第六十四条",
    ):
        assert words in notice["data"]
    assert "第二十六条" not in notice["data"]
    (told,) = own(hall, old).annulled
    assert (told.document, told.by, told.organ) == (refusal.no, "reconsideration", "阳江市人民政府")
    ended = {one.no: one.ended for one in document_list(hall.case(old), [refusal]).documents}[refusal.no]
    assert ended is not None
    assert (ended.state, ended.label, ended.reference) == ("revoked", "已被撤销", "阳府复决〔2026〕15号")
    assert "因此终止的“建筑工程施工许可证核发”随之恢复办理" in notice["data"]


@pytest.mark.requirement("R79")
def test_a_closed_request_is_open_again_without_a_new_term_and_ends_once_more(refused: tuple[Hall, str]):
    hall, request = refused
    assert past_joint_due(date(2027, 12, 1), hall.case(request)) is not None
    drawings(hall, request)
    before = hall.case(request)
    assert (before.status, before.joint_outcome) == (Status.CLOSED, "partly")
    joint.on(hall, date(2027, 1, 11))
    annulled(hall, request)
    reopened = hall.case(request)
    assert (reopened.status, reopened.joint_outcome) == (Status.IN_PROGRESS, None)
    assert reopened.clocks == before.clocks
    assert past_joint_due(date(2027, 12, 1), reopened) is None  # that term is over, and keeps no member
    assert reopened.late_told == before.late_told
    for node in ("YM-I08", "YM-I11"):
        joint.decide(hall, request, node)
    ended = hall.case(request)
    assert (ended.status, ended.joint_outcome) == (Status.CLOSED, "granted")
    assert [event.type for event in hall.events(request)].count("joint_concluded") == 2
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.requirement("R79")
def test_one_that_is_refused_once_more_ends_the_others_once_more(refused: tuple[Hall, str]):
    hall, request = refused
    annulled(hall, request)
    joint.decide(hall, request, "YM-I08", "refuse")
    assert joint.states(hall, request)["YM-I11"] == "cut"
    annulled(hall, request)
    again = joint.of_member(hall, request, "YM-I08")
    assert (again.joint and again.joint.again, again.status) == (2, Status.IN_REVIEW)


def test_what_ended_for_another_reason_stays_ended(hall: Hall):
    publish_schemes(hall.platform, "YM-J01")
    request = joint.accepted(hall, joint.BUILD, BUILT)
    drawings(hall, request, "refuse")
    joint.decide(hall, request, "YM-I08", "refuse")
    annulled(hall, request)
    assert joint.states(hall, request) == {"YM-I07": "refused", "YM-I08": "open", "YM-I11": "cut"}
    (notice,) = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "joint_reinstatement_notice"]
    assert "消防设计审查" in notice["data"]
    assert "建筑工程施工许可证" not in notice["data"]


@pytest.mark.requirement("R79")
def test_files_that_came_to_the_refused_case_alone_are_not_asked_again(refused: tuple[Hall, str]):
    hall, request = refused
    old = joint.of_member(hall, request, "YM-I08").id
    annulled(hall, request)
    before = {file["line"] for file in hall.rows(old, "MATERIAL#")}
    after = {file["line"] for file in hall.rows(joint.of_member(hall, request, "YM-I08").id, "MATERIAL#")}
    assert before == after


def test_wrong_annulments_are_refused(refused: tuple[Hall, str]):
    hall, request = refused
    case = joint.of_member(hall, request, "YM-I08")
    tomorrow = str(hall.platform.now().date() + timedelta(days=1))
    for day, code in ((tomorrow, "served_in_future"), ("2026-09-01", "served_before_decision")):
        with pytest.raises(problems.Invalid) as wrong:
            hall.people.annul_refusal(case.id, hall.caller("chief-housing", case.id), served_on=day)
        assert [(one.pointer, one.code) for one in wrong.value.errors] == [("/served_on", code)]
    annulled(hall, request)
    with pytest.raises(problems.Conflict) as twice:
        hall.people.annul_refusal(case.id, hall.caller("chief-housing", case.id))
    assert twice.value.code == "refusal_annulled"
    drawings(hall, request)
    other = joint.of_member(hall, request, "YM-I07").id
    with pytest.raises(problems.Conflict) as granted:
        hall.people.annul_refusal(other, hall.caller("chief-housing", other))
    assert granted.value.code in ("nothing_refused", "act_out_of_order")


def test_nothing_is_reinstated_in_a_request_that_was_taken_back(refused: tuple[Hall, str]):
    hall, request = refused
    hall.people.withdraw(request, hall.caller(COMPANY, request))
    hall.carry_out_everything()
    case = joint.of_member(hall, request, "YM-I08")
    with pytest.raises(problems.Conflict) as gone:
        hall.people.annul_refusal(case.id, hall.caller("chief-housing", case.id))
    assert gone.value.code == "request_not_open"
