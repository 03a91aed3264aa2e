"""The term for filing a letter of authority with the bureau (R72, R90): a dated setting of the region."""

from datetime import date
from typing import Literal, NamedTuple

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import count_term
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.letters import Letter

FilingState = Literal["waiting", "due_soon", "overdue"]
# The key of the setting among the thresholds of a region, and the workdays that hold where a region has none: the rules
# of 2018 name no term.
SETTING = "letter_filing_within"
WORKDAYS = 10
# With so many workdays left a filing is due soon.
SOON = 3


class Filing(NamedTuple):
    """How a letter stands that is not filed: the workdays since it was signed, and the last day of the term."""

    workdays: int
    due: date
    state: FilingState


def filing_workdays(directory: Directory, signed_on: date) -> int:
    """The term of a letter is the one that held on the day of its signature."""
    rules = directory.rules_on(signed_on)
    told = rules.region.overrides.thresholds if rules else ()
    return next((one.value for one in told if one.key == SETTING and one.unit == "workday"), WORKDAYS)


def waits_for_filing(letter: Letter, today: date) -> bool:
    return letter.filing is None and letter.revoked is None and letter.signed_on <= today


def filing_of(letter: Letter, directory: Directory, today: date, calendar: WorkCalendar) -> Filing | None:
    """None for a letter that need not be filed any more."""
    if not waits_for_filing(letter, today):
        return None
    due = term_ends(letter, directory, calendar)
    left = calendar.workdays_between(today, due)
    state: FilingState = "overdue" if today > due else "due_soon" if left <= SOON else "waiting"
    return Filing(calendar.workdays_between(letter.signed_on, today), due, state)


def term_ends(letter: Letter, directory: Directory, calendar: WorkCalendar) -> date:
    """The last day on which the letter may be filed, and by which its scan should be there."""
    return count_term(letter.signed_on, filing_workdays(directory, letter.signed_on), "workday", (), 0, calendar).due
