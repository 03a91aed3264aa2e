"""A file with its mark on every page: made in a process of its own, because a stranger has sent the file."""

import json
from datetime import datetime
from pathlib import Path

from chalicelib.documents.model.marks import Drawn
from chalicelib.documents.store.rendering.legible import Unprintable, legible
from chalicelib.foundation.apart import run_apart

# One message of the queue has so long, with the time that reading and storing take.
SECONDS = 8
DRAWS = "chalicelib.documents.store.rendering.marking_child"
UNDRAWN = "该文件的页面无法加注标记，请直接查看原文件"


class NotMarkable(Exception):
    """No rendition can be made; `reason` is for people."""

    def __init__(self, reason: str) -> None:
        super().__init__("the file cannot be marked")
        self.reason = reason


def marked(content: bytes, content_type: str, mark: Drawn, *, sample: bool, font_dir: Path, issued: datetime) -> bytes:
    """The PDF that shows each page of `content` (PDF, JPEG or PNG) with the mark below it. No page is covered.

    The same input makes the same bytes. Raises NotMarkable.
    """
    try:
        data, _ = legible({**mark.model_dump(mode="json"), "sample": sample}, font_dir)
    except Unprintable:
        raise NotMarkable("标记中有字库没有的字，请直接查看原文件") from None
    asked = {
        "mark": data,
        "content_type": content_type,
        "font_dir": str(font_dir),
        "timestamp": int(issued.timestamp()),
    }
    pdf = run_apart(DRAWS, json.dumps(asked).encode() + b"\n" + content, seconds=SECONDS)
    if pdf is None:
        raise NotMarkable(UNDRAWN)
    return pdf
