"""W14: results of a request go out together, and none later than its own ten workdays (行政许可法44)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Case, Status
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from local.identity_provider.personas import PERSONAS
from proofs.joint.invariants import faults_of_joint
from proofs.kit import joint
from proofs.kit.applications import PERMIT
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.matrix.door import Answer, Door, opened
from tests.catalogue.schemes.data import WORKED

W14: dict[str, Any] = next(case for case in WORKED["cases"] if case["id"] == "W14")
DUE = {name: date.fromisoformat(day) for name, day in W14["expect"]["issue_due"].items()}
ALONE = {name: date.fromisoformat(day) for name, day in W14["expect"]["late"]["issued_alone"].items()}
LATE, LAST = "YM-S09", date.fromisoformat(W14["expect"]["late"]["YM-S09_decided"])
DECIDED = {name: date.fromisoformat(one["due"]) for name, one in W14["given"]["plans"][0]["members"].items()}
FIRST = date(2026, 4, 23)
ISSUER = "clerk-issuing"


@pytest.fixture
def door(hall: Hall) -> Iterator[Door]:
    door = Door(hall.world, {name: one.actor for name, one in PERSONAS.items()})
    with opened(door):
        yield door


def together(scheme: SchemeDocument) -> SchemeDocument:
    return scheme.model_copy(update={"issue": "together"})


def after_the_permit(scheme: SchemeDocument) -> SchemeDocument:
    """The sign is approved at any time, and its paper is handed out once there is the permit."""
    if scheme.code != joint.RESTAURANT:
        return scheme
    like = next(edge for edge in scheme.edges if edge.to == "YM-I14")
    waits = {"id": "E-P01-I14", "from_": ("YM-P01",), "to": "YM-I14", "blocks": "issue", "brings": {}}
    return scheme.model_copy(update={"edges": (*scheme.edges, like.model_copy(update=waits))})


def comes(hall: Hall, day: date) -> None:
    """The day with all that it brings."""
    joint.on(hall, day)
    hall.world.sweep()
    hall.carry_out_everything()


def on_their_days(hall: Hall, but: str = "") -> str:
    joint.on(hall, FIRST)
    request = joint.accepted(hall)
    for node in ("YM-R01", "YM-R05", "YM-S05"):
        joint.decide(hall, request, node)
    for node, day in sorted(DECIDED.items(), key=lambda one: one[1]):
        if node != but:
            comes(hall, day)
            joint.decide(hall, request, node)
    return request


def ask(door: Door, case: Case, path: str, body: dict[str, Any]) -> Answer:
    headers = {"If-Match": door.world.people.case(case.id).etag}
    return door.ask(ISSUER, "POST", f"/cases/{case.id}/{path}", body, headers=headers)


def compares(hall: Hall, door: Door, case: Case) -> Answer:
    return ask(door, case, "compare", {"face": hall.people.face(case.id)})


def downloads(door: Door, case: Case) -> Answer:
    return door.ask("company", "GET", f"/applications/{case.id}/documents/certificate")


def issued(hall: Hall, door: Door, case: Case) -> None:
    """Compared, handed over, and to be downloaded."""
    hall.issue_documents()
    done = compares(hall, door, case)
    assert (done.status, done.body["matched"]) == (200, True), done.text
    hall.carry_out_everything()
    hall.issue_documents()
    assert downloads(door, case).status == 200
    assert ask(door, case, "deliver", {"recipient": PERMIT.recipient}).status == 200


def kept(hall: Hall, door: Door, case: Case) -> None:
    """It is made, with its number, and nobody hands it out."""
    hall.issue_documents()
    refused = compares(hall, door, case)
    assert (refused.status, refused.body["code"]) == (409, "result_held_back")
    assert refused.body["alone_on"] == str(case.due("issue"))
    assert ask(door, case, "deliver", {"recipient": PERMIT.recipient}).body["code"] == "act_out_of_order"
    told = downloads(door, case)
    assert (told.status, told.body["code"]) == (409, "certificate_pending")
    rows = [row for row in hall.rows(case.id, "DOCUMENT#") if row["kind"] == "certificate"]
    assert (len(rows), bool(rows[0]["number"])) == (1, True)
    assert hall.case(case.id).status is Status.COMPARING


@pytest.mark.requirement("R80")
@pytest.mark.law("4.4")
def test_w14_none_waits_beyond_its_own_ten_workdays(hall: Hall, door: Door):
    publish_schemes(hall.platform, joint.RESTAURANT, change=together)
    request = on_their_days(hall, but=LATE)
    cases = {node: joint.of_member(hall, request, node) for node in ALONE}
    assert {node: case.due("issue") for node, case in cases.items()} == {node: DUE[node] for node in ALONE}
    assert joint.of_member(hall, request, LATE).due("statutory") == date(2026, 5, 25)
    graph = door.done("company", "GET", f"/applications/{request}/graph")
    assert {one["id"]: one["issued_alone_on"] for one in graph["nodes"] if one["id"] in ALONE} == {
        node: str(day) for node, day in ALONE.items()
    }
    for day in sorted(set(ALONE.values())):
        comes(hall, day - timedelta(days=1))
        for node in (node for node, alone in ALONE.items() if alone == day):
            kept(hall, door, cases[node])
        comes(hall, day)
        for node in (node for node, alone in ALONE.items() if alone == day):
            (told,) = (one for one in hall.events(cases[node].id) if one.type == "result_released")
            assert (told.at.date(), told.data["because"], told.data["due"]) == (day, "own_last_day", str(day))
            issued(hall, door, cases[node])
            assert hall.case(cases[node].id).late_told.get("issue") is None
    comes(hall, LAST)
    joint.decide(hall, request, LATE)
    issued(hall, door, joint.of_member(hall, request, LATE))
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.requirement("R80")
def test_the_last_decision_lets_all_results_out_and_a_refusal_is_one(hall: Hall, door: Door):
    publish_schemes(hall.platform, joint.RESTAURANT, change=together)
    request = on_their_days(hall, but=LATE)
    waiting = [joint.of_member(hall, request, node) for node in ALONE]
    for case in waiting:
        kept(hall, door, case)
    joint.decide(hall, request, LATE, "refuse")
    for case in waiting:
        (told,) = (one for one in hall.events(case.id) if one.type == "result_released")
        assert told.data["because"] == "nothing_awaited"
        issued(hall, door, case)
    assert hall.case(request).status is Status.CLOSED
    assert list(faults_of_joint(hall.world, request)) == []


@pytest.mark.requirement("R80")
def test_an_edge_may_keep_the_result_alone(hall: Hall, door: Door):
    publish_schemes(hall.platform, joint.RESTAURANT, change=after_the_permit)
    joint.on(hall, FIRST)
    request = joint.accepted(hall)
    joint.decide(hall, request, "YM-R01")
    issued(hall, door, joint.of_member(hall, request, "YM-R01"))
    joint.decide(hall, request, "YM-I14")
    sign = joint.of_member(hall, request, "YM-I14")
    kept(hall, door, sign)
    joint.decide(hall, request, "YM-P01")
    issued(hall, door, sign)
    issued(hall, door, joint.of_member(hall, request, "YM-P01"))


@pytest.mark.law("4.4")
def test_what_an_edge_keeps_for_ever_goes_out_on_its_last_day(hall: Hall, door: Door):
    publish_schemes(hall.platform, joint.RESTAURANT, change=after_the_permit)
    joint.on(hall, FIRST)
    request = joint.accepted(hall)
    for node in ("YM-R01", "YM-I14"):
        joint.decide(hall, request, node)
    joint.decide(hall, request, "YM-P01", "refuse")
    sign = joint.of_member(hall, request, "YM-I14")
    kept(hall, door, sign)
    comes(hall, sign.due("issue") or FIRST)
    issued(hall, door, sign)


def test_the_window_need_not_wait_for_the_alarm_of_the_day(hall: Hall, door: Door):
    publish_schemes(hall.platform, joint.RESTAURANT, change=together)
    request = on_their_days(hall, but=LATE)
    joint.on(hall, ALONE["YM-I14"])
    issued(hall, door, joint.of_member(hall, request, "YM-I14"))
    comes(hall, ALONE["YM-I14"])
    assert list(faults_of_joint(hall.world, request)) == []
