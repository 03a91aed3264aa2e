"""PNG: its chunks are walked, their checksums compared, and its pixels unpacked piece by piece without being kept.

What is kept are the chunks that make the picture; text, time, position and whatever stands behind the end are left out.
"""

import zlib
from collections.abc import Iterator

from chalicelib.intake.store.opening.result import Opened, Unopenable, require_size

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HALF = "PNG 不完整，可能没有传完，请重新导出后上传"
PICTURE = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
        b"cICP",
    }
)
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PIECE = 1 << 16
# Adam7: where each of the seven passes begins, and its steps, as (left, top, right, down).
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def open_png(content: bytes) -> Opened:
    """Unopenable for a chunk that is cut off or changed, and for pixels that are missing or too many."""
    found = list(chunks(content))
    if not found or found[0][0] != b"IHDR" or len(found[0][1]) != 13:
        raise Unopenable(HALF)
    header = found[0][1]
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    require_size(width, height)
    if header[9] not in CHANNELS or header[8] not in (1, 2, 4, 8, 16) or header[12] > 1:
        raise Unopenable(HALF)
    bits = header[8] * CHANNELS[header[9]]
    require_pixels(found, unpacked_size(width, height, bits, interlaced=header[12] == 1))
    kept = [chunk(name, data) for name, data in found if name in PICTURE]
    return Opened(b"".join([SIGNATURE, *kept]), width=width, height=height)


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, data) up to the end of the image. Unopenable where a checksum is wrong or the end is missing."""
    place = len(SIGNATURE)
    while True:
        length = int.from_bytes(content[place : place + 4])
        name, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        checksum = content[place + 8 + length : place + 12 + length]
        if len(checksum) != 4 or zlib.crc32(name + data) != int.from_bytes(checksum):
            raise Unopenable(HALF)
        yield name, data
        if name == b"IEND":
            return
        place += 12 + length


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


def require_pixels(found: list[tuple[bytes, bytes]], expected: int) -> None:
    """The packed pixels come to exactly what the size asks for; not one piece more is unpacked."""
    unpacker, unpacked = zlib.decompressobj(), 0
    try:
        for name, data in found:
            rest = data if name == b"IDAT" else b""
            while rest and not unpacker.eof and unpacked <= expected:
                unpacked += len(unpacker.decompress(rest, PIECE))
                rest = unpacker.unconsumed_tail
    except zlib.error:
        raise Unopenable(HALF) from None
    if unpacked != expected:
        raise Unopenable(HALF)


def unpacked_size(width: int, height: int, bits: int, *, interlaced: bool) -> int:
    """The bytes of the filtered lines: one of the filter and the pixels', rounded up, for each line."""
    if not interlaced:
        return height * (1 + -(-width * bits // 8))
    size = 0
    for left, top, right, down in PASSES:
        columns, lines = -(-(width - left) // right), -(-(height - top) // down)
        size += lines * (1 + -(-columns * bits // 8)) if columns > 0 and lines > 0 else 0
    return size
