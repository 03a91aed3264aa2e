"""The font is found, placed alone, and asked what it contains."""

from pathlib import Path

import pytest

from chalicelib.documents.store.rendering.fonts import (
    FONT_FILE,
    FONTS,
    FontUnavailable,
    missing_characters,
    place_fonts,
)


@pytest.mark.parametrize("link", [True, False])
def test_only_our_fonts_are_placed(tmp_path: Path, link: bool):
    place_fonts(tmp_path / "fonts", link=link)
    placed = {entry.name: entry for entry in (tmp_path / "fonts").iterdir()}
    assert placed.keys() == {font.file for font in FONTS}
    assert {entry.is_symlink() for entry in placed.values()} == {link}
    assert placed[FONT_FILE].read_bytes()[:4] == b"OTTO"


def test_the_fonts_leave_room_in_a_layer(tmp_path: Path):
    """All layers and the code of a function together have 250 MB unpacked."""
    place_fonts(tmp_path, link=True)
    assert sum(entry.stat().st_size for entry in tmp_path.iterdir()) < 50_000_000


def test_placing_again_mends_a_broken_copy_and_leaves_a_whole_one(tmp_path: Path):
    (tmp_path / FONT_FILE).write_bytes(b"half a font")
    place_fonts(tmp_path)
    whole = (tmp_path / FONT_FILE).stat()
    assert whole.st_size > 1_000_000
    place_fonts(tmp_path)
    assert (tmp_path / FONT_FILE).stat().st_mtime_ns == whole.st_mtime_ns


def test_an_empty_folder_has_no_font(tmp_path: Path):
    with pytest.raises(FontUnavailable):
        missing_characters("受理", tmp_path)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("阳江市行政审批专用章", ""),
        ("陈𠮷〔2026〕1号", ""),
        ("第一行\n第二行\t 　", ""),
        ("张😀三😀", "😀"),
        ("\ue000李\U000e0001", "\ue000\U000e0001"),
        ("한글אב", "אב"),
    ],
)
def test_missing_characters_are_named_once_in_order(font_dir: Path, text: str, missing: str):
    assert missing_characters(text, font_dir) == missing
