"""What is left at the end, in one writing: the same for runs that differ in times, random numbers and retries only."""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.cases.model import Case
from chalicelib.durable.audit import Event, broken_at
from chalicelib.exchange.store.retries import CALLBACK
from chalicelib.foundation.table import Item, load
from faults.machines import waits
from faults.memory import buckets, queues
from faults.world import World
from tests.harness.world import stored_rows

# Times and their derivatives, versions of objects; counters whose gaps are allowed; how often was tried.
FREE = {
    *(
        "ttl",
        "earlier",
        "s3_version",
        "attempts",
        "tries",
        "remaining",
        "last_at",
        "next_at",
        "secret_version",
        "last_hash",
        "factors",
    ),
    *("pending_sk", "alarms_sk"),
}
MOVING = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(\+08:00|Z)?"), "<time>"),
    (re.compile(r"\d\d(:|时)\d\d(:\d\d|分)?"), "<time>"),
    (re.compile(r"\b[0-9a-f]{32,64}\b"), "<digest>"),
)
GAPS_ALLOWED = "SERIAL#"
# Marks of how far was swept, and one row for each time that a department was told again.
AS_OFTEN_AS_NEEDED = ("SWEEP#", f"OUTBOX#{CALLBACK}")


def dump(world: World) -> list[str]:
    """Every row and object, every answer, every callback's id, every execution that did not end well; sorted."""
    rows = [load(row) for row in stored_rows(world.platform)]
    known = list(_random(rows))
    lines = [*_rows(world, rows), *_objects(world), *_answers(world)]
    lines += [f"callback {identity}" for identity in sorted(set(world.peer.told))]
    return sorted(_written(line, known) for line in lines)


def _rows(world: World, rows: Sequence[Item]) -> Iterator[str]:
    for row in rows:
        if row["pk"].startswith(AS_OFTEN_AS_NEEDED) or row["sk"].startswith(AS_OFTEN_AS_NEEDED):
            continue
        kept = {name: value for name, value in row.items() if name not in FREE}
        if row["pk"].startswith(GAPS_ALLOWED):
            kept = {"pk": row["pk"], "sk": row["sk"]}
        if row["pk"].startswith("DELIVERIES#"):
            kept.pop("version", None)
        if row.get("what") == CALLBACK:  # set once more by whoever has tried once more
            kept = {name: kept[name] for name in ("pk", "sk", "what")}
        if "token" in kept:
            kept["token"] = "waiting" if waits(world.machines, kept["token"]) else "used"
        yield "row " + json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)


def _objects(world: World) -> Iterator[str]:
    """The newest bytes of every object."""
    for name, store in buckets(world.platform).items():
        for key in sorted(store):
            yield f"object {name} {key} {store[key].value.decode('utf-8', 'replace')}"


def _answers(world: World) -> Iterator[str]:
    """An upload address is signed anew each time."""
    for path, status, etag, body in world.facts["answers"]:
        shown = {name: value for name, value in body.items() if name not in ("upload", "uploads")}
        yield f"answer {path} {status} {etag} {json.dumps(shown, ensure_ascii=False, sort_keys=True)}"


def _random(rows: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """The numbers of the case, which each run draws anew."""
    for row in rows:
        if row["sk"] == "META":
            yield from ((row[name], f"<{name}>") for name in ("number", "query_code") if row.get(name))


def _written(line: str, known: Sequence[tuple[str, str]]) -> str:
    for value, name in known:
        line = line.replace(value, name)
    for pattern, name in MOVING:
        line = pattern.sub(name, line)
    return line


def first_difference(expected: Sequence[str], found: Sequence[str]) -> str | None:
    """The first line that only one of the two has."""
    missing = sorted(set(expected) - set(found))
    added = sorted(set(found) - set(expected))
    if missing or added:
        return f"expected {missing[:1]}\n   found {added[:1]}"
    return None if len(expected) == len(found) else "some lines are there more than once"


# ---------------------------------------------------------------------------------------------------------- promises
def broken_promises(world: World) -> str | None:
    """What must hold whatever happened: the first promise that does not."""
    return next(_broken(world), None)


def _broken(world: World) -> Iterator[str]:
    rows = [load(row) for row in stored_rows(world.platform)]
    metas = [row for row in rows if row["sk"] == "META"]
    if not metas:
        return
    case = Case.model_validate(metas[0])
    happened = sorted(_events(rows), key=lambda event: event.seq)
    if broken_at(happened) is not None:
        yield "the chain of events is broken"
        return
    if happened and (happened[-1].seq, happened[-1].hash) != (case.seq, case.last_hash):
        yield "the case does not know its last event"
    if sum(event.type == "decided" for event in happened) > 1:
        yield "decided twice"
    if sum(row["pk"].startswith("CERTIFICATE#") for row in rows) > 1:
        yield "two certificates"
    if len(set(world.peer.told)) > 1:
        yield f"callbacks under several ids: {world.peer.told}"
    if left := {name: len(queue._messages) for name, queue in queues(world.platform).items() if queue._messages}:
        yield f"messages left: {left}"
    yield from _bad_documents(world, rows)
    yield from _bad_executions(world)
    yield from (f"still pending: {row['sk']}" for row in rows if "pending_pk" in row)


def _events(rows: Sequence[Item]) -> list[Event]:
    return [Event.model_validate(row) for row in rows if row["sk"].startswith("EVENT#")]


def _bad_documents(world: World, rows: Sequence[Item]) -> Iterator[str]:
    """Every document is ready, its bytes are the recorded ones, and the numbers of each register have no gap."""
    store = buckets(world.platform)[world.platform.settings.documents_bucket]
    documents = [row for row in rows if row["sk"].startswith("DOCUMENT#")]
    for row in documents:
        if row["state"] != "ready" or not row.get("number"):
            yield f"document not ready: {row['no']}"
            continue
        kept: list[Any] = [key for key in store.getlist(row["key"], []) if key.version_id == row["s3_version"]]
        if [hashlib.sha256(key.value).hexdigest() for key in kept] != [row["sha256"]]:
            yield f"not the bytes that were recorded: {row['no']}"
    for register in (row for row in rows if row["pk"].startswith("REGISTER#")):
        _, *named = register["pk"].split("#")
        of_register = [
            row for row in documents if [str(row.get(part)) for part in ("division", "organ", "kind", "year")] == named
        ]
        if len({row["number"] for row in of_register}) != register["value"]:
            yield f"numbers with gaps or given twice: {register['pk']}"


def _bad_executions(world: World) -> Iterator[str]:
    """The last execution of each machine has ended well, or waits as it should."""
    newest: dict[str, Any] = {}
    for execution in world.machines.executions.values():
        newest[execution.machine] = execution
    for machine, execution in newest.items():
        if execution.status == "FAILED":
            yield f"execution of {machine} failed in {execution.state}: {execution.error}"
        if execution.status == "RUNNING" and execution.token is None:
            yield f"execution of {machine} hangs in {execution.state}"
