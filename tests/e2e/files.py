"""Files to hand in."""

from functools import cache
from typing import Any

from local.demo import application


@cache
def pdf() -> bytes:
    return application.pdf("演示材料")


def announced(line: str, content: bytes | None = None, **changes: Any) -> dict[str, Any]:
    """What is told of a file before it is uploaded."""
    return {**application.announced(line, pdf() if content is None else content), **changes}
