"""What it takes to count a term of 60 workdays with three pauses: its due day alone, and with every day explained.

A ratio to the bare view that is measured in the same run, told in microseconds of the machine on which that view takes
`BARE`.
"""

import time
from collections.abc import Callable, Mapping
from datetime import date
from statistics import median

from benchmarks import cpu
from benchmarks.figures import Figure
from chalicelib.clock import Pause, Term, WorkCalendar, count_term

RUNS, TERMS = 11, 500
START, LENGTH = date(2026, 1, 5), 60
PAUSES = (
    Pause(date(2026, 1, 12), date(2026, 1, 20)),
    Pause(date(2026, 2, 2), date(2026, 2, 10)),
    Pause(date(2026, 3, 2), date(2026, 3, 12)),
)
NOTE = "microseconds: 60 workdays, three pauses, warm"


def measure() -> Mapping[str, Figure]:
    calendar = WorkCalendar()

    def counted() -> Term:
        return count_term(START, LENGTH, "workday", PAUSES, 0, calendar)

    bare = cpu.bare_view()
    return {
        "due": Figure("due day of a term", _microseconds(counted, bare), 10, NOTE),
        "explained": Figure("term explained day by day", _microseconds(lambda: counted().days, bare), 60, NOTE),
    }


def _microseconds(counts: Callable[[], object], bare: float) -> float:
    counts()
    return median([_spent(counts) for _ in range(RUNS)]) / bare * cpu.BARE * 1000


def _spent(counts: Callable[[], object]) -> float:
    """Seconds of processor time of one term."""
    began = time.process_time()
    for _ in range(TERMS):
        counts()
    return (time.process_time() - began) / TERMS
