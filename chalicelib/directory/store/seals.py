"""Where seals are kept, and which documents bear them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.directory.model.seals import Seal
from chalicelib.directory.store.authority import standing_in
from chalicelib.directory.store.kept import Kept, document_of, next_version, unchanged
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Page, Table
from chalicelib.foundation.writes import Op, put


class SealPage(NamedTuple):
    """Seals; `after` is where the next page begins."""

    seals: list[Kept[Seal]]
    after: dict[str, str] | None


def load_seal(table: Table, division: str, seal_id: str) -> Kept[Seal] | None:
    row = table.get(register_keys.seal(division, seal_id))
    return seal_in(row) if row else None


def list_seals(
    table: Table, division: str, department: str | None = None, *, limit: int, after: Mapping[str, str] | None = None
) -> SealPage:
    """The seals of the division, or of one department, in the order of their ids. A department has few, and its
    standing names all of them, so they are one page.
    """
    if department is not None:
        own = standing_in(table.get(register_keys.authority(division, department))).record.seals
        rows = table.get_many([register_keys.seal(division, one.id) for one in own]) if own else {}
        return SealPage(sorted(map(seal_in, rows.values()), key=lambda kept: kept.record.id), None)
    page = table.query(register_keys.register_of_seals(division), prefix=register_keys.SEAL, limit=limit, after=after)
    return SealPage([seal_in(row) for row in page.items], page.after)


def all_seals(table: Table, division: str) -> Iterator[Kept[Seal]]:
    """Every seal of the division."""
    rows = table.query_all(register_keys.register_of_seals(division), prefix=register_keys.SEAL, limit=1000)
    return map(seal_in, rows)


def write_seal(before: Kept[Seal] | None, after: Seal) -> list[Op]:
    row: Item = {
        **register_keys.seal(after.region, after.id)._asdict(),
        "version": next_version(before),
        "document": document_of(after),
    }
    return [put(row, when=unchanged(before))]


def record_use(division: str, seal_id: str, at: datetime, document: str, facts: Mapping[str, str | int]) -> Op:
    """That a document bears this seal, for the transaction that gives the document its number. `document` is its case
    and its number within the case; a repetition writes the same row again.
    """
    time = at.isoformat(timespec="milliseconds")
    return put({**register_keys.seal_use(division, seal_id, time, document)._asdict(), **facts, "at": at.isoformat()})


def uses_of(table: Table, division: str, seal_id: str, *, limit: int, after: Mapping[str, str] | None = None) -> Page:
    """The documents that bear this seal, newest first."""
    return table.query(
        register_keys.seal_uses(division, seal_id), prefix=register_keys.USE, limit=limit, after=after, forward=False
    )


def seal_in(row: Item) -> Kept[Seal]:
    return Kept(Seal.model_validate_json(row["document"]), int(row["version"]))
