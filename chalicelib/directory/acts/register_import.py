"""What an import of staff, letters and seals would write, and what it refuses.

A file adds to the registers and changes records by their ids; what it does not name stays as it is. A signed letter
keeps its words: a file may only tell its filing, its revocation, its scan and its note later.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from chalicelib.directory.acts.import_persons import link_persons, person_findings, person_steps
from chalicelib.directory.acts.import_steps import Change, Step
from chalicelib.directory.acts.kept_ends import (
    keep_ends,
    keep_leavers,
    keep_stops,
    keep_withdrawals,
    later_for_letters,
    later_for_seals,
    later_for_staff,
)
from chalicelib.directory.acts.letter_records import Receipts, record_findings, take_receipt
from chalicelib.directory.acts.register_changes import facts as facts_of
from chalicelib.directory.acts.register_checks import unknown_windows
from chalicelib.directory.acts.taken_names import hundreds, read_taken
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.item_kinds import Kinds
from chalicelib.directory.model.known_items import (
    Departments,
    items_of_letter,
    items_of_region,
    items_of_routing,
    items_of_staff,
    unknown_items,
)
from chalicelib.directory.model.letter_rules import catalogue_findings
from chalicelib.directory.model.letters import Letter
from chalicelib.directory.model.outcome import Outcome
from chalicelib.directory.model.rules import Known, letter_findings, seal_findings, staff_findings
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.sections import Entry, read_parts
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.standing import Standing
from chalicelib.directory.model.told_ends import LATER
from chalicelib.directory.store import letters, seals, staff
from chalicelib.directory.store.authority import standing_in, write_standing
from chalicelib.directory.store.kept import Change as Logged
from chalicelib.directory.store.kept import Kept, change_row, next_version
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op


@dataclass
class Registers:
    """Of one region: the records of the file with their pointers, and what is kept of them and of what they name."""

    region: str
    members: dict[str, Entry]
    letters: dict[str, Entry]
    seals: dict[str, Entry]
    replaced: Collection[str] = ()
    kept_staff: dict[str, Kept[StaffMember]] = field(default_factory=dict[str, Kept[StaffMember]])
    kept_letters: dict[str, Kept[Letter]] = field(default_factory=dict[str, Kept[Letter]])
    kept_seals: dict[str, Kept[Seal]] = field(default_factory=dict[str, Kept[Seal]])
    standings: dict[str, Kept[Standing]] = field(default_factory=dict[str, Kept[Standing]])
    relinked: dict[str, StaffMember] = field(default_factory=dict[str, StaffMember])
    link_faults: list[FieldError] = field(default_factory=list[FieldError])
    accounts: dict[str, str] = field(default_factory=dict[str, str])
    numbers: dict[str, str] = field(default_factory=dict[str, str])
    receipts: dict[str, str] = field(default_factory=dict[str, str])
    _after: dict[str, Standing] = field(default_factory=dict[str, Standing])

    def member(self, staff_id: str | None) -> StaffMember | None:
        """As it will be."""
        if staff_id is None:
            return None
        if entry := self.members.get(staff_id):
            return entry.record
        if one := self.relinked.get(staff_id):
            return one
        kept = self.kept_staff.get(staff_id)
        return kept.record if kept else None

    @cached_property
    def everybody(self) -> dict[str, StaffMember]:
        """Once all is read: everybody whom the file tells of or names, as they will be; with a file that tells staff,
        the whole register.
        """
        kept = {one: found.record for one, found in self.kept_staff.items()}
        return kept | self.relinked | {one: entry.record for one, entry in self.members.items()}

    @cached_property
    def posts(self) -> Mapping[str, list[StaffMember]]:
        """The posts of each person."""
        found = defaultdict[str, list[StaffMember]](list)
        for one in self.everybody.values():
            found[one.person].append(one)
        return found

    def changed(self, staff_id: str) -> bool:
        """Whether the import writes this member anew."""
        entry, kept = self.members.get(staff_id), self.kept_staff.get(staff_id)
        return staff_id in self.relinked or (entry is not None and (kept is None or kept.record != entry.record))

    def standing(self, department: str, today: date) -> Standing:
        """As it will be, with what the file tells laid over what is kept."""
        if department not in self._after:
            self._after[department] = self._standing(department, today)
        return self._after[department]

    def _standing(self, department: str, today: date) -> Standing:
        standing = self.standings[department].record if department in self.standings else Standing()
        for entry in self.seals.values():
            if entry.record.department == department:
                standing = standing.with_seal(entry.record)
        for entry in self.letters.values():
            if entry.record.department == department:
                standing = standing.with_letter(entry.record, today)
        for entry in self.members.values():
            if entry.record.works_for(department) and (entry.record.chief or _was_chief(standing, entry.record)):
                standing = standing.with_chief(entry.record)
        return standing


def _was_chief(standing: Standing, member: StaffMember) -> bool:
    return member.id in {one.id for one in standing.chiefs}


def tells_registers(outcome: Outcome) -> bool:
    return any(outcome.parts.of(name) for name in ("staff", "letters_accept", "letters_power", "seals"))


def items_named(raw: object) -> list[str]:
    """The items that the file's letters, trainings, routing and regions' own terms name, as far as it can be read."""
    try:
        parts = read_parts(raw)
    except Invalid:
        return []
    letters_told = [entry.record for name in ("letters_accept", "letters_power") for entry in parts.of(name)]
    named = {item for letter in letters_told for _, item in items_of_letter(letter)}
    named |= {item for entry in parts.of("routing") for _, item in items_of_routing(entry.record)}
    named |= {item for entry in parts.of("staff") for _, item in items_of_staff(entry.record)}
    return sorted(named | {item for entry in parts.of("regions") for _, item in items_of_region(entry.record)})


def registers_of(table: Table, outcome: Outcome, region: str, today: date) -> Registers:
    """The file's records of a region, with everything kept that their rules need, read a hundred at a time."""

    def of(*names: str) -> dict[str, Entry]:
        entries = [entry for name in names for entry in outcome.parts.of(name)]
        return {entry.id: entry for entry in entries if entry.record.region == region}

    found = Registers(region, of("staff"), of("letters_accept", "letters_power"), of("seals"), outcome.replaced)
    if found.members:
        found.kept_staff |= {kept.record.id: kept for kept in staff.everybody_in(table, region)}
    else:
        for ids in hundreds(sorted({*_named_by(found)})):
            found.kept_staff |= staff.load_members(table, region, ids)
    keep_leavers(found, today)
    keep_withdrawals(found)
    link_persons(found)
    for ids in hundreds(sorted(found.letters)):
        rows = table.get_many([register_keys.letter(region, one) for one in ids])
        found.kept_letters |= {kept.record.id: kept for kept in map(letters.letter_in, rows.values())}
    keep_ends(found)
    for ids in hundreds(sorted(found.seals)):
        rows = table.get_many([register_keys.seal(region, one) for one in ids])
        found.kept_seals |= {kept.record.id: kept for kept in map(seals.seal_in, rows.values())}
    keep_stops(found, today)
    for ids in hundreds(sorted(departments_of(found))):
        rows = table.get_many([register_keys.authority(region, one) for one in ids])
        found.standings |= {one: standing_in(rows.get(register_keys.authority(region, one))) for one in ids}
    read_taken(table, found)
    return found


def departments_of(found: Registers) -> set[str]:
    entries = [*found.letters.values(), *found.seals.values()]
    units = {entry.record.unit.department for entry in found.members.values()}
    return {one.record.department for one in entries} | {one for one in units if one}


def _named_by(found: Registers) -> Iterator[str]:
    records = [entry.record for part in (found.members, found.letters, found.seals) for entry in part.values()]
    for record in records:
        for name in ("same_person_as", "deputy_of", "signed_by", "grantee", "deputy", "accepted_by", "custodian"):
            if value := getattr(record, name, None):
                yield value
        if isinstance(record, Letter) and record.revoked:
            yield record.revoked.by


# ------------------------------------------------------------------------------------------------------------- findings
def register_findings(
    table: Table, outcome: Outcome, at: datetime, catalogue: Departments | None, kinds: Kinds
) -> Iterator[FieldError]:
    """What is wrong with the records of staff, letters and seals of the file. `catalogue` has the departments of the
    items that the file names, `kinds` what else the catalogue says of them.
    """
    if not tells_registers(outcome):
        return
    today = at.date()
    for name in ("staff", "letters_accept", "letters_power", "seals"):
        for entry in outcome.parts.of(name):
            if entry.record.region not in outcome.wanted:
                words = f"不属于区划 {outcome.division}，也不在文件的地区中"
                yield FieldError(f"{entry.pointer}/region", "region_not_in_file", words)
    for region in outcome.wanted:
        found = registers_of(table, outcome, region, today)
        units = outcome.departments_of(region)
        yield from _of_staff(found, units, today)
        yield from person_findings(found, found.posts, at)
        yield from _of_places_and_items(found, outcome.after(region), catalogue)
        yield from _of_decisions(found, kinds, today)
        yield from _of_letters(found, units, today)
        yield from _of_seals(found, units, today)


def _of_staff(found: Registers, units: frozenset[str], today: date) -> Iterator[FieldError]:
    for entry in found.members.values():
        one: StaffMember = entry.record
        department = one.unit.department
        if department and department not in units:
            yield FieldError(f"{entry.pointer}/unit/id", "id_unknown", "没有这个部门，请核对编号")
        yield from later_for_staff(found, entry, today)
        chiefs = found.standing(department, today).chiefs if department else ()
        yield from staff_findings(one, posts=found.posts[one.person], chiefs=chiefs, at=entry.pointer)


def _of_places_and_items(found: Registers, directory: Directory, catalogue: Departments | None) -> Iterator[FieldError]:
    """Windows are those of the directory, items those of the catalogue. A letter that was signed before is not judged
    by the catalogue of today.
    """
    for entry in found.members.values():
        if found.changed(entry.id):
            for finding in unknown_windows(directory, entry.record):
                yield finding._replace(pointer=entry.pointer + finding.pointer)
            yield from unknown_items(items_of_staff(entry.record), catalogue, at=entry.pointer)
    for entry in found.letters.values():
        if entry.id not in found.kept_letters:
            yield from unknown_items(
                items_of_letter(entry.record), catalogue, entry.record.department, at=entry.pointer
            )


def _of_decisions(found: Registers, kinds: Kinds, today: date) -> Iterator[FieldError]:
    """Nor is a letter judged by the catalogue of today that has ended, or that was signed here before."""
    for entry in found.letters.values():
        if entry.id not in found.kept_letters and entry.record.state_at(today) in ("valid", "not_yet"):
            yield from catalogue_findings(entry.record, kinds, at=entry.pointer)


def _of_letters(found: Registers, units: frozenset[str], today: date) -> Iterator[FieldError]:
    everybody, first, receipts = found.everybody, dict[str, str](), Receipts(found.receipts)
    for entry in found.letters.values():
        one: Letter = entry.record
        kept = found.kept_letters.get(one.id)
        before = kept.record if kept else None
        if one.department not in units:
            yield FieldError(f"{entry.pointer}/department", "id_unknown", "没有这个部门，请核对编号")
        known = Known(everybody, found.standing(one.department, today).seals)
        yield from letter_findings(one, known, at=entry.pointer)
        if first.setdefault(one.number, found.numbers.get(one.number, one.id)) != one.id:
            yield FieldError(f"{entry.pointer}/number", "letter_number_taken", "该文号已用于其他授权文书")
        yield from later_for_letters(found, entry)
        for finding in (*record_findings(one, before, everybody, today), *receipts.taken(one, before)):
            yield finding._replace(pointer=entry.pointer + finding.pointer)
        if before and _words_of(before) != _words_of(one):
            words = "已签发的授权文书不能改动，请撤销后另行签发"
            yield FieldError(entry.pointer, "letter_signed", words)


def _words_of(letter: Letter) -> dict[str, Any]:
    return letter.model_dump(exclude={*LATER})


def _of_seals(found: Registers, units: frozenset[str], today: date) -> Iterator[FieldError]:
    for entry in found.seals.values():
        one: Seal = entry.record
        if one.department not in units:
            yield FieldError(f"{entry.pointer}/department", "id_unknown", "没有这个部门，请核对编号")
        yield from later_for_seals(found, entry, today)
        others = found.standing(one.department, today).seals
        yield from seal_findings(one, others, found.member(one.custodian), at=entry.pointer)


# ---------------------------------------------------------------------------------------------------------------- steps
def register_steps(table: Table, outcome: Outcome, region: str, logged: Logged) -> Iterator[Step]:
    """A step for each record, and one for each department whose standing changes. `logged`: who imports, and when."""
    if not tells_registers(outcome):
        return
    found = registers_of(table, outcome, region, logged.at.date())
    yield from person_steps(found, found.posts, logged)
    for section, entries, kept in (
        ("seals", found.seals, found.kept_seals),
        ("letters", found.letters, found.kept_letters),
    ):
        for entry in entries.values():
            yield _record_step(section, region, entry, kept.get(entry.id), logged)
    for department in sorted(departments_of(found)):
        before, after = found.standings[department], found.standing(department, logged.at.date())
        if before.record != after:
            change = Change("changed" if before.version else "created", "authority", region, department, department)
            yield Step(change, (write_standing(region, department, before, after),))


def _record_step(section: str, region: str, entry: Entry, before: Kept[Any] | None, logged: Logged) -> Step:
    one = entry.record
    kind = "created" if before is None else "unchanged" if before.record == one else "changed"
    name = one.inscription if isinstance(one, Seal) else one.number
    change = Change(kind, section, region, entry.id, name, entry.pointer)
    if kind == "unchanged":
        return Step(change)
    if isinstance(one, Seal):
        ops: list[Op] = seals.write_seal(before, one)
    else:
        ops = [*letters.write_letter(before, one), *take_receipt(one, before.record if before else None)]
    log_kind = "seal" if isinstance(one, Seal) else "letter"
    told = logged._replace(facts=facts_of(before, one))
    return Step(change, (*ops, change_row(region, log_kind, one.id, next_version(before), told)))
