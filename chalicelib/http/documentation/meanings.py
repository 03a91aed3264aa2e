"""A closed list of values, with the Chinese words for each."""

from collections.abc import Mapping
from typing import NamedTuple


class Meaning(NamedTuple):
    """The Chinese words for a value, and what generated code calls it where the value itself is no identifier."""

    words: str
    name: str = ""


Value = str | int | bool
Meanings = Mapping[Value, Meaning | str]
