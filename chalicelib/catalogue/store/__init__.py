"""Where items are kept: immutable versions, a copy of the newest, and one short row each for the public list.

A version may be published ahead of its time. Until then the copy has the version before it beside it (`before`), and
whoever reads says at what legal time: no job has to run when the time comes.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from chalicelib.catalogue.model import ItemDocument, ServiceItem, Unit, kept
from chalicelib.catalogue.model.closing import corrected
from chalicelib.catalogue.model.settling import KEPT_FOR
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put, update

LARGEST_READ = 500
ITEM_ID = re.compile(r"[A-Z]{2}-[A-Z][0-9]{2,4}(-[a-z][a-z0-9_]{0,29})?")


@dataclass(frozen=True)
class ItemSummary:
    """A row of the public list. `promised_days` in `promised_unit`; promised limits are ILLUSTRATIVE."""

    id: str
    name: str
    theme: str
    department: str
    department_name: str
    category: str
    handling_type: str
    service_objects: list[str]
    promised_days: int
    promised_unit: Unit
    promised_status: str
    version: int
    department_name_2018: str = ""
    promised_condition: str | None = None
    complexity: str | None = None


class Found(NamedTuple):
    """The newest version of an item, and the one that holds until it takes effect, where it does so later."""

    newest: ServiceItem
    before: ServiceItem | None = None

    def at(self, at: datetime | None) -> ServiceItem:
        """The version that holds at this legal time; the newest, whenever it takes effect, without a time."""
        effective = self.newest.effective_at
        return self.before if at and effective and self.before and at < effective else self.newest


def load_item(
    table: Table,
    region: str,
    code: str,
    version: int | None = None,
    *,
    wall: datetime | None = None,
    at: datetime | None = None,
) -> ServiceItem:
    """One version of an item, the newest by default, in one read. Raises NotFound (code item_not_found).

    Pinned versions stay in this process, they never change. With `wall` given, the newest may be up to 30 s old. With
    `at` (legal time) it is the version that holds then: one that takes effect later is not there yet.
    """
    if not ITEM_ID.fullmatch(code):
        raise unknown_item()
    if version is not None:
        return _pinned(table, region, code, version)
    key = (table, region, code)
    kept = _newest.get(key)
    if wall and kept and wall - kept[0] < KEPT_FOR:
        return _holding(kept[1], at)
    row = table.get(register_keys.current_item(region, code))
    if row is None:
        raise unknown_item()
    found = found_in(row)
    if wall:
        _newest[key] = (wall, found)
    return _holding(found, at)


def _holding(found: Found, at: datetime | None) -> ServiceItem:
    """NotFound for an item whose first version does not hold yet, or was withdrawn before it did."""
    item = found.at(at)
    if at and (item.withdrawn_at or (item.effective_at and at < item.effective_at)):
        raise unknown_item()
    return item


def found_in(row: Item) -> Found:
    """What the row of the newest version says."""
    before: Item | None = row.get("before")
    beside = {name: value for name, value in row.items() if name not in VERSIONED}
    return Found(_item(row), _item(beside | before) if before else None)


def statutory_limits(table: Table, region: str, codes: Sequence[str]) -> dict[str, tuple[int, Unit]]:
    """The terms that the law sets for these items of a region, of those that it has, at most a hundred in one read."""
    wanted = [code for code in codes if ITEM_ID.fullmatch(code)]
    found = dict[str, tuple[int, Unit]]()
    for start in range(0, len(wanted), 100):
        rows = table.get_many([register_keys.current_item(region, code) for code in wanted[start : start + 100]])
        for row in rows.values():
            document = json.loads(row["document"])
            limit = document.get("statutory_limit")
            if limit and limit.get("value") is not None:
                found[document["id"]] = limit["value"], limit["unit"]
    return found


class Newest(NamedTuple):
    """The newest version of an item, as the short row of the public list tells it."""

    name: str
    version: int
    content_hash: str
    ended: bool
    next_version: int


def current_departments(table: Table, region: str, at: datetime) -> dict[str, str]:
    """The department of every item of the region that has not ended by `at` (legal time), by code."""
    partition = register_keys.item_summary(region, "")
    rows = table.query_all(partition.pk, prefix=partition.sk)
    return {row["id"]: row["department"] for row in rows if not is_over(row_at(row, at), at)}


def classified_items(table: Table, region: str, at: datetime) -> list[tuple[str, str, str | None, str]]:
    """Code, department, complexity and kind of handling of every item of the region that has not ended by `at` (legal
    time), of the version that holds then.
    """
    partition = register_keys.item_summary(region, "")
    rows = table.query_all(partition.pk, prefix=partition.sk)
    then = [row_at(row, at) for row in rows if not is_over(row_at(row, at), at)]
    return [(row["id"], row["department"], row.get("complexity"), row["handling_type"]) for row in then]


def departments_of_items(table: Table, regions: Sequence[str], codes: Sequence[str]) -> dict[str, str] | None:
    """The departments of those of these items that a catalogue has: the first of the regions that has one. None where
    none was imported yet. An item that has ended still counts: letters of its time name it.
    """
    for region in regions:
        found = dict[str, str]()
        for start in range(0, len(codes), 100):
            rows = table.get_many([register_keys.item_summary(region, one) for one in codes[start : start + 100]])
            found |= {row["id"]: row["department"] for row in rows.values()}
        partition = register_keys.item_summary(region, "")
        if found or table.query(partition.pk, prefix=partition.sk, limit=1).items:
            return found
    return None


def newest(table: Table, region: str) -> dict[str, Newest]:
    """The newest version of every item of the region, by code."""
    partition = register_keys.item_summary(region, "")
    rows = table.query_all(partition.pk, prefix=partition.sk)
    return {
        row["id"]: Newest(row["name"], row["version"], row["content_hash"], will_end(row), next_version(row))
        for row in rows
    }


class InForce(NamedTuple):
    """What the public list tells of the version of an item that holds."""

    name: str
    version: int
    department: str


def in_force(table: Table, region: str, codes: Sequence[str], at: datetime) -> dict[str, InForce]:
    """Those of these items, at most a hundred, that hold at `at` (legal time), in one read."""
    wanted = [code for code in dict.fromkeys(codes) if ITEM_ID.fullmatch(code)]
    rows = table.get_many([register_keys.item_summary(region, code) for code in wanted]) if wanted else {}
    then = [row_at(row, at) for row in rows.values() if not is_over(row_at(row, at), at)]
    return {row["id"]: InForce(row["name"], row["version"], row["department"]) for row in then}


def next_version(row: Item | None) -> int:
    """The number of the next version, where `row` is that of the newest one: a number that was withdrawn stays used."""
    return max(row["version"], row.get("last_number", 0)) + 1 if row else 1


def will_end(row: Mapping[str, Any]) -> bool:
    """Whether the item has ended or has an end, or its only version was withdrawn before it held."""
    return "ended_at" in row or "withdrawn_at" in row


def publish(
    region: str,
    item: ItemDocument,
    version: int,
    at: datetime,
    *,
    ahead: "Ahead | None" = None,
    follows: int | None = None,
    **facts_besides: Any,
) -> list[Op]:
    """The three writes of one new version; refused when somebody else published that version first. `ahead`: it takes
    effect later. `follows` is the version of the newest row, where it is not the number before: that was withdrawn.
    `facts_besides` stand in the row of the version, such as the consent it rests on.
    """
    document = canonical(item)
    hashed = _digest(document)
    facts: dict[str, Any] = {"version": version, "content_hash": hashed, "published_at": at.isoformat()}
    if ahead and ahead.effective_at > at:
        facts["effective_at"] = ahead.effective_at.isoformat()
    body = facts | {"region": region, "document": document}
    summary = asdict(summary_of(item, version)) | facts
    current: dict[str, Any] = body
    if ahead and ahead.before and "effective_at" in facts:
        ending = {name: ahead.before[name] for name in ENDING if name in ahead.before}
        kept = {name: ahead.before[name] for name in VERSIONED if name in ahead.before}
        current = {**body, "before": kept | ending}
        before_summary = asdict(summary_of(found_in(ahead.before).newest, ahead.before["version"]))
        summary = {**summary, "before": before_summary | ending}
    standing: dict[str, Any] = dict(ahead.standing) if ahead else {}
    follows = version - 1 if follows is None else follows
    unmoved = equals(version=follows) if follows else ABSENT
    return [
        put(_row(register_keys.item_version(region, item.id, version), body | facts_besides), when=ABSENT),
        put(_row(register_keys.current_item(region, item.id), current | standing), when=unmoved),
        put(_row(register_keys.item_summary(region, item.id), summary | standing)),
    ]


# What belongs to a version, in the row of the newest one.
VERSIONED = ("version", "content_hash", "published_at", "effective_at", "document", "corrections")
# What ends the version before, and not the one that opens the item again.
ENDING = ("ended_at", "closing")


@dataclass(frozen=True)
class Ahead:
    """How a version goes on from the one before. It takes effect at `effective_at`; until then `before`, the row of the
    newest version so far, is shown. `standing` is what stays with the item whatever version it has, as a suspension.
    """

    effective_at: datetime
    before: Item | None = None
    standing: Mapping[str, Any] = field(default_factory=dict[str, Any])


def end(item: ServiceItem, from_: datetime) -> list[Op]:
    """The two writes that end an item; refused when a newer version was published meanwhile."""
    return end_version(item.region, item.id, item.version, from_)


def end_version(
    region: str, code: str, version: int, from_: datetime, closing: Mapping[str, Any] | None = None
) -> list[Op]:
    """As `end`, of an item whose version is known. `closing` tells why, and what to apply for instead."""
    ended: dict[str, Any] = {"ended_at": from_.isoformat()} | ({"closing": dict(closing)} if closing else {})
    return stand(region, code, version, ended)


def stand(
    region: str, code: str, version: int, facts: Mapping[str, Any], remove: Sequence[str] = (), label: str = ""
) -> list[Op]:
    """The two writes of what stands beside the versions of an item; refused when a newer one was published."""
    unchanged = equals(version=version)
    return [
        update(register_keys.current_item(region, code), put=facts, remove=remove, when=unchanged, label=label),
        update(register_keys.item_summary(region, code), put=facts, remove=remove, when=unchanged),
    ]


def canonical(item: ItemDocument) -> str:
    """The item as it was imported, in one writing whatever the order of its fields was."""
    return json.dumps(raw_document(item), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def raw_document(item: ItemDocument) -> dict[str, Any]:
    """The item as its file has it."""
    fields: dict[str, Any] = json.loads(item.model_dump_json(by_alias=True, exclude_unset=True))
    return fields


def content_hash(item: ItemDocument) -> str:
    return _digest(canonical(item))


def _digest(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def forget() -> None:
    """Empty the caches of this process."""
    _newest.clear()
    _pinned.cache_clear()
    kept.forget()


_newest: dict[tuple[Table, str, str], tuple[datetime, Found]] = {}


@lru_cache(maxsize=512)
def _pinned(table: Table, region: str, code: str, version: int) -> ServiceItem:
    return _read(table, register_keys.item_version(region, code, version))


def _read(table: Table, key: Key) -> ServiceItem:
    row = table.get(key)
    if row is None:
        raise unknown_item()
    return _item(row)


BEFORE_ITS_END = ("region", "version", "content_hash", "published_at", "effective_at")
OF_ROW = (*BEFORE_ITS_END, "ended_at", "closing", "suspension", "corrections", "withdrawn_at")


def _item(row: Item) -> ServiceItem:
    of_row = {name: row[name] for name in OF_ROW if name in row}
    if "request_of" in row:
        of_row["request_of"] = json.loads(row["request_of"])
    document = corrected(json.loads(row["document"]), row.get("corrections", ()))
    return ServiceItem.model_validate_json(json.dumps(document | of_row))


def as_version(region: str, document: ItemDocument, version: int) -> ServiceItem:
    """A document that is not published yet, as the version that it would be."""
    of_row = {"region": region, "version": version, "content_hash": content_hash(document)}
    return ServiceItem.model_validate_json(json.dumps(json.loads(canonical(document)) | of_row))


def unknown_item() -> NotFound:
    return NotFound(code="item_not_found", title="没有这个事项，请核对事项编号")


def _row(key: Key, values: dict[str, Any]) -> Item:
    return {"pk": key.pk, "sk": key.sk, **values}


def summary_of(item: ItemDocument, version: int) -> ItemSummary:
    return ItemSummary(
        id=item.id,
        name=item.name,
        theme=item.theme,
        department=item.department,
        department_name=item.department_name,
        category=item.category,
        handling_type=item.handling_type,
        service_objects=list(item.service_objects),
        promised_days=item.promised_limit.value,
        promised_unit=item.promised_limit.unit,
        promised_status=item.promised_limit.status,
        version=version,
        department_name_2018=item.department_name_2018,
        promised_condition=item.promised_limit.condition,
        complexity=item.complexity.level if item.complexity else None,
    )


def is_over(row: Item, at: datetime | None) -> bool:
    """Whether nobody can apply for it at this time: it has ended, or its only version was withdrawn."""
    if at is None:
        return False
    return "withdrawn_at" in row or ("ended_at" in row and datetime.fromisoformat(row["ended_at"]) <= at)


def row_at(row: Item, at: datetime | None) -> Item:
    """The row of the list as it is at this time: until a version takes effect, the one before it is shown."""
    early = at is not None and "before" in row and at < datetime.fromisoformat(row["effective_at"])
    return row | row["before"] if early else row


def begun_by(row: Item, at: datetime | None) -> bool:
    """Whether a version of it holds already, or has held."""
    if at is not None and "withdrawn_at" in row:
        return False
    if at is None or "before" in row or "effective_at" not in row:
        return True
    return at >= datetime.fromisoformat(row["effective_at"])
