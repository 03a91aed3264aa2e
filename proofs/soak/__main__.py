"""`make soak`: cases in random stories, joint requests and joint examinations too, and one case in random orders around
each machine.

Ends with 1 when anything is violated.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from local.arguments import whole
from proofs.soak.jobs import (
    CASES_EACH,
    CASES_PER_REQUEST,
    Outcome,
    order_outcome,
    request_outcome,
    session_outcome,
    story_outcome,
)
from proofs.soak.plays import PLAYS
from proofs.soak.story_acts import acts_in_stories, acts_of_cases

PROCESSES = 2
SHOWN = 20
# Of so many cases some are the one or other that each act needs.
CASES_FOR_EVERY_ACT = 200
TALLIED = (
    *("cases", "acts", "refusals", "replays", "deliveries", "messages", "callbacks", "callbacks not taken"),
    *("timeouts", "dead executions", "repairs", "restores", "troubled calls"),
    *("authorisations changed", "letters", "staff", "versions published ahead"),
)
COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    MofNCompleteColumn(),
    TimeElapsedColumn(),
    TimeRemainingColumn(),
)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parse(arguments)
    console = Console()
    began = time.monotonic()
    stories = range(asked.seed, asked.seed + -(-asked.cases // CASES_EACH))
    requests = range(asked.seed, asked.seed + asked.cases // CASES_PER_REQUEST)
    orders = range(asked.seed, asked.seed + asked.orders)
    with Progress(*COLUMNS, console=console) as progress:
        outcomes = [*carried_out("stories", story_outcome, stories, progress)]
        outcomes += carried_out("joint requests", request_outcome, requests, progress)
        outcomes += carried_out("joint examinations", session_outcome, requests, progress)
        for machine in PLAYS:
            outcomes += carried_out(named(machine), partial(order_outcome, machine), orders, progress)
    tally = sum((outcome.tally for outcome in outcomes), Counter[str]())
    summary(console, outcomes, tally, len(orders), time.monotonic() - began)
    missing = never_performed(tally) if asked.cases >= CASES_FOR_EVERY_ACT else []
    if missing:
        console.print(f"[red]no story has performed {', '.join(missing)}[/red]")
    return 1 if missing or any(outcome.violations for outcome in outcomes) else 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m proofs.soak", description=__doc__)
    parser.add_argument("--cases", type=whole, default=2000, help="cases in random stories (default: 2000)")
    parser.add_argument(
        "--orders", type=whole, default=4000, help="orders of one case, around each machine (default: 4000)"
    )
    parser.add_argument("--seed", type=whole, default=None, help="first seed, to play a run again (default: a new one)")
    asked = parser.parse_args(arguments)
    if asked.seed is None:
        asked.seed = random.SystemRandom().randrange(10**9)
    return asked


def named(machine: str) -> str:
    return f"orders around {machine}"


def carried_out(
    title: str, job: Callable[[int], Outcome], seeds: Sequence[int], progress: Progress
) -> Iterator[Outcome]:
    """One process a core: what one of them waits for is its own memory only."""
    task = progress.add_task(title, total=len(seeds))
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        for outcome in pool.map(job, seeds, chunksize=4):
            progress.advance(task)
            yield outcome


def never_performed(tally: Counter[str]) -> list[str]:
    return sorted(act for act in acts_of_cases() if not tally[f"act {act}"])


def summary(console: Console, outcomes: Sequence[Outcome], tally: Counter[str], orders: int, seconds: float) -> None:
    table = Table("what", "how many", title="soak")
    for name in (*TALLIED, *(f"act {act}" for act in sorted(acts_in_stories()))):
        table.add_row(name, f"{tally[name]:,}")
    for machine in PLAYS:
        table.add_row(named(machine), f"{orders:,}")
    violated = [outcome for outcome in outcomes if outcome.violations]
    table.add_row("violations", f"{len(violated):,}", style="red" if violated else "green")
    table.add_row("seconds", f"{seconds:,.0f}")
    console.print(table)
    for outcome in violated[:SHOWN]:
        console.print(f"[red]{outcome.command}[/red]\n  {'; '.join(outcome.violations)}", highlight=False)


if __name__ == "__main__":
    sys.exit(main())
