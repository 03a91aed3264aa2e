"""JPEG: its segments are walked from the first byte to the end of the image, and nothing is decoded.

What is kept are the segments that make the picture. Position, time, camera, previews and whatever stands behind the end
of the image are left out; the picture itself is not encoded again. Of EXIF only the orientation stays.
"""

import re
from typing import NamedTuple

from chalicelib.intake.store.opening.result import Opened, Unopenable, require_size

START, END = b"\xff\xd8", b"\xff\xd9"
HALF = "JPEG 不完整，可能没有传完，请重新拍摄或者导出后上传"
SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
SCAN, APPLICATION, COMMENT = 0xDA, range(0xE0, 0xF0), 0xFE
MOST_SEGMENTS = 5000
# What stands between two markers of a scan: anything but a marker other than a restart.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")


class Segment(NamedTuple):
    """A marker with what belongs to it, up to the next one; `body` is without the marker and the length."""

    marker: int
    whole: bytes
    body: bytes


def open_jpeg(content: bytes) -> Opened:
    """Unopenable for what has no size, no picture or no end."""
    kept, size, orientation, pictures = [START], (0, 0), 1, 0
    for segment in segments(content):
        if segment.marker in SIZES:
            size = _size(segment)
            require_size(*size)
        pictures += segment.marker == SCAN
        if segment.marker == 0xE1:
            orientation = orientation_of(segment.body) or orientation
        if makes_the_picture(segment):
            kept.append(segment.whole)
    if size == (0, 0) or not pictures:
        raise Unopenable(HALF)
    kept.insert(1, turned(orientation))
    return Opened(b"".join([*kept, END]), width=size[0], height=size[1])


def segments(content: bytes) -> list[Segment]:
    """Every segment between start and end of the image. Unopenable where one is missing or cut off."""
    found: list[Segment] = []
    place = len(START)
    while True:
        while content[place : place + 2] == b"\xff\xff":
            place += 1
        if len(content) < place + 2 or content[place] != 0xFF or len(found) > MOST_SEGMENTS:
            raise Unopenable(HALF)
        marker = content[place + 1]
        if content[place : place + 2] == END:
            return found
        end = place + 2 if marker in ALONE else place + 2 + int.from_bytes(content[place + 2 : place + 4])
        if end > len(content) or (marker not in ALONE and end < place + 4):
            raise Unopenable(HALF)
        body = content[place + 4 : end]
        if marker == SCAN:
            following = MARKER.search(content, end)
            if following is None or following.start() == end:
                raise Unopenable(HALF)
            end = following.start()
        found.append(Segment(marker, content[place:end], body))
        place = end


def _size(segment: Segment) -> tuple[int, int]:
    if len(segment.body) < 6:
        raise Unopenable(HALF)
    return int.from_bytes(segment.body[3:5]), int.from_bytes(segment.body[1:3])


def makes_the_picture(segment: Segment) -> bool:
    """JFIF, colour profile and Adobe's colours stay of what applications write; comments do not."""
    if segment.marker == 0xE2:
        return segment.body.startswith(b"ICC_PROFILE\x00")
    if segment.marker in APPLICATION:
        return segment.marker in (0xE0, 0xEE) and not segment.body.startswith(b"JFXX")
    return segment.marker != COMMENT


def orientation_of(body: bytes) -> int | None:
    """How a camera was held (TIFF tag 0x0112), 1 to 8; None where EXIF does not say so."""
    if not body.startswith(b"Exif\x00\x00") or body[6:8] not in (b"II", b"MM"):
        return None
    tiff, order = body[6:], "little" if body[6:8] == b"II" else "big"
    first = int.from_bytes(tiff[4:8], order)  # pyright: ignore[reportArgumentType] - one of two literals
    entries = int.from_bytes(tiff[first : first + 2], order)  # pyright: ignore[reportArgumentType]
    for number in range(min(entries, 200)):
        entry = tiff[first + 2 + number * 12 : first + 14 + number * 12]
        if int.from_bytes(entry[:2], order) == 0x0112:  # pyright: ignore[reportArgumentType]
            value = int.from_bytes(entry[8:10], order)  # pyright: ignore[reportArgumentType]
            return value if 1 <= value <= 8 else None
    return None


def turned(orientation: int) -> bytes:
    """EXIF with nothing but the orientation; nothing where the picture stands upright."""
    if orientation == 1:
        return b""
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + orientation.to_bytes(2) + b"\x00\x00"
    tiff = b"MM\x00\x2a\x00\x00\x00\x08" + b"\x00\x01" + entry + b"\x00\x00\x00\x00"
    body = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
