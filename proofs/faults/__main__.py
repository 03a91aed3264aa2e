"""`make faults`: every fault at every AWS call of every path, on two processes.

The exit status is 1 when a run has not ended as the undisturbed one does. It is 1 too when a function has called what
its policy does not allow, or never calls what it allows.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import get_context

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from local.arguments import positive
from proofs import rights
from proofs.faults.steps import Path
from proofs.faults.workers import BY_NAME, CHUNK, Chunk, Done, count, work

SHOWN = 20


def main(given: Sequence[str] | None = None) -> int:
    options = arguments().parse_args(given)
    console = Console()
    paths = [BY_NAME[name] for name in options.path or BY_NAME]
    with get_context("spawn").Pool(options.processes) as pool:
        totals = dict(pool.imap_unordered(count, [path.name for path in paths]))
        chunks = list(split(paths, totals, options.every, whole=options.whole))
        runs = sum(len(range(total)[:: options.every]) for total in totals.values())
        with progress(console) as bar:
            task = bar.add_task("faults", total=runs)
            done: list[Done] = []
            for part in pool.imap_unordered(work, chunks):
                show(console, part, [failure for before in done for failure in before.failures])
                done.append(part)
                bar.advance(task, part.runs)
    console.print(summary(paths, done))
    whole = options.path is None and options.every == 1
    used = {use for part in done for use in part.used}
    if whole:
        used |= rights.played()
    policies = rights.wrong(used, whole=whole)
    for line in policies:
        console.print(f"policy: {line}", markup=False, highlight=False, soft_wrap=True)
    return 1 if policies or any(part.failures for part in done) else 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proofs.faults", description=__doc__)
    parser.add_argument("--path", action="append", choices=list(BY_NAME), help="only this path (may be repeated)")
    parser.add_argument("--every", type=positive, default=1, metavar="N", help="every N-th fault only")
    parser.add_argument("--whole", action="store_true", help="play each run to the end of its path")
    parser.add_argument("--processes", type=positive, default=2, metavar="N")
    return parser


def split(paths: Sequence[Path], totals: dict[str, int], every: int, *, whole: bool) -> Iterator[Chunk]:
    """In the order of the paths, so that each process records a path about once."""
    for path in paths:
        for start in range(0, totals[path.name], CHUNK * every):
            yield Chunk(path.name, start, every, whole)


# ----------------------------------------------------------------------------------------------------------- to people
def show(console: Console, part: Done, before: Sequence[str]) -> None:
    """The first failures as soon as they are known: a run takes minutes."""
    for failure in part.failures[: max(0, SHOWN - len(before))]:
        console.print(failure, markup=False, highlight=False, soft_wrap=True)


def progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console)


def summary(paths: Sequence[Path], done: Sequence[Done]) -> Table:
    table = Table(title="faults at every AWS call")
    for name in ("path", "sites", "runs", "failures", "seconds"):
        table.add_column(name, justify="left" if name == "path" else "right")
    total: Counter[str] = Counter()
    for path in paths:
        parts = [part for part in done if part.path == path.name]
        sites = max((part.sites for part in parts), default=0)
        row = {
            "sites": sites,
            "runs": sum(part.runs for part in parts),
            "failures": sum(len(part.failures) for part in parts),
            "seconds": round(sum(part.seconds for part in parts)),
        }
        total.update(row)
        table.add_row(path.name, *(str(value) for value in row.values()))
    table.add_section()
    table.add_row("all", *(str(total[name]) for name in ("sites", "runs", "failures", "seconds")))
    return table


if __name__ == "__main__":
    sys.exit(main())
