"""Acts out of order, on other people's cases, by other departments: refused, and nothing has changed."""

from typing import Any

import pytest

from tests.e2e.hall import CLERK, GRANT, ISSUER, Hall
from tests.e2e.people import CARD, HUANG, LIN, RECOGNITION, presented
from tests.e2e.refusals import refused

CITIZEN = "citizen-lin"
PAPER = {"face": {"number": "1"}}
DEFECTS = {"defects": [{"line": "01", "defect": "缺少签名", "remedy": "补签"}]}
RECIPIENT = {"recipient": {**presented(CARD, LIN), "signed": True}}


@pytest.mark.requirement("R1")
def test_no_act_comes_before_its_turn(hall: Hall) -> None:
    case_id = hall.walk_in(CARD, scanned=False)["id"]
    before = hall.written(case_id)
    for who, act, body in (
        ("chief-si", "decide", {"outcome": "grant"}),
        (ISSUER, "compare", PAPER),
        (ISSUER, "deliver", RECIPIENT),
        (CLERK, "supplement", {}),
    ):
        path = f"/cases/{case_id}/{act}"
        refused(hall.ask(who, "POST", path, body, etag=hall.etag(who, path)), 409, "act_out_of_order")
    for act in ("submit", "supplement"):
        path = f"/applications/{case_id}/{act}"
        refused(hall.ask(CITIZEN, "POST", path, {}, etag=hall.etag(CITIZEN, path)), 409, "act_out_of_order")
    assert hall.written(case_id) == before


def test_no_act_is_done_again_after_its_turn(hall: Hall) -> None:
    case_id = hall.accepted(CARD)
    before = hall.written(case_id)
    ground = {"ground": "no_permit_needed", "reason": "无需办理"}
    for act, body in (("accept", {}), ("correct", DEFECTS), ("reject", ground)):
        path = f"/cases/{case_id}/{act}"
        refused(hall.ask(CLERK, "POST", path, body, etag=hall.etag(CLERK, path)), 409, "act_out_of_order")
    assert hall.written(case_id) == before


def test_a_walk_in_without_papers_is_not_accepted(hall: Hall) -> None:
    case_id = hall.walk_in(RECOGNITION, papers=False, scanned=False)["id"]
    before = hall.written(case_id)
    path = f"/cases/{case_id}/accept"
    answer = hall.ask(CLERK, "POST", path, {}, etag=hall.etag(CLERK, path))
    refused(answer, 422, "materials_missing", "/materials/01")
    assert hall.written(case_id) == before


def test_another_persons_case_is_as_if_there_were_none(hall: Hall) -> None:
    case_id = hall.walk_in(CARD, HUANG, scanned=False)["id"]
    before = hall.written(case_id)
    for method, rest, body in (
        ("GET", "", None),
        ("PUT", "/form", {}),
        ("GET", "/materials", None),
        ("POST", "/submit", {}),
        ("POST", "/supplement", {}),
        ("POST", "/withdraw", {}),
        ("GET", "/documents", None),
        ("GET", "/documents/certificate", None),
    ):
        theirs, nobodys = (
            refused(
                hall.ask(CITIZEN, method, f"/applications/{one}{rest}", body, etag='"v1"'), 404, "case_not_found"
            ).json()
            for one in (case_id, "a" * 26)
        )
        assert {**theirs, "instance": ""} == {**nobodys, "instance": ""}
    assert hall.written(case_id) == before


def test_another_departments_case_and_task_are_as_if_there_were_none(hall: Hall) -> None:
    case_id = hall.accepted(RECOGNITION)
    before = hall.written(case_id)
    for method, rest, body in (("GET", "", None), ("POST", "/claim", {}), ("POST", "/answer", GRANT)):
        refused(hall.ask("officer-food", method, f"/tasks/{case_id}.review{rest}", body), 404, "task_not_found")
        refused(hall.ask("system-food", method, f"/tasks/nothing.review{rest}", body), 404, "task_not_found")
    for rest in ("", "/timeline", "/events", "/materials", "/documents"):
        refused(hall.ask("chief-food", "GET", f"/cases/{case_id}{rest}"), 404, "case_not_found")
    decision = hall.ask("chief-food", "POST", f"/cases/{case_id}/decide", {"outcome": "grant"}, etag='"v1"')
    refused(decision, 404, "case_not_found")
    assert hall.written(case_id) == before


def test_a_task_is_answered_once(hall: Hall) -> None:
    case_id = hall.reviewed(RECOGNITION)
    before = hall.written(case_id)
    for who in ("officer-hrss", "system-hrss"):
        for act, body in (("answer", GRANT), ("claim", {})):
            refused(hall.ask(who, "POST", f"/tasks/{case_id}.review/{act}", body), 409, "task_answered")
    assert hall.written(case_id) == before


@pytest.mark.requirement("R54")
def test_answers_that_say_nothing(hall: Hall) -> None:
    case_id = hall.accepted(RECOGNITION)
    before = hall.written(case_id)
    one_officer = {"at": "2026-11-23T09:00:00+08:00", "place": "现场", "officers": ["甲"], "findings": "符合要求"}
    wrong: dict[str, Any] = {"recommendation": "perhaps", "opinion": " ", "site_check": one_officer}
    answer = hall.ask("officer-hrss", "POST", f"/tasks/{case_id}.review/answer", wrong)
    refused(answer, 422, "invalid_fields", "/recommendation", "/opinion", "/site_check/officers")
    assert hall.written(case_id) == before


def test_a_refusal_without_reasons(hall: Hall) -> None:
    case_id = hall.accepted(CARD)
    before = hall.written(case_id)
    path = f"/cases/{case_id}/decide"
    answer = hall.ask("chief-si", "POST", path, {"outcome": "refuse"}, etag=hall.etag("chief-si", path))
    refused(answer, 422, "invalid_fields", "/reasons")
    assert answer.json()["errors"][0]["code"] == "reasons_missing"
    refused(hall.ask("chief-si", "POST", path, {"outcome": "grant"}, etag='"v99"'), 412, "version_stale")
    assert hall.written(case_id) == before


@pytest.mark.requirement("R9")
def test_a_notice_names_listed_materials_only(hall: Hall) -> None:
    case_id = hall.walk_in(CARD, scanned=False)["id"]
    before = hall.written(case_id)
    path = f"/cases/{case_id}/correct"
    defects = [{"line": line, "defect": "缺少签名", "remedy": "补签"} for line in ("01", "03", "42")]
    answer = hall.ask(CLERK, "POST", path, {"defects": defects}, etag=hall.etag(CLERK, path))
    refused(answer, 422, "invalid_fields", "/defects/0/line", "/defects/1/line", "/defects/2/line")
    assert hall.written(case_id) == before


def test_too_many_wrong_guesses_of_a_progress_code(hall: Hall) -> None:
    received = hall.walk_in(CARD, scanned=False)
    wrong = {"query_code": received["query_code"], "factor": "0000"}
    for _ in range(5):
        refused(hall.ask(None, "POST", "/progress", wrong), 404, "progress_not_found")
    answer = refused(hall.ask(None, "POST", "/progress", {**wrong, "factor": "801X"}), 429, "too_many_requests")
    assert int(answer.headers["Retry-After"]) > 0
