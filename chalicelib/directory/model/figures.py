"""Figures of the registers: 授权率, 委托率 and the turnover of staff. Pure. Each shows what it was counted from.

- 授权率 (R72): of the simple and general items of resident departments, those on which the chief representative decides
  by a letter (附件4) that is in force at the end of the day.
- 委托率 (R57): of the items of resident departments, those that the centre accepts by a letter (附件2) in force then.
- Turnover (R59): posts, not persons. Somebody is counted from the first day to the last one; who leaves counts as gone
  from the day after.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.directory.model.item_kinds import ItemKind, kind_of
from chalicelib.directory.model.letters import CHINA, AcceptLetter, Letter, PowerLetter
from chalicelib.directory.model.letters_in_force import accepting, deciding, in_force

if TYPE_CHECKING:  # the store of staff needs `Term` alone
    from chalicelib.directory.model.directory import Directory


class Item(NamedTuple):
    """What the figures need of an item of the catalogue."""

    code: str
    department: str
    complexity: str | None
    handling: str | None = None

    @property
    def kind(self) -> ItemKind:
        """As the gate of the acts sees it."""
        return kind_of(self.handling, self.complexity)


class Share(NamedTuple):
    """`counted` of `whole`; `without` are the codes of the others."""

    counted: int
    whole: int
    without: tuple[str, ...] = ()

    @property
    def rate(self) -> float | None:
        """With four decimals; None of nothing."""
        return round(self.counted / self.whole, 4) if self.whole else None


class Term(NamedTuple):
    """How long a post was one of a unit. `came_from` and `went_to` are the units of a move."""

    unit: str
    since: date
    until: date | None = None
    came_from: str | None = None
    went_to: str | None = None

    def counts_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Turnover(NamedTuple):
    """Posts before the first day and at the end of the last one, and what has changed them in between."""

    before: int
    after: int
    entered: int
    left: int
    moved_in: int
    moved_out: int

    @property
    def mean(self) -> float:
        return (self.before + self.after) / 2

    @property
    def rate(self) -> float | None:
        """Those who left by the mean number, with four decimals; None without any post."""
        return round(self.left / self.mean, 4) if self.mean else None


def resident_items(items: Iterable[Item], directory: "Directory", day: date) -> list[Item]:
    """Those whose department sits in the hall every workday."""
    resident = {
        name for name, record in directory.departments.items() if record.residency and record.residency.resident_on(day)
    }
    return [one for one in items if one.department in resident]


def authorised(items: Sequence[Item], letters: Sequence[Letter], day: date) -> Share:
    """授权率: the items that the chief representative may decide by a letter, as the gate of the acts judges it."""
    power = [one for one in letters if isinstance(one, PowerLetter)]
    wanted = [one for one in items if not one.kind.complex]
    return _share(wanted, {one.code for one in wanted if _decided_by_letter(one, power, _end(day))})


def delegated(items: Sequence[Item], letters: Sequence[Letter], day: date) -> Share:
    """委托率: the items that a window may accept by letters. Who accepts gives out the document of it too."""
    accept = [one for one in letters if isinstance(one, AcceptLetter)]
    return _share(items, {one.code for one in items if _accepted_by_letter(one, accept, _end(day))})


def _share(items: Sequence[Item], counted: set[str]) -> Share:
    without = sorted(one.code for one in items if one.code not in counted)
    return Share(len(items) - len(without), len(items), tuple(without))


def _decided_by_letter(item: Item, letters: Sequence[PowerLetter], at: datetime) -> bool:
    return bool(deciding(in_force(letters, item.department, at), item.code, item.kind))


def _accepted_by_letter(item: Item, letters: Sequence[AcceptLetter], at: datetime) -> bool:
    valid = in_force(letters, item.department, at)
    return bool(accepting(valid, item.code, "受理") and accepting(valid, item.code, "出具文书"))


def turnover(terms: Iterable[Term], first: date, last: date) -> Turnover:
    """From the first day to the last one. What was before, with those who came and without those who went, is what is
    after.
    """
    one_day = timedelta(days=1)
    told = [one for one in terms if one.until is None or one.until >= one.since]
    came = [one for one in told if first <= one.since <= last]
    gone = [one for one in told if one.until and first <= one.until + one_day <= last]
    return Turnover(
        before=sum(one.counts_on(first - one_day) for one in told),
        after=sum(one.counts_on(last) for one in told),
        entered=sum(one.came_from is None for one in came),
        left=sum(one.went_to is None for one in gone),
        moved_in=sum(one.came_from is not None for one in came),
        moved_out=sum(one.went_to is not None for one in gone),
    )


def by_unit(terms: Iterable[Term]) -> Mapping[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for one in terms:
        found.setdefault(one.unit, []).append(one)
    return found


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, CHINA)
