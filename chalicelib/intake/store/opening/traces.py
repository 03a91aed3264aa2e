"""What the photos in a PDF tell beside the picture, such as the position: found here, and overwritten with spaces.

The file keeps its length and every object its place, so nothing is written anew and the pages stay what they are.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

from chalicelib.intake.store.opening import jpeg
from chalicelib.intake.store.opening.filters import filters_of
from chalicelib.intake.store.opening.inline import END, inline_pictures
from chalicelib.intake.store.opening.result import SPACE, Patch, Unopenable, patched

# A position, in what a program writes of a photo or of the place where it was taken.
POSITION = re.compile(rb"gps|latitude|longitude|location", re.IGNORECASE)
# EXIF, XMP and IPTC of a JPEG wherever it lies, also in a picture that is cut off or in an earlier version of the file.
SEGMENT = re.compile(
    rb"\xff(?:\xe1(?=..(?:Exif\x00\x00|http://ns\.adobe\.com/xap/1\.0/\x00))|\xed(?=..Photoshop 3\.0\x00))(..)",
    re.DOTALL,
)
PHOTOS = frozenset({"/DCTDecode", "/JPXDecode"})
BOXES_OF_TRACES = frozenset({b"uuid", b"xml ", b"uinf"})  # JPEG 2000, ISO/IEC 15444-1 Annex I
MOST_OF_A_PICTURE = 64 * 1024 * 1024


class Traces(NamedTuple):
    """The patches that take the traces out; `left`: some cannot be taken out without writing the file anew."""

    patches: list[Patch]
    left: bool


def traces_in(reader: PdfReader, streams: Iterable[tuple[IndirectObject, StreamObject]], content: bytes) -> Traces:
    patches, left = list[Patch](), False
    for number, stream in streams:
        data: bytes = stream._data  # pyright: ignore[reportPrivateUsage] - the packed bytes, which no method gives
        within = _in_stream(cast(Mapping[str, Any], stream), data)
        start = content.find(data, _place(reader, number)) if within else 0
        left = left or within is None or start < 0
        patches += [(start + place, length, new) for place, length, new in (within or []) if start >= 0]
    told = _in_info(reader, content)
    left, patches = left or told is None, patches + (told or [])
    patches += [(place, len(old), None) for place, old in _segments(patched(content, patches)) if old.strip(SPACE)]
    return Traces(patches, left)


def _place(reader: PdfReader, number: IndirectObject) -> int:
    return reader.xref.get(number.generation, {}).get(number.idnum, 0)


def may_tell(fields: Mapping[str, Any]) -> bool:
    """Whether a stream is a photo, or the description of something."""
    return _describes(fields) or any(name in PHOTOS for name in filters_of(fields))


def tells_a_place(fields: Mapping[str, Any]) -> bool:
    """Whether a map says where on earth it lies (ISO 32000-2, 12.10; before it, OGC 08-139)."""
    return "/GPTS" in fields or "/LGIDict" in fields or ("/Subtype" in fields and str(fields["/Subtype"]) == "/GEO")


def _in_stream(fields: Mapping[str, Any], data: bytes) -> list[Patch] | None:
    """Patches within the packed stream; None where it is packed in a way that cannot be patched."""
    filters = filters_of(fields)
    packed = filters[:1] == ["/FlateDecode"]
    if [name for name in filters[packed:] if name not in PHOTOS]:
        return None
    plain = _unpacked(data) if packed else data
    if _describes(fields):
        # Without the zeros of UTF-16 and UTF-32, in which XMP may be written too.
        parts = [(0, len(plain))] if POSITION.search(plain.replace(b"\x00", b"")) else []
    elif filters[-1:] and filters[-1] in PHOTOS:
        parts = [*(_boxes(plain) if filters[-1] == "/JPXDecode" else _of_jpeg(plain))]
    else:
        told = _of_text(plain)
        if told is None:
            return None
        parts = told
    patches: list[Patch] = [(start, end - start, None) for start, end in parts if plain[start:end].strip(SPACE)]
    if not packed or not patches:
        return patches
    again = zlib.compress(patched(plain, patches), 9)
    # Filled up behind its end, where no reader looks.
    return [(0, len(data), again.ljust(len(data), SPACE))] if len(again) <= len(data) else None


def _describes(fields: Mapping[str, Any]) -> bool:
    return "/Type" in fields and str(fields["/Type"]) == "/Metadata"


def _unpacked(data: bytes) -> bytes:
    """Nothing where the stream is broken, which no reader shows."""
    try:
        return zlib.decompressobj().decompress(data, MOST_OF_A_PICTURE)
    except zlib.error:
        return b""


def _of_jpeg(picture: bytes) -> Iterator[tuple[int, int]]:
    """Where a JPEG has what makes no picture: the contents of such segments, and what stands behind its end."""
    place = 2
    try:
        found = jpeg.segments(picture)
    except Unopenable:
        yield from ((start, start + len(old)) for start, old in _segments(picture))
        return  # a picture that is cut off
    for segment in found:
        place = picture.index(segment.whole, place)
        if not jpeg.makes_the_picture(segment):
            yield place + 4, place + len(segment.whole)
        place += len(segment.whole)
    end = picture.index(jpeg.END, place) + 2
    if picture[end:].strip(b"\r\n \x00"):
        yield end, len(picture)


def _of_text(plain: bytes) -> list[tuple[int, int]] | None:
    """The same of the photos in the text of a page; None where one is packed in a way that cannot be patched."""
    parts = list[tuple[int, int]]()
    for picture in inline_pictures(plain):
        if not PHOTOS.intersection(picture.filters):
            continue
        if picture.filters != ["/DCTDecode"]:
            return None
        for start, end in _of_jpeg(plain[picture.start :]):
            behind = END.search(plain, picture.start + start) if picture.start + end == len(plain) else None
            parts.append((picture.start + start, behind.start() if behind else picture.start + end))
    return parts


def _boxes(picture: bytes) -> Iterator[tuple[int, int]]:
    place = 0
    while place + 8 <= len(picture) and not picture.startswith(b"\xff\x4f"):
        length, kind = int.from_bytes(picture[place : place + 4]), picture[place + 4 : place + 8]
        if kind == b"jp2c" or length < 8:
            return
        if kind in BOXES_OF_TRACES:
            yield place + 8, min(place + length, len(picture))
        place += length


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    for found in SEGMENT.finditer(content):
        place = found.start() + 4
        yield place, content[place : found.start() + 2 + int.from_bytes(found[1])]


def _in_info(reader: PdfReader, content: bytes) -> list[Patch] | None:
    """The document's own description is emptied where it tells a position; None where it lies in a packed object."""
    told = reader.metadata
    number = reader.trailer.raw_get("/Info") if told else None
    if told is None or not any(POSITION.search(f"{name} {value}".encode()) for name, value in told.items()):
        return []
    place = _place(reader, number) if isinstance(number, IndirectObject) else 0
    start, end = content.find(b"<<", place) + 2, content.rfind(b">>", place, content.find(b"endobj", place))
    return [(start, end - start, None)] if place and 2 <= start <= end else None
