"""What is missing in the registers of seals and letters, so that somebody may mend it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.filing import filing_of, term_ends
from chalicelib.directory.model.gaps import Gap
from chalicelib.directory.model.item_kinds import Kinds
from chalicelib.directory.model.known_items import Departments, items_of_letter
from chalicelib.directory.model.letters import CHINA, AcceptLetter, Letter, PowerLetter
from chalicelib.directory.model.letters_in_force import against_catalogue
from chalicelib.directory.model.seals import Seal, seal_at
from chalicelib.directory.model.staff import StaffMember

# So long before its last day a letter without a successor is a gap.
EXPIRING = timedelta(days=30)


class Registered(NamedTuple):
    """What a region's registers hold: its seals and letters, and the staff whom they name."""

    seals: Sequence[Seal]
    letters: Sequence[Letter]
    staff: Mapping[str, StaffMember]


def seal_gaps(directory: Directory, registered: Registered, day: date) -> Iterator[Gap]:
    """Every department with items has one active seal, and somebody of its staff keeps it (R71)."""
    for name, record in directory.departments.items():
        own = [one for one in registered.seals if one.department == name]
        seal = seal_at(own, _end(day))
        if seal is None:
            if record.items:
                yield Gap("seal_missing", name, f"{record.name}没有启用的行政审批专用章")
        elif seal.custodian is None:
            yield Gap("custodian_missing", seal.id, f"{seal.inscription}没有保管人")
        else:
            keeper = registered.staff.get(seal.custodian)
            if keeper is None or not keeper.works_for(name) or not keeper.in_post_at(_end(day)):
                yield Gap("custodian_left", seal.id, f"{seal.inscription}的保管人已经离岗或者调离，应当移交")


def letter_gaps(
    directory: Directory, registered: Registered, day: date, calendar: WorkCalendar, catalogue: Departments | None
) -> Iterator[Gap]:
    """Of letters that are in force on this day or will be."""
    for letter in registered.letters:
        if letter.state_at(day) not in ("valid", "not_yet"):
            continue
        yield from _of_the_papers(letter, directory, day, calendar)
        yield from _of_the_end(letter, registered.letters, day)
        yield from _of_the_items(letter, catalogue)
        yield from _of_the_holders(letter, registered.staff, day)


def decision_gaps(registered: Registered, day: date, kinds: Kinds) -> Iterator[Gap]:
    """Of letters that are in force on this day or will be: lines by which nobody can decide, as the catalogue does not
    leave the item to the chief representative (R65). The catalogue may have changed since the letter was signed.
    """
    for letter in registered.letters:
        if not isinstance(letter, PowerLetter) or letter.state_at(day) not in ("valid", "not_yet"):
            continue
        if against := [words for _, _, words in against_catalogue(letter, kinds)]:
            words = f"{letter.number}所列的事项不能凭它由首席代表决定：{'；'.join(against)}"
            yield Gap("letter_decides_nothing", letter.id, words)


def _of_the_papers(letter: Letter, directory: Directory, day: date, calendar: WorkCalendar) -> Iterator[Gap]:
    filing = filing_of(letter, directory, day, calendar)
    if filing and filing.state == "overdue":
        yield Gap("letter_unfiled", letter.id, f"{letter.number}逾期未备案，期限为 {filing.due}")
    if letter.scan is None and letter.signed_on <= day and day > term_ends(letter, directory, calendar):
        yield Gap("letter_scan_missing", letter.id, f"{letter.number}没有扫描件")


def _of_the_end(letter: Letter, letters: Sequence[Letter], day: date) -> Iterator[Gap]:
    if letter.until - day > EXPIRING:
        return
    following = letter.until + timedelta(days=1)
    alike = [other for other in letters if type(other) is type(letter) and other.department == letter.department]
    taken = {item for other in alike if other.state_at(following) == "valid" for item in _listed(other)}
    if missing := sorted(_listed(letter) - taken):
        words = f"{letter.number}将于 {letter.until} 到期，尚无后续授权文书的事项：{'、'.join(missing)}"
        yield Gap("letter_expiring", letter.id, words)


def _of_the_items(letter: Letter, catalogue: Departments | None) -> Iterator[Gap]:
    named = dict.fromkeys(item for _, item in items_of_letter(letter))
    if catalogue is not None and (unknown := [item for item in named if item not in catalogue]):
        words = f"{letter.number}列有目录中没有的事项：{'、'.join(unknown)}"
        yield Gap("letter_item_unknown", letter.id, words)
    if isinstance(letter, PowerLetter) and letter.items:
        excluded = {one.item for one in letter.exclusions}
        if _listed(letter) <= excluded:
            yield Gap("letter_excludes_all", letter.id, f"{letter.number}所列的事项全部除外，没有授权任何事项")


def _of_the_holders(letter: Letter, staff: Mapping[str, StaffMember], day: date) -> Iterator[Gap]:
    if not isinstance(letter, PowerLetter) or letter.state_at(day) != "valid":
        return
    people = [staff[one] for one in letter.holders if one in staff]
    if not any(one.in_post_at(_end(day)) for one in people):
        yield Gap("letter_holder_left", letter.id, f"{letter.number}授权的人员都不在岗")


def _listed(letter: Letter) -> set[str]:
    return {line.item for line in letter.items} if isinstance(letter, AcceptLetter | PowerLetter) else set()


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, CHINA)
