"""What `make documents` draws are tagged PDF/A-2b files, and a file that is none is found."""

import io
from datetime import datetime
from pathlib import Path

import pypdf
import pytest

from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store.rendering.typesetting import compiler_of, page_count, render
from tests.documents.model.examples import MOMENT
from tests.documents.model.hard_examples import LONG_NAME, RARE, SAMPLES
from tests.documents.rendering.reading import pages, whole
from tools.documents import draw, lacks

LOOKED_AT = [*DocumentKind, "certificate", "result", "sheet-guide", "granted-to-a-rare-name"]


def drawn(font_dir: Path, name: str) -> bytes:
    return render(SAMPLES[name].template, SAMPLES[name].data, font_dir=font_dir, issued=MOMENT)


@pytest.mark.requirement("R29")
@pytest.mark.parametrize("name", LOOKED_AT)
def test_every_document_is_a_tagged_pdf_a(font_dir: Path, name: str):
    assert list(lacks(drawn(font_dir, name))) == []


def test_what_is_no_tagged_pdf_a_or_has_a_character_that_was_not_drawn_is_named(font_dir: Path):
    words = '#set text(font: "Noto Serif CJK SC")\n〓'.encode()
    made = compiler_of(font_dir).compile(input=words, format="pdf", pdf_tags=False)
    assert isinstance(made, bytes)
    found = list(lacks(made))
    assert found == [
        "no output intent",
        "no tags",
        "does not say that it is PDF/A-2b",
        "not marked as tagged",
        "a character is printed as 〓",
    ]


def test_a_font_that_is_not_embedded_is_named(font_dir: Path):
    read = pypdf.PdfWriter(io.BytesIO(drawn(font_dir, "receipt_voucher")))
    for font in read.pages[0]["/Resources"]["/Font"].values():  # pyright: ignore
        del font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile3"]
    written = io.BytesIO()
    read.write(written)
    assert [what for what in lacks(written.getvalue()) if "is not embedded" in what] != []


def test_a_picture_of_each_page_lies_beside_the_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, font_dir: Path
):
    monkeypatch.setattr("tools.documents.FONTS", font_dir)
    assert draw(tmp_path, "certificate-long", SAMPLES["certificate-long"]) == []
    count = page_count((tmp_path / "certificate-long.pdf").read_bytes())
    wanted = [f"certificate-long-{number}.png" for number in range(1, count + 1)]
    assert sorted(file.name for file in tmp_path.glob("*.png")) == wanted
    assert (tmp_path / "certificate-long-1.png").read_bytes().startswith(b"\x89PNG")


def test_forty_gaps_are_told_one_row_each_under_a_header_on_every_page(font_dir: Path):
    read = pages(drawn(font_dir, "notice-of-40-gaps"))
    assert len(read) > 3
    assert all(f"申请书第{n}页" in "".join(read) for n in range(1, 41))
    assert all("存在问题" in page for page in read if "申请书第" in page)


@pytest.mark.parametrize("name", ["granted-to-a-rare-name", "long-grant_decision"])
def test_names_are_printed_whole(font_dir: Path, name: str):
    assert (RARE if "rare" in name else LONG_NAME) in whole(drawn(font_dir, name))


def test_a_document_says_when_it_was_made(font_dir: Path):
    made = pypdf.PdfReader(io.BytesIO(drawn(font_dir, "receipt_voucher"))).metadata
    assert made is not None
    assert isinstance(made.creation_date, datetime)
    assert made.creation_date == MOMENT
