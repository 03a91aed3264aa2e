"""PDFs that harm who opens them: too much once unpacked, pictures that are too large, acts that wait for no click."""

import base64
import zlib
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from chalicelib.intake.store.opening.pdf import open_pdf
from chalicelib.intake.store.opening.result import Unopenable
from tests.intake.test_opening import JPEG, named, pdf, sized


def jpx_head(width: int, height: int) -> bytes:
    """The first marker of a JPEG 2000 code, which tells its size."""
    return b"\xff\x4f\xff\x51\x00\x29\x00\x00" + width.to_bytes(4) + height.to_bytes(4) + bytes(8)


def jbig2(width: int, height: int, kind: int = 48) -> bytes:
    body = width.to_bytes(4) + height.to_bytes(4) + bytes(11)
    return bytes(4) + bytes([kind, 0, 1]) + len(body).to_bytes(4) + body


def with_stream(data: bytes, filters: Any = None, **fields: Any) -> bytes:
    """One page, and an object with these filters: a name, several, or a value as it is."""

    def add(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream._data = data
        given = [NameObject(f"/{name}") for name in filters.split()] if isinstance(filters, str) else []
        by_name: Any = writer._add_object(given[0]) if len(given) == 1 else ArrayObject(given)
        stream |= named(**{name: writer._add_object(value) for name, value in fields.items()})
        stream |= named(Filter=by_name) if given else named()
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    return pdf(add)


def picture(data: bytes, filters: str, width: int = 1, height: int = 1, **fields: Any) -> bytes:
    size = {"Width": NumberObject(width), "Height": NumberObject(height)}
    return with_stream(data, filters, Subtype=NameObject("/Image"), **size, **fields)


def shared(data: bytes) -> StreamObject:
    stream = StreamObject()
    stream._data = data
    return stream


def opening(action: Any) -> bytes:
    def add(writer: PdfWriter) -> None:
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return pdf(add)


def at_an_event(action: Any) -> bytes:
    def add(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/AA")] = named(O=action)

    return pdf(add)


def link(writer: PdfWriter) -> None:
    """An address that opens when somebody clicks on it."""
    annotation = named(Subtype=NameObject("/Link"), A=action("URI", URI=TextStringObject("https://example.org/")))
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(annotation)])


def action(kind: str, **fields: Any) -> DictionaryObject:
    return named(S=NameObject(f"/{kind}"), **fields)


NOTHING = zlib.compress(bytes(3 << 20), 9)
HEX = NOTHING.hex().encode() + b">"
RUNS = b"\x81\x00" * (3 << 13)
INLINE = b"BI /W 1 /H 1 /CS /G /BPC 8 /F %b ID %b\nEI"


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    ("data", "filters"),
    [
        (NOTHING, "Fl"),
        (NOTHING, "Crypt FlateDecode"),
        (HEX, "ASCIIHexDecode FlateDecode"),
        (HEX, "AHx Fl"),
        (base64.a85encode(NOTHING) + b"~>", "ASCII85Decode FlateDecode"),
        (base64.a85encode(NOTHING) + b"~>", "A85 Fl"),
        (RUNS, "RunLengthDecode"),
        (zlib.compress(RUNS), "FlateDecode RL"),
        (zlib.compress(NOTHING), "Fl Fl"),
        (zlib.compress(NOTHING), "FlateDecode LZW"),
        (INLINE % (b"/Fl", NOTHING), None),
        (zlib.compress(INLINE % (b"[/AHx /Fl]", HEX)), "FlateDecode"),
    ],
    ids=range(12),
)
def test_every_filter_of_a_chain_is_counted(monkeypatch: pytest.MonkeyPatch, data: bytes, filters: str | None):
    monkeypatch.setattr("chalicelib.intake.store.opening.pdf.MOST_OF_A_STREAM", 1 << 20)
    with pytest.raises(Unopenable) as refused:
        open_pdf(with_stream(data, filters))
    assert "解压后内容过多" in refused.value.reason


@pytest.mark.parametrize(
    ("data", "filters"),
    [(b"x", "Unheard"), (b"4142>", "AHx AHx AHx AHx"), (JPEG, "DCT Fl"), (b"vvvvv~>", "A85"), (b"4x>", "AHx")],
)
def test_a_stream_that_cannot_be_measured_is_refused(data: bytes, filters: str):
    with pytest.raises(Unopenable) as refused:
        open_pdf(with_stream(data, filters))
    assert "无法检查" in refused.value.reason


FAX = named(K=NumberObject(-1), Columns=NumberObject(60000), Rows=NumberObject(60000))


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    "content",
    [
        picture(b"", "Fl", 60000, 60000),
        picture(sized(60000, 60000), "DCTDecode"),
        picture(zlib.compress(sized(60000, 60000)), "Fl DCT"),
        picture(JPEG[:2] + b"junk" + sized(60000, 60000)[2:], "DCTDecode"),
        with_stream(sized(60000, 60000), "DCTDecode"),
        picture(jpx_head(60000, 60000), "JPXDecode"),
        picture(jbig2(60000, 60000), "JBIG2Decode"),
        picture(jbig2(1, 1) + jbig2(60000, 60000, 38), "JBIG2Decode"),
        picture(jbig2(1, 1), "JBIG2Decode", DecodeParms=named(JBIG2Globals=shared(jbig2(60000, 60000)))),
        picture(b"", "CCITTFaxDecode", DecodeParms=FAX),
        picture(b"", "CCF", DecodeParms=ArrayObject([FAX])),
        with_stream(INLINE % (b"/DCT", sized(60000, 60000))),
        with_stream(b"BI /W 60000 /H 60000 /CS /G /BPC 1 ID x\nEI"),
    ],
    ids=range(13),
)
def test_the_size_of_a_picture_is_read_where_readers_read_it(content: bytes):
    with pytest.raises(Unopenable) as refused:
        open_pdf(content)
    assert "图像过大" in refused.value.reason


@pytest.mark.parametrize(
    "content",
    [
        picture(JPEG, "DCTDecode"),
        picture(jpx_head(9, 9), "JPXDecode"),
        picture(jbig2(9, 9) + jbig2(9, 9, 38), "JBIG2Decode"),
        picture(b"", "CCF", 1728, 9, DecodeParms=named(K=NumberObject(-1))),
        with_stream(INLINE % (b"/AHx", b"41>") + INLINE % (b"/RL", b"\x00A\x80")),
        with_stream(b"BT (BI and ID) Tj ET"),
    ],
    ids=range(6),
)
def test_pictures_of_every_kind_are_opened(content: bytes):
    assert open_pdf(content).pages == 1


GO = action("GoTo", D=ArrayObject([NumberObject(0), NameObject("/Fit")]))
WEB = action("URI", URI=TextStringObject("https://example.org/"))


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("place", [opening, at_an_event])
@pytest.mark.parametrize("acting", [WEB, action("Named", N=NameObject("/Print")), action("GoTo", Next=WEB), named()])
def test_what_acts_by_itself_is_refused(place: Any, acting: Any):
    with pytest.raises(Unopenable) as refused:
        open_pdf(place(acting))
    assert "可执行动作" in refused.value.reason


@pytest.mark.parametrize("content", [opening(GO), opening(GO["/D"]), at_an_event(GO), pdf(link)], ids=range(4))
def test_a_page_to_begin_with_and_a_link_to_click_on_may_stay(content: bytes):
    assert open_pdf(content).pages == 1


@pytest.mark.parametrize(
    "tail", [b"\r\n% saved 2026-07-01\r\n", b"<!-- saved -->\n", b"\x00\x00  \n", b"% \xe4\xbf\x9d"]
)
def test_a_comment_behind_the_end_is_no_second_file(tail: bytes):
    assert open_pdf(pdf() + tail).pages == 1


@pytest.mark.parametrize("tail", [b"% <script>\n", b"<!-- <a> -->", b"<!-- a", b"%x\x00\x01", b"MZ", b"% x\n" * 300])
def test_anything_else_behind_the_end_is(tail: bytes):
    with pytest.raises(Unopenable) as refused:
        open_pdf(pdf() + tail)
    assert "夹带" in refused.value.reason
