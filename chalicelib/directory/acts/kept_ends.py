"""What a file of registers does not undo: whoever leaves, letters that were revoked or filed, seals out of use."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Protocol

from chalicelib.directory.model.letters import Letter
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.sections import Entry
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.told_ends import (
    has_left,
    is_out_of_use,
    later_for_letter,
    later_for_member,
    later_for_seal,
    letter_with_end,
    member_with_end,
    seal_with_end,
    with_withdrawals,
)
from chalicelib.directory.store.kept import Kept
from chalicelib.foundation.problems import FieldError


class Registered(Protocol):
    """The records of the file, and what is kept of them. `replaced`: those whose planned end the file tells anew."""

    replaced: Collection[str]
    members: dict[str, Entry]
    letters: dict[str, Entry]
    seals: dict[str, Entry]
    kept_staff: dict[str, Kept[StaffMember]]
    kept_letters: dict[str, Kept[Letter]]
    kept_seals: dict[str, Kept[Seal]]


def keep_leavers(found: Registered, today: date) -> None:
    """A file that was written before somebody left must not bring the rights back: the end of the post stays (R59)."""
    for staff_id, entry in found.members.items():
        kept = found.kept_staff.get(staff_id)
        if kept and not _anew(found, staff_id, ended=has_left(kept.record, today)):
            found.members[staff_id] = entry._replace(record=member_with_end(entry.record, kept.record))


def keep_withdrawals(found: Registered) -> None:
    """Likewise of a training that was withdrawn (R51); no file takes that back."""
    for staff_id, entry in found.members.items():
        if kept := found.kept_staff.get(staff_id):
            found.members[staff_id] = entry._replace(record=with_withdrawals(entry.record, kept.record))


def keep_ends(found: Registered) -> None:
    """Likewise of a letter that was revoked or filed."""
    for letter_id, entry in found.letters.items():
        if kept := found.kept_letters.get(letter_id):
            found.letters[letter_id] = entry._replace(record=letter_with_end(entry.record, kept.record))


def keep_stops(found: Registered, today: date) -> None:
    """Likewise of a seal that is out of use, or has a last day (R71)."""
    for seal_id, entry in found.seals.items():
        kept = found.kept_seals.get(seal_id)
        if kept and not _anew(found, seal_id, ended=is_out_of_use(kept.record, today)):
            found.seals[seal_id] = entry._replace(record=seal_with_end(entry.record, kept.record, today))


def _anew(found: Registered, record_id: str, *, ended: bool) -> bool:
    """Whether the file may put off a planned end. What has ended begins again with a new record only."""
    return record_id in found.replaced and not ended


def later_for_staff(found: Registered, entry: Entry, today: date) -> Iterator[FieldError]:
    """An end that the file puts off or takes back, of a member of the staff."""
    kept = found.kept_staff.get(entry.id)
    if kept and not _anew(found, entry.id, ended=has_left(kept.record, today)):
        yield from _at(entry, later_for_member(entry.record, kept.record, today))


def later_for_seals(found: Registered, entry: Entry, today: date) -> Iterator[FieldError]:
    """Likewise of a seal."""
    kept = found.kept_seals.get(entry.id)
    if kept and not _anew(found, entry.id, ended=is_out_of_use(kept.record, today)):
        yield from _at(entry, later_for_seal(entry.record, kept.record, today))


def later_for_letters(found: Registered, entry: Entry) -> Iterator[FieldError]:
    """Likewise of a letter."""
    if kept := found.kept_letters.get(entry.id):
        yield from _at(entry, later_for_letter(entry.record, kept.record))


def _at(entry: Entry, findings: Iterator[FieldError]) -> Iterator[FieldError]:
    return (finding._replace(pointer=entry.pointer + finding.pointer) for finding in findings)
