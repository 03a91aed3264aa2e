"""`make bench`: what an ordinary case costs, one page of figures beside their budgets. Exits 1 over a budget.

Counts are exact and the same in every run. Times are ratios to a bare Chalice view that is measured in the same run.
They are told in milliseconds of a machine on which that view takes `BARE`.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import alarms, cpu, figures
from benchmarks.asked import REQUESTS
from benchmarks.cpu import BARE
from benchmarks.figures import Figure, Run, worst
from benchmarks.meter import Meter
from benchmarks.ordinary import MeteredWorld, gigabyte_seconds, ordinary_case, outlived
from benchmarks.prices import PRICES, usd

CASES = 1000
# What a request may wait for and spend: AWS calls in sequence, milliseconds of processor time.
BUDGETS = (("read", 1, 0.6), ("recorded read", 2, 0.6), ("act", 2, 1.2))
# Further benchmarks, each with `measure()`, which answers figures by name.
FURTHER = ("terms", "joint", "joint_cost", "cold_start", "rendering", "package")


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--against", type=Path, metavar="FILE", help="an earlier run to compare with")
    options.add_argument("--counts", action="store_true", help="leave out what takes time: processor time, cold start")
    given = options.parse_args(arguments)
    try:
        before = figures.earlier(given.against) if given.against else {}
    except figures.NoRun as wrong:
        options.error(str(wrong))
    run = measured(counts_only=given.counts)
    console = Console(width=120)
    show(console, run, before)
    if not given.counts:
        console.print(f"stored in {figures.store(run)}")
    return 1 if run.over else 0


def measured(*, counts_only: bool) -> Run:
    meter = Meter()
    world = ordinary_case(meter)
    meter.add("GB-seconds", gigabyte_seconds(meter.invocations, cpu.bare_view() * 1000 / BARE))
    found = [*of_case(meter, world), *of_slow_case(), *of_alarms()]
    details: dict[str, Mapping[str, Any]] = {
        "units": {name: round(meter.units[name], 2) for name in PRICES},
        "calls": dict(meter.calls.most_common()),
        "write units by row": meter.units_by_row(),
    }
    if not counts_only:
        asked = cpu.requests()
        details["requests"] = {one.name: one.kept() for one in asked}
        found += [*of_requests(asked), *of_whole_case(), *further()]
    return Run(found, details)


# ------------------------------------------------------------------------------------------------------------ figures
def of_case(meter: Meter, world: MeteredWorld) -> Iterator[Figure]:
    yield Figure("USD per 1,000 cases", CASES * usd(meter.units), 0.45, "everything counted, GB-seconds too")
    yield Figure("AWS calls", meter.all_calls, 130, f"of {len(REQUESTS)} requests and {_functions(meter)} invocations")
    yield Figure("write units", meter.units["write units"], 230, "whole items, transactions twice, indexes")
    yield Figure("transactions of one operation", len(meter.alone), 0)
    yield Figure("transitions", meter.units["transitions"], 5)
    yield Figure("rows left to the reconciler", world.left, 0)
    yield Figure("read units", meter.units["read units"])
    yield Figure("invocations of functions", _functions(meter))
    yield Figure("kilobytes sent to AWS", meter.sent / 1024, note="parameters of calls, without files")


def of_slow_case() -> Iterator[Figure]:
    """The same case when every wait lasts for longer than its execution: each act starts another one."""
    meter = Meter()
    ordinary_case(meter, before=outlived)
    units = {**meter.units, "GB-seconds": 0.0}
    yield Figure("USD per 1,000 slow cases", CASES * usd(units), note="each wait outlives its execution; no GB-seconds")
    yield Figure("transitions of a slow case", meter.units["transitions"], 9)
    yield Figure("write units of a slow case", meter.units["write units"])


def _functions(meter: Meter) -> int:
    return len(meter.invocations) - len(REQUESTS)


def of_requests(asked: list[cpu.Measured]) -> Iterator[Figure]:
    for kind, calls, most in BUDGETS:
        group = [one for one in asked if one.kind == kind]
        name, sequence = worst((one.name, one.sequence) for one in group)
        yield Figure(f"calls in sequence, {kind}", sequence, calls, f"worst: {name}")
        name, spent = worst((one.name, one.ratio * BARE) for one in group)
        yield Figure(f"CPU of each {kind}, ms", spent, most, f"worst: {name}; {BARE} ms is a bare view with a token")
        yield Figure(f"CPU of {kind}s, mean ms", sum(one.ratio for one in group) / len(group) * BARE)


def of_whole_case() -> Iterator[Figure]:
    whole = cpu.whole_case()
    yield Figure("CPU of a case, stores only, ms", whole.stores_only * BARE, 90, "with real documents")
    yield Figure("CPU of a case, with botocore, ms", whole.with_botocore * BARE, 160)


def of_alarms() -> Iterator[Figure]:
    found = alarms.measure()
    for minutes in (60, 1):
        told = f"100,000 alarms of one hour, swept in {minutes} min"
        yield Figure(f"index writes/s, {minutes} min", found.writes_per_second(minutes), alarms.PARTITION_WRITES, told)


def further() -> Iterator[Figure]:
    """What other benchmarks of this folder measure, as far as they are there: figures by name, maybe with a budget."""
    for name in FURTHER:
        if find_spec(f"benchmarks.{name}"):
            told: Mapping[str, float | Figure] = import_module(f"benchmarks.{name}").measure()
            for what, value in told.items():
                yield value if isinstance(value, Figure) else Figure(f"{name}: {what}", value)


# ------------------------------------------------------------------------------------------------------------ the page
def show(console: Console, run: Run, before: Mapping[str, float]) -> None:
    columns = ["figure", "value", "budget", *(["before"] if before else []), ""]
    grid = Table(*columns, title="An ordinary case: 16 requests, from the guide to the certificate")
    for figure in run.figures:
        mark = "[red]over[/red]" if figure.over else ""
        budget = f"{figure.budget:g}" if figure.budget is not None else ""
        compared = [_change(before.get(figure.name), figure.value)] if before else []
        grid.add_row(figure.name, _told(figure.value), budget, *compared, f"{mark} {figure.note}".strip())
    console.print(grid)
    for title, table in run.details.items():
        told = ", ".join(f"{name} {_told(value)}" for name, value in table.items())
        console.print(f"[bold]{title}[/bold]: {told}", soft_wrap=True)


def _told(value: Any) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _change(before: float | None, now: float) -> str:
    return "" if before is None else f"{_told(before)} ({now - before:+.3g})"


if __name__ == "__main__":
    sys.exit(main())
