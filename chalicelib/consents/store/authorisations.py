"""Where authorisations are kept: a row of its own, its events beside it, and an entry in the list of either side."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue

from chalicelib.consents.model.authorisation import Authorisation, Side
from chalicelib.durable import acts
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, When, delete, equals, put

ON_A_PAGE = 100
ERASED_AT = "erased_at"
# What is left of one whose term of retention is over. Nothing of it leads to a person.
SIDES: tuple[Side, ...] = ("principal", "agent")
STAYS = {"id", "kind", "state", "starts", "ends", "created_at", "ended_at", "version", "seq", "last_hash"}


def load(table: Table, authorisation_id: str) -> Authorisation | None:
    row = table.get(keys.authorisation(authorisation_id))
    return _read(row) if row else None


def _read(row: Item) -> Authorisation | None:
    """None for one whose term of retention is over: it names nobody any more."""
    return None if row.get(ERASED_AT) else Authorisation.model_validate(row)


def listed(
    table: Table, partitions: Sequence[str], *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[Authorisation], Mapping[str, str] | None]:
    """A page of one list, the newest first, and where the next one goes on. Two reads."""
    page = table.query_merged(partitions, limit=limit, after=after, forward=False)
    wanted = [keys.authorisation(row["id"]) for row in page.items]
    found = table.get_many(wanted) if wanted else {}
    shown = (_read(found[key]) for key in wanted if key in found)
    return [one for one in shown if one], page.after


def events(table: Table, authorisation_id: str) -> list[Event]:
    rows = table.query_all(keys.authorisation(authorisation_id).pk, prefix=keys.EVENT)
    return [Event.model_validate(row) for row in rows]


def new_id(caller: Caller) -> str:
    """26 characters, the same for the same caller and key, and not to be guessed by others: the key is the caller's."""
    digest = hashlib.sha256(f"authorisation\n{caller.actor.sub}\n{caller.key}".encode()).digest()[:16]
    return base64.b32encode(digest).decode().rstrip("=").lower()


def commit(
    platform: Platform,
    caller: Caller,
    act: LawfulAct,
    before: Authorisation | None,
    after: Authorisation,
    data: Mapping[str, JsonValue],
) -> Receipt:
    """The authorisation, its event, its entries in both lists when it is new, and the receipt, in one transaction."""
    happened = Event(
        case_id=after.id,
        seq=after.seq + 1,
        type=act.event,
        at=caller.at,
        actor=caller.actor.sub,
        role=caller.actor.role,
        data=dict(data),
        previous=after.last_hash,
    ).sealed()
    version = before.version + 1 if before else 1
    stored = after.model_copy(update={"seq": happened.seq, "last_hash": happened.hash, "version": version})
    receipt = Receipt({"id": stored.id}, stored.etag)
    row = {**keys.authorisation(stored.id)._asdict(), **stored.model_dump(mode="json", exclude_none=True)}
    platform.table.write(
        put(row, when=_as_read(before) if before else ABSENT, label=_label(before)),
        put(
            {**keys.authorisation_event(stored.id, happened.seq)._asdict(), **happened.model_dump(mode="json")},
            when=ABSENT,
        ),
        *(entries(stored) if before is None else []),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def _as_read(before: Authorisation) -> When:
    """Also under the same indexes: an act that has read it before a reindexing would put the former ones back."""
    return equals(version=before.version, principal_key=before.principal_key, agent_key=before.agent_key)


def _label(before: Authorisation | None) -> str:
    return keys.GRANT if before else acts.CREATED


def erased(found: Authorisation, at: datetime) -> list[Op]:
    """The row without names and without what leads to them, and no entry in a list. Refused when it has moved."""
    left = found.model_dump(mode="json", include=STAYS, exclude_none=True)
    row = {**keys.authorisation(found.id)._asdict(), **left, ERASED_AT: at.isoformat()}
    gone = [delete(key, label=f"list of the {side}") for side, key in zip(SIDES, entry_keys(found, SIDES), strict=True)]
    return [put(row, when=_as_read(found), label=keys.GRANT), *gone]


def entries(authorisation: Authorisation, sides: Sequence[Side] = SIDES) -> list[Op]:
    """The entries in the lists of these sides."""
    return [put({**key._asdict(), "id": authorisation.id}) for key in entry_keys(authorisation, sides)]


def entry_keys(authorisation: Authorisation, sides: Sequence[Side]) -> list[keys.Key]:
    partitions = {"principal": keys.given(authorisation.principal_key), "agent": keys.taken(authorisation.agent_key)}
    created = authorisation.created_at.isoformat(timespec="milliseconds")
    return [keys.listed_authorisation(partitions[side], created, authorisation.id) for side in sides]
