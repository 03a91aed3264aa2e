"""Characters of old systems that stand in private places of Unicode, and where the standard has them now. Pure.

GBK and GB 18030-2000 put characters that Unicode lacked at U+E78D-E864. GB 18030-2005 and 2022 give each a public
code point; data of old registers still carry the private ones, and no font draws those.
"""

from collections.abc import Iterator


def standard(text: str) -> str:
    """The same text with every old private-use character at its public code point."""
    return text.translate(PUBLIC)


def _pairs() -> Iterator[tuple[int, str]]:
    for first, characters in _RUNS:
        yield from enumerate(characters, first)


# The private code point of the first character of each run -> the characters, in the order of the old codes.
_RUNS = (
    (0xE78D, "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"),
    (0xE7C7, "\u1e3f\u01f9"),
    (0xE7E7, "\u303e\u2ff0\u2ff1\u2ff2\u2ff3\u2ff4\u2ff5\u2ff6\u2ff7\u2ff8\u2ff9\u2ffa\u2ffb"),
    (0xE815, "\u2e81\U00020087\U00020089\U000200cc\u2e84\u3473\u3447\u2e88\u2e8b\u9fb4\u359e\u361a\u360e\u2e8c"),
    (0xE823, "\u2e97\u396e\u3918\u9fb5\u39cf\u39df\u3a73\u39d0\u9fb6\u9fb7\u3b4e\u3c6e\u3ce0\u2ea7"),
    (0xE831, "\U000215d7\u9fb8\u2eaa\u4056\u415f\u2eae\u4337\u2eb3\u2eb6\u2eb7\U0002298f\u43b1\u43ac\u2ebb"),
    (0xE83F, "\u43dd\u44d6\u4661\u464c\u9fb9\u4723\u4729\u477c\u478d\u2eca\u4947\u497a\u497d\u4982"),
    (0xE84D, "\u4983\u4985\u4986\u499f\u499b\u49b7\u49b6\u9fba\U000241fe\u4ca3\u4c9f\u4ca0\u4ca1\u4c77"),
    (0xE85B, "\u4ca2\u4d13\u4d14\u4d15\u4d16\u4d17\u4d18\u4d19\u4dae\u9fbb"),
)
PUBLIC = dict(_pairs())
