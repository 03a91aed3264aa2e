"""What a file of registers does not undo: whoever has left, letters that were revoked, seals that were stopped."""

from typing import Protocol

from chalicelib.directory.model.letters import Letter
from chalicelib.directory.model.seals import Seal
from chalicelib.directory.model.sections import Entry
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store.kept import Kept

LATER = {"filing", "revoked", "scan", "note", "published_on"}


class Registered(Protocol):
    """The records of the file, and what is kept of them."""

    members: dict[str, Entry]
    letters: dict[str, Entry]
    seals: dict[str, Entry]
    kept_staff: dict[str, Kept[StaffMember]]
    kept_letters: dict[str, Kept[Letter]]
    kept_seals: dict[str, Kept[Seal]]


def keep_leavers(found: Registered) -> None:
    """A file that was written before somebody left must not bring the rights back: the end of the post stays."""
    for staff_id, entry in found.members.items():
        kept, told = found.kept_staff.get(staff_id), entry.record
        if kept and kept.record.left_at and told.left_at is None and told.until is None:
            ends = {"until": kept.record.until, "left_at": kept.record.left_at}
            found.members[staff_id] = entry._replace(record=told.model_copy(update=ends))


def keep_ends(found: Registered) -> None:
    """Likewise of a letter: what was told of it later, its revocation above all, stays where the file says nothing."""
    for letter_id, entry in found.letters.items():
        kept = found.kept_letters.get(letter_id)
        if kept:
            later = {name: getattr(kept.record, name) for name in LATER if getattr(entry.record, name) is None}
            found.letters[letter_id] = entry._replace(record=entry.record.model_copy(update=later))


def keep_stops(found: Registered) -> None:
    """Likewise of a seal that was stopped: an older file does not bring it back into use."""
    ends = {"state", "until", "stopped_at", "custodian"}
    for seal_id, entry in found.seals.items():
        kept = found.kept_seals.get(seal_id)
        if kept and kept.record.stopped_at and entry.record.stopped_at is None:
            end = {name: getattr(kept.record, name) for name in ends}
            found.seals[seal_id] = entry._replace(record=entry.record.model_copy(update=end))
