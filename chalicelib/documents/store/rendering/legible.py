"""Makes any text printable: what the font cannot draw becomes 〓 and is reported; rare names never stop a document."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from chalicelib.documents.store.rendering.fonts import coverage, missing_characters

Json: TypeAlias = "str | float | bool | Sequence[Json] | Mapping[str, Json] | None"

GETA = "〓"  # the printer's mark for a character the type case lacks

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def legible(data: Mapping[str, Json], font_dir: Path) -> tuple[dict[str, Json], list[str]]:
    """A copy of JSON-like `data` that the font can print, and the code points (as U+20BB7) that were replaced by 〓."""
    replaced: dict[str, None] = {}

    def clean(value: Json) -> Json:
        if isinstance(value, str):
            visible = _visible(value, font_dir)
            missing = missing_characters(visible, font_dir)
            replaced.update(dict.fromkeys(f"U+{ord(char):04X}" for char in missing))
            return visible.translate({ord(char): GETA for char in missing})
        if isinstance(value, Mapping):
            return {key: clean(entry) for key, entry in value.items()}
        if isinstance(value, Sequence):
            return [clean(entry) for entry in value]
        return value

    return {key: clean(value) for key, value in data.items()}, list(replaced)


def _visible(text: str, font_dir: Path) -> str:
    """Drops controls and invisible characters (a right-to-left override would forge what is read), keeps line ends."""
    drawn = coverage(font_dir)
    kept = [_one(char, char in drawn) for char in unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))]
    return "".join(kept)


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
