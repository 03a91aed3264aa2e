"""Two windows, the same input: the same list and the same decision (R32), whoever staffs the window (R23).

One window is staffed by the centre, the other by the department itself. Each application is played at both, from the
same moment, and what came of it is laid side by side: the report of differences must be empty.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.access.actor import Actor
from chalicelib.cases.model.material import lines_of
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.model.forms import with_derived
from chalicelib.documents.store import vault
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Problem
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from proofs.kit.applications import announced, paper
from proofs.kit.cast import staff
from proofs.kit.catalogue import item_document
from proofs.kit.directory import lay_out
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall
from proofs.kit.register import join
from proofs.kit.seams import plain_documents
from proofs.kit.world import Moment, new_world
from tests.cases.test_every_item import HANDLED_HERE, filled_in, publish_unless_there, recipient_of

ACTS = ("accept", "correct", "reject", "transfer")
CENTRE = staff("counter_clerk").model_copy(update={"sub": "staff:window-of-the-centre", "name": "甲窗口人员"})
OF_DEPARTMENT = staff("counter_clerk").model_copy(update={"sub": "staff:window-of-food", "name": "乙窗口人员"})


class Application(NamedTuple):
    """What comes to the window, and what the clerk does with it."""

    item: str
    answers: Mapping[str, Any]
    missing: Sequence[int]
    act: str


@cache
def opened() -> Moment:
    """Both clerks are in the register, at windows of the two kinds; every item that is handled is published."""
    world = new_world()
    hall = Hall(world)
    for code in HANDLED_HERE:
        publish_unless_there(hall, code)
    lay_out(world.platform)
    join(world.platform, CENTRE, windows=["W-07"])
    join(world.platform, OF_DEPARTMENT, unit={"kind": "department", "id": "food"}, windows=["W-05"])
    return world.moment()


@st.composite
def applications(draw: st.DrawFn) -> Application:
    item = item_document(draw(st.sampled_from(HANDLED_HERE)))
    asked = [field.key for field in item.fields if field.type == "boolean"]
    answers = draw(st.fixed_dictionaries({}, optional={key: st.booleans() for key in asked[:6]}))
    missing = draw(st.lists(st.integers(0, 12), max_size=3))
    return Application(item.id, answers, missing, draw(st.sampled_from(ACTS)))


@pytest.fixture(scope="module", autouse=True)
def no_pages() -> Iterator[None]:
    with plain_documents():
        yield


@pytest.mark.requirement("R32")
@pytest.mark.requirement("R23")
@settings(max_examples=16, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(applications())
def test_two_windows_treat_the_same_application_alike(application: Application):
    assert differences(outcome(application, CENTRE), outcome(application, OF_DEPARTMENT)) == []


def form_of(hall: Hall, application: Application) -> dict[str, Any]:
    """Filled in with the catalogue's examples, and with these answers."""
    item, on = item_document(application.item), hall.platform.now().date()
    plain = filled_in(hall, item)
    chosen = {key: value for key, value in plain["answers"].items() if isinstance(value, bool)} | dict(
        application.answers
    )
    known = {field.key for field in item.fields}
    chosen = {key: value for key, value in chosen.items() if key in known}
    answers = example_answers(item, plain["applicant"], on, **chosen)
    return with_derived(item, {"applicant": plain["applicant"], "answers": answers}, on)


def outcome(application: Application, clerk: Actor) -> dict[str, Any]:
    """Everything that came of it, without names of clerks and numbers that are drawn."""
    hall = Hall(new_world())
    hall.world.go_back(opened())
    item, form = item_document(application.item), form_of(hall, application)
    required = [line.no for line in lines_of(item, form) if line.required]
    there = [line for number, line in enumerate(required) if number not in application.missing]
    person = recipient_of(item).model_dump(include={"relation", "name", "id_type", "id_number", "seen"})
    walk_in = {"item": item.id, "form": form, "presented_by": person, "papers": [paper(line) for line in there]}
    told: dict[str, Any] = {"list": [(line.no, line.required, line.why) for line in checklist(item, form["answers"])]}
    try:
        receipt = receive_walk_in(
            hall.platform,
            hall.caller(clerk),
            WalkIn.model_validate(walk_in | {"scans": [announced(line) for line in there]}),
        )
    except Problem as refused:
        return told | {"received": body_of(refused)}
    case_id = receipt.facts["id"]
    for row in hall.rows(case_id, keys.MATERIAL):
        hall.arrives(case_id, row["id"])
    told["act"] = acted(hall, case_id, clerk, application, required)
    case, events = hall.case(case_id), hall.events(case_id)
    texts = {row.kind: row.data for row in vault.whole_documents(hall.platform, case_id)}
    told |= {
        "status": case.status.value,
        "clocks": {kind: clock.model_dump(mode="json") for kind, clock in case.clocks.items()},
        "noticed": case.corrections,
        "events": [(event.type, event.policy, event.letter, event.department) for event in events],
        "documents": texts,
    }
    drawn = {case_id: "<case>", clerk.name: "<clerk>", case.query_code or "?": "<code>", clerk.sub: "<account>"}
    return json.loads(replaced(json.dumps(told, ensure_ascii=False, default=str), drawn))


def acted(hall: Hall, case_id: str, clerk: Actor, application: Application, required: Sequence[str]) -> Any:
    caller, people = hall.caller(clerk, case_id), hall.people
    lines = [required[number] for number in application.missing if number < len(required)] or required[:1]
    # An item may ask for nothing: then no notice can be given, because each names a defect.
    act = "accept" if application.act == "correct" and not lines else application.act
    try:
        match act:
            case "accept":
                receipt = people.accept(case_id, caller)
            case "correct":
                defects = [people.defect(case_id, line) for line in dict.fromkeys(lines)]
                receipt = correct(hall.platform, caller, case_id, defects)
            case "reject":
                receipt = people.reject(case_id, caller)
            case _:
                receipt = people.transfer(case_id, caller)
    except Problem as refused:
        return body_of(refused)
    return {name: value for name, value in receipt.facts.items() if name not in ("id", "query_code")}


def body_of(refused: Problem) -> Any:
    return [refused.status, refused.code, refused.title, [error._asdict() for error in refused.errors], refused.more]


def replaced(text: str, drawn: Mapping[str, str]) -> str:
    for found, shown in drawn.items():
        text = text.replace(found, shown)
    return text


def differences(one: Any, other: Any, at: str = "") -> list[str]:
    """The report: where the two outcomes differ, and how; one line for each place."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted({*one, *other})
        return [line for name in names for line in differences(one.get(name), other.get(name), f"{at}/{name}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [line for number, (a, b) in pairs for line in differences(a, b, f"{at}/{number}")]
    return [] if one == other else [f"{at}: {one!r} / {other!r}"]


@pytest.mark.requirement("R32")
def test_the_report_names_each_difference():
    """So an empty report means that nothing differs."""
    one = {"clocks": {"promised": {"due": "2026-12-03"}}, "noticed": [["01"], ["02"]], "status": "in_review"}
    other = {"clocks": {"promised": {"due": "2026-12-04"}}, "noticed": [["01"], ["03"]], "status": "in_review"}
    assert differences(one, other) == [
        "/clocks/promised/due: '2026-12-03' / '2026-12-04'",
        "/noticed/1/0: '02' / '03'",
    ]
    assert differences(one, one | {"more": 1}) == ["/more: None / 1"]


@pytest.mark.requirement("R32")
@pytest.mark.parametrize("act", ACTS)
def test_what_is_compared_is_there(act: str):
    """An outcome has the list, the clocks, the notice and the documents, so that none of them is compared in vain."""
    found = outcome(Application("YM-P01", {}, [0] if act == "correct" else [], act), CENTRE)
    assert found["list"]
    assert "receipt_voucher" in found["documents"]
    assert (
        found["status"]
        == {
            "accept": "in_review",
            "correct": "correcting",
            "reject": "rejected",
            "transfer": "submitted",
        }[act]
    )
    assert bool(found["noticed"]) is (act == "correct")
