"""What a font says of itself: who made it, and under which licence it may be passed on."""

import struct
from pathlib import Path

COPYRIGHT, FAMILY, LICENCE = 0, 1, 13
WINDOWS = 3  # names of this platform are UTF-16


def said(font: Path, what: int) -> str:
    """A text of the table of names (`COPYRIGHT`, `LICENCE`) of an OpenType font; empty if it says nothing."""
    data = font.read_bytes()
    if data[:4] not in (b"OTTO", b"\x00\x01\x00\x00"):
        return ""
    (tables,) = struct.unpack(">H", data[4:6])
    records = (data[12 + 16 * number : 28 + 16 * number] for number in range(tables))
    start = next(struct.unpack(">I", record[8:12])[0] for record in records if record[:4] == b"name")
    _, count, texts = struct.unpack(">HHH", data[start : start + 6])
    for number in range(count):
        place = start + 6 + 12 * number
        platform, _, _, name, length, offset = struct.unpack(">HHHHHH", data[place : place + 12])
        if (platform, name) == (WINDOWS, what):
            begins = start + texts + offset
            return data[begins : begins + length].decode("utf-16-be")
    return ""
