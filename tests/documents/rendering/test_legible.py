"""Whatever people type can be printed, and nothing is lost silently."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.documents.store.rendering.fonts import missing_characters
from chalicelib.documents.store.rendering.legible import GETA, legible


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
    ],
)
def test_what_is_printed_for_what_was_typed(font_dir: Path, typed: str, printed: str):
    assert legible({"text": typed}, font_dir)[0] == {"text": printed}


def test_replaced_characters_are_listed_once_by_code_point(font_dir: Path):
    data = {"name": "\U0001f600乙", "rows": [["\ue000", 3, None], ["\U0001f600"]]}
    assert legible(data, font_dir) == (
        {"name": GETA + "乙", "rows": [[GETA, 3, None], [GETA]]},
        ["U+1F600", "U+E000"],
    )


@given(text=st.text())
def test_everything_left_can_be_drawn(font_dir: Path, text: str):
    printed = legible({"text": text}, font_dir)[0]["text"]
    assert isinstance(printed, str)
    assert missing_characters(printed, font_dir) == ""
