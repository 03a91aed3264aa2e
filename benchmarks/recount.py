"""A typhoon day is loaded while many cases are open: what it takes until each of them has its new days. SYNTHETIC.

`python -m benchmarks.recount --cases 1000` accepts so many cases in a table in memory, loads one day off, and lets the
sweeper go on until the count is done. It prints calls, write units and the processor time of a case as a ratio to the
bare view. Exits 1 where a case was left out or was counted twice.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.cpu import bare_view
from benchmarks.meter import Meter
from benchmarks.ordinary import metered
from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.operations.acts.load_calendar import load_calendar
from chalicelib.operations.model.calendar import HOLDS_AFTER, Recounting
from chalicelib.operations.store.loaded_calendar import find_progress
from chalicelib.wiring.alarms import FIRES
from proofs.kit.hall import Hall

TYPHOON = date(2026, 11, 26)
ADMINISTRATOR = "administrator"
MINUTE = timedelta(minutes=1)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    options = parser.parse_args(arguments)
    bare, meter = bare_view(), Meter()
    with metered(meter) as world:
        hall = Hall(world)
        cases = [hall.accepted() for _ in range(options.cases)]
        loaded(hall)
        meter.begin_again()
        progress = list(counted(hall, meter))[-1]
        told = Counter(event.type for case_id in cases for event in hall.events(case_id))["dues_recounted"]
    spent = sum(one.cpu for one in meter.invocations) / options.cases
    print(f"{options.cases} open cases: {progress.looked_at} looked at, {progress.moved} moved, {told} events")
    print(f"{len(meter.invocations)} sweeps, calls: {dict(meter.calls.most_common())}")
    print(f"write units a case: {meter.units['write units'] / options.cases:.1f}")
    print(f"processor time of a case: {spent / bare:.1f} bare views")
    return 0 if progress.moved == told == options.cases else 1


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


if __name__ == "__main__":
    raise SystemExit(main())
