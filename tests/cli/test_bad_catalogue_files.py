"""Bad files of a catalogue: each changes nothing and gets one answer that names the place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chalicelib.foundation.platform import Platform
from local.catalogues import CITY
from proofs.kit.world import World
from tests.cli.conftest import Run

Document = dict[str, Any]


@pytest.fixture
def platform(empty: World) -> Platform:
    return empty.platform


@pytest.fixture(scope="module")
def text() -> str:
    """Two items of the city, one value a line."""
    document = json.loads(CITY.read_text("utf-8"))
    items = [{**item, "prerequisites": []} for item in document["items"][:2]]
    parts = {"place": document["place"], "departments": document["departments"], "items": items}
    return json.dumps(parts, ensure_ascii=False, indent=1)


def rows(platform: Platform) -> list[Any]:
    return platform.table.client.scan(TableName=platform.table.name)["Items"]


def line_with(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


def gbk(text: str) -> tuple[bytes, str]:
    first = next(number for number, line in enumerate(text.split("\n"), 1) if not line.isascii())
    return text.encode("gbk", "replace"), f"第 {first} 行第"


def cut_within_a_sign(text: str) -> tuple[bytes, str]:
    first = next(place for place, sign in enumerate(text) if not sign.isascii())
    before = text[:first]
    line, column = 1 + before.count("\n"), first - before.rfind("\n")
    told = f"第 {line} 行第 {column} 列有无法识别的字节，文件在此中断，可能不完整"
    return text[: first + 1].encode()[:-1], told


def twice_in_an_item(text: str) -> tuple[bytes, str]:
    line = line_with(text, '"theme"')
    whole = text.split("\n")
    return "\n".join(
        [*whole[:line], whole[line - 1], *whole[line:]]
    ).encode(), f"第 {line + 1} 行：同一层中名称重复：theme"


def twice_in_the_file(text: str) -> tuple[bytes, str]:
    spoiled = text[:-2] + ',\n "items": []\n}'
    return spoiled.encode(), f"第 {spoiled.count(chr(10))} 行：同一层中名称重复：items"


def instead_of_a_number(words: str, said: str) -> Callable[[str], tuple[bytes, str]]:
    def spoil(text: str) -> tuple[bytes, str]:
        place = text.index('"value": ') + len('"value": ')
        digit = text[place : text.index("\n", place)].rstrip(",")
        spoiled = text[:place] + words + text[place + len(digit) :]
        return spoiled.encode(), f"第 {text[:place].count(chr(10)) + 1} 行：/{said}"

    return spoil


def cut_off(text: str) -> tuple[bytes, str]:
    cut = text[: text.index('"materials"') + 400]
    return cut.encode(), "文件在此中断"


def cut_off_between_items(text: str) -> tuple[bytes, str]:
    cut = text[: text.rindex("\n  },\n  {")] + "\n  },"
    return cut.encode(), f"第 {cut.count(chr(10)) + 1} 行第 5 列不符合 JSON 语法，文件在此中断"


def deep(text: str) -> tuple[bytes, str]:
    line = line_with(text, '"items"') + 1
    return text.replace('"items": [', '"items": [\n' + "[" * 100_000, 1).encode(), f"第 {line} 行：层次过深"


def followed(text: str) -> tuple[bytes, str]:
    return (text + "\n{}").encode(), f"第 {text.count(chr(10)) + 2} 行第 1 列"


def no_comma(text: str) -> tuple[bytes, str]:
    line = line_with(text, '"theme"')
    whole = text.split("\n")
    whole[line - 1] = whole[line - 1].rstrip(",")
    return "\n".join(whole).encode(), f"第 {line + 1} 行第"


BAD: dict[str, Callable[[str], tuple[bytes, str]]] = {
    "GBK": gbk,
    "cut off within a sign": cut_within_a_sign,
    "UTF-16 with its mark": lambda text: (text.encode("utf-16"), "UTF-16"),
    "UTF-16 without": lambda text: (text.encode("utf-16-le"), "UTF-16"),
    "broken UTF-8": lambda text: (
        text.replace('"YM', '"\udcff', 1).encode("utf-8", "surrogateescape"),
        "UTF-8 编码：第",
    ),
    "a name twice in an item": twice_in_an_item,
    "a part twice": twice_in_the_file,
    "NaN": instead_of_a_number("NaN", ""),
    "an endless number": instead_of_a_number("-1e999", ""),
    "a long number": instead_of_a_number("9" * 5000, ""),
    "cut off": cut_off,
    "cut off between items": cut_off_between_items,
    "deep": deep,
    "something follows": followed,
    "no comma": no_comma,
    "empty": lambda _: (b"", "第 1 行第 1 列"),
    "a picture": lambda _: (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "第 1 行第 1 列"),
    "words": lambda _: ("事项目录".encode(), "第 1 行第 1 列"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_changes_nothing_and_gets_one_answer(
    run: Run, platform: Platform, tmp_path: Path, text: str, kind: str
):
    content, told = BAD[kind](text)
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    status, said = run("import", "catalogue", str(path), "--write")
    assert (status, rows(platform)) == (2, [])
    answer, used = said.rstrip("\n").split("\n")
    assert answer.startswith(f"{path}：")
    assert told in answer
    assert "写 0 单位" in used


@pytest.mark.parametrize("what", ["place", "schemes", "lists"])
@pytest.mark.parametrize(
    "kind", ["GBK", "cut off within a sign", "UTF-16 without", "a part twice", "NaN", "deep", "cut off"]
)
def test_the_other_files_are_read_as_strictly(
    run: Run, platform: Platform, tmp_path: Path, text: str, what: str, kind: str
):
    content, told = BAD[kind](text)
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    status, said = run("import", what, str(path), "--write")
    assert (status, told in said, rows(platform)) == (2, True, [])


def test_a_file_of_another_mark_is_taken(run: Run, platform: Platform, tmp_path: Path, text: str):
    """Editors of Windows write it."""
    path = tmp_path / "marked.json"
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert run("import", "catalogue", str(path), "--write")[0] == 0
    assert len(rows(platform)) > 40


def item_code(document: Document) -> str:
    document["items"][1]["id"] = document["items"][0]["id"]
    return "/items/1/id  duplicate_id"


def unpaired(document: Document) -> str:
    document["items"][1]["notes"] = "\ud800"
    return "/items/1  string_unicode"


def nested(document: Document) -> str:
    inner: Any = []
    for _ in range(300):
        inner = [inner]
    document["items"][1]["notes"] = inner
    return "/items/1  too_deep"


def reversed_dates(document: Document) -> str:
    scheme = json.loads((CITY.parent / "schemes.json").read_text("utf-8"))["schemes"][0]
    document["schemes"] = [{**scheme, "effective_from": "2027-01-01", "effective_to": "2026-01-01"}]
    return "/schemes/0/effective_to  dates_reversed"


@pytest.mark.parametrize("spoil", [item_code, unpaired, nested, reversed_dates])
def test_a_bad_value_is_told_with_its_line(
    run: Run, platform: Platform, tmp_path: Path, text: str, spoil: Callable[[Document], str]
):
    document = json.loads(text)
    told = spoil(document)
    path = tmp_path / "bad.json"
    spoiled = json.dumps(document, indent=1)
    path.write_text(spoiled, "utf-8")
    status, said = run("import", "catalogue", str(path), "--write")
    assert (status, rows(platform)) == (2, [])
    (found,) = [row for row in said.split("\n") if f"  {told}" in row]
    line = int(found.split("bad.json:")[1].split()[0])
    shown = spoiled.split("\n")[line - 1].strip()
    assert shown.startswith(("{", f'"{told.split("/")[-1].split()[0]}"'))
