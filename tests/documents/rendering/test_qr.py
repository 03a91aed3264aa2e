"""The QR code is an SVG that depends on its text alone."""

import re
from xml.etree import ElementTree as ET

import pytest
import segno

from chalicelib.documents.store.rendering.qr import MASK, qr_svg


def test_the_same_text_gives_the_same_square_drawing():
    text = '{"id":"1.2.156.3005.2.X","sha":"' + "a" * 64 + '"}'
    assert qr_svg(text) == qr_svg(text) != qr_svg(text + " ")
    drawing = ET.fromstring(qr_svg(text))
    assert drawing.get("width") == drawing.get("height")


def test_the_quiet_zone_is_four_modules():
    drawing = ET.fromstring(qr_svg("A"))
    assert drawing.get("width") == str(21 + 2 * 4)  # the smallest symbol has 21 modules a side


TEXTS = ("A", "http://127.0.0.1:8000/v1/certificates/verify?identifier=1.2.156.3005.2.X", "证照编号" * 30, "x" * 900)
# The eight masks of ISO/IEC 18004, 7.8.2: where one is true, a module of the data is turned over. `i` is the row.
MASKS = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, j: i % 2 == 0,
    lambda i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: (i * j % 3 + (i + j) % 2) % 2 == 0,
)
# Where the fifteen bits of the format stand beside the upper left finder, the highest first: row, column.
FORMAT = [*((8, j) for j in (0, 1, 2, 3, 4, 5, 7)), *((i, 8) for i in (8, 7, 5, 4, 3, 2, 1, 0))]


def modules(svg: bytes) -> list[list[bool]]:
    """The dark modules, read from the lines that the drawing consists of."""
    drawing = ET.fromstring(svg)
    side = int(drawing.get("width") or 0)
    dark = [[False] * side for _ in range(side)]
    (path,) = [element.get("d") or "" for element in drawing]
    x = y = 0.0
    for kind, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path):
        parts = [float(part) for part in numbers.split()]
        if kind == "h":
            for place in range(int(x), int(x + parts[0])):
                dark[int(y)][place] = True
            x += parts[0]
        elif kind == "M":
            x, y = parts
        else:
            x, y = x + parts[0], y + parts[1]
    return [row[4:-4] for row in dark[4:-4]]


@pytest.mark.parametrize("text", TEXTS)
def test_the_symbol_says_its_mask_and_level_m_in_a_valid_format(text: str):
    """The fixed mask is any reader's business only if the symbol names it (ISO/IEC 18004, 7.9)."""
    drawn = modules(qr_svg(text))
    bits = sum(drawn[i][j] << (14 - place) for place, (i, j) in enumerate(FORMAT)) ^ 0b101010000010010
    rest = bits
    for place in range(14, 9, -1):
        if rest >> place & 1:
            rest ^= 0b10100110111 << (place - 10)
    assert rest == 0, "the format has its check bits"
    assert (bits >> 13, bits >> 10 & 0b111) == (0b00, MASK), "level M is 00"


@pytest.mark.parametrize("text", TEXTS)
def test_but_for_the_mask_it_is_the_symbol_that_the_standard_chooses(text: str):
    """Data and error correction are the same modules, turned over where the masks say."""
    ours, chosen = modules(qr_svg(text)), segno.make_qr(text, error="m", boost_error=False)
    theirs, side = [[bool(module) for module in row] for row in chosen.matrix], len(ours)
    turned, still = 0, 0
    for i in range(side):
        for j in range(side):
            differ = MASKS[MASK](i, j) != MASKS[chosen.mask](i, j)
            if (ours[i][j] != theirs[i][j]) == differ:
                turned += 1
            else:
                still += 1
                assert is_fixed(i, j, side) or near_alignment(i, j, chosen), (i, j)
    assert turned > still or chosen.mask == MASK


def is_fixed(i: int, j: int, side: int) -> bool:
    """Finders with their format and version, and the timing lines: no mask touches them."""
    corner = (i < 9 and j < 9) or (i < 9 and j >= side - 8) or (i >= side - 8 and j < 9)
    version = (i < 6 and j >= side - 11) or (j < 6 and i >= side - 11)
    return corner or version or 6 in (i, j)


def near_alignment(i: int, j: int, symbol: segno.QRCode) -> bool:
    """Alignment patterns, five modules a side."""
    number = int(symbol.version)
    if number == 1:
        return False
    side, count = 17 + 4 * number, number // 7 + 2
    step = 26 if number == 32 else -(-(side - 13) // (2 * count - 2)) * 2
    centres = [6, *sorted(side - 7 - step * place for place in range(count - 1))]
    return any(abs(i - a) <= 2 and abs(j - b) <= 2 for a in centres for b in centres)
