"""The same request again, and many at once: one act, equal answers."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from chalicelib.foundation import keys
from local.demo.client import Client
from local.stack import LocalStack
from tests.e2e.hall import CLERK, GRANT, SOCIAL, Hall
from tests.e2e.people import CARD, LINES, RECOGNITION, form
from tests.e2e.refusals import refused


def told(answer: httpx.Response) -> tuple[int, str | None, dict[str, Any]]:
    """Upload addresses are made anew at every answer, for they last a quarter of an hour."""
    body = {name: value for name, value in answer.json().items() if name not in ("upload", "uploads")}
    return answer.status_code, answer.headers.get("ETag"), body


class Stutterer(Client):
    """Sends every act twice, and wants the same answer twice."""

    def send(
        self,
        persona: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        etag: str | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        key = key or str(uuid.uuid4())
        answer = super().send(persona, method, path, body, etag=etag, key=key)
        if method != "GET" and answer.is_success:
            again = super().send(persona, method, path, body, etag=etag, key=key)
            assert told(again) == told(answer), path
        return answer


@pytest.fixture
def twice(hall: Hall, stack: LocalStack) -> Hall:
    return Hall(stack, Stutterer(stack.url))


@pytest.mark.requirement("R2")
def test_every_act_sent_twice_is_done_once(twice: Hall) -> None:
    case_id = twice.draft(RECOGNITION, "citizen-lin", {})
    twice.do("citizen-lin", "PUT", f"/applications/{case_id}/form", form(RECOGNITION))
    twice.hand_in(case_id, *LINES[RECOGNITION], who="citizen-lin")
    twice.do("citizen-lin", "POST", f"/applications/{case_id}/submit")
    defect = {"line": "01", "defect": "缺少签名", "remedy": "补签后重新提交"}
    twice.do(SOCIAL, "POST", f"/cases/{case_id}/correct", {"defects": [defect]})
    twice.hand_in(case_id, "01", who="citizen-lin")
    twice.do("citizen-lin", "POST", f"/applications/{case_id}/supplement")
    twice.do(SOCIAL, "POST", f"/cases/{case_id}/accept")
    twice.task(case_id)
    twice.client.act("officer-hrss", "POST", f"/tasks/{case_id}.review/claim")
    twice.answer(case_id, "officer-hrss")
    twice.decide(case_id, "hrss")
    twice.compared(case_id)
    twice.delivered(case_id, RECOGNITION)
    opened = ["accepted", "task_opened", "reviewed", "task_opened", "decided", "result_made", "compared", "delivered"]
    assert twice.events(case_id) == ["submitted", "correction_noticed", "supplemented", *opened, "archived"]
    assert sum(row["sk"].startswith("MATERIAL#") for row in twice.rows(case_id)) == len(LINES[RECOGNITION]) + 1


def test_what_the_window_does_twice_is_done_once(twice: Hall) -> None:
    rejected = twice.walk_in(CARD)["id"]
    body = {"ground": "no_permit_needed", "reason": "无需办理"}
    twice.do(CLERK, "POST", f"/cases/{rejected}/reject", body)
    assert twice.events(rejected) == ["received", "scan_received", "rejected"]
    withdrawn = twice.draft(CARD, "citizen-lin")
    twice.do("citizen-lin", "POST", f"/applications/{withdrawn}/withdraw")
    assert twice.events(withdrawn) == ["withdrawn"]


def test_the_same_key_for_something_else_is_refused(hall: Hall) -> None:
    key = str(uuid.uuid4())
    first = hall.ask("citizen-lin", "POST", "/applications", {"item": CARD}, key=key)
    assert first.status_code == 201
    before = hall.cases()
    other = hall.ask("citizen-lin", "POST", "/applications", {"item": RECOGNITION}, key=key)
    refused(other, 422, "idempotency_key_reused")
    assert hall.cases() == before


@pytest.mark.requirement("R2")
def test_twenty_equal_submits_at_once_are_one(hall: Hall) -> None:
    case_id = hall.draft(CARD, "citizen-lin")
    hall.hand_in(case_id, "01", who="citizen-lin")
    path, key = f"/applications/{case_id}/submit", str(uuid.uuid4())
    etag = hall.etag("citizen-lin", path)
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: hall.ask("citizen-lin", "POST", path, {}, etag=etag, key=key), range(20)))
    first = told(answers[0])
    assert first[0] == 200
    assert [told(answer) for answer in answers] == [first] * 20
    assert hall.events(case_id) == ["submitted"]


def test_twenty_different_submits_at_once_are_one_too(hall: Hall) -> None:
    case_id = hall.draft(CARD, "citizen-lin")
    hall.hand_in(case_id, "01", who="citizen-lin")
    path = f"/applications/{case_id}/submit"
    etag = hall.etag("citizen-lin", path)
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: hall.ask("citizen-lin", "POST", path, {}, etag=etag), range(20)))
    won = [answer for answer in answers if answer.is_success]
    assert len(won) == 1
    for answer in set(answers) - set(won):
        refused(answer, 409, "act_out_of_order")
    assert hall.events(case_id) == ["submitted"]


# The system's claim keeps no person out: a colleague's does. Of the department one answer is enough.
RIVALS = {"claim": "officer2-hrss", "answer": "system-hrss"}


@pytest.mark.parametrize("act", RIVALS)
def test_of_two_at_once_exactly_one_gets_the_task(hall: Hall, act: str) -> None:
    case_id = hall.accepted(RECOGNITION)
    path, body = f"/tasks/{case_id}.review/{act}", GRANT if act == "answer" else {}
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda who: hall.ask(who, "POST", path, body), ("officer-hrss", RIVALS[act])))
    (winner,), (loser,) = ([one for one in answers if one.is_success is good] for good in (True, False))
    refused(loser, 409, "task_answered" if act == "answer" else "task_claimed")
    task = hall.row(keys.task(case_id, "review"))
    assert (
        task["claimed_by" if act == "claim" else "answered_by"]
        == {
            answers[0]: "persona:officer-hrss",
            answers[1]: f"persona:{RIVALS[act]}",
        }[winner]
    )
    assert hall.events(case_id).count("reviewed") == (act == "answer")


def test_of_two_decisions_on_the_same_version_exactly_one_counts(hall: Hall) -> None:
    case_id = hall.accepted(CARD)
    path = f"/cases/{case_id}/decide"
    etag = hall.etag("chief-si", path)
    bodies = {"outcome": "grant"}, {"outcome": "refuse", "reasons": ["不符合条件"]}
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda body: hall.ask("chief-si", "POST", path, body, etag=etag), bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert hall.events(case_id).count("decided") == 1


def test_a_stale_etag_is_refused_and_tells_the_new_one(hall: Hall) -> None:
    case_id = hall.draft(CARD, "citizen-lin")
    path = f"/applications/{case_id}/form"
    stale = hall.etag("citizen-lin", path)
    saved = hall.do("citizen-lin", "PUT", path, form(CARD))
    before = hall.written(case_id)
    answer = refused(hall.ask("citizen-lin", "PUT", path, form(CARD), etag=stale), 412, "version_stale")
    assert answer.headers["ETag"] == saved.headers["ETag"] != stale
    refused(hall.ask("citizen-lin", "PUT", path, form(CARD)), 428, "if_match_required")
    assert hall.written(case_id) == before
