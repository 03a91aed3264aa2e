"""`yimen import directory`: regions, departments, halls, windows and what leads to them, from a JSON or an XLSX file.

It looks only, unless told to write. While one error is left, nothing is written. A second run completes the first.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table as Rows

from chalicelib.catalogue.store import statutory_limits
from chalicelib.catalogue.store.kinds import kinds_of_items
from chalicelib.catalogue.store.scheme_leads import known_to_letters
from chalicelib.directory.acts.import_directory import DirectoryPlan, carry_out, items_promised, plan_directory
from chalicelib.directory.acts.register_import import items_named
from chalicelib.directory.model.outcome import Limit
from chalicelib.directory.model.sections import SECTIONS
from chalicelib.directory.store.kept import Change as Logged
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid
from chalicelib.foundation.table import Refused
from cli.directory_files import Source, Unreadable, read_source

KINDS = {"created": "新增", "changed": "变更", "absent": "文件中没有，保留", "unchanged": "未变"}
LABELS = {section.name: section.label for section in SECTIONS}
ERROR, WARNING = "[red]错误[/red]", "[yellow]提示[/yellow]"


def run(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    """0 when everything of the file is there, 1 when something is not because nothing was to be written, or when the
    file tells nothing, 2 for a file
    that cannot be read or imported. Raises Conflict when somebody else changes the directory at the same moment.
    """
    try:
        source = read_source(options.files[0], own_region=platform.settings.division)
    except Unreadable as unreadable:
        console.print(f"{options.files[0]}：{unreadable.title}", soft_wrap=True)
        findings(console, unreadable.errors, str, ERROR)
        return 2
    if tells_nothing(source.document):
        console.print(f"{options.files[0]}：没有可以导入的内容，请填写后重新执行", soft_wrap=True, markup=False)
        return 1
    try:
        plan = planned(platform, source.document, options.replace)
    except Invalid as problem:
        console.print(problem.title, soft_wrap=True)
        findings(console, problem.errors, source.where, ERROR)
        return 2
    show(console, plan, source)
    findings(console, plan.warnings, source.where, WARNING)
    if not options.write:
        if plan.pending:
            console.print(f"以上尚未写入（{plan.pending} 处）；加 --write 重新执行即写入")
        return 1 if plan.pending else 0
    written = write(platform, console, plan)
    console.print(f"已写入 {written} 处" if written else "已是最新，没有写入")
    return 0


def tells_nothing(document: object) -> bool:
    """Whether a file has no section that is kept. What is no file of a directory at all is told as such."""
    return isinstance(document, dict) and not LABELS.keys() & cast("dict[str, Any]", document).keys()


def template(console: Console, path: Path, *, catalogue: bool = False) -> int:
    """0 when the workbook was written, 2 when it was not: a file that is there is never replaced."""
    from cli import catalogue_books
    from cli.sheet_template import write_template

    try:
        if catalogue:
            write_template(path, catalogue_books.sheets(), catalogue_books.INTRODUCTION)
        else:
            write_template(path)
    except OSError as failure:
        console.print(f"{path}：无法写入（{failure.strerror}）", soft_wrap=True)
        return 2
    console.print(f"已写出 {path}", soft_wrap=True)
    return 0


def planned(platform: Platform, document: object, replaced: Sequence[str] = ()) -> DirectoryPlan:
    table, division = platform.table, platform.settings.division
    logged = Logged("import", platform.now(), "operator", "operator", {})
    limits = statutory_limits(table, division, items_promised(document))
    known = {code: Limit(*limit) for code, limit in limits.items()}
    named = items_named(document)
    catalogue = known_to_letters(table, [division], named)
    kinds = kinds_of_items(table, [division], named, logged.at)
    return plan_directory(table, division, document, known, logged, catalogue=catalogue, kinds=kinds, replaced=replaced)


def show(console: Console, plan: DirectoryPlan, source: Source) -> None:
    """Each record that changes, where it stands in the file, and how many there are of each kind."""
    rows = Rows("变化", "类别", "地区", "编号", "名称", "位置", box=None, header_style="bold")
    for one in plan.changes:
        if one.kind != "unchanged":
            where = source.where(one.pointer) if one.pointer else ""
            rows.add_row(KINDS[one.kind], LABELS.get(one.section, one.section), one.region, one.id, one.name, where)
    if rows.row_count:
        console.print(rows)
    counts = {kind: sum(change.kind == kind for change in plan.changes) for kind in KINDS}
    console.print("，".join(f"{KINDS[kind]} {count}" for kind, count in counts.items() if count))


def findings(console: Console, errors: Sequence[FieldError], where: Callable[[str], str], said: str) -> None:
    """A row for each: whether it hinders the import, where it stands, pointer, code, sentence."""
    for error in errors:
        row = f"{said}  {where(error.pointer)}  {error.pointer or '/'}  {error.code}  {error.message}"
        console.print(row, soft_wrap=True, highlight=False)


def write(platform: Platform, console: Console, plan: DirectoryPlan) -> int:
    columns, written = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()), 0
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("导入", total=plan.pending)
        try:
            for _ in carry_out(platform.table, plan):
                written += 1
                progress.advance(bar)
        except Refused:
            title = "机构信息刚刚被他人更改，请稍后重新导入"
            raise Conflict(code="directory_changed_meanwhile", title=title) from None
    return written
