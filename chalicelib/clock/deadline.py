"""The public question for a due date and its answer with every day explained."""

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.clock.calendar import FIRST_DAY, LAST_DAY, WorkCalendar
from chalicelib.clock.term import Pause, Term, Unit, count_term, merge_pauses

MOST_WORKDAYS, MOST_DAYS = 1000, 1500
MOST_PAUSES, MOST_PAUSED_DAYS = 50, 3650
# 企业投资项目核准 may add 40 workdays to its 20 (核准和备案管理条例第10条): the longest known in proportion.
MOST_EXTENSION_TIMES = 2


def answer(question: "DeadlineQuestion", calendar: WorkCalendar) -> "DeadlineAnswer":
    """Count the asked term. Raises OutsideCalendar when it would end after 2099-12-31."""
    pauses = [Pause(pause.start, pause.end) for pause in question.pauses]
    term = count_term(question.start, question.length, question.unit, pauses, question.extension, calendar)
    return DeadlineAnswer.of(term)


def _plain_date(value: Any) -> Any:
    """Only YYYY-MM-DD: a timestamp or an instant would hide which day of which zone is meant."""
    if type(value) is date or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII)):
        return value
    raise PydanticCustomError("date_format", "日期应写作 YYYY-MM-DD")


def _in_calendar(value: date) -> date:
    if FIRST_DAY <= value <= LAST_DAY:
        return value
    range_ = {"first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat()}
    raise PydanticCustomError("date_outside_calendar", "日期应在{first}至{last}之间", range_)


CalendarDate = Annotated[date, BeforeValidator(_plain_date)]
Count = Annotated[int, Field(strict=True, ge=0)]


class PauseQuestion(BaseModel):
    """Excludes the days d with from < d <= to; both ends are known days."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: Annotated[CalendarDate, Field(alias="from")]
    end: Annotated[CalendarDate, Field(alias="to")]

    _start_known = field_validator("start", "end")(_in_calendar)

    @field_validator("end")
    @classmethod
    def _not_before_its_start(cls, end: date, info: ValidationInfo) -> date:
        if end < info.data.get("start", end):
            raise PydanticCustomError("pause_reversed", "中止的结束日期不能早于开始日期")
        return end


class DeadlineQuestion(BaseModel):
    """A term of `length` units after `start` (day 0, not counted), less the pauses, plus an approved extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: CalendarDate
    unit: Unit
    length: Annotated[Count, Field(le=MOST_DAYS)]
    pauses: Annotated[tuple[PauseQuestion, ...], Field(max_length=MOST_PAUSES)] = ()
    extension: Annotated[Count, Field(le=MOST_EXTENSION_TIMES * MOST_DAYS)] = 0

    _start_known = field_validator("start")(_in_calendar)

    @field_validator("length")
    @classmethod
    def _length_fits_unit(cls, length: int, info: ValidationInfo) -> int:
        if info.data.get("unit") == "workday" and length > MOST_WORKDAYS:
            raise PydanticCustomError("term_too_long", "期限不能超过{most}个工作日", {"most": MOST_WORKDAYS})
        return length

    @field_validator("extension")
    @classmethod
    def _extension_fits_length(cls, extension: int, info: ValidationInfo) -> int:
        if extension > MOST_EXTENSION_TIMES * info.data.get("length", extension):
            raise PydanticCustomError(
                "extension_too_long", "延长期限不能超过原期限的{most}倍", {"most": MOST_EXTENSION_TIMES}
            )
        return extension

    @field_validator("pauses")
    @classmethod
    def _pauses_are_bounded(cls, pauses: tuple[PauseQuestion, ...]) -> tuple[PauseQuestion, ...]:
        merged = merge_pauses([Pause(pause.start, pause.end) for pause in pauses])
        if sum((pause.end - pause.start).days for pause in merged) > MOST_PAUSED_DAYS:
            raise PydanticCustomError("pauses_too_long", "中止时间合计不能超过{most}日", {"most": MOST_PAUSED_DAYS})
        return pauses


class AnswerDay(BaseModel):
    """One day of the explanation; `number` is null on days that do not count."""

    model_config = ConfigDict(frozen=True)

    date: date
    counted: bool
    number: int | None
    reason: str


class DeadlineAnswer(BaseModel):
    """The due day (until 24:00, +08:00) and every day from the start to it; provisional when a year is projected."""

    model_config = ConfigDict(frozen=True)

    due: date
    provisional: bool
    days: tuple[AnswerDay, ...]

    @classmethod
    def of(cls, term: Term) -> Self:
        """The term as the answer prints it."""
        days = tuple(AnswerDay(date=d.date, counted=d.counted, number=d.number, reason=d.reason) for d in term.days)
        return cls(due=term.due, provisional=term.provisional, days=days)
