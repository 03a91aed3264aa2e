"""What an import of the directory would write, section by section: a step for each record, none where nothing changes.

Registers of people add a function of their own to `STEPS`, and their checks to `CHECKS`.
"""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.import_checks import CHECKS as OF_PLACES
from chalicelib.directory.model.import_checks import Check
from chalicelib.directory.model.organs import Contacts
from chalicelib.directory.model.outcome import Outcome, Wanted
from chalicelib.directory.model.place import repeated_number_codes
from chalicelib.directory.model.sections import OF_COUNTIES
from chalicelib.directory.store import departments as cores
from chalicelib.directory.store.directories import document_of, keep_contacts, keep_part, keep_region, load_contacts
from chalicelib.directory.store.places import find_place
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op

MOST_BYTES = 300_000
Kind = Literal["created", "changed", "unchanged", "absent"]


class Change(NamedTuple):
    """What happens to one record. `pointer` is where it stands in the file; empty for what no file names (absent)."""

    kind: Kind
    section: str
    region: str
    id: str
    name: str
    pointer: str = ""


class Step(NamedTuple):
    """What one record writes. `roles` are those of the account that it registers. Steps of one `group` that follow each
    other are written in one transaction, as far as one takes them.
    """

    change: Change
    ops: tuple[Op, ...] = ()
    roles: tuple[str, ...] = ()
    group: str = ""


Steps = Callable[[Table, Outcome, str], Iterator[Step]]


def of_departments(table: Table, outcome: Outcome, region: str) -> Iterator[Step]:
    """A department has three rows: the five fields that items refer to, all else, and its contacts."""
    core_before = {one.id: one for one in cores.list_departments(table, region)}
    kept = outcome.kept[region].departments
    people = load_contacts(table, region) if any(one.contacts for one in outcome.wanted[region]) else {}
    wanted = {one.id: one for one in outcome.wanted[region] if one.section == "departments"}
    pointers = _pointers(outcome)
    for name, document in outcome.cores[region].items():
        ops, core = list[Op](), cores.department_of(region, name, document)
        if core_before.get(name) != core:
            ops.append(cores.keep_department(core))
        if more := wanted.get(name):
            ops += _changed_part(region, more, kept.get(name))
            told = {role: one for role, one in more.contacts or () if one}
            contacts = people.get(name, Contacts()).model_copy(update=told)
            if told and people.get(name) != contacts:
                ops.append(keep_contacts(region, name, contacts))
        kind: Kind = "unchanged" if not ops else "changed" if name in core_before else "created"
        yield Step(Change(kind, "departments", region, name, core.name, pointers.get((region, name), "")), tuple(ops))
    if outcome.cores[region]:
        for name, one in core_before.items():
            if name not in outcome.cores[region]:
                yield Step(Change("absent", "departments", region, name, one.name))


def _pointers(outcome: Outcome) -> dict[tuple[str, str], str]:
    found = {(outcome.city, entry.id): entry.pointer for entry in outcome.parts.of("departments")}
    of_counties = outcome.parts.of(OF_COUNTIES)
    return found | {(str(one.within), one.id.rpartition(" ")[2]): one.pointer for one in of_counties}


def of_places(_: Table, outcome: Outcome, region: str) -> Iterator[Step]:
    """Regions, halls, windows and whatever else has one row each. What a file does not name stays."""
    kept = outcome.kept[region]
    wanted = [one for one in outcome.wanted[region] if one.section != "departments"]
    for one in wanted:
        before = kept.parts.get(one.section, {}).get(one.id)
        ops = _changed_part(region, one, before)
        if ops and one.section == "regions":
            ops.append(keep_region(one.record.region))
        kind: Kind = "unchanged" if not ops else "changed" if before is not None else "created"
        yield Step(Change(kind, one.section, region, one.id, one.name, one.pointer), tuple(ops))
    yield from _absent(kept, {one.section for one in wanted} - {"regions"}, {(one.section, one.id) for one in wanted})


def _absent(kept: Directory, sections: set[str], named: set[tuple[str, str]]) -> Iterator[Step]:
    for section in sorted(sections):
        for identifier, record in kept.parts.get(section, {}).items():
            if (section, identifier) not in named:
                name = getattr(record, "name", None) or identifier
                yield Step(Change("absent", section, kept.division, identifier, str(name)))


def _changed_part(region: str, one: Wanted, before: object) -> list[Op]:
    if before is not None and document_of(before) == document_of(one.record):
        return []
    return [keep_part(region, one.section, one.id, one.name, one.record)]


STEPS: tuple[Steps, ...] = (of_departments, of_places)
CHECKS: tuple[Check, ...] = OF_PLACES


def too_large(outcome: Outcome) -> Iterator[FieldError]:
    """A row of the table has at most 400 kB."""
    for wanted in outcome.wanted.values():
        for one in wanted:
            if len(document_of(one.record).encode()) > MOST_BYTES:
                yield FieldError(one.pointer, "record_too_large", f"一条记录不能超过 {MOST_BYTES // 1000} KB")


def number_codes(table: Table, outcome: Outcome) -> Iterator[FieldError]:
    """Departments with one 机关代字 would give out the same document numbers."""
    for region, documents in outcome.cores.items():
        if documents and (place := find_place(table, region)):
            yield from repeated_number_codes(place, documents)
