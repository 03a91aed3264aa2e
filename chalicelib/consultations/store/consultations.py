"""Where questions are kept: a row of its own, its events beside it, and an entry in the list of the account.

The row stands in an index while somebody has to do something about it: the desk, or a department by due day.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.store.due_days import end_of
from chalicelib.consultations.model import UNANSWERED
from chalicelib.consultations.model.consultation import KEPT, Consultation, ConsultationState
from chalicelib.durable import acts, alarms
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation import consultation_keys as own
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put

DESK, TO_TELL = "desk", "to_tell"
Page = tuple[list[Consultation], Mapping[str, str] | None]


def new_id(caller: Caller) -> str:
    """26 characters, the same for the same caller and key, and not to be guessed by others: the key is the caller's."""
    digest = hashlib.sha256(f"consultation\n{caller.actor.sub}\n{caller.key}".encode()).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def next_number(platform: Platform, day: date) -> str:
    """The ticket of a question: unique within the region's day."""
    serial = platform.table.increment(own.consultation_serial(platform.settings.division, day.strftime("%Y%m%d")))
    return f"ZX{day:%Y%m%d}{serial:04d}"


def load(table: Table, consultation_id: str) -> Consultation | None:
    row = table.get(own.consultation(consultation_id))
    return Consultation.model_validate(row) if row else None


def events(table: Table, consultation_id: str) -> list[Event]:
    rows = table.query_all(own.consultation(consultation_id).pk, prefix=keys.EVENT)
    return [Event.model_validate(row) for row in rows]


def asked_by(table: Table, account: str, *, limit: int, after: Mapping[str, str] | None) -> Page:
    """A page of the questions of this account, the newest first. Two reads."""
    page = table.query(own.consultations_of(account), limit=limit, after=after, forward=False)
    return _read(table, [row["id"] for row in page.items]), page.after


def about_case(table: Table, case_id: str) -> list[Consultation]:
    """The questions that were linked with this case, the oldest first."""
    return _read(table, [row["id"] for row in table.query(own.consultations_about(case_id)).items])


def waiting(table: Table, division: str, place: str, *, limit: int, after: Mapping[str, str] | None) -> Page:
    """A page of what waits at the desk, for the asker to be told, or at a department; by due day. One read."""
    page = table.query(own.consultations_at(division, place), index=keys.COUNTER_INDEX, limit=limit, after=after)
    return [Consultation.model_validate(row) for row in page.items], page.after


def _read(table: Table, ids: Sequence[str]) -> list[Consultation]:
    wanted = [own.consultation(one) for one in ids]
    found = table.get_many(wanted) if wanted else {}
    return [Consultation.model_validate(found[key]) for key in wanted if key in found]


def commit(
    platform: Platform,
    caller: Caller,
    act: LawfulAct,
    before: Consultation | None,
    after: Consultation,
    data: Mapping[str, JsonValue],
    *,
    ops: Sequence[Op] = (),
) -> Receipt:
    """The question, its event, its alarm, its entry in the account's list when it is new, and the receipt, in one
    transaction. `ops` are written besides; an act of an alarm has the operation that ends it there.
    """
    happened = _event(caller, act, after, data)
    version = before.version + 1 if before else 1
    stored = after.model_copy(update={"seq": happened.seq, "last_hash": happened.hash, "version": version})
    receipt = Receipt({"id": stored.id}, stored.etag)
    key = own.consultation_event(stored.id, happened.seq)
    ttl = {"ttl": int((caller.at + KEPT).timestamp())}
    platform.table.write(
        put(_row(stored, ttl), when=_as_read(before) if before else ABSENT, label=_label(before)),
        put({**key._asdict(), **happened.model_dump(mode="json"), **ttl}, when=ABSENT),
        *(_listed(stored, ttl) if before is None else []),
        *(() if ops else _alarm(before, stored, caller.at)),
        *ops,
        *acts.record(platform, caller, receipt),
    )
    return receipt


def _event(caller: Caller, act: LawfulAct, after: Consultation, data: Mapping[str, JsonValue]) -> Event:
    return Event(
        case_id=after.id,
        seq=after.seq + 1,
        type=act.event,
        at=caller.at,
        actor=caller.actor.sub,
        role=caller.actor.role if caller.key else "machine",
        department=caller.actor.department,
        data=dict(data),
        previous=after.last_hash,
    ).sealed()


def _row(found: Consultation, ttl: Mapping[str, int]) -> Item:
    """Its term of retention begins again with each act; what is still open is kept without one."""
    place, item = _place(found), found.model_dump(mode="json", exclude_none=True)
    row: dict[str, Any] = {**own.consultation(found.id)._asdict(), **item}
    if place is None:
        return {**row, **ttl}
    due = str(found.due or found.asked_at.date())
    return row | {
        "counter_pk": own.consultations_at(found.division, place),
        "counter_sk": keys.by_due_day(due, found.number),
    }


def _place(found: Consultation) -> str | None:
    """Where somebody has to do something about it. An account reads the answer itself; a visitor has to be told."""
    match found.state:
        case ConsultationState.AT_DESK:
            return DESK
        case ConsultationState.AT_DEPARTMENT | ConsultationState.APPOINTED:
            return found.department
        case ConsultationState.ANSWERED if not found.asker:
            return TO_TELL
        case _:
            return None


def _alarm(before: Consultation | None, after: Consultation, at: datetime) -> list[Op]:
    """The alarm at the end of the last day of the term."""
    had, has = _told_at(before) if before else None, _told_at(after)
    if has == had:
        return []
    owner = own.consultation_owner(after.id)
    return [alarms.set_alarm(owner, UNANSWERED, end_of(has), at) if has else alarms.clear_alarm(owner, UNANSWERED)]


def _told_at(consultation: Consultation) -> date | None:
    """The day after which the supervisors have to be told that nobody has answered."""
    return None if consultation.overdue_told else consultation.due


def _listed(found: Consultation, ttl: Mapping[str, int]) -> list[Op]:
    if not found.asker:
        return []
    created = found.asked_at.isoformat(timespec="milliseconds")
    return [put({**own.listed_consultation(found.asker, created, found.id)._asdict(), "id": found.id, **ttl})]


def link(found: Consultation, case_id: str, at: datetime) -> Op:
    """The entry in the list of the case's questions."""
    ttl = int((at + KEPT).timestamp())
    return put({**own.consultation_about(case_id, found.id)._asdict(), "id": found.id, "ttl": ttl})


def overdue(table: Table, division: str, *, limit: int, after: Mapping[str, str] | None) -> Page:
    """A page of the questions that nobody had answered in time, the newest first. Two reads."""
    page = table.query(own.consultations_overdue(division), limit=limit, after=after, forward=False)
    return _read(table, [row["id"] for row in page.items]), page.after


def report(consultation: Consultation, at: datetime) -> Op:
    """The entry in the supervisors' list."""
    key = own.consultation_overdue(consultation.division, at.isoformat(timespec="milliseconds"), consultation.id)
    return put({**key._asdict(), "id": consultation.id, "ttl": int((at + KEPT).timestamp())})


def _as_read(before: Consultation) -> Any:
    return equals(version=before.version)


def _label(before: Consultation | None) -> str:
    return own.ASKED if before else acts.CREATED
