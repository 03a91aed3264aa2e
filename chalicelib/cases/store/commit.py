"""Committing an act on a case: the case, its event, what follows and the receipt, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.model.access import Authority
from chalicelib.cases.model.case import Case
from chalicelib.cases.store import due_days
from chalicelib.cases.store.records import applicant_row, case_writes, listed_at, listed_row
from chalicelib.durable import acts, outbox
from chalicelib.durable.audit import Event, entry_of_day, stored
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.effects import Effect
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, Op, delete, equals, put


@dataclass(frozen=True)
class Change:
    """What an act does to a case: before and after, what happened, what it answers, what else is written, what follows.

    `fresh`: the case is not stored yet. `data` goes into the event chain for good, so it holds nothing personal.
    `fired` is the operation that ends the alarm which called this act, where an alarm did.
    """

    before: Case
    after: Case
    event: str
    authority: Authority
    data: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    answer: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    ops: Sequence[Op] = ()
    effects: Sequence[Effect] = ()
    fresh: bool = False
    fired: Op | None = None


def commit(platform: Platform, caller: Caller, change: Change) -> Receipt:
    """One transaction: the case (unless it has moved meanwhile), its event, every copy of a due day that has changed,
    the outbox row, the idempotency record and `ops`.

    A person's act moves the version (the ETag), a machine's only the event number. Refused when something came first.
    """
    before = change.before
    happened = _event(caller, before, change)
    version = before.version + 1 if caller.key else before.version
    after = change.after.model_copy(update={"version": version, "seq": happened.seq, "last_hash": happened.hash})
    receipt = Receipt(_facts(caller, after, change), after.etag)
    # Whoever has read the case before its erasing began does not write it back.
    kept: dict[str, Any] = {} if before.erasing_at else {"erasing_at": None}
    unchanged = equals(
        seq=before.seq,
        status=before.status.value,
        form_version=before.form_version,
        files=before.files,
        applicant_key=before.applicant_key,
        **kept,
    )
    known, as_read = (None, ABSENT) if change.fresh else (before, unchanged)
    platform.table.write(
        *case_writes(known, after, when=as_read, label=acts.CREATED if change.fresh else keys.META),
        put(_event_row(after.division, happened), when=ABSENT),
        *_applicant_list(before, after),
        *_ward_list(before, after),
        *_copies(before, after, caller, change),
        *change.ops,
        *outbox.row(platform, after.owner, happened.seq, change.effects),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def _event_row(division: str, event: Event) -> Item:
    """The event, and its place in the day of which a head is made."""
    key = keys.event(event.case_id, event.seq)._asdict()
    return {**key, **entry_of_day(division, event), **stored(event)}


def _copies(before: Case, after: Case, caller: Caller, change: Change) -> list[Op]:
    """The copies of due days, but for rows that the act writes itself: a transaction may touch each row once only."""
    own = {op.label for op in change.ops}
    return [
        op
        for op in due_days.copied(before, after, caller.at, why=change.event, fired=change.fired)
        if op.label not in own
    ]


def _facts(caller: Caller, case: Case, change: Change) -> dict[str, Any]:
    status = {"status": case.status.value, "status_label": case.status_label}
    return {"id": case.id, **status, "at": caller.at.isoformat(), **change.answer}


def _applicant_list(before: Case, after: Case) -> list[Op]:
    """The case in the list of its applicant; in that of another one, if it was received under a wrong number; in none
    once it is erased.
    """
    moved = before.applicant_key != after.applicant_key
    left = [delete(listed_at(before, before.applicant_key))] if moved else []
    if after.erased_at:  # it is nobody's any more
        return left
    new = applicant_row(after)
    # Most acts change the status, which the list shows: then nobody needs to know what the row was.
    changed = moved or before.status is not after.status or new != applicant_row(before)
    return [*left, put(new)] if changed else []


def _ward_list(before: Case, after: Case) -> list[Op]:
    """The same in the list of the person for whom a guardian has applied."""
    old, new = before.ward_key, "" if after.erased_at else after.ward_key
    left = listed_row(before, old) if old and old != new else None
    gone = [delete(keys.Key(left["pk"], left["sk"]), label="former list of the ward")] if left else []
    row = listed_row(after, new) if new else None
    written = [put(row, label="list of the ward")] if row and (new != old or row != listed_row(before, new)) else []
    return [*gone, *written]


def _event(caller: Caller, case: Case, change: Change) -> Event:
    return Event(
        case_id=case.id,
        seq=case.seq + 1,
        type=change.event,
        at=caller.at,
        actor=caller.actor.sub,
        role=caller.actor.role if caller.key else "machine",
        department=caller.actor.department,
        policy=change.authority.policy,
        letter=change.authority.letter,
        data=dict(change.data),
        previous=case.last_hash,
    ).sealed()
