"""A large JSON file, read part by part: of its lists one entry at a time, so that the file is never whole in memory."""

import codecs
import hashlib
import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cli.strict_json import NotStrict, no_json, place_in, refuse_other_code, value_at, wrong_code

CHUNK = 2**18
# A row of the table has at most 400 KB, so no item is larger; the departments of a place come in one part.
LARGEST_PART = 8 * 2**20
SPACE = re.compile(r"[ \t\r\n]*")


class Part(NamedTuple):
    """A member of the file's object, or an entry of one of its lists (`key` is its number) or of an object that is read
    like a list (`key` is its name). `start` and `size` are bytes of the file, `line` is where the value begins.
    """

    name: str
    key: int | str | None
    value: Any
    start: int
    size: int
    line: int


class Listed(NamedTuple):
    """Tells, before its entries, that a member is a list or an object read like one."""

    name: str
    kind: type[list[Any]] | type[dict[str, Any]]


class Stream:
    """The parts of one file. `digest` is that of all its bytes, when it has been read to its end."""

    def __init__(self, path: Path, listed: Collection[str]) -> None:
        self.path, self.listed = path, listed
        self.digest = ""
        self._text, self._at, self._line = "", 0, 1
        self._column = 0  # how many signs of that line lie behind
        self._bytes = 0  # where in the file the rest of the text begins
        self._ended = False

    def parts(self) -> Iterator[Part | Listed]:
        """Raises NotStrict, naming the line, and OSError."""
        with self.path.open("rb") as self._file:
            self._decoder, self._hash = codecs.getincrementaldecoder("utf-8")(), hashlib.sha256()
            self._more(first=True)
            if self._peek() != "{":
                yield Part("", None, self._value().value, 0, 0, 1)
                self._nothing_follows()
                return
            yield from self._members()
            self._nothing_follows()
        self.digest = self._hash.hexdigest()

    # ----------------------------------------------------------------------------------------------- what is read
    def _members(self) -> Iterator[Part | Listed]:
        seen = set[str]()
        for name in self._names(seen):
            following = self._peek()
            if name not in self.listed or following not in "[{":
                yield self._value()._replace(name=name)
            elif following == "[":
                yield Listed(name, list)
                yield from self._entries(name)
            else:
                yield Listed(name, dict)
                for key in self._names(set()):
                    yield self._value()._replace(name=name, key=key)

    def _names(self, seen: set[str]) -> Iterator[str]:
        """The names of an object, each before its value."""
        self._sign("{")
        if self._peek() == "}":
            return self._sign("}")
        while True:
            line = self._line_here()
            if self._peek() != '"':
                raise self._wrong()
            name: str = self._value().value
            if name in seen:
                raise NotStrict(f"第 {line} 行：同一层中名称重复：{name}")
            seen.add(name)
            self._sign(":")
            self._peek()
            yield name
            if self._sign(",}") == "}":
                return None

    def _entries(self, name: str) -> Iterator[Part]:
        self._sign("[")
        if self._peek() == "]":
            self._sign("]")
            return
        number = 0
        while True:
            yield self._value()._replace(name=name, key=number)
            number += 1
            if self._sign(",]") == "]":
                return

    def _value(self) -> Part:
        """The value that follows, however much of the file has to be read for it."""
        self._peek()
        self._forget()
        wanted = CHUNK
        while True:
            try:
                value, end = value_at(self._text, 0, self._line)
            except json.JSONDecodeError as error:
                if self._ended:
                    raise no_json(error, self._line, self._column) from None
            else:
                if end < len(self._text) or self._ended:
                    break
            if len(self._text) > LARGEST_PART:
                raise NotStrict(f"第 {self._line} 行起的一项超过 {LARGEST_PART // 2**20} MB")
            self._more(wanted)
            wanted *= 2
        part = Part("", None, value, self._bytes, len(self._text[:end].encode()), self._line)
        self._at = end
        return part

    # ----------------------------------------------------------------------------------------------- signs and text
    def _sign(self, wanted: str) -> str:
        """Goes on behind one of these signs."""
        found = self._peek()
        if not found or found not in wanted:
            raise self._wrong()
        self._at += 1
        return found

    def _peek(self) -> str:
        """The sign that follows behind any space; empty at the end of the file."""
        while True:
            self._at = SPACE.match(self._text, self._at).end()  # pyright: ignore[reportOptionalMemberAccess] - always
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._forget()
            self._more()

    def _forget(self) -> None:
        """What lies behind is no longer needed."""
        gone = self._text[: self._at]
        line, column = self._place(gone)
        self._line, self._column = line, column - 1
        self._bytes += len(gone.encode())
        self._text, self._at = self._text[self._at :], 0

    def _more(self, size: int = CHUNK, *, first: bool = False) -> None:
        chunk = self._file.read(size)
        self._hash.update(chunk)
        self._ended = not chunk
        if first:
            refuse_other_code(chunk)
            if chunk.startswith(codecs.BOM_UTF8):
                chunk, self._bytes = chunk[3:], 3
        try:
            self._text += self._decoder.decode(chunk, final=self._ended)
        except UnicodeDecodeError as error:
            whole = error.object
            place = self._place(self._text + whole[: error.start].decode())
            raise wrong_code(place, whole[error.start : error.start + 4000]) from None

    def _place(self, before: str) -> tuple[int, int]:
        """Line and column of what follows this beginning of the text."""
        line, column = place_in(before)
        return self._line + line - 1, column + (self._column if line == 1 else 0)

    def _line_here(self) -> int:
        self._peek()
        return self._place(self._text[: self._at])[0]

    def _wrong(self) -> NotStrict:
        self._peek()
        line, column = self._place(self._text[: self._at])
        ends = "，文件在此中断" if self._at == len(self._text) and self._ended else ""
        return NotStrict(f"不是有效的 JSON：第 {line} 行第 {column} 列不符合 JSON 语法{ends}")

    def _nothing_follows(self) -> None:
        if self._peek():
            raise self._wrong()
