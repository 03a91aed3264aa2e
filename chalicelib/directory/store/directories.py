"""Where the directory of a region is kept: a row for each record, and one that counts the changes.

A process keeps what it has read by region and version. So a request reads one small row, and the rest only after a
change.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.foundation import register_keys
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, equals, put, update

if TYPE_CHECKING:  # functions that ask for the version alone start without the models of a directory
    from chalicelib.directory.model.directory import Directory
    from chalicelib.directory.model.organs import Contacts
    from chalicelib.directory.model.regions import Region

VERSION = "directory version"
MOST_KEPT = 16
# Rows of one call: a region has a few hundred.
MOST_ROWS = 1000
FRESH = timedelta(seconds=30)


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


def load_directory(table: Table, division: str) -> "Directory":
    """The directory as it is now; empty where none was imported. One call unless it has changed."""
    if (table, division) in _kept:
        return directory_as_of(table, division, directory_version(table, division))
    return _keep(table, read_directory(table, division))


def directory_as_of(table: Table, division: str, version: int) -> "Directory":
    """The directory as of this version, which the caller has just read, or later. One call at most, none while the
    version stays, and none before the first change.
    """
    from chalicelib.directory.model.directory import Directory

    if knows_directory(table, division, version):
        return _kept.get((table, division), Directory(division))
    return _keep(table, read_directory(table, division))


def knows_directory(table: Table, division: str, version: int) -> bool:
    """Whether `directory_as_of` would read nothing."""
    known = _kept.get((table, division))
    return version == 0 or (known is not None and known.version >= version)


def office_hours(table: Table, division: str, at: datetime, calendar: WorkCalendar) -> bool:
    """Whether one of the region's halls is open then (+08:00); of a region without halls nothing is known."""
    directory = load_directory(table, division)
    hours = [directory.hours[hall.hours] for hall in directory.halls.values()]
    return not hours or any(one.open_at(at, calendar) for one in hours)


def directory_lately(table: Table, division: str, wall: datetime) -> "Directory":
    """The directory as of the last thirty seconds (real time), for what anybody may read: like the newest version of an
    item, on which such an answer rests too.
    """
    heard, known = _heard.get((table, division)), _kept.get((table, division))
    if heard and known and wall - heard < FRESH:
        return known
    directory = load_directory(table, division)
    _heard[table, division] = wall
    return directory


def read_directory(table: Table, division: str) -> "Directory":
    """All rows of a directory, in one call. From the last sort key to the first, so that the version comes first: rows
    of a change in between are read again with the next version.
    """
    from chalicelib.directory.model.directory import ROW_MODELS, Directory

    version, parts = 0, dict[str, dict[str, Any]]()
    counter = register_keys.directory_version(division)
    for row in table.query_all(counter.pk, forward=False, limit=MOST_ROWS):
        if row["sk"] == counter.sk:
            version = int(row["value"])
        elif row["sk"].startswith(register_keys.DIRECTORY_PART):
            section, identifier = register_keys.section_and_id(row["sk"])
            parts.setdefault(section, {})[identifier] = ROW_MODELS[section].model_validate_json(row["document"])
    return Directory(division, version, {section: dict(sorted(rows.items())) for section, rows in parts.items()})


def _keep(table: Table, directory: "Directory") -> "Directory":
    if len(_kept) >= MOST_KEPT:
        forget_directories()
    _kept[table, directory.division] = directory
    return directory


def forget_directories() -> None:
    """Empty the cache of this process."""
    _kept.clear()
    _heard.clear()


_kept: "dict[tuple[Table, str], Directory]" = {}
_heard: dict[tuple[Table, str], datetime] = {}


def document_of(record: Any) -> str:
    """The record as its row has it, without the fields that have the default value of the model."""
    return record.model_dump_json(by_alias=True, exclude_defaults=True)


def keep_part(division: str, section: str, identifier: str, name: str, record: Any) -> Op:
    key = register_keys.directory_part(division, section, identifier)
    return put({**key._asdict(), "name": name, "document": document_of(record)})


def keep_region(region: "Region") -> Op:
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


def keep_contacts(division: str, department: str, contacts: "Contacts") -> Op:
    row: dict[str, Any] = {**register_keys.contacts(division, department)._asdict(), "contacts": document_of(contacts)}
    return put(row)


def load_contacts(table: Table, division: str) -> "dict[str, Contacts]":
    """Who speaks for each department, with names and telephones: for staff only."""
    from chalicelib.directory.model.organs import Contacts

    key: Key = register_keys.contacts(division, "")
    rows = table.query_all(key.pk, prefix=key.sk)
    return {row["sk"].removeprefix(key.sk): Contacts.model_validate_json(row["contacts"]) for row in rows}
