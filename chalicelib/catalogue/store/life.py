"""Where the life of an item is kept: how far its proposal is, the draft, its events, notices of what was published."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple, cast

from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.catalogue.model.consequences import Consequence
from chalicelib.catalogue.model.differences import Difference
from chalicelib.catalogue.model.life import Life
from chalicelib.catalogue.store import (
    ITEM_ID,
    Found,
    as_version,
    canonical,
    content_hash,
    found_in,
    load_item,
    next_version,
    unknown_item,
)
from chalicelib.catalogue.store.applicable import load_applicable
from chalicelib.directory.store.staff import Holder, holder_in
from chalicelib.durable.audit import Event
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Page, Table
from chalicelib.foundation.writes import ABSENT, Op, delete, equals, put

# How many differences a notice names; who wants all of them compares the versions.
MOST_LINES = 60
LIFE_LABEL = "the item's life"


class LifeRows(NamedTuple):
    """What is read for an act on an item's life, in one call. `current` is the row of the newest version, `holder` who
    asks, by the register of staff.
    """

    life: Life
    current: Item | None
    draft: ItemDocument | None
    holder: Holder | None = None

    @property
    def found(self) -> Found | None:
        return found_in(self.current) if self.current else None

    @property
    def newest(self) -> ServiceItem | None:
        found = self.found
        return found.newest if found else None

    def drafted(self, division: str) -> ServiceItem | None:
        """The draft as the version that it would be."""
        return as_version(division, self.draft, next_version(self.current)) if self.draft else None


def load_life(table: Table, division: str, code: str, account: Key | None = None) -> LifeRows:
    """`account` is the key of the row by which the register of staff knows who asks."""
    wanted = (
        register_keys.item_life(division, code),
        register_keys.current_item(division, code),
        register_keys.item_draft(division, code),
    )
    rows = table.get_many([*wanted, account] if account else wanted)
    life, current, draft = (rows.get(key) for key in wanted)
    return LifeRows(
        Life.model_validate_json(life["life"]) if life else Life(),
        current,
        ItemDocument.model_validate_json(draft["document"]) if draft else None,
        holder_in(rows.get(account)) if account else None,
    )


def keep_life(division: str, code: str, before: Life, after: Life) -> Op:
    """Refused when something else has happened to the item since it was read."""
    row = {
        **register_keys.item_life(division, code)._asdict(),
        "seq": after.seq,
        "life": after.model_dump_json(exclude_none=True),
    }
    return put(row, when=equals(seq=before.seq) if before.seq else ABSENT, label=LIFE_LABEL)


def keep_draft(division: str, document: ItemDocument) -> Op:
    key = register_keys.item_draft(division, document.id)
    return put({**key._asdict(), "content_hash": content_hash(document), "document": canonical(document)})


def drop_draft(division: str, code: str) -> Op:
    return delete(register_keys.item_draft(division, code))


def keep_event(division: str, code: str, event: Event) -> Op:
    row = {**register_keys.item_event(division, code, event.seq)._asdict(), **event.model_dump(mode="json")}
    return put(row, when=ABSENT)


def load_item_events(table: Table, division: str, code: str) -> list[Event]:
    """The item's whole chain: a few dozen events in its lifetime."""
    partition = register_keys.item_event(division, code, 0).pk
    return [Event.model_validate_json(json.dumps(row)) for row in table.query_all(partition, prefix=keys.EVENT)]


# ------------------------------------------------------------------------------------------------------- versions
def versions(
    table: Table, division: str, code: str, *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[Item], dict[str, str] | None]:
    """A page of the rows of an item's versions, newest first."""
    partition = register_keys.item_versions(division, code)
    page = table.query(partition.pk, prefix=partition.sk, limit=limit, after=after, forward=False)
    return page.items, page.after


def version_row(table: Table, division: str, code: str, version: int) -> Item | None:
    return table.get(register_keys.item_version(division, code, version))


def version_at(table: Table, division: str, code: str, at: datetime) -> int | None:
    """The number of the version that held at this legal time; None where there was none yet. Newer ones are passed, and
    those that were withdrawn before they held.
    """
    partition = register_keys.item_versions(division, code)
    for row in table.query_all(partition.pk, prefix=partition.sk, limit=5, forward=False):
        if "withdrawn_at" in row:
            continue
        if datetime.fromisoformat(row.get("effective_at") or row["published_at"]) <= at:
            return row["version"]
    return None


def item_at(table: Table, division: str, code: str, at: datetime) -> ServiceItem:
    """The version that held at this legal time, or will hold. Raises NotFound where there was none."""
    if not ITEM_ID.fullmatch(code):
        raise unknown_item()
    version = version_at(table, division, code, at)
    if version is None:
        raise unknown_item()
    return load_item(table, division, code, version)


def item_of_time(table: Table, division: str, code: str, at: datetime, *, now: datetime, wall: datetime) -> ServiceItem:
    """The version of this legal time. From now on with what stands beside it, such as an end that is announced."""
    if at < now:
        return item_at(table, division, code, at)
    return load_applicable(table, division, code, wall=wall, at=at)


# -------------------------------------------------------------------------------------------------------- notices
class Published(NamedTuple):
    """One published change, as everybody is told it and as the bureau is notified of it (R13, R58). `consequences` say
    what refers to an item that ends.
    """

    kind: str
    code: str
    name: str
    department: str
    version: int
    at: datetime
    effective_at: datetime
    document: str = ""
    reason: str = ""
    successors: Sequence[str] = ()
    differences: Sequence[Difference] = ()
    divisions: Sequence[str] = ()
    until: datetime | None = None
    consequences: Sequence[Consequence] = ()

    def row(self) -> Item:
        lines = [change.text for change in (*self.differences, *self.consequences)]
        return {
            "kind": self.kind,
            "code": self.code,
            "name": self.name,
            "department": self.department,
            "version": self.version,
            "published_at": self.at.isoformat(),
            "effective_at": self.effective_at.isoformat(),
            "document": self.document,
            "reason": self.reason,
            "successors": list(self.successors),
            **({"to_divisions": list(self.divisions)} if self.divisions else {}),
            **({"until": self.until.isoformat()} if self.until else {}),
            "lines": lines[:MOST_LINES],
            "more": max(0, len(lines) - MOST_LINES),
        }


def announce(division: str, change: Published) -> Op:
    """The row of the public feed."""
    key = register_keys.item_change(division, change.at.isoformat(), change.code, change.version)
    return put({**key._asdict(), **change.row()})


def notify_bureau(division: str, change: Published, seq: int, publisher: str) -> Op:
    """The notice to the bureau, which waits for its receipt (R48)."""
    key = register_keys.item_filing(division, change.at.isoformat(), change.code, seq, pending=True)
    return put({**key._asdict(), **change.row(), "seq": seq, "publisher": publisher}, when=ABSENT)


def file_notice(division: str, row: Item, filed: Mapping[str, Any], label: str) -> list[Op]:
    """The notice leaves the list of those that wait, with its receipt."""
    time, code, seq = row["published_at"], row["code"], row["seq"]
    waiting = register_keys.item_filing(division, time, code, seq, pending=True)
    done = register_keys.item_filing(division, time, code, seq, pending=False)
    kept = {name: value for name, value in row.items() if name not in ("pk", "sk")}
    return [
        delete(waiting, when=equals(seq=seq), label=label),
        put({**done._asdict(), **kept, **filed}, when=ABSENT),
    ]


def filings(
    table: Table, division: str, state: Literal["pending", "filed"], *, limit: int, after: Mapping[str, str] | None
) -> Page:
    """Notices that wait, oldest first, or those with a receipt, newest first."""
    partition = register_keys.item_filings(division, pending=state == "pending")
    return table.query(partition.pk, prefix=partition.sk, limit=limit, after=after, forward=state == "pending")


def filing_of(table: Table, division: str, code: str, seq: int) -> tuple[Item | None, bool]:
    """The notice of this event of the item, and whether it waits. The event says when it was published."""
    event = table.get(register_keys.item_event(division, code, seq))
    if event is None:
        return None, False
    time = cast("str", event["at"])
    time = datetime.fromisoformat(time).isoformat()
    places = [register_keys.item_filing(division, time, code, seq, pending=pending) for pending in (True, False)]
    rows = table.get_many(places)
    waiting, done = (rows.get(place) for place in places)
    return waiting or done, waiting is not None


def changes(
    table: Table, division: str, *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[Item], dict[str, str] | None]:
    """A page of the public feed, newest first."""
    page = table.query(register_keys.item_changes(division), limit=limit, after=after, forward=False)
    return page.items, page.after


def known_items(table: Table, division: str, codes: Sequence[str]) -> dict[str, Item]:
    """Of these codes the rows of those that are in the public list, in one call."""
    found = table.get_many([register_keys.item_summary(division, code) for code in codes]) if codes else {}
    return {row["id"]: row for row in found.values()}
