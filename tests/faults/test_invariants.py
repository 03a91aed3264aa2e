"""What the invariants say can fail: each thing that is spoilt or switched off is found."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clock import ClockKind
from chalicelib.foundation import keys, names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.writes import delete, update
from proofs.kit import pledges
from proofs.kit.applications import BYTES
from proofs.kit.cases_so_far import asked, first_reviewed, reported, to_hear, to_inspect
from proofs.kit.deferrals import deferred
from proofs.kit.hall import Hall
from proofs.kit.world import World, new_world
from proofs.soak.checked_hall import CheckedHall, Violation
from proofs.soak.expected_state import OF_JOINT
from proofs.soak.idle import NeverIdle, faults_when_idle, run_until_idle
from proofs.soak.interleaving import accepted, decided
from proofs.soak.invariants import clock_facts, faults_now
from proofs.soak.numbers import faults_of_numbers
from proofs.soak.plays import PLAYS
from proofs.soak.random_story import bring_to_their_ends
from proofs.soak.seen import look

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")

Spoil = Callable[[World, str], None]
RUNNING = {"started": "2026-11-24", "length": 10, "basis": "行政许可法第四十四条", "due": "2026-12-08"}


def when_idle(world: World, case_id: str) -> list[str]:
    return list(faults_when_idle(look(world, case_id)))


def other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case date():
            return str(value + timedelta(days=1))
        case _:
            return "day" if value == "workday" else "workday"


# ----------------------------------------------------------------------------------------------------- the snapshot
FACTS: dict[str, tuple[ClockKind, str]] = {
    "started": ("promised", "started"),
    "promised": ("promised", "length"),
    "promised_unit": ("promised", "unit"),
    "promised_due": ("promised", "due"),
    "statutory": ("statutory", "length"),
    "statutory_unit": ("statutory", "unit"),
    "statutory_started": ("statutory", "started"),
    "statutory_due": ("statutory", "due"),
    "accept_due": ("acceptance", "due"),
    "issue_due": ("issue", "due"),
    "provisional": ("issue", "provisional"),
}


def test_every_clock_fact_is_looked_at():
    world, case_id = decided("grant")
    # An ordinary case that is decided has none of the other clocks, so these are spoilt on other cases.
    assert set(clock_facts(look(world, case_id).case)) == {
        *FACTS,
        *(f"{kind}_due" for kind in (*ELSEWHERE, *OF_JOINT)),
    }


@pytest.mark.parametrize("fact", FACTS)
def test_every_clock_fact_is_told_by_the_events(fact: str):
    world, case_id = decided("grant")
    seen = look(world, case_id)
    assert list(faults_now(seen)) == []
    kind, field = FACTS[fact]
    stored = seen.case.model_dump(mode="json")["clocks"]
    spoilt = stored | {kind: stored[kind] | {field: other(getattr(seen.case.clocks[kind], field))}}
    world.platform.table.write(update(keys.meta(case_id), put={"clocks": spoilt}))
    assert any(fault.startswith(f"{fact} ") for fault in faults_now(look(world, case_id)))


def awaiting_a_supplement(hall: CheckedHall) -> str:
    case_id = hall.receive()
    assert hall.act("correct", case_id)
    return case_id


def test_an_awaited_supplement_whose_alarm_is_gone_is_found(hall: CheckedHall):
    case_id = awaiting_a_supplement(hall)
    assert list(faults_now(look(hall.world, case_id))) == []
    hall.world.platform.table.write(delete(keys.alarm(keys.case(case_id), "supplement")))
    assert any("alarms of the supplement" in fault for fault in faults_now(look(hall.world, case_id)))


def asking(hall: CheckedHall) -> str:
    case_id = hall.receive()
    assert hall.act("ask_department", case_id)
    return case_id


def unmet(hall: Hall) -> str:
    """The organ has found that the commitment is not kept yet, and demands it in writing."""
    case_id = pledges.granted(hall)
    hall.people.verify(case_id, hall.caller(hall.people.at_post("chief", case_id), case_id), "unmet")
    return case_id


ELSEWHERE: dict[ClockKind, Callable[[Hall], str]] = {
    "supplement": lambda hall: hall.correcting("01"),
    "confirmation": asked,
    "deferral": deferred,
    "inspection_start": to_inspect,
    "hearing": to_hear,
    "lower_review": first_reviewed,
    "superior": reported,
    "verification": pledges.granted,
    "rectification": unmet,
}


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_the_end_of_every_other_term_is_told_by_the_events(kind: ClockKind):
    hall = Hall(new_world())
    case_id = ELSEWHERE[kind](hall)
    clocks = look(hall.world, case_id).case.model_dump(mode="json")["clocks"]
    assert list(faults_now(look(hall.world, case_id))) == []
    spoilt = clocks | {kind: clocks[kind] | {"due": "2027-01-05"}}
    hall.platform.table.write(update(keys.meta(case_id), put={"clocks": spoilt}))
    assert any(fault.startswith(f"{kind}_due ") for fault in faults_now(look(hall.world, case_id)))


@pytest.mark.parametrize("kind", OF_JOINT)
def test_a_term_that_an_ordinary_case_never_has_is_found(kind: ClockKind):
    world, case_id = decided("grant")
    clocks = look(world, case_id).case.model_dump(mode="json")["clocks"]
    world.platform.table.write(update(keys.meta(case_id), put={"clocks": clocks | {kind: clocks["issue"]}}))
    assert any(fault.startswith(f"{kind}_due ") for fault in faults_now(look(world, case_id)))


def test_an_open_question_whose_alarm_is_gone_is_found(hall: CheckedHall):
    case_id = asking(hall)
    assert list(faults_now(look(hall.world, case_id))) == []
    hall.world.platform.table.write(delete(keys.alarm(keys.case(case_id), "confirmation")))
    assert any("alarms of the question" in fault for fault in faults_now(look(hall.world, case_id)))


def test_the_clocks_of_a_case_that_nobody_has_received_do_not_run(hall: CheckedHall):
    case_id = hall.apply()
    assert look(hall.world, case_id).case.clocks == {}
    hall.world.platform.table.write(update(keys.meta(case_id), put={"clocks": {"issue": RUNNING}}))
    assert list(faults_now(look(hall.world, case_id))) == ["issue_due 2026-12-08, by its events None"]


def test_an_application_whose_alarm_is_gone_is_found(hall: CheckedHall):
    case_id = hall.receive()
    hall.world.platform.table.write(delete(keys.alarm(keys.case(case_id), "acceptance")))
    assert any("alarms of acceptance" in fault for fault in faults_now(look(hall.world, case_id)))


# ----------------------------------------------------------------------------------------------- when nothing moves
def a_file_nobody_looks_at(world: World, case_id: str) -> None:
    (scan,) = world.people.hand_in(case_id, "01", state="requested", stored=False, scan=True)
    world.upload(case_id, scan, BYTES)
    world.queues.lose()


def a_message(world: World, case_id: str) -> None:
    world.queues.put(world.queue(names.CALLBACKS_QUEUE), json.dumps({"task_id": f"{case_id}.review"}))


def a_lost_message(world: World, case_id: str) -> None:
    """The department was never told."""
    (row,) = world.rows("DELIVERIES#441700#food")
    world.platform.table.write(delete(Key(row["pk"], row["sk"])))


def a_lost_alarm(world: World, case_id: str) -> None:
    world.platform.table.write(delete(keys.alarm(keys.case(case_id), "callback.review")))


def a_late_alarm(world: World, case_id: str) -> None:
    world.clock.pass_time(days=1)


def a_parked_alarm(world: World, case_id: str) -> None:
    parked = update(keys.alarm(keys.case(case_id), "callback.review"), put={"alarms_pk": keys.PARKED_ALARMS})
    world.platform.table.write(parked)


SPOILT: dict[Spoil, str] = {
    a_file_nobody_looks_at: "was never checked",
    a_message: "left",
    a_lost_message: "never told",
    a_lost_alarm: "retrying",
    a_late_alarm: "was due",
    a_parked_alarm: "was put aside",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_whatever_is_left_over_is_found(spoil: Spoil):
    world, case_id = accepted()
    world.departments.goes_down("food")
    run_until_idle(world)
    assert when_idle(world, case_id) == []
    spoil(world, case_id)
    assert any(SPOILT[spoil] in fault for fault in when_idle(world, case_id))


def test_a_department_that_comes_back_is_told(hall: CheckedHall):
    case_id = hall.apply()
    hall.switch("food", down=True)
    for name in ("submit", "accept"):
        hall.act(name, case_id)
        hall.run_until_idle()
    assert hall.world.departments.taken == []
    hall.switch("food", down=False)
    hall.pass_time(timedelta(days=1))
    hall.run_until_idle()
    assert hall.world.departments.taken == [f"msg_{case_id}_review_opened"]


# --------------------------------------------------------------------------------------------- what is switched off
def nothing_happens(*_: Any, **__: Any) -> Any:
    return 0


OFF = {
    "chalicelib.wiring.functions.sweep_alarms.sweep": "was due",
    "chalicelib.durable.reconciler.reconcile": "pending for ever",
    "chalicelib.durable.workflow.ensure_running": "should be at",
    "chalicelib.exchange.store.retries.retry_alarm": "retrying",
}


@pytest.mark.parametrize("part", OFF)
def test_a_hall_without_a_part_of_it_is_found_out(hall: CheckedHall, monkeypatch: pytest.MonkeyPatch, part: str):
    """A silent window, a department that is down and machines that die need all of them."""
    monkeypatch.setattr(part, (lambda *_: []) if part.endswith("retry_alarm") else nothing_happens)
    with pytest.raises((Violation, NeverIdle), match=OFF[part]):
        trying(hall)


def test_and_with_all_of_them_it_is_not(hall: CheckedHall):
    trying(hall)
    assert all(case.status.value == "closed" for case in map(case_of(hall), hall.cases))


def case_of(hall: CheckedHall) -> Callable[[str], Case]:
    return lambda case_id: look(hall.world, case_id).case


def trying(hall: CheckedHall) -> None:
    hall.switch("food", down=True)
    silent, spoken = hall.apply(), hall.apply()
    for case_id in (silent, spoken):
        hall.act("submit", case_id)
    hall.act("accept", spoken)
    hall.run_until_idle()
    hall.die()
    hall.act("answer", spoken)
    hall.run_until_idle()
    hall.pass_time(timedelta(days=9))
    hall.run_until_idle()
    bring_to_their_ends(hall)


@pytest.mark.parametrize("machine", PLAYS)
@pytest.mark.parametrize(("part", "answer"), [("resume", True), ("ensure_running", None)])
def test_orders_find_out_a_machine_that_is_not_woken(
    machine: str, part: str, answer: object, monkeypatch: pytest.MonkeyPatch
):
    assert PLAYS[machine](0) == []
    monkeypatch.setattr(f"chalicelib.durable.workflow.{part}", lambda *_: answer)
    assert any(PLAYS[machine](seed) for seed in range(60))


# ------------------------------------------------------------------------------------- a result that was made anew
def corrected_and_delivered(hall: CheckedHall) -> str:
    case_id = hall.receive("YM-S05")
    while look(hall.world, case_id).case.status is not Status.COMPARING:
        hall.onward(case_id)
        hall.run_until_idle()
    for name in ("find_mismatch", "correct_result", "compare", "deliver"):
        assert hall.act(name, case_id), name
        hall.run_until_idle()
    return case_id


def a_delivered_first_version(world: World, case_id: str) -> None:
    (identifier,) = (row["identifier"] for row in look(world, case_id).of("DOCUMENT#certificate-1"))
    world.platform.table.write(update(keys.certificate(identifier), put={"delivered_on": "2026-11-24"}))


def a_first_version_still_good(world: World, case_id: str) -> None:
    (identifier,) = (row["identifier"] for row in look(world, case_id).of("DOCUMENT#certificate-1"))
    world.platform.table.write(update(keys.certificate(identifier), remove=["superseded"]))


def a_lost_first_version(world: World, case_id: str) -> None:
    world.platform.table.write(delete(keys.document(case_id, "certificate-1")))


@pytest.mark.parametrize("spoil", [a_delivered_first_version, a_first_version_still_good, a_lost_first_version])
def test_what_is_wrong_with_a_corrected_result_is_found(hall: CheckedHall, spoil: Spoil):
    case_id = corrected_and_delivered(hall)
    assert list(faults_of_numbers(hall.world, [look(hall.world, case_id)])) == []
    spoil(hall.world, case_id)
    assert list(faults_of_numbers(hall.world, [look(hall.world, case_id)])) != []
