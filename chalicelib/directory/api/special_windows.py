"""Windows with a system of their own: their systems report counts and states, and everybody reads the statistics."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.directory.acts.report_window import report_window
from chalicelib.directory.api.asked import CACHEABLE, OfRegion, directory_asked, within_calendar
from chalicelib.directory.model.halls import Window
from chalicelib.directory.model.special_windows import (
    WindowFigures,
    WindowState,
    days_between,
    figures_of,
    has_own_system,
)
from chalicelib.directory.store.window_counts import list_counts
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Whole
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="directory")
MOST_DAYS = 92
MOST = 100_000
StateSaid = Annotated[WindowState, Field(description="窗口状态")]


class NewWindowCount(Whole):
    """What a window's own system says of a day. Counts and a state only: no case and no person."""

    day: Annotated[date, Field(description="哪一天的数，今天或者此前 31 天内；同一天再次登记的，以后一次为准")]
    received: Annotated[int, Field(ge=0, le=MOST, description="当天接收（叫号）的件数")]
    finished: Annotated[int, Field(ge=0, le=MOST, description="当天办结的件数，可以包括以前接收的")]
    state: StateSaid = "open"


class WindowCountAnswer(BaseModel, defer_build=True):
    window: str
    day: date
    received: int
    finished: int
    state: StateSaid
    reported_at: AwareDatetime


class SpecialQuery(OfRegion):
    since: Annotated[date | None, Field(alias="from", description="自哪一天起，不填为今天")] = None
    until: Annotated[date | None, Field(alias="to", description="至哪一天，不填为起日；最长 92 天")] = None


class SpecialWindowAnswer(BaseModel, defer_build=True):
    """One window; the platform has none of its cases."""

    window: str
    name: str
    kind: str
    received: Annotated[int, Field(description="已登记各天的接收件数之和")]
    finished: Annotated[int, Field(description="已登记各天的办结件数之和")]
    days_reported: int
    days_missing: Annotated[list[date], Field(description="已经过去、应当服务而没有登记的各天，不计入以上各数")]
    state: Annotated[WindowState | None, Field(description="最近一次登记的状态；没有登记的为空")]
    reported_at: AwareDatetime | None


class SpecialWindowsAnswer(BaseModel, defer_build=True):
    """The windows with a system of their own in these days (R35)."""

    starts_on: date
    ends_on: date
    items: list[SpecialWindowAnswer]


@api.post(
    "/directory/windows/{id}/counts",
    Permission.REPORT_WINDOW,
    "登记专窗的计数和状态",
    body=NewWindowCount,
    answer=WindowCountAnswer,
    status=201,
    problems=(NotFound, Conflict),
)
def report_window_counts(call: Call[NewWindowCount, None], id: str) -> Answer:  # noqa: A002 - as the address calls it
    told = call.body
    receipt = report_window(
        call.platform, call.caller, id, told.day, received=told.received, finished=told.finished, state=told.state
    )
    return Answer(WindowCountAnswer.model_validate(receipt.facts), status=201)


@api.get("/directory/windows/counts", PUBLIC, "查询专窗的件数和状态", query=SpecialQuery, answer=SpecialWindowsAnswer)
def read_window_counts(call: Call[None, SpecialQuery]) -> Answer:
    directory, query = directory_asked(call), call.query
    first = within_calendar(query.since or call.platform.now().date(), "/query/from")
    last = within_calendar(query.until or first, "/query/to")
    if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
        error = FieldError("/query/to", "period_wrong", f"应不早于起日，且最多 {MOST_DAYS} 天")
        raise Invalid(code="invalid_query", title="查询参数有误，请按提示修改", errors=[error])
    counts, days = list_counts(call.platform.table, directory.division, first, last), days_between(first, last)
    today, calendar = call.platform.now().date(), call.platform.calendar
    items = [
        _shown(window, figures_of(window, directory.hours.get(window.hours), counts, days, today, calendar))
        for window in sorted(directory.windows.values(), key=lambda one: one.id)
        if has_own_system(window) and any(window.in_service(day) for day in days)
    ]
    return Answer(SpecialWindowsAnswer(starts_on=first, ends_on=last, items=items), headers=CACHEABLE)


def _shown(window: Window, found: WindowFigures) -> SpecialWindowAnswer:
    latest = found.latest
    return SpecialWindowAnswer(
        window=window.id,
        name=window.name,
        kind=window.kind,
        received=found.received,
        finished=found.finished,
        days_reported=found.reported,
        days_missing=[*found.missing],
        state=latest.state if latest else None,
        reported_at=latest.reported_at if latest else None,
    )
