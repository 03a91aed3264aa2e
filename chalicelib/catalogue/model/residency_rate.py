"""进驻率 (R41): how many items of the catalogue are in the hall every workday, or why nobody can say. Pure."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Literal, NamedTuple

from chalicelib.catalogue.model.successors import Line
from chalicelib.directory.model.directory import Directory

RateUnknown = Literal["directory_not_in_force", "no_items", "residency_unknown"]


class Rate(NamedTuple):
    """`resident` of `catalogue` items; None, and `why`, where nothing is known that could be counted."""

    catalogue: int
    resident: int | None
    why: RateUnknown | None = None

    @property
    def value(self) -> float | None:
        """With four decimals."""
        return None if self.resident is None or not self.catalogue else round(self.resident / self.catalogue, 4)


class Residents(NamedTuple):
    """The codes of the items that are in the hall every workday, that are not, and of which nothing is known."""

    inside: frozenset[str]
    outside: frozenset[str]
    unknown: frozenset[str]

    def rate(self, lines: Sequence[Line], *, in_force: bool) -> Rate:
        """Of these items. `in_force`: whether the region has settings on the day. An item of which nothing is known
        counts as one that is not in the hall, as long as something is known of another.
        """
        codes = {line.id for line in lines}
        if not in_force:
            return Rate(len(codes), None, "directory_not_in_force")
        if not codes:
            return Rate(0, None, "no_items")
        if codes <= self.unknown:
            return Rate(len(codes), None, "residency_unknown")
        return Rate(len(codes), len(codes & self.inside))


def residents(lines: Sequence[Line], directory: Directory, day: date) -> Residents:
    def told(wanted: Collection[bool | None]) -> frozenset[str]:
        return frozenset(line.id for line in lines if _in_hall(directory, line.department, day) in wanted)

    return Residents(told([True]), told([False]), told([None]))


def _in_hall(directory: Directory, department: str, day: date) -> bool | None:
    record = directory.departments.get(department)
    if directory.rules_on(day) is None or record is None or record.residency is None:
        return None
    return record.residency.resident_on(day)
