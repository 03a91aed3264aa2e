"""How much of a term is used on a given day, for timelines and warnings."""

from dataclasses import dataclass
from datetime import date

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import Term


@dataclass(frozen=True, slots=True)
class Used:
    """Units of the term (workdays or days): used by the end of today, left after today, overdue past the due day."""

    used: int
    left: int
    overdue: int


def used_and_left(term: Term, today: date, calendar: WorkCalendar) -> Used:
    """Paused and rest days use nothing; on the due day nothing is left and nothing is overdue yet."""
    counted = [day.date for day in term.days if day.counted]
    used = sum(day <= today for day in counted)
    return Used(used, len(counted) - used, _overdue(term, today, calendar))


def _overdue(term: Term, today: date, calendar: WorkCalendar) -> int:
    if today <= term.due:
        return 0
    return calendar.workdays_between(term.due, today) if term.unit == "workday" else (today - term.due).days
