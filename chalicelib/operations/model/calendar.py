"""Loading a notice of days off, and how far the open cases have been counted again. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.clock.calendar import Day, WorkCalendar
from chalicelib.clock.notice import HolidayNotice
from chalicelib.clock.overlay import LoadedEntry, Overlay
from chalicelib.clock.statutory import statutory_holidays

# A process may know the calendar of five minutes ago, and a request may still write for half a minute.
HOLDS_AFTER = timedelta(minutes=10)
SATURDAY = 5  # as `date.weekday` counts
# What one row of a table can hold, with room to spare: entries of some two kilobytes.
MOST_ENTRIES = 150
# Failed cases that are told by their id; the others are only counted.
MOST_TOLD = 50

Loaded = HolidayNotice | CalendarAmendment


class Recounting(BaseModel, defer_build=True):
    """Who loaded an entry, and how far the open cases have been counted again since it holds.

    `after` is where the walk over the cases goes on. `looked_at` counts cases, `moved` those whose days have moved,
    `failed` those that could not be counted: `failed_cases` names the first of them.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    number: int
    by: str
    state: Literal["waiting", "running", "done"] = "waiting"
    after: dict[str, str] | None = None
    looked_at: int = 0
    moved: int = 0
    failed: int = 0
    failed_cases: tuple[str, ...] = ()
    ended_at: AwareDatetime | None = None


class ChangedWorkday(NamedTuple):
    """A day that is something else by the new calendar."""

    date: date
    before: Day
    after: Day

    @property
    def counts_otherwise(self) -> bool:
        """It is a workday now or is none any more, or it is certain now: only that can move a due day."""
        return (self.before.workday, self.before.provisional) != (self.after.workday, self.after.provisional)

    @property
    def is_something_else(self) -> bool:
        """Not only certain now: it counts otherwise, or for another reason."""
        return (self.before.workday, self.before.reason) != (self.after.workday, self.after.reason)


def entry_of(overlay: Overlay, loaded: Loaded, at: datetime, reason: str) -> LoadedEntry:
    """The next entry: it holds ten minutes from now, when every process has read it."""
    notice = loaded if isinstance(loaded, HolidayNotice) else None
    amendment = loaded if isinstance(loaded, CalendarAmendment) else None
    return LoadedEntry(
        number=overlay.version + 1,
        since=at + HOLDS_AFTER,
        loaded_at=at,
        reason=reason,
        notice=notice,
        amendment=amendment,
    )


def with_entry(overlay: Overlay, entry: LoadedEntry) -> Overlay:
    return Overlay(entries=(*overlay.entries, entry))


def changed_days(before: WorkCalendar, after: WorkCalendar, years: Sequence[int]) -> list[ChangedWorkday]:
    """The days of these years that one calendar takes for something else than the other."""
    pairs = (pair for year in years for pair in zip(before.table(year).days, after.table(year).days, strict=True))
    return [ChangedWorkday(old.date, old, new) for old, new in pairs if old != new]


def missing_holidays(notice: HolidayNotice) -> dict[date, str]:
    """The statutory holidays on weekdays that a notice passes over: it cannot be the whole of its year."""
    off = {day.date for day in notice.off_days}
    return {
        day: name
        for day, name in statutory_holidays(notice.year).items()
        if day.weekday() < SATURDAY and day not in off
    }


def years_of(loaded: Loaded) -> list[int]:
    """The years that may change: a notice speaks for the December before, too."""
    if isinstance(loaded, HolidayNotice):
        return [year for year in (loaded.year - 1, loaded.year) if year >= WorkCalendar.first_year]
    return sorted({day.date.year for day in loaded.days})
