"""The character map of a font file is read without a font library."""

import struct
from pathlib import Path

import pytest

from chalicelib.documents.store.rendering.cmap import read_coverage


def font_file(folder: Path, tag: bytes, form: int) -> Path:
    groups = struct.pack(">III", 0x41, 0x43, 7) + struct.pack(">III", 0x20BB7, 0x20BB7, 9)
    groups += struct.pack(">III", 0x50, 0x5F, 0)
    subtable = struct.pack(">HHIII", form, 0, 16 + len(groups), 0, 3) + groups
    table = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    directory = struct.pack(">IHHHH", 0x4F54544F, 1, 0, 0, 0) + struct.pack(">4sIII", tag, 0, 28, len(table))
    path = folder / "font.otf"
    path.write_bytes(directory + table)
    return path


def test_ranges_are_closed_and_reach_beyond_the_basic_plane(tmp_path: Path):
    drawn = read_coverage(font_file(tmp_path, b"cmap", 12))
    assert [char for char in "@ABCDP𠮶𠮷𠮸" if char in drawn] == ["A", "B", "C", "𠮷"]


@pytest.mark.parametrize(("tag", "form"), [(b"glyf", 12), (b"cmap", 4)])
def test_a_font_without_a_full_map_is_refused(tmp_path: Path, tag: bytes, form: int):
    with pytest.raises(ValueError, match="character map"):
        read_coverage(font_file(tmp_path, tag, form))
