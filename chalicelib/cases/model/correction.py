"""一次性告知 as data: what it asked for, frozen at its time, and what a supplement lacks (行政许可法32(4)). Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.evidence import SUPPLEMENTED_FROM, considered
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.record import Record
from chalicelib.cases.model.status import Status

NoticeState = Literal["awaited", "lapsed", "answered", "ended"]


class NoticedGap(Record):
    """One gap: of a line or of a field by its pointer, `file` of which file, `value` what the field said if the notice
    quotes it. The words are those of the paper.
    """

    line: str | None = None
    field: str | None = None
    file: str | None = None
    name: str
    value: str | None = Field(default=None, repr=False)
    defect: str = Field(repr=False)
    remedy: str = Field(repr=False)
    standard: str
    basis: str
    members: Annotated[tuple[str, ...], Field(description="of a joint request the items that need the line")] = ()

    @property
    def target(self) -> str:
        return self.line or self.field or ""


class Notice(Record):
    """One notice. `number` counts those of the case. `answer_by` is the last day that the paper names, `provisional`
    while not every holiday up to it was known; `workdays` is the length of the term.
    """

    number: int
    at: AwareDatetime
    document: str
    answer_by: date
    workdays: int
    provisional: bool = False
    gaps: tuple[NoticedGap, ...] = Field(repr=False)


def state_of(case: Case, notice: Notice) -> NoticeState:
    """How the notice stands. One that a supplement has answered stays so."""
    if notice.number < len(case.corrections) or case.status not in {*SUPPLEMENTED_FROM, Status.WITHDRAWN}:
        return "answered"
    match case.status:
        case Status.CORRECTING:
            return "awaited"
        case Status.LAPSED:
            return "lapsed"
        case _:
            return "answered" if case.received_at and case.received_at > notice.at else "ended"


def lacking(case: Case, notice: Notice, files: Iterable[MaterialFile]) -> list[str]:
    """Of a notice that is not answered yet: the gaps for which nothing is ready to be handed in. Fields come with the
    supplement itself, so they lack until then.
    """
    if case.status not in SUPPLEMENTED_FROM or notice.number != len(case.corrections):
        return []
    since = [file for file in considered(case, files) if file.requested_at > notice.at and file.state == "ready"]
    have = {file.line for file in since}
    return [gap.target for gap in notice.gaps if gap.target not in have]
