"""Turns a template and its data into PDF/A-2b bytes that are the same for the same input."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

from chalicelib.documents.store.rendering.legible import legible
from chalicelib.documents.store.rendering.qr import qr_svg

if TYPE_CHECKING:
    from typst import Compiler, Fonts

# Template -> the spaces between its lines, of the size of its letters, in the order in which they are tried. With the
# first of them an official document has 22 lines on a page (GB/T 9704-2012, 5.2.2).
TEMPLATES = {
    "certificate": ("0.85", "0.6", "0.4"),
    "result": ("1.1", "0.85", "0.65"),
    "notice": ("0.85", "0.75", "0.62", "0.5"),
    "handbook": ("0.7",),
}
# The first object that the typesetter writes.
_PAGES = re.compile(rb"<</Type/Pages/Count (\d+)")
_FOLDER = Path(__file__).parent / "templates"


class Kept(local):
    """What a thread keeps: its compilers, by font folder."""

    def __init__(self) -> None:
        self.compilers: dict[Path, Compiler] = {}


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
    normal, *narrower = (
        partial(_compile, program, font_dir, int(issued.timestamp())) for program in programs(template, data, font_dir)
    )
    pdf = normal()
    return _on_one_page(narrower, pdf) if page_count(pdf) == 2 else pdf


def programs(template: str, data: Mapping[str, Any], font_dir: Path) -> list[bytes]:
    """What the typesetter is given, for each of the spaces between lines. Raises `Unprintable`."""
    printable, replaced = legible(data, font_dir)
    text = json.dumps({**printable, "replaced": replaced}, ensure_ascii=False)
    scanned = data.get("verification") or data.get("scan")
    qr = qr_svg(str(scanned)).decode() if scanned else None
    return [_program(template, text, qr, between) for between in TEMPLATES[template]]


def _on_one_page(narrower: Sequence[Callable[[], bytes]], on_two: bytes) -> bytes:
    """The document with the first narrower spacing at which it fits on one page, as GB/T 9704-2012, 7.3.5 has it.

    What is longer keeps its normal spacing and goes on overleaf; so does what has three pages, which never fits on one.
    Most documents have one page. To measure each of them beforehand would cost as much as to draw it.
    """
    drawn = (draw() for draw in narrower)
    return next((pdf for pdf in drawn if page_count(pdf) == 1), on_two)


def page_count(pdf: bytes) -> int:
    """How many pages the typesetter has made. Its page tree begins with their number."""
    found = _PAGES.search(pdf)
    if not found:
        raise DocumentNotRendered("the typesetter's document does not say how many pages it has")
    return int(found[1])


def _program(template: str, data: str, qr: str | None, between: str) -> bytes:
    """What the typesetter is given for one document: a call of the template's function.

    The templates are files that never change, so the typesetter reads and evaluates them once. Data stand in the
    program as texts between quotation marks, and nowhere else.
    """
    drawing = f'bytes("{_quoted(qr)}")' if qr else "none"
    call = f'#drawn(json(bytes("{_quoted(data)}")), {drawing}, {between})'
    return f'#import "{template}.typ": drawn\n{call}'.encode()


def _quoted(text: str) -> str:
    """`text` as it stands between quotation marks, of which nothing but another one is the end."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _compile(program: bytes, font_dir: Path, timestamp: int) -> bytes:
    import typst  # only the render function's layer has it

    compiler = compiler_of(font_dir)
    try:
        pdf = compiler.compile(input=program, format="pdf", pdf_standards="a-2b", timestamp=timestamp)
    except typst.TypstError as refused:
        raise DocumentNotRendered(refused.message) from refused
    if not isinstance(pdf, bytes):
        raise DocumentNotRendered("the typesetter returned no document")
    return pdf


def compiler_of(font_dir: Path) -> "Compiler":
    """One for each font folder, kept with what it has read. A thread has its own: a compiler does one document at a
    time.
    """
    import typst

    kept = _of_thread.compilers
    if font_dir not in kept:
        kept[font_dir] = typst.Compiler(root=str(_FOLDER), font_paths=_fonts(font_dir), ignore_system_fonts=True)
    return kept[font_dir]


@cache
def _fonts(font_dir: Path) -> "Fonts":
    """The loaded folder, once per process: no system fonts and none that come with the typesetter."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_dir)])
