"""Under which codes the cases of an ended item count: those of its successors in force (拆分、合并). Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple


class Line(NamedTuple):
    """An item as the list of the catalogue has it. The end of one that was split or merged names its `successors`."""

    id: str
    theme: str
    department: str
    ended_at: datetime | None = None
    kind: str = ""
    successors: tuple[str, ...] = ()

    def ended(self, at: datetime) -> bool:
        return self.ended_at is not None and self.ended_at <= at


def in_force(lines: Sequence[Line], at: datetime) -> list[Line]:
    """The items that have not ended by `at`."""
    return [line for line in lines if not line.ended(at)]


def counted_under(lines: Sequence[Line], at: datetime) -> dict[str, tuple[str, ...]]:
    """For each item that has ended by `at`, the codes in force that carry it on, over several ends; its own where it
    has no successor. An item that was split has several.
    """
    by_code = {line.id: line for line in lines}
    return {line.id: _heirs(by_code, line, at, frozenset()) or (line.id,) for line in lines if line.ended(at)}


def _heirs(by_code: Mapping[str, Line], line: Line, at: datetime, seen: frozenset[str]) -> tuple[str, ...]:
    """Successors that stand in a circle, or that the catalogue does not have, lead nowhere."""
    found = list[str]()
    for code in line.successors:
        following = by_code.get(code)
        if following is None or code in seen or code == line.id:
            continue
        found += _heirs(by_code, following, at, seen | {line.id}) if following.ended(at) else [code]
    return tuple(dict.fromkeys(found))


def by_successor(counts: Mapping[str, int], under: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Counts by item as counts by successor. Each case counts once: what was merged counts with its one successor, and
    what was split counts for all of its successors together, because no case tells to which of them it would belong.
    """
    sums = dict[tuple[str, ...], int]()
    for code, count in counts.items():
        key = under.get(code, (code,))
        sums[key] = sums.get(key, 0) + count
    return sums
