"""In which line of a JSON text each value stands, by its JSON pointer: people look for a line, not for a pointer."""

import json
import re
from collections.abc import Mapping

from chalicelib.foundation.validation import pointer_of

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def lines_of(text: str) -> Mapping[str, int]:
    """The line, counted from 1, at which each value begins. Of a text that is no JSON, as far as it can be read."""
    found: dict[str, int] = {}
    # Each open object or list: the name or number of the value that is read in it now; None before a name.
    path: list[str | int | None] = []
    line, at, named = 1, 0, False
    for token in TOKEN.finditer(text):
        line, at = line + text.count("\n", at, token.start()), token.start()
        word = token[0]
        if word in "}]":
            path = path[:-1]
        elif word == ",":
            if path:
                last = path[-1]
                path[-1], named = (last + 1, False) if isinstance(last, int) else (None, False)
        elif word == ":":
            named = True
        elif path and path[-1] is None:
            path[-1] = name_of(word)
        elif not path or isinstance(path[-1], int) or named:
            found.setdefault(pointer_of([part for part in path if part is not None]), line)
            named = False
            if word in "{[":
                path.append(None if word == "{" else 0)
    return found


def name_of(word: str) -> str:
    try:
        return str(json.loads(word))
    except ValueError:
        return word


def line_of(lines: Mapping[str, int], pointer: str) -> int | None:
    """That of the value or, where it is missing, of what it should stand in."""
    while pointer not in lines and pointer:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer)
