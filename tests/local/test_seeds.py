"""`make run ARGS=--seed`: every status in which a case can stay, what is overdue and what is dead, seen over HTTP."""

import io
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from rich.console import Console

from chalicelib.cases.model.status import Status
from chalicelib.clock import WorkCalendar
from chalicelib.foundation import settings
from local import stack as local_stack
from local.catalogues import catalogue_of
from local.demo.client import Client
from local.identity_provider.personas import personas
from local.lambda_.event_pump import Pace
from local.seeds import plans, seeding, table
from local.seeds.seeding import Seed
from local.stack import LocalStack

AT_THE_SAME_MOMENT = timedelta(seconds=2)

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("seeds")]


@pytest.fixture(scope="module")
def stack() -> Iterator[LocalStack]:
    settings.current.cache_clear()
    with local_stack.running(0, pace=Pace(retry=None), begins=seeding.first_day()) as running:
        yield running


@pytest.fixture(scope="module")
def seeds(stack: LocalStack) -> Mapping[str, Seed]:
    return {one.plan.label: one for one in seeding.seed(stack)}


@pytest.fixture(scope="module")
def client(stack: LocalStack) -> Client:
    return Client(stack.url)


def asked(client: Client, seed: Seed) -> dict[str, object]:
    """What anybody reads who has the slip."""
    question = {"query_code": seed.example.query_code, "factor": seed.example.factor}
    return client.act(None, "POST", "/progress", question).json()


@pytest.mark.parametrize("today", [f"2026-11-{day}" for day in range(23, 30)])
def test_as_many_workdays_have_passed_on_every_day_of_a_week(today: str, monkeypatch: pytest.MonkeyPatch):
    now = datetime.fromisoformat(f"{today}T00:05:00+08:00")
    monkeypatch.setattr(seeding, "wall_clock", lambda: now)
    assert WorkCalendar().workdays_between(seeding.workdays_ago(12).date(), now.date()) == 12


def test_there_is_a_case_in_each_status_in_which_one_can_stay(seeds: Mapping[str, Seed], client: Client):
    standing = {
        client.get(one.example.owner, f"/applications/{one.example.id}").json()["status"] for one in seeds.values()
    }
    assert standing.isdisjoint(plans.PASSING)
    assert standing | set(plans.PASSING) | plans.OF_REQUESTS == {status.value for status in Status}


def test_each_is_found_by_its_query_code(seeds: Mapping[str, Seed], client: Client):
    drafts = [one for one in seeds.values() if not one.example.query_code]
    assert [one.plan.status for one in drafts] == ["draft"]
    for one in seeds.values():
        if one not in drafts:
            found = asked(client, one)
            assert (found["number"], found["status"]) == (one.example.number, one.plan.status)


def test_what_is_overdue_is_overdue_today(seeds: Mapping[str, Seed], client: Client):
    overdue = asked(client, seeds["审查超期"])
    assert overdue["left"] == 0
    terms = client.get("chief-food", f"/cases/{seeds['审查超期'].example.id}/timeline").json()["terms"]
    # Accepted 12 workdays ago, and 7 were promised.
    assert [term["overdue"] for term in terms if term["term"] == "承诺期限"] == [5]
    now = datetime.fromisoformat(client.get(None, "/local/time").json()["now"])
    assert abs(now - datetime.now(now.tzinfo)) < timedelta(seconds=5)
    assert datetime.fromisoformat(str(overdue["due"])).date() < now.date()


def test_the_supervisors_are_told(seeds: Mapping[str, Seed], client: Client):
    told = {one["case_id"]: one["matter"] for one in client.get("supervisor", "/supervision").json()["matters"]}
    assert told[seeds["逾期未受理"].example.id] == "acceptance_overdue"
    assert told[seeds["逾期未告知，视为受理"].example.id] == "accepted_by_silence"
    events = client.get("clerk-production", f"/cases/{seeds['逾期未告知，视为受理'].example.id}/events").json()[
        "events"
    ]
    organs = ("shared_obtained", "sharing_failed")  # their answers come after the submission
    acts = [one["type"] for one in events if one["type"] not in organs]
    assert acts[:2] == ["submitted", "deemed_accepted"]


def test_the_cases_are_whole(seeds: Mapping[str, Seed], client: Client):
    """Their events are a chain and follow each other in time, although legal time has moved. An act has the time at
    which its request came: of two that come at the same moment either may be written first.
    """
    for one in seeds.values():
        if one.example.number:
            chain = client.get("supervisor", f"/cases/{one.example.id}/events").json()
            assert chain["intact"]
            times = [datetime.fromisoformat(event["at"]) for event in chain["events"]]
            assert all(after > before - AT_THE_SAME_MOMENT for before, after in pairwise(times))


def test_the_departments_answer_by_themselves_again(seeds: Mapping[str, Seed], stack: LocalStack):
    assert {(one.mode, one.answer_with) for one in stack.systems.values()} == {("auto", 202)}


def test_the_table_says_what_may_be_done_next(seeds: Mapping[str, Seed], stack: LocalStack):
    file = io.StringIO()
    table.show(Console(file=file, width=80), [*seeds.values()], stack.url, 1.0)
    shown = file.getvalue()
    for one in seeds.values():
        assert one.plan.label in shown
        assert one.example.number in shown
        assert one.example.query_code in shown
    function, *commands = [line.strip() for line in shown.splitlines() if line.startswith("  ") and "curl -s" in line]
    assert len(commands) == len(seeds)
    pasted = "\n".join([function, *commands])
    assert subprocess.run(["bash", "-n"], input=pasted, text=True, check=False).returncode == 0
    words = shlex.split(table.curl(stack.url, seeds["待决定"].next, '"v2"'))
    assert words[:4] == ["curl", "-s", "-X", "POST"]
    assert 'If-Match: "v2"' in words
    assert words[-1] == '{"outcome": "grant"}'


def test_the_dead_letter_is_a_true_one(seeds: Mapping[str, Seed], client: Client):
    dead = seeds["通知被拒收（死信）"].example
    places = client.get("administrator", "/admin/dead-letters").json()["places"]
    (alarms,) = [place for place in places if place["dead"]]
    assert (alarms["name"], [letter["ids"]["case_id"] for letter in alarms["sample"]]) == ("alarms", [dead.id])
    deliveries = client.get("system-hrss", "/callbacks/deliveries").json()["items"]
    assert [(one["task_id"], one["state"], one["attempts"][-1]["status"]) for one in deliveries] == [
        (f"{dead.id}.review", "failed", 422)
    ]


def test_each_next_step_can_be_done(seeds: Mapping[str, Seed], client: Client):
    """The last test: it moves the cases on."""
    for plan, one, following in seeds.values():
        etag = one.etag if following.guarded else None
        if following.method == "GET":
            client.get(following.persona, following.path)
        else:
            client.act(following.persona, following.method, following.path, following.body, etag=etag)
        assert following.persona, plan.label


@pytest.mark.parametrize("division", ["441700", "441781"])
def test_every_place_has_what_the_examples_need(division: str):
    items = {item["id"] for item in catalogue_of(division)["items"]}
    assert {plan.item for plan in plans.PLANS} - items == ({"YM-P12"} if division == "441781" else set())
    assert [plan.label for plan in plans.plans_of(division) if plan.item not in items] == []
    assert {plan.owner for plan in plans.PLANS} <= set(personas(division))
