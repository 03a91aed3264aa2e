"""受理、补正、不予受理: what the acceptance windows do, and which clocks begin."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.model import Status
from chalicelib.cases.model.timeline import timeline
from chalicelib.foundation.problems import Conflict, Invalid
from chalicelib.foundation.validation import field_errors
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct import Defect, correct
from chalicelib.intake.acts.reject import reject
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.api.counter import Correction, Rejection
from local.demo.application import form
from proofs.kit.applications import COMPANY, FILLED_ON
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall


def filled(item: str) -> dict[str, Any]:
    """Complete, with every yes or no as no."""
    whole = item_document(item)
    no = {field.key: False for field in whole.fields if field.type == "boolean" and field.condition is None}
    return form() | {"answers": example_answers(whole, form()["applicant"], FILLED_ON, **no)}


def accepted_on(hall: Hall, case_id: str, days_later: int = 0):
    hall.clock.pass_time(days=days_later)
    return accept(hall.platform, hall.caller(CLERK, case_id), case_id)


@pytest.mark.requirement("R24")
@pytest.mark.law("1.5", "15.2")
def test_receipt_starts_five_workdays_and_acceptance_the_decision_clock(hall: Hall):
    case_id = hall.submitted()
    received = hall.case(case_id)
    assert (received.due("acceptance"), received.clocks.keys()) == (date(2026, 12, 1), {"acceptance"})
    receipt = accepted_on(hall, case_id, days_later=2)
    case = hall.case(case_id)
    assert (case.clocks["promised"].started, case.clocks["statutory"].started) == (
        date(2026, 11, 26),
        date(2026, 11, 26),
    )
    assert (case.due("promised"), case.due("statutory")) == (date(2026, 12, 7), date(2026, 12, 10))
    assert receipt.facts["promised_due"] == "2026-12-07"
    kinds = [row["kind"] for row in hall.rows(case_id, "DOCUMENT#")]
    assert kinds == ["receipt_voucher", "acceptance_notice"]


@pytest.mark.law("4.2", "15.5")
def test_a_law_may_count_from_receipt(hall: Hall):
    case_id = hall.submitted("YM-S02", filled=filled("YM-S02"))
    accepted_on(hall, case_id, days_later=2)
    case = hall.case(case_id)
    assert (case.clocks["promised"].started, case.clocks["statutory"].started) == (
        date(2026, 11, 26),
        date(2026, 11, 24),
    )


@pytest.mark.law("5.4")
def test_calendar_days_are_calendar_days_and_unpublished_holidays_make_them_provisional(hall: Hall):
    case_id = hall.submitted("YM-S03", filled=filled("YM-S03"))
    accepted_on(hall, case_id)
    case = hall.case(case_id)
    assert (case.clocks["promised"].unit, case.clocks["statutory"].unit) == ("day", "day")
    assert case.due("promised") == date(2026, 12, 24)
    assert case.due("statutory") == date(2027, 1, 25)  # the 60th day, 23 January, is a Saturday
    assert case.provisional


def test_what_is_decided_on_the_spot_is_due_the_same_day_and_needs_no_review(hall: Hall):
    case_id = hall.submitted("YM-S05", filled=filled("YM-S05"))
    accepted_on(hall, case_id)
    case = hall.case(case_id)
    assert (case.status, case.due("promised")) == (Status.DECIDING, date(2026, 11, 24))
    hall.carry_out_everything()
    assert [row["kind"] for row in hall.rows(case_id, "TASK#")] == ["decide"]


@pytest.mark.requirement("R25", "R31")
def test_acceptance_sends_the_case_to_its_one_department(hall: Hall):
    case_id = hall.accepted()
    case, task = hall.case(case_id), hall.task(case_id)
    assert (task.department, task.division, task.due) == ("food", "441700", case.due("promised"))
    assert (task.case_number, [open_task.no for open_task in case.open_tasks]) == (case.number, ["review"])
    assert hall.messages("callbacks") == [
        {"department": "food", "task_id": f"{case_id}.review", "event": "task.opened"}
    ]


def notice(hall: Hall, case_id: str, *lines: str):
    defects = [Defect(line=line, defect="缺少签名", remedy="补签") for line in lines]
    return correct(hall.platform, hall.caller(CLERK, case_id), case_id, defects)


@pytest.mark.requirement("R5")
@pytest.mark.law("1.4", "15.2")
def test_the_notice_lists_every_gap(hall: Hall):
    case_id = hall.submitted()
    receipt = notice(hall, case_id, "04", "01", "03")
    (row,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "correction_notice"]
    assert row["data"].count("缺少签名") == 3
    assert hall.case(case_id).corrections == (("01", "03", "04"),)
    assert receipt.facts["lines"] == ["01", "03", "04"]


@pytest.mark.requirement("R9")
@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("99",), "material_unlisted"),
        (("01", "01"), "material_repeated"),
        (("08",), "material_unlisted"),
        (("01", "02"), "material_shared"),
    ],
)
def test_nothing_outside_the_published_list_is_asked_for(hall: Hall, lines: tuple[str, ...], code: str):
    """Line 08 applies to agents only, and none acts here. Line 02, the 营业执照, organs get from each other
    (国务院令第716号第七条).
    """
    case_id = hall.submitted()
    with pytest.raises(Invalid) as refused:
        notice(hall, case_id, *lines)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        (f"/defects/{len(lines) - 1}/line", code)
    ]
    assert hall.case(case_id).status is Status.SUBMITTED


def supplemented(hall: Hall, case_id: str, *lines: str) -> None:
    hall.hand_in(case_id, *lines)
    supplement(hall.platform, hall.caller(COMPANY, case_id), case_id)


@pytest.mark.requirement("R5")
@pytest.mark.law("1.6")
def test_a_further_notice_names_only_what_the_last_supplement_got_wrong(hall: Hall):
    case_id = hall.correcting("01", "03")
    supplemented(hall, case_id, "01", "03")
    with pytest.raises(Invalid) as refused:
        notice(hall, case_id, "01", "04")
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/defects/0/defect", "second_notice_old_defect"),
        ("/defects/0/file", "second_notice_file_missing"),
        ("/defects/1/line", "second_notice_old_defect"),
    ]
    hall.correct(case_id, "03")
    supplemented(hall, case_id, "03")
    with pytest.raises(Invalid):
        hall.correct(case_id, "01")  # found in order when the second notice was given
    assert hall.events(case_id)[-2].data["second"] is True


def test_a_supplement_needs_a_new_file_for_every_line_of_the_notice(hall: Hall):
    case_id = hall.correcting("01", "03")
    hall.hand_in(case_id, "01")
    with pytest.raises(Invalid) as refused:
        supplement(hall.platform, hall.caller(COMPANY, case_id), case_id)
    assert [error.pointer for error in refused.value.errors] == ["/materials/03"]


def test_a_supplement_is_received_anew(hall: Hall):
    case_id = hall.correcting("01")
    first = hall.case(case_id).first_received_at
    hall.clock.pass_time(days=7)
    supplemented(hall, case_id, "01")
    case = hall.case(case_id)
    assert (case.status, case.due("acceptance")) == (Status.SUBMITTED, date(2026, 12, 8))
    assert case.first_received_at == first
    assert case.received_at != first
    vouchers = [row["no"] for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "receipt_voucher"]
    shown = timeline(case, hall.events(case_id), hall.platform.now().date(), hall.platform.calendars)
    assert [stage.document for stage in shown.stages if stage.stage == "supplemented"] == [vouchers[-1]]


@pytest.mark.requirement("R26")
@pytest.mark.law("1.1", "1.2", "15.2")
def test_a_window_refuses_only_for_two_reasons_and_names_the_right_organ():
    for ground in ("no_permit_needed", "not_this_organ"):
        body = {"ground": ground, "reason": "不属于本机关职权", "competent_organ": "阳江市公安局"}
        assert Rejection.model_validate(body).ground == ground
    with pytest.raises(ValidationError, match="ground"):
        Rejection.model_validate({"ground": "unsuitable_premises", "reason": "经营场所不符合要求"})
    body = {"ground": "not_this_organ", "reason": "不属于本机关职权"}
    with pytest.raises(ValidationError) as refused:
        Rejection.model_validate(body)
    (error,) = field_errors(refused.value, document=body)
    assert (error.pointer, error.code) == ("/competent_organ", "competent_organ_missing")


@pytest.mark.parametrize(
    "organ",
    [
        "阳江市市场监督管理局",
        "市场监督管理局",
        "食药监局",
        "阳江市食药监局",
        "阳江市 市场监督管理局",
        "市监局",
        "阳江市市监局",
        "市场监管局",
        "阳江市市场监管局",
        "食药局",
        "阳江市食品药品监督管理局",
    ],
)
def test_no_organ_sends_people_to_itself(hall: Hall, organ: str):
    """行政许可法32(1)(2)."""
    case_id = hall.submitted()
    with pytest.raises(Invalid) as refused:
        reject(hall.platform, hall.caller(CLERK, case_id), case_id, "not_this_organ", "不属于本机关职权", organ)
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/competent_organ", "competent_organ_same")
    assert hall.case(case_id).status is Status.SUBMITTED


@pytest.mark.parametrize("organ", ["阳江市公安局", None])
def test_an_organ_that_was_named_is_told(hall: Hall, organ: str | None):
    """行政许可法32(1)(1) asks for no organ, but who is told of one can ask there, about a filing for instance."""
    case_id = hall.submitted()
    reject(hall.platform, hall.caller(CLERK, case_id), case_id, "no_permit_needed", "只需备案", organ)
    (notice,) = [row["data"] for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "no_permit_needed_notice"]
    assert ("有关事宜可以向阳江市公安局咨询。" in notice) is (organ is not None)


@pytest.mark.requirement("R24")
@pytest.mark.law("1.4", "15.3")
def test_a_licence_accepted_too_late_was_accepted_by_silence_on_receipt(hall: Hall):
    """行政许可法32(4): past the fifth workday the decision clock has been running since receipt."""
    in_time, late = hall.submitted(), hall.submitted()
    accepted_on(hall, in_time, days_later=7)
    accepted_on(hall, late, days_later=1)
    assert hall.case(in_time).clocks["promised"].started == date(2026, 12, 1)
    assert hall.case(late).clocks["promised"].started == date(2026, 11, 24)
    assert hall.case(late).due("promised") == date(2026, 12, 3)


def test_a_clerk_is_told_to_accept_later_while_scans_are_checked(hall: Hall):
    case_id = hall.people.receive_walk_in(hall.caller(CLERK), papers=["03", "04", "06"], scans=[]).facts["id"]
    hall.hand_in(case_id, "01", state="checking", scan=True)
    with pytest.raises(Conflict) as refused:
        accepted_on(hall, case_id)
    assert (refused.value.code, refused.value.title) == ("materials_checking", "材料正在校验，请稍后再受理")


def test_a_malformed_defect_does_not_make_the_list_short():
    body = {"defects": [{"line": "1", "defect": "缺少签名", "remedy": "补签"}]}
    with pytest.raises(ValidationError) as refused:
        Correction.model_validate(body)
    (error,) = field_errors(refused.value, document=body)
    assert (error.pointer, error.code) == ("/defects/0/line", "line_format")
