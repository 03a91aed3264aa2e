"""Members that an outside system handles: it is asked once, told what it needs, and its reports alone move them."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.api.case_answers import PurposeQuery, TaskAnswer
from chalicelib.cases.api.member_answers import members_told
from chalicelib.cases.model import Status
from chalicelib.cases.model.disclosure import Purpose, PurposeUnfit
from chalicelib.cases.store.records import load_file
from chalicelib.exchange.model import events
from chalicelib.exchange.store.records import load_task
from chalicelib.foundation import problems
from chalicelib.http.routes import Call
from chalicelib.joint.api import graph
from chalicelib.joint.api.graph_answers import JointGraph
from chalicelib.joint.model.outside import OutsideReport
from chalicelib.review.api.department import read_task
from proofs.joint.invariants import faults_of_joint
from proofs.kit import joint
from proofs.kit.applications import CITIZEN, COMPANY
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall

FUND, TAX, BANK = "EXT-公积金单位缴存登记", "EXT-发票票种核定(税务专窗)", "EXT-银行预约开户"
OWN = ("YM-R01", "YM-R05", "YM-S05")
SHUT, DRAWN, COVERED = "EXT-公积金账户封存", "EXT-退休提取住房公积金", "EXT-职工医保在职转退休"


@pytest.fixture
def company(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.SET_UP)
    return hall


@pytest.fixture
def retired(hall: Hall) -> Hall:
    publish_schemes(hall.platform, joint.RETIRED)
    return hall


def read(hall: Hall, who: str, task: str, purpose: Purpose | None = Purpose.REVIEW) -> TaskAnswer:
    call = Call(
        hall.platform, None, PurposeQuery(purpose=purpose), f"/v1/tasks/{task}", "", "r-1", known=hall.caller(who)
    )
    answer = read_task(call, task)
    assert isinstance(answer.body, TaskAnswer)
    return answer.body


def task_of(hall: Hall, request: str, node: str) -> str:
    return f"{request}.{joint.members(hall, request)[node].task}"


@pytest.mark.requirement("R77")
def test_a_company_is_set_up_with_steps_that_the_fund_and_the_tax_office_handle(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    states = joint.states(hall, request)
    assert (states[FUND], states[TAX], states[BANK]) == ("external_pending", "external_pending", "waiting")
    joint.decide(hall, request, "YM-R05")
    joint.decide(hall, request, "YM-S05")
    joint.report(hall, request, FUND, "received")
    assert joint.states(hall, request)[FUND] == "external_pending"
    joint.report(hall, request, FUND, "done", 2, number="GJJ-2026-000001")
    assert hall.case(request).status is Status.IN_PROGRESS  # the tax office has not answered
    joint.report(hall, request, TAX)
    # The appointment at the bank is optional: nobody waits for it, and it goes on.
    assert hall.case(request).status is Status.CLOSED
    assert joint.states(hall, request)[BANK] == "external_pending"
    (told,) = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "joint_conclusion_notice"]
    assert "除“银行预约开户”以外，各事项均已办毕" in told["data"]
    assert "“银行预约开户”是可选事项，仍在办理" in told["data"]
    joint.report(hall, request, BANK, "failed")
    assert joint.states(hall, request) == {
        **dict.fromkeys(OWN, "granted"), FUND: "external_done", TAX: "external_done", BANK: "external_failed",
    }  # fmt: skip
    assert hall.case(request).open_tasks == ()
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.requirement("R77")
def test_what_comes_after_an_outside_step_waits_for_its_report(retired: Hall):
    hall, request = retired, joint.accepted(retired, joint.RETIRED)
    joint.decide(hall, request, "YM-S04")
    states = joint.states(hall, request)
    assert (states[SHUT], states[DRAWN], states[COVERED]) == ("external_pending", "waiting", "external_pending")
    joint.report(hall, request, SHUT, number="FC-7")
    assert joint.states(hall, request)[DRAWN] == "external_pending"
    told = load_task(hall.platform.table, task_of(hall, request, DRAWN))
    assert told is not None
    assert told.outside is not None
    assert told.outside.results == {SHUT: "FC-7"}
    joint.report(hall, request, COVERED)
    joint.report(hall, request, DRAWN)
    assert hall.case(request).status is Status.CLOSED
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.requirement("R80")
def test_the_applicant_alone_reads_in_the_request_why_a_step_has_failed(retired: Hall):
    hall, request = retired, joint.accepted(retired, joint.RETIRED)
    joint.decide(hall, request, "YM-S04")
    joint.report(hall, request, SHUT, "failed")
    found = load_file(hall.platform.table, request)
    assert found is not None
    own = members_told(found.case, found.members, lambda _: True, {}, own=True)
    assert {one.node: one.reason for one in own if one.reason} == {SHUT: "材料与登记的信息不一致"}
    assert not [one.reason for one in members_told(found.case, found.members, lambda _: True, {}) if one.reason]


def reason(hall: Hall, who: str, request: str) -> str | None:
    """Why the first step has failed, as this reader is told."""
    return next(one.reported_reason for one in seen(hall, who, request).nodes if one.id == SHUT)


@pytest.mark.requirement("R80")
def test_what_an_outside_system_could_not_do_ends_what_depends_on_it_and_nothing_else(retired: Hall):
    hall, request = retired, joint.accepted(retired, joint.RETIRED)
    joint.decide(hall, request, "YM-S04")
    joint.report(hall, request, SHUT, "failed")
    states = joint.states(hall, request)
    assert (states[SHUT], states[DRAWN], states[COVERED]) == ("external_failed", "cut", "external_pending")
    failed, notice = [row for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "termination_notice"]
    assert (failed["organ"], notice["organ"]) == ("si", "fund")
    for told in ("“公积金账户封存”", "阳江市住房公积金管理中心", "材料与登记的信息不一致"):
        assert told in failed["data"]
    assert "“公积金账户封存”未能办成" in notice["data"]
    said = "材料与登记的信息不一致"
    assert [reason(hall, who, request) for who in (CITIZEN, "officer-si")] == [said, None]
    joint.report(hall, request, COVERED)
    ended = next(event for event in hall.events(request) if event.type == "joint_concluded")
    assert ended.data["outcome"] == "partly"
    assert list(faults_of_joint(hall.world, request)) == []


def test_no_term_of_ours_runs_for_it(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    before = hall.case(request).clocks
    joint.decide(hall, request, "YM-R01")
    task = load_task(hall.platform.table, task_of(hall, request, FUND))
    assert task is not None
    assert (task.due, task.statutory_due, dict(task.clocks)) == (None, None, {})
    assert hall.case(request).clocks == before
    node = next(one for one in seen(hall, COMPANY, request).nodes if one.id == FUND)
    assert (node.promised_due, node.statutory_due, node.days_left) == (None, None, None)
    assert [one.department.id for one in node.tasks or []] == ["fund"]


def seen(hall: Hall, who: str, request: str) -> JointGraph:
    call = Call(hall.platform, None, None, f"/v1/applications/{request}/graph", "", "r-1", known=hall.caller(who))
    answer = (
        graph.read_own_graph(call, request) if who in (COMPANY, CITIZEN) else graph.read_request_graph(call, request)
    )
    assert isinstance(answer.body, JointGraph)
    return answer.body


@pytest.mark.requirement("R77")
def test_its_system_is_told_by_a_callback_and_sees_what_it_needs_of_the_form_and_nothing_else(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    task = task_of(hall, request, FUND)
    stored = load_task(hall.platform.table, task)
    assert stored is not None
    told = events.task_event(stored, "https://hall.example", "cn.gov.example.yimen")
    assert told["data"]["href"] == f"https://hall.example/v1/tasks/{task}?purpose=review"
    whole = read(hall, "system-fund", task)
    assert whole.form is not None
    assert whole.form == {
        "applicant": {
            "name": "阳江示例餐饮有限公司",
            "legal_representative": {"name": "陈示例", "id_number": "44170219900307801X"},
            "contact": {"phone": "13800138000"},
        },
        "answers": {"domicile_address": "示例市示例区示例路18号", "employees_count": 12},
    }
    assert (whole.materials, whole.stages) == (None, None)
    assert whole.outside is not None
    assert whole.outside.needs["employees"] == "/answers/employees_count"
    assert set(whole.outside.results) == {"YM-R01"}
    masked = read(hall, "system-fund", task, None)
    assert masked.form is not None
    assert masked.form["applicant"]["contact"]["phone"] != "13800138000"
    # Others are not told that there is such a task.
    for who in ("system-tax", "officer-police", "system-bank"):
        with pytest.raises(problems.NotFound):
            read(hall, who, task)


def test_a_body_that_is_no_organ_gets_nothing_sensitive(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    joint.decide(hall, request, "YM-R05")
    seen_by = read(hall, "system-bank", task_of(hall, request, BANK))
    assert seen_by.form == {
        "applicant": {"name": "阳江示例餐饮有限公司"},
        "answers": {"domicile_address": "示例市示例区示例路18号"},
    }


def test_nobody_reads_it_once_it_is_done(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    task = task_of(hall, request, FUND)
    joint.report(hall, request, FUND)
    with pytest.raises(PurposeUnfit):
        read(hall, "system-fund", task)
    assert read(hall, "system-fund", task, None).form is None


def test_reports_count_in_the_order_of_their_numbers(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    assert joint.report(hall, request, FUND, "received", 2).facts["counted"]
    for seq in (1, 2):  # late, and doubled
        told = joint.reported(hall, request, FUND, "failed", seq).facts
        assert (told["counted"], told["seq"], told["reported"]) == (False, 2, "received")
    assert joint.states(hall, request)[FUND] == "external_pending"
    assert [event.type for event in hall.events(request)].count("external_reported") == 1
    assert joint.report(hall, request, FUND, "done", 3).facts["counted"]
    late = joint.reported(hall, request, FUND, "received", 3).facts
    assert (late["counted"], late["reported"]) == (False, "done")
    with pytest.raises(problems.Conflict) as again:
        joint.reported(hall, request, FUND, "failed", 4)
    assert again.value.code == "outside_ended"
    assert joint.states(hall, request)[FUND] == "external_done"


def test_a_report_of_tomorrow_and_a_number_without_a_result_are_refused(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    with pytest.raises(problems.Invalid) as early:
        joint.reported(hall, request, FUND, at=hall.platform.now() + timedelta(days=1))
    assert [(one.pointer, one.code) for one in early.value.errors] == [("/at", "report_in_future")]
    with pytest.raises(problems.Invalid) as before:
        joint.reported(hall, request, FUND, at=hall.platform.now() - timedelta(days=1))
    assert [(one.pointer, one.code) for one in before.value.errors] == [("/at", "report_before_task")]
    wrong: dict[str, Any] = {"seq": 1, "state": "received", "number": "1", "at": "2026-11-24T09:00:00+08:00"}
    with pytest.raises(ValidationError, match="结果编号"):
        OutsideReport.model_validate(wrong)
    for state, reason, code in (("failed", None, "应说明原因"), ("done", "已经办好", "只有未能办成的")):
        with pytest.raises(ValidationError, match=code):
            OutsideReport.model_validate({"seq": 1, "state": state, "reason": reason, "at": wrong["at"]})


def test_who_withdraws_the_whole_ends_the_outside_steps_too_and_their_systems_are_told(company: Hall):
    hall, request = company, joint.accepted(company, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    task = task_of(hall, request, FUND)
    hall.people.withdraw(request, hall.caller("company", request))
    hall.carry_out_everything()
    assert {joint.states(hall, request)[name] for name in (FUND, TAX, BANK)} == {"withdrawn"}
    ended = load_task(hall.platform.table, task)
    assert ended is not None
    assert (ended.state, ended.cancelled_for) == ("cancelled", "withdrawn")
    with pytest.raises(problems.Conflict) as refused:
        joint.reported(hall, request, FUND)
    assert refused.value.code == "task_cancelled"
