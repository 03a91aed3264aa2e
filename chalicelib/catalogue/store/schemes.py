"""Where schemes are kept: immutable versions, a copy of the newest, and one short row each for the list.

A version holds from its day of effect until the day of another one or its last day; who reads says for which day.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.store import Found, found_in
from chalicelib.directory.store import list_departments
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put

FRESH = timedelta(seconds=30)
SCHEME_CODE = re.compile(r"[A-Z]{2}-[A-Z][0-9]{2,4}")
LARGEST_BATCH = 100


SUMMARY = ("code", "name", "mode", "lead", "demonstration", "content_hash")


class Holds(NamedTuple):
    """A version, and from which day to which it holds; without a last day until another one does."""

    version: int
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class PublishedScheme:
    """One version. `versions` are all of the scheme, known where the newest was read."""

    scheme: SchemeDocument
    version: int
    content_hash: str
    published_at: datetime
    versions: tuple[Holds, ...] = ()


@dataclass(frozen=True)
class SchemeSummary:
    """A row of the list."""

    code: str
    name: str
    mode: str
    lead: str | None
    demonstration: bool
    members: int
    version: int
    content_hash: str
    versions: tuple[Holds, ...]

    def holding(self, day: date) -> int | None:
        """The version that holds on this day, the newest of several; None where none does."""
        return holding(self.versions, day)


def holding(versions: Collection[Holds], day: date) -> int | None:
    return max((one.version for one in versions if one.on(day)), default=None)


def load_scheme(
    table: Table, region: str, code: str, version: int | None = None, *, day: date, wall: datetime
) -> PublishedScheme:
    """One version of a scheme: that number, or the one that holds on `day`. At most two reads, the newest may be 30 s
    old. Raises NotFound (code scheme_not_found).
    """
    if not SCHEME_CODE.fullmatch(code):
        raise _unknown()
    current = _current(table, region, code, wall)
    wanted = version if version is not None else holding(current.versions, day)
    if wanted is None:
        raise NotFound(code="scheme_not_in_force", title="该联办方案在所查日期没有生效的版本")
    return current if wanted == current.version else _pinned(table, region, code, wanted)


def list_schemes(table: Table, region: str) -> Iterator[SchemeSummary]:
    """Every scheme of the region, whether it holds today or not. There are some tens of them."""
    partition = register_keys.scheme_summary(region, "")
    for row in table.query_all(partition.pk, prefix=partition.sk):
        told: dict[str, Any] = {name: row[name] for name in SUMMARY}
        yield SchemeSummary(**told, members=int(row["members"]), version=int(row["version"]), versions=_versions(row))


def publish_scheme(region: str, scheme: SchemeDocument, before: SchemeSummary | None, at: datetime) -> list[Op]:
    """The three writes of one new version; refused when somebody else published one meanwhile."""
    version = before.version + 1 if before else 1
    versions = [*(before.versions if before else ()), Holds(version, scheme.effective_from, scheme.effective_to)]
    facts: dict[str, Any] = {"version": version, "content_hash": scheme_hash(scheme), "published_at": at.isoformat()}
    body = facts | {"document": canonical(scheme)}
    beside = {"versions": [[one.version, str(one.since), one.until and str(one.until)] for one in versions]}
    summary: dict[str, Any] = {
        "code": scheme.code,
        "name": scheme.name,
        "mode": scheme.mode,
        "lead": scheme.lead,
        "demonstration": scheme.demonstration,
        "members": len(scheme.nodes),
    }
    unmoved = equals(version=before.version) if before else ABSENT
    return [
        put({**register_keys.scheme_version(region, scheme.code, version)._asdict(), **body}, when=ABSENT),
        put({**register_keys.current_scheme(region, scheme.code)._asdict(), **body, **beside}, when=unmoved),
        put({**register_keys.scheme_summary(region, scheme.code)._asdict(), **summary, **facts, **beside}),
    ]


def canonical(scheme: SchemeDocument) -> str:
    """The scheme in one writing, without the number that its file gives it: versions are counted here."""
    fields = json.loads(scheme.model_dump_json(by_alias=True, exclude_unset=True, exclude={"version"}))
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def scheme_hash(scheme: SchemeDocument) -> str:
    return hashlib.sha256(canonical(scheme).encode()).hexdigest()


def member_items(
    table: Table, region: str, codes: Collection[str], *, wall: datetime, at: datetime
) -> dict[str, ServiceItem]:
    """The items of members as they are at this legal time, in one read; up to 30 s old. Unknown ones are left out."""
    names = tuple(sorted(codes))
    kept = _members.get((table, region, names))
    if kept is None or not timedelta() <= wall - kept[0] < FRESH:
        kept = wall, read_members(table, region, names)
        _members[table, region, names] = kept
    return {code: found.at(at) for code, found in kept[1].items()}


def read_members(table: Table, region: str, codes: Sequence[str]) -> dict[str, Found]:
    """The items as the table has them now, a hundred in one read."""
    rows = dict[str, Item]()
    for first in range(0, len(codes), LARGEST_BATCH):
        wanted = {register_keys.current_item(region, code): code for code in codes[first : first + LARGEST_BATCH]}
        rows |= {wanted[key]: row for key, row in table.get_many(list(wanted)).items()}
    return {code: found_in(row) for code, row in rows.items()}


def organ_names(table: Table, region: str, *, wall: datetime) -> dict[str, str]:
    """The present names of the region's departments by their ids; up to 30 s old."""
    kept = _organs.get((table, region))
    if kept is None or not timedelta() <= wall - kept[0] < FRESH:
        kept = wall, {one.id: one.name for one in list_departments(table, region)}
        _organs[table, region] = kept
    return kept[1]


def forget() -> None:
    """Empty the caches of this process."""
    _newest.clear()
    _members.clear()
    _organs.clear()
    _pinned.cache_clear()


_newest: dict[tuple[Table, str, str], tuple[datetime, PublishedScheme]] = {}
_members: dict[tuple[Table, str, tuple[str, ...]], tuple[datetime, dict[str, Found]]] = {}

_organs: dict[tuple[Table, str], tuple[datetime, dict[str, str]]] = {}


def _current(table: Table, region: str, code: str, wall: datetime) -> PublishedScheme:
    kept = _newest.get((table, region, code))
    if kept and timedelta() <= wall - kept[0] < FRESH:
        return kept[1]
    row = table.get(register_keys.current_scheme(region, code))
    if row is None:
        raise _unknown()
    found = _published(row)
    _newest[table, region, code] = wall, found
    return found


@lru_cache(maxsize=64)
def _pinned(table: Table, region: str, code: str, version: int) -> PublishedScheme:
    row = table.get(register_keys.scheme_version(region, code, version)) if 0 < version < 10**8 else None
    if row is None:
        raise NotFound(code="scheme_version_not_found", title="该联办方案没有这个版本")
    return _published(row)


def _published(row: Item) -> PublishedScheme:
    scheme = SchemeDocument.model_validate_json(row["document"])
    published = datetime.fromisoformat(row["published_at"])
    return PublishedScheme(scheme, int(row["version"]), row["content_hash"], published, _versions(row))


def _versions(row: Item) -> tuple[Holds, ...]:
    return tuple(
        Holds(int(version), date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for version, since, until in row.get("versions", ())
    )


def _unknown() -> NotFound:
    return NotFound(code="scheme_not_found", title="没有这个联办方案，请核对编号")
