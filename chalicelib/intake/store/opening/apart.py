"""Opening files: images here, because that takes a bounded walk; PDFs in a process of their own, with hard bounds.

A PDF that takes too long or too much ends its own process and nothing else, and is refused.
"""

import base64
import hashlib
import json

from chalicelib.cases.model.material import HEIC
from chalicelib.foundation.apart import run_apart
from chalicelib.intake.store.opening import jpeg, png
from chalicelib.intake.store.opening.result import Opened, Unopenable, patched

SECONDS = 25
NOT_IN_TIME = "PDF 无法在规定的时间和内存内打开，请重新导出为普通 PDF 后上传"
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif")
STARTS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": png.SIGNATURE}
OPENS = "chalicelib.intake.store.opening.child"
REMEMBERED, MOST_REMEMBERED = 256, 100_000
_known: dict[str, str] = {}


def open_file(content: bytes, media_type: str, called: str) -> Opened:
    """Unopenable, with the reason, for what is not this type, cannot be opened or is active; `called` names the type to
    people.
    """
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise Unopenable(HEIC)
    if not content.startswith(STARTS[media_type]):
        raise Unopenable(f"文件实际格式不是 {called}")
    match media_type:
        case "image/jpeg":
            return jpeg.open_jpeg(content)
        case "image/png":
            return png.open_png(content)
        case _:
            return _pdf(content)


def _pdf(content: bytes) -> Opened:
    """The same bytes have the same answer, so that of the last few is remembered, by their digest. That there was no
    answer in time is not: another moment may be less busy.
    """
    digest = hashlib.sha256(content).hexdigest()
    told = _known.get(digest) or ask(content)
    if told is None:
        raise Unopenable(NOT_IN_TIME)
    if len(_known) >= REMEMBERED:
        _known.clear()
    if len(told) <= MOST_REMEMBERED:
        _known[digest] = told
    answer = json.loads(told)
    if "reason" in answer:
        raise Unopenable(answer["reason"])
    patches = [(place, length, new and base64.b64decode(new)) for place, length, new in answer["patches"]]
    return Opened(patched(content, patches), pages=answer["pages"], traces_left=answer["traces_left"])


def ask(content: bytes) -> str | None:
    """The answer of the process, as JSON: `pages`, `patches` that take traces out and `traces_left`, or the `reason`
    why the file is none. None when it has not answered within its bounds.

    What a stranger has sent is read there, so the process knows no credentials.
    """
    answer = run_apart(OPENS, content, seconds=SECONDS)
    return answer.decode() if answer else None
