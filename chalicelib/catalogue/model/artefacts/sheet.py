"""A sheet as data: sections of facts, tables and paragraphs. It is answered as JSON, and printed as it is."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SheetKind = Literal["guide", "checklist", "form", "manual"]
KINDS: Mapping[SheetKind, str] = {
    "guide": "办事指南",
    "checklist": "受理清单及样本",
    "form": "申请表及填写样例",
    "manual": "业务手册",
}
# What the printed sheets of a release look like. Another number has every sheet printed anew.
LAYOUT = 1
NOTICE = "不能申请的说明"


class _Frozen(BaseModel, defer_build=True):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Fact(_Frozen):
    """One line: what it is called, and what it says."""

    label: str
    value: str


class Rows(_Frozen):
    """A table; `widths` are relative."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]


class Chapter(_Frozen):
    """A part of a sheet under its heading; one of the three is there, or several in this order."""

    title: str
    facts: tuple[Fact, ...] = ()
    table: Rows | None = None
    paragraphs: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.facts or self.table or self.paragraphs)


class Sheet(_Frozen):
    """One of the four, of one version of an item. `content_hash` is that of the version. `staff`: for the hall only."""

    kind: SheetKind
    title: str
    item: str
    name: str
    version: int
    content_hash: str
    organ: str
    staff: bool
    chapters: Annotated[tuple[Chapter, ...], Field(min_length=1)]

    @property
    def notice(self) -> str:
        """What stands above all else: that nobody can apply. Empty where one can."""
        first = self.chapters[0]
        return "".join(first.paragraphs) if first.title == NOTICE else ""

    def digest(self, *, sample: bool) -> str:
        """Which PDF this is: another content, another layout or another label is another one."""
        text = f"{LAYOUT} {sample} {self.model_dump_json()}"
        return hashlib.sha256(text.encode()).hexdigest()
