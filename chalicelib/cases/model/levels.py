"""可信等级 of what was handed in, and what each level allows (国办函〔2016〕108号; 广东省优化营商环境条例34). Pure.

A: an organ has issued it and has given it. B: a window has compared it with the original. C: the copy of a certificate
that nobody has compared. D: the applicant's own word, or the report of a third party.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.evidence import evidence
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.sharing import not_obtained, still_asked
from chalicelib.catalogue.model.checklists import ChecklistLine
from chalicelib.catalogue.model.material_kinds import COMPARED, MaterialKind
from chalicelib.foundation.problems import FieldError

MaterialLevel = Literal["A", "B", "C", "D"]
OriginalState = Literal["never_asked", "awaited", "seen"]
UNSEEN, UNPROVEN = "original_unseen", "shared_unproven"


class Use(NamedTuple):
    """What may be done with a file. `accepted`: it carries the acceptance and the grant. `checked`: a window may ask
    for the original and raise it to B by that. `reused`: another case may have it as it is.
    """

    accepted: bool
    checked: bool
    reused: bool


DIRECT, FIRST = Use(accepted=True, checked=False, reused=False), Use(accepted=False, checked=True, reused=False)
COPIED = Use(accepted=True, checked=False, reused=True)
USES: Mapping[tuple[MaterialLevel, MaterialKind], Use] = {
    **{("A", kind): COPIED for kind in ("certificate", "report", "statement", "form")},
    **{("B", kind): COPIED for kind in ("certificate", "report", "statement", "form")},
    ("C", "certificate"): FIRST,
    ("D", "report"): FIRST,
    ("D", "statement"): DIRECT,
    ("D", "form"): DIRECT,
}


class Raised(NamedTuple):
    """Who has compared the file with its original, and when (R27)."""

    by: str
    at: datetime


def raised_of(line: ChecklistLine, file: MaterialFile) -> Raised | None:
    """By an act of its own, or by the clerk who has scanned it from the original: once the scan is there."""
    if file.level == "B" and file.raised_by and file.raised_at:
        return Raised(file.raised_by, file.raised_at)
    if file.level is None and line.kind in COMPARED and file.scan and file.state == "ready":
        return Raised(file.added_by, file.requested_at)
    return None


def level_of(line: ChecklistLine, file: MaterialFile, on: date | None = None) -> MaterialLevel:
    """`on`: as of this day, on which what an organ gave may have run out. The case that obtained it goes on with it all
    the same: it was valid then, and the hall's own time costs nobody a paper.
    """
    if file.level == "A" and on is not None and expired(file, on):
        return "C" if line.kind == "certificate" else "D"
    if file.level:
        return file.level
    if raised_of(line, file):
        return "B"
    return "C" if line.kind == "certificate" else "D"


def expired(file: MaterialFile, on: date) -> bool:
    return file.valid_until is not None and file.valid_until < on


def fallen(file: MaterialFile, on: date) -> str | None:
    """Why the file has no longer the level that it was given; None where it has."""
    last = file.valid_until
    if file.level != "A" or last is None or not expired(file, on):
        return None
    return f"签发机关载明的有效期至{last.year}年{last.month}月{last.day}日，已经届满，不再作为A级材料提供"


def use_of(line: ChecklistLine, file: MaterialFile) -> Use:
    return USES[level_of(line, file), line.kind]


def original_of(line: ChecklistLine, file: MaterialFile, papers: Collection[str] = ()) -> OriginalState:
    """Whether the original is still to be shown. Of a line whose papers a window has taken nobody asks for it: a clerk
    has compared the papers then.
    """
    if use_of(line, file).checked:
        return "never_asked" if line.no in papers else "awaited"
    return "seen" if level_of(line, file) == "B" else "never_asked"


def unseen(case: Case, lines: Iterable[ChecklistLine], files: Iterable[MaterialFile]) -> list[FieldError]:
    """The required lines with a file whose original nobody has seen, and without papers that a clerk has compared. What
    must not be demanded has no original that could be demanded.
    """
    waiting = dict[str, list[MaterialFile]]()
    for file in evidence(case, files):
        waiting.setdefault(file.line, []).append(file)
    return [
        FieldError(f"/materials/{line.no}", UNSEEN, f"“{line.name}”的原件尚未核对，请申请人出示原件，由窗口核对")
        for line in lines
        if line.required
        and line.no not in case.papers
        and not all(use_of(line, file).accepted for file in waiting.get(line.no, []))
    ]


def unproven_shared(case: Case, lines: Iterable[ChecklistLine], files: Iterable[MaterialFile]) -> list[FieldError]:
    """The shared lines for which a grant has nothing: no organ has given them, also not yet, and nobody has compared
    what was handed in. Nothing more may be demanded of the applicant (国务院令第716号第七条): the department says what
    it rests on.
    """
    handed_in = dict[str, list[MaterialFile]]()
    for file in evidence(case, files):
        handed_in.setdefault(file.line, []).append(file)
    lacking = not_obtained(case.sharing) | still_asked(case.sharing)
    return [
        FieldError(f"/materials/{line.no}", UNPROVEN, f"“{line.name}”没有取得或者核对，请查询后说明依据，或者核对原件")
        for line in lines
        if line.shared
        and line.applies
        and line.no not in case.papers
        and (line.no in lacking or line.no in handed_in)
        and not any(use_of(line, file).accepted for file in handed_in.get(line.no, []))
    ]
