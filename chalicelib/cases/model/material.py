"""One uploaded file of a material line, from the request for an upload address to evidence."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.presented import part
from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.checklists import ChecklistLine, checklist
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import Shape

FileState = Literal["requested", "checking", "ready", "refused", "removed"]
# A file in one of these takes none of the places that a case has for files.
GONE: frozenset[FileState] = frozenset({"refused", "removed"})
MEDIA_TYPES: Mapping[str, str] = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}
# How the name of a file of each type may end; the first is the usual one.
ENDINGS: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/png": (".png",),
    "text/plain": (".txt",),
}
# What the platform has printed from the form is plain text. Nobody uploads that.
SHEET_TYPE = "text/plain"
NAME_CHARACTERS = 200
# Other writings of these types, as browsers and phones have them.
SYNONYMS: Mapping[str, str] = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/jfif": "image/jpeg",
    "image/x-png": "image/png",
    "application/x-pdf": "application/pdf",
}
HEIC_TYPES = frozenset({"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"})
HEIC_ENDINGS = (".heic", ".heif")
HEIC = "HEIC 照片暂不能接收：请在手机“设置—相机—格式”中选择“兼容性最佳”后重新拍摄，或者转为 JPEG 后上传"
FILE_BYTES = 20 * 1024 * 1024
FILES_PER_LINE = 20
# A submission checks each file within its one transaction, which takes a hundred operations: 92 with all files.
FILES_PER_CASE = 80
# Refused files are not counted among those, but they are read with the case.
ANNOUNCED_PER_CASE = 300
NOT_SCANNED = "material_not_scanned"

LineNo = Annotated[str, Shape(r"[0-9]{2}", "line_format", "应为材料清单中的两位序号，如 01")]


class MaterialFile(Record):
    """`sha256` is base64, as S3 has it. Only a `ready` file counts; `s3_version` pins the bytes that were checked.

    `added_by` is the account that announced it, `scan` says that this was the window's. `event` is the number of the
    event by which the case received it, `left_out` that of the last one that did not wait for its check. `pages`, or
    `width` and `height` in pixels, are known once it was opened. `kept_sha256` is that of the copy from which the
    position and other traces of photos were taken out, if there were any; then the copy is kept, and the upload is not.
    `traces_left` says in Chinese why they are still in a PDF. `level` A says that an organ has issued it and has
    given it by data sharing: it is used as it is (国办函〔2016〕108号). `issuer` is that organ, `obtained_for` what it
    was asked for, `valid_until` the last day on which what it gave is valid. `level` B says that a clerk has compared
    the upload with the original: `raised_by`, `raised_at`. What has no level of its own here has the one of its line
    (`levels.py`). `form_version` is that of the form from which the platform has printed it and which the applicant
    has confirmed. `stored_as` names case and file under which the bytes lie, of a file that a member of a joint request
    has from its request.
    """

    id: str
    line: str
    file_name: str = Field(repr=False)
    size: Annotated[int, Field(ge=1, le=FILE_BYTES)]
    sha256: str
    content_type: str
    state: FileState = "requested"
    reason: str | None = None
    requested_at: AwareDatetime
    checked_at: AwareDatetime | None = None
    s3_version: str | None = None
    added_by: str = ""
    scan: bool = False
    event: int | None = None
    left_out: int | None = None
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    kept_sha256: str | None = None
    traces_left: str | None = None
    level: Literal["A", "B"] | None = None
    issuer: str | None = None
    obtained_for: str | None = None
    valid_until: date | None = None
    form_version: int | None = None
    stored_as: str | None = None
    raised_by: str | None = None
    raised_at: AwareDatetime | None = None


def media_type(written: Any) -> Any:
    """The usual writing of a media type: lower case, without parameters, and one name for each type."""
    if not isinstance(written, str):
        return written
    plain = written.partition(";")[0].strip().lower()
    return SYNONYMS.get(plain, plain)


def kept_name(typed: str, content_type: str) -> str:
    """The name of a file without folders, and with an extension of its type at the end: a.exe becomes a.exe.pdf.

    The name of a HEIC photo stays, for it is explained why it is not taken.
    """
    name = re.split(r"[/\\]", typed)[-1].strip(". ") or "material"
    endings = ENDINGS.get(content_type, ())
    if not endings or name.lower().endswith((*endings, *HEIC_ENDINGS)):
        return name
    return f"{name[: NAME_CHARACTERS - len(endings[0])]}{endings[0]}"


def gaps(
    lines: Iterable[ChecklistLine], files: Iterable[MaterialFile], papers: Collection[str] = ()
) -> tuple[list[FieldError], list[FieldError]]:
    """What keeps the application from being complete: (lines missing, lines whose files are still being checked).

    Every required line needs a ready file; the sentence says what happened to the last file of the line, if there was
    one. `papers` are the lines whose papers the window has taken: they are not missing, only not scanned yet.
    """
    by_line: dict[str, list[MaterialFile]] = {}
    for file in files:
        by_line.setdefault(file.line, []).append(file)
    missing: list[FieldError] = []
    checking: list[FieldError] = []
    for line in lines:
        states = {file.state for file in by_line.get(line.no, [])}
        pointer = f"/materials/{line.no}"
        if "checking" in states:
            checking.append(FieldError(pointer, "material_checking", f"“{line.name}”正在校验"))
        elif line.required and "ready" not in states:
            why = _why_missing(line, by_line.get(line.no, []), on_paper=line.no in papers)
            missing.append(FieldError(pointer, *why))
    return missing, checking


def _why_missing(line: ChecklistLine, files: list[MaterialFile], *, on_paper: bool) -> tuple[str, str]:
    if line.printed and not files and not on_paper:
        return "material_missing", f"请核对并确认由填写内容生成的“{line.name}”，无需上传"
    if not files and on_paper:
        return NOT_SCANNED, f"已收取“{line.name}”的纸质材料，请扫描上传"
    if not files:
        return "material_missing", f"请上传“{line.name}”"
    last = max(files, key=lambda file: file.requested_at)
    if last.state == "refused":
        return "material_refused", f"“{line.name}”未通过校验（{last.reason}），请重新上传"
    return "material_not_uploaded", f"“{line.name}”已登记但尚未收到文件，请完成上传"


def lines_of(item: ItemDocument, form: Mapping[str, Any]) -> tuple[ChecklistLine, ...]:
    """The item's list of materials, as the answers of this form make it apply."""
    return checklist(item, part(form, "answers"))
