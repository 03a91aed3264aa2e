"""Windows that work with a system of their own (专窗: 国地税、公共资源交易).

The platform has no case of theirs. It takes what was received and finished on a day, and whether the window works
(R35). Pure.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.halls import Window
from chalicelib.directory.model.hours import ServiceHours

WindowState = Literal["open", "closed", "interrupted"]
ONE_DAY = timedelta(days=1)


class WindowCount(NamedTuple):
    """What a window's system says of one day, the latest report of the day: how many matters it received and finished,
    and how it works.
    """

    window: str
    day: date
    received: int
    finished: int
    state: WindowState
    reported_at: datetime


class WindowFigures(NamedTuple):
    """The sums of the days that were reported. `missing` are the days of service without a report: they are told, and
    count as nothing in the sums.
    """

    received: int
    finished: int
    reported: int
    missing: Sequence[date]
    latest: WindowCount | None


def has_own_system(window: Window) -> bool:
    return window.system == "own"


def figures_of(
    window: Window,
    hours: ServiceHours | None,
    counts: Iterable[WindowCount],
    days: Sequence[date],
    today: date,
    calendar: WorkCalendar,
) -> WindowFigures:
    """Of these days, in their order. A day is one of service where the window stands open by its hours; only a day that
    is over can lack its report.
    """
    known = {one.day: one for one in counts if one.window == window.id}
    told = [known[day] for day in days if day in known]
    over = [day for day in days if day < today and day not in known]
    return WindowFigures(
        received=sum(one.received for one in told),
        finished=sum(one.finished for one in told),
        reported=len(told),
        missing=[day for day in over if _serves_on(window, hours, day, calendar)],
        latest=told[-1] if told else None,
    )


def _serves_on(window: Window, hours: ServiceHours | None, day: date, calendar: WorkCalendar) -> bool:
    closed = not window.in_service(day) or window.closure_on(day) is not None
    return not closed and hours is not None and bool(hours.spans_on(day, calendar))


def days_between(first: date, last: date) -> list[date]:
    return [first + offset * ONE_DAY for offset in range((last - first).days + 1)]
