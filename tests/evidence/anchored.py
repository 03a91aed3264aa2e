"""A case that went on over three days, with the signed heads of these days, and what a forger can make of it."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from chalicelib.evidence.model.checks.anchors import Trust
from chalicelib.evidence.model.heads import Head
from chalicelib.evidence.model.records import canonical
from chalicelib.evidence.store import heads, signing
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from proofs.kit.events import EVERY_MINUTE
from proofs.kit.hall import Hall
from proofs.kit.seams import plain_documents
from proofs.kit.world import new_world
from tests.cli.cases import keep_files
from tests.evidence.exports import chained, exported, looked_at, packed, parts_of, relisted

DIVISION = "441700"
DAY = timedelta(days=1)


def next_morning(hall: Hall, days: int = 1) -> None:
    """A quarter past one, so many days later."""
    at = hall.clock.at + days * DAY
    for clock in (hall.clock, hall.wall):
        clock.move_to(at.replace(hour=1, minute=15))


def all_heads(hall: Hall, division: str = DIVISION) -> list[Head]:
    return heads.heads_from(hall.platform.table, division, date(2000, 1, 1), limit=100)


@dataclass(frozen=True)
class Anchoring:
    """A closed case that went on over three days, exported with their heads, and what was published."""

    export: bytes
    trust: Trust


@cache
def anchored_case() -> Anchoring:
    with plain_documents():
        hall = Hall(new_world())
        case_id = hall.decided()
        next_morning(hall)
        hall.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE)
        hall.carry_out_everything()
        hall.compare(case_id)
        hall.carry_out_everything()
        hall.issue_documents()
        next_morning(hall)
        hall.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE)
        hall.deliver(case_id)
        hall.carry_out_everything()
        hall.issue_documents()
        keep_files(hall, case_id)
        next_morning(hall)
        hall.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE)
        made = exported(hall, case_id)
        published = {head.day: head for head in all_heads(hall)}
        used = [signing.public_key(hall.platform, use) for use in ("heads", "exports")]
    platforms.use(None)
    return Anchoring(made, Trust({key.fingerprint: key.pem for key in used}, published))


def forged(anchored: Anchoring, change: Any, *, proofs: Any = None) -> Any:
    """Everything agrees again, but for what only KMS can sign: events, state, manifest."""
    parts = parts_of(anchored.export)
    events = chained(change(json.loads(parts["events.json"])))
    last = {"last_hash": events[-1]["hash"]}
    case, manifest = json.loads(parts["case.json"]), json.loads(parts["manifest.json"])
    part = json.loads(parts["heads.json"])
    if proofs:
        proofs(part)
    forgery = {
        **parts,
        "events.json": canonical(events),
        "case.json": canonical({**case, **last, "seq": len(events)}),
        "manifest.json": canonical({**manifest, **last, "events": len(events)}),
        "heads.json": canonical(part),
    }
    return looked_at(packed(relisted(forgery)), anchored.trust)
