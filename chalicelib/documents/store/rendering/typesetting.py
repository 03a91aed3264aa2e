"""Turns a template and its data into PDF/A-2b bytes that are the same for the same input."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.documents.store.rendering.legible import legible
from chalicelib.documents.store.rendering.qr import qr_svg

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATES = frozenset({"certificate", "result", "notice"})
_FOLDER = Path(__file__).parent / "templates"


class DocumentNotRendered(RuntimeError):
    """The template and the data do not fit together; the message is the typesetter's."""


def render(template: str, data: Mapping[str, Any], *, font_dir: Path, issued: datetime) -> bytes:
    """The PDF of `template` (one of `TEMPLATES`) filled with JSON-like `data`, dated `issued` (aware).

    Data reach the template as JSON values, never as markup. `data["verification"]`, if present, is drawn as a QR code.
    Ornaments the fonts lack are printed as 〓 and listed by code point at the foot of the document.
    Raises ValueError (unknown template, naive time), `Unprintable` (a letter that no font has), `FontUnavailable` or
    `DocumentNotRendered`.
    """
    if template not in TEMPLATES:
        raise ValueError(f"no such document template: {template}")
    if issued.utcoffset() is None:
        raise ValueError("issued must be an aware time")
    printable, replaced = legible(data, font_dir)
    inputs = {"data": json.dumps({**printable, "replaced": replaced}, ensure_ascii=False)}
    if data.get("verification"):
        inputs["qr"] = qr_svg(str(data["verification"])).decode()
    return _compile(_FOLDER / f"{template}.typ", inputs, font_dir, int(issued.timestamp()))


def _compile(source: Path, inputs: dict[str, str], font_dir: Path, timestamp: int) -> bytes:
    import typst  # only the render function's layer has it

    compiler = typst.Compiler(
        input=str(source), root=str(_FOLDER), font_paths=_fonts(font_dir), ignore_system_fonts=True, sys_inputs=inputs
    )
    try:
        pdf = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=timestamp)
    except typst.TypstError as refused:
        raise DocumentNotRendered(refused.message) from refused
    if not isinstance(pdf, bytes):
        raise DocumentNotRendered("the typesetter returned no document")
    return pdf


@cache
def _fonts(font_dir: Path) -> "Fonts":
    """The loaded folder, once per process: no system fonts and none that come with the typesetter."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_dir)])
