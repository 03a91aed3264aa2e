"""`yimen repair --all`: every case, with a bar, a file to go on from after an interruption, and a summary."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, Field
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from chalicelib.foundation.failures import is_temporary, name_of
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Problem
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.operations.model.standing import LABELS, Trouble
from chalicelib.operations.store.census import every_case, items
from cli.progress import Kept, begin, save

T = TypeVar("T")
PAUSES = (1.0, 3.0, 9.0)  # seconds before one case is tried again
SEGMENTS = 8  # parts of the table that are walked through at the same time


class Found(BaseModel):
    """What was found in some cases. Ids only. `missed` are cases that could not be examined, although they may be
    later.
    """

    cases: int = 0
    done: Counter[Trouble] = Field(default_factory=Counter[Trouble])
    left: Counter[Trouble] = Field(default_factory=Counter[Trouble])
    attention: dict[str, str] = Field(default_factory=dict[str, str])
    missed: list[str] = Field(default_factory=list[str])

    def add(self, other: "Found") -> None:
        self.cases += other.cases
        self.done.update(other.done)
        self.left.update(other.left)
        self.attention.update(other.attention)
        self.missed += other.missed


class Part(BaseModel):
    """How far one segment of the table is: `after` is where its next page begins; `walked` at its end."""

    after: dict[str, str] | None = None
    walked: bool = False


class Tally(Found, Kept):
    """What the run has found, and how far each segment is; kept in the progress file after each page.

    A file of an earlier release knows no segments: it begins anew.
    """

    scanned: int = 0
    parts: list[Part] = Field(default_factory=lambda: [Part() for _ in range(SEGMENTS)])


def run_all(
    platform: Platform,
    console: Console,
    *,
    dry_run: bool,
    resume: Path | None,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """0 when nothing is left to do, else 1. The progress file is removed at the end, unless cases were missed that
    another run with it is to examine. Raises WrongFile.
    """
    tally = begin(resume, Tally(table=platform.table.name, run=f"repair {'--dry-run' if dry_run else '--mend'}"))
    columns = TextColumn("检查办件 {task.fields[cases]}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=items(platform) or None, completed=tally.scanned, cases=tally.cases)

        def shown() -> None:
            progress.update(bar, completed=tally.scanned, cases=tally.cases)
            save(tally, resume)

        Walk(platform, tally, shown, dry_run=dry_run, sleep=sleep).walk()
        missed, tally.missed = tally.missed, []
        for case_id in missed:
            examine(platform, tally, case_id, dry_run=dry_run, sleep=sleep)
    save(tally, resume)
    if resume and not tally.missed:
        resume.unlink()
    show(console, tally, dry_run=dry_run, resume=resume)
    return 1 if tally.attention else 0


class Walk:
    """Through all segments at the same time, a thread for each.

    What was found in a page counts when the page has ended. So after an interruption no case counts twice.
    """

    def __init__(
        self,
        platform: Platform,
        tally: Tally,
        shown: Callable[[], None],
        *,
        dry_run: bool,
        sleep: Callable[[float], None],
    ) -> None:
        self.platform, self.tally, self.shown = platform, tally, shown
        self.dry_run, self.sleep = dry_run, sleep
        self.lock, self.stopped = threading.Lock(), threading.Event()

    def walk(self) -> None:
        """Raises what stopped a segment, after the others have stopped too."""
        with ThreadPoolExecutor(max_workers=len(self.tally.parts)) as threads:
            segments = [threads.submit(self.segment, number) for number in range(len(self.tally.parts))]
            try:
                for segment in as_completed(segments):
                    segment.result()
            except BaseException:
                self.stopped.set()
                raise

    def segment(self, number: int) -> None:
        part, parts = self.tally.parts[number], len(self.tally.parts)
        if part.walked:
            return
        for page in every_case(self.platform, part.after, segment=number, segments=parts):
            found = Found()
            for case_id in page.cases:
                if self.stopped.is_set():
                    return
                found.cases += 1
                examine(self.platform, found, case_id, dry_run=self.dry_run, sleep=self.sleep)
            with self.lock:
                self.tally.add(found)
                self.tally.scanned += page.scanned
                part.after, part.walked = page.after, page.after is None
                self.shown()


def examine(
    platform: Platform, tally: Found, case_id: str, *, dry_run: bool, sleep: Callable[[float], None] = time.sleep
) -> None:
    """What may pass is waited for, and looked at again at the end of the run if it has not."""
    tally.attention.pop(case_id, None)
    try:
        repaired = patiently(lambda: repair_case(platform, case_id, dry_run=dry_run, thorough=False), sleep)
    except Exception as failure:  # noqa: BLE001 - one case is the boundary: however broken, the others are examined
        if is_temporary(failure):
            tally.missed.append(case_id)
        tally.attention[case_id] = f"检查时出错：{name_of(failure)}"
        return
    if repaired is None:
        return
    tally.done.update(finding.trouble for finding in repaired.mended)
    tally.left.update(finding.trouble for finding in repaired.unmended)
    if repaired.unmended:
        tally.attention[case_id] = "、".join(sorted({finding.label for finding in repaired.unmended}))


def patiently(do: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """Again after each of `PAUSES` while AWS throttles or is down."""
    for pause in PAUSES:
        try:
            return do()
        except (ClientError, BotoCoreError, Problem) as failure:
            if not is_temporary(failure):
                raise
            sleep(pause)
    return do()


def show(console: Console, tally: Tally, *, dry_run: bool, resume: Path | None = None) -> None:
    table = Table("问题", "已修复", "待修复" if dry_run else "未能修复", box=None, header_style="bold")
    for trouble, label in LABELS.items():
        if tally.done[trouble] or tally.left[trouble]:
            table.add_row(label, str(tally.done[trouble]), str(tally.left[trouble]))
    console.print(f"共检查 {tally.cases} 件，{len(tally.attention)} 件需要关注")
    if table.row_count:
        console.print(table)
    for case_id, reason in tally.attention.items():
        console.print(f"  {case_id}  {reason}")
    if tally.missed and resume:
        console.print(f"有 {len(tally.missed)} 件未能检查，请稍后以 --resume {resume} 继续")
