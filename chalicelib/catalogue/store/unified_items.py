"""Which scheme says who takes part in the examination of an item that is applied for alone (行政许可法26(2))."""

from datetime import date, datetime
from typing import NamedTuple

from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.unified import UnifiedItem
from chalicelib.catalogue.store.schemes import list_schemes, load_scheme
from chalicelib.foundation.table import Table


class Examination(NamedTuple):
    """The scheme in the version that holds, and what it says of the item."""

    scheme: SchemeDocument
    version: int
    unified: UnifiedItem


def examination_of(table: Table, region: str, item: str, *, day: date, wall: datetime) -> Examination | None:
    """By the first scheme that holds on this day and has it as a unified item; None where no scheme has. The newest of
    each scheme may be 30 s old.
    """
    for summary in sorted(list_schemes(table, region), key=lambda one: one.code):
        if summary.holding(day) is None:
            continue
        published = load_scheme(table, region, summary.code, day=day, wall=wall)
        for unified in published.scheme.unified_items:
            if unified.item == item:
                return Examination(published.scheme, published.version, unified)
    return None
