"""Running a world until it is idle, by schedules and queues alone as if the stream were lost, and what must be true
then.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from chalicelib.cases.model.machine_steps import stands_at
from chalicelib.cases.model.moved import move_of
from chalicelib.cases.model.task import CANCELLED, DUE_MOVED, OPENED, RECORDED, REPAIRED, TASK_KINDS, TaskEventName
from chalicelib.durable import alarms, workflow
from chalicelib.durable.alarms import Alarm
from chalicelib.durable.reconciler import GRACE
from chalicelib.exchange.model import Delivery, delivery_of, happened_at, message_id
from chalicelib.exchange.store.records import delivery_key
from chalicelib.exchange.store.retries import alarm_name
from chalicelib.foundation import keys, names
from chalicelib.foundation.attributes import Item
from chalicelib.operations.acts.repair.look import look as look_at
from proofs.kit.applications import RARE_NAME
from proofs.kit.world import World
from proofs.soak.invariants import faults_now, not_the_newest
from proofs.soak.seen import Seen

ROUNDS = 40
MINUTE = timedelta(minutes=1)
# An alarm that has come due since the sweeper looked last is not late yet.
LOOK = timedelta(seconds=1)
PEOPLE_ACT_AT = {"compare", "deliver", "members"}


class NeverIdle(Exception):
    """Something goes on for ever."""


# The number of a task, what has happened to it, and the event of the case by which its days have moved.
Told = tuple[str, TaskEventName, int | None]
# Of which events of which tasks systems are told in the stories.
TOLD_OF: Mapping[str, tuple[TaskEventName, ...]] = {"review": (OPENED, CANCELLED), "verify": (RECORDED, REPAIRED)}
FOR_PEOPLE = ("alarm_parked", "document_held")


def run_until_idle(world: World) -> None:
    """A minute of both times a round. Raises NeverIdle; a row that cannot be carried out does not count. One that was
    put off, because a machine had no room, is waited for.
    """
    for _ in range(ROUNDS):
        world.pass_time(MINUTE)
        done = world.machines.run() + world.reconcile() + world.sweep()
        for name in names.QUEUES:
            while world.work(name):
                done += 1
        if not done and not world.machines.ready and not put_off(world):
            return
    raise NeverIdle(f"something is still done after {ROUNDS} rounds")


def put_off(world: World) -> bool:
    """Whether the reconciler is to come back to a row later (`durable/pace.py`)."""
    due = (world.wall.at - GRACE).isoformat(timespec="milliseconds")
    return any(row["pending_sk"] > due for row in world.pending())


def faults_when_idle(seen: Seen) -> Iterator[str]:
    """True when every effect had its time and no machine has anything to do."""
    yield from faults_now(seen)
    yield from faults_around(seen)


def faults_around(seen: Seen) -> Iterator[str]:
    """The part of it that asks only for what a case leaves behind: rows, messages, documents, machines, alarms."""
    yield from (f"{execution.name} still runs, the newest is {newest}" for execution, newest, _ in not_the_newest(seen))
    yield from (f"pending for ever: {row['sk']} {row['effects']}" for row in seen.of("OUTBOX#") if "pending_pk" in row)
    yield from (f"{row['no']} was never issued" for row in seen.of("DOCUMENT#") if not issued(seen, row))
    yield from _messages_left(seen)
    yield from _unchecked(seen)
    yield from _machines_when_idle(seen)
    yield from _alarms_when_idle(seen)
    yield from _deliveries_when_idle(seen)


def _messages_left(seen: Seen) -> Iterator[str]:
    world = seen.world
    for name in world.queues.queues:
        if left := world.queues.left(name):
            yield f"{name} left: {left}"


def _unchecked(seen: Seen) -> Iterator[str]:
    for row in seen.of("MATERIAL#"):
        if row["state"] == "requested" and seen.world.uploaded(seen.case.id, row["id"]):
            yield f"material {row['id']} was never checked"


def _machines_when_idle(seen: Seen) -> Iterator[str]:
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


def _alarms_when_idle(seen: Seen) -> Iterator[str]:
    """None is late. One that was put aside is a callback's, whose tries are used up: people see it."""
    for row in seen.of("ALARM#"):
        alarm = alarms.load(row)
        if row["alarms_pk"] == keys.PARKED_ALARMS:
            kept = [delivery for delivery in _deliveries(seen).values() if delivery and delivery.given_up]
            if not kept:
                yield f"the alarm {alarm.name} was put aside"
        elif alarm.due + LOOK < seen.world.clock.at:
            yield f"the alarm {alarm.name} was due at {alarm.due}"


def _deliveries_when_idle(seen: Seen) -> Iterator[str]:
    """The department was told of every review that was opened or cancelled, is told again by an alarm to come, or
    people know that it was not. When a restored table has lost the message, it need not hear of the opening of a task
    that has ended, nor of the end of a task of which nobody has tried to tell it.
    """
    found = {alarm.name: alarm for alarm in map(alarms.load, seen.of("ALARM#"))}
    told = _deliveries(seen)
    needed: set[Told] = {(task.no, OPENED, None) for task in seen.tasks if task.waiting}
    needed |= {
        (task.no, CANCELLED, None)
        for task in seen.tasks
        if task.state == "cancelled" and (opening := told.get((task.no, OPENED, None))) and opening.attempts
    }
    needed |= {one for one in told if one[1] in (RECORDED, REPAIRED)}
    needed |= {
        (task.no, DUE_MOVED, task.moved[0].seq)
        for task in seen.tasks
        if task.waiting and task.moved and (opening := told.get((task.no, OPENED, None))) and opening.attempts
    }
    for (no, event, seq), delivery in told.items():
        alarm = found.get(alarm_name(no, event, seq))
        if delivery is None:
            yield from [f"the department was never told of {no} {event}"] if (no, event, seq) in needed else []
        elif delivery.state not in ("delivered", "obsolete") and not _goes_on(delivery, alarm):
            yield f"telling of {no} {event} is {delivery.state}, next at {delivery.next_at}, its alarm {alarm}"
    yield from _told_of_no_cancellation(seen)


def _told_of_no_cancellation(seen: Seen) -> Iterator[str]:
    """A task that its department has answered is never called cancelled."""
    taken = set(seen.world.departments.taken)
    for task in seen.tasks:
        if task.state != "cancelled" and message_id(task.id, CANCELLED) in taken:
            yield f"the department was told that {task.id} is cancelled, which is {task.state}"


def _goes_on(delivery: Delivery, alarm: Alarm | None) -> bool:
    if alarm is None:
        return False
    return delivery.given_up or (delivery.state == "retrying" and delivery.next_at == alarm.due)


def _deliveries(seen: Seen) -> dict[Told, Delivery | None]:
    """By the task that is told of, what has happened to it, and of days that moved by which event."""
    found: dict[Told, Delivery | None] = {}
    for task in seen.tasks:
        for event in TOLD_OF.get(task.kind, ()):
            if happened_at(task, event):
                found[task.no, event, None] = _kept(seen, delivery_of(task, event))
        for move in (move_of(task, one) for one in seen.events if TASK_KINDS[task.kind].notify):
            if move and move.at > task.opened_at:
                found[task.no, DUE_MOVED, move.seq] = _kept(seen, delivery_of(task, DUE_MOVED, move))
    return found


def _kept(seen: Seen, fresh: Delivery) -> Delivery | None:
    place = delivery_key(fresh)
    rows = seen.world.rows(place.pk, place.sk)
    return Delivery.model_validate(rows[0]) if rows else None


def issued(seen: Seen, row: Item) -> bool:
    """Rendered and numbered; a certificate waits for its comparison, as `faults_of_numbers` holds, or was made anew.

    What has a name that cannot be printed waits for people.
    """
    if row["state"] == "held" and RARE_NAME in seen.text_of(row):
        return True
    return row["state"] == "ready" or (row["kind"] == "certificate" and row["state"] in ("pending", "superseded"))


def unrepaired(world: World, case_id: str) -> list[str]:
    """When nothing moves everything is as it should be. People see to a callback's alarm that was put aside, and to a
    document that cannot be printed.
    """
    standing = look_at(world.platform, case_id)
    if standing is None:
        return ["repair finds no such case"]
    return [f"repair finds {finding}" for finding in standing.findings if finding.trouble not in FOR_PEOPLE]
