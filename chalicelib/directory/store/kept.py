"""Records of the registers as rows: a document, and a version that counts its changes. Nothing is deleted."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from chalicelib.directory.model.terms import Record
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Page, Table
from chalicelib.foundation.writes import ABSENT, Op, When, equals, put

R = TypeVar("R", bound=Record)


class Placed(NamedTuple):
    """Of staff who have moved: the first day in the present unit, and the unit before."""

    since: date
    came_from: str


class Kept(NamedTuple, Generic[R]):
    """A record, and how often it was changed; the version is its ETag, `"r3"`."""

    record: R
    version: int
    placed: Placed | None = None

    @property
    def etag(self) -> str:
        return f'"r{self.version}"'


def unchanged(before: Kept[Any] | None) -> When:
    """The condition that the record is still the one that was read."""
    return equals(version=before.version) if before else ABSENT


def next_version(before: Kept[Any] | None) -> int:
    return before.version + 1 if before else 1


def document_of(record: Record, **how: Any) -> str:
    return record.model_dump_json(exclude_none=True, exclude_defaults=True, by_alias=True, **how)


class Change(NamedTuple):
    """One entry of the change log of a record: who did what when, and which fields have which values now. Names and
    telephones of people are not told, only that they were changed.
    """

    act: str
    at: datetime
    by: str
    role: str
    facts: Mapping[str, Any]
    reason: str | None = None


def change_row(division: str, kind: str, record: str, no: int, change: Change) -> Op:
    """The entry of the change log, for the transaction of the change itself."""
    row: Item = {
        **register_keys.directory_change(division, kind, record, no)._asdict(),
        "act": change.act,
        "at": change.at.isoformat(),
        "by": change.by,
        "role": change.role,
        "facts": json.dumps(change.facts, ensure_ascii=False, default=str),
    }
    return put(row | ({"reason": change.reason} if change.reason else {}), when=ABSENT)


def changes_of(table: Table, division: str, kind: str, record: str, *, limit: int, after: Any = None) -> Page:
    """The change log of a record, oldest first."""
    return table.query(
        register_keys.directory_changes(division, kind, record), prefix=register_keys.CHANGE, limit=limit, after=after
    )
