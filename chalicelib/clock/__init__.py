"""The pure law of days: a work calendar, statutory terms counted and explained day by day, and what is used of them.

`deadline` holds the public question and its answer; whoever serves it imports that module. The counting rules CR1 to
CR11 are in docs/glossary.md.
"""

from chalicelib.clock.acceptance import Deemed, Received, deemed_acceptance, deemed_acceptance_due, received_complete
from chalicelib.clock.backwards import LatestDay, count_back
from chalicelib.clock.calendar import (
    FIRST_DAY,
    LAST_DAY,
    LAST_DUE_DAY,
    Day,
    HolidayNotice,
    OutsideCalendar,
    WorkCalendar,
)
from chalicelib.clock.duty import count_to_duty, next_duty
from chalicelib.clock.pauses import Pause, merge_pauses
from chalicelib.clock.progress import Used, used_and_left
from chalicelib.clock.term import Term, count_term
from chalicelib.clock.unit import Unit
from chalicelib.clock.workdays import CountedDay

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "LAST_DUE_DAY",
    "CountedDay",
    "Day",
    "Deemed",
    "HolidayNotice",
    "LatestDay",
    "OutsideCalendar",
    "Pause",
    "Received",
    "Term",
    "Unit",
    "Used",
    "WorkCalendar",
    "count_back",
    "count_term",
    "count_to_duty",
    "deemed_acceptance",
    "deemed_acceptance_due",
    "merge_pauses",
    "next_duty",
    "received_complete",
    "used_and_left",
]
