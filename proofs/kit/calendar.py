"""Holiday notices that were never published, to see what a change of the calendar does. SYNTHETIC."""

from datetime import date, timedelta

from chalicelib.clock import HolidayNotice, WorkCalendar


def with_days_off(calendar: WorkCalendar, *days: date) -> WorkCalendar:
    """The calendar with these days off too; the notices of their years are published anew."""
    notices = {notice.year: notice for notice in calendar.notices}
    for year in sorted({day.year for day in days}):
        notices[year] = _notice(calendar, year, {day for day in days if day.year == year})
    return WorkCalendar(tuple(notices.values()))


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
