"""`yimen import catalogue`: the files are checked item by item, then what changes is written item by item."""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table as Rows

from chalicelib.catalogue.acts.import_catalogue import refuse_other_place
from chalicelib.catalogue.acts.import_plan import Change, ImportPlan, Kind, carry_out, plan_items, plan_parts
from chalicelib.catalogue.acts.import_schemes import plan_schemes
from chalicelib.catalogue.model.checking import Check
from chalicelib.catalogue.model.document import consent_of, read_frame, shape_errors
from chalicelib.catalogue.model.schemes.document import read_schemes
from chalicelib.catalogue.model.schemes.publication import Known
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.directory.model import DepartmentDocument, Place
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from cli import directory_files
from cli.catalogue_files import CatalogueFiles

KINDS: dict[Kind, str] = {
    "created": "新增",
    "updated": "变更",
    "reopened": "恢复",
    "held": "与文件不同，已经编办同意或者已取消，保留（要替换的，加 --replace 编号）",
    "ended": "取消",
    "absent": "文件中没有，保留",
    "unchanged": "未变",
}
PARTS = {"place": "地区", "department": "部门", "item": "事项", "scheme": "联办方案"}
# A table is laid out as a whole; of more changes each gets a line of its own.
LONGEST_TABLE = 200


class WrongBook(Exception):
    """A workbook with cells that cannot be read."""

    def __init__(self, path: Path, wrong: directory_files.Unreadable) -> None:
        super().__init__(wrong.title)
        self.path, self.title, self.errors = path, wrong.title, wrong.errors


def opened(paths: Sequence[Path], folder: Path, check: Check) -> CatalogueFiles:
    """Workbooks become JSON files in the folder first. Raises WrongBook."""
    from cli import catalogue_books  # which needs a library that other files do not

    read, books = list[Path](), dict[int, Callable[[str], str]]()
    for number, path in enumerate(paths):
        read.append(path)
        if catalogue_books.is_workbook(path):
            read[number] = folder / f"{number}.json"
            try:
                books[number] = catalogue_books.as_json(path, read[number])
            except directory_files.Unreadable as wrong:
                raise WrongBook(path, wrong) from None
    return CatalogueFiles(read, check, books)


def planned(platform: Platform, options: argparse.Namespace, folder: Path) -> tuple[ImportPlan, CatalogueFiles]:
    """What is to be done. `folder` is for files of this run. Raises Unreadable, WrongBook, and Refused with every
    error.
    """
    check = Check()
    files = opened(options.files, folder, check)
    files.read()
    try:
        place, departments, schemes = checked(platform, files)
    except Invalid as problem:
        raise Refused(problem, files) from None
    table, region, at = platform.table, platform.settings.division, platform.now()
    steps = plan_parts(table, region, place, departments)
    consent = consent_of(files.frame)
    replace = frozenset[str](options.replace)
    steps += plan_items(
        table, region, files.entries, at, consent=consent, end_absent=options.end_absent, replace=replace
    )
    steps += plan_schemes(table, region, schemes, at) if schemes else []
    return ImportPlan(steps, check.warnings), files


class Refused(Exception):
    """Files with errors."""

    def __init__(self, problem: Invalid, files: CatalogueFiles) -> None:
        super().__init__(problem.title)
        self.title, self.errors, self.files = problem.title, problem.errors, files


def checked(
    platform: Platform, files: CatalogueFiles
) -> tuple[Place, dict[str, DepartmentDocument], tuple[SchemeDocument, ...]]:
    """What stands beside the items, when nothing in the files is wrong. Raises Invalid with every error."""
    check, frame = files.check, files.frame
    check.errors += [error for error in shape_errors(frame) if error not in check.errors]
    raw_place, raw_departments = frame.get("place"), frame.get("departments")
    if not isinstance(raw_place, dict) or not isinstance(raw_departments, dict):
        raise check.refusal()
    place, departments = read_frame(check, cast("Any", raw_place), cast("Any", raw_departments))
    check.finish_items(departments)
    check.themes(listed(frame, "joint_themes"))
    read = read_schemes(listed(frame, "schemes"), listed(frame, "unified_items"))
    members = {code: item for code in read.items if (item := files.item(code))}
    demonstrations = platform.settings.sample_documents
    known = Known(members, frozenset(departments))
    division = str(cast("dict[str, object]", raw_place).get("division"))
    schemes = check.schemes(read, division, known, demonstrations=demonstrations)
    if check.errors or place is None:
        raise check.refusal()
    refuse_other_place(place, platform.settings.division)
    return place, {name: part for name, part in departments.items() if part}, schemes


def listed(frame: dict[str, Any], name: str) -> list[Any]:
    entries = frame.get(name)
    return cast("list[Any]", entries) if isinstance(entries, list) else []


def show(console: Console, plan: ImportPlan) -> None:
    """Each part that changes, and how many there are of each kind."""
    changed = [change for change in plan.changes if change.kind != "unchanged"]
    if len(changed) > LONGEST_TABLE:
        for change in changed:
            console.print("  ".join(row_of(change)), soft_wrap=True, highlight=False, markup=False)
    elif changed:
        rows = Rows("变化", "类别", "编号", "名称", "版本", box=None, header_style="bold")
        for change in changed:
            rows.add_row(*row_of(change))
        console.print(rows)
    counts = [
        f"{KINDS[kind]} {sum(change.kind == kind for change in plan.changes)}"
        for kind in KINDS
        if any(change.kind == kind for change in plan.changes)
    ]
    console.print("，".join(counts))


def row_of(change: Change) -> tuple[str, str, str, str, str]:
    return KINDS[change.kind], PARTS[change.what], change.id, change.name, str(change.version or "")


def findings(console: Console, errors: list[FieldError], files: CatalogueFiles, said: str) -> None:
    """A row for each: whether it hinders the import, file and line, pointer, code, sentence."""
    for error in errors:
        where, pointer = files.where(error.pointer)
        row = f"{said}  {where}  {pointer or '/'}  {error.code}  {error.message}"
        console.print(row, soft_wrap=True, highlight=False)


def write(platform: Platform, console: Console, plan: ImportPlan) -> Iterator[Change]:
    """Each change that was written."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("导入", total=plan.pending)
        for change in carry_out(platform.table, plan):
            progress.advance(bar)
            yield change
