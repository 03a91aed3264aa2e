"""What a photo in a PDF tells beside the picture goes; the pages stay, and a signature is not broken."""

import io
import time
import zlib
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from chalicelib.intake.acts.check_material import check_material
from chalicelib.intake.store.opening.apart import open_file
from chalicelib.intake.store.opening.pdf import open_pdf
from chalicelib.intake.store.opening.result import LEFT, SIGNED, Opened, patched
from proofs.kit.hall import Hall
from tests.intake.test_check_material import announced, upload
from tests.intake.test_opening import JPEG, POSITION, named, with_segment

EXIF = with_segment(0xE1, b"Exif\x00\x00" + POSITION)
XMP = b"<x:xmpmeta><exif:GPSLatitude>21,51.47N</exif:GPSLatitude></x:xmpmeta>"


def stream(data: bytes, **fields: Any) -> StreamObject:
    made = StreamObject()
    made._data = data
    made |= named(**fields)
    return made


def photo(data: bytes, *filters: str) -> StreamObject:
    names = [NameObject(f"/{one}") for one in filters or ("DCTDecode",)]
    size = {"Width": NumberObject(1), "Height": NumberObject(1), "BitsPerComponent": NumberObject(8)}
    colour = {"ColorSpace": NameObject("/DeviceGray")}
    packed = names[0] if len(names) == 1 else ArrayObject(names)
    return stream(data, Type=NameObject("/XObject"), Subtype=NameObject("/Image"), Filter=packed, **size, **colour)


def pdf(picture: StreamObject, *, metadata: bytes = b"", info: dict[str, str] | None = None, signed: bool = False):
    """One page that shows the picture."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    shown = DictionaryObject({NameObject("/P"): writer._add_object(picture)})
    page[NameObject("/Resources")] = named(XObject=shown)
    page[NameObject("/Contents")] = writer._add_object(stream(b"q 100 0 0 100 0 0 cm /P Do Q"))
    if metadata:
        description = stream(metadata, Type=NameObject("/Metadata"), Subtype=NameObject("/XML"))
        writer._root_object[NameObject("/Metadata")] = writer._add_object(description)
    if info:
        writer.add_metadata(info)
    if signed:
        writer._add_object(named(Type=NameObject("/Sig"), ByteRange=ArrayObject([NumberObject(0)] * 4)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def opened(content: bytes) -> Opened:
    """As the process of its own does it, without the process."""
    read = open_pdf(content)
    return Opened(patched(content, read.patches), pages=read.pages, traces_left=read.traces_left)


def picture_of(content: bytes) -> bytes:
    page: Any = PdfReader(io.BytesIO(content)).pages[0]
    return page["/Resources"]["/XObject"]["/P"]._data


def contents_of(page: Any) -> bytes:
    return page.get_contents().get_data()


def description_of(pdf: PdfReader | PdfWriter) -> Any:
    root: Any = pdf.root_object
    return root["/Metadata"].get_object()


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    "data",
    [
        EXIF,
        with_segment(0xFE, POSITION),  # a comment
        with_segment(0xED, b"Photoshop 3.0\x00" + POSITION),  # IPTC
        with_segment(0xE2, b"MPF\x00" + POSITION),  # the list of a camera's other pictures
        JPEG + POSITION,  # behind the end of the picture
        EXIF[:-3],  # a picture that is cut off, which readers still show
    ],
    ids=range(6),
)
def test_a_photo_loses_its_position_and_stays_the_picture_at_its_place(data: bytes):
    content = pdf(photo(data))
    found = opened(content)
    assert POSITION in content
    assert POSITION not in found.kept
    assert (found.pages, found.traces_left, len(found.kept)) == (1, None, len(content))
    kept = picture_of(found.kept)
    assert [one for one, other in zip(kept, data, strict=True) if one != other] == [0x20] * (
        sum(one != other for one, other in zip(kept, data, strict=True))
    )
    assert opened(found.kept).kept == found.kept
    before, after = (PdfReader(io.BytesIO(one)).pages[0] for one in (content, found.kept))
    assert contents_of(before) == contents_of(after)
    assert before.mediabox == after.mediabox


def test_a_picture_that_was_packed_once_more_is_packed_again():
    content = pdf(photo(zlib.compress(EXIF), "FlateDecode", "DCTDecode"))
    found = opened(content)
    assert found.traces_left is None
    plain = zlib.decompressobj().decompress(picture_of(found.kept))
    assert POSITION not in plain
    assert plain.endswith(JPEG[2:])
    assert len(found.kept) == len(content)


def test_a_jpeg_2000_loses_its_boxes():
    data = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + (8 + len(POSITION)).to_bytes(4) + b"uuid" + POSITION
    data += b"\x00\x00\x00\x00jp2c\xff\x4f"
    found = opened(pdf(photo(data, "JPXDecode")))
    assert picture_of(found.kept) == data.replace(POSITION, b" " * len(POSITION))


@pytest.mark.parametrize("packed", [False, True])
def test_descriptions_go_only_where_they_tell_a_position(packed: bool):
    told = opened(pdf(photo(JPEG), metadata=XMP))
    assert b"GPSLatitude" not in told.kept
    title = pdf(photo(JPEG), metadata=b"<x:xmpmeta><dc:title>food</dc:title></x:xmpmeta>", info={"/Author": "Lin"})
    assert opened(title).kept == title
    if packed:
        writer = PdfWriter(clone_from=io.BytesIO(pdf(photo(JPEG), metadata=XMP)))
        description = description_of(writer)
        description.update(named(Filter=NameObject("/FlateDecode")))
        description._data = zlib.compress(XMP)
        out = io.BytesIO()
        writer.write(out)
        kept = description_of(PdfReader(io.BytesIO(opened(out.getvalue()).kept)))
        assert not zlib.decompressobj().decompress(kept._data).strip()


def test_the_documents_own_table_is_emptied_where_it_tells_a_position():
    content = pdf(photo(JPEG), info={"/GPSLatitude": "21.8579", "/Title": "x"})
    found = opened(content)
    assert b"21.8579" not in found.kept
    assert not PdfReader(io.BytesIO(found.kept)).metadata
    assert found.traces_left is None


def test_a_signed_pdf_is_kept_as_it_came_and_that_is_told():
    content = pdf(photo(EXIF), signed=True)
    assert opened(content) == Opened(content, pages=1, traces_left=SIGNED)
    plain = pdf(photo(JPEG), signed=True)
    assert opened(plain) == Opened(plain, pages=1)


def test_what_cannot_be_taken_out_is_told():
    assert opened(pdf(photo(EXIF.hex().encode() + b">", "ASCIIHexDecode", "DCTDecode"))).traces_left == LEFT


@pytest.mark.requirement("R2")
def test_the_copy_is_what_people_read_and_both_digests_are_known(hall: Hall):
    content = pdf(photo(EXIF))
    _, key = announced(hall, content)
    checked = check_material(hall.platform, upload(hall, key, content))
    assert checked is not None
    assert (checked.state, checked.pages, checked.traces_left) == ("ready", 1, None)
    bucket = hall.world.buckets.buckets[hall.platform.settings.materials_bucket]
    assert key not in bucket
    (kept,) = bucket[f"{key}.kept"].values()
    assert POSITION not in kept
    assert checked.kept_sha256 not in (None, checked.sha256)


def test_why_a_position_is_still_there_stands_at_the_file(hall: Hall):
    content = pdf(photo(EXIF), signed=True)
    case_id, key = announced(hall, content)
    check_material(hall.platform, upload(hall, key, content))
    (row,) = hall.rows(case_id, "MATERIAL#")
    assert (row["state"], row["traces_left"]) == ("ready", SIGNED)


def test_twenty_megabytes_of_photos_are_opened_in_time():
    """The bounds are 20 seconds of work; a scan of twenty pages takes a second."""
    noise = bytes(range(1, 255)) * 4000
    big = EXIF[:-2] + noise + b"\xff\xd9"
    writer = PdfWriter()
    for _ in range(19):
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = named(XObject=named(P=writer._add_object(photo(big))))
    writer.add_metadata({"/Title": TextStringObject("x")})
    out = io.BytesIO()
    writer.write(out)
    begun = time.monotonic()
    found = open_file(out.getvalue(), "application/pdf", "PDF")
    assert (found.pages, found.traces_left) == (19, None)
    assert POSITION not in found.kept
    assert time.monotonic() - begun < 10
