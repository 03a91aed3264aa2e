"""One stream of a PDF: what it holds once unpacked, how large its pictures are, and whether it may tell a position."""

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from pypdf.generic import StreamObject

from chalicelib.intake.store.opening.filters import CODECS, Count, filters_of, parameters_of, unpacked
from chalicelib.intake.store.opening.inline import require_inline
from chalicelib.intake.store.opening.pictures import require_declared, require_picture
from chalicelib.intake.store.opening.result import TOO_MUCH, Unopenable
from chalicelib.intake.store.opening.traces import MOST_OF_A_PICTURE, may_tell


class Measured(NamedTuple):
    """`size`: what all its filters put out together. `tells`: it is looked through for traces."""

    size: int
    tells: bool


def measure(stream: StreamObject, most: int) -> Measured:
    """Unopenable for too much, for a picture that is too large, and for what cannot be measured."""
    fields, count = cast(Mapping[str, Any], stream), Count(most)
    data: bytes = stream._data  # pyright: ignore[reportPrivateUsage] - the packed bytes, which no method gives
    declared = "/Subtype" in fields and str(fields["/Subtype"]) == "/Image"
    if declared:
        int(fields["/Width"])
        int(fields["/Height"])
    require_declared(fields)
    filters, tells = filters_of(fields), may_tell(fields)
    plain = unpacked(data, fields, count)
    if filters and filters[-1] in CODECS:
        shared = parameters_of(fields, len(filters) - 1)
        before = _shared(shared["/JBIG2Globals"], count) if "/JBIG2Globals" in shared else b""
        require_picture(filters[-1], before + _whole(plain), fields, len(filters) - 1)
    elif declared:
        for _ in plain:
            pass
    elif require_inline(_whole(plain), count):
        tells = True
    return Measured(count.size, tells)


def _shared(stream: Any, count: Count) -> bytes:
    """What several JBIG2 pictures share, which readers take as the beginning of each."""
    return _whole(unpacked(stream._data, stream, count))


def _whole(pieces: Any) -> bytes:
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > MOST_OF_A_PICTURE:
            raise Unopenable(TOO_MUCH)
    return bytes(whole)
