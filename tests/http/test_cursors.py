"""A cursor goes on where its list stopped, and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.foundation import problems
from chalicelib.foundation.keyring import StoredKeys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings
from chalicelib.http.cursors import link, seal, unseal

SETTINGS = Settings()
PLATFORM = Platform(SETTINGS)
POSITIONS = st.dictionaries(st.text(max_size=8), st.text(max_size=12) | st.integers(), max_size=4)


@given(POSITIONS, st.text(max_size=20))
def test_a_cursor_brings_its_position_back(position, scope):
    cursor = seal(PLATFORM, scope, position)
    assert cursor is not None
    assert cursor.isascii()
    assert unseal(PLATFORM, scope, cursor) == position


@given(POSITIONS, st.data())
def test_a_cursor_changed_anywhere_is_refused(position, data):
    cursor = seal(PLATFORM, "items", position) or ""
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(problems.Invalid):
        unseal(PLATFORM, "items", base64.urlsafe_b64encode(bytes(raw)).decode())


def test_a_cursor_shows_nothing_of_its_position_and_never_repeats():
    position = {"pk": "APPLICANT#4f1c", "sk": "CASE#2026-11-23#0190"}
    cursors = {seal(PLATFORM, "cases u-1", position) or "" for _ in range(20)}
    assert len(cursors) == 20
    for cursor in cursors:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        assert not [word for word in (b"APPLICANT", b"4f1c", b"CASE", b"2026", b"pk") if word in raw]


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text):
    with pytest.raises(problems.Invalid) as refused:
        unseal(PLATFORM, "items", text)
    assert refused.value.code == "cursor_invalid"
    assert [error.pointer for error in refused.value.errors] == ["/query/cursor"]


def test_a_cursor_is_of_one_list_and_one_deployment():
    cursor = seal(PLATFORM, "cases u-1", {"pk": "1"})
    with pytest.raises(problems.Invalid):
        unseal(PLATFORM, "cases u-2", cursor)
    with pytest.raises(problems.Invalid):
        unseal(Platform(Settings(cursor_key="another-key-of-sixteen")), "cases u-1", cursor)


def test_the_end_has_no_cursor_and_no_link():
    assert seal(PLATFORM, "items", None) is None
    assert unseal(PLATFORM, "items", None) is None
    assert link(SETTINGS, "/v1/items", {"q": "食品"}, None) == {}


def test_the_link_repeats_the_query_without_what_was_not_asked():
    header = link(Settings(public_url="https://yimen.example/api"), "/v1/items", {"q": "食品", "theme": None}, "c")
    assert header == {"Link": '<https://yimen.example/api/v1/items?q=%E9%A3%9F%E5%93%81&cursor=c>; rel="next"'}


def test_a_cursor_of_the_key_before_is_still_read_after_a_rotation():
    """A list that somebody reads goes on over a rotation; one of a key before that is refused as any foreign one."""
    first, second, third = ("1" * 40, "2" * 40, "3" * 40)
    of_first = seal(keyed(first), "items", {"pk": "1"})
    assert unseal(keyed(second, first), "items", of_first) == {"pk": "1"}
    of_second = seal(keyed(second, first), "items", {"pk": "2"})
    assert unseal(keyed(second), "items", of_second) == {"pk": "2"}
    with pytest.raises(problems.Invalid):
        unseal(keyed(third, second), "items", of_first)


def keyed(current: str, previous: str | None = None) -> Platform:
    platform = Platform(SETTINGS)
    keys = StoredKeys(current=current, previous=previous)
    platform.keyring.stored = lambda _: keys  # type: ignore[method-assign]
    return platform
