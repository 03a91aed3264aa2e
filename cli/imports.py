"""`yimen import`: catalogue or place from files into a deployment. It looks only, unless told to write."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console

from chalicelib.catalogue.acts.import_plan import ImportPlan, plan_place
from chalicelib.catalogue.acts.import_schemes import plan_alone
from chalicelib.catalogue.acts.publish_lists import ListsPlan
from chalicelib.catalogue.model.place_document import read_place
from chalicelib.directory.store import list_departments
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from cli import catalogue_imports, directory_imports, list_imports
from cli.catalogue_files import CatalogueFiles, FileChanged, Unreadable
from cli.catalogue_imports import show, write
from cli.json_lines import line_of, lines_of
from cli.strict_json import NotStrict, decoded, parse
from cli.usage import Usage, counted

# Whether a finding hinders the import, at the beginning of its row.
ERROR, WARNING = "[red]错误[/red]", "[yellow]提示[/yellow]"
LARGEST_FILE = 80 * 2**20  # 5,000 items with their forms have about half of this


class Source(NamedTuple):
    """A file as it was read whole; `text` is as somebody's editor shows it."""

    path: Path
    text: str
    document: object


REPLACE = {
    "catalogue": "以文件替换已按程序变动或者已取消的事项，可写多次；不写的保留",
    "directory": "以文件替换这一编号的记录已经登记的终止，可写多次；不写的保留；已经离岗的人员、已经停用的印章仍不恢复",
}


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
        if what in REPLACE:
            one.add_argument("--replace", action="append", default=[], metavar="CODE", help=REPLACE[what])
    template = whats.add_parser("template", help="写出机构信息的空白工作簿（XLSX），填好后用 import directory 导入")
    template.add_argument("file", type=Path, metavar="FILE")
    template.add_argument("--catalogue", action="store_true", help="事项目录的工作簿，填好后用 import catalogue 导入")


def run(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    """0 when everything of the files is there, 1 when it is not because nothing was to be written, 2 for files that
    cannot be read or imported. Raises Conflict when another import is under way.
    """
    with counted(platform.table) as usage, TemporaryDirectory() as folder:
        if options.what == "directory":
            usage.bytes_read = sum(path.stat().st_size for path in options.files if path.is_file())
            status = directory_imports.run(platform, console, options)
        else:
            status = run_counted(platform, console, options, usage, Path(folder))
        usage.tell(console)
    return status


def run_counted(platform: Platform, console: Console, options: argparse.Namespace, usage: Usage, folder: Path) -> int:
    """The codes are as of `run`. `folder` is for files of this run."""
    try:
        usage.bytes_read = sum(size_of(path) for path in options.files)
        if options.what == "catalogue":
            plan, files = catalogue_imports.planned(platform, options, folder)
            show(console, plan)
            catalogue_imports.findings(console, plan.warnings, files, WARNING)
            return finish(platform, console, options, plan, files)
        source = read(options.files[0])
        if options.what == "lists":
            return list_imports.finish(platform, console, options, planned_lists(platform, source))
        plan = planned(platform, options, source)
    except Unreadable as unreadable:
        console.print(f"{unreadable.path}：{unreadable.title}", soft_wrap=True, markup=False)
        return 2
    except catalogue_imports.WrongBook as wrong:
        console.print(f"{wrong.path}：{wrong.title}", soft_wrap=True, markup=False)
        for error in wrong.errors:
            row = f"{ERROR}  {wrong.path.name}:{error.pointer}  {error.code}  {error.message}"
            console.print(row, soft_wrap=True, highlight=False)
        return 2
    except catalogue_imports.Refused as refused:
        console.print(refused.title, soft_wrap=True)
        catalogue_imports.findings(console, refused.errors, refused.files, ERROR)
        return 2
    except Refused as refused:
        console.print(refused.title, soft_wrap=True)
        findings(console, refused.errors, refused.source, ERROR)
        return 2
    show(console, plan)
    findings(console, plan.warnings, source, WARNING)
    return finish(platform, console, options, plan)


def finish(
    platform: Platform,
    console: Console,
    options: argparse.Namespace,
    plan: ImportPlan,
    files: CatalogueFiles | None = None,
) -> int:
    """Writes, where that was asked for. `files` are read once more for it."""
    if not options.write:
        if plan.pending:
            console.print(f"以上尚未写入（{plan.pending} 处）；加 --write 重新执行即写入")
        return 1 if plan.pending else 0
    written = 0
    try:
        if files and plan.pending:
            files.unchanged()
        for _ in write(platform, console, plan):
            written += 1
    except FileChanged as changed:
        done = f"已写入 {written} 处，其余未写入" if written else "没有写入"
        console.print(f"{changed}：文件在检查之后被改动，{done}；请重新执行", soft_wrap=True, markup=False)
        return 2
    console.print(f"已写入 {written} 处" if written else "已是最新，没有写入")
    return 0


class Refused(Exception):
    """A file with errors."""

    def __init__(self, problem: Invalid, source: Source) -> None:
        super().__init__(problem.title)
        self.title, self.errors, self.source = problem.title, problem.errors, source


def size_of(path: Path) -> int:
    """Raises Unreadable for a file that is not there or too large to be read."""
    try:
        size = path.stat().st_size
    except OSError as failure:
        raise Unreadable(path, f"无法读取（{failure.strerror}）") from None
    if size > LARGEST_FILE:
        raise Unreadable(path, f"文件超过 {LARGEST_FILE // 2**20} MB，请分为几个文件")
    return size


def read(path: Path) -> Source:
    """Raises Unreadable."""
    try:
        text = decoded(path.read_bytes())
        return Source(path, text, parse(text))
    except OSError as failure:
        raise Unreadable(path, f"无法读取（{failure.strerror}）") from None
    except NotStrict as wrong:
        raise Unreadable(path, str(wrong)) from None


def planned(platform: Platform, options: argparse.Namespace, source: Source) -> ImportPlan:
    """What is to be done. Raises Refused."""
    table, division = platform.table, platform.settings.division
    try:
        if options.what == "schemes":
            demonstrations = platform.settings.sample_documents
            return plan_alone(table, division, source.document, platform.now(), demonstrations=demonstrations)
        departments = {one.id: one for one in list_departments(table, division)}
        return plan_place(table, read_place(source.document, division, departments))
    except Invalid as problem:
        raise Refused(problem, source) from None


def planned_lists(platform: Platform, source: Source) -> ListsPlan:
    """Raises Refused."""
    try:
        return list_imports.planned(platform, source.document)
    except Invalid as problem:
        raise Refused(problem, source) from None


def findings(console: Console, errors: Sequence[FieldError], source: Source, said: str) -> None:
    """A row for each: whether it hinders the import, file and line, pointer, code, sentence."""
    lines: Mapping[str, int] = lines_of(source.text) if errors else {}
    for error in errors:
        where = f"{source.path.name}:{line_of(lines, error.pointer) or 1}"
        row = f"{said}  {where}  {error.pointer or '/'}  {error.code}  {error.message}"
        console.print(row, soft_wrap=True, highlight=False)
