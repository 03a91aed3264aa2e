"""`yimen export-items`: the whole catalogue goes out in the provincial form, and comes back without a difference."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from chalicelib.catalogue import store
from chalicelib.foundation.platform import Platform
from local.catalogues import CITY, catalogue_of
from proofs.kit.world import World
from tests.cli.conftest import Run, command, target


@pytest.fixture
def platform(empty: World) -> Platform:
    return empty.platform


@pytest.mark.requirement("R48")
def test_what_is_exported_and_imported_again_changes_nothing(run: Run, platform: Platform, tmp_path: Path):
    assert run("import", "catalogue", str(CITY), "--write")[0] == 0
    form, items, rest = (tmp_path / name for name in ("form.json", "items.json", "rest.json"))
    status, said = run("export-items", "--out", str(form))
    exported = json.loads(form.read_text("utf-8"))
    assert (status, f"{len(exported['事项'])} 项" in said) == (0, True)
    assert exported["区划"] == "441700"
    assert {row["状态"]["版本号"] for row in exported["事项"]} == {1}
    assert {row["状态"]["事项状态"] for row in exported["事项"]} == {"在用"}
    assert run("export-items", "--read", str(form), "--out", str(items))[0] == 0
    whole = {**catalogue_of("441700"), "items": json.loads(items.read_text("utf-8"))["items"]}
    rest.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    status, said = run("import", "catalogue", str(rest))
    assert status == 0
    assert f"未变 {len(exported['事项']) + len(whole['departments']) + 1}" in said


def test_an_item_that_has_ended_is_left_out_unless_asked_for(run: Run, platform: Platform, tmp_path: Path):
    run("import", "catalogue", str(CITY), "--write")
    ends = platform.now()
    item = store.load_item(platform.table, "441700", "YM-P01")
    platform.table.write(*store.end(item, ends))
    open_ones, all_of_them = tmp_path / "open.json", tmp_path / "all.json"
    assert run("export-items", "--out", str(open_ones))[0] == 0
    assert run("export-items", "--ended", "--out", str(all_of_them))[0] == 0
    shown, whole = (json.loads(path.read_text("utf-8"))["事项"] for path in (open_ones, all_of_them))
    assert len(whole) == len(shown) + 1
    (ended,) = [row for row in whole if row["扩展"]["id"] == "YM-P01"]
    assert (ended["状态"]["事项状态"], ended["状态"]["计划取消时间"]) == ("取消", ends.isoformat())


def test_a_file_is_not_overwritten_and_another_form_is_refused(run: Run, platform: Platform, tmp_path: Path):
    there = tmp_path / "there.json"
    there.write_text("[1]", "utf-8")
    assert run("export-items", "--out", str(there))[0] == 2
    assert there.read_text("utf-8") == "[1]"
    assert run("export-items", "--read", str(there), "--out", str(tmp_path / "items.json"))[0] == 2


def test_a_changed_code_is_told_with_its_place_and_nothing_is_written(run: Run, platform: Platform, tmp_path: Path):
    run("import", "catalogue", str(CITY), "--write")
    form, items = tmp_path / "form.json", tmp_path / "items.json"
    run("export-items", "--out", str(form))
    document = json.loads(form.read_text("utf-8"))
    document["事项"][1]["实施清单"]["服务对象代码"] = [9]
    form.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    status, said = run("export-items", "--read", str(form), "--out", str(items))
    assert (status, items.exists()) == (2, False)
    assert "/事项/1/实施清单/服务对象代码  form_contradiction" in said


def restored_from(document: object, tmp_path: Path) -> tuple[int, str, bool]:
    form, items = tmp_path / "form.json", tmp_path / "back.json"
    form.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    screen = io.StringIO()
    status = command.main(["export-items", "--read", str(form), "--out", str(items)], Console(file=screen, width=200))
    return status, screen.getvalue(), items.exists()


def test_a_form_is_read_without_settings(run: Run, platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def asked(**_: object):
        pytest.fail("a deployment was asked")

    run("import", "catalogue", str(CITY), "--write")
    exported = tmp_path / "exported.json"
    run("export-items", "--out", str(exported))
    document = json.loads(exported.read_text("utf-8"))
    monkeypatch.setattr(target, "platform", asked)
    status, said, there = restored_from(document, tmp_path)
    assert (status, there) == (0, True), said


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ((), "/备注"),
        (("事项", 0), "/事项/0/备注"),
        (("事项", 0, "基本目录"), "/事项/0/基本目录/备注"),
        (("事项", 2, "实施清单"), "/事项/2/实施清单/备注"),
        (("事项", 1, "材料", 0), "/事项/1/材料/0/备注"),
    ],
)
def test_what_the_form_has_no_field_for_is_told(
    run: Run, platform: Platform, tmp_path: Path, path: tuple[str | int, ...], told: str
):
    run("import", "catalogue", str(CITY), "--write")
    exported = tmp_path / "exported.json"
    run("export-items", "--out", str(exported))
    document = json.loads(exported.read_text("utf-8"))
    part = document
    for step in path:
        part = part[step]
    part["备注"] = "x"
    status, said, there = restored_from(document, tmp_path)
    assert (status, there) == (2, False)
    assert f"{told}  extra_forbidden" in said
