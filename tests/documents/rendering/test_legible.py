"""Whatever people type can be printed, and nothing is lost silently."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.documents.model.characters import PUBLIC, standard
from chalicelib.documents.store.rendering.fonts import coverage, missing_characters, missing_from
from chalicelib.documents.store.rendering.legible import (
    GETA,
    Unprintable,
    _is_printable,  # pyright: ignore[reportPrivateUsage]
    _visible,  # pyright: ignore[reportPrivateUsage]
    legible,
)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("陈\u202e生海", "陈生海"),
        ("零\u200b宽\ufeff", "零宽"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("表\t格\x00\x07", "表 格"),
        ("葛\U000e0100城", "葛城"),
        ("e\u0301", "é"),
        ("张😀", "张" + GETA),
        ("\ue863\ue815\ue864", "䶮⺁龻"),  # GBK's private code points of 䶮, ⺁ and 龻
        ("\ue7c7\ue7c8", "ḿǹ"),
    ],
)
def test_what_is_printed_for_what_was_typed(font_dir: Path, typed: str, printed: str):
    assert legible({"paragraphs": typed}, font_dir)[0] == {"paragraphs": printed}


def test_replaced_characters_are_listed_once_by_code_point(font_dir: Path):
    data = {"paragraphs": ["\U0001f600乙"], "closing": [["\U0001f601", 3, None], ["\U0001f600"]]}
    assert legible(data, font_dir) == (
        {"paragraphs": [GETA + "乙"], "closing": [[GETA, 3, None], [GETA]]},
        ["U+1F600", "U+1F601"],
    )


@given(text=st.text())
def test_what_is_found_printable_at_once_is_what_would_not_be_changed(font_dir: Path, text: str):
    drawn = coverage(font_dir)
    unchanged = _visible(text, drawn) == text and missing_from(drawn, text) == ""
    assert _is_printable(text, font_dir) == unchanged


@given(text=st.text())
def test_everything_left_can_be_drawn(font_dir: Path, text: str):
    try:
        printed = legible({"paragraphs": text}, font_dir)[0]["paragraphs"]
    except Unprintable as lacking:
        held = lacking.code_points
        printed = ""
    else:
        held = []
    assert [point for point in held if unicodedata.category(chr(int(point[2:], 16)))[0] in "SP"] == []
    assert isinstance(printed, str)
    assert missing_characters(printed, font_dir) == ""


@pytest.mark.parametrize("name", ["陈\U0002b7ff", "\ue000生", "\U00030ede", "אברהם", "\U00010107号", "林\U0001f600"])
def test_a_letter_that_no_font_has_is_never_replaced_nor_any_sign_of_a_name(font_dir: Path, name: str):
    with pytest.raises(Unprintable) as held:
        legible({"holder": {"name": name}}, font_dir)
    assert held.value.code_points == [f"U+{ord(char):04X}" for char in missing_characters(name, font_dir)]


@pytest.mark.parametrize(
    "name", ["𠮷田", "㛃", "𡎚", "Łukasz Gğışşek", "Nguyễn Thị Ngọc", "Ørsted", "Ljubica Đurđević", "Ольга", "Αλέξης"]
)
def test_rare_characters_and_letters_of_other_languages_are_printed(font_dir: Path, name: str):
    assert legible({"name": name}, font_dir) == ({"name": unicodedata.normalize("NFC", name)}, [])


def test_every_old_private_character_has_a_public_one_that_can_be_drawn(font_dir: Path):
    """GB 18030-2005: 80 ideographs and radicals, vertical forms and other signs."""
    assert len(PUBLIC) == 105
    assert standard("\ue81e\ue831") == "\u9fb4\U000215d7"
    assert not any(0xE000 <= ord(char) <= 0xF8FF for char in PUBLIC.values())
    ideographs = "".join(char for char in PUBLIC.values() if unicodedata.category(char) == "Lo")
    assert missing_characters(ideographs, font_dir) == ""
    # Python knows the assignments of GB 18030-2000: where it has a public code point, ours is the same.
    codes = [bytes([0xFE, low]) for low in range(0x50, 0xA1) if low != 0x7F]
    for private, code in enumerate(codes, 0xE815):
        known = code.decode("gb18030")
        assert PUBLIC[private] == known or "\ue000" <= known <= "\uf8ff"
