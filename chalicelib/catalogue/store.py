"""Where items are kept: immutable versions, a copy of the newest, and one short row each for the public list."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from chalicelib.catalogue.model import ItemDocument, ServiceItem, Unit
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put, update

FRESH = timedelta(seconds=30)
LARGEST_READ = 500
ITEM_ID = re.compile(r"[A-Z]{2}-[A-Z][0-9]{2,4}")


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


def load_item(
    table: Table, region: str, code: str, version: int | None = None, *, wall: datetime | None = None
) -> ServiceItem:
    """One version of an item, the newest by default, in one read. Raises NotFound (code item_not_found).

    Pinned versions stay in this process, they never change. With `wall` given, the newest may be up to 30 s old.
    """
    if not ITEM_ID.fullmatch(code):
        raise _unknown_item()
    if version is not None:
        return _pinned(table, region, code, version)
    key = (table, region, code)
    kept = _newest.get(key)
    if wall and kept and wall - kept[0] < FRESH:
        return kept[1]
    item = _read(table, keys.current_item(region, code))
    if wall:
        _newest[key] = (wall, item)
    return item


def list_items(
    table: Table,
    region: str,
    *,
    theme: str | None = None,
    department: str | None = None,
    q: str | None = None,
    at: datetime | None = None,
    limit: int = 100,
    after: dict[str, str] | None = None,
) -> tuple[list[ItemSummary], dict[str, str] | None]:
    """A page of the region's list in the order of ids, and where to go on.

    An item that has ended by `at` (legal time) is not in it. Every word of `q` is looked for in name, id and both names
    of the department. One call reads at most 500 rows: with a rare filter a page may be short and still have a next
    one.
    """
    found: list[ItemSummary] = []
    read = 0
    partition = keys.item_summary(region, "")
    size = 100 if theme or department or q else limit + 1  # one more, to know whether there is a next page
    while True:
        page = table.query(partition.pk, prefix=partition.sk, limit=size, after=after)
        for place, row in enumerate(page.items):
            summary = _summary(row)
            if not _ended(row, at) and _matches(summary, theme, department, q):
                found.append(summary)
            if len(found) == limit:
                more = place + 1 < len(page.items) or page.after is not None
                return found, {"pk": row["pk"], "sk": row["sk"]} if more else None
        after, read = page.after, read + len(page.items)
        if after is None or read >= LARGEST_READ:
            return found, after


def statutory_limits(table: Table, region: str, codes: Sequence[str]) -> dict[str, tuple[int, Unit]]:
    """The terms that the law sets for these items of a region, of those that it has, at most a hundred in one read."""
    wanted = [code for code in codes if ITEM_ID.fullmatch(code)]
    found = dict[str, tuple[int, Unit]]()
    for start in range(0, len(wanted), 100):
        rows = table.get_many([keys.current_item(region, code) for code in wanted[start : start + 100]])
        for row in rows.values():
            document = json.loads(row["document"])
            if limit := document.get("statutory_limit"):
                found[document["id"]] = limit["value"], limit["unit"]
    return found


class Newest(NamedTuple):
    """The newest version of an item, as the short row of the public list tells it."""

    name: str
    version: int
    content_hash: str
    ended: bool


def newest(table: Table, region: str) -> dict[str, Newest]:
    """The newest version of every item of the region, by code."""
    partition = keys.item_summary(region, "")
    rows = table.query_all(partition.pk, prefix=partition.sk)
    return {row["id"]: Newest(row["name"], row["version"], row["content_hash"], "ended_at" in row) for row in rows}


def publish(region: str, item: ItemDocument, version: int, at: datetime) -> list[Op]:
    """The three writes of one new version; refused when somebody else published that version first."""
    document = canonical(item)
    hashed = content_hash(item)
    facts: dict[str, Any] = {"version": version, "content_hash": hashed, "published_at": at.isoformat()}
    body = facts | {"region": region, "document": document}
    summary = asdict(_summary_of(item, version)) | facts
    before = equals(version=version - 1) if version > 1 else ABSENT
    return [
        put(_row(keys.item_version(region, item.id, version), body), when=ABSENT),
        put(_row(keys.current_item(region, item.id), body), when=before),
        put(_row(keys.item_summary(region, item.id), summary)),
    ]


def end(item: ServiceItem, from_: datetime) -> list[Op]:
    """The two writes that end an item; refused when a newer version was published meanwhile."""
    return end_version(item.region, item.id, item.version, from_)


def end_version(region: str, code: str, version: int, from_: datetime) -> list[Op]:
    """As `end`, of an item whose version is known."""
    ended, unchanged = {"ended_at": from_.isoformat()}, equals(version=version)
    return [
        update(keys.current_item(region, code), put=ended, when=unchanged),
        update(keys.item_summary(region, code), put=ended, when=unchanged),
    ]


def canonical(item: ItemDocument) -> str:
    """The item as it was imported, in one writing whatever the order of its fields was."""
    fields = json.loads(item.model_dump_json(by_alias=True, exclude_unset=True))
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(item: ItemDocument) -> str:
    return hashlib.sha256(canonical(item).encode()).hexdigest()


def forget() -> None:
    """Empty the caches of this process."""
    _newest.clear()
    _pinned.cache_clear()


_newest: dict[tuple[Table, str, str], tuple[datetime, ServiceItem]] = {}


@lru_cache(maxsize=512)
def _pinned(table: Table, region: str, code: str, version: int) -> ServiceItem:
    return _read(table, keys.item_version(region, code, version))


def _read(table: Table, key: Key) -> ServiceItem:
    row = table.get(key)
    if row is None:
        raise _unknown_item()
    of_row = {name: row[name] for name in ("region", "version", "content_hash", "ended_at") if name in row}
    fields = json.loads(row["document"]) | of_row
    return ServiceItem.model_validate_json(json.dumps(fields))


def _unknown_item() -> NotFound:
    return NotFound(code="item_not_found", title="没有这个事项，请核对事项编号")


def _row(key: Key, values: dict[str, Any]) -> Item:
    return {"pk": key.pk, "sk": key.sk, **values}


def _summary_of(item: ItemDocument, version: int) -> ItemSummary:
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
    )


def _ended(row: Item, at: datetime | None) -> bool:
    return at is not None and "ended_at" in row and datetime.fromisoformat(row["ended_at"]) <= at


def _summary(row: Item) -> ItemSummary:
    return ItemSummary(**{name: row[name] for name in ItemSummary.__dataclass_fields__ if name in row})


def _matches(summary: ItemSummary, theme: str | None, department: str | None, q: str | None) -> bool:
    if theme and summary.theme != theme:
        return False
    if department and summary.department != department:
        return False
    words = f"{summary.name} {summary.id} {summary.department_name} {summary.department_name_2018}".casefold()
    return all(word in words for word in (q or "").casefold().split())
