"""What the invariants say can fail: each thing that is spoilt or switched off is found."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import ClockKind
from chalicelib.foundation import keys, names
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import delete, update
from soak.floor import Floor, Violation
from soak.interleaving import PLAYS, accepted, decided
from soak.invariants import clock_facts, faults_now, look
from soak.peer import host
from soak.people import BYTES
from soak.rest import NeverAtRest, bring_to_rest, faults_at_rest
from soak.walk import to_the_end
from soak.world import World, queue

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")

Spoil = Callable[[World, str], None]
FOOD = host("food")
RUNNING = {"started": "2026-11-24", "length": 10, "basis": "行政许可法第四十四条", "due": "2026-12-08"}


def at_rest(world: World, case_id: str) -> list[str]:
    return list(faults_at_rest(look(world, case_id)))


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
    assert set(clock_facts(look(world, case_id).case)) == set(FACTS)


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


def test_the_clocks_of_a_case_that_nobody_has_received_do_not_run(floor: Floor):
    case_id = floor.apply()
    assert look(floor.world, case_id).case.clocks == {}
    floor.world.platform.table.write(update(keys.meta(case_id), put={"clocks": {"issue": RUNNING}}))
    assert list(faults_now(look(floor.world, case_id))) == ["issue_due 2026-12-08, by its events None"]


def test_an_application_whose_alarm_is_gone_is_found(floor: Floor):
    case_id = floor.receive()
    floor.world.platform.table.write(delete(keys.alarm(keys.case(case_id), "acceptance")))
    assert any("alarms of acceptance" in fault for fault in faults_now(look(floor.world, case_id)))


# ---------------------------------------------------------------------------------------------------------- at rest
def a_file_nobody_looks_at(world: World, case_id: str) -> None:
    people = world.people
    world.upload(case_id, people.announce(case_id, people.caller("clerk-production")).facts["file_id"], BYTES)
    world.queues.lose()


def a_message(world: World, case_id: str) -> None:
    world.queues.put(queue(names.CALLBACKS_QUEUE), {"task_id": f"{case_id}.review"})


def a_lost_message(world: World, case_id: str) -> None:
    """The department was never told."""
    (row,) = world.rows("DELIVERIES#441700#food")
    world.platform.table.write(delete(Key(row["pk"], row["sk"])))


def a_lost_alarm(world: World, case_id: str) -> None:
    world.platform.table.write(delete(keys.alarm(keys.case(case_id), "callback.review")))


def a_late_alarm(world: World, case_id: str) -> None:
    world.clock.pass_time(timedelta(days=1))


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
    world.peer.down.add(FOOD)
    bring_to_rest(world)
    assert at_rest(world, case_id) == []
    spoil(world, case_id)
    assert any(SPOILT[spoil] in fault for fault in at_rest(world, case_id))


def test_a_department_that_comes_back_is_told(floor: Floor):
    case_id = floor.apply()
    floor.switch("food", down=True)
    for name in ("submit", "accept"):
        floor.act(name, case_id)
        floor.rest()
    assert floor.world.peer.told == []
    floor.switch("food", down=False)
    floor.pass_time(timedelta(days=1))
    floor.rest()
    assert floor.world.peer.told == [f"msg_{case_id}_review_opened"]


# --------------------------------------------------------------------------------------------- what is switched off
def nothing_happens(*_: Any, **__: Any) -> Any:
    return 0


OFF = {
    "chalicelib.durable.alarm_sweeper.sweep": "was due",
    "chalicelib.durable.reconciler.reconcile": "pending for ever",
    "chalicelib.durable.workflow.ensure_running": "should be at",
    "chalicelib.exchange.store.retries.retry_alarm": "retrying",
}


@pytest.mark.parametrize("part", OFF)
def test_a_hall_without_a_part_of_it_is_found_out(floor: Floor, monkeypatch: pytest.MonkeyPatch, part: str):
    """A silent window, a department that is down and machines that die need all of them."""
    monkeypatch.setattr(part, (lambda *_: []) if part.endswith("retry_alarm") else nothing_happens)
    with pytest.raises((Violation, NeverAtRest), match=OFF[part]):
        trying(floor)


def test_and_with_all_of_them_it_is_not(floor: Floor):
    trying(floor)
    assert all(case.status.value == "closed" for case in map(case_of(floor), floor.cases))


def case_of(floor: Floor) -> Callable[[str], Case]:
    return lambda case_id: look(floor.world, case_id).case


def trying(floor: Floor) -> None:
    floor.switch("food", down=True)
    silent, spoken = floor.apply(), floor.apply()
    for case_id in (silent, spoken):
        floor.act("submit", case_id)
    floor.act("accept", spoken)
    floor.rest()
    floor.die()
    floor.act("answer", spoken)
    floor.rest()
    floor.pass_time(timedelta(days=9))
    floor.rest()
    to_the_end(floor)


@pytest.mark.parametrize("machine", PLAYS)
@pytest.mark.parametrize(("part", "answer"), [("resume", True), ("ensure_running", None)])
def test_orders_find_out_a_machine_that_is_not_woken(
    machine: str, part: str, answer: object, monkeypatch: pytest.MonkeyPatch
):
    assert PLAYS[machine](0) == []
    monkeypatch.setattr(f"chalicelib.durable.workflow.{part}", lambda *_: answer)
    assert any(PLAYS[machine](seed) for seed in range(60))
