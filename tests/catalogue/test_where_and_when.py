"""The guide, the checklist and the question for a term tell where to go, when somebody is there, and what the region
promises (R15, R22, R46, R73, R93).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from chalice.test import Client

from chalicelib.catalogue.api import guidance, public, schemes
from chalicelib.catalogue.api.window_guidance import windows_of
from chalicelib.directory.store.directories import load_directory
from chalicelib.foundation import platform as platforms
from chalicelib.hall.api import deadlines
from proofs.kit.catalogue import publish, publish_schemes
from proofs.kit.directory import lay_out
from proofs.kit.world import World
from tests.some_routes import get, post, serving

ROUTES = (guidance.api, public.api, deadlines.api, schemes.api)
# A Tuesday. The archive (YM-S12) is in the hall on Wednesdays; window 9 is closed until Friday.
TODAY = "2026-11-24"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    world = World()
    publish(world.platform, "YM-P01", "YM-P13", "YM-S12", "YM-I16")
    publish_schemes(world.platform, "YM-J03")
    lay_out(world.platform, changed)
    yield world
    platforms.use(None)


def changed(document: dict[str, Any]) -> None:
    """The city has promises of its own: 12 workdays would be beyond the law's ten, so it promises 9."""
    document["regions"][0]["overrides"]["promised"] = [
        {"item": "YM-P01", "promised": {"value": 9, "unit": "workday"}, "statutory": {"value": 10, "unit": "workday"}},
        {"item": "YM-I16", "promised": {"value": 4, "unit": "workday"}, "statutory": {"value": 10, "unit": "workday"}},
    ]


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    with serving(world.platform, ROUTES) as client:
        yield client


def asked(client: Client, code: str, **question: Any) -> Any:
    status, body = post(client, f"/items/{code}/checklist", {"answers": {}, **question})
    assert status == 200, body
    return body


@pytest.mark.requirement("R14", "R22")
def test_the_checklist_names_the_windows_of_the_day(client: Client):
    window = asked(client, "YM-P01", day=TODAY)["window"]
    assert (window["theme"], window["kind"], window["staffed_by"]) == ("生产经营", "production", "centre")
    assert [one["id"] for one in window["windows"]] == ["W-07", "W-08"]  # W-21 was closed for good in June
    first = window["windows"][0]
    assert (first["hours"], first["open"]) == (["09:00-12:00", "13:00-17:00"], True)
    assert first["next_opening"] == "2026-11-24T13:00:00+08:00"
    assert first["hall_name"]
    assert first["zone"]
    assert window["detours"] == ["09号窗口（生产经营综合窗三）：设备检修(演示)，请到08号窗口（生产经营综合窗二）"]
    monday = asked(client, "YM-P01", day="2026-11-30")["window"]
    assert ("W-09" in [one["id"] for one in monday["windows"]], monday["detours"]) == (True, [])
    sunday = asked(client, "YM-P01", day="2026-11-29")["window"]["windows"][0]
    assert (sunday["hours"], sunday["next_opening"]) == ([], "2026-11-30T09:00:00+08:00")


@pytest.mark.requirement("R73")
def test_days_on_which_a_window_will_be_closed_are_told_before(world: World):
    platform = world.platform
    friday = datetime(2026, 11, 20, tzinfo=platform.now().tzinfo)
    directory = load_directory(platform.table, platform.settings.division)
    windows = windows_of(directory, "YM-P01", "food", friday, platform.calendar).windows
    (ninth,) = (one for one in windows if one.id == "W-09")
    assert [one.model_dump(mode="json") for one in ninth.closed] == [
        {"since": "2026-11-23", "until": "2026-11-27", "reason": "设备检修(演示)", "go_to": "W-08"}
    ]


@pytest.mark.requirement("R14")
def test_the_plan_of_a_scheme_names_its_windows(client: Client):
    answers = {"guardian_consent": True, "born_in_city": True}
    status, body = post(client, "/schemes/YM-J03/plan", {"answers": answers, "start": TODAY})
    assert status == 200, body
    assert (body["window"]["kind"], [one["id"] for one in body["window"]["windows"]]) == ("social", ["W-01"])


@pytest.mark.requirement("R46")
def test_outside_the_day_of_duty_the_checklist_promises_the_next_one_and_says_why(client: Client):
    told = asked(client, "YM-S12", day=TODAY)
    assert told["promised"]["due"] == "2026-11-25"
    assert [day["date"] for day in told["promised"]["days"]] == ["2026-11-24", "2026-11-25"]
    duty = told["duty"]
    assert (duty["weekday"], duty["hours"], duty["same_day"], duty["next_day"]) == (
        3,
        ["09:00-12:00"],
        False,
        "2026-11-25",
    )
    assert "2026-11-24不是其办公日，不能承诺当天办结，最近的办公日为2026-11-25" in duty["says"]
    on_duty = asked(client, "YM-S12", day="2026-11-25")
    assert (on_duty["promised"]["due"], on_duty["promised"]["days"]) == ("2026-11-25", [])
    assert (on_duty["duty"]["same_day"], on_duty["duty"]["days"]) == (True, [])
    # A longer promise does not wait for the day of duty, and a department that is there every day has none.
    assert asked(client, "YM-P13", day=TODAY)["duty"]["same_day"] is None
    assert asked(client, "YM-P01", day=TODAY)["duty"] is None


@pytest.mark.requirement("R46")
def test_the_guide_tells_the_day_of_duty(client: Client):
    tuesday = get(client, f"/items/YM-S12?at={TODAY}T10:00:00%2B08:00")["duty"]
    assert (tuesday["same_day"], tuesday["next_day"]) == (False, "2026-11-25")
    assert get(client, "/items/YM-P01")["duty"] is None


@pytest.mark.requirement("R46")
def test_the_question_for_a_term_may_name_the_department(client: Client):
    question = {"start": TODAY, "length": 0, "unit": "workday"}
    status, body = post(client, "/deadlines", question | {"department": "archive"})
    assert (status, body["due"], [day["date"] for day in body["days"]]) == (
        200,
        "2026-11-25",
        ["2026-11-24", "2026-11-25"],
    )
    assert "不能承诺当日办结" in body["days"][0]["reason"]
    assert post(client, "/deadlines", question)[1]["due"] == TODAY
    assert post(client, "/deadlines", question | {"department": "food"})[1]["due"] == TODAY
    assert post(client, "/deadlines", question | {"department": "archive", "length": 2})[1]["due"] == "2026-11-26"
    status, body = post(client, "/deadlines", question | {"department": "nobody"})
    assert (status, body["errors"][0]["pointer"]) == (422, "/department")


@pytest.mark.requirement("R93")
def test_list_guide_and_checklist_have_the_regions_own_promise(client: Client):
    basis = "阳江市自定的承诺办理时限（自2025-07-01起施行）"
    rows = {row["id"]: row["promised"] for row in get(client, "/items?limit=50")["items"]}
    assert (rows["YM-P01"]["length"], rows["YM-P01"]["basis"], rows["YM-S12"]["basis"]) == (9, basis, None)
    promised = get(client, "/items/YM-P01")["limits"]["promised"]
    assert (promised["length"], promised["basis"]) == (9, basis)
    told = asked(client, "YM-P01", day=TODAY)["promised"]
    assert (told["length"]["length"], told["due"], told["basis"]) == (9, "2026-12-07", basis)
    before = get(client, "/items/YM-P13")["limits"]["promised"]
    assert (before["length"], before["basis"]) == (20, None)


@pytest.mark.requirement("R14", "R93")
def test_a_promise_under_a_condition_is_asked_for_and_stays(client: Client):
    told = asked(client, "YM-I16", day=TODAY)
    assert "commitment_route" in [one["question"] for one in told["missing"]]
    at_once = asked(client, "YM-I16", day=TODAY, answers={"commitment_route": True})["promised"]
    assert (at_once["length"]["length"], at_once["due"], at_once["basis"]) == (0, TODAY, None)
    others = asked(client, "YM-I16", day=TODAY, answers={"commitment_route": False})["promised"]
    assert (others["length"]["length"], others["due"]) == (4, "2026-11-30")
