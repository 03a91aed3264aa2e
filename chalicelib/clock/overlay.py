"""What administrators have loaded over the published calendar: each entry with the moment from which it holds."""

from datetime import datetime
from typing import Annotated, NamedTuple, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.notice import HolidayNotice


class LoadedEntry(BaseModel, defer_build=True):
    """A yearly notice, or an amendment of single days. `number` counts from 1; `since` is legal time (+08:00)."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    number: Annotated[int, Field(ge=1)]
    since: AwareDatetime
    loaded_at: AwareDatetime
    reason: str
    notice: HolidayNotice | None = None
    amendment: CalendarAmendment | None = None

    @model_validator(mode="after")
    def _either(self) -> Self:
        if (self.notice is None) == (self.amendment is None):
            raise ValueError("an entry is a notice or an amendment")
        return self

    @property
    def paper(self) -> str:
        """The document that orders it."""
        ordered = self.notice or self.amendment
        return ordered.paper if ordered else ""


class Overlay(BaseModel, defer_build=True):
    """All entries in the order in which they were loaded. The version is the number of the last one."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    entries: tuple[LoadedEntry, ...] = ()

    @property
    def version(self) -> int:
        return self.entries[-1].number if self.entries else 0

    def version_at(self, at: datetime) -> int:
        """The number of the last entry that holds at this moment; 0 where none does."""
        return max((entry.number for entry in self.entries if entry.since <= at), default=0)

    def calendar_at(self, at: datetime, division: str) -> WorkCalendar:
        """The calendar of the organs of this region, as it is in force at this moment (legal time)."""
        layers = _Layers.of([entry for entry in self.entries if entry.since <= at], division)
        return WorkCalendar(layers.notices, layers.amendments)


class _Layers(NamedTuple):
    notices: tuple[HolidayNotice, ...]
    amendments: tuple[CalendarAmendment, ...]

    @classmethod
    def of(cls, entries: list[LoadedEntry], division: str) -> "_Layers":
        notices = tuple(entry.notice for entry in entries if entry.notice)
        amendments = tuple(entry.amendment for entry in entries if entry.amendment)
        return cls(notices, tuple(one for one in amendments if one.holds_in(division)))
