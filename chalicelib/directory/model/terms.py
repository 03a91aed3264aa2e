"""What the registers of staff, letters and seals have in common: exact records, terms in days, ids."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.actor import Region
from chalicelib.clock.calendar import LAST_DAY
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, Shape

RecordId = Annotated[
    str,
    Shape(
        r"[A-Za-z][A-Za-z0-9_-]{0,63}",
        "record_id_format",
        "应为字母开头的编号，至多 64 个字母、数字、横线或下划线",
    ),
]
ItemCode = Annotated[str, Shape(r"[A-Za-z][A-Za-z0-9-]{0,31}", "item_code_format", "应为事项编码，如 YM-P01")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200), ONE_LINE]
DivisionCode = Annotated[Region, Shape(r"[0-9]{6}", "division_format", "应为 6 位行政区划代码（GB/T 2260）")]

# The first service halls were opened in the 1990s; the work calendar ends with `LAST_DAY`. What lies outside is a slip.
EARLIEST = date(1990, 1, 1)


class Record(BaseModel, defer_build=True):
    """A record of a register: no unknown fields, never changed after it was read. `repr` of what failed shows nothing
    that was typed.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        hide_input_in_errors=True,
    )


class Spanned(Protocol):
    """Whatever has a first day and perhaps a last one. Both days belong to the term."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


FirstDay = Annotated[date, Field(alias="from", description="the first day")]
LastDay = Annotated[date | None, Field(alias="to", description="the last day, itself within the term")]


def runs_on(one: Spanned, day: date) -> bool:
    """Whether `day` is within the term, its first and last day included."""
    return one.since <= day and (one.until is None or day <= one.until)


def overlap(one: Spanned, other: Spanned) -> bool:
    """Whether two terms have a day in common."""
    return (other.until is None or one.since <= other.until) and (one.until is None or other.since <= one.until)


def reversed_term(one: Spanned) -> bool:
    """Whether the last day lies before the first."""
    return one.until is not None and one.until < one.since


def days_out_of_range(days: Mapping[str, date | None]) -> Iterable[FieldError]:
    """Each day, by its pointer, on which no hall has been open or no term can be counted."""
    for pointer, day in days.items():
        if day and not EARLIEST <= day <= LAST_DAY:
            yield FieldError(pointer, "day_out_of_range", f"日期应在 {EARLIEST} 至 {LAST_DAY} 之间，请核对")
