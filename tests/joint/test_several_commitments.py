"""A member that begins on the promise of several results: each has its own term, and is settled alone."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import clocks_shown
from chalicelib.cases.model.how_far import COMMITTED
from chalicelib.cases.model.joint_ref import JointRef
from chalicelib.catalogue.model.schemes.parts import MOST_COMMITMENTS
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from proofs.kit import joint
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from tests.catalogue.schemes.data import known, raw
from tests.catalogue.schemes.test_publication import edge, errors
from tests.joint.test_commitments import conclude, drawings_pass, later, told

DRAWINGS, FIRE, PERMIT = "YM-I07", "YM-I08", "YM-I11"
ACCEPTED, GRANTED = date(2026, 9, 14), date(2026, 9, 17)
# Fifteen workdays for the drawings as W12 counts them, and ten for the fire design.
DRAWINGS_DUE, FIRE_DUE = date(2026, 10, 14), date(2026, 10, 8)


def on_two_promises(scheme: SchemeDocument) -> SchemeDocument:
    """As if the fire design could follow, too, within ten workdays."""
    return on_promises(scheme, "I08>I11")


def on_promises(scheme: SchemeDocument, *others: str) -> SchemeDocument:
    """As if what these edges bring could follow, too."""
    first = next((one for one in scheme.edges if one.id == "I07>I11"), None)
    if first is None or first.commitment is None:
        return scheme
    length = first.commitment.complete_within.model_copy(update={"value": 10})
    promise = first.commitment.model_copy(update={"proof": "消防设计审查受理凭证", "complete_within": length})
    changed = {"on": first.on, "commitment": promise}
    edges = tuple(one.model_copy(update=changed) if one.id in others else one for one in scheme.edges)
    return scheme.model_copy(update={"edges": edges})


def granted(hall: Hall) -> str:
    publish_schemes(hall.platform, "YM-J01", on_two_promises)
    joint.on(hall, ACCEPTED)
    signs = {"commits_i07_i11": True, "commits_i08_i11": True}
    request = joint.accepted(hall, joint.BUILD, {**joint.OF_A_BUILDING, "special_fire_project": True, **signs})
    assert joint.states(hall, request)[PERMIT] == "open"
    joint.on(hall, GRANTED)
    joint.decide(hall, request, PERMIT)
    return request


def dues(hall: Hall, request: str) -> dict[str, date]:
    clocks = joint.of_member(hall, request, PERMIT).clocks
    return {kind: clocks[kind].due for kind in COMMITTED if kind in clocks}


def shown(hall: Hall, request: str) -> dict[str, str]:
    """How each of the terms stands, as it follows from the events alone."""
    platform, case_id = hall.platform, joint.of_member(hall, request, PERMIT).id
    rules = Rules(platform.calendars, platform.settings.supplement_workdays, licence=True)
    clocks = clocks_shown(case_id, hall.events(case_id), platform.now(), rules).clocks
    return {one.kind: one.state for one in clocks if one.kind in COMMITTED}


@pytest.mark.requirement("R77")
def test_each_promise_has_its_own_term_and_the_decision_names_both(hall: Hall):
    request = granted(hall)
    case = joint.of_member(hall, request, PERMIT)
    assert case.joint is not None
    assert [(one.edge, one.term) for one in case.joint.committed] == [
        ("I07>I11", "commitment"),
        ("I08>I11", "commitment_2"),
    ]
    assert case.joint.made_here >= {"06", "08"}
    assert dues(hall, request) == {"commitment": DRAWINGS_DUE, "commitment_2": FIRE_DUE}
    assert shown(hall, request) == {"commitment": "running", "commitment_2": "running"}
    (decision,) = [row for row in hall.rows(case.id, "DOCUMENT#") if row["kind"] == "grant_decision"]
    assert f"2026年{DRAWINGS_DUE.month}月{DRAWINGS_DUE.day}日前" in decision["data"]
    assert f"2026年{FIRE_DUE.month}月{FIRE_DUE.day}日前" in decision["data"]


@pytest.mark.requirement("R77")
def test_each_is_settled_alone(hall: Hall):
    request = granted(hall)
    case_id = joint.of_member(hall, request, PERMIT).id
    joint.on(hall, date(2026, 9, 28))
    joint.decide(hall, request, FIRE)
    assert (told(hall, case_id), dues(hall, request)) == (["commitment_fulfilled"], {"commitment": DRAWINGS_DUE})
    assert shown(hall, request) == {"commitment": "running", "commitment_2": "ended"}
    conclude(hall, joint.of_member(hall, request, DRAWINGS).id, "refuse")
    joint.decide(hall, request, DRAWINGS, "refuse")
    assert (told(hall, case_id), dues(hall, request)) == (["commitment_fulfilled", "commitment_lost"], {})
    assert [event.data["edge"] for event in hall.events(case_id) if event.type.startswith("commitment_")] == [
        "I08>I11",
        "I07>I11",
    ]


@pytest.mark.requirement("R77")
def test_each_is_told_when_its_own_term_is_over(hall: Hall):
    request = granted(hall)
    case_id = joint.of_member(hall, request, PERMIT).id
    later(hall, date(2026, 10, 20))
    overdue = [event.data["overdue"] for event in hall.events(case_id) if "overdue" in event.data]
    assert {kind: one["due"] for told_at in overdue for kind, one in told_at.items() if kind in COMMITTED} == {
        "commitment": str(DRAWINGS_DUE),
        "commitment_2": str(FIRE_DUE),
    }
    drawings_pass(hall, request)
    assert told(hall, case_id)[-1] == "commitment_fulfilled"


def test_a_case_from_when_there_was_room_for_one_promise_keeps_it():
    made = {"edge": "I07>I11", "members": [DRAWINGS], "promise": "-", "result": "-", "length": 15, "unit": "workday"}
    row = {"case": "x", "node": PERMIT, "scheme": "YM-J01", "committed": {**made, "basis": "-"}}
    assert [one.term for one in JointRef.model_validate(row).committed] == ["commitment"]
    assert JointRef.model_validate({**row, "committed": None}).committed == ()


def test_a_scheme_with_more_promises_than_terms_is_not_published():
    assert len(COMMITTED) == MOST_COMMITMENTS
    changed: dict[str, Any] = raw("YM-J01")
    promised = edge(changed, "I07>I11")
    for name in ("I03>I11", "I08>I11", "I09>I11"):
        edge(changed, name).update(on=promised["on"], commitment=deepcopy(promised["commitment"]))
    assert "commitments_too_many" in errors(changed, known()).values()
