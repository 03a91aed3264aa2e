"""督办事项: the supervisors' list over HTTP, for supervisors of the region only."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.access.actor import Actor
from chalicelib.cases.api.supervision import api
from chalicelib.directory.store.letters import write_letter
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.http import requests
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cast import staff
from proofs.kit.hall import Hall
from proofs.kit.register import accept_letter


@pytest.fixture
def client(hall: Hall) -> Iterator[Client]:
    app = Chalice("yimen", configure_logs=False)
    app.register_blueprint(api, url_prefix="/v1")
    platforms.use(hall.platform)
    with Client(app) as client:
        yield client
    platforms.use(None)


def asked(client: Client, monkeypatch: pytest.MonkeyPatch, actor: Actor, query: str = "") -> tuple[int, Any]:
    monkeypatch.setattr(requests, "authenticate", lambda platform, header: actor)
    answer = client.http.get(f"/v1/supervision{query}")
    return answer.status_code, answer.json_body


@pytest.mark.requirement("R5")
def test_the_newest_comes_first_page_by_page(hall: Hall, client: Client, monkeypatch: pytest.MonkeyPatch):
    cases = {hall.submitted(), hall.submitted()}
    hall.clock.move_to(datetime(2026, 12, 2, tzinfo=SHANGHAI))
    sweep(hall.platform, FIRES)
    supervisor = staff("supervisor")
    status, first = asked(client, monkeypatch, supervisor, "?limit=1")
    _, second = asked(client, monkeypatch, supervisor, f"?limit=1&cursor={first['next_cursor']}")
    assert status == 200
    (newer,), (older,) = first["matters"], second["matters"]
    assert {newer["case_id"], older["case_id"]} == cases
    assert newer["at"] > older["at"]
    assert (newer["matter"], newer["matter_label"]) == ("accepted_by_silence", "逾期未一次性告知，视为受理")


@pytest.mark.parametrize(
    ("role", "region", "status"), [("counter_clerk", "441700", 403), ("supervisor", "440300", 200)]
)
def test_others_see_none_of_it(
    hall: Hall, client: Client, monkeypatch: pytest.MonkeyPatch, role: str, region: str, status: int
):
    hall.submitted()
    hall.clock.move_to(datetime(2026, 12, 2, tzinfo=SHANGHAI))
    sweep(hall.platform, FIRES)
    answered, body = asked(client, monkeypatch, staff(role, region=region))
    assert answered == status
    assert body.get("matters", []) == []


@pytest.mark.requirement("R72", "R90")
def test_letters_beyond_their_term_and_about_to_be_stand_on_the_first_page(
    hall: Hall, client: Client, monkeypatch: pytest.MonkeyPatch
):
    table, signed = hall.platform.table, {"late": "2026-11-03", "soon": "2026-11-12", "young": "2026-11-20"}
    for name, day in signed.items():
        letter = accept_letter(
            "441700", "food", ["YM-P01"], id=f"LA-{name}", number=f"示委〔2026〕{name}", signed_on=day
        )
        table.write(*write_letter(None, letter))
    status, page = asked(client, monkeypatch, staff("supervisor"))
    assert status == 200
    assert [(one["id"], one["due_on"], one["state"]) for one in page["letters"]] == [
        ("LA-late", "2026-11-17", "overdue"),
        ("LA-soon", "2026-11-26", "due_soon"),
    ]
    assert asked(client, monkeypatch, staff("supervisor", region="440300"))[1]["letters"] == []
