"""Patterns that are compiled when they are first used: long choices take some milliseconds of a cold start."""

import re
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled once in a process."""
    return re.compile(pattern)
