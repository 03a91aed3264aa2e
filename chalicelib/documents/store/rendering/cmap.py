"""Reads which characters an OpenType font maps to a glyph (table `cmap`, format 12), without a font library."""

from bisect import bisect_right
from pathlib import Path
from struct import Struct
from typing import BinaryIO

_DIRECTORY = Struct(">4xH6x")
_TABLE = Struct(">4s4xII")
_CMAP_HEADER = Struct(">2xH")
_ENCODING = Struct(">HHI")
_FORMAT_12 = Struct(">H10xI")
_GROUP = Struct(">III")


class Coverage:
    """Closed ranges of code points that have a glyph; `char in coverage` asks for one character."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def __contains__(self, char: str) -> bool:
        place = bisect_right(self._starts, ord(char)) - 1
        return place >= 0 and ord(char) <= self._ends[place]


def read_coverage(path: Path) -> Coverage:
    """The coverage of the font file at `path`; raises ValueError when it has no full-Unicode character map."""
    with path.open("rb") as font:
        start, length = _find_cmap(font)
        font.seek(start)
        return Coverage(_groups(font.read(length)))


def _find_cmap(font: BinaryIO) -> tuple[int, int]:
    (count,) = _DIRECTORY.unpack(font.read(_DIRECTORY.size))
    for _ in range(count):
        tag, start, length = _TABLE.unpack(font.read(_TABLE.size))
        if tag == b"cmap":
            return start, length
    raise ValueError("the font has no character map")


def _groups(table: bytes) -> list[tuple[int, int]]:
    (count,) = _CMAP_HEADER.unpack_from(table)
    for number in range(count):
        _, _, start = _ENCODING.unpack_from(table, _CMAP_HEADER.size + number * _ENCODING.size)
        form, groups = _FORMAT_12.unpack_from(table, start)
        if form == 12:
            rows = _GROUP.iter_unpack(table[start + _FORMAT_12.size :][: groups * _GROUP.size])
            return [(first, last) for first, last, glyph in rows if glyph != 0]
    raise ValueError("the font has no full-Unicode character map (format 12)")
