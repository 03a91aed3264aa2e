"""Turns a template and its data into PDF/A-2b bytes that are the same for the same input."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

from chalicelib.documents.store.rendering.legible import legible
from chalicelib.documents.store.rendering.qr import qr_svg

if TYPE_CHECKING:
    from typst import Compiler, Fonts

TEMPLATES = frozenset({"certificate", "result", "notice"})
_FOLDER = Path(__file__).parent / "templates"


class Kept(local):
    """What a thread keeps: its compilers, by template and font folder."""

    def __init__(self) -> None:
        self.compilers: dict[tuple[Path, Path], Compiler] = {}


_of_thread = Kept()


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

    compiler = _compiler(source, font_dir)
    try:
        pdf = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=timestamp, sys_inputs=inputs)
    except typst.TypstError as refused:
        raise DocumentNotRendered(refused.message) from refused
    if not isinstance(pdf, bytes):
        raise DocumentNotRendered("the typesetter returned no document")
    return pdf


def _compiler(source: Path, font_dir: Path) -> "Compiler":
    """One for each template and font folder, kept with what it has read. A thread has its own: a compiler does one
    document at a time.
    """
    import typst

    kept = _of_thread.compilers
    if (source, font_dir) not in kept:
        kept[source, font_dir] = typst.Compiler(
            input=str(source), root=str(_FOLDER), font_paths=_fonts(font_dir), ignore_system_fonts=True
        )
    return kept[source, font_dir]


@cache
def _fonts(font_dir: Path) -> "Fonts":
    """The loaded folder, once per process: no system fonts and none that come with the typesetter."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_dir)])
