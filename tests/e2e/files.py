"""Files to hand in."""

import base64
import hashlib
from functools import cache
from typing import Any

from local import story


@cache
def pdf() -> bytes:
    return story.pdf("演示材料")


def announced(line: str, content: bytes | None = None, **changes: Any) -> dict[str, Any]:
    """What is told of a file before it is uploaded."""
    sent = pdf() if content is None else content
    return {
        "line": line,
        "file_name": f"{line}.pdf",
        "content_type": "application/pdf",
        "size": len(sent),
        "sha256": base64.b64encode(hashlib.sha256(sent).digest()).decode(),
        **changes,
    }
