"""What regions promise of their own is held against the law of a version that is to be published (R93)."""

from collections.abc import Iterator
from datetime import date

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.lawful_terms import Term
from chalicelib.clock.across_units import later_than
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.regions import Length, Region
from chalicelib.directory.store.directories import list_regions, load_directory
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import Table

POINTER = "/statutory_limit/value"


def directories_of(table: Table) -> list[Directory]:
    """The directory of every region of this deployment."""
    return [load_directory(table, str(one["code"])) for one in list_regions(table)]


def own_promises_above(
    directories: list[Directory], item: ItemDocument, today: date, calendar: WorkCalendar
) -> Iterator[FieldError]:
    """The regions whose promise, today or by rules to come, is longer than the law of this version. The region has to
    shorten it first: nobody may be promised more than the law.
    """
    law = item.statutory_limit
    if law.value is None or law.unit is None:
        return
    for directory in directories:
        rules = [one for day in (today, date.max) if (one := directory.rules_on(day))]
        lengths: list[Term] = [(own.value, own.unit) for one in rules for own in _own(one.region, item.id)]
        for own in dict.fromkeys(lengths):
            over = own[0] > law.value if own[1] == law.unit else later_than(own, (law.value, law.unit), today, calendar)
            if over:
                name = rules[-1].region.name
                words = f"{name}自定的承诺办理时限（{own[0]}）将超过法定时限（{law.value}），请先修改该地区的承诺时限"
                yield FieldError(POINTER, "region_promise_above_law", words)


def _own(region: Region, code: str) -> Iterator[Length]:
    """The region's own lengths for the item, alone and within schemes."""
    yield from (one.promised for one in region.overrides.promised if one.item == code)
    yield from (node.promised for one in region.overrides.schemes for node in one.nodes if node.id == code)
