"""Single days that are changed beside the yearly notice: a typhoon, a local festival, a make-up day that moves."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.clock.notice import FIRST_DAY, LAST_DAY, LINE
from chalicelib.clock.workdays import Day

# A province ends in four zeros, a city in two.
WHOLE = "00"


class ChangedDay(BaseModel, defer_build=True):
    """One day that becomes a day off, or a workday. `name` says why, as people read it: 台风“山竹”停工."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    date: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
    workday: bool
    name: Annotated[str, Field(min_length=1, max_length=40, pattern=LINE)]


class CalendarAmendment(BaseModel, defer_build=True):
    """Days laid over whatever the notices say; nothing else of the year changes.

    `division`: the region whose organs the days are for, with all regions below it; None for the whole country. `paper`
    is the document that orders it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    division: Annotated[str, Field(pattern=r"^[1-9][0-9]{5}$")] | None = None
    days: Annotated[tuple[ChangedDay, ...], Field(min_length=1, max_length=60)]
    paper: Annotated[str, Field(min_length=1, max_length=300, pattern=LINE)]

    @field_validator("days")
    @classmethod
    def _each_day_once(cls, days: tuple[ChangedDay, ...]) -> tuple[ChangedDay, ...]:
        if len({day.date for day in days}) != len(days):
            raise PydanticCustomError("day_repeated", "同一天只能出现一次")
        return days

    def holds_in(self, division: str) -> bool:
        """Whether the organs of this region keep these days."""
        return self.division is None or division.startswith(_part(self.division))


def _part(division: str) -> str:
    """The digits that all regions below share: 130000 -> 13, 130100 -> 1301, 130102 -> 130102."""
    while division.endswith(WHOLE):
        division = division[: -len(WHOLE)]
    return division


def amended(year: int, amendments: Iterable[CalendarAmendment]) -> Mapping[date, Day]:
    """The changed days of a year; of two amendments of one day the later one rules."""
    return {
        changed.date: Day(changed.date, changed.workday, _reason(changed), False)
        for amendment in amendments
        for changed in amendment.days
        if changed.date.year == year
    }


def _reason(changed: ChangedDay) -> str:
    return f"临时调整上班:{changed.name}" if changed.workday else f"临时放假:{changed.name}"
