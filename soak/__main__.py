"""`python -m soak`: cases on random paths, and one case in random orders around each machine.

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

from soak.interleaving import PLAYS
from soak.jobs import CASES_EACH, Outcome, played, walked

PROCESSES = 2
SHOWN = 20
TALLIED = (
    *("cases", "acts", "refusals", "replays", "deliveries", "messages", "callbacks", "callbacks not taken"),
    *("timeouts", "dead executions", "repairs", "restores", "troubled calls"),
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
    walks = range(asked.seed, asked.seed + -(-asked.cases // CASES_EACH))
    orders = range(asked.seed, asked.seed + asked.orders)
    with Progress(*COLUMNS, console=console) as progress:
        outcomes = [*carried_out("paths of cases", walked, walks, progress)]
        for machine in PLAYS:
            outcomes += carried_out(named(machine), partial(played, machine), orders, progress)
    summary(console, outcomes, len(orders), time.monotonic() - began)
    return 1 if any(outcome.violations for outcome in outcomes) else 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000, help="cases on random paths (default: 2000)")
    parser.add_argument(
        "--orders", type=int, default=4000, help="orders of one case, around each machine (default: 4000)"
    )
    parser.add_argument("--seed", type=int, default=None, help="first seed, to play a run again (default: a new one)")
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


def summary(console: Console, outcomes: Sequence[Outcome], orders: int, seconds: float) -> None:
    tally = sum((outcome.tally for outcome in outcomes), Counter[str]())
    table = Table("what", "how many", title="soak")
    for name in TALLIED:
        table.add_row(name, f"{tally[name]:,}")
    for machine in PLAYS:
        table.add_row(named(machine), f"{orders:,}")
    violated = [outcome for outcome in outcomes if outcome.violations]
    table.add_row("violations", f"{len(violated):,}", style="red" if violated else "green")
    table.add_row("seconds", f"{seconds:,.0f}")
    console.print(table)
    for outcome in violated[:SHOWN]:
        console.print(f"[red]{outcome.again}[/red]\n  {'; '.join(outcome.violations)}", highlight=False)


if __name__ == "__main__":
    sys.exit(main())
