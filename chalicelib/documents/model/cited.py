"""The basis of a document as it is printed: each law once under its full name (立法技术规范: 法律用全称). Pure."""

import re
from collections.abc import Sequence

# A law of the National People's Congress bears the name of the state; a 办法 is no such law.
LAW = re.compile(r"《(?!中华人民共和国)([^《》]*(?:(?<![办方])法|民法典))》")
NAME = re.compile(r"《[^《》]+》")


def in_full(text: str) -> str:
    """With the full names of the laws it cites."""
    return LAW.sub(r"《中华人民共和国\1》", text)


def cited(basis: Sequence[str]) -> tuple[str, ...]:
    """In full, nothing twice, and no law without an article beside the same law with one."""
    named = list(dict.fromkeys(in_full(one) for one in basis))
    return tuple(one for one in named if not _is_bare(one, named))


def _is_bare(law: str, named: Sequence[str]) -> bool:
    """A name alone, which another of these has with its article."""
    return NAME.fullmatch(law) is not None and any(other != law and other.startswith(law) for other in named)
