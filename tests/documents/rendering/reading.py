"""Reads a PDF back, and a notice in plain data for tests that are not about its content."""

import io
from typing import Any

from pypdf import PdfReader


def pages(pdf: bytes) -> list[str]:
    """The text of each page without white space, because lines end where the page is full."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def whole(pdf: bytes) -> str:
    return "".join(pages(pdf))


def a_notice(**changes: Any) -> dict[str, Any]:
    return {
        "title": "受理通知书",
        "number": "阳×受字〔2026〕1号",
        "organ": "阳江市市场监督管理局",
        "addressee": "陈海生",
        "facts": [{"label": "申请事项", "value": "食品经营许可"}],
        "paragraphs": ["现决定予以受理。"],
        "table": None,
        "closing": [],
        "basis": ["《中华人民共和国行政许可法》第三十二条"],
        "remedies": None,
        "signatures": ["申请人（签收）"],
        "issued_text": "2026年11月23日",
        "seal": {"id": "YJ-01", "organ": "阳江市市场监督管理局", "name": "行政审批专用章"},
        "sample": False,
        "digest": "0" * 64,
    } | changes
