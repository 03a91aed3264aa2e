"""The notices of published changes that wait for the bureau's receipt, each with its term."""

from datetime import date, datetime
from typing import NamedTuple

from chalicelib.catalogue.model.filing import Waiting, filing_term, waiting
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.directory import Directory
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform


class PendingFiling(NamedTuple):
    """`row` is the notice, as `store.life.filings` reads it."""

    row: Item
    waiting: Waiting


class Today(NamedTuple):
    """What the term of a notice is counted by. `otherwise` is the term where the region has set none, in workdays."""

    day: date
    calendar: WorkCalendar
    directory: Directory
    otherwise: int


def today_of(platform: Platform, directory: Directory) -> Today:
    return Today(platform.now().date(), platform.calendar, directory, platform.settings.filing_workdays)


def pending(row: Item, today: Today) -> PendingFiling:
    published = datetime.fromisoformat(row["published_at"]).date()
    term = filing_term(today.directory, published, today.otherwise)
    return PendingFiling(row, waiting(published, today.day, term, today.calendar))
