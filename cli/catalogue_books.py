"""A catalogue's workbook (XLSX): a sheet for the items, and one for each list within them (`items.materials`).

What it says becomes a JSON file in a folder of this run, which is then read as any other. So everything is checked by
the same rules, and what is written is what was checked, whoever changes the workbook meanwhile.
"""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import BaseModel, Field, JsonValue

from chalicelib.catalogue.model import ItemDocument
from chalicelib.directory.model import DepartmentDocument, Place
from chalicelib.directory.model.sections import Section
from chalicelib.foundation.problems import FieldError
from cli.directory_files import Unreadable
from cli.sheet_columns import Sheet, member, plain, sheets_of
from cli.sheets import measure, open_workbook, read_workbook

INTRODUCTION = (
    "每个工作表是事项目录的一部分，第一行是列的标题，不要改动；不需要的工作表可以删除，不填的列可以留空。",
    "items 每行一个事项；名称带点的工作表（如 items.materials）是一个事项中的多行，of 一列填该事项的编号（id）。",
    "departments 每行一个部门，place 只有一行，meta 的 consent 填编办同意文件的文号。",
    "不接收公式和合并单元格；日期写成 2026-11-26 这样的文字。",
)
MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


class Meta(BaseModel):
    """Of the file itself."""

    consent: str = Field(default="", description="编办同意文件的文号")


SECTIONS = (
    Section("meta", "文件", Meta, "one"),
    Section("place", "地区", Place, "one"),
    Section("departments", "部门", DepartmentDocument, "mapping"),
    Section("items", "事项", ItemDocument),
)


def sheets() -> list[Sheet]:
    """Sentences of law have commas in them, so of several each has a line of its own."""
    return [sheet._replace(columns=tuple(map(_lines, sheet.columns))) for sheet in sheets_of(SECTIONS)]


def _lines(column: Any) -> Any:
    return column._replace(kind="lines") if column.kind == "list" else column


def as_json(path: Path, into: Path) -> Callable[[str], str]:
    """Writes what the workbook says, and answers where in it a pointer stands. Raises Unreadable with every cell that
    cannot be read.
    """
    measure(path)
    refuse_merged(path)
    source = read_workbook(path, sheets())
    document = cast("dict[str, Any]", source.document)
    for department in document.get("departments", {}).values():
        department.pop("id", None)
    for number, item in enumerate(document.get("items", [])):
        document["items"][number] = completed(ItemDocument, item)
    into.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
    return source.where


def refuse_merged(path: Path) -> None:
    """Of merged cells only the first has a value, and nobody can say of which rows it was meant."""
    errors = list[FieldError]()
    with zipfile.ZipFile(path) as container, path.open("rb") as opened:
        book = open_workbook(opened)
        for page in book.worksheets:
            for found in MERGED.findall(container.read(str(page._worksheet_path).lstrip("/"))):
                errors.append(FieldError(f"{page.title}!{found.decode()}", "cell_merged", "不接收合并单元格，请拆分"))
        book.close()
    if errors:
        raise Unreadable("工作簿有误，未导入任何内容，请按提示修改", errors)


def completed(model: type[BaseModel], record: dict[str, Any]) -> dict[str, Any]:
    """The record with null or an empty list for each field that has to be there and was left blank."""
    for name, field in model.model_fields.items():
        key, kind = field.alias or name, plain(field.annotation)
        inner = member(kind)
        if key not in record and field.is_required():
            if inner is not None:
                record[key] = []
            elif _may_be_none(field.annotation):
                record[key] = None
            elif isinstance(kind, type) and issubclass(kind, BaseModel):
                record[key] = {}
        value = record.get(key)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(value, dict):
            completed(kind, cast("dict[str, Any]", value))
        elif isinstance(inner, type) and issubclass(inner, BaseModel) and isinstance(value, list):
            for one in cast("list[Any]", value):
                if isinstance(one, dict):
                    completed(inner, cast("dict[str, Any]", one))
    return record


def _may_be_none(annotation: Any) -> bool:
    if annotation in (Any, object, JsonValue):
        return True
    origin = get_origin(annotation)
    if origin is Annotated:
        return _may_be_none(get_args(annotation)[0])
    return origin in (Union, UnionType) and type(None) in get_args(annotation)


def is_workbook(path: Path) -> bool:
    """By its name, or by how a container begins."""
    if path.suffix.lower() == ".xlsx":
        return True
    with path.open("rb") as file:
        return file.read(2) == b"PK"
