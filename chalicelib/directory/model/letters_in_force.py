"""Which letters of a department hold at a moment, and what they grant for an item.

Letters add up: what one letter grants, another does not take back, whether it is newer or narrower. Only a revocation
does, or the end of the term. What a letter leaves to somebody else, it leaves out of its own words alone. Pure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Literal, TypeVar

from chalicelib.directory.model.item_kinds import ItemKind
from chalicelib.directory.model.letters import CHINA, AcceptLetter, Letter, PowerLetter, Scope

# Why no letter is in force for an item.
LackCode = Literal["no_letter", "item_not_listed", "letter_not_yet", "letter_expired", "letter_revoked"]
L = TypeVar("L", AcceptLetter, PowerLetter)
# By which of the six powers of 附件4 a decision is taken: the first for what is decided on the spot (即办件), the
# second or third for a 承诺件 or 联办件. The others, such as charging a fee, decide nothing (R66-R68).
DECIDING_POWERS: Mapping[bool | None, tuple[int, ...]] = {True: (1,), False: (2, 3), None: (1, 2, 3)}
ENDS: tuple[tuple[str, LackCode], ...] = (
    ("revoked", "letter_revoked"),
    ("expired", "letter_expired"),
    ("not_yet", "letter_not_yet"),
)


def in_force(letters: Sequence[L], department: str, at: datetime) -> list[L]:
    """The department's letters that are valid at this moment: the one that begins last first, then the one that was
    signed last.
    """
    valid = [one for one in letters if one.department == department and one.state_at(at) == "valid"]
    return sorted(valid, key=lambda one: (one.since, one.signed_on, one.id), reverse=True)


def accepting(letters: Sequence[AcceptLetter], item: str, scope: Scope) -> list[AcceptLetter]:
    """Those whose scope for the item has the act."""
    return [one for one in letters if one.covers(item) and scope in one.scope_of(item)]


def deciding(letters: Sequence[PowerLetter], item: str, kind: ItemKind) -> list[PowerLetter]:
    """Those by which the chief representative decides the item: none of what is complex (R65) or decided above."""
    if kind.complex or kind.upward:
        return []
    return [one for one in letters if _decides(one, item, DECIDING_POWERS[kind.on_the_spot])]


def _decides(letter: PowerLetter, item: str, powers: Sequence[int]) -> bool:
    entry = letter.entry(item)
    if entry is None or letter.decides(item) != "chief_representative":
        return False
    return entry.power in powers and entry.power in letter.powers


def with_power(letters: Sequence[PowerLetter], item: str, powers: Sequence[int]) -> list[PowerLetter]:
    """Those that grant one of these powers for the item."""
    return [one for one in letters if one.covers(item) and not {*powers}.isdisjoint(one.powers)]


def against_catalogue(letter: PowerLetter, kinds: Mapping[str, ItemKind]) -> Iterator[tuple[int, str, str]]:
    """The lines by which nobody can decide, as the catalogue says otherwise: their places, with code and words."""
    for place, line in enumerate(letter.items):
        kind = kinds.get(line.item)
        if kind is None or letter.decides(line.item) != "chief_representative":
            continue
        if kind.complex:
            words = f"{line.item} 是复杂事项，由部门负责人决定，首席代表负责跟踪、服务、协调、督促"
            yield place, "complex_item_decides", words
        elif kind.upward:
            yield place, "upward_item_decides", f"{line.item} 是上报件，由上级机关决定，首席代表只作初审"
        elif line.power in DECIDING_POWERS[None] and line.power not in DECIDING_POWERS[kind.on_the_spot]:
            right = "即办件，凭权限一" if kind.on_the_spot else "承诺件或者联办件，凭权限二或者三"
            yield place, "power_of_other_kind", f"{line.item} 是{right}决定"


def lack_of(
    letters: Sequence[L], department: str, at: datetime, lists: Callable[[L], bool]
) -> tuple[L | None, LackCode]:
    """Why none of the department's letters that list the item is valid, and the one that comes nearest: one that lists
    the item before one that does not, one that has ended before one that has not begun, of several the one that ended
    last.
    """
    own = [one for one in letters if one.department == department]
    listing = sorted((one for one in own if lists(one)), key=_end, reverse=True)
    states = [(one, one.state_at(at)) for one in listing]
    for state, code in ENDS:
        found = next((one for one, its in states if its == state), None)
        if found:
            return found, code
    return next((one for one in own if one.state_at(at) == "valid"), None), "item_not_listed" if own else "no_letter"


def _end(letter: Letter) -> tuple[datetime, date]:
    """When the letter ended or will end; of two that end at once the younger one is the greater."""
    last = datetime.combine(letter.until, time.max, CHINA)
    return min(last, letter.revoked.at) if letter.revoked else last, letter.since
