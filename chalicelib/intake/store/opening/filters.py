"""The filters of a PDF's streams (ISO 32000-1, 7.4), undone piece by piece: no more is unpacked than is asked for.

What comes out of every filter of a chain is counted, so that no chain grows without a bound.
"""

import base64
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from pypdf.generic import IndirectObject

from chalicelib.intake.store.opening.result import TOO_MUCH, UNMEASURED, Unopenable

PIECE = 1 << 16
MOST_FILTERS = 3
# ISO 32000-1, table 94: the short names, which many readers know outside inline images too.
LONG_NAMES = {
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
# These make a picture. Its size stands in its own head (`pictures`).
CODECS = frozenset({"/CCITTFaxDecode", "/DCTDecode", "/JBIG2Decode", "/JPXDecode"})
PACKING = ("/FlateDecode", "/LZWDecode")
WHITE = b"\x00\t\n\x0c\r "
Parameters = Mapping[str, Any]
Undo = Callable[[Iterator[bytes], Parameters], Iterator[bytes]]


@dataclass
class Count:
    """How many bytes all filters have put out. Unopenable as soon as they are more than `most`."""

    most: int
    size: int = 0

    def of(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.size += len(piece)
            if self.size > self.most:
                raise Unopenable(TOO_MUCH)
            yield piece


def filters_of(fields: Mapping[str, Any]) -> list[str]:
    """The long names in the order in which they are undone. Taken by brackets, which follow a reference."""
    named = _entry(fields, "/Filter", "/F")
    names = cast(list[Any], named) if isinstance(named, list) else [named]
    return [LONG_NAMES.get(str(each), str(each)) for each in names if _there(each)]


def parameters_of(fields: Mapping[str, Any], place: int) -> Parameters:
    """What the filter at this place of the chain is told, such as the columns of a fax."""
    given = _entry(fields, "/DecodeParms", "/DP")
    every = cast(list[Any], given) if isinstance(given, list) else [given]
    one: Any = every[place] if place < len(every) else None
    one = one.get_object() if isinstance(one, IndirectObject) else one
    return cast(Parameters, one) if isinstance(one, Mapping) else {}


def _entry(fields: Mapping[str, Any], *names: str) -> Any:
    """A value under its long or its short name. Under both, readers differ in which they take."""
    given = [fields[name] for name in names if name in fields and _there(fields[name])]
    if len(given) > 1:
        raise Unopenable(UNMEASURED)
    return given[0] if given else None


def _there(value: Any) -> bool:
    """The null of a PDF is as good as nothing."""
    return value is not None and str(value) not in ("NullObject", "None")


def require_known(filters: list[str]) -> None:
    """Unopenable for a filter that nobody knows, for too many, and for what is packed twice."""
    if sum(filters.count(name) for name in PACKING) > 1:
        raise Unopenable(TOO_MUCH)
    if len(filters) > MOST_FILTERS or any(name in CODECS for name in filters[:-1]):
        raise Unopenable(UNMEASURED)
    if any(name not in UNDONE and name not in CODECS for name in filters):
        raise Unopenable(UNMEASURED)


def unpacked(
    data: bytes, fields: Mapping[str, Any], count: Count, part: tuple[int, int] | None = None
) -> Iterator[bytes]:
    """What comes out of the last filter, a codec left out: that one makes the picture. `part`: where it lies."""
    filters = filters_of(fields)
    require_known(filters)
    start, end = part or (0, len(data))
    pieces: Iterator[bytes] = (data[place : min(place + PIECE, end)] for place in range(start, end, PIECE))
    pieces = pieces if [name for name in filters if name not in CODECS] else count.of(pieces)
    for place, name in enumerate(filters):
        if name not in CODECS:
            pieces = count.of(UNDONE[name](pieces, parameters_of(fields, place)))
    return pieces


def _flate(pieces: Iterator[bytes], _: Parameters) -> Iterator[bytes]:
    """A stream that is broken holds what came out of it before."""
    unpacker = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not unpacker.eof:
            try:
                plain = unpacker.decompress(rest, PIECE)
            except zlib.error:
                return
            rest = unpacker.unconsumed_tail
            yield plain
        if unpacker.eof:
            return
    yield unpacker.flush()


def _lzw(pieces: Iterator[bytes], told: Parameters) -> Iterator[bytes]:
    """Codes of 9 to 12 bits. 256 empties the table, 257 ends the data; a code that cannot be ends it too."""
    early = int(told["/EarlyChange"]) if "/EarlyChange" in told else 1
    first = [bytes([value]) for value in range(256)] + [b"", b""]
    table, last, width, bits, held, out = list(first), b"", 9, 0, 0, bytearray()
    for byte in (byte for piece in pieces for byte in piece):
        bits, held = (bits << 8 | byte) & 0xFFFFFF, held + 8
        if held < width:
            continue
        held -= width
        code = bits >> held & ((1 << width) - 1)
        if code == 256:
            table, last, width = list(first), b"", 9
            continue
        if code == 257 or code > len(table) or (code == len(table) and not last):
            break
        entry = table[code] if code < len(table) else last + last[:1]
        if last and len(table) < 4096:
            table.append(last + entry[:1])
            width = min(12, max(9, (len(table) + early).bit_length()))
        last = entry
        out += entry
        if len(out) >= PIECE:
            yield bytes(out)
            out.clear()
    yield bytes(out)


def _run_length(pieces: Iterator[bytes], _: Parameters) -> Iterator[bytes]:
    """Below 128: so many bytes and one more follow. Above: the next byte comes 257 minus so many times."""
    held, out = b"", bytearray()
    for piece in pieces:
        held, place = held + piece, 0
        while place < len(held) and held[place] != 128:
            length = held[place]
            end = place + 2 + (length if length < 128 else 0)
            if end > len(held):
                break
            out += held[place + 1 : end] if length < 128 else held[place + 1 : end] * (257 - length)
            place = end
            if len(out) >= PIECE:
                yield bytes(out)
                out.clear()
        ended, held = held[place : place + 1] == b"\x80", held[place:]
        if ended:
            break
    yield bytes(out)


def _ascii85(pieces: Iterator[bytes], _: Parameters) -> Iterator[bytes]:
    held, started = b"", False
    for piece in pieces:
        held += piece.translate(None, WHITE)
        held, started = held if started else held.removeprefix(b"<~"), True
        held, mark, _rest = held.partition(b"~")
        plain = held.replace(b"z", b"!!!!!")
        whole = len(plain) if mark else len(plain) // 5 * 5
        yield _decoded(base64.a85decode, plain[:whole])
        held = plain[whole:]
        if mark:
            return
    yield _decoded(base64.a85decode, held)


def _ascii_hex(pieces: Iterator[bytes], _: Parameters) -> Iterator[bytes]:
    held = b""
    for piece in pieces:
        held, mark, _rest = (held + piece.translate(None, WHITE)).partition(b">")
        held += b"0" if mark and len(held) % 2 else b""
        whole = len(held) // 2 * 2
        yield _decoded(bytes.fromhex, held[:whole].decode("latin-1"))
        held = held[whole:]
        if mark:
            return
    yield _decoded(bytes.fromhex, held.decode("latin-1") + "0" if held else "")


def _decoded(decode: Callable[[Any], bytes], text: bytes | str) -> bytes:
    try:
        return decode(text)
    except ValueError:
        raise Unopenable(UNMEASURED) from None


def _crypt(pieces: Iterator[bytes], told: Parameters) -> Iterator[bytes]:
    """An encrypted PDF is refused, so that the only one left is the filter that changes nothing."""
    if "/Name" in told and str(told["/Name"]) != "/Identity":
        raise Unopenable(UNMEASURED)
    return pieces


UNDONE: dict[str, Undo] = {
    "/FlateDecode": _flate,
    "/LZWDecode": _lzw,
    "/RunLengthDecode": _run_length,
    "/ASCII85Decode": _ascii85,
    "/ASCIIHexDecode": _ascii_hex,
    "/Crypt": _crypt,
}
