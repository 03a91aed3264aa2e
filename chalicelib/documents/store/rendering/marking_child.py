"""The process that draws one marked file: a line of JSON and the file on its standard input, the PDF on its output.

The system ends it at its bounds. Pages keep their own size and drawing, and become higher by the strip below them.
"""

import io
import json
import logging
import resource
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import ArrayObject, NameObject, RectangleObject

MEMORY = 1400 * 1024 * 1024
SECONDS_OF_WORK = 8
TEMPLATES = Path(__file__).parent / "templates"
PICTURES = {"image/jpeg": "picture.jpg", "image/png": "picture.png"}
# How far an annotation may reach over the edge of its page, in points.
OVER = 1.0


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_WORK, SECONDS_OF_WORK))
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    sys.stdout.buffer.write(drawn(json.loads(head), content))


def drawn(asked: dict[str, Any], content: bytes) -> bytes:
    with TemporaryDirectory() as folder:
        typeset = _Typesetter(Path(folder), asked)
        strip = PdfReader(io.BytesIO(typeset.strip())).pages[0]
        pages = typeset.picture(content) if asked["content_type"] in PICTURES else content
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pages), strict=False).pages:
        _mark(writer.add_page(page), strip)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


class _Typesetter:
    """Has nothing but the templates, the fonts and the picture."""

    def __init__(self, folder: Path, asked: dict[str, Any]) -> None:
        import typst  # only the render function's layer has it

        for name in ("mark.typ", "sheet.typ"):
            shutil.copyfile(TEMPLATES / name, folder / name)
        self._folder, self._asked = folder, asked
        self._compiler = typst.Compiler(root=str(folder), font_paths=[asked["font_dir"]], ignore_system_fonts=True)

    def strip(self) -> bytes:
        (self._folder / "mark.json").write_text(json.dumps(self._asked["mark"]))
        return self._compiled('#import "mark.typ": drawn\n#drawn(json("/mark.json"))')

    def picture(self, content: bytes) -> bytes:
        name = PICTURES[self._asked["content_type"]]
        (self._folder / name).write_bytes(content)
        return self._compiled(f'#import "mark.typ": picture\n#picture("/{name}")')

    def _compiled(self, program: str) -> bytes:
        made = self._compiler.compile(input=program.encode(), format="pdf", timestamp=self._asked["timestamp"])
        if not isinstance(made, bytes):
            raise TypeError("the typesetter returned no document")
        return made


def _mark(page: PageObject, strip: PageObject) -> None:
    """Below the page as it is shown, whichever way it is turned. What lies outside the page shows nowhere: the strip is
    drawn over it, and annotations there go.
    """
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    turned = page.rotation % 360
    width = (top - bottom) if turned in (90, 270) else (right - left)
    scale = width / float(strip.mediabox.width)
    high = float(strip.mediabox.height) * scale
    box, matrix = {
        0: ((left, bottom - high, right, top), (scale, 0, 0, scale, left, bottom - high)),
        90: ((left, bottom, right + high, top), (0, scale, -scale, 0, right + high, bottom)),
        180: ((left, bottom, right, top + high), (-scale, 0, 0, -scale, right, top + high)),
        270: ((left - high, bottom, right, top), (0, -scale, scale, 0, left - high, top)),
    }[turned]
    _drop_annotations_outside(page, (left, bottom, right, top))
    for name in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
        page[NameObject(name)] = RectangleObject(box)
    page.merge_transformed_page(strip, Transformation(matrix), over=True, expand=False)


def _drop_annotations_outside(page: PageObject, box: tuple[float, float, float, float]) -> None:
    left, bottom, right, top = box
    kept = ArrayObject()
    for one in page.get("/Annots", ArrayObject()).get_object() or ():
        x, y, other_x, other_y = (float(edge) for edge in one.get_object()["/Rect"])
        inside = min(x, other_x) >= left - OVER and max(x, other_x) <= right + OVER
        if inside and min(y, other_y) >= bottom - OVER and max(y, other_y) <= top + OVER:
            kept.append(one)
    page[NameObject("/Annots")] = kept


if __name__ == "__main__":
    main()
