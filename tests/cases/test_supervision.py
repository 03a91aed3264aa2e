"""督办事项: the supervisors' list over HTTP, for supervisors of the region only."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.access.actor import Actor
from chalicelib.cases.api.supervision import api
from chalicelib.catalogue.acts.end_item import end_item
from chalicelib.catalogue.acts.file_item import file_item
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


CODE = "YM-P01"


def cancelled(hall: Hall) -> None:
    """The administrator ends an item, of which the bureau is notified."""
    end_item(hall.platform, hall.caller("administrator"), CODE, hall.platform.now() + timedelta(days=60))


@pytest.mark.requirement("R48")
@pytest.mark.requirement("R90")
def test_a_change_of_an_item_that_is_not_filed_reaches_the_supervisors(
    hall: Hall, client: Client, monkeypatch: pytest.MonkeyPatch
):
    """Nearly due on the last workday but one, overdue on the day after the last one, gone with the receipt."""
    hall.clock.move_to(datetime(2026, 11, 23, 10, tzinfo=SHANGHAI))
    cancelled(hall)
    seen = {}
    for day in (26, 27, 30):
        hall.clock.move_to(datetime(2026, 11, day, 10, tzinfo=SHANGHAI))
        seen[day] = asked(client, monkeypatch, staff("supervisor"))[1]["item_filings"]
    hall.clock.move_to(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI))
    _, body = asked(client, monkeypatch, staff("supervisor"))
    (late,) = body["item_filings"]
    assert [[one["overdue"] for one in seen[day]] for day in (26, 27, 30)] == [[], [False], [False]]
    assert (late["item"], late["due"], late["workdays_waiting"], late["overdue"]) == (CODE, "2026-11-30", 6, True)
    assert (late["kind"], late["kind_label"]) == ("end", "取消")
    _, elsewhere = asked(client, monkeypatch, staff("supervisor", region="440300"))
    assert elsewhere["item_filings"] == []
    file_item(hall.platform, hall.caller("supervisor"), CODE, late["seq"], "示例备31号")
    assert asked(client, monkeypatch, staff("supervisor"))[1]["item_filings"] == []


def test_what_is_to_be_filed_stands_on_the_first_page_only(hall: Hall, client: Client, monkeypatch: pytest.MonkeyPatch):
    cancelled(hall)
    hall.submitted()
    hall.submitted()
    hall.clock.move_to(datetime(2027, 1, 4, tzinfo=SHANGHAI))
    sweep(hall.platform, FIRES)
    _, first = asked(client, monkeypatch, staff("supervisor"), "?limit=1")
    _, second = asked(client, monkeypatch, staff("supervisor"), f"?limit=1&cursor={first['next_cursor']}")
    assert (len(first["item_filings"]), second["item_filings"]) == (1, [])


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
