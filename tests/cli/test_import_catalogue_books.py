"""A catalogue as a workbook: it says what the JSON file says, and what cannot be read is told by cell."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.store.whole import current_items
from chalicelib.foundation.platform import Platform
from cli.catalogue_books import sheets
from cli.sheet_columns import Sheet
from local.catalogues import CITY
from proofs.kit.world import World
from tests.cli.conftest import Run
from tests.cli.test_import_directory import at, cell


@pytest.fixture
def platform(empty: World) -> Platform:
    return empty.platform


def document() -> dict[str, Any]:
    """The city's own, without the parts that a workbook has not."""
    read = json.loads(CITY.read_text("utf-8"))
    return {"place": read["place"], "departments": read["departments"], "items": read["items"]}


def typed(value: Any, kind: str) -> Any:
    if kind == "mixed":
        return json.dumps(value) if isinstance(value, list | dict) else {True: "是", False: "否"}.get(value, value)
    return "\n".join(value) if kind == "lines" else cell(value, kind)


def records(whole: dict[str, Any], sheet: Sheet) -> list[tuple[str, Any]]:
    content = whole.get(sheet.section.name)
    if sheet.section.shape == "mapping":
        return [(name, {**record, "id": name}) for name, record in (content or {}).items()]
    if sheet.section.shape == "one":
        return [("", content)] if content else []
    return [(one["id"], one) for one in content or []]


def book_of(whole: dict[str, Any], path: Path) -> Path:
    """As somebody would have typed it into the template."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets():
        page = book.create_sheet(sheet.title)
        page.append(sheet.titles)
        for code, record in records(whole, sheet):
            for one in (at(record, sheet.path) or []) if sheet.path else [record]:
                found: dict[str, Any] = {"of": code} if sheet.path else {}
                for column in sheet.columns:
                    value = at(one, column.path)
                    if value not in (None, "") and (value != [] or column.kind == "json"):
                        found[column.title] = typed(value, column.kind)
                page.append([found.get(title) for title in sheet.titles])
    book.save(path)
    return path


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of(document(), tmp_path_factory.mktemp("books") / "catalogue.xlsx")


def test_a_workbook_says_what_the_json_file_says(run: Run, platform: Platform, workbook: Path):
    status, said = run("import", "catalogue", str(workbook))
    assert (status, "新增 99" in said) == (1, True), said[:3000]
    assert run("import", "catalogue", str(workbook), "--write")[0] == 0
    kept = {one.document["id"]: as_read(one.document) for one in current_items(platform.table, "441700")}
    assert kept == {item["id"]: as_read(item) for item in document()["items"]}
    assert "未变 99" in run("import", "catalogue", str(workbook), "--write")[1]


def as_read(item: dict[str, Any]) -> ItemDocument:
    return ItemDocument.model_validate_json(json.dumps(item))


def changed(workbook: Path, tmp_path: Path, change: Callable[[Any], object]) -> Path:
    book = openpyxl.load_workbook(workbook)
    change(book)
    path = tmp_path / "changed.xlsx"
    book.save(path)
    return path


def column(page: Any, title: str) -> int:
    return [one.value for one in page[1]].index(title) + 1


def formula(book: Any) -> str:
    book["items"]["B3"] = '="公共"&"场所"'
    return "items!B3  cell_formula"


def merged(book: Any) -> str:
    book["items.materials"].merge_cells("A4:A6")
    return "items.materials!A4:A6  cell_merged"


def unknown_column(book: Any) -> str:
    book["items"].cell(1, 300 - 120, "多的一列")
    return "column_unknown"


def no_number(book: Any) -> str:
    page = book["items"]
    page.cell(5, column(page, "promised_limit/value"), "五")
    return "5  cell_unreadable"


def code_twice(book: Any) -> str:
    book["items"]["A4"] = book["items"]["A3"].value
    return "items!A4  duplicate_id"


def material_of_nothing(book: Any) -> str:
    book["items.materials"]["A7"] = "YM-Z99"
    return "items.materials!A7  parent_unknown"


def promise_too_long(book: Any) -> str:
    page = book["items"]
    page.cell(2, column(page, "promised_limit/value"), 999)
    return "promised_over_statutory"


def department_of_nothing(book: Any) -> str:
    page = book["items"]
    page.cell(6, column(page, "dept"), "nobody")
    return ".xlsx:items!D6  /items/4/dept  department_unknown"


@pytest.mark.parametrize(
    "change",
    [
        formula,
        merged,
        unknown_column,
        no_number,
        code_twice,
        material_of_nothing,
        promise_too_long,
        department_of_nothing,
    ],
)
def test_what_is_wrong_is_told_by_cell_and_nothing_is_written(
    run: Run, platform: Platform, workbook: Path, tmp_path: Path, change: Callable[[Any], str]
):
    told = list[str]()
    path = changed(workbook, tmp_path, lambda book: told.append(change(book)))
    status, said = run("import", "catalogue", str(path), "--write")
    assert (status, store.newest(platform.table, "441700")) == (2, {})
    assert told[0] in said
    assert re.search(r"[a-z.]+![A-Z]+\d+", said)


def bomb(path: Path) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return "压缩炸弹"


def large(path: Path) -> str:
    with path.open("wb") as file:
        file.truncate(100 * 10**6)
    return "超过 80 MB"


def text(path: Path) -> str:
    path.write_text("{}")
    return "不是 XLSX 工作簿"


def cut_off(path: Path) -> str:
    book_of({}, path)
    path.write_bytes(path.read_bytes()[:-100])
    return "不是 XLSX 工作簿"


@pytest.mark.parametrize("spoil", [bomb, large, text, cut_off])
def test_a_container_that_is_no_workbook(run: Run, platform: Platform, tmp_path: Path, spoil: Callable[[Path], str]):
    path = tmp_path / "bad.xlsx"
    told = spoil(path)
    status, said = run("import", "catalogue", str(path), "--write")
    assert (status, told in said, "bad.xlsx" in said) == (2, True, True)
    assert store.newest(platform.table, "441700") == {}


def test_the_template_has_all_sheets(run: Run, tmp_path: Path):
    path = tmp_path / "template.xlsx"
    assert run("import", "template", "--catalogue", str(path))[0] == 0
    book = openpyxl.load_workbook(path)
    assert {sheet.title for sheet in sheets()} | {"说明"} == set(book.sheetnames)
    assert [one.value for one in book["items.materials"][1]][:2] == ["of", "name"]
    assert run("import", "template", "--catalogue", str(path))[0] == 2  # somebody may have filled it in
