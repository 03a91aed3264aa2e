"""The alarms of a case: which act is due when. `wiring.alarms` names the act of each."""

from datetime import date, datetime, time, timedelta

from chalicelib.cases.model import Case
from chalicelib.durable import alarms
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.table import Op, When

ACCEPTANCE = "acceptance"


def await_acceptance(case: Case, at: datetime, *, when: When | None = None) -> list[Op]:
    """Set the alarm at the end of the fifth workday after receipt (行政许可法32(4)). `at` is the time of the act."""
    due = case.clock.accept_due
    return [alarms.set_alarm(case.owner, ACCEPTANCE, end_of(due), at, when=when)] if due else []


def acceptance_settled(case: Case) -> Op:
    """Clear the alarm, because the case was accepted, sent back for correction, refused or withdrawn."""
    return alarms.clear_alarm(case.owner, ACCEPTANCE)


def end_of(day: date) -> datetime:
    """24:00 of that day, +08:00."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
