"""Everything that is missing in a region's directory and in its registers of seals and letters."""

from datetime import date

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model import gaps
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.gaps import Gap
from chalicelib.directory.model.item_kinds import Kinds
from chalicelib.directory.model.known_items import Departments
from chalicelib.directory.model.letters import PowerLetter
from chalicelib.directory.model.register_gaps import Registered, decision_gaps, letter_gaps, seal_gaps
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.staffing import staffing_gaps
from chalicelib.directory.store import letters, seals, staff
from chalicelib.directory.store.kept import Kept
from chalicelib.foundation.table import Table

READ = 100


def find_gaps(
    table: Table,
    directory: Directory,
    day: date,
    calendar: WorkCalendar,
    catalogue: Departments | None = None,
    kinds: Kinds | None = None,
) -> list[Gap]:
    """`catalogue` has the departments of all items, `kinds` what else it says of them; None where none was imported
    yet.
    """
    registered = registered_in(table, directory.division)
    found = [gap for find in gaps.FINDERS for gap in find(directory, day)]
    found += staffing_gaps(directory, day)
    found += seal_gaps(directory, registered, day)
    found += letter_gaps(directory, registered, day, calendar, catalogue)
    found += decision_gaps(registered, day, kinds or {})
    return found


def registered_in(table: Table, division: str) -> Registered:
    """All seals and letters of a division, and the staff whom they name."""
    all_seals = [kept.record for kept in seals.all_seals(table, division)]
    all_letters = [kept.record for kept in letters.all_letters(table, division)]
    named = {one.custodian for one in all_seals if one.custodian}
    named |= {holder for one in all_letters if isinstance(one, PowerLetter) for holder in one.holders}
    ids, people = sorted(named), dict[str, Kept[StaffMember]]()
    for start in range(0, len(ids), READ):
        people |= staff.load_members(table, division, ids[start : start + READ])
    return Registered(all_seals, all_letters, {one: kept.record for one, kept in people.items()})
