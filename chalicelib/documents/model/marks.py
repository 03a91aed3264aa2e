"""可信等级的标记: what the marked rendition of a file says on each of its pages (国办函〔2016〕108号). Pure.

The original stays as it is. Its digest stands in the mark, so that everybody can compare the two.
"""

import base64
import hashlib
import json
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from chalicelib.cases.model import Case
from chalicelib.cases.model.levels import MaterialLevel, fallen, level_of
from chalicelib.cases.model.material import SHEET_TYPE, MaterialFile
from chalicelib.cases.model.result_end import END_LABELS, LAW, ResultEnd
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.documents.model.notice import chinese_date

COMPARED = "此件经与原件核对无误"
ISSUED = "此件由签发机关提供"
COPY = "此件为复印件，尚未与原件核对"
OWN = "此件由申请人提供，申请人对其真实性负责"
REPORT = "此件为第三方出具的报告，尚未与原件核对"
MOST_PAGES = 200
# Changes with the drawing, so that what was drawn before is drawn anew.
DRAWING = 1


class Drawn(BaseModel, defer_build=True):
    """`heading` stands above the `lines`, the `level` of each kind beside them, with its `caption`. `sha256` is that of
    the original, in hexadecimal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    heading: str
    lines: tuple[str, ...]
    sha256: str
    caption: str = "可信等级"

    def digest(self, *, sample: bool) -> str:
        said = json.dumps([DRAWING, sample, self.model_dump()], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


class Mark(Drawn, defer_build=True):
    """That of a file, with the level of the day."""

    level: MaterialLevel


class EndedMark(Drawn, defer_build=True):
    """That of a certificate which has ended."""

    level: Literal["失效"] = "失效"
    caption: str = "证照状态"


def mark_of(case: Case, line: ChecklistLine, file: MaterialFile, on: date) -> Mark:
    """As of this day. It names posts and organs, and no person."""
    level = level_of(line, file, on)
    match level:
        case "A":
            heading, more = ISSUED, _issued(file)
        case "B":
            heading, more = COMPARED, _compared(case, file)
        case _:
            why = fallen(file, on)
            heading, more = _unproven(line), ([f"等级变动：{why}"] if why else [])
    purpose = f"用途：仅用于办理“{case.item_name}”" + (f"　办件编号：{case.number}" if case.number else "")
    original = original_digest(file)
    lines = (purpose, *more, f"原件电子文件 SHA-256：{original}")
    return Mark(level=level, heading=heading, lines=lines, sha256=original)


def ended_mark(end: ResultEnd, sha256: str) -> EndedMark:
    """Of a certificate that a decision has ended (行政许可法8, 49, 50, 69, 70)."""
    heading = f"本证照{END_LABELS[end.state]}，自{chinese_date(end.day)}起不再有效"
    lines = (f"依据：{LAW}{end.article}", f"原件电子文件 SHA-256：{sha256}")
    return EndedMark(heading=heading, lines=lines, sha256=sha256)


def why_unmarkable(file: MaterialFile) -> str | None:
    """Why no rendition can be made, as far as it is known beforehand."""
    if file.content_type == SHEET_TYPE:
        return "该文件由平台按填写的内容生成，为文字格式，没有版面可供标注，请直接查看原文件"
    if file.pages and file.pages > MOST_PAGES:
        return f"该文件有 {file.pages} 页，超过 {MOST_PAGES} 页的不加注标记，请直接查看原文件"
    return None


def original_digest(file: MaterialFile) -> str:
    """Of the bytes that are kept and that people read."""
    return base64.b64decode(file.kept_sha256 or file.sha256).hex()


def _issued(file: MaterialFile) -> list[str]:
    until = chinese_date(file.valid_until) if file.valid_until else "签发机关没有载明"
    obtained = f"　查询用途：{file.obtained_for}" if file.obtained_for else ""
    return [f"签发机关：{file.issuer or '未载明'}{obtained}　有效期至：{until}"]


def _compared(case: Case, file: MaterialFile) -> list[str]:
    """Who has compared it, by the post, and on which day."""
    at: datetime | None = file.raised_at or (file.requested_at if file.scan else None)
    day = f"　核对日期：{chinese_date(at.date())}" if at else ""
    return [f"核对：{case.theme}窗口工作人员{day}"]


def _unproven(line: ChecklistLine) -> str:
    return {"certificate": COPY, "report": REPORT}.get(line.kind, OWN)
