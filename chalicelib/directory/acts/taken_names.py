"""Which accounts, letter numbers and receipt numbers of a file are taken, by what is kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from chalicelib.directory.model.sections import Entry
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store.kept import Kept
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.table import Table

MOST_READ = 100


class Named(Protocol):
    """The records of a file of one region. `relinked`: posts that become those of another person by it. `accounts`,
    `numbers` and `receipts` say whose each of them is.
    """

    region: str
    members: dict[str, Entry]
    relinked: dict[str, StaffMember]
    kept_staff: dict[str, Kept[StaffMember]]
    letters: dict[str, Entry]
    accounts: dict[str, str]
    numbers: dict[str, str]
    receipts: dict[str, str]


def read_taken(table: Table, found: Named) -> None:
    """Who has the accounts, and which letters and filings have the numbers that the file tells."""
    kept = [found.kept_staff[one].record for one in (*found.members, *found.relinked) if one in found.kept_staff]
    subjects = {one.subject for one in (*(told.record for told in found.members.values()), *kept) if one.subject}
    found.accounts |= _ids(table, {one: register_keys.staff_subject(found.region, one) for one in subjects})
    numbers = {one.record.number for one in found.letters.values()}
    found.numbers |= _ids(table, {one: register_keys.letter_number(found.region, one) for one in numbers})
    receipts = {one.record.filing.number for one in found.letters.values() if one.record.filing}
    found.receipts |= _ids(table, {one: register_keys.receipt_number(found.region, one) for one in receipts}, "of")


def _ids(table: Table, wanted: Mapping[str, keys.Key], name: str = "id") -> dict[str, str]:
    """The ids that these rows name."""
    found = dict[str, str]()
    for some in hundreds(sorted(wanted)):
        rows = table.get_many([wanted[one] for one in some])
        found |= {one: rows[wanted[one]][name] for one in some if wanted[one] in rows}
    return found


def hundreds(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many as one reading takes."""
    for start in range(0, len(ids), MOST_READ):
        yield ids[start : start + MOST_READ]
