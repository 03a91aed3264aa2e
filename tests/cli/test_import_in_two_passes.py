"""A catalogue is read item by item, twice: the memory stays, a broken import goes on, and what was checked is what is
written.
"""

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from benchmarks.many_items import generated
from benchmarks.meter import Meter, MeteredTable
from chalicelib.catalogue import store
from chalicelib.catalogue.model.document import read_document
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Invalid
from cli import json_stream
from cli.json_stream import Part, Stream
from cli.strict_json import NotStrict
from local.catalogues import CITY
from proofs.kit.world import World
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def platform(empty: World) -> Platform:
    return empty.platform


@pytest.fixture
def many(tmp_path: Path) -> Callable[..., Path]:
    def write(count: int, change: Callable[[dict[str, Any]], object] = lambda _: None, **how: Any) -> Path:
        document = deepcopy(generated(count))
        change(document)
        path = tmp_path / f"{count}.json"
        path.write_text(json.dumps(document, ensure_ascii=False, **how), "utf-8")
        return path

    return write


def rows(platform: Platform) -> list[Any]:
    return platform.table.client.scan(TableName=platform.table.name)["Items"]


def timeless(platform: Platform) -> list[str]:
    """All rows without the times of their publication, which differ between two runs."""
    times = re.compile(r"20\d\d-\d\d-\d\dT[0-9:.]+\+08:00")
    return sorted(times.sub("", json.dumps(row, ensure_ascii=False, sort_keys=True)) for row in rows(platform))


class Killed(BaseException):
    """The process dies."""


def test_an_import_killed_at_any_place_goes_on_and_ends_in_the_same_state(
    run: Run, platform: Platform, many: Any, monkeypatch: pytest.MonkeyPatch
):
    path = many(40)
    chosen, real = random.Random(11), platform.table.write
    left = [0]

    def write(*ops: Any) -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1
        real(*ops)

    monkeypatch.setattr(platform.table, "write", write)
    seen = list[int]()
    while True:
        left[0] = chosen.randint(1, 12)
        try:
            status, said = run("import", "catalogue", str(path), "--write")
        except Killed:
            seen.append(len(store.newest(platform.table, "441700")))
            continue
        break
    assert status == 0
    assert len(seen) >= 3
    assert seen == sorted(set(seen))
    assert f"未变 {seen[-1] + 41}" in said  # what was there is not written again: departments and place, too
    broken = timeless(platform)
    monkeypatch.undo()
    for row in rows(platform):
        platform.table.client.delete_item(TableName=platform.table.name, Key={"pk": row["pk"], "sk": row["sk"]})
    assert run("import", "catalogue", str(path), "--write")[0] == 0
    assert timeless(platform) == broken


@pytest.mark.parametrize("when", ["before the first write", "while it writes"])
def test_a_file_that_changes_after_it_was_checked_is_noticed(
    run: Run, platform: Platform, many: Any, monkeypatch: pytest.MonkeyPatch, when: str
):
    path = many(6)
    text, real = path.read_text("utf-8"), platform.table.write

    def changed() -> None:
        place = text.rindex('"notes": ') if '"notes": ' in text else text.rindex('"name": "')
        path.write_text(text[:place] + text[place:].replace("的", "之", 1), "utf-8")

    if when == "before the first write":
        newest = store.newest

        def looked(*where: Any) -> Any:
            changed()
            return newest(*where)

        monkeypatch.setattr(store, "newest", looked)
    else:

        def write(*ops: Any) -> None:
            real(*ops)
            changed()

        monkeypatch.setattr(platform.table, "write", write)
    status, said = run("import", "catalogue", str(path), "--write")
    monkeypatch.undo()
    assert (status, "在检查之后被改动" in said) == (2, True)
    there = store.newest(platform.table, "441700")
    if when == "before the first write":
        assert rows(platform) == []
    else:
        assert 0 < len(there) < 6  # what was written is what was checked
    path.write_text(text, "utf-8")
    assert run("import", "catalogue", str(path), "--write")[0] == 0
    assert {one.version for one in store.newest(platform.table, "441700").values()} == {1}


def test_units_are_those_that_the_meter_counts(run: Run, platform: Platform, empty: World, many: Any):
    """The meter looks into the table; the command knows only what it sends and gets."""
    meter, client = Meter(), platform.table.client
    platform.table.client = MeteredTable(meter, empty.dynamo)  # pyright: ignore[reportAttributeAccessIssue]
    with meter.during("import"):
        status, said = run("import", "catalogue", str(many(12)), "--write")
    platform.table.client = client
    assert status == 0
    read, written, batches = map(int, re.findall(r"读 (\d+) 单位，写 (\d+) 单位（(\d+) 批）", said)[0])
    assert (read, written) == (meter.units["read units"], meter.units["write units"])
    assert batches == meter.calls["dynamodb:TransactWriteItems"] == 13


def spoilt(document: dict[str, Any]) -> None:
    items = document["items"]
    items[1]["dept"] = "nobody"
    items[2]["id"] = items[0]["id"]
    items[3]["prerequisites"] = ["YM-Z99"]
    items[4]["promised_limit"]["value"] = 999
    del items[5]["name"]
    document["place"]["phone"] = "none"
    document["departments"]["Wrong"] = document["departments"].pop("food")
    document["joint_themes"] = [{"id": "J"}]


@pytest.mark.parametrize("change", [spoilt, lambda document: document.pop("place"), lambda _: None])
def test_the_findings_are_those_of_the_whole_document(run: Run, many: Any, change: Any):
    path = many(8, change, indent=1)
    try:
        wanted = read_document(json.loads(path.read_text("utf-8"))).warnings
    except Invalid as problem:
        wanted = problem.errors
    _, said = run("import", "catalogue", str(path))
    told = [tuple(row.split("  ")[2:4]) for row in said.split("\n") if f"  {path.name}:" in row]
    found = {(error.pointer or "/", error.code) for error in wanted}
    assert found <= set(told)
    if change is not None and len(wanted) > 1:
        assert set(told) == found


@pytest.mark.parametrize("chunk", [1, 2, 7, 100])
def test_parts_are_the_same_however_the_file_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int):
    monkeypatch.setattr(json_stream, "CHUNK", chunk)
    document = {
        "a": '事项\\"',
        "items": [{"x": [1, 2.5, -3]}, 12, "甲", [], None],
        "b": {"é": True},
        "none": [],
        "n": 123,
    }
    for how in ({}, {"indent": 1}, {"ensure_ascii": False, "separators": (",", ":")}):
        text = json.dumps(document, **how)  # pyright: ignore[reportArgumentType]
        path = tmp_path / "cut.json"
        path.write_text(text, "utf-8")
        found = [part for part in Stream(path, ("items", "none")).parts() if isinstance(part, Part)]
        assert [(part.name, part.key, part.value) for part in found] == list(expected(document))
        content = path.read_bytes()
        for part in found:
            assert json.loads(content[part.start : part.start + part.size]) == part.value
            assert part.line == content[: part.start].count(b"\n") + 1
        for end in range(1, len(content), 3):
            path.write_bytes(content[:end])
            with pytest.raises(NotStrict):
                list(Stream(path, ("items", "none")).parts())


def expected(document: dict[str, Any]) -> Iterator[tuple[str, int | None, Any]]:
    for name, value in document.items():
        if name in ("items", "none"):
            yield from ((name, number, one) for number, one in enumerate(value))
        else:
            yield name, None, value


def test_memory_is_that_of_an_item_and_not_of_the_file(many: Any, tmp_path: Path):
    """Each in a process of its own, as the peak of a process never falls."""
    program = tmp_path / "look.py"
    program.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from chalicelib.catalogue.model.checking import Check\n"
        "from cli.catalogue_files import CatalogueFiles\n"
        "from cli.usage import peak_memory\n"
        "files = CatalogueFiles([Path(sys.argv[1])], Check())\n"
        "files.read()\n"
        "assert not files.check.errors\n"
        "print(len(files.entries), peak_memory())\n",
        "utf-8",
    )
    peaks = list[int]()
    for count in (50, 450):
        path = many(count)
        command = [sys.executable, str(program), str(path)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONPATH": "."})
        read, peak = map(int, answer.stdout.split())
        assert read == count
        peaks.append(peak)
    assert max(peaks) < 150 * 2**20
    # 400 items are 4 MB of file, and many times as much as Python objects.
    assert peaks[1] - peaks[0] < 4 * 2**20


def test_a_county_tells_only_what_is_different(run: Run, platform: Platform, monkeypatch: pytest.MonkeyPatch):
    county = CITY.parent / "441781.json"
    from local.catalogues import catalogue_of

    monkeypatch.setattr(platform, "settings", platform.settings.model_copy(update={"division": "441781"}))
    assert run("import", "catalogue", str(CITY), str(county), "--write")[0] == 0
    wanted = {item["id"] for item in catalogue_of("441781")["items"]}
    assert set(store.newest(platform.table, "441781")) == wanted
    before = rows(platform)
    from chalicelib.catalogue.acts.import_catalogue import import_catalogue

    report = import_catalogue(platform.table, "441781", catalogue_of("441781"), platform.now(), demonstrations=True)
    assert (report.created, report.updated, report.departments_written) == (0, 0, 0)
    assert rows(platform) == before
