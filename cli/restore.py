"""`yimen restore`: copy the rows of a restored table back into the stack's table. It looks only, unless told to write.

What the table has is never overwritten, and nothing comes back of a case that somebody has acted on since the backup.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from botocore.exceptions import ClientError
from pydantic import Field
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chalicelib.foundation import names
from chalicelib.foundation.alongside import in_parallel
from chalicelib.foundation.failures import name_of
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Table
from chalicelib.operations.acts.restore_rows import AT_ONCE, bring_back, fates
from chalicelib.operations.model.restoring import FATES, Fate, Stored, case_of, key_of
from chalicelib.operations.store.census import described, every_row
from cli import walk
from cli.confirmation import typed
from cli.progress import begin, save

WORD = "恢复"  # what has to be typed before anything is written
SHOWN = 20


class Tally(walk.Tally):
    """`fates` counts rows. `attention` has the first cases of which something was left as it is."""

    fates: Counter[Fate] = Field(default_factory=Counter[Fate])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--write", action="store_true", help=f"写入；不加则只查看。须键入“{WORD}”确认")
    parser.add_argument("--yes", action="store_true", help="与 --write 合用：不再询问")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="记录进度的文件；中断后用同一文件继续")


def misused(options: argparse.Namespace) -> str | None:
    return "--yes 须与 --write 合用" if options.yes and not options.write else None


def run(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    """0 when every row of the restored table is there, or is left out for a reason; 1 when some are still to be
    written; 2 when it was not confirmed. Raises NotFound without a restored table, and WrongFile.
    """
    restored = Table(platform.table.client, names.restored_table(platform.settings.stage))
    about = about_restored(restored)
    first = "请先停用全部事件源映射（docs/operate.md，Restore）"
    what = f"将把 {restored.name} 中的行写入缺少它们的 {platform.table.name}；{first}。"
    if options.write and not (options.yes or typed(console, what, WORD)):
        console.print("没有确认，什么也没有写入")
        return 2
    run_named = f"restore {'--write ' if options.write else ''}{about}"
    tally = begin(options.resume, Tally(table=platform.table.name, run=run_named))
    copy(platform, console, restored, tally, write=options.write, resume=options.resume)
    show(console, tally)
    return 1 if tally.fates["absent"] else 0


def about_restored(restored: Table) -> str:
    """When the restored table was made, which tells it from another one of the same name. Raises NotFound."""
    try:
        return str(described(restored).get("CreationDateTime", ""))
    except ClientError as failure:
        if name_of(failure) != "ResourceNotFoundException":
            raise
        title = f"没有表 {restored.name}：请先把备份恢复为这个名称的表（docs/operate.md，Restore）"
        raise NotFound(code="table_not_found", title=title) from None


def copy(
    platform: Platform,
    console: Console,
    restored: Table,
    tally: Tally,
    *,
    write: bool,
    resume: Path | None,
    sleep: walk.Sleep = time.sleep,
) -> None:
    """Through all rows of the restored table, several segments at the same time. The progress file goes at the end."""

    def pages(after: dict[str, str] | None, segment: int, segments: int) -> Iterator[walk.PageOf[list[Stored]]]:
        for rows, scanned, further in every_row(restored, after, segment=segment, segments=segments):
            yield [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)], scanned, further

    def each(found: Tally, rows: list[Stored]) -> None:
        judged = walk.patiently(lambda: fates(platform, restored, rows), sleep)
        count(found, zip(rows, judged, strict=True))
        if write:
            absent = [row for row, one in zip(rows, judged, strict=True) if one == "absent"]
            found.fates["absent"] -= len(absent)
            found.fates.update(in_parallel([lambda row=row: written(platform, row, sleep) for row in absent]))

    columns = TextColumn("检查行 {task.completed}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=described(restored).get("ItemCount") or None, completed=tally.scanned)

        def shown() -> None:
            tally.attention = dict(sorted(tally.attention.items())[:SHOWN])
            progress.update(bar, completed=tally.scanned)
            save(tally, resume)

        walk.Walk(tally, shown, pages, each).walk()
    if resume:
        resume.unlink(missing_ok=True)


def written(platform: Platform, row: Stored, sleep: walk.Sleep) -> Fate:
    return walk.patiently(lambda: bring_back(platform, row), sleep)


def count(found: Tally, judged: Iterator[tuple[Stored, Fate]]) -> None:
    for row, one in judged:
        found.fates[one] += 1
        if one in ("kept", "moved") and (case := case_of(row)) and len(found.attention) < SHOWN:
            found.attention[case.pk] = FATES["moved" if one == "moved" or key_of(row) == case else "kept"]


def show(console: Console, tally: Tally) -> None:
    console.print(f"共检查 {tally.scanned} 行")
    for one, label in FATES.items():
        if tally.fates[one]:
            console.print(f"  {label}：{tally.fates[one]} 行")
    for case, reason in tally.attention.items():
        console.print(f"  {case}  {reason}")
    if tally.fates["absent"]:
        console.print("以上尚未写入；加 --write 重新执行即写入")
