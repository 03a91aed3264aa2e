"""Staff, letters and seals as a workbook: what the template has, a dry run, what is written, and errors by cell."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from chalicelib.directory.model.letters import Letter
from chalicelib.directory.store.letters import load_letter
from chalicelib.directory.store.staff import load_member
from chalicelib.foundation.platform import Platform
from cli.directory_files import Unreadable
from cli.sheet_columns import sheets_of
from cli.sheet_template import write_template
from cli.sheets import read_workbook
from local.directories import FILE
from proofs.kit.world import World
from tests.cli.conftest import Run
from tests.cli.test_import_directory import book_of, changed_book
from tests.directory.registers import demonstration
from tests.directory.staff_faults import FAULTS, RECORDS

CITY = "441700"
SECTIONS = ("staff", "seals", "letters_accept", "letters_power")
FEW = {
    "staff": ("S013", "S043", "S074", "S075", "H-food"),
    "seals": ("SEAL-food-1", "SEAL-food-2"),
    "letters_accept": ("LA-food-1",),
    "letters_power": ("LP-food-1",),
}


def few() -> dict[str, Any]:
    """The registers of one department for one item, without accounts, which the world's cast has."""
    found = {name: [dict(one) for one in demonstration()[name] if one["id"] in FEW[name]] for name in SECTIONS}
    for one in (record for records in found.values() for record in records):
        one.pop("subject", None)
        for name in ("competences", "items"):
            if name in one:
                one[name] = [line for line in one[name] if line["item"] == "YM-P01"]
    return found


@pytest.fixture
def platform(empty: World) -> Platform:
    """The command works on the world that the tests look at."""
    return empty.platform


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = book_of({**few(), "regions": [], "departments": {}}, tmp_path_factory.mktemp("books") / "registers.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in book.sheetnames:
        if sheet.partition(".")[0] not in SECTIONS:
            book.remove(book[sheet])
    book.save(path)
    return path


def test_the_template_has_a_sheet_with_titles_for_each_register_and_each_list_within(tmp_path: Path):
    path = tmp_path / "template.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    for sheet in sheets_of():
        if sheet.section.name in SECTIONS:
            assert [cell.value for cell in book[sheet.title][1]] == list(sheet.titles)
    titles = {name: [str(cell.value) for cell in book[name][1]] for name in book.sheetnames if name != "说明"}
    assert {"id", "name", "region", "unit/id", "post", "rank", "staff_type", "roles", "windows"} <= set(titles["staff"])
    assert {"of", "item", "trained_on", "until"} <= set(titles["staff.competences"])
    assert {"id", "department", "inscription", "state", "custodian"} <= set(titles["seals"])
    assert {"number", "grantee", "signed_by", "sealed_with", "scope", "from", "to"} <= set(titles["letters_accept"])
    assert {"of", "item", "complexity", "power", "decides", "limit"} <= set(titles["letters_power.items"])
    assert {"of", "item", "text", "who"} <= set(titles["letters_power.exclusions"])


def test_a_workbook_says_of_the_registers_what_the_json_says(workbook: Path):
    document: Any = read_workbook(workbook).document
    assert {name: [without_empty(one) for one in document[name]] for name in SECTIONS} == {
        name: [without_empty(one) for one in few()[name]] for name in SECTIONS
    }


def without_empty(record: Any) -> Any:
    """A cell that is left empty says the same as an empty list, or nothing."""
    if isinstance(record, dict):
        return {name: without_empty(one) for name, one in record.items() if one not in (None, [], "")}
    return [without_empty(one) for one in record] if isinstance(record, list) else record


@pytest.mark.requirement("R57", "R59", "R71", "R72")
def test_it_is_looked_at_first_and_each_row_is_told(run: Run, empty: World, workbook: Path):
    assert run("import", "directory", str(FILE), "--write")[0] == 0
    status, said = run("import", "directory", str(workbook))
    assert (status, load_member(empty.platform.table, CITY, "S013")) == (1, None), said
    assert "registers.xlsx:staff!A2" in said


@pytest.mark.requirement("R57", "R59", "R71", "R72")
def test_what_a_workbook_tells_is_written_once(run: Run, empty: World, workbook: Path):
    run("import", "directory", str(FILE), "--write")
    status, said = run("import", "directory", str(workbook), "--write")
    assert (status, "已写入" in said) == (0, True), said
    table = empty.platform.table
    for told in few()["staff"]:
        kept = load_member(table, CITY, told["id"])
        assert kept is not None, told["id"]
        assert (kept.record.name, kept.record.post) == (told["name"], told["post"])
    (letter,) = few()["letters_power"]
    assert kept_letter(empty, letter["id"]).number == letter["number"]
    again, said = run("import", "directory", str(workbook), "--write")
    assert (again, "已是最新，没有写入" in said) == (0, True), said


def kept_letter(world: World, identifier: str) -> Letter:
    found = load_letter(world.platform.table, CITY, identifier)
    assert found is not None
    return found.record


@pytest.mark.parametrize(
    ("at", "value", "where", "words"),
    [
        ("staff id", "S013", "staff!A3", "重复"),
        ("staff windows", "W-99", "staff!", "没有这个窗口"),
        ("staff rank", "处长", "staff!", "科员级"),
        ("staff from", "=TODAY()", "staff!", "不接收公式"),
        ("letters_power to", "2020-01-01", "letters_power!", "不能早于起始日期"),
        ("letters_power grantee", "S048", "letters_power!", "首席代表"),
        ("seals custodian", "S075", "seals!", "本部门人员"),
        ("letters_power.items of", "LP-none", "letters_power.items!A2", "没有 LP-none"),
    ],
)
def test_errors_are_told_by_cell_and_nothing_is_written(  # noqa: PLR0917 - what a case tells
    run: Run, empty: World, workbook: Path, tmp_path: Path, at: str, value: str, where: str, words: str
):
    """`at` is the sheet and the title of the column."""
    sheet, place = at.split()
    run("import", "directory", str(FILE), "--write")
    titles = [cell.value for cell in openpyxl.load_workbook(workbook)[sheet][1]]
    row = 3 if value == "S013" or sheet == "seals" else 2
    cell = f"{get_column_letter(titles.index(place) + 1)}{row}"
    path = changed_book(workbook, tmp_path, sheet, cell, value)
    status, said = run("import", "directory", str(path), "--write")
    assert status == 2, said
    assert where in said
    assert words in said
    assert load_member(empty.platform.table, CITY, "S075") is None


@pytest.mark.requirement("R59", "R64")
def test_a_workbook_of_staff_is_refused_for_every_fault_that_the_route_refuses(run: Run, empty: World, tmp_path: Path):
    """A cell cannot hold the bell."""
    told = {name: one for name, one in RECORDS.items() if "\x07" not in one["name"]}
    path = book_of({"staff": [*told.values()], "regions": [], "departments": {}}, tmp_path / "staff.xlsx")
    book = openpyxl.load_workbook(path)
    for sheet in book.sheetnames:
        if not sheet.startswith("staff"):
            book.remove(book[sheet])
    book.save(path)
    run("import", "directory", str(FILE), "--write")
    shapes = {name: one for name, one in told.items() if FAULTS[name].code == "hidden_characters"}
    status, said = run("import", "directory", str(path), "--write")
    assert status == 2
    for name in shapes:
        assert found_in(said, list(told).index(name), name), (name, said)
    for place, name in enumerate(told):
        if name in shapes:
            put_right(path, place)
    status, said = run("import", "directory", str(path), "--write")
    assert status == 2
    for place, name in enumerate(told):
        assert name in shapes or found_in(said, place, name), (name, said)
        assert load_member(empty.platform.table, CITY, told[name]["id"]) is None


def found_in(said: str, place: int, name: str) -> bool:
    """Whether a row of the answer names the row of the sheet, the field and the code."""
    fault = FAULTS[name]
    rows = [row for row in said.splitlines() if f"/staff/{place}{fault.pointer}" in row]
    return any(fault.code in row and re.search(rf"staff![A-Z]+{place + 2}\b", row) for row in rows)


def put_right(path: Path, place: int) -> None:
    """The name of this record is put right."""
    book = openpyxl.load_workbook(path)
    titles = [cell.value for cell in book["staff"][1]]
    book["staff"].cell(place + 2, titles.index("name") + 1, "新演示")
    book.save(path)


PLAIN = {
    "roles": [("officer", ["officer"]), ("officer、issuing_clerk", ["officer", "issuing_clerk"]),
              ('["officer"]', ["officer"])],
    "left_at": [
        ("2026-11-20 09:30", "2026-11-20T09:30:00+08:00"),
        ("2026-11-20T01:30:00+00:00", "2026-11-20T01:30:00+00:00"),
        (datetime.fromisoformat("2026-11-20T09:30"), "2026-11-20T09:30:00+08:00"),
        (datetime.fromisoformat("2026-11-20T00:00"), "2026-11-20T00:00:00+08:00"),
        ("2026-11-20", "2026-11-20T00:00:00+08:00"),
    ],
}  # fmt: skip


def filled(path: Path, sheet: str, record: str, **cells: Any) -> Path:
    """The workbook with other values in the row of a record."""
    book = openpyxl.load_workbook(path)
    titles = [cell.value for cell in book[sheet][1]]
    row = next(row for row in book[sheet].iter_rows(min_row=2) if row[titles.index("id")].value == record)
    for title, value in cells.items():
        row[titles.index(title)].value = value
    changed = path.with_name("changed.xlsx")
    book.save(changed)
    return changed


@pytest.mark.requirement("R59")
@pytest.mark.parametrize(("title", "value", "read"), [(name, *case) for name, cases in PLAIN.items() for case in cases])
def test_roles_and_moments_are_plain_cells(workbook: Path, title: str, value: Any, read: Any):
    document: Any = read_workbook(filled(workbook, "staff", "S043", **{title: value})).document
    (found,) = [one for one in document["staff"] if one["id"] == "S043"]
    assert found[title] == read


@pytest.mark.requirement("R71", "R72")
@pytest.mark.parametrize(
    ("sheet", "record", "title"),
    [("seals", "SEAL-food-2", "stopped_at"), ("letters_accept", "LA-food-1", "revoked/at"),
     ("letters_power", "LP-food-1", "revoked/at")],
)  # fmt: skip
def test_the_moment_of_an_end_is_a_plain_cell(workbook: Path, sheet: str, record: str, title: str):
    path = filled(workbook, sheet, record, **{title: datetime.fromisoformat("2026-11-20T09:30")})
    document: Any = read_workbook(path).document
    found = next(one for one in document[sheet] if one["id"] == record)
    for name in title.split("/"):
        found = found[name]
    assert found == "2026-11-20T09:30:00+08:00"


@pytest.mark.parametrize(
    ("title", "value", "wanted"),
    [("left_at", "昨天", "2026-11-26 09:30"), ("from", True, "2026-11-26"), ("chief", "对", "是 或 否")],
)
def test_a_cell_that_cannot_be_read_is_told_with_the_format_of_its_column(
    workbook: Path, title: str, value: Any, wanted: str
):
    with pytest.raises(Unreadable) as unreadable:
        read_workbook(filled(workbook, "staff", "S043", **{title: value}))
    (error,) = unreadable.value.errors
    assert (error.code, wanted in error.message) == ("cell_unreadable", True)


def test_no_field_of_the_registers_wants_json():
    kinds = {(sheet.title, column.title): column.kind for sheet in sheets_of() for column in sheet.columns}
    assert [place for place, kind in kinds.items() if place[0].partition(".")[0] in SECTIONS and kind == "json"] == []
    assert kinds["staff", "roles"] == "list"
