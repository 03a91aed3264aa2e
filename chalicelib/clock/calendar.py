"""The work calendar of mainland China from 2004 to 2099 (terms end until 2119), an immutable argument of every rule
about days.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import ClassVar

from chalicelib.clock.amendment import CalendarAmendment, amended
from chalicelib.clock.notice import FIRST_DAY, LAST_DAY, LAST_DUE_DAY, HolidayNotice
from chalicelib.clock.statutory import statutory_holidays
from chalicelib.clock.workdays import WEEKEND, WORKDAY, Day, YearTable, tabulated, within

__all__ = ["FIRST_DAY", "LAST_DAY", "LAST_DUE_DAY", "Day", "HolidayNotice", "OutsideCalendar", "WorkCalendar"]

# Days off that a notice of the State Council added on its own, neither statutory nor in exchange for a weekend.
_ADDED_BY_NOTICE = {date(2015, 9, 3), date(2020, 1, 31)}
_PUBLISHED_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


class OutsideCalendar(ValueError):
    """A date before 2004-01-01 or after 2119-12-31 was needed; `date` is the nearest supported day."""

    def __init__(self, nearest: date) -> None:
        self.date = nearest
        super().__init__(f"日期超出可计算的范围({FIRST_DAY}至{LAST_DUE_DAY})")


@dataclass(frozen=True, slots=True)
class _Year:
    special: Mapping[date, Day]  # the days that differ from their weekday's rule, or that have a name
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Published notices (2004-2026), with loaded `notices` laid over them; of two for one year the later one rules.

    `amendments` change single days of whatever the notices say. They are those of the region whose calendar it is.

    Years without a notice are projected: Monday to Friday minus the statutory holidays of the text in force, without
    the 补假 and 调休 that only the notice can place; their days are provisional.
    """

    first_year: ClassVar[int] = FIRST_DAY.year
    notices: tuple[HolidayNotice, ...] = ()
    amendments: tuple[CalendarAmendment, ...] = ()
    _tables: dict[int, YearTable] = field(default_factory=dict[int, YearTable], init=False, repr=False, compare=False)

    def day(self, day: date) -> Day:
        """Raises OutsideCalendar; TypeError for a datetime, whose day depends on the zone (+08:00 is meant)."""
        if isinstance(day, datetime):
            raise TypeError("a date in legal time is needed, not a datetime")
        ordinal, table = day.toordinal(), self.table(day.year)
        return table.days[ordinal - table.first]

    def table(self, year: int) -> YearTable:
        """The days of a year, laid over once and kept. Raises OutsideCalendar."""
        if table := self._tables.get(year):
            return table
        if not FIRST_DAY.year <= year <= LAST_DUE_DAY.year:
            raise OutsideCalendar(FIRST_DAY if year < FIRST_DAY.year else LAST_DUE_DAY)
        return self._tables.setdefault(year, _laid_out(year, self.notices, self.amendments))

    def workday_on_or_before(self, day: date) -> date:
        """`day` itself if it is a workday, else the last one before it."""
        while not self.day(day).workday:
            day -= timedelta(days=1)
        return day

    def workdays_between(self, after: date, until: date) -> int:
        """Workdays d with after < d <= until; 0 when until is not later."""
        first, last = after.toordinal(), until.toordinal()
        number = within(self.table(after.year).workdays, first, last)
        for year in range(after.year + 1, until.year + 1):
            number += within(self.table(year).workdays, first, last)
        return number

    def workday_after(self, start: date, number: int) -> date:
        """The `number`-th workday after `start`; `start` itself for 0. Raises OutsideCalendar."""
        if number == 0:
            return start
        year, table = start.year, self.table(start.year)
        place = bisect_right(table.workdays, start.toordinal()) + number - 1
        while place >= len(table.workdays):
            place -= len(table.workdays)
            year += 1
            table = self.table(year)
        return date.fromordinal(table.workdays[place])

    def provisional(self, first: date, last: date) -> bool:
        """Whether a day from `first` to `last`, both included, rests on a projected year."""
        begins, ends = first.toordinal() - 1, last.toordinal()
        for year in range(first.year, last.year + 1):
            if (unsure := self.table(year).provisional) and within(unsure, begins, ends):
                return True
        return False


def _laid_out(year: int, notices: Iterable[HolidayNotice], amendments: Iterable[CalendarAmendment]) -> YearTable:
    rules, changed = _lay_over(year, notices), amended(year, amendments)
    special = {**rules.special, **changed}
    return tabulated(year, lambda day: special.get(day) or _ordinary(day, rules.provisional))


def _lay_over(year: int, notices: Iterable[HolidayNotice]) -> _Year:
    """The year's own notice replaces the base; the next year's adds the December days it speaks of."""
    latest = {notice.year: notice for notice in notices}
    own, following = latest.get(year), latest.get(year + 1)
    base = _by_notice(own) if own else _published().get(year) or _projected(year)
    if following is None:
        return base
    return _Year({**base.special, **_days_in(year, following)}, base.provisional)


def _by_notice(notice: HolidayNotice) -> _Year:
    return _Year({**_on_weekends(notice.year), **_days_in(notice.year, notice)}, provisional=False)


def _days_in(year: int, notice: HolidayNotice) -> dict[date, Day]:
    """Only the notice's days that lie in `year`."""
    days = {off.date: _off(off.date, off.name) for off in notice.off_days if off.date.year == year}
    makeup = {day: Day(day, True, "调休上班", False) for day in notice.makeup_workdays if day.year == year}
    return days | makeup


def published_until() -> int:
    """The last year whose notice this software came with."""
    return max(_published())


@cache
def _published() -> dict[int, _Year]:
    # Imported on first use: its tables take longer to load than this whole package. It ships no types.
    from chinese_calendar.constants import holidays, workdays  # pyright: ignore[reportMissingTypeStubs]

    years: dict[int, dict[date, Day]] = {}
    for off, name in holidays.items():
        years.setdefault(off.year, {})[off] = _off(off, _PUBLISHED_NAMES[name])
    for makeup, name in workdays.items():
        years.setdefault(makeup.year, {})[makeup] = Day(makeup, True, f"调休上班:{_PUBLISHED_NAMES[name]}", False)
    return {year: _Year({**_on_weekends(year), **special}, provisional=False) for year, special in years.items()}


def _projected(year: int) -> _Year:
    days = {day: Day(day, False, f"法定节假日:{name}", True) for day, name in statutory_holidays(year).items()}
    return _Year(days, provisional=True)


def _off(day: date, name: str) -> Day:
    """A day off by notice, told apart as the law does: statutory, weekend, exchanged for one, or added by notice."""
    statutory = _statutory(day.year).get(day)
    if statutory:
        return Day(day, False, f"法定节假日:{statutory}", False)
    if day.weekday() >= 5:
        return Day(day, False, WEEKEND, False)
    return Day(day, False, f"通知放假:{name}" if day in _ADDED_BY_NOTICE else f"调休放假:{name}", False)


def _on_weekends(year: int) -> dict[date, Day]:
    """Statutory holidays on a Saturday or Sunday, which lists of days off may pass over in silence."""
    return {day: _off(day, name) for day, name in _statutory(year).items() if day.weekday() >= 5}


@cache
def _statutory(year: int) -> dict[date, str]:
    return statutory_holidays(year)


def _ordinary(day: date, provisional: bool) -> Day:
    workday = day.weekday() < 5
    return Day(day, workday, WORKDAY if workday else WEEKEND, provisional)
