"""The days of a department that is in the hall once a week, told with an item (R46)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.promises import ON_THE_SPOT, limit_here
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.deadline import AnswerDay, DeadlineAnswer
from chalicelib.clock.duty import WEEKDAYS, count_to_duty
from chalicelib.directory.model.hours import Span
from chalicelib.directory.model.promised import HallTerms
from chalicelib.directory.model.residency import Residency


class DutyGuidance(BaseModel, defer_build=True):
    """A department that is in the hall on one weekday only: what is decided on the spot waits for it."""

    weekday: Annotated[int, Field(ge=1, le=7, description="每周的办公日：1 为周一")]
    hours: list[str]
    same_day: Annotated[bool | None, Field(description="即办件当天办结的承诺在这一天是否成立；承诺时限更长的事项为空")]
    next_day: Annotated[date | None, Field(description="自这一天起最近的办公日")]
    says: str
    days: Annotated[list[AnswerDay], Field(description="至下一办公日逐日的理由；当天成立的为空")]


def duty_of(here: HallTerms, item: ItemDocument, day: date, calendar: WorkCalendar) -> DutyGuidance | None:
    """The days of duty, where the department that decides is not in the hall every workday; else None."""
    residency = here.residency
    if residency is None or residency.duty_weekday is None or not residency.non_resident_on(day):
        return None
    on_the_spot = item.handling_type == ON_THE_SPOT and limit_here(item, here.own).value == 0
    same_day = residency.promises_same_day(day, calendar) if on_the_spot else None
    following = residency.next_duty(day, calendar)
    explained = count_to_duty(day, residency.duty_weekday, calendar) if same_day is False else None
    return DutyGuidance(
        weekday=residency.duty_weekday,
        hours=written_spans(residency.duty_hours),
        same_day=same_day,
        next_day=following,
        says=_says(residency.duty_weekday, residency, day, following if explained else None),
        days=list(DeadlineAnswer.of(explained).days) if explained else [],
    )


def _says(weekday: int, residency: Residency, day: date, put_off_to: date | None) -> str:
    hours = "、".join(written_spans(residency.duty_hours))
    comes = f"办理部门为非常驻部门，每周{WEEKDAYS[weekday - 1]}{hours}到政务服务大厅办公"
    if put_off_to is None:
        return f"{comes}。"
    return f"{comes}，{day}不是其办公日，不能承诺当天办结，最近的办公日为{put_off_to}。"


def written_spans(spans: Sequence[Span]) -> list[str]:
    """09:00-12:00, one text for each span of opening hours."""
    return [f"{span.begins}-{span.ends}" for span in spans]
