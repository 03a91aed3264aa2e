"""What must hold at the end of a path whatever has happened on it."""

import hashlib
from collections.abc import Iterator, Sequence

from chalicelib.cases.model import Task
from chalicelib.cases.model.moved import move_of
from chalicelib.cases.model.task import CANCELLED, DUE_MOVED, OPENED, RECORDED, REPAIRED
from chalicelib.cases.store.holder import joined
from chalicelib.documents.store.numbers import serial_of
from chalicelib.durable.audit import Event, broken_at
from chalicelib.exchange.model import happened_at, message_id
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.attributes import Item
from proofs.faults.dump import is_event_of_case
from proofs.faults.outside import Outside
from proofs.kit.machines import Execution

TOLD = (OPENED, CANCELLED, RECORDED, REPAIRED)


def broken_promises(world: Outside) -> str | None:
    """What must hold whatever happened: the first promise that does not."""
    return next(_broken(world), None)


def _broken(world: Outside) -> Iterator[str]:
    rows = world.everything()
    yield from _broken_authorisations(rows)
    metas = [row for row in rows if row["sk"] == "META"]
    if not metas:
        return
    for meta in metas:
        yield from _broken_case(meta, [row for row in rows if row["pk"] == meta["pk"]])
    decided = {row["pk"] for row in rows if is_event_of_case(row) and row["type"] in ("decided", "renewal_deemed")}
    if sum(row["pk"].startswith("CERTIFICATE#") and not row.get("superseded") for row in rows) > max(1, len(decided)):
        yield "two certificates"
    yield from _bad_callbacks(world, rows)
    if left := {name: len(queue.messages) for name, queue in world.queues.queues.items() if queue.messages}:
        yield f"messages left: {left}"
    yield from _bad_documents(world, rows)
    yield from _bad_executions(world)
    yield from (f"still pending: {row['sk']}" for row in rows if "pending_pk" in row)


def _broken_case(meta: Item, rows: Sequence[Item]) -> Iterator[str]:
    """Its chain is whole and known to it, and it was decided once at most."""
    case = joined(meta, next((row for row in rows if row["sk"] == "HOLDER"), None))
    happened = sorted(_events([row for row in rows if is_event_of_case(row)]), key=lambda event: event.seq)
    if broken_at(happened) is not None:
        yield "the chain of events is broken"
        return
    if happened and (happened[-1].seq, happened[-1].hash) != (case.seq, case.last_hash):
        yield "the case does not know its last event"
    if sum(event.type in ("decided", "renewal_deemed") for event in happened) > 1:
        yield "decided twice"


def _broken_authorisations(rows: Sequence[Item]) -> Iterator[str]:
    """Each has a whole chain and knows its last event, and stands in the list of either side once."""
    grants = [row for row in rows if row["sk"] == keys.GRANT]
    for grant in grants:
        of_it = [row for row in rows if row["pk"] == grant["pk"] and row["sk"].startswith(keys.EVENT)]
        happened = sorted(_events(of_it), key=lambda event: event.seq)
        last = (happened[-1].seq, happened[-1].hash) if happened else None
        if broken_at(happened) is not None or last != (grant["seq"], grant["last_hash"]):
            yield f"the chain of {grant['pk']} is broken"
        if grant["version"] != len(happened):
            yield f"{grant['pk']} counts {grant['version']} acts, there are {len(happened)} events"
        listed = [row for row in rows if row.get("id") == grant["id"] and row["pk"] != grant["pk"]]
        if len(listed) != 2:
            yield f"{grant['pk']} stands in {len(listed)} lists"


def _events(rows: Sequence[Item]) -> list[Event]:
    return [Event.model_validate(row) for row in rows if row["sk"].startswith("EVENT#")]


def _bad_callbacks(world: Outside, rows: Sequence[Item]) -> Iterator[str]:
    """Each event under one id, and only of what has happened to the task."""
    tasks = [Task.model_validate(row) for row in rows if row["sk"].startswith("TASK#")]
    happened = {message_id(task.id, event) for task in tasks for event in TOLD if happened_at(task, event)}
    events = _events([row for row in rows if is_event_of_case(row)])
    happened |= {
        message_id(task.id, DUE_MOVED, event.seq)
        for task in tasks
        for event in events
        if event.case_id == task.case_id and move_of(task, event)
    }
    if unknown := set(world.departments.taken) - happened:
        yield f"callbacks of what has not happened: {unknown}"


def _bad_documents(world: Outside, rows: Sequence[Item]) -> Iterator[str]:
    """Every document is ready, its bytes are the recorded ones, and the numbers of each register have no gap."""
    objects = world.buckets.buckets[world.platform.settings.documents_bucket]
    documents = [row for row in rows if row["sk"].startswith("DOCUMENT#")]
    for row in documents:
        if row["state"] not in ("ready", "superseded") or not row.get("number"):
            yield f"document not ready: {row['no']}"
            continue
        kept = objects.get(row["key"], {}).get(row["s3_version"])
        if kept is None or hashlib.sha256(kept).hexdigest() != row["sha256"]:
            yield f"not the bytes that were recorded: {row['no']}"
    for register in sorted({row["pk"] for row in rows if row["pk"].startswith("REGISTER#")}):
        _, *named = register.split("#")
        of_register = [
            row for row in documents if [str(row.get(part)) for part in ("division", "organ", "kind", "year")] == named
        ]
        entries = [row for row in rows if row["pk"] == register and row["sk"].startswith(register_keys.NUMBERED)]
        serials = [serial_of(row) for row in entries]
        if serials != [*range(1, len({row["number"] for row in of_register}) + 1)]:
            yield f"numbers with gaps or given twice: {register}"
        if {(row["number"], row["no"]) for row in entries} != {(row["number"], row["no"]) for row in of_register}:
            yield f"the register lists other numbers than were given: {register}"


def _bad_executions(world: Outside) -> Iterator[str]:
    """The last execution of each machine of a case has ended well, or waits as it should."""
    newest: dict[tuple[str, str], Execution] = {}
    for execution in world.machines.executions.values():
        newest[execution.input["owner"], execution.machine] = execution
    for (_, machine), execution in newest.items():
        if execution.status == "FAILED":
            yield f"execution of {machine} failed in {execution.state}: {execution.error}"
        if execution.status == "RUNNING" and execution.token is None:
            yield f"execution of {machine} hangs in {execution.state}"
