"""Bringing a hall to rest, by schedules and queues alone as if the stream were lost, and what must be true then."""

from collections.abc import Iterator
from datetime import timedelta

from chalicelib.cases.model.machine_steps import stands_at
from chalicelib.durable import alarm_sweeper, alarms, reconciler, workflow
from chalicelib.durable.alarms import Alarm
from chalicelib.exchange.model import Delivery, delivery_of
from chalicelib.exchange.store.records import delivery_key
from chalicelib.exchange.store.retries import alarm_name
from chalicelib.foundation import keys, names
from chalicelib.wiring.alarms import FIRES
from chalicelib.wiring.machines import where
from soak.invariants import Seen, faults_now
from soak.world import World

TURNS = 40
MINUTE = timedelta(minutes=1)
# An alarm that has come due since the last sweep looked is not late yet.
LOOK = timedelta(seconds=1)
PEOPLE_ACT_AT = {"compare", "deliver"}


class NeverAtRest(Exception):
    """Something goes on for ever."""


def bring_to_rest(world: World) -> None:
    """A minute of both times a turn. Raises NeverAtRest; rows that cannot be carried out are no movement."""
    for _ in range(TURNS):
        world.wall.pass_time(MINUTE)
        world.clock.pass_time(MINUTE)
        moved = world.machines.run() + reconciler.reconcile(world.platform, where)
        moved += alarm_sweeper.sweep(world.platform, FIRES)
        for name in names.QUEUES:
            while world.work(name):
                moved += 1
        if not moved and not world.machines.ready:
            return
    raise NeverAtRest(f"still moving after {TURNS} turns")


def faults_at_rest(seen: Seen) -> Iterator[str]:
    """True when every effect had its time and no machine has anything to do."""
    yield from faults_now(seen)
    yield from (f"pending for ever: {row['sk']} {row['effects']}" for row in seen.of("OUTBOX#") if "pending_pk" in row)
    yield from (f"{row['no']} was never issued" for row in seen.of("DOCUMENT#") if row["state"] != "ready")
    yield from (f"{name} left: {left}" for name, left in seen.world.queues.waiting.items() if left)
    yield from _unchecked(seen)
    yield from _machines_at_rest(seen)
    yield from _alarms_at_rest(seen)
    yield from _deliveries_at_rest(seen)


def _unchecked(seen: Seen) -> Iterator[str]:
    for row in seen.of("MATERIAL#"):
        if row["state"] not in ("ready", "refused") and seen.world.uploaded(seen.case.id, row["id"]):
            yield f"material {row['id']} was never checked"


def _machines_at_rest(seen: Seen) -> Iterator[str]:
    """A wait is open where the case stands, or people can act without one; no wait for what has passed."""
    case = seen.case
    for row in seen.of("FLOW#"):
        machine, flow = row["sk"].removeprefix("FLOW#"), workflow.load(row)
        if flow is None:
            continue
        at = stands_at(case, machine)
        execution = seen.world.machines.executions.get(workflow.execution_name(case.owner, machine, flow.generation))
        if execution and execution.status == "RUNNING":
            if flow.step != at or execution.token is None:
                yield f"{execution.name} waits in {execution.state}, the case stands at {at}"
            elif execution.token not in flow.tokens:
                yield f"{execution.name} waits with a token that nobody knows"
        elif at is not None and not case.open_task(at) and at not in PEOPLE_ACT_AT:
            yield f"{machine} should be at {at}, its execution is {execution.status if execution else 'missing'}"


def _alarms_at_rest(seen: Seen) -> Iterator[str]:
    """None is late. One that was put aside is a callback's, whose tries are used up: people see it."""
    for row in seen.of("ALARM#"):
        alarm = alarms.load(row)
        if row["alarms_pk"] == keys.PARKED_ALARMS:
            kept = [delivery for delivery in _deliveries(seen).values() if delivery and delivery.reason == "exhausted"]
            if not kept:
                yield f"the alarm {alarm.name} was put aside"
        elif alarm.due + LOOK < seen.world.clock.at:
            yield f"the alarm {alarm.name} was due at {alarm.due}"


def _deliveries_at_rest(seen: Seen) -> Iterator[str]:
    """The department was told of every review, is told again by an alarm to come, or people know that it was not. Of
    one that has ended it need not hear any more when a restored table has lost the message.
    """
    found = {alarm.name: alarm for alarm in map(alarms.load, seen.of("ALARM#"))}
    waiting = {task.kind for task in seen.tasks if task.waiting}
    for kind, delivery in _deliveries(seen).items():
        alarm = found.get(alarm_name(kind))
        if delivery is None:
            yield from [f"the department was never told of the {kind}"] if kind in waiting else []
        elif delivery.state not in ("delivered", "obsolete") and not _goes_on(delivery, alarm):
            yield f"telling of the {kind} is {delivery.state}, next at {delivery.next_at}, its alarm {alarm}"


def _goes_on(delivery: Delivery, alarm: Alarm | None) -> bool:
    if alarm is None:
        return False
    return delivery.reason == "exhausted" or (delivery.state == "retrying" and delivery.next_at == alarm.due)


def _deliveries(seen: Seen) -> dict[str, Delivery | None]:
    """By the kind of the task that is told of."""
    found: dict[str, Delivery | None] = {}
    for task in seen.tasks:
        if task.kind == "review":
            place = delivery_key(delivery_of(task))
            rows = seen.world.rows(place.pk, place.sk)
            found[task.kind] = Delivery.model_validate(rows[0]) if rows else None
    return found
