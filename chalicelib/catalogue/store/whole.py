"""The whole catalogue of a division as it stands, a few items at a time."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from chalicelib.catalogue.model.closing import document_in
from chalicelib.catalogue.store import newest, will_end
from chalicelib.foundation import register_keys
from chalicelib.foundation.table import Table

# Documents have at most 150 KB, and one answer of DynamoDB 16 MB.
AT_ONCE = 50
STANDING: Mapping[str, str] = {
    "version": "版本号",
    "content_hash": "内容摘要",
    "published_at": "公布时间",
    "effective_at": "计划生效时间",
    "ended_at": "计划取消时间",
}


class CurrentItem(NamedTuple):
    """The newest version of an item: its document with its clerical corrections, and how it stands. `ended` also where
    its only version was withdrawn.
    """

    document: dict[str, Any]
    standing: dict[str, Any]
    ended: bool


def current_items(table: Table, division: str) -> Iterator[CurrentItem]:
    """In the order of their codes."""
    codes = sorted(newest(table, division))
    for start in range(0, len(codes), AT_ONCE):
        wanted = [register_keys.current_item(division, code) for code in codes[start : start + AT_ONCE]]
        rows = table.get_many(wanted)
        for key in wanted:
            if row := rows.get(key):
                told = {words: row[name] for name, words in STANDING.items() if name in row}
                yield CurrentItem(document_in(row), told | _state(row), will_end(row))


def _state(row: Mapping[str, Any]) -> dict[str, Any]:
    """事项状态: in use, suspended, or ended with what to apply for instead."""
    if will_end(row):
        closing: dict[str, Any] = row.get("closing", {})
        return {"事项状态": "取消", "承接事项": list(closing.get("successors", ()))}
    return {"事项状态": "暂停" if "suspension" in row else "在用"}
