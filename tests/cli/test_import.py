"""`yimen import`: it looks before it writes, tells every error with its line, and a second run writes nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.catalogue import store
from chalicelib.catalogue.store import schemes
from chalicelib.catalogue.store.lists import load_lists
from chalicelib.directory.store import find_place, list_departments
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from cli.json_lines import line_of, lines_of
from local import catalogues
from local.catalogues import CITY, LISTS, catalogue_of
from proofs.kit.world import World
from tests.cli.conftest import Run

CITY_TEXT = CITY.read_text("utf-8")


@pytest.fixture
def platform(empty: World) -> Platform:
    return empty.platform


@pytest.fixture
def items(platform: Platform) -> Callable[[], dict[str, int]]:
    def listed() -> dict[str, int]:
        return {code: newest.version for code, newest in store.newest(platform.table, "441700").items()}

    return listed


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """A file with four items of the city; a change is made to the document before it is written."""

    def write(change: Callable[[dict[str, Any]], object] = lambda _: None, name: str = "small.json") -> Path:
        document = json.loads(CITY_TEXT)
        chosen = ("YM-S01", "YM-S07", "YM-P01", "YM-R01")
        document["items"] = [{**item, "prerequisites": []} for item in document["items"] if item["id"] in chosen]
        document["joint_themes"] = []
        change(document)
        path = tmp_path / name
        path.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
        return path

    return write


def rows(platform: Platform) -> list[Any]:
    return platform.table.client.scan(TableName=platform.table.name)["Items"]


def test_looking_writes_nothing_and_writing_twice_writes_once(run: Run, platform: Platform, items: Any):
    status, said = run("import", "catalogue", str(CITY))
    assert (status, rows(platform)) == (1, [])
    assert all(word in said for word in ("YM-P01", "新增 99", "--write"))
    found = [row for row in said.split("\n") if "  legal_basis_missing  " in row]
    assert found
    assert all(row.startswith(f"提示  {CITY.name}:") for row in found)
    status, said = run("import", "catalogue", str(CITY), "--write")
    assert (status, len(items())) == (0, 58)
    before = rows(platform)
    for more in (("--write",), ("--dry-run",), ()):
        status, said = run("import", "catalogue", str(CITY), *more)
        assert (status, "未变 99" in said) == (0, True)
    assert rows(platform) == before


def test_what_local_seeding_imports_is_what_the_command_imports(run: Run, platform: Platform, empty: World):
    """One mechanism for both."""
    run("import", "catalogue", str(CITY), "--write")
    assert run("import", "catalogue", str(CITY))[0] == 0
    from chalicelib.catalogue.acts.import_catalogue import import_catalogue

    report = import_catalogue(platform.table, "441700", catalogue_of("441700"), platform.now())
    assert (report.created, report.updated, report.departments_written) == (0, 0, 0)


def test_a_county_is_the_citys_file_and_its_own(run: Run, tmp_path: Path):
    county = catalogues.DATA / "441781.json"
    status, said = run("import", "catalogue", str(CITY), str(county))
    assert status == 2  # of another division than this deployment's
    assert "441781" in said
    assert "441781.json:" in said


def test_changes_are_told_part_by_part(run: Run, small: Any, items: Any):
    assert run("import", "catalogue", str(small()), "--write")[0] == 0

    def change(document: dict[str, Any]) -> None:
        document["items"][0]["notes"] = "新说明"
        document["place"]["phone"] = "0662-1234567"
        document["departments"]["food"]["name_2018_rules"] = "食药监局(旧)"
        del document["items"][1]

    path = small(change, "changed.json")
    before = items()
    status, said = run("import", "catalogue", str(path))
    assert (status, items()) == (1, before)
    assert "变更 3" in said
    assert "文件中没有，保留 1" in said
    assert run("import", "catalogue", str(path), "--write")[0] == 0
    assert sorted(items().values()) == [1, 1, 1, 2]


def test_items_that_no_file_names_end_only_when_asked(run: Run, small: Any, platform: Platform):
    run("import", "catalogue", str(small()), "--write")
    fewer = small(lambda document: document["items"].pop(), "fewer.json")
    status, said = run("import", "catalogue", str(fewer), "--end-absent")
    assert (status, "取消 1" in said) == (1, True)
    assert not any(newest.ended for newest in store.newest(platform.table, "441700").values())
    assert run("import", "catalogue", str(fewer), "--end-absent", "--write")[0] == 0
    ended = [code for code, newest in store.newest(platform.table, "441700").items() if newest.ended]
    assert len(ended) == 1
    assert run("import", "catalogue", str(fewer), "--end-absent", "--write")[1].count("已是最新") == 1
    status, said = run("import", "catalogue", str(small()), "--write")  # what has ended stays so
    assert (status, "保留（要替换的，加 --replace 编号） 1" in said, "已是最新" in said) == (0, True, True)
    status, said = run("import", "catalogue", str(small()), "--write", "--replace", ended[0])
    assert (status, "恢复 1" in said) == (0, True)


def test_an_import_that_was_broken_off_is_completed(
    run: Run, small: Any, platform: Platform, items: Any, monkeypatch: pytest.MonkeyPatch
):
    written, write = list[int](), platform.table.write

    def killed(*ops: Any) -> None:
        if len(written) == 3:
            raise KeyboardInterrupt
        write(*ops)
        written.append(len(ops))

    with monkeypatch.context() as patch:
        patch.setattr(platform.table, "write", killed)
        assert run("import", "catalogue", str(small()), "--write")[0] == 130
    assert 0 < len(items()) < 4
    status, said = run("import", "catalogue", str(small()))
    assert (status, "未变" in said) == (1, True)
    assert run("import", "catalogue", str(small()), "--write")[0] == 0
    assert set(items().values()) == {1}


def test_two_imports_at_once(run: Run, small: Any, platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: Any):
    def refused(*_: Any) -> None:
        raise Refused([])

    monkeypatch.setattr(platform.table, "write", refused)
    assert run("import", "catalogue", str(small()), "--write")[0] == 2
    assert "另一次导入" in capsys.readouterr().err


def test_every_error_is_told_with_file_line_pointer_code_and_sentence(run: Run, small: Any, platform: Platform):
    def spoil(document: dict[str, Any]) -> None:
        document["items"][2]["dept"] = "nobody"
        del document["items"][3]["name"]
        document["place"]["phone"] = "none"

    path = small(spoil)
    status, said = run("import", "catalogue", str(path), "--write")
    assert (status, rows(platform)) == (2, [])
    text = path.read_text("utf-8").split("\n")
    for pointer, code, shown in (
        ("/items/2/dept", "department_unknown", '"nobody"'),
        ("/place/phone", "phone_format", '"none"'),
        ("/items/3/name", "missing", "{"),
    ):
        (line,) = [row for row in said.split("\n") if f"  {pointer}  {code}  " in row]
        number = int(line.split(":")[1].split()[0])
        assert shown in text[number - 1]


def test_findings_of_several_files_are_told_where_they_stand(run: Run, small: Any, tmp_path: Path):
    first = small()
    document = json.loads(first.read_text("utf-8"))
    item = next(item for item in json.loads(CITY_TEXT)["items"] if item["id"] == "YM-P05")
    second = tmp_path / "second.json"
    second.write_text(json.dumps({"items": [{**item, "prerequisites": [], "dept": "nobody"}]}), "utf-8")
    status, said = run("import", "catalogue", str(first), str(second))
    assert status == 2
    assert "second.json:1  /items/0/dept  department_unknown" in said
    second.write_text(json.dumps({"place": document["place"], "departments": document["departments"]}), "utf-8")
    status, said = run("import", "catalogue", str(first), str(second))
    assert (status, said.count("part_repeated")) == (2, 41)


@pytest.mark.parametrize("content", ["{", "[]", "null", '"a"'])
def test_what_is_no_catalogue(run: Run, tmp_path: Path, content: str):
    path = tmp_path / "broken.json"
    path.write_text(content)
    for what in ("catalogue", "directory", "place"):
        status, said = run("import", what, str(path))
        assert status == 2
        assert "broken.json" in said


def test_a_file_that_is_not_there(run: Run):
    status, said = run("import", "place", "none.json")
    assert (status, "none.json" in said, "无法读取" in said) == (2, True, True)


def test_the_directory_alone(run: Run, small: Any, platform: Platform, tmp_path: Path):
    """A directory has parts that are not kept: these are left out, and that is said. An unknown field is refused."""
    run("import", "catalogue", str(small()), "--write")
    departments = json.loads(CITY_TEXT)["departments"]
    departments["food"] = {**departments["food"], "id": "food", "name_now": "市场监督管理局(新)"}
    path = tmp_path / "directory.json"
    path.write_text(json.dumps({"meta": {}, "departments": departments, "green_channel": {}}), "utf-8")
    status, said = run("import", "directory", str(path))
    assert (status, "变更 1" in said) == (1, True)
    assert "/green_channel  part_not_kept" in said
    assert run("import", "directory", str(path), "--write")[0] == 0
    kept = {department.id: department.name for department in list_departments(platform.table, "441700")}
    assert (len(kept), kept["food"]) == (40, "市场监督管理局(新)")
    assert run("import", "directory", str(path), "--write")[0] == 0
    departments["food"]["staff"] = ["S001"]
    path.write_text(json.dumps({"departments": departments}), "utf-8")
    status, said = run("import", "directory", str(path), "--write")
    assert (status, "/departments/food/staff  extra_forbidden" in said) == (2, True)
    del departments["food"]["staff"]
    departments["food"]["uscc_SYNTHETIC"] = "wrong"
    path.write_text(json.dumps({"departments": departments}), "utf-8")
    status, said = run("import", "directory", str(path), "--write")
    assert (status, "/departments/food/uscc_SYNTHETIC" in said) == (2, True)


def test_the_place_alone(run: Run, small: Any, platform: Platform, tmp_path: Path):
    run("import", "catalogue", str(small()), "--write")
    place = json.loads(CITY_TEXT)["place"]
    path = tmp_path / "place.json"
    for document in ({"place": {**place, "phone": "0662-7654321"}}, {**place, "phone": "0662-1234567"}):
        path.write_text(json.dumps(document), "utf-8")
        assert run("import", "place", str(path), "--write")[0] == 0
    kept = find_place(platform.table, "441700")
    assert kept
    assert kept.phone == "0662-1234567"
    bad = {**place, "division": "441781", "organs": {"nobody": {}}}
    path.write_text(json.dumps({"place": bad}), "utf-8")
    status, said = run("import", "place", str(path), "--write")
    assert status == 2
    assert "/place/division  place_division" in said
    assert "/place/organs/nobody  department_unknown" in said


def test_lines_of_json():
    text = '{\n "a": [1,\n  {"b/c": "x\\"{",\n   "d": []}],\n "e": {\n }\n}'
    lines = lines_of(text)
    assert dict(lines) == {"": 1, "/a": 2, "/a/0": 2, "/a/1": 3, "/a/1/b~1c": 3, "/a/1/d": 4, "/e": 5}
    assert line_of(lines, "/a/1/missing/more") == 3
    assert line_of({}, "/a") is None


def test_a_whole_catalogue_may_be_given_for_its_departments(run: Run):
    _, said = run("import", "directory", str(CITY))
    for part in ("place", "items"):
        assert f"/{part}  part_not_imported  这一次只导入部门" in said
    assert "尚不保存" not in said


def test_schemes_are_imported_by_themselves_after_their_items(run: Run, platform: Platform, tmp_path: Path):
    file = catalogues.SCHEMES
    status, said = run("import", "schemes", str(file), "--write")
    assert (status, "item_unknown" in said) == (2, True)
    assert f"{file.name}:" in said
    assert run("import", "catalogue", str(CITY), "--write")[0] == 0
    before = rows(platform)
    status, said = run("import", "schemes", str(file))
    assert (status, "新增 5" in said, rows(platform)) == (1, True, before)
    assert all(word in said for word in ("联办方案", "YM-J01", "basis_unread"))
    assert run("import", "schemes", str(file), "--write")[0] == 0
    assert "已是最新" in run("import", "schemes", str(file), "--write")[1]
    spoiled = json.loads(file.read_text("utf-8"))
    spoiled["schemes"][0]["demonstration"] = False
    path = tmp_path / "real.json"
    path.write_text(json.dumps(spoiled, ensure_ascii=False, indent=1), "utf-8")
    status, said = run("import", "schemes", str(path), "--write")
    assert (status, said.count("basis_invented")) == (2, 5)
    assert [row.version for row in schemes.list_schemes(platform.table, "441700")] == [1, 1, 1, 1, 1]


def test_a_file_that_is_too_large_is_not_even_read(run: Run, platform: Platform, tmp_path: Path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(100 * 10**6)
    status, said = run("import", "catalogue", str(path), "--write")
    assert (status, "超过 80 MB" in said, rows(platform)) == (2, True, [])


def test_an_import_that_was_killed_after_any_write_is_completed_by_the_next(
    run: Run, platform: Platform, small: Any, monkeypatch: pytest.MonkeyPatch
):
    """Each further run gets one write further, until nothing is left to write."""

    class Killed(BaseException):
        pass

    real, left = platform.table.write, [0]

    def write(*ops: Any) -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1
        real(*ops)

    monkeypatch.setattr(platform.table, "write", write)
    seen = list[int]()
    while True:
        left[0] = 1
        try:
            status, _ = run("import", "catalogue", str(small()), "--write")
        except Killed:
            seen.append(len(rows(platform)))
            continue
        break
    assert status == 0
    assert seen == sorted(seen)
    assert len(set(seen)) == len(seen) == 4  # the directory, then one item after the other
    assert "已是最新" in run("import", "catalogue", str(small()), "--write")[1]
    assert [newest.version for newest in store.newest(platform.table, "441700").values()] == [1, 1, 1, 1]


def test_lists_are_looked_at_then_published_and_a_second_run_publishes_nothing(run: Run, platform: Platform):
    status, said = run("import", "lists", str(LISTS))
    assert (status, rows(platform)) == (1, [])
    assert "新增" in said
    assert "Z01" in said
    assert run("import", "lists", str(LISTS), "--write")[0] == 0
    kept = load_lists(platform.table, "441700")
    assert kept is not None
    assert (kept.version, len(kept.lists.proofs)) == (1, len(json.loads(LISTS.read_text("utf-8"))["proofs"]))
    status, said = run("import", "lists", str(LISTS), "--write")
    assert (status, "已是最新" in said) == (0, True)
    again = load_lists(platform.table, "441700")
    assert again is not None
    assert again.version == 1


def test_an_error_in_lists_is_told_with_file_line_and_pointer(run: Run, platform: Platform, tmp_path: Path):
    document = json.loads(LISTS.read_text("utf-8"))
    document["proofs"][2]["basis"] = "惯例"
    path = tmp_path / "lists.json"
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
    status, said = run("import", "lists", str(path), "--write")
    line = next(number for number, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "惯例" in text)
    assert (status, rows(platform)) == (2, [])
    assert f"lists.json:{line}  /proofs/2/basis  list_basis_missing" in said
