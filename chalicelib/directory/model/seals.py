"""The register of seals: each department has one active 行政审批专用章 (R71); who keeps it, and where."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from chalicelib.directory.model.terms import DivisionCode, LastDay, Line, Record, RecordId
from chalicelib.foundation.validation import Shape

SealState = Literal["active", "withdrawn"]


class Seal(Record):
    """One approval seal. A seal that is out of use is withdrawn with a day and a reason, and is never deleted.

    Departments of one organ have numbered seals, so that each document says by its seal whose business it was.
    """

    id: RecordId
    region: DivisionCode
    department: Annotated[str, Shape(r"[a-z][a-z0-9_]{0,31}", "department_format", "应为部门标识，如 food")]
    kind: Line = "行政审批(公共服务)专用章"
    inscription: Line
    state: SealState = "active"
    since: Annotated[date | None, Field(alias="from", description="the first day; unknown of old seals")] = None
    until: LastDay = None
    stopped_at: Annotated[
        AwareDatetime | None, Field(description="when it went out of use at once, as one that is lost")
    ] = None
    custodian: RecordId | None = None
    custody_place: Line | None = None
    note: Line | None = None

    def in_use_on(self, day: date) -> bool:
        """Whether documents of this day bear it."""
        if self.since is None and self.state == "withdrawn":
            return False
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def in_use_at(self, at: datetime) -> bool:
        """Whether documents of this moment of legal time (+08:00) bear it."""
        return self.in_use_on(at.date()) and (self.stopped_at is None or at < self.stopped_at)

    def state_on(self, day: date) -> SealState:
        """A seal with a last day is in use until that has passed."""
        return "withdrawn" if self.until and self.until < day else self.state


def seal_at(seals: Sequence[Seal], at: datetime) -> Seal | None:
    """The seal of a department that documents of this moment bear; None where it has none.

    On the day of an exchange the old seal ends and the new one begins: documents bear the new one.
    """
    in_use = [one for one in seals if one.in_use_at(at)]
    return max(in_use, key=lambda one: (one.state == "active", one.since or date.min), default=None)
