"""Files to hand in."""

import io
from functools import cache
from typing import Any

from pypdf import PdfReader

from local.demo import application


@cache
def pdf() -> bytes:
    return application.pdf("演示材料")


def announced(line: str, content: bytes | None = None, **changes: Any) -> dict[str, Any]:
    """What is told of a file before it is uploaded."""
    return {**application.announced(line, pdf() if content is None else content), **changes}


def text_of(content: bytes) -> str:
    """The text of a PDF without its line breaks."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)
