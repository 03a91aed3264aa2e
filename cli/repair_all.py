"""`yimen repair --all`: every case, and a summary."""

import time
from collections import Counter
from pathlib import Path

from pydantic import Field
from rich.console import Console
from rich.table import Table

from chalicelib.foundation.platform import Platform
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.operations.model.standing import LABELS, Trouble
from cli import walk
from cli.progress import begin


class Tally(walk.Tally):
    """How often each trouble was found: mended, and left."""

    done: Counter[Trouble] = Field(default_factory=Counter[Trouble])
    left: Counter[Trouble] = Field(default_factory=Counter[Trouble])


def run_all(
    platform: Platform,
    console: Console,
    *,
    dry_run: bool,
    resume: Path | None,
    sleep: walk.Sleep = time.sleep,
) -> int:
    """0 when nothing is left to do, else 1. Raises WrongFile."""
    tally = begin(resume, Tally(table=platform.table.name, run=f"repair {'--dry-run' if dry_run else '--mend'}"))

    def examine(found: Tally, case_id: str) -> None:
        look(platform, found, case_id, dry_run=dry_run)

    walk.walk(platform, console, tally, examine, resume=resume, sleep=sleep)
    show(console, tally, dry_run=dry_run, resume=resume)
    return 1 if tally.attention else 0


def look(platform: Platform, tally: Tally, case_id: str, *, dry_run: bool) -> None:
    repaired = repair_case(platform, case_id, dry_run=dry_run, thorough=False)
    if repaired is None:
        return
    tally.done.update(finding.trouble for finding in repaired.mended)
    tally.left.update(finding.trouble for finding in repaired.unmended)
    if repaired.unmended:
        tally.attention[case_id] = "、".join(sorted({finding.label for finding in repaired.unmended}))


def show(console: Console, tally: Tally, *, dry_run: bool, resume: Path | None = None) -> None:
    table = Table("问题", "已修复", "待修复" if dry_run else "未能修复", box=None, header_style="bold")
    for trouble, label in LABELS.items():
        if tally.done[trouble] or tally.left[trouble]:
            table.add_row(label, str(tally.done[trouble]), str(tally.left[trouble]))
    console.print(f"共检查 {tally.cases} 件，{len(tally.attention)} 件需要关注")
    if table.row_count:
        console.print(table)
    walk.show_missed(console, tally, resume)
