"""Through all cases of a deployment: several segments of the table at the same time, a file to go on from after an
interruption, and patience with AWS. `repair --all` and `retention` walk like this.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any, Generic, Self, TypeVar, cast

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, Field
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chalicelib.foundation.failures import is_temporary, name_of
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Problem
from chalicelib.operations.store.census import every_case, items
from cli.progress import Kept, save

T = TypeVar("T")
PAUSES = (1.0, 3.0, 9.0)  # seconds before one case is tried again
SEGMENTS = 8  # parts of the table that are walked through at the same time
Sleep = Callable[[float], None]


class Part(BaseModel):
    """How far one segment of the table is: `after` is where its next page begins; `walked` at its end."""

    after: dict[str, str] | None = None
    walked: bool = False


# What a tally says of the run itself.
OF_THE_RUN = {"table", "run", "scanned", "parts"}


class Tally(Kept):
    """What the run has found so far, ids only; kept in the progress file after each page. `attention` says why somebody
    has to look at a case. `missed` are cases that could not be examined, although they may be later.

    A file of an earlier release knows no segments: it begins anew.
    """

    cases: int = 0
    attention: dict[str, str] = Field(default_factory=dict[str, str])
    missed: list[str] = Field(default_factory=list[str])
    scanned: int = 0
    parts: list[Part] = Field(default_factory=lambda: [Part() for _ in range(SEGMENTS)])

    def fresh(self) -> Self:
        """An empty one, for one page."""
        return type(self)(table=self.table, run=self.run)

    def add(self, other: Self) -> None:
        """What was found in other cases: numbers are summed, the rest is put together."""
        for name in type(self).model_fields.keys() - OF_THE_RUN:
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, dict):
                cast(dict[str, Any], mine).update(cast(dict[str, Any], theirs))  # a Counter adds
            else:
                setattr(self, name, mine + theirs)


Found = TypeVar("Found", bound=Tally)
Examine = Callable[[Found, str], None]
Thing = TypeVar("Thing")
# Things, how many items were read for them, and where the next page begins; None at the end.
PageOf = tuple[Sequence[Thing], int, dict[str, str] | None]
Pages = Callable[[dict[str, str] | None, int, int], Iterator[PageOf[Thing]]]
"""The pages of one segment of so many, from a place on."""


def walk(
    platform: Platform, console: Console, tally: Found, examine: Examine[Found], *, resume: Path | None, sleep: Sleep
) -> None:
    """Every case is examined once, with a bar. Those that were missed are tried again at the end. The progress file is
    removed then, unless another run with it is to examine what was missed still.
    """
    patient = Patient(examine, sleep)
    columns = TextColumn("检查办件 {task.fields[cases]}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=items(platform) or None, completed=tally.scanned, cases=tally.cases)

        def shown() -> None:
            progress.update(bar, completed=tally.scanned, cases=tally.cases)
            save(tally, resume)

        def pages(after: dict[str, str] | None, segment: int, segments: int) -> Iterator[PageOf[str]]:
            return every_case(platform, after, segment=segment, segments=segments)

        def each(found: Found, case_id: str) -> None:
            found.cases += 1
            patient.examine(found, case_id)

        Walk(tally, shown, pages, each).walk()
        missed, tally.missed = tally.missed, []
        for case_id in missed:
            patient.examine(tally, case_id)
    save(tally, resume)
    if resume and not tally.missed:
        resume.unlink()


class Walk(Generic[Found, Thing]):
    """Through all segments at the same time, a thread for each. `each` is called for each thing of the pages.

    What was found in a page counts when the page has ended. So after an interruption nothing counts twice.
    """

    def __init__(
        self, tally: Found, shown: Callable[[], None], pages: Pages[Thing], each: Callable[[Found, Thing], None]
    ) -> None:
        self.tally, self.shown, self.pages, self.each = tally, shown, pages, each
        self.lock, self.stopped = threading.Lock(), threading.Event()

    def walk(self) -> None:
        """Raises what stopped a segment, after the others have stopped too."""
        with ThreadPoolExecutor(max_workers=len(self.tally.parts)) as threads:
            segments = [threads.submit(self.segment, number) for number in range(len(self.tally.parts))]
            try:
                for segment in as_completed(segments):
                    segment.result()
            except BaseException:  # raised again: whatever ends the run, Ctrl-C too, stops the other segments first
                self.stopped.set()
                raise

    def segment(self, number: int) -> None:
        part, parts = self.tally.parts[number], len(self.tally.parts)
        if part.walked:
            return
        for things, scanned, after in self.pages(part.after, number, parts):
            found = self.tally.fresh()
            for thing in things:
                if self.stopped.is_set():
                    return
                self.each(found, thing)
            with self.lock:
                self.tally.add(found)
                self.tally.scanned += scanned
                part.after, part.walked = after, after is None
                self.shown()


class Patient(Generic[Found]):
    """Examines one case. What may pass is waited for, and looked at again at the end of the run if it has not."""

    def __init__(self, how: Examine[Found], sleep: Sleep) -> None:
        self.how, self.sleep = how, sleep

    def examine(self, tally: Found, case_id: str) -> None:
        tally.attention.pop(case_id, None)
        try:
            patiently(lambda: self.how(tally, case_id), self.sleep)
        except Exception as failure:  # noqa: BLE001 - one case is the boundary: however broken, the others are examined
            if is_temporary(failure):
                tally.missed.append(case_id)
            tally.attention[case_id] = f"检查时出错：{name_of(failure)}"


def patiently(do: Callable[[], T], sleep: Sleep = time.sleep) -> T:
    """Again after each of `PAUSES` while AWS throttles or is down."""
    for pause in PAUSES:
        try:
            return do()
        except (ClientError, BotoCoreError, Problem) as failure:
            if not is_temporary(failure):
                raise
            sleep(pause)
    return do()


def show_missed(console: Console, tally: Tally, resume: Path | None) -> None:
    for case_id, reason in tally.attention.items():
        console.print(f"  {case_id}  {reason}")
    if tally.missed and resume:
        console.print(f"有 {len(tally.missed)} 件未能检查，请稍后以 --resume {resume} 继续")
