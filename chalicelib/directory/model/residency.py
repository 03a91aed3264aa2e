"""Which departments sit in the hall every day, and which come once a week (进驻、非常驻部门: R41, R46, R83).

A department is non-resident only when 编办 and 政务服务管理局 have both approved it (二). It then comes at least once a
week. A week with fewer than three workdays is excepted: the holiday has taken the others.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.hours import Span
from chalicelib.directory.model.terms import ItemCode, LastDay, Line, Record, runs_on

Approver = Literal["org_office", "bureau"]
APPROVERS: dict[Approver, str] = {"org_office": "机构编制委员会办公室", "bureau": "政务服务管理局"}
FEWEST_WORKDAYS = 3
WEEK = timedelta(days=7)


class Approval(Record):
    by: Approver
    on: date
    number: Line | None = None


class Residency(Record):
    """`requested` is what a department has asked for while approvals are missing. `items` are those it has in the hall.
    `duty_weekday`: 1 is Monday.
    """

    mode: Literal["resident", "non_resident"]
    since: date = Field(alias="from")
    until: LastDay = None
    reason: Line | None = None
    duty_weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    duty_hours: tuple[Span, ...] = ()
    approvals: tuple[Approval, ...] = ()
    requested: Literal["resident", "non_resident"] | None = None
    effective: bool = True
    items: tuple[ItemCode, ...] = ()
    same_day_promise_off_duty: bool = True
    note: Line | None = None

    def resident_on(self, day: date) -> bool:
        """Whether the department sits in the hall every workday. One approval does not make it non-resident (R83)."""
        return runs_on(self, day) and not self.non_resident_on(day)

    def non_resident_on(self, day: date) -> bool:
        return self.mode == "non_resident" and runs_on(self, day) and not self.missing_approvals(day)

    def missing_approvals(self, day: date | None = None) -> list[Approver]:
        """Who has not approved yet, by `day` where it is given."""
        given = {one.by for one in self.approvals if day is None or one.on <= day}
        return [one for one in APPROVERS if one not in given]

    def on_duty(self, day: date, calendar: WorkCalendar) -> bool:
        """Whether somebody of the department is to be in the hall on this day."""
        if not calendar.day(day).workday:
            return False
        return not self.non_resident_on(day) or day.isoweekday() == self.duty_weekday

    def promises_same_day(self, day: date, calendar: WorkCalendar) -> bool:
        """Whether a 即办件 that is received on this day may be promised for the same day (R46)."""
        if not self.non_resident_on(day) or self.same_day_promise_off_duty:
            return True
        return self.on_duty(day, calendar)

    def next_duty(self, day: date, calendar: WorkCalendar, *, within: int = 60) -> date | None:
        """The first day of duty from `day` on; None when there is none within so many days."""
        days = (day + timedelta(days=offset) for offset in range(within))
        return next((one for one in days if runs_on(self, one) and self.on_duty(one, calendar)), None)


class Week(NamedTuple):
    """A week from Monday to Sunday. `duty` is the day of duty that was planned; None when it was a day off."""

    monday: date
    workdays: int
    duty: date | None

    @property
    def excepted(self) -> bool:
        return self.workdays < FEWEST_WORKDAYS

    def late_on(self, day: date) -> bool:
        """Whether the week's attendance is late on this day: the day of duty has passed, or else the week."""
        return day > (self.duty or self.monday + timedelta(days=6))


def weeks(residency: Residency, first: date, last: date, calendar: WorkCalendar) -> Iterator[Week]:
    """The weeks that begin between the days, on whose every day the department was non-resident."""
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        days = [monday + timedelta(days=offset) for offset in range(7)]
        if residency.non_resident_on(days[0]) and residency.non_resident_on(days[-1]):
            duty = next((one for one in days if residency.on_duty(one, calendar)), None)
            yield Week(monday, sum(calendar.day(one).workday for one in days), duty)
        monday += WEEK


def missed_weeks(
    residency: Residency, attended: Collection[date], first: date, today: date, calendar: WorkCalendar
) -> list[Week]:
    """The weeks from `first` on in which nobody came although it was due, as it is known on `today` (R46)."""
    came = {day - timedelta(days=day.weekday()) for day in attended}
    return [
        week
        for week in weeks(residency, first, today, calendar)
        if not week.excepted and week.late_on(today) and week.monday not in came
    ]
