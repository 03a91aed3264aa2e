"""What a photo in a PDF tells beside the picture goes; the pages stay, and a signature is not broken."""

import io
import time
import zlib
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from chalicelib.intake.acts.check_material import check_material
from chalicelib.intake.store.opening.apart import open_file
from chalicelib.intake.store.opening.pdf import open_pdf
from chalicelib.intake.store.opening.result import LEFT, MAP, SIGNED, Opened, patched
from proofs.kit.hall import Hall
from tests.intake.test_check_material import announced, upload
from tests.intake.test_harmful_pdfs import jpx_head
from tests.intake.test_opening import JPEG, POSITION, named, with_segment

EXIF = with_segment(0xE1, b"Exif\x00\x00" + POSITION)
SIGNATURE, GAPS = b"\x30\x82" * 9, (1000000001, 1000000002, 1000000003)
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
        covered = ArrayObject([NumberObject(0), *[NumberObject(each) for each in GAPS]])
        kind = {"Type": NameObject("/Sig"), "Filter": NameObject("/Adobe.PPKLite")}
        writer._add_object(named(**kind, Contents=ByteStringObject(SIGNATURE), ByteRange=covered))
    out = io.BytesIO()
    writer.write(out)
    return covering(out.getvalue()) if signed else out.getvalue()


def covering(content: bytes) -> bytes:
    """The numbers of a signature that covers the whole file but itself."""
    before = content.index(b"<" + SIGNATURE.hex().encode() + b">")
    after = before + 2 + 2 * len(SIGNATURE)
    for gap, number in zip(GAPS, (before, after, len(content) - after), strict=True):
        content = content.replace(b"%d" % gap, b"%010d" % number)
    return content


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
    data += b"\x00\x00\x00\x00jp2c" + jpx_head(1, 1)
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


@pytest.mark.parametrize(
    "fields",
    [
        {"ByteRange": ArrayObject([NumberObject(0), NumberObject(1)])},
        {
            "Type": NameObject("/Sig"),
            "Filter": NameObject("/Adobe.PPKLite"),
            "Contents": ByteStringObject(SIGNATURE),
            "ByteRange": ArrayObject([NumberObject(each) for each in (0, 10, 20, 30)]),
        },
    ],
    ids=["no signature", "covers nothing"],
)
def test_what_only_says_that_it_is_signed_is_not(fields: dict[str, Any]):
    writer = PdfWriter(clone_from=io.BytesIO(pdf(photo(EXIF))))
    writer._add_object(named(**fields))
    out = io.BytesIO()
    writer.write(out)
    found = opened(out.getvalue())
    assert POSITION not in found.kept
    assert found.traces_left is None


def test_a_signature_under_which_something_was_added_is_not_broken():
    signed = pdf(photo(EXIF), signed=True)
    content = signed + b"9 0 obj\n<<>>\nendobj\n" + signed[signed.rindex(b"startxref") :]
    assert opened(content).traces_left == SIGNED


def page_text(picture: bytes, filters: bytes, *, packed: bool) -> bytes:
    """A page whose text carries the picture, and goes on behind it."""
    text = b"q BI /W 1 /H 1 /CS /G /BPC 8 /F " + filters + b" ID " + picture + b"\nEI Q 0 0 9 9 re f"
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    fields = {"Filter": NameObject("/FlateDecode")} if packed else {}
    page[NameObject("/Contents")] = writer._add_object(stream(zlib.compress(text) if packed else text, **fields))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "picture",
    [
        EXIF,
        with_segment(0xFE, POSITION),
        with_segment(0xED, b"Photoshop 3.0\x00" + POSITION),
        with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + POSITION),
        JPEG + POSITION,
        EXIF[:-3],
    ],
    ids=["exif", "comment", "iptc", "xmp", "behind", "cut off"],
)
def test_a_photo_in_the_text_of_a_page_loses_its_position(picture: bytes, packed: bool):
    content = page_text(picture, b"/DCT", packed=packed)
    found = opened(content)
    kept = contents_of(PdfReader(io.BytesIO(found.kept)).pages[0])
    assert POSITION in contents_of(PdfReader(io.BytesIO(content)).pages[0])
    assert POSITION not in kept
    assert kept.endswith(b"\nEI Q 0 0 9 9 re f")
    assert (found.traces_left, len(found.kept)) == (None, len(content))


def test_a_photo_in_the_text_that_is_packed_otherwise_is_told():
    content = page_text(EXIF.hex().encode() + b">", b"[/AHx /DCT]", packed=False)
    assert opened(content).traces_left == LEFT


def test_a_photo_that_is_cut_off_and_packed_loses_its_position():
    found = opened(pdf(photo(zlib.compress(EXIF[:-3]), "FlateDecode", "DCTDecode")))
    assert POSITION not in zlib.decompressobj().decompress(picture_of(found.kept))
    assert found.traces_left is None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-be"])
def test_a_description_in_wide_letters_that_tells_a_position_goes(encoding: str):
    wide = XMP.decode().encode(encoding)
    found = opened(pdf(photo(JPEG), metadata=wide))
    assert "GPSLatitude".encode(encoding) not in found.kept
    assert found.traces_left is None


def test_the_coordinates_of_a_map_are_told():
    writer = PdfWriter(clone_from=io.BytesIO(pdf(photo(JPEG))))
    points = ArrayObject([NumberObject(each) for each in (21, 111, 22, 112)])
    measure = named(Type=NameObject("/Measure"), Subtype=NameObject("/GEO"), GPTS=points)
    writer.pages[0][NameObject("/VP")] = ArrayObject([named(Type=NameObject("/Viewport"), Measure=measure)])
    out = io.BytesIO()
    writer.write(out)
    assert opened(out.getvalue()).traces_left == MAP


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
