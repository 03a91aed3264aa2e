"""预审（预受理，材料把关）: what a window says of a draft before it is submitted (规则二(一)2, R21). Pure.

It has no effect in law: it is no receipt and no acceptance, starts no clock, and binds neither side. Whoever has asked
may submit at any time, whatever was answered or not.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Literal

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.record import Record

# The platform's own: a request that no window has answered does not stand in its list for ever.
STANDS_FOR = timedelta(days=15)
MOST_PRECHECKS = 10

Observation = Literal["missing", "amend", "fine"]
PrecheckState = Literal["asked", "answered", "withdrawn", "expired", "submitted"]
STATES: dict[PrecheckState, str] = {
    "asked": "等待窗口答复，不影响提交",
    "answered": "窗口已答复；预审意见不是受理，也不代替受理前的一次性告知",
    "withdrawn": "申请人已撤回请求",
    "expired": "窗口没有在请求保留的时间内答复，可以再次请求，也可以直接提交",
    "submitted": "答复以前申请已经提交",
}


class PrecheckComment(Record):
    """What the window says of one line of the list or one field of the form, `file` of which file."""

    line: str | None = None
    field: str | None = None
    file: str | None = None
    finding: Observation
    comment: str = Field(default="", repr=False)


class Precheck(Record):
    """One request and its answer. `asked_version` and `answered_version` are those of the form, `until` the last day on
    which the request stands; `item_version` is that by whose list the window has judged, `answered_files` stands for
    the files that lay there then.
    """

    asked_at: AwareDatetime
    asked_version: int
    until: date
    withdrawn_at: AwareDatetime | None = None
    answered_at: AwareDatetime | None = None
    answered_version: int | None = None
    answered_files: str | None = None
    item_version: int | None = None
    comments: tuple[PrecheckComment, ...] = ()
    summary: str = Field(default="", repr=False)

    def judged_otherwise(self, form_version: int, files: str) -> bool:
        """Whether form or files are others than those that the window has looked at."""
        seen = (self.answered_version, self.answered_files or files)
        return self.answered_at is not None and seen != (form_version, files)

    def state(self, today: date, *, draft: bool) -> PrecheckState:
        """How it stands on this day; `draft`: the application was not submitted yet."""
        if self.answered_at is not None:
            return "answered"
        if self.withdrawn_at is not None:
            return "withdrawn"
        if not draft:
            return "submitted"
        return "asked" if today <= self.until else "expired"


def files_now(files: Iterable[MaterialFile]) -> str:
    """One short word that stands for exactly these files."""
    ready = sorted(file.id for file in files if file.state == "ready")
    return sha256("\n".join(ready).encode()).hexdigest()[:32]


def asked(at: datetime, form_version: int) -> Precheck:
    return Precheck(asked_at=at, asked_version=form_version, until=at.date() + STANDS_FOR)
