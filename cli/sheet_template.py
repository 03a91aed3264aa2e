"""`yimen import template`: an empty workbook for a directory, with a sheet for every section and one that explains."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cli.sheet_columns import KIND_WORDS, OF, REGION, Sheet, sheets_of
from cli.sheets import EXPLAINED

INTRODUCTION = (
    "每个工作表是机构信息的一部分，第一行是列的标题，不要改动；不需要的工作表可以删除，不填的列可以留空。",
    "名称带点的工作表（如 windows.closed）是一条记录中的多行，of 一列填所属记录的编号。",
    "departments 各表的 region 一列填县（市、区）的区划代码，本市的部门不填。",
    "不接收公式；日期可以是日期格式或者 2026-11-26 这样的文字。",
)


def write_template(
    path: Path, sheets: Sequence[Sheet] | None = None, introduction: Sequence[str] = INTRODUCTION
) -> None:
    """By default that of a directory. Raises FileExistsError rather than replace a file that somebody may have filled
    in.
    """
    from openpyxl import Workbook

    book = Workbook()
    explained = book.create_sheet(EXPLAINED)
    book.remove(book.worksheets[0])
    for line in introduction:
        explained.append([line])
    explained.append([])
    explained.append(["工作表", "内容", "列", "格式", "可填的值"])
    for sheet in sheets or list(sheets_of()):
        for title, words, choices in rows_of(sheet):
            explained.append([sheet.title, sheet.section.label, title, words, "、".join(choices)])
        book.create_sheet(sheet.title).append(sheet.titles)
    with path.open("xb") as file:
        book.save(file)


def rows_of(sheet: Sheet) -> list[tuple[str, str, Any]]:
    known = {column.title: column for column in sheet.columns}
    words = {OF: "所属记录的编号", REGION: "县（市、区）的区划代码"}
    return [
        (title, KIND_WORDS[known[title].kind], known[title].choices) if title in known else (title, words[title], ())
        for title in sheet.titles
    ]
