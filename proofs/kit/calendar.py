"""Holiday notices that were never published, to see what a change of the calendar does. SYNTHETIC."""

from datetime import date, datetime, timedelta

from chalicelib.clock import HolidayNotice, WorkCalendar
from chalicelib.clock.overlay import LoadedEntry
from chalicelib.foundation.platform import Platform
from chalicelib.operations.model.calendar import Recounting, with_entry
from chalicelib.operations.store.loaded_calendar import keep_entry, load_overlay


def notices_with_days_off(calendar: WorkCalendar, *days: date) -> list[HolidayNotice]:
    """The notices of the years of these days, published anew with them among the days off."""
    years = sorted({day.year for day in days})
    return [_notice(calendar, year, {day for day in days if day.year == year}) for year in years]


def load_days_off(platform: Platform, at: datetime, *days: date) -> None:
    """Load those notices so that they hold at once. No count of the cases follows by itself."""
    overlay = load_overlay(platform.table)
    for notice in notices_with_days_off(platform.calendar, *days):
        number = overlay.version + 1
        entry = LoadedEntry(number=number, since=at, loaded_at=at, reason="SYNTHETIC", notice=notice)
        row, _, _ = keep_entry(overlay, entry, Recounting(number=number, by="nobody"))
        platform.table.write(row)
        overlay = with_entry(overlay, entry)
    platform.calendars.forget()


def _notice(calendar: WorkCalendar, year: int, more: set[date]) -> HolidayNotice:
    first = date(year, 1, 1)
    known = [calendar.day(first + timedelta(days=number)) for number in range((date(year + 1, 1, 1) - first).days)]
    off = {day.date: "放假" for day in known if not day.workday and day.date.weekday() < 5}
    off |= {day: "临时放假" for day in more if day.weekday() < 5}
    makeup = [day.date for day in known if day.workday and day.date.weekday() >= 5 and day.date not in more]
    return HolidayNotice.model_validate(
        {
            "year": year,
            "off_days": [{"date": str(day), "name": name} for day, name in sorted(off.items())],
            "makeup_workdays": [str(day) for day in makeup],
            "paper": "SYNTHETIC",
        }
    )
