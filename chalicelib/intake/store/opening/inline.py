"""Pictures that stand in the text of a page: BI, what they are, ID, the picture, EI (ISO 32000-1, 8.9.7)."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from chalicelib.intake.store.opening.filters import CODECS, Count, filters_of, unpacked
from chalicelib.intake.store.opening.pictures import require_declared, require_picture
from chalicelib.intake.store.opening.result import TOO_MUCH, Unopenable

WHITE = rb"[\x00\t\n\x0c\r ]"
START = re.compile(
    rb"BI(?<![^\x00\t\n\x0c\r \])>]BI)" + WHITE + rb"*(?=/)([^\x80-\xff]{0,2000}?)(?<=[^A-Za-z/])ID" + WHITE
)
END = re.compile(WHITE + rb"EI(?=" + WHITE + rb"|\Z)")
ENTRY = re.compile(rb"/([A-Za-z0-9]+)\s*(\[[^\]]*\]|<<.*?>>|/?[^\s/\[\]<>]+)", re.DOTALL)
MOST_INLINE = 50_000


class Inline(NamedTuple):
    """A picture, from `start` to `end` of the text that it stands in."""

    fields: dict[str, Any]
    start: int
    end: int

    @property
    def filters(self) -> list[str]:
        return filters_of(self.fields)


def inline_pictures(text: bytes) -> Iterator[Inline]:
    place = number = 0
    while found := START.search(text, place):
        number += 1
        if number > MOST_INLINE:
            raise Unopenable(TOO_MUCH)
        ended = END.search(text, found.end())
        place = ended.start() if ended else len(text)
        yield Inline(_fields(found[1]), found.end(), place)


def require_inline(text: bytes, count: Count) -> bool:
    """Every picture of the text is measured as if it were an object. Whether one of them is a photo."""
    photo = False
    for picture in inline_pictures(text):
        require_declared(picture.fields)
        filters = picture.filters
        end = picture.end if not filters or filters[0] in CODECS else len(text)
        plain = unpacked(text, picture.fields, count, (picture.start, end))
        if filters and filters[-1] in CODECS:
            require_picture(filters[-1], b"".join(plain), picture.fields, len(filters) - 1)
        else:
            for _ in plain:
                pass
        photo = photo or "/DCTDecode" in filters or "/JPXDecode" in filters
    return photo


def _fields(text: bytes) -> dict[str, Any]:
    return {f"/{name.decode()}": _value(value) for name, value in ENTRY.findall(text)}


def _value(text: bytes) -> Any:
    if text.startswith(b"<<"):
        return _fields(text[2:-2])
    if text.startswith(b"["):
        parts = re.findall(rb"<<.*?>>|/?[^\s/\[\]<>]+", text[1:-1], re.DOTALL)
        return [None if part == b"null" else _value(part) for part in parts]
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), text).decode("latin-1")
    return int(plain) if plain.lstrip("+-").isdigit() else plain
