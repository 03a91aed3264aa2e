"""`yimen export-items`: the catalogue in the form of the provincial system, and back into a file for import."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from rich.console import Console

from chalicelib.catalogue.model.document import parse_json
from chalicelib.catalogue.model.provincial import FORM, document_of, provincial, unknown_names, unreadable
from chalicelib.catalogue.store.whole import current_items
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Invalid
from cli.progress import WrongFile

# What a form says of itself, before its rows.
HEADING = ("格式", "区划", "导出时间")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="FILE", required=True, help="写入的文件；已经存在的不覆盖")
    parser.add_argument("--ended", action="store_true", help="也导出已取消的事项")
    parser.add_argument("--read", type=Path, metavar="FORM", help="把导出的目录文件还原为可导入的事项文件")


def run(platform: Platform, console: Console, options: argparse.Namespace) -> int:
    """Raises WrongFile for a file that is there already."""
    out = not_there(options.out)
    told(console, out, write(out, heading(platform), "事项", exported(platform, ended=options.ended)))
    return 0


def read_back(console: Console, options: argparse.Namespace) -> int:
    """A form becomes a file of items; no deployment is asked. Raises WrongFile for a file that is there already, or one
    that is not of this form.
    """
    out = not_there(options.out)
    try:
        items = restored(options.read)
    except Invalid as problem:
        console.print(problem.title, soft_wrap=True)
        for error in problem.errors:
            row = f"{options.read.name}  {error.pointer}  {error.code}  {error.message}"
            console.print(row, soft_wrap=True, markup=False)
        return 2
    told(console, out, write(out, "", "items", iter(items)))
    return 0


def not_there(out: Path) -> Path:
    if out.exists():
        raise WrongFile(f"文件 {out} 已经存在，请换一个文件名")
    return out


def told(console: Console, out: Path, written: int) -> None:
    console.print(f"已写入 {out}：{written} 项", soft_wrap=True, highlight=False, markup=False)


def heading(platform: Platform) -> str:
    values = FORM, platform.settings.division, platform.now().isoformat()
    facts = dict(zip(HEADING, values, strict=True))
    return "".join(
        f" {json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)},\n"
        for name, value in facts.items()
    )


def exported(platform: Platform, *, ended: bool) -> Iterator[dict[str, Any]]:
    """A row for each item, read a few at a time."""
    for found in current_items(platform.table, platform.settings.division):
        if ended or not found.ended:
            yield provincial(found.document, found.standing)


def restored(form: Path) -> list[dict[str, Any]]:
    """The documents of a form. Raises Invalid with the errors of the first row that has some."""
    read = parse_json(form.read_bytes())
    document = cast("dict[str, Any]", read) if isinstance(read, dict) else {}
    rows = document.get("事项")
    if document.get("格式") != FORM or not isinstance(rows, list):
        raise WrongFile(f"文件 {form} 不是目录文件（格式应为 {FORM}）")
    if errors := [*unknown_names(document, {*HEADING, "事项"}, "")]:
        raise unreadable(errors)
    return [document_of(row, number) for number, row in enumerate(cast("list[dict[str, Any]]", rows))]


def write(out: Path, head: str, name: str, rows: Iterator[dict[str, Any]]) -> int:
    """One row a line, so that the file of a large catalogue is never whole in memory. How many rows there are."""
    unfinished, written = out.with_name(f"{out.name}.part"), 0
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(f"{{\n{head} {json.dumps(name, ensure_ascii=False)}: [")
            for row in rows:
                file.write(f"{',' if written else ''}\n  {json.dumps(row, ensure_ascii=False)}")
                written += 1
            file.write("\n ]\n}\n")
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return written
