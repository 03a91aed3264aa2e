"""Service hours: on which days and at what times a hall or a window is open, by the work calendar."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, NamedTuple

from pydantic import Field

from chalicelib.clock.calendar import OutsideCalendar, WorkCalendar
from chalicelib.directory.model.regions import Standing
from chalicelib.directory.model.terms import Line, Record, RecordId
from chalicelib.foundation.validation import Shape

Clock = Annotated[str, Shape(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", "clock_format", "应为时刻，如 09:00")]
Weekday = Annotated[int, Field(ge=1, le=7)]
ORDINARY_WEEKEND = "周末"
LOOKED_AHEAD = 60


class Span(NamedTuple):
    """From one time of the day to another, the latter excluded."""

    begins: Clock
    ends: Clock

    def holds(self, at: time) -> bool:
        return self.begins <= at.strftime("%H:%M") < self.ends


class ServiceHours(Record):
    """`days` are the weekdays of service (1 is Monday). `makeup_workdays`: open on a weekend that is a workday by
    the holiday notice. `holidays`: open on public holidays too. `saturday` are the spans of an ordinary Saturday.
    """

    id: RecordId
    days: tuple[Weekday, ...]
    spans: tuple[Span, ...]
    saturday: tuple[Span, ...] = ()
    makeup_workdays: bool = True
    holidays: bool = False
    last_ticket: Clock | None = None
    status: Standing | None = None
    note: Line | None = None

    def spans_on(self, day: date, calendar: WorkCalendar) -> tuple[Span, ...]:
        """When it is open on this day; nothing when it is closed."""
        known = calendar.day(day)
        weekend = day.isoweekday() > 5
        if weekend and known.workday:
            return self.spans if self.makeup_workdays or day.isoweekday() in self.days else ()
        if not known.workday and known.reason != ORDINARY_WEEKEND:
            return self.spans if self.holidays else ()
        if day.isoweekday() not in self.days:
            return ()
        return self.saturday if day.isoweekday() == 6 and self.saturday else self.spans

    def open_at(self, at: datetime, calendar: WorkCalendar) -> bool:
        return any(span.holds(at.time()) for span in self.spans_on(at.date(), calendar))


def next_opening(
    hours: ServiceHours, after: datetime, calendar: WorkCalendar, closed: Callable[[date], bool] = lambda _: False
) -> datetime | None:
    """The first moment later than `after` at which it opens; None when it does not within sixty days."""
    for offset in range(LOOKED_AHEAD):
        day = after.date() + timedelta(days=offset)
        try:
            spans = () if closed(day) else hours.spans_on(day, calendar)
        except OutsideCalendar:
            return None
        for span in spans:
            begins = datetime.combine(day, time.fromisoformat(span.begins), after.tzinfo)
            if begins > after:
                return begins
    return None
