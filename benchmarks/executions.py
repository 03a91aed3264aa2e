"""How many executions of state machines are open, and how many are started, by the load of a province. Pure.

A wait keeps its execution open until somebody acts, or until its time limit. What comes later starts a new execution.
So the time limit is what bounds the number of open executions, however long cases lie with people.
"""

from typing import NamedTuple

from chalicelib.foundation import names
from chalicelib.foundation.settings import Settings

# Quotas of an account and region: of Step Functions, in the regions that have most, and in those that have least.
OPEN_EXECUTIONS = 1_000_000
STARTS_PER_SECOND = (300, 150)
# No more than this part of the open executions is planned with.
SHARE = 0.3
# Guangdong's peak month had 11.2 million cases: so many a second in its peak hour, and in a spike of that hour.
PEAK_HOUR, SPIKE = 28.0, 142.0
# A case waits for review, decision, comparison and delivery; the few that an organ above decides wait once more.
WAITS = len([*names.STEPS[names.REVIEW], *names.STEPS[names.ISSUANCE]]) - len(("make_result", "archive"))
# The executions of a case for whose acts people take longer than a wait: review and decision, result, archive.
EXECUTIONS = 4


class Planned(NamedTuple):
    """One quota: how much of it is `used`, and how much of it is allowed to be."""

    quota: str
    used: float
    of: float

    @property
    def part(self) -> float:
        return self.used / self.of


def open_executions(cases_per_second: float, stay_hours: float, wait_hours: float, *, waits: int = WAITS) -> float:
    """How many executions are open while this many cases a second go through each of their waits, for however long.

    `stay_hours` is how long a case lies with people in all, evenly at each of its `waits`; `wait_hours` the time limit
    of one wait. By Little's law: the rate times the time that each case keeps an execution open.
    """
    return cases_per_second * 3600 * waits * min(stay_hours / waits, wait_hours)


def starts_per_second(accepted: float, acted: float, *, executions: int = EXECUTIONS) -> float:
    """How many executions are started a second: the first of each accepted case, and the later ones as people act."""
    return accepted + acted * (executions - 1)


def planned(settings: Settings) -> list[Planned]:
    """What a province needs whose cases take ten days."""
    needed = open_executions(SPIKE, 240, settings.wait_seconds / 3600)
    most, least = STARTS_PER_SECOND
    return [
        Planned("open executions, a spike at every wait for as long as it likes", needed, OPEN_EXECUTIONS),
        Planned("starts a second, peak hour, largest regions", starts_per_second(PEAK_HOUR, PEAK_HOUR), most),
        Planned("starts a second, peak hour, other regions", starts_per_second(PEAK_HOUR, PEAK_HOUR), least),
    ]
