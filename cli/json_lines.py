"""In which line of a JSON text each value stands, by its JSON pointer: people look for a line, not for a pointer."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from chalicelib.foundation.validation import pointer_of

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class Entry(NamedTuple):
    """A value where it begins: its JSON pointer, its line from 1, and its first token."""

    pointer: str
    line: int
    word: str
    depth: int


def entries_of(text: str) -> Iterator[Entry]:
    """Every value of the text in its order. Of a text that is no JSON, as far as it can be read."""
    # Each open object or list: the name or number of the value that is read in it now; None before a name.
    path, roots = list[str | int | None](), list[str]()  # of each its pointer in `roots`
    line, at, named = 1, 0, False
    for token in TOKEN.finditer(text):
        line, at = line + text.count("\n", at, token.start()), token.start()
        word = token[0]
        if word in "}]":
            path, roots = path[:-1], roots[:-1]
        elif word == ",":
            if path:
                last = path[-1]
                path[-1], named = (last + 1, False) if isinstance(last, int) else (None, False)
        elif word == ":":
            named = True
        elif path and path[-1] is None:
            path[-1] = name_of(word)
        elif not path or isinstance(path[-1], int) or named:
            pointer = pointed(roots[-1], path[-1]) if path else ""
            yield Entry(pointer, line, word, len(path))
            named = False
            if word in "{[":
                path.append(None if word == "{" else 0)
                roots.append(pointer)


def lines_of(text: str) -> Mapping[str, int]:
    """The line at which each value begins; that of the first where a name is repeated."""
    found: dict[str, int] = {}
    for entry in entries_of(text):
        found.setdefault(entry.pointer, entry.line)
    return found


def pointed(root: str, part: str | int | None) -> str:
    """The pointer of what stands under this name or number in `root`."""
    return f"{root}/{part}" if isinstance(part, int) else root + pointer_of([part or ""])


def name_of(word: str) -> str:
    if word[0] == '"' and "\\" not in word:
        return word[1:-1]
    try:
        return str(json.loads(word))
    except ValueError:
        return word


def line_of(lines: Mapping[str, int], pointer: str) -> int | None:
    """That of the value or, where it is missing, of what it should stand in."""
    while pointer not in lines and pointer:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer)
