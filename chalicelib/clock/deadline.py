"""The public question for a due date and its answer with every day explained."""

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from chalicelib.clock.calendar import FIRST_DAY, LAST_DAY, WorkCalendar
from chalicelib.clock.duty import count_to_duty
from chalicelib.clock.pauses import Pause, merge_pauses
from chalicelib.clock.term import Term, count_term
from chalicelib.clock.unit import Unit

MOST_WORKDAYS, MOST_DAYS = 1000, 1500
MOST_PAUSES, MOST_PAUSED_DAYS = 50, 3650
# No law ties an extension to the length of its term, so only sizes that no term can have are refused.
MOST_EXTENSION_WORKDAYS, MOST_EXTENSION_DAYS = 2000, 3000


def answer(question: "DeadlineQuestion", calendar: WorkCalendar, duty: int | None = None) -> "DeadlineAnswer":
    """Count the asked term. It may end after 2099-12-31, the last day to ask for, and is then provisional.

    `duty`: what is due on the day itself waits for this weekday, on which the department is in the hall.
    """
    if duty is not None and question.same_day:
        return DeadlineAnswer.of(count_to_duty(question.start, duty, calendar))
    pauses = [Pause(pause.start, pause.end) for pause in question.pauses]
    term = count_term(question.start, question.length, question.unit, pauses, question.extension, calendar)
    return DeadlineAnswer.of(term)


def _plain_date(value: Any) -> Any:
    """Only YYYY-MM-DD: a timestamp or an instant would hide which day of which zone is meant."""
    if type(value) is date or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)):
        return _a_day(value) if isinstance(value, str) else value
    raise PydanticCustomError("date_format", "日期应写作 YYYY-MM-DD")


def _a_day(text: str) -> Any:
    """The date, as bodies are read by exact types; what names no day stays a text, and is refused as such."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PydanticKnownError("date_from_datetime_parsing", {"error": "no such day"}) from None


def in_calendar(value: date) -> date:
    if FIRST_DAY <= value <= LAST_DAY:
        return value
    range_ = {"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}
    raise PydanticCustomError("date_outside_calendar", "日期应在{first}至{last}之间", range_)


def _unit_of_the_clock(value: Any) -> Any:
    """Documents of the catalogue name a unit `calendar_day`, the API calls it `day`: both are understood."""
    return "day" if value == "calendar_day" else value


# The years of the calendar, for programs.
YEARS = "200[4-9]|20[1-9][0-9]"
CalendarDate = Annotated[
    date,
    BeforeValidator(_plain_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": f"^({YEARS})-[0-9]{{2}}-[0-9]{{2}}$"}),
]
Count = Annotated[int, Field(strict=True, ge=0)]
AskedUnit = Annotated[
    Unit,
    BeforeValidator(_unit_of_the_clock),
    WithJsonSchema({"type": "string", "enum": ["workday", "day"]}),
]


class PauseQuestion(BaseModel, defer_build=True):
    """一段不计入期限的时间：from 当日仍计入，自次日起至 to 当日（含）不计入，即 from < d <= to。"""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    start: Annotated[CalendarDate, Field(alias="from", description="中止之日，当日仍计入")]
    end: Annotated[CalendarDate, Field(alias="to", description="中止的最后一日，当日不计入")]

    _start_known = field_validator("start", "end")(in_calendar)

    @field_validator("end")
    @classmethod
    def _not_before_its_start(cls, end: date, info: ValidationInfo) -> date:
        if end < info.data.get("start", end):
            raise PydanticCustomError("pause_reversed", "中止的结束日期不能早于开始日期")
        return end


WORKDAYS_ARE_FEWER: dict[str, Any] = {
    "if": {"properties": {"unit": {"const": "workday"}}, "required": ["unit"]},
    "then": {"properties": {"length": {"maximum": MOST_WORKDAYS}}},
}


class DeadlineQuestion(BaseModel, defer_build=True):
    """期限自 start 的次日起算，扣除中止，加上批准的延长。日期在 2004 至 2099 年间；届满日可更晚，标注 provisional。"""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_extra=WORKDAYS_ARE_FEWER, hide_input_in_errors=True
    )

    start: Annotated[CalendarDate, Field(description="起算事件之日（如受理之日），当日不计入")]
    unit: Annotated[AskedUnit, Field(description="旧写法 calendar_day 仍可使用，与 day 相同")]
    length: Annotated[
        Count, Field(le=MOST_DAYS, description=f"期限长短：至多 {MOST_WORKDAYS} 个工作日或 {MOST_DAYS} 日")
    ]
    pauses: Annotated[
        tuple[PauseQuestion, ...],
        Field(max_length=MOST_PAUSES, description="中止或特别程序：from < d <= to 的日子不计入"),
    ] = ()
    extension: Annotated[
        Count,
        Field(
            le=MOST_EXTENSION_DAYS,
            description=f"批准延长的长短，单位同上：至多 {MOST_EXTENSION_WORKDAYS} 个工作日或 {MOST_EXTENSION_DAYS} 日",
        ),
    ] = 0

    department: Annotated[
        str | None,
        Field(
            max_length=30,
            description="办理部门标识：length 为 0（即办件当天办结）而部门为非常驻部门的，顺延至其办公日",
        ),
    ] = None

    _start_known = field_validator("start")(in_calendar)

    @property
    def same_day(self) -> bool:
        """Whether the term ends on the day on which it begins."""
        return self.length + self.extension == 0

    @field_validator("length")
    @classmethod
    def _length_fits_unit(cls, length: int, info: ValidationInfo) -> int:
        if info.data.get("unit") == "workday" and length > MOST_WORKDAYS:
            raise PydanticCustomError("term_too_long", "期限不能超过{most}个工作日", {"most": MOST_WORKDAYS})
        return length

    @field_validator("extension")
    @classmethod
    def _extension_fits_unit(cls, extension: int, info: ValidationInfo) -> int:
        if info.data.get("unit") == "workday" and extension > MOST_EXTENSION_WORKDAYS:
            raise PydanticCustomError(
                "extension_too_long", "延长期限不能超过{most}个工作日", {"most": MOST_EXTENSION_WORKDAYS}
            )
        return extension

    @field_validator("pauses")
    @classmethod
    def _pauses_are_bounded(cls, pauses: tuple[PauseQuestion, ...]) -> tuple[PauseQuestion, ...]:
        merged = merge_pauses([Pause(pause.start, pause.end) for pause in pauses])
        if sum((pause.end - pause.start).days for pause in merged) > MOST_PAUSED_DAYS:
            raise PydanticCustomError("pauses_too_long", "中止时间合计不能超过{most}日", {"most": MOST_PAUSED_DAYS})
        return pauses


class AnswerDay(BaseModel, defer_build=True):
    """每一日一行；不计入的日子 number 为 null。"""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    date: date
    counted: Annotated[bool, Field(description="是否计入期限")]
    number: Annotated[int | None, Field(description="期限的第几日")]
    reason: Annotated[str, Field(description="计入或不计入的理由")]


class DeadlineAnswer(BaseModel, defer_build=True):
    """届满日，以及自起算之日至届满日每一日的说明。"""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    due: Annotated[date, Field(description="届满日，至当日 24:00（东八区）")]
    provisional: Annotated[bool, Field(description="暂定：其中有尚未公布放假通知、按推算计算的年份")]
    days: tuple[AnswerDay, ...]

    @classmethod
    def of(cls, term: Term) -> Self:
        """The term as the answer prints it."""
        days = tuple(AnswerDay(date=d.date, counted=d.counted, number=d.number, reason=d.reason) for d in term.days)
        return cls(due=term.due, provisional=term.provisional, days=days)
