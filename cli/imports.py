"""`yimen import`: catalogue or place from files into a deployment. It looks only, unless told to write."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table as Rows

from chalicelib.catalogue.acts.import_catalogue import plan_whole, read_own
from chalicelib.catalogue.acts.import_plan import (
    Change,
    ImportPlan,
    Kind,
    carry_out,
    plan_place,
)
from chalicelib.catalogue.acts.import_schemes import plan_alone
from chalicelib.catalogue.acts.publish_lists import ListsPlan
from chalicelib.catalogue.model.document import parse_json
from chalicelib.catalogue.model.parts import Merged, merged
from chalicelib.catalogue.model.place_document import read_place
from chalicelib.directory.store import list_departments
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from cli import directory_imports, list_imports
from cli.json_lines import line_of, lines_of

KINDS: dict[Kind, str] = {
    "created": "新增",
    "updated": "变更",
    "reopened": "恢复",
    "ended": "取消",
    "absent": "文件中没有，保留",
    "unchanged": "未变",
}
PARTS = {"place": "地区", "department": "部门", "item": "事项", "scheme": "联办方案"}
WRITTEN = ("created", "updated", "reopened", "ended")
# Whether a finding hinders the import, at the beginning of its row.
ERROR, WARNING = "[red]错误[/red]", "[yellow]提示[/yellow]"


# A file is read whole; 5,000 items with their forms have about half of this.
LARGEST_FILE = 80 * 2**20


class Files(NamedTuple):
    """The files as they were read; `texts` as somebody's editor shows them."""

    paths: Sequence[Path]
    texts: Sequence[str]
    documents: Sequence[object]


def add_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    whats = parser.add_subparsers(dest="what", required=True)
    for what, words in (
        ("catalogue", "事项目录：地区、部门、事项；可分为几个文件，县区目录放在所属市的目录之后"),
        ("directory", "机构：地区、部门、大厅、窗口、事项分流等；JSON 或 XLSX"),
        ("place", "只导入地区信息"),
        ("schemes", "只导入联办方案（一件事、并联审批），成员事项和部门须已导入"),
        ("lists", "公布证明事项清单和中介服务事项清单"),
    ):
        one = whats.add_parser(what, parents=[common], help=words)
        one.add_argument("files", nargs="+" if what == "catalogue" else 1, type=Path, metavar="FILE")
        how = one.add_mutually_exclusive_group()
        how.add_argument("--write", action="store_true", help="写入；不加则只检查并显示将有的变化")
        how.add_argument("--dry-run", action="store_true", help="只检查，与不加 --write 相同")
        if what == "catalogue":
            one.add_argument("--end-absent", action="store_true", help="取消文件中没有的事项；不加则保留")
    template = whats.add_parser("template", help="写出机构信息的空白工作簿（XLSX），填好后用 import directory 导入")
    template.add_argument("file", type=Path, metavar="FILE")


def run(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    """0 when everything of the files is there, 1 when it is not because nothing was to be written, 2 for files that
    cannot be read or imported. Raises Conflict when another import is under way.
    """
    if options.what == "directory":
        return directory_imports.run(platform, console, options)
    try:
        files = read(options.files)
        if options.what == "lists":
            return list_imports.finish(platform, console, options, planned_lists(platform, files))
        plan, together = planned(platform, options, files)
    except Unreadable as unreadable:
        console.print(f"{unreadable.path}：{unreadable.title}", soft_wrap=True)
        return 2
    except Refused as refused:
        console.print(refused.title, soft_wrap=True)
        findings(console, refused.errors, refused.files, refused.together, ERROR)
        return 2
    show(console, plan)
    findings(console, plan.warnings, files, together, WARNING)
    if not options.write:
        if plan.pending:
            console.print(f"以上尚未写入（{plan.pending} 处）；加 --write 重新执行即写入")
        return 1 if plan.pending else 0
    written = write(platform, console, plan)
    console.print(f"已写入 {written} 处" if written else "已是最新，没有写入")
    return 0


class Unreadable(Exception):
    """A file that is not there, or no JSON."""

    def __init__(self, path: Path, title: str) -> None:
        super().__init__(title)
        self.path, self.title = path, title


class Refused(Exception):
    """Files with errors."""

    def __init__(self, problem: Invalid, files: Files, together: Merged | None) -> None:
        super().__init__(problem.title)
        self.title, self.errors, self.files, self.together = problem.title, problem.errors, files, together


def read(paths: Sequence[Path]) -> Files:
    texts, documents = list[str](), list[object]()
    for path in paths:
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise Unreadable(path, f"文件超过 {LARGEST_FILE // 2**20} MB，请分为几个文件")
            content = path.read_bytes()
            documents.append(parse_json(content))
        except OSError as failure:
            raise Unreadable(path, f"无法读取（{failure.strerror}）") from None
        except Invalid as problem:
            raise Unreadable(path, problem.title) from None
        texts.append(content.decode("utf-8-sig"))
    return Files(paths, texts, documents)


def planned(platform: Platform, options: argparse.Namespace, files: Files) -> tuple[ImportPlan, Merged | None]:
    """What is to be done, and what the files are together where there are several. Raises Refused."""
    table, division, together = platform.table, platform.settings.division, None
    demonstrations = platform.settings.sample_documents
    try:
        if options.what == "catalogue":
            together = merged(files.documents)
            catalogue = read_own(division, together.document, demonstrations=demonstrations)
            return plan_whole(table, division, catalogue, platform.now(), end_absent=options.end_absent), together
        if options.what == "schemes":
            at, document = platform.now(), files.documents[0]
            return plan_alone(table, division, document, at, demonstrations=demonstrations), None
        departments = {one.id: one for one in list_departments(table, division)}
        return plan_place(table, read_place(files.documents[0], division, departments)), None
    except Invalid as problem:
        raise Refused(problem, files, together) from None


def planned_lists(platform: Platform, files: Files) -> ListsPlan:
    """Raises Refused."""
    try:
        return list_imports.planned(platform, files.documents[0])
    except Invalid as problem:
        raise Refused(problem, files, None) from None


def show(console: Console, plan: ImportPlan) -> None:
    """Each part that changes, and how many there are of each kind."""
    rows = Rows("变化", "类别", "编号", "名称", "版本", box=None, header_style="bold")
    for change in plan.changes:
        if change.kind != "unchanged":
            rows.add_row(KINDS[change.kind], PARTS[change.what], change.id, change.name, str(change.version or ""))
    if rows.row_count:
        console.print(rows)
    counts = [
        f"{KINDS[kind]} {sum(change.kind == kind for change in plan.changes)}"
        for kind in KINDS
        if any(change.kind == kind for change in plan.changes)
    ]
    console.print("，".join(counts))


def findings(console: Console, errors: Sequence[FieldError], files: Files, together: Merged | None, said: str) -> None:
    """A row for each: whether it hinders the import, file and line, pointer, code, sentence."""
    lines: dict[int, Callable[[str], int | None]] = {}
    for error in errors:
        number, pointer = together.origin(error.pointer) if together else (0, error.pointer)
        if number not in lines:
            of_file = lines_of(files.texts[number])
            lines[number] = lambda at, of_file=of_file: line_of(of_file, at)
        where = f"{files.paths[number].name}:{lines[number](pointer) or 1}"
        console.print(
            f"{said}  {where}  {pointer or '/'}  {error.code}  {error.message}",
            soft_wrap=True,
            highlight=False,
        )


def write(platform: Platform, console: Console, plan: ImportPlan) -> int:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    written = list[Change]()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("导入", total=plan.pending)
        for change in carry_out(platform.table, plan):
            written.append(change)
            progress.advance(bar)
    return len(written)
