"""A named clock of a case: facts to count from, and what they come to. The days themselves are counted by `clock`."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from chalicelib.cases.model.record import Record
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import Pause, Term, Unit, count_term

ClockKind = Literal["acceptance", "promised", "statutory", "issue"]
CLOCK_LABELS: Mapping[ClockKind, str] = {
    "acceptance": "受理期限",
    "promised": "承诺期限",
    "statutory": "法定期限",
    "issue": "颁发送达期限",
}


class Clock(Record):
    """`length` and `extension` are in `unit` (workday, or day for calendar days), counted from `started`, day 0.

    `basis` says where the length comes from. `pauses` belong to no term (行政许可法45). `due` is the last day;
    `provisional` says that it rests on a year whose holidays are not announced yet.
    """

    started: date
    length: int
    unit: Unit = "workday"
    basis: str
    pauses: tuple[tuple[date, date], ...] = ()
    extension: int = 0
    due: date
    provisional: bool = False

    def term(self, calendar: WorkCalendar) -> Term:
        """The clock counted day by day."""
        pauses = [Pause(start, end) for start, end in self.pauses]
        return count_term(self.started, self.length, self.unit, pauses, self.extension, calendar)


def counted(started: date, length: int, unit: Unit, basis: str, calendar: WorkCalendar) -> Clock:
    """A clock that begins, with its due day."""
    term = count_term(started, length, unit, (), 0, calendar)
    return Clock(started=started, length=length, unit=unit, basis=basis, due=term.due, provisional=term.provisional)
