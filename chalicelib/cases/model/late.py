"""Which terms of a case are missed, in which colour, and of which nobody was told yet. Pure.

Yellow is a promise that was missed, a term of a commitment (告知承诺) after the grant, or one of the platform's own,
red a term of the law (R52; 优化营商环境条例36(2), 行政许可法42, 44). 行政许可法44 sets the days of the delivery for a
licence that is granted: of anything else a late delivery is yellow.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Literal, get_args

from pydantic import JsonValue

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import Clock, ClockKind
from chalicelib.cases.model.how_far import COMMITTED, GOES_ON, runs

Signal = Literal["yellow", "red"]
# No law sets the terms of what follows a grant on a commitment.
YELLOW: tuple[ClockKind, ...] = ("promised", *GOES_ON)
GRAVEST_FIRST: tuple[ClockKind, ...] = (
    "issue",
    "superior",
    "statutory",
    "lower_review",
    "hearing",
    "inspection_start",
    *YELLOW,
)
SIGNALS: Mapping[ClockKind, Signal] = {kind: "yellow" if kind in YELLOW else "red" for kind in GRAVEST_FIRST}
# A review that has not gone upward in time has an alarm of its own.
TOLD: tuple[ClockKind, ...] = (
    "promised",
    "inspection_start",
    "hearing",
    "statutory",
    "superior",
    "issue",
    *GOES_ON,
)
Missed = Mapping[ClockKind, date]


def next_lateness(case: Case) -> date | None:
    """The first due day of a running term that will be missed, or was, without anybody having been told."""
    return min((clock.due for clock in _untold(case).values()), default=None)


def missed(case: Case, today: date) -> Missed:
    """The terms that run, are over, and of which nobody was told: kind -> due day."""
    return {kind: clock.due for kind, clock in _untold(case).items() if clock.due < today}


def missed_until(case: Case, after: Case, today: date) -> Missed:
    """Those of them that the act ends which makes `after` of the case: no alarm tells of them any more."""
    late = missed(case, today).items()
    return {kind: due for kind, due in late if kind not in after.clocks or not runs(after, kind)}


def with_told(case: Case, told: Missed) -> Case:
    """The case once this was told. Where a calendar moves such a day to a later one, that one is told again."""
    return case.model_copy(update={"late_told": {**case.late_told, **told}}) if told else case


def matter_of(kind: ClockKind) -> str:
    """The supervisors' matter, and the event, of this term that was missed. Of several promised results it is one."""
    return f"{COMMITTED[0] if kind in COMMITTED else kind}_overdue"


def gravest(kinds: Collection[ClockKind]) -> ClockKind | None:
    """The kind whose colour is the most serious one, of several with that colour the last in the course of a case."""
    return next((kind for kind in GRAVEST_FIRST if kind in kinds), None)


def told_of(clocks: Mapping[ClockKind, Clock], terms: Missed) -> dict[str, JsonValue]:
    """For the event: each term that was missed, with its last day and its colour."""
    return {kind: {"due": str(due), "signal": colour(kind, clocks[kind])} for kind, due in terms.items()}


def colour(kind: ClockKind, clock: Clock) -> Signal | None:
    """The colour of this clock once its term is over; None for those that have none."""
    return "yellow" if clock.own and kind in SIGNALS else SIGNALS.get(kind)


def signal_of(case: Case, today: date) -> Signal | None:
    """The colour of the case today: red before yellow, None while no running term is over."""
    return signal_among({kind: clock for kind, clock in case.clocks.items() if runs(case, kind)}, today)


def signal_among(running: Mapping[ClockKind, Clock], today: date) -> Signal | None:
    """The same of these clocks, all of which run, for a list that has no cases."""
    colours = {colour(kind, clock) for kind, clock in running.items() if clock.due < today}
    return next((one for one in get_args(Signal)[::-1] if one in colours), None)


def _untold(case: Case) -> Mapping[ClockKind, Clock]:
    return {
        kind: clock
        for kind, clock in case.clocks.items()
        if kind in TOLD and runs(case, kind) and clock.due > case.late_told.get(kind, date.min)
    }
