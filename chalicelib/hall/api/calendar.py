"""The work calendar in force, as anybody may read it: which days of a year are no ordinary ones, and why."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.access.policy import PUBLIC
from chalicelib.clock.notice import FIRST_DAY, LAST_DAY
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="hall")


class CalendarQuery(BaseModel, defer_build=True):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    year: Annotated[
        int | None, Field(ge=FIRST_DAY.year, le=LAST_DAY.year, description="年份，不填为今年（东八区）")
    ] = None


class CalendarDayAnswer(BaseModel, defer_build=True):
    date: date
    workday: bool
    reason: Annotated[str, Field(description="是或者不是工作日的理由")]


class CalendarAnswer(BaseModel, defer_build=True):
    """一年的工作日历。期限按查询时有效的日历计算，放假安排变化后重新计算。"""

    year: int
    provisional: Annotated[bool, Field(description="该年放假通知尚未公布，法定节假日以外按推算")]
    workdays: Annotated[int, Field(description="全年的工作日数")]
    days: Annotated[list[CalendarDayAnswer], Field(description="不同于周一至周五上班、周末休息的日子，按先后排列")]


@api.get("/calendar", PUBLIC, "查看一年的工作日历", query=CalendarQuery, answer=CalendarAnswer)
def read_calendar(call: Call[None, CalendarQuery]) -> Answer:
    year = call.query.year or call.platform.now().year
    table = call.platform.calendar.table(year)
    special = [day for day in table.days if not day.ordinary]
    days = [CalendarDayAnswer(date=day.date, workday=day.workday, reason=day.reason) for day in special]
    return Answer(
        CalendarAnswer(year=year, provisional=bool(table.provisional), workdays=len(table.workdays), days=days)
    )
