"""How large the pictures in a PDF are: what the object says, and what stands in the head of the picture itself."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.intake.store.opening.filters import parameters_of
from chalicelib.intake.store.opening.jpeg import ALONE, MARKER, SCAN, SIZES
from chalicelib.intake.store.opening.result import MOST_PIXELS, UNMEASURED, Unopenable, require_size

# JPEG 2000: the head of the code (ISO/IEC 15444-1, A.5.1), and the box that tells the size before it (I.5.3.1).
SIZ = re.compile(rb"\xff\x4f\xff\x51..(?=..(.{16}))", re.DOTALL)
IHDR = re.compile(rb"\x00\x00\x00\x16ihdr(?=(.{8}))", re.DOTALL)
NUMBER_OF_LINES = 0xDC
# JBIG2 (ITU-T T.88, 7.3): segments that begin with the width and the height of a page or of a region.
PAGE, END_OF_STRIPE = 48, 50
REGIONS = frozenset({4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43})
UNKNOWN = 0xFFFFFFFF
MOST_OF_ALL_REGIONS = 4 * MOST_PIXELS


def require_declared(fields: Mapping[str, Any]) -> None:
    """Unopenable for a picture that says that it is too large, under the long or the short names."""
    for wide, high in (("/Width", "/Height"), ("/W", "/H")):
        if wide in fields and high in fields and not isinstance(fields[wide], list):
            require_size(int(fields[wide]), int(fields[high]))


def require_picture(codec: str, data: bytes, fields: Mapping[str, Any], place: int) -> None:
    """Unopenable for a picture that is too large, or that nobody can tell the size of."""
    match codec:
        case "/DCTDecode":
            sizes = jpeg_sizes(data)
        case "/JPXDecode":
            sizes = _jpx_sizes(data)
        case "/JBIG2Decode":
            sizes = _jbig2_sizes(data)
        case _:
            sizes = iter([_fax_size(fields, place)])
    known = False
    for size in sizes:
        require_size(*size)
        known = True
    if not known:
        raise Unopenable(UNMEASURED)


def jpeg_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """Every frame up to the end of the picture. What is no marker is passed over, as readers do."""
    place, width, lines = data.find(b"\xff\xd8") + 2, 0, False
    while found := MARKER.search(data, place):
        marker, place = data[found.start() + 1], found.end()
        if marker == 0xFF:
            place -= 1
            continue
        if marker == 0xD9:
            break
        if marker in ALONE or marker == 0xD8:
            continue
        length = int.from_bytes(data[place : place + 2])
        body = data[place + 2 : place + max(length, 2)]
        if marker in SIZES and len(body) >= 5:
            width, height = int.from_bytes(body[3:5]), int.from_bytes(body[1:3])
            lines = height == 0
            if height:
                yield width, height
        if marker == NUMBER_OF_LINES and lines:
            lines = False
            yield width, int.from_bytes(body[:2])
        place += max(length, 2) if marker != SCAN else 2
    if lines:
        raise Unopenable(UNMEASURED)


def _jpx_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    for found in SIZ.finditer(data):
        right, bottom, left, top = (int.from_bytes(found[1][start : start + 4]) for start in range(0, 16, 4))
        yield max(right - left, 0), max(bottom - top, 0)
    for found in IHDR.finditer(data):
        yield int.from_bytes(found[1][4:]), int.from_bytes(found[1][:4])


def _fax_size(fields: Mapping[str, Any], place: int) -> tuple[int, int]:
    told = parameters_of(fields, place)
    rows = max(_number(told, "/Rows"), _number(fields, "/Height"), _number(fields, "/H"))
    if not rows:
        raise Unopenable(UNMEASURED)
    return _number(told, "/Columns", 1728), rows


def _number(fields: Mapping[str, Any], name: str, otherwise: int = 0) -> int:
    """By brackets, which follow a reference."""
    return int(fields[name]) if name in fields else otherwise


def _jbig2_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """Of pages, stripes and regions; the regions of one picture together are bounded as well."""
    place, width, regions = 0, 0, 0
    while place + 11 <= len(data):
        kind, place, length = _jbig2_segment(data, place)
        body = data[place : place + 8]
        wide, high = int.from_bytes(body[:4]), int.from_bytes(body[4:])
        if length == UNKNOWN or (kind in {PAGE, *REGIONS} and len(body) < 8):
            raise Unopenable(UNMEASURED)
        if kind == PAGE:
            width = wide
            yield wide, 1 if high == UNKNOWN else high
        elif kind == END_OF_STRIPE:
            yield max(width, 1), wide + 1
        elif kind in REGIONS:
            regions += wide * high
            yield wide, high
        if regions > MOST_OF_ALL_REGIONS:
            raise Unopenable(UNMEASURED)
        place += length


def _jbig2_segment(data: bytes, place: int) -> tuple[int, int, int]:
    """(kind, where its data begin, how many they are) of the segment whose head begins at `place` (T.88, 7.2)."""
    number, flags, references = int.from_bytes(data[place : place + 4]), data[place + 4], data[place + 5] >> 5
    place += 6
    if references == 7:
        references = int.from_bytes(data[place - 1 : place + 3]) & 0x1FFFFFFF
        place += 3 + (references + 8) // 8
    place += references * (1 if number <= 256 else 2 if number <= 65536 else 4)
    place += 4 if flags & 0x40 else 1
    return flags & 0x3F, place + 4, int.from_bytes(data[place : place + 4]) if place + 4 <= len(data) else UNKNOWN
