"""Withdrawing in every stage before the decision: what was open is cancelled, and its machine ends."""

import pytest

from chalicelib.durable.workflow import execution_status
from chalicelib.foundation import keys, names
from local.department import DepartmentSystem
from tests.e2e.hall import CLERK, GRANT, Hall
from tests.e2e.people import CARD, RECOGNITION
from tests.e2e.refusals import refused

CITIZEN = "citizen-lin"


def withdraw(hall: Hall, case_id: str) -> None:
    answer = hall.do(CITIZEN, "POST", f"/applications/{case_id}/withdraw", {"reason": "不再需要"})
    assert (answer.json()["status"], hall.events(case_id)[-1]) == ("withdrawn", "withdrawn")


def ended(hall: Hall, case_id: str) -> None:
    hall.until(lambda: execution_status(hall.stack.platform, keys.case(case_id), names.REVIEW, 1) == "SUCCEEDED")


def kinds(hall: Hall, case_id: str) -> set[str]:
    return {row["kind"] for row in hall.rows(case_id) if row["sk"].startswith("DOCUMENT#")}


def test_a_draft_goes_without_a_document_and_no_clerk_ever_sees_it(hall: Hall) -> None:
    case_id = hall.draft(CARD, CITIZEN)
    withdraw(hall, case_id)
    assert kinds(hall, case_id) == set()
    refused(hall.ask(CLERK, "GET", f"/cases/{case_id}"), 404, "case_not_found")


def test_a_submitted_case_ends_with_a_notice(hall: Hall) -> None:
    case_id = hall.walk_in(CARD, scanned=False)["id"]
    withdraw(hall, case_id)
    assert kinds(hall, case_id) == {"receipt_voucher", "termination_notice"}
    seen = hall.client.get(CLERK, f"/cases/{case_id}")
    assert seen.json()["status"] == "withdrawn"
    again = hall.ask(CLERK, "POST", f"/cases/{case_id}/accept", {}, etag=seen.headers["ETag"])
    refused(again, 409, "act_out_of_order")


def test_in_review_the_task_is_cancelled_and_the_machine_ends(hall: Hall) -> None:
    case_id = hall.accepted(RECOGNITION)
    assert case_id in [task["case_id"] for task in inbox(hall, "officer-hrss")]
    withdraw(hall, case_id)
    ended(hall, case_id)
    assert case_id not in [task["case_id"] for task in inbox(hall, "officer-hrss")]
    before = hall.written(case_id)
    late = hall.ask("officer-hrss", "POST", f"/tasks/{case_id}.review/answer", GRANT)
    refused(late, 409, "task_cancelled")
    assert hall.written(case_id) == before
    heard = hall.stack.systems["hrss"]
    hall.until(lambda: f"{case_id}.review" in cancelled(heard))
    assert cancelled(heard).count(f"{case_id}.review") == 1
    seen = hall.client.get("system-hrss", f"/tasks/{case_id}.review").json()
    assert (seen["state"], seen["cancelled_for"]) == ("cancelled", "withdrawn")


def cancelled(system: DepartmentSystem) -> list[str]:
    return [one.task_id for one in system.received if one.happened == "task.cancelled"]


def test_before_the_decision_nothing_is_left_to_decide(hall: Hall) -> None:
    case_id = hall.accepted(CARD)
    withdraw(hall, case_id)
    ended(hall, case_id)
    assert hall.row(keys.task(case_id, "decide"))["state"] == "cancelled"
    late = hall.ask(
        "chief-si",
        "POST",
        f"/cases/{case_id}/decide",
        {"outcome": "grant"},
        etag=hall.etag("chief-si", f"/cases/{case_id}"),
    )
    refused(late, 409, "act_out_of_order")


@pytest.mark.requirement("R52")
def test_after_the_decision_it_is_too_late(hall: Hall) -> None:
    case_id = hall.accepted(CARD)
    hall.decide(case_id, "si")
    hall.reaches(case_id, "comparing")
    path = f"/applications/{case_id}/withdraw"
    refused(hall.ask(CITIZEN, "POST", path, {}, etag=hall.etag(CITIZEN, path)), 409, "act_out_of_order")
    assert hall.status(case_id) == "comparing"


def inbox(hall: Hall, who: str) -> list[dict[str, str]]:
    return hall.client.get(who, "/tasks?limit=100").json()["tasks"]
