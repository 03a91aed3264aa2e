"""PDF: every object is read once; what runs, launches, hides a file or is locked is refused. Run it apart (`apart`).

pypdf reads the structure. Streams are unpacked piece by piece, to count them, and not kept.
"""

import io
import logging
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject, StreamObject

from chalicelib.intake.store.opening.result import LEFT, MAP, SIGNED, TOO_MUCH, Patch, Unopenable
from chalicelib.intake.store.opening.signature import is_signature
from chalicelib.intake.store.opening.streams import measure
from chalicelib.intake.store.opening.traces import tells_a_place, traces_in

BROKEN = "PDF 无法打开，可能不完整或者已损坏，请重新导出后上传"
LOCKED = "PDF 已加密或者设有密码，请取消后重新上传"
ACTIVE = "PDF 含有脚本、可执行动作、附件或者动态表单，请打印为普通 PDF 后上传"
TWO_IN_ONE = "文件中还夹带另一种格式的文件，请重新导出为普通 PDF 后上传"
MOST_PAGES, MOST_OBJECTS, MOST_PARTS = 2000, 200_000, 2_000_000
MOST_OF_A_STREAM, MOST_UNPACKED = 512 * 1024 * 1024, 1536 * 1024 * 1024
# Behind the end of the file: white space, comments of a PDF or of a page of the web, and no markup.
LONGEST_TAIL = 1024
TAIL = re.compile(
    rb"(?:[\x00\t\n\x0c\r ]|%[^<>\x00-\x08\x0b-\x1f\n]*(?=[\r\n]|\Z)|<!--[^<>\x00-\x08\x0b\x0e-\x1f]*-->)*"
)
# ISO 32000: actions that run or leave the document, and what carries a program, a file or a form of its own.
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/GoToE", "/GoToR"}
    | {"/Movie", "/Sound"}
)
CARRIERS = frozenset({"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen", "/FileAttachment", "/EmbeddedFile"})
KEYS = frozenset({"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"})
# What pypdf raises on bytes that are no PDF.
FAULTS = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


class Read(NamedTuple):
    """What there is of a PDF: its pages, what takes the traces out of it, and why some of them are left."""

    pages: int
    patches: list[Patch]
    traces_left: str | None


@dataclass
class Seen:
    """What the walk through all objects has found on its way."""

    signed: bool = False
    mapped: bool = False
    telling: list[tuple[IndirectObject, StreamObject]] = field(
        default_factory=list[tuple[IndirectObject, StreamObject]]
    )


def open_pdf(content: bytes) -> Read:
    """Unopenable for half a PDF, a locked one, an active one, two files in one, and one that is too much.

    One with a signature is kept as it came: whoever changed it would break the signature.
    """
    require_whole(content)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise Unopenable(LOCKED)
        seen = require_harmless(reader, content)
        pages = len(reader.pages)
        if not 1 <= pages <= MOST_PAGES or any(page.mediabox.width <= 0 for page in reader.pages):
            raise Unopenable(BROKEN if pages <= MOST_PAGES else f"PDF 最多 {MOST_PAGES} 页，请拆分后上传")
    except FAULTS:
        raise Unopenable(BROKEN) from None
    try:
        patches, left = traces_in(reader, seen.telling, content)
    except FAULTS:
        patches, left = [], True
    if seen.signed:
        return Read(pages, [], SIGNED if patches or left or seen.mapped else None)
    return Read(pages, patches, "；".join(why for why, so in ((LEFT, left), (MAP, seen.mapped)) if so) or None)


def require_whole(content: bytes) -> None:
    """From the first byte to the last it is this PDF: it has its end, and no archive is appended to it.

    A comment behind the end, which some programs write, is no second file.
    """
    body, end, tail = content.rstrip(b"\x00\t\n\x0c\r ").rpartition(b"%%EOF")
    if not (body and end):
        raise Unopenable(BROKEN)
    if len(tail) > LONGEST_TAIL or not TAIL.fullmatch(tail):
        raise Unopenable(TWO_IN_ONE)
    if b"PK\x05\x06" in content[-(1 << 16) - 22 :]:
        raise Unopenable(TWO_IN_ONE)


def require_harmless(reader: PdfReader, content: bytes) -> Seen:
    """Every object that the file lists, and what lies in it, whether a page shows it or not."""
    numbers = {(number, generation) for generation, those in reader.xref.items() for number in those}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise Unopenable(TOO_MUCH)
    parts, unpacked, seen = 0, 0, Seen()
    references = [IndirectObject(*number, reader) for number in sorted(numbers)]
    objects: Iterable[tuple[IndirectObject | None, Any]] = ((each, reader.get_object(each)) for each in references)
    for reference, found in ((None, cast(Any, reader.trailer)), *objects) if numbers else ():
        pending: list[Any] = [found]
        if isinstance(found, StreamObject):
            measured = measure(found, MOST_OF_A_STREAM)
            unpacked += measured.size
            seen.telling += [(reference, found)] if reference and measured.tells else []
        while pending:
            part, parts = pending.pop(), parts + 1
            if parts > MOST_PARTS:
                raise Unopenable(TOO_MUCH)
            if isinstance(part, Mapping):
                fields = cast(Mapping[str, Any], part)
                require_passive(fields)
                seen.signed = seen.signed or is_signature(fields, content)
                seen.mapped = seen.mapped or tells_a_place(fields)
                pending += [value for value in fields.values() if isinstance(value, Mapping | list)]
            elif isinstance(part, list):
                pending += [value for value in cast(list[Any], part) if isinstance(value, Mapping | list)]
        if unpacked > MOST_UNPACKED:
            raise Unopenable(TOO_MUCH)
    return seen


def require_passive(fields: Mapping[str, Any]) -> None:
    if KEYS & fields.keys() or str(fields.get("/S")) in ACTIONS:
        raise Unopenable(ACTIVE)
    if str(fields.get("/Subtype")) in CARRIERS or str(fields.get("/Type")) == "/EmbeddedFile":
        raise Unopenable(ACTIVE)
    if "/OpenAction" in fields:
        require_within(fields["/OpenAction"])
    if "/AA" in fields:
        for action in cast(Mapping[str, Any], fields["/AA"]).values():
            require_within(action)


def require_within(action: Any) -> None:
    """What happens without a click may show a page of this document, and nothing else. A link waits for the click."""
    action = action.get_object() if isinstance(action, IndirectObject) else action
    if isinstance(action, Mapping) and (str(cast(Any, action).get("/S")) != "/GoTo" or "/Next" in action):
        raise Unopenable(ACTIVE)
