"""`yimen keys`: exchange the key of cursors, blind indexes or personal data, and write indexes anew."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from pydantic import Field
from rich.console import Console

from chalicelib.foundation import names
from chalicelib.foundation.failures import name_of
from chalicelib.foundation.keyring import StoredKeys
from chalicelib.foundation.platform import Platform
from chalicelib.operations.acts.reindex_authorisation import reindex_authorisation
from chalicelib.operations.acts.reindex_case import reindex_case
from chalicelib.operations.acts.rotate_keys import end_previous, require_settled, rotate
from chalicelib.operations.store.census import every_authorisation, every_case
from cli.progress import Kept, begin, save

RESUMED = "记录进度的文件；中断后用同一文件继续"
LABELS = {names.CURSOR_KEY: "翻页标记", names.INDEX_KEY: "索引", names.WRAPPING_KEY: "个人数据"}


def add_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    exchange = what.add_parser("rotate", parents=[common], help="换用新密钥；原密钥继续可读")
    exchange.add_argument(
        "purpose", choices=[*LABELS], help="；".join(f"{name}：{label}" for name, label in LABELS.items())
    )
    again = what.add_parser("reindex", parents=[common], help="把已有索引改用新密钥，完成后停用原密钥")
    again.add_argument("--dry-run", action="store_true", help="只查看")
    again.add_argument("--resume", type=Path, metavar="FILE", help=RESUMED)


def run(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    if options.what == "rotate":
        return run_rotate(platform, console, options.purpose)
    return run_reindex(platform, console, dry_run=options.dry_run, resume=options.resume)


class Progress(Kept):
    """How far the run is; kept in a file after each page. Ids only. `failed` are looked at again by the next run."""

    after: dict[str, str] | None = None
    cases: int = 0
    moved: int = 0
    failed: dict[str, str] = Field(default_factory=dict[str, str])


def run_rotate(platform: Platform, console: Console, purpose: str) -> int:
    stored = rotate(platform, purpose)
    console.print(
        f"{LABELS[purpose]}密钥已轮换：新密钥自 {stored.current_from:%Y-%m-%d %H:%M:%S} 起使用，原密钥继续可读"
    )
    if purpose == names.INDEX_KEY:
        console.print("请在新密钥生效一刻钟后执行 yimen keys reindex，把已有的索引改用新密钥")
    return 0


def run_reindex(platform: Platform, console: Console, *, dry_run: bool, resume: Path | None) -> int:
    """0 when every case is found by the current key, else 1. Then the key before ends, as soon as nobody needs it.

    Raises WrongFile for a file of a dry run, or of an earlier rotation: its cases are not moved.
    """
    stored = require_settled(platform)
    run = f"reindex {'--dry-run ' if dry_run else ''}{stored.current_from}"
    progress = begin(resume, Progress(table=platform.table.name, run=run))
    for page in every_case(platform, progress.after):
        for case_id in page.cases:
            examine(platform, progress, case_id, dry_run=dry_run)
        progress.after = page.after
        if page.after:
            save(progress, resume)
    for authorisation in every_authorisation(platform):
        examine_authorisation(platform, progress, authorisation, dry_run=dry_run)
    if resume:
        resume.unlink(missing_ok=True)
    console.print(f"共检查 {progress.cases} 件，{'待改' if dry_run else '已改'}用新密钥 {progress.moved} 件")
    for case_id, reason in progress.failed.items():
        console.print(f"  {case_id}  {reason}")
    if dry_run or progress.failed:
        return 1 if progress.moved or progress.failed else 0
    return finish(platform, console, stored)


def finish(platform: Platform, console: Console, stored: StoredKeys) -> int:
    """End the key before. First the whole table is read once more, whatever a progress file has said: without that key
    nobody would find a case that still needs it.
    """
    if left := list(still_there(platform)):
        console.print(f"仍有 {len(left)} 件使用原密钥，原密钥未停用，请再执行一次")
        for case_id in left:
            console.print(f"  {case_id}")
        return 1
    if waits := end_previous(platform, stored):
        console.print(f"原密钥还用于比对重复的请求，请在 {waits:%Y-%m-%d %H:%M} 之后再执行一次，届时停用")
    else:
        console.print("原密钥已停用")
    return 0


def examine(platform: Platform, progress: Progress, case_id: str, *, dry_run: bool) -> None:
    progress.cases += 1
    try:
        progress.moved += reindex_case(platform, case_id, dry_run=dry_run)
    except Exception as failure:  # noqa: BLE001 - one case is the boundary: however broken, the others are moved
        progress.failed[case_id] = f"出错：{name_of(failure)}"


def examine_authorisation(platform: Platform, progress: Progress, authorisation: str, *, dry_run: bool) -> None:
    progress.cases += 1
    try:
        progress.moved += reindex_authorisation(platform, authorisation, dry_run=dry_run)
    except Exception as failure:  # noqa: BLE001 - one authorisation is the boundary: the others are moved
        progress.failed[authorisation] = f"出错：{name_of(failure)}"


def still_there(platform: Platform) -> Iterator[str]:
    """The cases and authorisations that need the key before, and those of which it cannot be told."""
    for page in every_case(platform):
        for case_id in page.cases:
            looked_at = Progress(table=platform.table.name)
            examine(platform, looked_at, case_id, dry_run=True)
            if looked_at.moved or looked_at.failed:
                yield case_id
    for authorisation in every_authorisation(platform):
        looked_at = Progress(table=platform.table.name)
        examine_authorisation(platform, looked_at, authorisation, dry_run=True)
        if looked_at.moved or looked_at.failed:
            yield authorisation
