"""The yearly notice of the State Council's General Office on days off, as an administrator loads it."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

FIRST_DAY, LAST_DAY = date(2004, 1, 1), date(2099, 12, 31)
# The longest term that may be asked for from LAST_DAY is due before it.
LAST_DUE_DAY = date(2119, 12, 31)
# Days may be told of what was long before the calendar: when a will was written, or a person was trained.
FIRST_YEAR = 1900
# One line that neither begins nor ends with a space.
LINE = r"^\S(.*\S)?$"


class OffDay(BaseModel, defer_build=True):
    """One day off; `name` is the festival as the notice prints it, as 国庆节、中秋节."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    date: date
    name: Annotated[str, Field(min_length=1, max_length=40, pattern=LINE)]


class HolidayNotice(BaseModel, defer_build=True):
    """Every off day and make-up workday of `year` as finally in force; it replaces what was known of that year.

    A notice also speaks for the December before, where New Year's Day is joined to it: those days are laid over that
    year. `paper` is the document number or address of the notice.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    year: Annotated[int, Field(ge=FIRST_DAY.year, le=LAST_DAY.year)]
    off_days: Annotated[tuple[OffDay, ...], Field(min_length=1, max_length=80)]
    makeup_workdays: Annotated[tuple[date, ...], Field(max_length=40)] = ()
    paper: Annotated[str, Field(min_length=1, max_length=300, pattern=LINE)]

    @model_validator(mode="after")
    def _days_are_consistent(self) -> "HolidayNotice":
        for wrong in _inconsistencies(self):
            raise PydanticCustomError("inconsistent_notice", "放假通知有误:{reason}", {"reason": wrong})
        return self


def _inconsistencies(notice: HolidayNotice) -> Iterator[str]:
    off = [day.date for day in notice.off_days]
    makeup = list(notice.makeup_workdays)
    for day in sorted(set(off) & set(makeup)):
        yield f"{day}既为放假日又为上班日"
    for days in (off, makeup):
        if len(days) != len(set(days)):
            yield "日期重复"
    for day in sorted(off + makeup):
        if day.year != notice.year and (day.year, day.month) != (notice.year - 1, 12):
            yield f"{day}不属于{notice.year}年"
    for day in sorted(makeup):
        if day.weekday() < 5:
            yield f"调休上班日{day}不是周末"
