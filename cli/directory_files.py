"""A directory's file as it is read from the disk, with the line of each part; its size is limited before."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from chalicelib.foundation.problems import FieldError
from cli.json_lines import line_of, lines_of
from cli.strict_json import NotStrict, decoded

MOST_BYTES = 20_000_000


class Unreadable(Exception):
    """A file that is not there, too large, or in no format that is read. `errors` are the places that hinder it."""

    def __init__(self, title: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(title)
        self.title, self.errors = title, errors


class Source(NamedTuple):
    """What the file says. `where` tells where in the file a JSON pointer stands, as somebody's editor shows it."""

    document: object
    where: Callable[[str], str]


def read_source(path: Path, *, own_region: str = "") -> Source:
    """`own_region` is that of the deployment. Raises Unreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(f"文件超过 {MOST_BYTES // 1_000_000} MB，没有读取")
        content = path.read_bytes()
    except OSError as failure:
        raise Unreadable(f"无法读取（{failure.strerror}）") from None
    if path.suffix.lower() == ".xlsx" or content.startswith(b"PK"):
        from cli.sheets import read_workbook  # which needs a library that the other commands do not

        return read_workbook(path, own_region=own_region)
    text = as_text(content)
    document, lines = parse(text), dict[str, int]()

    def where(pointer: str) -> str:
        if not lines:
            lines.update(lines_of(text))
        return f"{path.name}:{line_of(lines, pointer) or 1}"

    return Source(document, where)


def as_text(content: bytes) -> str:
    try:
        return decoded(content)
    except NotStrict as wrong:
        raise Unreadable(str(wrong)) from None


def parse(text: str) -> object:
    """The JSON, each name once: of two entries of one name, nobody could say which was meant."""
    repeated = list[str]()

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            repeated.extend(name for name in found if names.count(name) > 1)
        return found

    try:
        document = json.loads(text, object_pairs_hook=once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unreadable(f"不是有效的 JSON：第 {error.lineno} 行第 {error.colno} 列不符合 JSON 语法") from None
    except RecursionError:
        raise Unreadable("不是有效的 JSON：层次过深") from None
    except _NoNumber as wrong:
        raise Unreadable(f"不是有效的 JSON：{wrong} 不是数字") from None
    if repeated:
        raise Unreadable(f"同一层中名称重复：{'、'.join(dict.fromkeys(repeated))}")
    return cast("object", document)


class _NoNumber(Exception):
    pass


def _no_number(word: str) -> Any:
    raise _NoNumber(word)
