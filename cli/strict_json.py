"""JSON of which nobody has to guess what was meant: UTF-8, each name once, only numbers that stay what they are."""

import json
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, cast

from cli.json_lines import Entry, entries_of

# Names and values of a catalogue are nowhere near so deep, and no number in it is so long.
DEEPEST, LONGEST_NUMBER = 64, 25
OTHER_CODES = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class NotStrict(Exception):
    """A text that is not read. The message tells what is wrong and where."""


class _Found(Exception):
    """Something that `json` itself would let pass; where it stands is looked for afterwards."""


def decoded(content: bytes) -> str:
    """The text of a whole file. Raises NotStrict for another encoding than UTF-8, with the place."""
    refuse_other_code(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", errors="ignore")
        raise wrong_code(place_in(before), content[error.start : error.start + 4000]) from None


def refuse_other_code(beginning: bytes) -> None:
    """Raises NotStrict for what begins as UTF-16 does."""
    code = OTHER_CODES.get(beginning[:2]) or ("UTF-16" if b"\0" in beginning[:4] else None)
    if code:
        raise NotStrict(f"不是 UTF-8 编码，而是 {code}：请另存为 UTF-8")


def wrong_code(place: tuple[int, int], rest: bytes) -> NotStrict:
    """`place` is line and column, `rest` are some of the bytes from there on."""
    hint = "；文件可能是 GBK 编码，请另存为 UTF-8" if _seems_chinese(rest) else ""
    hint = "，文件在此中断，可能不完整" if _cut_off(rest) else hint
    line, column = place
    return NotStrict(f"不是 UTF-8 编码：第 {line} 行第 {column} 列有无法识别的字节{hint}")


def _cut_off(rest: bytes) -> bool:
    """Whether the bytes are the beginning of one sign of UTF-8, of which the others are missing at the end."""
    try:
        rest.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _seems_chinese(rest: bytes) -> bool:
    """Whether the bytes can be read as GBK. The last sign may be cut off where they end."""
    try:
        rest.decode("gb18030")
    except UnicodeDecodeError as error:
        return error.start > len(rest) - 4 > 0
    return True


def place_in(before: str) -> tuple[int, int]:
    """Line and column of what follows this text."""
    return 1 + before.count("\n"), len(before) - before.rfind("\n")


def parse(text: str) -> object:
    """The value of the whole text. Raises NotStrict."""
    try:
        return cast("object", DECODER.decode(text))
    except json.JSONDecodeError as error:
        raise no_json(error) from None
    except (RecursionError, ValueError, _Found):
        raise looked_for(text, 1) from None


def value_at(text: str, start: int, line: int) -> tuple[Any, int]:
    """The value that begins there, and where it ends. `line` is that of the place. Raises NotStrict, and
    JSONDecodeError where the text stops being JSON, which may be its end.
    """
    try:
        return DECODER.raw_decode(text, start)
    except json.JSONDecodeError:
        raise
    except (RecursionError, ValueError, _Found):
        raise looked_for(text[start:], line) from None


def no_json(error: json.JSONDecodeError, line: int = 1, column: int = 0) -> NotStrict:
    """`line` is the one in which the text begins, behind so many signs."""
    column = error.colno + (column if error.lineno == 1 else 0)
    ends = "，文件在此中断" if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated") else ""
    return NotStrict(f"不是有效的 JSON：第 {line + error.lineno - 1} 行第 {column} 列不符合 JSON 语法{ends}")


def looked_for(text: str, line: int) -> NotStrict:
    """The first of what `json` lets pass, in a text that begins in this line."""
    seen = set[str]()
    for entry in entries_of(text):
        words = _wrong(entry, seen)
        if words:
            return NotStrict(f"第 {line + entry.line - 1} 行：{words}")
        seen.add(entry.pointer)
    return NotStrict(f"第 {line} 行起不是有效的 JSON")  # pragma: no cover - what was refused is found again


def _wrong(entry: Entry, seen: set[str]) -> str | None:
    if entry.depth > DEEPEST:
        return f"层次过深，最多 {DEEPEST} 层"
    if entry.pointer in seen:
        return f"同一层中名称重复：{entry.pointer.rpartition('/')[2]}（{entry.pointer}）"
    if entry.word in ("NaN", "Infinity", "-Infinity"):
        return f"{entry.pointer} 的 {entry.word} 不是数字"
    if entry.word[0] in "-0123456789" and not _usual(entry.word):
        return f"{entry.pointer} 的数字过大或过长"
    return None


def _usual(word: str) -> bool:
    return len(word) <= LONGEST_NUMBER and isfinite(float(word))


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Found
    return found


def _number(read: Callable[[str], Any]) -> Callable[[str], Any]:
    def usual(word: str) -> Any:
        if not _usual(word):
            raise _Found
        return read(word)

    return usual


def _constant(_: str) -> Any:
    raise _Found


DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_constant, parse_int=_number(int), parse_float=_number(float)
)
