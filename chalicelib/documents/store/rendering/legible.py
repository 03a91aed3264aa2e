"""Makes text printable, or says that it cannot be printed as it is.

A letter that no font has stops the document, because a name with 〓 in it is another name. Ornaments such as emoji
become 〓 and are reported, but only in what somebody wrote freely: among names they stop the document too.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from chalicelib.documents.model.characters import standard
from chalicelib.documents.store.rendering.fonts import FontFolder, coverage, missing_from

Json: TypeAlias = "str | float | bool | Sequence[Json] | Mapping[str, Json] | None"

# The fields of a document that hold sentences. All others hold names, numbers, days: they are printed whole or not.
SENTENCES = frozenset({"paragraphs", "closing"})
GETA = "〓"  # the printer's mark for a character the type case lacks

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


class Unprintable(ValueError):
    """Letters that no font has; `code_points` as U+2B740."""

    def __init__(self, code_points: Sequence[str]) -> None:
        super().__init__("no font has " + ", ".join(code_points))
        self.code_points = list(code_points)


def legible(data: Mapping[str, Json], font_dir: Path) -> tuple[dict[str, Json], list[str]]:
    """A copy of JSON-like `data` that the fonts can print, and the code points (as U+1F600) that were replaced by 〓.

    Old private-use characters are printed as what they are today. Raises `Unprintable`.
    """
    drawn = coverage(font_dir)
    replaced: dict[str, None] = {}
    lacking: dict[str, None] = {}

    def clean(value: Json, *, free: bool) -> Json:
        if isinstance(value, str):
            if _is_printable(value, font_dir):
                return value
            visible = _visible(value, drawn)
            missing = missing_from(drawn, visible)
            for char in missing:
                (replaced if free and _is_ornament(char) else lacking)[f"U+{ord(char):04X}"] = None
            return visible.translate({ord(char): GETA for char in missing}) if missing else visible
        if isinstance(value, Mapping):
            return {key: clean(entry, free=free) for key, entry in value.items()}
        if isinstance(value, Sequence):
            return [clean(entry, free=free) for entry in value]
        return value

    printable = {key: clean(value, free=key in SENTENCES) for key, value in data.items()}
    if lacking:
        raise Unprintable(list(lacking))
    return printable, list(replaced)


def _is_printable(text: str, font_dir: Path) -> bool:
    """Whether the text is printed as it is: nearly every text of a document."""
    return all(_is_plain(char, font_dir) for char in set(text)) and unicodedata.is_normalized("NFC", text)


@lru_cache(maxsize=8192)
def _is_plain(char: str, font_dir: Path) -> bool:
    """Whether this character alone is printed as it is. There are some 50 in a text, of some 4,000 in use."""
    drawn = coverage(font_dir)
    return _visible(char, drawn) == char and (char in drawn or char.isspace())


def _is_ornament(char: str) -> bool:
    """Symbols and punctuation. Anything else may be part of a name: letters, marks, numerals, private characters."""
    return unicodedata.category(char)[0] in "SP"


def _visible(text: str, drawn: FontFolder) -> str:
    """Drops controls and invisible characters (a right-to-left override would forge what is read), keeps line ends."""
    whole = unicodedata.normalize("NFC", standard(_LINE_ENDS.sub("\n", text)))
    changed = {ord(char): kept for char in set(whole) if (kept := _one(char, char in drawn)) != char}
    return whole.translate(changed) if changed else whole


def _one(char: str, drawn: bool) -> str:
    category = unicodedata.category(char)
    if char == "\n":
        return char
    if char == "\t" or (category == "Zs" and not drawn):
        return " "
    if category in {"Cc", "Cf"} or _is_variation_selector(char):
        return ""
    return char


def _is_variation_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
