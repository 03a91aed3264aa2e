"""What is left at the end, in one writing: the same for runs that differ in times, random numbers and retries only."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from chalicelib.durable.audit import unpacked
from chalicelib.exchange.store.retries import CALLBACK
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from proofs.faults.outside import Outside

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
    *("pending_sk", "alarms_sk", "until"),
}
DIFFERENT_EACH_RUN = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(\+08:00|Z)?"), "<time>"),
    (re.compile(r"\d\d(:|时)\d\d(:\d\d|分)?"), "<time>"),
    (re.compile(r"\b[0-9a-f]{32,64}\b"), "<digest>"),
)
SALT = re.compile(r'"salt": ?"([^"]+)"')
# Where the number of an event stands: keys of events and effects, numbers of documents, `seq`, `event`.
NUMBERED = re.compile(
    r"(?<=EVENT#)\d{6}|(?<=OUTBOX#)\d{6}|(?<=#)\d{6}(?=#[a-z])|(?<=#)\d{6}(?=#[0-9a-f]{64})"
    r"|(?<=\"seq\": )\d+|(?<=\"event\": )\d+|(?<![\w-])\d{4}(?=-[a-z]+-[a-z])|(?<=\.w)\d+"
)
GAPS_ALLOWED = "SERIAL#"
# Marks of how far was swept, and one row for each time that a department was told again.
AS_OFTEN_AS_NEEDED = ("SWEEP#", f"OUTBOX#{CALLBACK}")


def dump(world: Outside) -> list[str]:
    """Every row and object, every answer, every callback's id, every execution that did not end well; sorted."""
    rows = [*world.everything(), *world.changed_registers()]
    known, places = list(_random(rows)), _places(rows)
    lines = [*_rows(world, rows), *_objects(world), *_answers(world)]
    lines += [f"callback {identity}" for identity in sorted(set(world.departments.taken))]
    return sorted(_written(_renumbered(line, places), known) for line in lines)


def _rows(world: Outside, rows: Sequence[Item]) -> Iterator[str]:
    for row in rows:
        if row["pk"].startswith(AS_OFTEN_AS_NEEDED) or row["sk"].startswith(AS_OFTEN_AS_NEEDED):
            continue
        kept = {name: value for name, value in unpacked(row).items() if name not in FREE}
        if row["pk"].startswith(GAPS_ALLOWED):
            kept = {"pk": row["pk"], "sk": row["sk"]}
        if row["pk"].startswith("DELIVERIES#"):
            kept.pop("version", None)
        if row.get("what") == CALLBACK:  # set once more by whoever has tried once more
            kept = {name: kept[name] for name in ("pk", "sk", "what")}
        if "token" in kept:
            kept["token"] = "waiting" if world.machines.waits_with(kept["token"]) else "used"
        yield "row " + json.dumps(kept, ensure_ascii=False, sort_keys=True, default=str)


def _objects(world: Outside) -> Iterator[str]:
    """The newest bytes of every object."""
    for name, objects in world.buckets.buckets.items():
        for key in sorted(objects):
            yield f"object {name} {key} {world.buckets.newest(name, key).decode('utf-8', 'replace')}"


def _answers(world: Outside) -> Iterator[str]:
    """An upload address is signed anew each time."""
    for path, status, etag, body in world.facts["answers"]:
        shown = {name: value for name, value in body.items() if name not in ("upload", "uploads")}
        yield f"answer {path} {status} {etag} {json.dumps(shown, ensure_ascii=False, sort_keys=True)}"


def _random(rows: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """The numbers of the case, which each run draws anew, and what of its certificate follows from them."""
    for row in rows:
        if row["sk"] in ("META", "HOLDER"):
            yield from ((row[name], f"<{name}>") for name in ("number", "query_code") if row.get(name))
        if row["sk"].startswith("DOCUMENT-TEXT#"):
            yield from ((salt, "<salt>") for salt in SALT.findall(row["data"]))
        if row.get("identifier"):
            yield row["identifier"], "<identifier>"
            if row.get("number"):
                yield row["number"], "<certificate>"


def _places(rows: Sequence[Item]) -> dict[int, int]:
    """The number of each event as if documents had been held last, in the order of their names. The queues of documents
    and the machines wait for nobody, so each may come first.
    """
    events = sorted((_held(row), row["seq"]) for row in rows if is_event_of_case(row))
    return {number: place for place, (_, number) in enumerate(events, 1)}


def is_event_of_case(row: Item) -> bool:
    return row["sk"].startswith(keys.EVENT) and keys.is_of_case(keys.Key(row["pk"], row["sk"]))


def _held(event: Item) -> str:
    """The document that was held; empty for every other event."""
    return unpacked(event)["data"]["document"] if event["type"] == "document_held" else ""


def _renumbered(line: str, places: Mapping[int, int]) -> str:
    if '"sk": "META"' in line:  # its number is that of all events
        return line
    return NUMBERED.sub(lambda found: f"{places.get(int(found[0]), int(found[0])):0{len(found[0])}d}", line)


def _written(line: str, known: Sequence[tuple[str, str]]) -> str:
    for value, name in known:
        line = line.replace(value, name)
    for pattern, name in DIFFERENT_EACH_RUN:
        line = pattern.sub(name, line)
    return line


def first_difference(expected: Sequence[str], found: Sequence[str]) -> str | None:
    """The first line that only one of the two has."""
    missing = sorted(set(expected) - set(found))
    added = sorted(set(found) - set(expected))
    if missing or added:
        return f"expected {missing[:1]}\n   found {added[:1]}"
    return None if len(expected) == len(found) else "some lines are there more than once"
