"""Until when the bureau has to have the notice of a published change (R48, R90). Pure."""

from datetime import date
from typing import Literal, NamedTuple

from chalicelib.clock import count_term
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.directory import Directory

# Thresholds of a region, in workdays: the term, and how long before its end the supervisors are told.
ITEM_FILING, WARNING = "item_filing", "warning_before"
WARNED = 1
FilingState = Literal["waiting", "due_soon", "overdue"]


class FilingTerm(NamedTuple):
    workdays: int
    warning: int = WARNED


class Waiting(NamedTuple):
    """How a notice stands that has no receipt yet: its last day, and the workdays that it has waited."""

    due: date
    waited: int
    state: FilingState


def filing_term(directory: Directory, published: date, otherwise: int) -> FilingTerm:
    """The term of the region's rules that were in force on the day of publication; `otherwise` where they set none."""
    rules = directory.rules_on(published)
    set_: dict[str, int] = {one.key: one.value for one in rules.region.overrides.thresholds} if rules else {}
    return FilingTerm(set_.get(ITEM_FILING, otherwise), set_.get(WARNING, WARNED))


def waiting(published: date, today: date, term: FilingTerm, calendar: WorkCalendar) -> Waiting:
    """The term begins on the day after the publication. On its last day the notice is not overdue yet."""
    due = count_term(published, term.workdays, "workday", (), 0, calendar).due
    waited = calendar.workdays_between(published, today)
    if waited > term.workdays:
        return Waiting(due, waited, "overdue")
    return Waiting(due, waited, "due_soon" if waited >= term.workdays - term.warning else "waiting")
