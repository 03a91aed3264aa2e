"""What is wrong in one part of a document: its shape, and characters that nobody sees."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from chalicelib.foundation.parts import hidden_texts, is_hidden, read_part
from chalicelib.foundation.problems import FieldError


class Thing(BaseModel):
    name: str
    inner: dict[str, Any] = {}


def test_a_part_that_fits_is_read():
    errors = list[FieldError]()
    read = read_part(Thing, {"name": "劳务派遣", "inner": {"说明": "第一行\n第二行\t表"}}, "/items/0", errors)
    assert (read and read.name, errors) == ("劳务派遣", [])


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\u200b", "\u202e", "\u2066", "\ufeff", "\u2028"])
def test_a_character_that_nobody_sees_is_told_at_its_place(char: str):
    errors = list[FieldError]()
    part = {"name": f"劳务{char}派遣", "inner": {"a": [{"b": f"{char}"}]}}
    assert read_part(Thing, part, "/items/0", errors) is None
    told = [(error.pointer, error.code) for error in errors]
    assert told == [("/items/0/name", "hidden_characters"), ("/items/0/inner/a/0/b", "hidden_characters")]
    assert char not in "".join(error.message for error in errors)


@pytest.mark.parametrize(
    ("part", "code"), [({"name": 1}, "string_type"), ({"name": "\ud800"}, "string_unicode"), ([], "model_type")]
)
def test_what_does_not_fit_is_told(part: Any, code: str):
    errors = list[FieldError]()
    assert read_part(Thing, part, "", errors) is None
    assert code in [error.code for error in errors]


def test_what_is_too_deep_is_told():
    part: Any = "end"
    for _ in range(300):
        part = [part]
    errors = list[FieldError]()
    assert read_part(Thing, {"name": "a", "inner": {"deep": part}}, "/x", errors) is None
    assert [(error.pointer, error.code) for error in errors] == [("/x", "too_deep")]


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_whatever_can_be_seen_is_taken(text: str):
    assert not is_hidden(text)
    assert list(hidden_texts({"a": [text]})) == []
