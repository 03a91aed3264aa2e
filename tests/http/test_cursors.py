"""A cursor goes on where its list stopped, and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation import problems
from chalicelib.foundation.settings import Settings
from chalicelib.http.cursors import link, seal, unseal

SETTINGS = Settings()
POSITIONS = st.dictionaries(st.text(max_size=8), st.text(max_size=12) | st.integers(), max_size=4)


@given(POSITIONS, st.text(max_size=20))
def test_a_cursor_brings_its_position_back(position, scope):
    cursor = seal(SETTINGS, scope, position)
    assert cursor is not None
    assert cursor.isascii()
    assert unseal(SETTINGS, scope, cursor) == position


@given(POSITIONS, st.data())
def test_a_cursor_changed_anywhere_is_refused(position, data):
    cursor = seal(SETTINGS, "items", position) or ""
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(problems.Invalid):
        unseal(SETTINGS, "items", base64.urlsafe_b64encode(bytes(raw)).decode())


def test_a_cursor_shows_nothing_of_its_position_and_never_repeats():
    position = {"pk": "APPLICANT#4f1c", "sk": "CASE#2026-11-23#0190"}
    cursors = {seal(SETTINGS, "cases u-1", position) or "" for _ in range(20)}
    assert len(cursors) == 20
    for cursor in cursors:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        assert not [word for word in (b"APPLICANT", b"4f1c", b"CASE", b"2026", b"pk") if word in raw]


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text):
    with pytest.raises(problems.Invalid) as refused:
        unseal(SETTINGS, "items", text)
    assert refused.value.code == "cursor_invalid"
    assert [error.pointer for error in refused.value.errors] == ["/query/cursor"]


def test_a_cursor_is_of_one_list_and_one_deployment():
    cursor = seal(SETTINGS, "cases u-1", {"pk": "1"})
    with pytest.raises(problems.Invalid):
        unseal(SETTINGS, "cases u-2", cursor)
    with pytest.raises(problems.Invalid):
        unseal(Settings(signing_key="another-key-of-sixteen"), "cases u-1", cursor)


def test_the_end_has_no_cursor_and_no_link():
    assert seal(SETTINGS, "items", None) is None
    assert unseal(SETTINGS, "items", None) is None
    assert link(SETTINGS, "/v1/items", {"q": "食品"}, None) == {}


def test_the_link_repeats_the_query_without_what_was_not_asked():
    header = link(Settings(public_url="https://yimen.example/api"), "/v1/items", {"q": "食品", "theme": None}, "c")
    assert header == {"Link": '<https://yimen.example/api/v1/items?q=%E9%A3%9F%E5%93%81&cursor=c>; rel="next"'}
