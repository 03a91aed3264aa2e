"""All documents (文书) with sample data, for people to look at: `make documents` draws them into build/documents.

Each is a PDF with one picture a page beside it, PNG. What a PDF/A-2b with tags must have is checked, and each document
that lacks something is named.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from chalicelib.documents.store.rendering.legible import GETA
from chalicelib.documents.store.rendering.typesetting import compiler_of, page_count, programs, render
from local.lambda_.render_layer import FOLDER as FONTS
from local.lambda_.render_layer import font_folder
from tests.documents.model.examples import MOMENT
from tests.documents.model.hard_examples import SAMPLES, Sample

FOLDER = Path("build/documents")
# What PDF/A-2b (ISO 19005-2, 6.2.3, 6.6.4) and a tagged document (ISO 32000-1, 14.7, 14.8) have, in their root.
PARTS = {"/OutputIntents": "output intent", "/Metadata": "metadata", "/StructTreeRoot": "tags", "/Lang": "language"}
CLAIMS = (b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>B</pdfaid:conformance>")


def main(folder: Path = FOLDER) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.pdf"), *folder.glob("*.png")]:
        old.unlink()
    font_folder()
    lacking = [f"{name}: {what}" for name, sample in SAMPLES.items() for what in draw(folder, name, sample)]
    print(f"{len(SAMPLES)} documents in {folder}", *lacking, sep="\n")
    return 1 if lacking else 0


def draw(folder: Path, name: str, sample: Sample) -> list[str]:
    """Write the PDF and its pictures; answer what the PDF lacks."""
    pdf = render(sample.template, sample.data, font_dir=FONTS, issued=MOMENT)
    (folder / f"{name}.pdf").write_bytes(pdf)
    for number, picture in enumerate(pictures(sample, page_count(pdf)), 1):
        (folder / f"{name}-{number}.png").write_bytes(picture)
    return list(lacks(pdf))


def pictures(sample: Sample, pages: int) -> list[bytes]:
    """Its pages as PNG, with the space between lines at which it has so many."""
    drawn: list[bytes] = []
    for program in programs(sample.template, sample.data, FONTS):
        made = compiler_of(FONTS).compile(input=program, format="png", ppi=110)
        drawn = [made] if isinstance(made, bytes) else list(made or [])
        if len(drawn) == pages:
            break
    return drawn


def lacks(pdf: bytes) -> Iterator[str]:
    """What the file lacks of a PDF/A-2b with tags, and whether a character of it was not drawn."""
    read = PdfReader(io.BytesIO(pdf))
    root: Any = read.root_object
    yield from (f"no {what}" for part, what in PARTS.items() if part not in root)
    packet = root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""
    if not all(claim in packet for claim in CLAIMS):
        yield "does not say that it is PDF/A-2b"
    if str(root.get("/MarkInfo", {}).get("/Marked")) != "True":
        yield "not marked as tagged"
    yield from (f"{name} is not embedded" for name in sorted(not_embedded(read)))
    if any(GETA in page.extract_text() for page in read.pages):
        yield f"a character is printed as {GETA}"


def not_embedded(read: PdfReader) -> set[str]:
    """The fonts of which the file does not carry the letters."""
    resources: list[Any] = [page["/Resources"] for page in read.pages]
    fonts = (font.get_object() for one in resources for font in one["/Font"].values())
    parts = (part.get_object() for font in fonts for part in font.get("/DescendantFonts", [font]))
    return {str(part["/BaseFont"]) for part in parts if not {"/FontFile2", "/FontFile3"} & set(part["/FontDescriptor"])}


if __name__ == "__main__":
    sys.exit(main())
