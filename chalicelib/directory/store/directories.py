"""Where the directory of a region is kept: a row for each record, and one that counts the changes.

A process keeps what it has read by region and version. So a request reads one small row, and the rest only after a
change.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.directory.model.directory import ROW_MODELS, Directory
from chalicelib.directory.model.organs import Contacts
from chalicelib.directory.model.regions import Region
from chalicelib.foundation import register_keys
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, equals, put, update

VERSION = "directory version"
MOST_KEPT = 16


def directory_version(table: Table, division: str) -> int:
    """How many changes the directory of this region has seen; 0 before the first."""
    row = table.get(register_keys.directory_version(division))
    return int(row["value"]) if row else 0


def next_version(division: str, *, seen: int | None = None, roles: Iterable[str] = ()) -> Op:
    """Counts one change. With `seen` it is refused (label `VERSION`) when another change came between.

    `roles` are those of accounts that the change registers: from then on the register is asked for each of them.
    """
    when = None if seen is None else equals(value=seen or None)
    marks = {role_mark(role): True for role in sorted(roles)}
    return update(register_keys.directory_version(division), put=marks, add={"value": 1}, when=when, label=VERSION)


def role_mark(role: str) -> str:
    """The attribute of the version's row that says that the register has had an account in this role."""
    return f"of_{role}"


def load_directory(table: Table, division: str) -> Directory:
    """The directory as it is now; empty where none was imported."""
    version = directory_version(table, division)
    known = _kept.get((table, division))
    if known and known.version == version:
        return known
    # The version is read first: rows of a change in between are read again with the next version.
    directory = read_directory(table, division, version)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[table, division] = directory
    return directory


def read_directory(table: Table, division: str, version: int) -> Directory:
    parts = dict[str, dict[str, Any]]()
    for row in table.query_all(register_keys.directory(division), prefix=register_keys.DIRECTORY_PART):
        section, identifier = register_keys.section_and_id(row["sk"])
        parts.setdefault(section, {})[identifier] = ROW_MODELS[section].model_validate_json(row["document"])
    return Directory(division, version, parts)


def forget_directories() -> None:
    """Empty the cache of this process."""
    _kept.clear()


_kept: dict[tuple[Table, str], Directory] = {}


def document_of(record: Any) -> str:
    """The record as its row has it; what is as the model says by itself is left out."""
    return record.model_dump_json(by_alias=True, exclude_defaults=True)


def keep_part(division: str, section: str, identifier: str, name: str, record: Any) -> Op:
    key = register_keys.directory_part(division, section, identifier)
    return put({**key._asdict(), "name": name, "document": document_of(record)})


def keep_region(region: Region) -> Op:
    """The region's line in the list of regions."""
    facts = region.model_dump(
        mode="json", by_alias=True, include={"code", "name", "level", "parent", "tenant", "since"}
    )
    return put(
        {**register_keys.region(region.code)._asdict(), **{name: one for name, one in facts.items() if one is not None}}
    )


def list_regions(table: Table) -> list[Mapping[str, Any]]:
    """Every region of this table, by code."""
    key = register_keys.region("")
    return [*table.query_all(key.pk, prefix=key.sk)]


def keep_contacts(division: str, department: str, contacts: Contacts) -> Op:
    row: dict[str, Any] = {**register_keys.contacts(division, department)._asdict(), "contacts": document_of(contacts)}
    return put(row)


def load_contacts(table: Table, division: str) -> dict[str, Contacts]:
    """Who speaks for each department, with names and telephones: for staff only."""
    key: Key = register_keys.contacts(division, "")
    rows = table.query_all(key.pk, prefix=key.sk)
    return {row["sk"].removeprefix(key.sk): Contacts.model_validate_json(row["contacts"]) for row in rows}
