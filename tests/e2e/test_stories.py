"""Whole cases, from application to archive, as citizens, clerks, departments and the issuing window live them."""

from datetime import date, datetime, timedelta

import pytest

from local.demo import application
from tests.e2e.files import text_of
from tests.e2e.hall import CLERK, ISSUER, SOCIAL, Hall
from tests.e2e.people import CARD, FISHING, HUANG, LINES, PERMIT, RECOGNITION, REGISTRATION

REVIEWED = ["task_opened", "reviewed", "task_opened", "decided", "result_made"]


def document(hall: Hall, who: str, path: str, no: str) -> str:
    purpose = "?purpose=papers" if path.startswith("/cases/") else ""
    answer = hall.client.act(who, "GET", f"{path}/documents/{no}{purpose}")
    return text_of(hall.client.download(answer.json()["url"]))


def number_of(hall: Hall, case_id: str, kind: str) -> str:
    """The document of this kind, once it is ready."""

    def ready() -> list[str]:
        shown = hall.client.get(CLERK, f"/cases/{case_id}/documents").json()["documents"]
        return [one["no"] for one in shown if one["kind"] == kind and one["state"] == "ready"]

    return hall.until(ready)[0]


@pytest.mark.requirement("R2", "R25", "R31", "R37", "R52", "R55")
def test_a_company_applies_online_and_downloads_its_permit(hall: Hall) -> None:
    hall.stack.systems["food"].mode = "auto"
    case_id = hall.submitted(PERMIT)
    hall.do(CLERK, "POST", f"/cases/{case_id}/accept")
    hall.reaches(case_id, "deciding")
    hall.task(case_id, "decide")
    hall.decide(case_id, "food")
    hall.compared(case_id)
    hall.delivered(case_id, PERMIT)

    assert hall.events(case_id) == ["submitted", "accepted", *REVIEWED, "compared", "delivered", "archived"]
    assert hall.client.get(CLERK, f"/cases/{case_id}/events").json()["intact"]
    printed = document(hall, "company", f"/applications/{case_id}", "certificate")
    assert "食品经营许可证" in printed
    assert "阳江示例餐饮有限公司" in printed
    assert "演示样本" in printed


@pytest.mark.requirement("R25", "R55")
def test_every_stage_says_who_and_when(hall: Hall) -> None:
    case_id = hall.reviewed(RECOGNITION)
    events = hall.client.get(CLERK, f"/cases/{case_id}/events").json()["events"]
    assert [(event["type"], event["role"]) for event in events] == [
        ("received", "counter_clerk"),
        *[("scan_received", "machine")] * len(LINES[RECOGNITION]),
        ("accepted", "counter_clerk"),
        ("task_opened", "machine"),
        ("reviewed", "officer"),
        ("task_opened", "machine"),
    ]
    times = [datetime.fromisoformat(event["at"]) for event in events]
    assert times == sorted(times)
    assert all(event["actor"] for event in events)
    assert all(event["at"].endswith("+08:00") for event in events)


@pytest.mark.requirement("R63")
def test_what_the_qr_code_of_a_certificate_says_is_verified_by_anybody(hall: Hall) -> None:
    case_id = hall.accepted(CARD)
    hall.decide(case_id, "si")
    hall.reaches(case_id, "comparing")
    shown = hall.client.get(ISSUER, f"/cases/{case_id}/certificate?purpose=issue").json()
    made = hall.client.get(ISSUER, f"/cases/{case_id}/events").json()["events"][-1]["data"]
    address = f"/certificates/verify?id={made['identifier']}&issued={shown['issued']}&sha="

    assert not any(hall.client.get(None, address + made["digest"]).json().values())
    hall.compared(case_id)
    assert hall.client.get(None, address + made["digest"]).json()["state"] == "pending"
    hall.delivered(case_id, CARD)
    verified = hall.client.get(None, address + made["digest"]).json()
    assert verified["authentic"]
    assert (verified["number"], verified["state"]) == (shown["number"], "valid")
    assert shown["holder"] not in str(verified)
    forged = hall.client.get(None, address + "0" * 64).json()
    assert not any(forged.values())


@pytest.mark.requirement("R24", "R27")
def test_a_person_at_the_window_gets_a_voucher_at_once_and_the_permit_in_the_end(hall: Hall) -> None:
    received = hall.walk_in(CARD, HUANG)
    case_id = received["id"]
    voucher = document(hall, CLERK, f"/cases/{case_id}", number_of(hall, case_id, "receipt_voucher"))
    assert received["number"] in voucher
    assert received["query_code"] in voucher
    shown = hall.client.get(CLERK, f"/cases/{case_id}").json()
    assert (shown["status"], shown["channel"]) == ("submitted", "counter")
    # Receipt is not acceptance: the decision clock does not run.
    assert (shown["limits"].get("started"), shown["limits"].get("promised_due")) == (None, None)

    hall.do(CLERK, "POST", f"/cases/{case_id}/accept")
    hall.task(case_id, "decide")
    hall.decide(case_id, "si")
    hall.compared(case_id)
    hall.delivered(case_id, CARD, HUANG)
    # The account of the same person finds what was applied for at the window.
    assert "黄示例" in document(hall, "citizen-huang", f"/applications/{case_id}", "certificate")


@pytest.mark.requirement("R66")
def test_an_item_decided_on_the_spot_goes_straight_to_the_chief_representative(hall: Hall) -> None:
    case_id = hall.submitted(REGISTRATION)
    accepted = hall.do(SOCIAL, "POST", f"/cases/{case_id}/accept").json()
    assert accepted["status"] == "deciding"
    handed_in = date.fromisoformat(accepted["at"][:10])
    assert accepted["promised_due"] == str(workday_from(hall, handed_in))
    task = hall.client.get("chief-si", f"/tasks/{hall.task(case_id, 'decide')}").json()
    assert (task["kind"], task["due"]) == ("decide", accepted["promised_due"])
    assert hall.ask("officer-si", "GET", f"/tasks/{case_id}.review").status_code == 404

    hall.decide(case_id, "si")
    hall.compared(case_id)
    hall.delivered(case_id, REGISTRATION)
    assert "reviewed" not in hall.events(case_id)


def workday_from(hall: Hall, day: date) -> date:
    """The day itself, or the next workday where it is a day of rest."""
    return hall.stack.platform.calendar.workday_after(day - timedelta(days=1), 1)


@pytest.mark.requirement("R67")
def test_what_the_province_decides_is_reviewed_here_and_handed_over_here(hall: Hall) -> None:
    case_id = hall.received(FISHING)
    hall.do(CLERK, "POST", f"/cases/{case_id}/accept")
    hall.reported(case_id)
    assert hall.package(case_id, "superior-gd_religion").status_code == 404
    package = hall.package(case_id).json()
    assert (package["recommendation"], package["lost"]) == ("grant", [])
    hall.decide_above(case_id, {"outcome": "grant", "face": {"quota": "不限品种"}})
    hall.compared(case_id)
    hall.delivered(case_id, FISHING)
    here = ["task_opened", "first_reviewed", "task_opened", "reported_upward"]
    above = ["task_opened", "decided"]
    assert hall.events(case_id)[3:] == [*here, *above, "result_made", "compared", "delivered", "archived"]
    printed = document(hall, "citizen-lin", f"/applications/{case_id}", "certificate")
    assert "渔业捕捞许可证" in printed
    assert "广东省农业农村厅" in printed


@pytest.mark.requirement("R52")
def test_a_refusal_states_its_reasons_and_remedies_and_brings_no_certificate(hall: Hall) -> None:
    reason = "经营场所布局不符合食品安全要求"
    case_id = hall.accepted(CARD)
    hall.decide(case_id, "si", "refuse", reason)
    hall.reaches(case_id, "delivering")
    decision = document(hall, "citizen-lin", f"/applications/{case_id}", number_of(hall, case_id, "refusal_decision"))
    assert reason in decision
    assert "行政复议" in decision
    assert "行政诉讼" in decision

    hall.delivered(case_id, CARD)
    assert hall.ask("citizen-lin", "GET", f"/applications/{case_id}/documents/certificate").status_code == 404
    assert "compared" not in hall.events(case_id)


@pytest.mark.requirement("R5")
def test_every_gap_is_told_at_once_and_put_right(hall: Hall) -> None:
    case_id = hall.received(RECOGNITION)
    defects = [{"line": line, "defect": "缺少签名", "remedy": "补签后重新提交"} for line in ("01",)]
    told = hall.do(CLERK, "POST", f"/cases/{case_id}/correct", {"defects": defects}).json()
    assert (told["status"], told["lines"]) == ("correcting", ["01"])
    notice = document(hall, "citizen-lin", f"/applications/{case_id}", number_of(hall, case_id, "correction_notice"))
    assert "就业困难人员认定申请表" in notice

    lacking = hall.ask(
        "citizen-lin",
        "POST",
        f"/applications/{case_id}/supplement",
        {},
        etag=hall.etag("citizen-lin", f"/applications/{case_id}"),
    )
    assert [error["pointer"] for error in lacking.json()["errors"]] == ["/materials/01"]
    hall.hand_in(case_id, "01", who="citizen-lin")
    assert hall.do("citizen-lin", "POST", f"/applications/{case_id}/supplement").json()["status"] == "submitted"
    assert hall.do(CLERK, "POST", f"/cases/{case_id}/accept").json()["status"] == "in_review"


@pytest.mark.requirement("R26")
def test_what_another_organ_decides_is_not_accepted_and_the_applicant_is_told_where_to_go(hall: Hall) -> None:
    case_id = hall.walk_in(CARD, scanned=False)["id"]
    body = {"ground": "not_this_organ", "reason": "不属于本机关职权范围", "competent_organ": "阳江市公安局"}
    assert hall.do(CLERK, "POST", f"/cases/{case_id}/reject", body).json()["status"] == "rejected"
    number = number_of(hall, case_id, "non_acceptance_decision")
    assert "阳江市公安局" in document(hall, "citizen-lin", f"/applications/{case_id}", number)


@pytest.mark.requirement("R38")
def test_a_paper_result_that_differs_from_the_certificate_is_not_handed_out(hall: Hall) -> None:
    case_id = hall.accepted(CARD)
    hall.decide(case_id, "si")
    hall.reaches(case_id, "comparing")
    shown = hall.client.get(ISSUER, f"/cases/{case_id}/certificate?purpose=issue").json()
    paper = {line["key"]: line["value"] for line in shown["face"]} | {"issue_date": "2099-01-01"}
    compared = hall.do(ISSUER, "POST", f"/cases/{case_id}/compare", {"face": paper}).json()
    assert (compared["matched"], compared["mismatches"]) == (False, ["issue_date"])
    assert hall.status(case_id) == "comparing"
    assert "mismatch_found" in hall.events(case_id)
    hidden = hall.ask("citizen-lin", "GET", f"/applications/{case_id}/documents/certificate")
    assert (hidden.status_code, hidden.json()["code"]) == (409, "certificate_pending")


@pytest.mark.requirement("R37")
def test_results_go_to_a_verified_person_only(hall: Hall) -> None:
    case_id = hall.accepted(CARD)
    hall.decide(case_id, "si", "refuse", "不符合条件")
    hall.reaches(case_id, "delivering")
    path = f"/cases/{case_id}/deliver"
    stranger = {"name": "黄示例", "id_number": HUANG["id_number"], "seen": True, "signed": True}
    for relation, wrong in (("applicant", ["name", "id_number"]), ("agent", ["letter_seen"])):
        body = {"recipient": {**stranger, "relation": relation}}
        answer = hall.ask(ISSUER, "POST", path, body, etag=hall.etag(ISSUER, path))
        assert answer.json()["code"] == "recipient_unverified"
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"/recipient/{field}" for field in wrong]
    assert hall.status(case_id) == "delivering"
    body = {"recipient": {**stranger, "relation": "agent", "letter_seen": True, "letter": {"signed_on": "2026-01-05"}}}
    assert hall.do(ISSUER, "POST", path, body).json()["status"] == "delivered"


@pytest.mark.requirement("R3")
def test_the_channel_of_a_phone_is_kept(hall: Hall) -> None:
    content = b'{"item": "YM-S07"}'
    made = hall.raw("POST", "/applications", who="citizen-lin", content=content, X_Channel="mobile", **JSON)
    shown = hall.client.get("citizen-lin", f"/applications/{made.json()['id']}").json()
    assert shown["channel"] == "mobile"


JSON = {"Content_Type": "application/json"}


@pytest.mark.requirement("R6")
def test_progress_is_told_to_whoever_has_code_and_factor_and_to_nobody_else(hall: Hall) -> None:
    received = hall.walk_in(CARD, scanned=False)
    right = {"query_code": received["query_code"], "factor": "801X"}
    known = hall.ask(None, "POST", "/progress", right).json()
    assert (known["number"], known["status_label"]) == (received["number"], "已收件，待受理")
    answers = [
        hall.ask(None, "POST", "/progress", right | wrong) for wrong in ({"factor": "0000"}, {"query_code": "NOSUCH"})
    ]
    first, second = ({**answer.json(), "instance": ""} for answer in answers)
    assert first == second
    assert first["code"] == "progress_not_found"


def test_the_story_needs_no_more_than_its_form(hall: Hall) -> None:
    """The demonstration's own form is complete for its item."""
    case_id = hall.draft(PERMIT, filled=application.form())
    lines = hall.client.get("company", f"/applications/{case_id}/materials").json()["materials"]
    assert [line["no"] for line in lines if line["required"]] == ["01", "03", "04", "06"]
    assert all(line["why"] for line in lines)
