"""`yimen import directory`: JSON and workbooks, looked at before anything is written; bad files change nothing."""

import copy
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from chalicelib.directory.store.directories import load_directory
from chalicelib.foundation.platform import Platform
from cli import sheets
from cli.directory_files import MOST_BYTES, Unreadable
from cli.sheet_columns import Sheet, sheets_of
from cli.sheet_template import write_template
from cli.sheets import read_workbook
from local.directories import FILE, demonstration
from proofs.kit.world import World
from tests.cli.conftest import Run


@pytest.fixture
def platform(empty: World) -> Platform:
    return empty.platform


FOOD = demonstration()["departments"]["food"]


def rows(platform: Platform) -> list[Any]:
    return platform.table.client.scan(TableName=platform.table.name)["Items"]


def cell(value: Any, kind: str) -> Any:
    if kind == "json":
        return json.dumps(value, ensure_ascii=False)
    if kind == "spans":
        return "、".join(f"{begins}-{ends}" for begins, ends in value)
    if kind in ("list", "numbers"):
        return "、".join(str(one) for one in value)
    if kind == "day":
        return date.fromisoformat(value)
    return {True: "是", False: "否"}[value] if kind == "yes_no" else value


def at(record: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    return record


def records(document: Any, sheet: Sheet) -> Iterator[tuple[str, str, Any]]:
    """Region, id and record of each record of the section."""
    content = document.get(sheet.section.name)
    if sheet.section.shape == "one":
        yield "", "", content
    elif sheet.section.shape == "mapping":
        yield from (("", name, {**record, sheet.section.identity: name}) for name, record in content.items())
        for region in document["regions"]:
            yield from ((region["code"], one["id"], one) for one in region.get("departments", []))
    elif content:
        yield from (("", one[sheet.section.identity], one) for one in content)


def row_of(sheet: Sheet, region: str, of: str, record: Any) -> list[Any]:
    found = dict[str, Any]()
    for column in sheet.columns:
        value = at(record, column.path)
        if value not in (None, [], ""):
            found[column.title] = cell(value, column.kind)
    beside = {"region": region, "of": of} if sheet.path else {"region": region}
    own = {column.title for column in sheet.columns}
    return [found.get(title) if title in own else beside.get(title) or None for title in sheet.titles]


def book_of(document: Any, path: Path) -> Path:
    """The document as somebody would have typed it into the template."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets_of():
        page = book.create_sheet(sheet.title)
        page.append(sheet.titles)
        for region, of, record in records(document, sheet):
            for one in (at(record, sheet.path) or []) if sheet.path else [record]:
                page.append(row_of(sheet, region, of, one))
    book.save(path)
    return path


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return book_of(demonstration(), tmp_path_factory.mktemp("books") / "directory.xlsx")


def changed_book(workbook: Path, tmp_path: Path, sheet: str, place: str, value: Any) -> Path:
    book = openpyxl.load_workbook(workbook)
    book[sheet][place] = value
    path = tmp_path / "changed.xlsx"
    book.save(path)
    return path


def test_json_is_looked_at_then_written_once(run: Run, platform: Platform):
    status, said = run("import", "directory", str(FILE))
    assert (status, rows(platform)) == (1, [])
    assert "新增 177" in said
    assert "directory.json:" in said
    assert run("import", "directory", str(FILE), "--write")[0] == 0
    before = rows(platform)
    status, said = run("import", "directory", str(FILE), "--write")
    assert (status, "未变 177" in said, rows(platform) == before) == (0, True, True)


def test_a_workbook_says_what_the_json_file_says(run: Run, platform: Platform, workbook: Path):
    run("import", "directory", str(FILE), "--write")
    before = rows(platform)
    status, said = run("import", "directory", str(workbook))
    assert (status, "未变 177" in said) == (0, True), said
    assert run("import", "directory", str(workbook), "--write")[0] == 0
    assert rows(platform) == before


def test_a_change_in_a_cell_is_one_change(run: Run, platform: Platform, workbook: Path, tmp_path: Path):
    run("import", "directory", str(FILE), "--write")
    book = openpyxl.load_workbook(workbook)
    column = [one.value for one in book["windows"][1]].index("accessible") + 1
    book["windows"].cell(3, column, "是")
    path = tmp_path / "one.xlsx"
    book.save(path)
    status, said = run("import", "directory", str(path))
    assert (status, "变更 1" in said, "one.xlsx:windows!A3" in said) == (1, True, True)
    assert run("import", "directory", str(path), "--write")[0] == 0
    assert load_directory(platform.table, "441700").windows["W-02"].accessible


def test_an_error_of_a_workbook_is_told_with_sheet_column_and_row(run: Run, platform: Platform, workbook: Path):
    book = openpyxl.load_workbook(workbook)
    column = [one.value for one in book["windows"][1]].index("hours") + 1
    book["windows"].cell(2, column, "never")
    path = workbook.with_name("wrong.xlsx")
    book.save(path)
    status, said = run("import", "directory", str(path), "--write")
    letter = get_column_letter(column)
    assert (status, rows(platform)) == (2, [])
    assert f"wrong.xlsx:windows!{letter}2  /windows/0/hours  id_unknown" in said


@pytest.mark.parametrize(
    ("sheet", "place", "value", "said"),
    [
        ("windows", "A2", '=CONCATENATE("W","-01")', "windows!A2  cell_formula"),
        ("windows", "A2", "#REF!", "windows!A2  cell_error"),
        ("windows", "A3", "W-01", "windows!A3  duplicate_id"),
        ("windows", "A3", None, "windows!A3  id_missing"),
        ("windows", "A1", "colour", "windows!A1  column_unknown"),
        ("windows", "B1", "id", "windows!B1  column_repeated"),
        ("windows", "AZ2", "more", "windows!AZ2  column_untitled"),
        ("windows.closed", "A2", "W-99", "windows.closed!A2  parent_unknown"),
        ("departments", "A2", "441799", "departments!A2  region_unknown"),
        ("routing", "A3", "441700", "routing!A3  row_repeated"),
        ("halls", "D2", "很高", "halls!D2  cell_unreadable"),
        ("windows.closed", "B2", datetime(2026, 11, 23, 8, 30), "windows.closed!B2  cell_unreadable"),  # noqa: DTZ001
    ],
)
def test_cells_that_cannot_be_read(  # noqa: PLR0917
    run: Run, platform: Platform, workbook: Path, tmp_path: Path, sheet: str, place: str, value: Any, said: str
):
    path = changed_book(workbook, tmp_path, sheet, place, value)
    status, told = run("import", "directory", str(path), "--write")
    assert (status, rows(platform)) == (2, [])
    assert said in told


def test_the_template_has_a_sheet_for_every_section_and_can_be_filled_in(run: Run, tmp_path: Path):
    path = tmp_path / "template.xlsx"
    assert run("import", "template", str(path))[0] == 0
    status, said = run("import", "template", str(path))
    assert (status, "无法写入" in said) == (2, True)
    book = openpyxl.load_workbook(path)
    assert set(book.sheetnames) == {sheet.title for sheet in sheets_of()} | {"说明"}
    assert read_workbook(path).document == {}
    page = book["service_hours"]
    page.append([{"id": "short", "days": "1、2", "spans": "09:00-10:00"}.get(str(one.value)) for one in page[1]])
    book.save(path)
    document: Any = read_workbook(path).document
    assert document == {"service_hours": [{"id": "short", "days": [1, 2], "spans": [["09:00", "10:00"]]}]}


def packed(path: Path, parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return path


def with_part(workbook: Path, path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(workbook) as before:
        parts = {one: before.read(one) for one in before.namelist()}
    return packed(path, {**parts, name: content})


BOMB = b"<a>" + b" " * 60_000_000


def test_containers_that_are_not_opened(run: Run, platform: Platform, workbook: Path, tmp_path: Path):
    path, sheet = tmp_path / "bad.xlsx", "xl/worksheets/sheet1.xml"
    doctype = b'<?xml version="1.0"?>' + b" " * 5000 + b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    cases: list[tuple[Any, str]] = [
        (lambda: path.write_bytes(b"PK\x03\x04 nothing"), "不是 XLSX 工作簿"),
        (lambda: packed(path, {"mimetype": b"text"}), "不是可以读取的 XLSX"),
        (lambda: packed(path, {"xl/workbook.xml": BOMB}), "50 MB"),
        (lambda: packed(path, {sheet: b"<a>" + b" " * 20_000_000}), "压缩炸弹"),
        (lambda: packed(path, {f"xl/{number}.bin": b"" for number in range(501)}), "500 个部分"),
        (lambda: with_part(workbook, path, "xl/vbaProject.bin", b"macro"), "含有宏"),
        (lambda: with_part(workbook, path, "xl/externalLinks/externalLink1.xml", b"<a/>"), "引用了其他文件"),
        (lambda: with_part(workbook, path, sheet, doctype), "DOCTYPE"),
        (lambda: with_part(workbook, path, sheet, "<a/>".encode("utf-16")), "DOCTYPE"),
        (lambda: with_part(workbook, path, sheet, b"<worksheet><sheetData><row></sheetData>"), "XLSX"),
    ]
    for make, said in cases:
        make()
        status, told = run("import", "directory", str(path), "--write")
        assert (status, said in told, rows(platform)) == (2, True, []), told


def test_a_sheet_with_too_many_rows(workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 20)
    with pytest.raises(Unreadable) as refused:
        read_workbook(workbook)
    assert {error.code for error in refused.value.errors} == {"sheet_too_large", "parent_unknown"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe{}", "不是 UTF-8 编码，而是 UTF-16"),
        ("演示".encode()[:-1], "第 1 行第 2 列有无法识别的字节，文件在此中断"),
        ("演示".encode("gbk"), "文件可能是 GBK 编码"),
        ('{\n "名": "'.encode() + b"\xb2\xe2", "第 2 行"),
        (b"{", "不是有效的 JSON：第 1 行第 2 列"),
        (b'{"windows": [], "windows": []}', "名称重复：windows"),
        (b'{"meta": {"a": NaN}}', "NaN 不是数字"),
        (b"[" * 100_000, "不是有效的 JSON"),
    ],
)
def test_files_that_are_no_json(run: Run, platform: Platform, tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    status, told = run("import", "directory", str(path), "--write")
    assert (status, said in told, rows(platform)) == (2, True, []), told


@pytest.mark.parametrize("name", ["large.json", "large.xlsx"])
def test_a_file_of_a_hundred_megabytes_is_not_read(run: Run, platform: Platform, tmp_path: Path, name: str):
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(100_000_000)
    status, told = run("import", "directory", str(path), "--write")
    assert (status, f"超过 {MOST_BYTES // 1_000_000} MB" in told, rows(platform)) == (2, True, [])


def test_somebody_else_changes_the_directory_meanwhile(
    run: Run, platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    from chalicelib.directory.store.directories import next_version
    from cli import directory_imports

    def planned(*given: Any) -> Any:
        plan = plan_of(*given)
        platform.table.write(next_version("441700"))
        return plan

    plan_of = directory_imports.planned
    monkeypatch.setattr(directory_imports, "planned", planned)
    assert run("import", "directory", str(FILE), "--write")[0] == 2
    assert "刚刚被他人更改" in capsys.readouterr().err
    assert len(rows(platform)) == 1


def test_a_bad_record_beside_good_ones_writes_nothing(run: Run, platform: Platform, tmp_path: Path):
    document: Any = copy.deepcopy(dict(demonstration()))
    document["windows"][0]["closed"] = [{"from": "2026-12-02", "to": "2026-12-01", "reason": "反了"}]
    path = tmp_path / "reversed.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
    status, told = run("import", "directory", str(path), "--write")
    assert (status, rows(platform)) == (2, [])
    assert "/windows/0/closed/0/to  dates_reversed" in told


def test_the_template_is_not_written_over_a_file(tmp_path: Path):
    path = tmp_path / "mine.xlsx"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_template(path)
    assert path.read_text() == "mine"


def test_the_last_line_says_what_it_has_used(run: Run):
    for arguments in ((), ("--write",), ("--write",)):
        _, said = run("import", "directory", str(FILE), *arguments)
        last = said.splitlines()[-1]
        read, written, batches = map(int, re.findall(r"读 (\d+) 单位，写 (\d+) 单位（(\d+) 批）", last)[0])
        assert (read > 0, (written > 0) == ("已写入" in said), (batches > 0) == ("已写入" in said)) == (True,) * 3
        assert re.search(r"文件 [0-9.]+ MB，", last)
        assert re.search(r"用时 [0-9.]+ 秒，内存最多 \d+ MB", last)


def test_operate_names_every_sheet_of_the_workbook():
    page = (Path(__file__).parents[2] / "docs" / "operate.md").read_text("utf-8")
    told = set(re.findall(r"`([a-z_.]+)`", "".join(row for row in page.splitlines() if row.startswith("| `"))))
    assert {sheet.title for sheet in sheets_of()} <= told


def departments_alone(tmp_path: Path, region: str) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    page, names = book.create_sheet("departments"), book.create_sheet("departments.names")
    facts = {"id": "food", "name_2018_rules": "食药监局", "name_now": "市场监督管理局(新)", "rules_window": "生产经营"}
    facts |= {"uscc_SYNTHETIC": FOOD["uscc_SYNTHETIC"], "basic_dept_digits_ILLUSTRATIVE": "36"}
    page.append(["region", *facts])
    page.append([region, *facts.values()])
    names.append(["region", "of", "name"])
    names.append([region, "food", "市场监督管理局(新)"])
    path = tmp_path / "departments.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("region", ["441700", ""])
def test_a_workbook_of_departments_alone(run: Run, platform: Platform, tmp_path: Path, region: str):
    run("import", "directory", str(FILE), "--write")
    path = departments_alone(tmp_path, region)
    status, said = run("import", "directory", str(path), "--write")
    assert (status, "已写入 1 处" in said) == (0, True), said
    food = load_directory(platform.table, "441700").departments["food"]
    assert (food.name, [one.name for one in food.names]) == ("市场监督管理局(新)", ["市场监督管理局(新)"])


def test_departments_of_another_region_need_its_row(run: Run, tmp_path: Path):
    path = departments_alone(tmp_path, "441781")
    status, said = run("import", "directory", str(path), "--write")
    assert (status, "departments!A2  region_unknown" in said) == (2, True)


def test_a_file_that_tells_nothing_says_so(run: Run, platform: Platform, tmp_path: Path):
    run("import", "template", str(tmp_path / "empty.xlsx"))
    (tmp_path / "empty.json").write_text("{}", "utf-8")
    for name in ("empty.xlsx", "empty.json"):
        status, said = run("import", "directory", str(tmp_path / name), "--write")
        assert (status, f"{name}：没有可以导入的内容" in said.replace("\n", "")) == (1, True)
    assert rows(platform) == []
