"""A directory's workbook (XLSX): what its sheets say, as the document of a JSON file, and where each value stands.

The container is measured before anything in it is opened. Formulas are refused, not computed: what a cell shows may be
a value of another day.
"""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple
from warnings import catch_warnings, simplefilter

from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of
from cli.directory_files import Source, Unreadable
from cli.sheet_columns import KIND_WORDS, OF, REGION, Column, Sheet, sheets_of
from cli.sheet_values import NOT_READ, value_of

MOST_UNPACKED = 50_000_000
MOST_PARTS = 500
MOST_TIMES = 200  # how many times larger a part may be than it is packed
SMALL = 1_000_000  # a part up to this size may be packed as well as it likes
MOST_ROWS, MOST_COLUMNS = 20_000, 200
EXPLAINED = "说明"
FORBIDDEN = {"vbaProject.bin": "含有宏", "externalLinks/": "引用了其他文件", "embeddings/": "嵌入了其他文件"}


class Cell(NamedTuple):
    sheet: str
    column: int
    row: int

    def __str__(self) -> str:
        letters, column = "", self.column
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{self.sheet}!{letters}{self.row}"


def read_workbook(path: Path, sheets: Iterable[Sheet] | None = None, *, own_region: str = "") -> Source:
    """By default the sheets of a directory. `own_region` is the one into which rows go that name it, although no sheet
    describes it. Raises Unreadable for what is no workbook, and for cells that cannot be
    read, each with its place.
    """
    measure(path)
    # The file is opened here, because the library leaves it open when it fails.
    with path.open("rb") as opened, catch_warnings():
        simplefilter("ignore")  # it warns of styles and extensions that it leaves out
        book = open_workbook(opened)
        try:
            return Reading(own_region).of_book(book, path, sheets or sheets_of())
        finally:
            book.close()


def open_workbook(opened: BinaryIO) -> Any:
    """The workbook of openpyxl, with formulas as they stand. Raises Unreadable for what is none."""
    from openpyxl import load_workbook  # the other commands do not need it

    try:
        return load_workbook(opened, read_only=True, data_only=False, keep_links=False)
    except Exception as broken:  # noqa: BLE001 - whatever a broken file makes the library raise
        raise Unreadable(f"不是可以读取的 XLSX 工作簿（{type(broken).__name__}）") from None


def measure(path: Path) -> None:
    """Raises Unreadable for a container that is none, too large, encrypted, or with more in it than sheets."""
    try:
        with zipfile.ZipFile(path) as container:
            parts = container.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable(f"解压后超过 {MOST_UNPACKED // 1_000_000} MB 或 {MOST_PARTS} 个部分，没有读取")
            for part in parts:
                measure_part(container, part)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as broken:
        raise Unreadable(f"不是 XLSX 工作簿（{type(broken).__name__}）") from None


def measure_part(container: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.flag_bits & 1:
        raise Unreadable("工作簿有密码，没有读取")
    if part.file_size > SMALL and part.file_size > MOST_TIMES * max(part.compress_size, 1):
        raise Unreadable(f"{part.filename} 压缩得异常，可能是压缩炸弹，没有读取")
    for name, words in FORBIDDEN.items():
        if name in part.filename:
            raise Unreadable(f"工作簿{words}，没有读取")
    if part.filename.endswith((".xml", ".rels")):
        with container.open(part) as content:
            measure_xml(part.filename, content)


def measure_xml(name: str, content: IO[bytes]) -> None:
    """No sheet declares entities. In UTF-16 such a declaration could not be seen here, and no program writes that."""
    before = b""
    while chunk := content.read(SMALL):
        if b"\x00" in chunk or b"<!DOCTYPE" in before + chunk or b"<!ENTITY" in before + chunk:
            raise Unreadable(f"{name} 含有 DOCTYPE 或者不是 UTF-8 编码，没有读取")
        before = chunk[-10:]


class Reading:
    """The document that grows while sheets are read, the place of each value, and what is wrong."""

    def __init__(self, own_region: str = "") -> None:
        self.own_region = own_region
        self.document: dict[str, Any] = {}
        self.places: dict[str, Cell] = {}
        self.errors: list[FieldError] = []
        self.parents: dict[tuple[str, str, str], tuple[str, dict[str, Any]]] = {}

    def of_book(self, book: Any, path: Path, sheets: Iterable[Sheet]) -> Source:
        known = {sheet.title: sheet for sheet in sheets}
        for title in book.sheetnames:
            if title not in known and title != EXPLAINED:
                words = "没有这个工作表，请核对名称"
                self.errors.append(FieldError(f"{title}!A1", "sheet_unknown", words))
        for sheet in known.values():  # those of records before those of lists within them
            if sheet.title in book.sheetnames:
                self.of_sheet(sheet, book[sheet.title])
        if self.errors:
            raise Unreadable("工作簿有误，未导入任何内容，请按提示修改", self.errors)

        def where(pointer: str) -> str:
            return f"{path.name}:{self.place_of(pointer)}"

        return Source(self.document, where)

    def place_of(self, pointer: str) -> str:
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return str(self.places[pointer]) if pointer in self.places else ""

    def wrong(self, at: Cell, code: str, words: str) -> None:
        self.errors.append(FieldError(str(at), code, words))

    def of_sheet(self, sheet: Sheet, content: Any) -> None:
        content.reset_dimensions()  # a file may claim more rows than it has
        columns = dict[int, str]()
        for number, cells in enumerate(content.iter_rows(), start=1):
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                words = f"最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列"
                return self.wrong(Cell(sheet.title, 1, number), "sheet_too_large", words)
            if number == 1:
                columns = self.titles(sheet, cells)
                continue
            values = dict(self.values(sheet, columns, cells, number))
            if values:
                self.of_row(sheet, values, number)
        return None

    def titles(self, sheet: Sheet, cells: Any) -> dict[int, str]:
        found = dict[int, str]()
        for place, cell in enumerate(cells, start=1):
            title = str(cell.value).strip() if cell.value is not None else ""
            if title and title not in sheet.titles:
                self.wrong(Cell(sheet.title, place, 1), "column_unknown", "没有这一列，请核对标题")
            elif title in found.values():
                self.wrong(Cell(sheet.title, place, 1), "column_repeated", "这一列出现了两次")
            elif title:
                found[place] = title
        return found

    def values(self, sheet: Sheet, columns: Mapping[int, str], cells: Any, row: int) -> Iterator[tuple[str, Any]]:
        """The values of one row by the titles of their columns, each with its cell."""
        kinds = {column.title: column for column in sheet.columns}
        for place, cell in enumerate(cells, start=1):
            at = Cell(sheet.title, place, row)
            if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            if cell.data_type in ("f", "e"):
                words = "不接收公式，请粘贴为数值" if cell.data_type == "f" else "单元格的值有错误"
                self.wrong(at, "cell_formula" if cell.data_type == "f" else "cell_error", words)
            elif place not in columns:
                self.wrong(at, "column_untitled", "这一列没有标题")
            else:
                column = kinds.get(columns[place], Column((columns[place],), "text"))
                value = value_of(cell.value, column)
                if value is NOT_READ:
                    words = f"单元格的值与这一列的格式不符，应为：{KIND_WORDS[column.kind]}"
                    self.wrong(at, "cell_unreadable", words)
                else:
                    yield columns[place], (value, at)

    def of_row(self, sheet: Sheet, values: dict[str, Any], row: int) -> None:
        named = [
            title for title in (REGION, OF) if title in sheet.titles and title in values and title not in own(sheet)
        ]
        told = {title: str(values.pop(title)[0]) for title in named}
        region, of = told.get(REGION, ""), told.get(OF, "")
        if region == self.own_region and ("regions", "", region) not in self.parents:
            region = ""  # of a workbook without the sheet of regions, as of a JSON file without them
        first = Cell(sheet.title, 1, row)
        record = dict[str, Any]()
        if sheet.path:
            parent = self.parents.get((sheet.section.name, region, of))
            if parent is None:
                return self.wrong(first, "parent_unknown", f"工作表 {sheet.section.name} 中没有 {of or '这一项'}")
            pointer, inner = parent[0], inside(parent[1], sheet.path[:-1])
            rows = inner.setdefault(sheet.path[-1], [])
            at = f"{pointer}{pointer_of([*sheet.path, len(rows)])}"
            rows.append(record)
        else:
            placed = self.place(sheet, values, region, first, record)
            if placed is None:
                return None
            at = placed
        self.places[at] = first
        for title, (value, cell) in values.items():
            *path, last = title.split("/")
            inside(record, path)[last] = value
            self.places[f"{at}{pointer_of([*path, last])}"] = cell
        return None

    def place(
        self, sheet: Sheet, values: Mapping[str, Any], region: str, at: Cell, record: dict[str, Any]
    ) -> str | None:
        """Puts a record into its section, and answers its pointer; None where it belongs nowhere."""
        section = sheet.section
        name = str(values[section.identity][0]) if section.identity in values else ""
        key = section.name, region, name
        if section.shape == "one":
            if section.name in self.document:
                return self.refuse(at, "row_repeated", "只能有一行")
            self.document[section.name], pointer, key = record, pointer_of([section.name]), (section.name, "", "")
        elif not name:
            return self.refuse(at, "id_missing", f"请填写 {section.identity}")
        elif key in self.parents:
            return self.refuse(at, "duplicate_id", f"{name} 重复")
        elif section.shape == "list":
            rows = self.document.setdefault(section.name, [])
            pointer = pointer_of([section.name, len(rows)])
            rows.append(record)
        elif region:
            parent = self.parents.get(("regions", "", region))
            if parent is None:
                return self.refuse(at, "region_unknown", f"工作表 regions 中没有 {region}")
            rows = parent[1].setdefault(section.name, [])
            pointer = f"{parent[0]}{pointer_of([section.name, len(rows)])}"
            rows.append(record)
        else:
            self.document.setdefault(section.name, {})[name] = record
            pointer = pointer_of([section.name, name])
        self.parents[key] = pointer, record
        return pointer

    def refuse(self, at: Cell, code: str, words: str) -> None:
        self.wrong(at, code, words)


def own(sheet: Sheet) -> set[str]:
    """The titles of the record's own fields."""
    return {column.title for column in sheet.columns}


def inside(record: dict[str, Any], path: Any) -> dict[str, Any]:
    for name in path:
        record = record.setdefault(name, {})
    return record
