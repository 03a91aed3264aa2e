"""The log of a seal over HTTP: each document that bears it, by which event, for those who keep or watch it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.access.actor import Actor
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.store.seals import write_seal
from chalicelib.documents.api.seal_uses import api
from chalicelib.documents.store import vault
from chalicelib.documents.tasks.issue_document import DocumentMessage, number_document
from chalicelib.foundation import platform as platforms
from chalicelib.http import requests
from proofs.kit.hall import Hall
from tests.documents.test_registered_seals import CITY, FIRST, accepted, keep

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def ask(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    app = Chalice("yimen", configure_logs=False)
    api.register(app, {"url_prefix": "/v1"})
    platforms.use(hall.platform)
    hall.platform.table.write(*write_seal(None, Seal.model_validate(FIRST)))
    with Client(app) as client:

        def do(
            role: str, department: str | None = None, query: str = "", seal: str = "SEAL-food-1", region: str = CITY
        ):
            facts = {"sub": "u", "role": role, "name": "演示", "region": region, "department": department}
            monkeypatch.setattr(requests, "authenticate", lambda *_: Actor.model_validate(facts))
            answer = client.http.get(f"/v1/directory/seals/{seal}/uses{query}")
            return answer.status_code, answer.json_body

        yield do
    platforms.use(None)


@pytest.mark.requirement("R71")
def test_each_use_says_document_number_case_time_and_event(hall: Hall, ask: Ask):
    case_id = hall.submitted()
    keep(hall)
    assert ask("auditor") == (200, {"items": [], "next_cursor": None})
    document = accepted(hall, case_id)
    assert ask("auditor")[1]["items"][0]["number"] is None
    number_document(hall.platform, DocumentMessage(case_id=case_id, document=document.no))
    status, page = ask("auditor")
    assert status == 200
    (use,) = [one for one in page["items"] if one["no"] == document.no]
    printed = vault.load(hall.platform, case_id, document.no)
    assert printed
    assert (use["case_id"], use["kind"], use["number"]) == (case_id, "acceptance_notice", printed.number)
    assert use["number"]
    assert (use["event"], use["event_label"], use["seq"]) == ("accepted", "受理", int(document.no[:4]))
    assert (use["policy"], use["letter"]) == ("window_accepts_own_by_letter", "演示委〔2018〕food号")
    assert use["by"].startswith("persona:")
    assert "holder" not in use


@pytest.mark.requirement("R71")
def test_a_certificate_names_its_event_and_pages_give_every_use_once(hall: Hall, ask: Ask):
    case_id = hall.decided()
    keep(hall)
    hall.carry_out_everything()
    whole = ask("supervisor")[1]["items"]
    certificate = next(one for one in whole if one["kind"] == "certificate")
    assert certificate["number"]
    assert certificate["event"] == "result_made"
    assert {one["case_id"] for one in whole} == {case_id}
    seen, query = list[dict[str, Any]](), "?limit=1"
    while True:
        page = ask("supervisor", query=query)[1]
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        query = f"?limit=1&cursor={page['next_cursor']}"
    assert seen == whole


@pytest.mark.requirement("R71")
@pytest.mark.parametrize(
    ("role", "department", "status"),
    [
        ("supervisor", None, 200),
        ("auditor", None, 200),
        ("department_leader", "food", 200),
        ("chief_representative", "food", 200),
        ("officer", "food", 200),
        ("department_leader", "ocean", 404),
        ("chief_representative", "ocean", 404),
        ("counter_clerk", None, 403),
        ("administrator", None, 403),
        ("department_system", "food", 403),
    ],
)
def test_the_department_and_those_who_watch_over_it_read_the_log(
    ask: Ask, role: str, department: str | None, status: int
):
    answered, problem = ask(role, department)
    assert answered == status
    if status == 404:
        missing = ask(role, department, seal="SEAL-none")
        assert missing == (404, {**problem, "instance": missing[1]["instance"]})
    assert ask("supervisor", region="441781")[0] == 404


def test_a_page_is_no_longer_than_one_call_reads(ask: Ask):
    assert ask("auditor", query="?limit=51")[0] == 422
    assert ask("auditor", query="?limit=50")[0] == 200
