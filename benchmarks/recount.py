"""A typhoon day is loaded while many cases are open: what it takes until each of them has its new days. SYNTHETIC.

`python -m benchmarks.recount --cases 1000` brings so many cases to seven stages in a table in memory, loads one day
off, and lets the sweeper go on until the count is done. It prints calls, write units, seconds and the processor time of
a case as a ratio to the bare view. Each case is compared with a walk over the days that knows nothing of the product:
what runs has moved as far as it must, what has ended has not. Exits 1 where one of them is wrong.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from benchmarks.cpu import bare_view
from benchmarks.meter import Meter
from benchmarks.ordinary import metered
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import Clock, ClockKind
from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.operations.acts.load_calendar import load_calendar
from chalicelib.operations.model.calendar import HOLDS_AFTER, Recounting
from chalicelib.operations.store.loaded_calendar import find_progress
from chalicelib.wiring.alarms import FIRES
from proofs.kit.hall import Hall

TYPHOON, NEW_YEAR = date(2026, 11, 26), date(2027, 1, 1)
ADMINISTRATOR, LEADER = "administrator", "chief-food"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def suspended(hall: Hall) -> str:
    """A hearing of a week and a half is under way, and was told in writing."""
    case_id = hall.accepted()
    hall.people.suspend(case_id, hall.caller(LEADER, case_id))
    return case_id


def correcting(hall: Hall) -> str:
    case_id = hall.submitted()
    hall.correct(case_id, "01")
    return case_id


class Stage(NamedTuple):
    """How a case gets there, and which of its clocks run."""

    bring: Callable[[Hall], str]
    runs: frozenset[ClockKind]


TERMS: frozenset[ClockKind] = frozenset({"promised", "statutory"})
STAGES: Mapping[str, Stage] = {
    "submitted": Stage(Hall.submitted, frozenset({"acceptance"})),
    "correcting": Stage(correcting, frozenset({"supplement"})),
    "in review": Stage(Hall.accepted, TERMS),
    "suspended": Stage(suspended, TERMS),
    "deciding": Stage(Hall.reviewed, TERMS),
    "decided": Stage(Hall.decided, frozenset({"issue"})),
    "closed": Stage(Hall.closed, frozenset()),
}


class Known(NamedTuple):
    """A case as it was before the day was loaded."""

    stage: str
    case: Case
    events: int


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    options = parser.parse_args(arguments)
    bare, meter = bare_view(), Meter()
    with metered(meter) as world:
        hall = Hall(world)
        known = brought(hall, options.cases)
        loaded(hall)
        meter.begin_again()
        began = time.monotonic()
        progress = list(counted(hall, meter))[-1]
        seconds = time.monotonic() - began
        found = {case_id: list(wrong(hall, before)) for case_id, before in known.items()}
    spent = sum(one.cpu for one in meter.invocations) / options.cases
    bad = {case_id: lines for case_id, lines in found.items() if lines}
    print(f"{options.cases} cases: {dict(Counter(one.stage for one in known.values()))}")
    print(f"{progress.looked_at} looked at, {progress.moved} moved, {progress.failed} failed, {len(bad)} wrong")
    print(f"{len(meter.invocations)} sweeps in {seconds:.1f} s, calls: {dict(meter.calls.most_common())}")
    print(f"write units a case: {meter.units['write units'] / options.cases:.1f}")
    print(f"processor time of a case: {spent / bare:.1f} bare views")
    for case_id, lines in list(bad.items())[:20]:
        print(f"{case_id} ({known[case_id].stage}): {'; '.join(lines)}")
    due = sum(bool(must_move(one)) for one in known.values())
    return 0 if progress.state == "done" and progress.moved == due and not (progress.failed or bad) else 1


def brought(hall: Hall, cases: int) -> dict[str, Known]:
    """The first half begins on one day, the rest on the next."""
    stages, known = list(STAGES), dict[str, Known]()
    for place in range(cases):
        if place == cases // 2:
            hall.clock.move_to(hall.clock() + DAY)
        stage = stages[place % len(stages)]
        case_id = STAGES[stage].bring(hall)
        known[case_id] = Known(stage, hall.case(case_id), 0)
    return {case_id: one._replace(events=len(hall.events(case_id))) for case_id, one in known.items()}


def loaded(hall: Hall) -> None:
    day = {"date": TYPHOON, "workday": False, "name": "台风停工"}
    amendment = CalendarAmendment.model_validate({"days": [day], "paper": "演示"})
    load_calendar(hall.platform, hall.caller(ADMINISTRATOR), amendment, "台风")
    hall.clock.move_to(hall.clock() + HOLDS_AFTER)


def counted(hall: Hall, meter: Meter) -> Iterator[Recounting]:
    """The progress after each sweep, until the count is done."""
    while True:
        with meter.during("sweep_alarms"):
            sweep(hall.platform, FIRES)
        progress = find_progress(hall.platform, 1)
        if progress is None:
            raise LookupError("nothing was loaded")
        yield progress
        if progress.state == "done":
            return
        hall.clock.move_to(hall.clock() + MINUTE)


# ------------------------------------------------------------------------------------------------ what must come of it
def wrong(hall: Hall, known: Known) -> Iterator[str]:
    """Whatever of this case is not as the walk says."""
    case, events = hall.case(known.case.id), hall.events(known.case.id)
    moved = must_move(known)
    for kind, before in known.case.clocks.items():
        after, must = case.due(kind), moved.get(kind, before.due)
        if after != must:
            yield f"{kind} is {after} and not {must}"
    told = [event for event in events[known.events :] if event.type == "dues_recounted"]
    days = {kind: {"before": str(known.case.due(kind)), "after": str(day)} for kind, day in moved.items()}
    if [event.data["recounted"] for event in told] != ([days] if days else []):
        yield f"told {[event.data['recounted'] for event in told]} and not {days}"


def must_move(known: Known) -> dict[ClockKind, date]:
    """The new day of each clock that runs and has another one because of the typhoon."""
    found: dict[ClockKind, date] = {}
    for kind in STAGES[known.stage].runs:
        clock = known.case.clocks[kind]
        if (before := walked(clock, off=(NEW_YEAR,))) != clock.due:
            raise AssertionError(f"{known.stage}: {kind} was {clock.due} and not {before} before anything was loaded")
        if (after := walked(clock, off=(NEW_YEAR, TYPHOON))) != before:
            found[kind] = after
    return found


def walked(clock: Clock, off: tuple[date, ...]) -> date:
    """The last day, day by day: `off` are all days off until the end of January 2027 but the weekends."""
    day, left = clock.started, clock.length + clock.extension
    while left:
        day += DAY
        paused = any(start < day <= end for start, end in clock.pauses)
        free = clock.unit == "workday" and (day.weekday() > 4 or day in off)
        left -= not (paused or free)
    return day


if __name__ == "__main__":
    raise SystemExit(main())
