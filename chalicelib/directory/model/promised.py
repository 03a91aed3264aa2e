"""What the directory says about the promise of one item: the region's own length, and whether somebody is there (R46,
R93). Pure.
"""

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import JsonValue

from chalicelib.clock.calendar import WorkCalendar

if TYPE_CHECKING:  # who counts a term without a directory needs none of its models
    from chalicelib.directory.model.directory import Directory
    from chalicelib.directory.model.residency import Residency

Unit = Literal["workday", "calendar_day"]


class OwnPromise(NamedTuple):
    """The length that a region promises for one item instead of the published one, by its rules in force `since`."""

    value: int
    unit: Unit
    region: str
    name: str
    since: date

    @property
    def basis(self) -> str:
        """Where the length comes from, for people."""
        return f"{self.name}自定的承诺办理时限（自{self.since}起施行）"


def own_promise_told(own: OwnPromise) -> dict[str, JsonValue]:
    """For the event: the length that is promised instead of the published one, and since when."""
    return {"value": own.value, "unit": own.unit, "region": own.region, "since": str(own.since)}


class HallTerms(NamedTuple):
    """What of the directory bears on the promise of one item in one region on one day.

    `own` comes from the rules of the day of the receipt, `residency` is that of the department which decides.
    """

    own: OwnPromise | None = None
    residency: "Residency | None" = None

    def duty_on(self, day: date, calendar: WorkCalendar) -> int | None:
        """The weekday of duty (1 is Monday) to which a same-day promise made on `day` moves; None where it holds."""
        if self.residency is None or self.residency.promises_same_day(day, calendar):
            return None
        return self.residency.duty_weekday


NOTHING_OWN = HallTerms()


def hall_terms(directory: "Directory", item: str, department: str, day: date) -> HallTerms:
    """`day` is that of the receipt: as the version of the item, the region's rules are those of that day."""
    record = directory.departments.get(department)
    return HallTerms(own_promise(directory, item, day), record.residency if record else None)


def own_promise(directory: "Directory", item: str, day: date) -> OwnPromise | None:
    """The region's own length for the item by its rules of this day; None where the published one holds."""
    rules = directory.rules_on(day)
    if rules is None:
        return None
    region = rules.region
    own = next((one.promised for one in region.overrides.promised if one.item == item), None)
    return OwnPromise(own.value, own.unit, region.code, region.name, region.since) if own else None
