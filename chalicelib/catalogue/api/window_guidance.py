"""Where to go in the hall, and when: the windows of an item or a scheme, and the days of a department that is there
once a week (R15, R22, R46, R73).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.promises import ON_THE_SPOT, limit_here
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.deadline import AnswerDay, DeadlineAnswer
from chalicelib.clock.duty import WEEKDAYS, count_to_duty
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.halls import StaffedBy, Window
from chalicelib.directory.model.hours import Span
from chalicelib.directory.model.promised import HallTerms
from chalicelib.directory.model.residency import Residency
from chalicelib.directory.model.routing import Place, Way, open_now, opens_next, to_do, way_of, way_of_scheme


class ClosedDays(BaseModel, defer_build=True):
    """Days on which a window is closed, both included, and the window that stands in for it."""

    since: date
    until: date
    reason: str
    go_to: str | None


class CounterGuidance(BaseModel, defer_build=True):
    """One window. `hours` are those of the day that was asked about; empty when it is closed then."""

    id: str
    number: str
    name: str
    hall: str
    hall_name: str
    address: str | None
    phone: str | None
    zone: str | None
    staffed_by: StaffedBy
    accessible: bool
    hours: list[str]
    open: Annotated[bool, Field(description="所问时刻是否开放；未指明时刻的，为该日零时")]
    next_opening: AwareDatetime | None
    closed: Annotated[list[ClosedDays], Field(description="该日及以后已知的关闭日期")]


class DutyGuidance(BaseModel, defer_build=True):
    """A department that is in the hall on one weekday only: what is decided on the spot waits for it."""

    weekday: Annotated[int, Field(ge=1, le=7, description="每周的办公日：1 为周一")]
    hours: list[str]
    same_day: Annotated[bool | None, Field(description="即办件当天办结的承诺在这一天是否成立；承诺时限更长的事项为空")]
    next_day: Annotated[date | None, Field(description="自这一天起最近的办公日")]
    says: str
    days: Annotated[list[AnswerDay], Field(description="至下一办公日逐日的理由；当天成立的为空")]


class WindowsAnswer(BaseModel, defer_build=True):
    """The kind of window and its windows; all of it is empty where the hall's directory is not known."""

    kind: str | None = None
    staffed_by: StaffedBy | None = None
    windows: list[CounterGuidance] = []
    detours: Annotated[list[str], Field(description="该日关闭的窗口及改到的窗口")] = []
    own_system: Annotated[bool, Field(description="由使用自有系统的专窗办理（税务、公共资源交易等）")] = False
    to_do: Annotated[list[str], Field(description="由使用自有系统的专窗办理的，申请人应当怎样办理；其他窗口为空")] = []


def windows_of(directory: Directory, item: str, department: str, at: datetime, calendar: WorkCalendar) -> WindowsAnswer:
    """The windows that take an item at this moment (legal time)."""
    rules = directory.rules_on(at.date())
    if rules is None or (rules.region.items and item not in rules.region.items):
        return WindowsAnswer()
    place = directory.place(rules)
    return _answer(place, way_of(rules.routing, place, item, department, at), at, calendar)


def windows_of_scheme(
    directory: Directory, scheme: str, departments: Sequence[str], at: datetime, calendar: WorkCalendar
) -> WindowsAnswer:
    """The windows that take the one application of a scheme, in which these departments take part, the lead first."""
    rules = directory.rules_on(at.date())
    if rules is None:
        return WindowsAnswer()
    place = directory.place(rules)
    return _answer(place, way_of_scheme(rules.routing, place, scheme, departments, at), at, calendar)


def duty_of(here: HallTerms, item: ItemDocument, day: date, calendar: WorkCalendar) -> DutyGuidance | None:
    """The days of duty, where the department that decides is not in the hall every workday; else None."""
    residency = here.residency
    if residency is None or residency.duty_weekday is None or not residency.non_resident_on(day):
        return None
    on_the_spot = item.handling_type == ON_THE_SPOT and limit_here(item.promised_limit, here.own).value == 0
    same_day = residency.promises_same_day(day, calendar) if on_the_spot else None
    following = residency.next_duty(day, calendar)
    explained = count_to_duty(day, residency.duty_weekday, calendar) if same_day is False else None
    return DutyGuidance(
        weekday=residency.duty_weekday,
        hours=_spans(residency.duty_hours),
        same_day=same_day,
        next_day=following,
        says=_says(residency.duty_weekday, residency, day, following if explained else None),
        days=list(DeadlineAnswer.of(explained).days) if explained else [],
    )


def _says(weekday: int, residency: Residency, day: date, put_off_to: date | None) -> str:
    hours = "、".join(_spans(residency.duty_hours))
    comes = f"办理部门为非常驻部门，每周{WEEKDAYS[weekday - 1]}{hours}到政务服务大厅办公"
    if put_off_to is None:
        return f"{comes}。"
    return f"{comes}，{day}不是其办公日，不能承诺当天办结，最近的办公日为{put_off_to}。"


def _answer(place: Place, way: Way | None, at: datetime, calendar: WorkCalendar) -> WindowsAnswer:
    if way is None:
        return WindowsAnswer()
    return WindowsAnswer(
        kind=way.kind.kind,
        staffed_by=way.kind.staffed_by,
        windows=[_counter(place, one, at, calendar) for one in way.windows],
        detours=[
            f"{one.closed.number}号窗口（{one.closed.name}）：{one.reason}，"
            + (f"请到{one.to.number}号窗口（{one.to.name}）" if one.to else "请到咨询导办台询问")
            for one in way.detours
        ],
        own_system=way.own_system,
        to_do=to_do(way, place),
    )


def _counter(place: Place, window: Window, at: datetime, calendar: WorkCalendar) -> CounterGuidance:
    hall, hours = place.halls[window.hall], place.hours.get(window.hours)
    closed = window.closure_on(at.date()) is not None
    return CounterGuidance(
        **window.model_dump(include={"id", "number", "name", "hall", "staffed_by", "accessible"}),
        hall_name=hall.name,
        address=hall.address,
        phone=hall.phone,
        zone=next((zone.name for zone in hall.zones if zone.id == window.zone), None),
        hours=[] if closed or hours is None else _spans(hours.spans_on(at.date(), calendar)),
        open=open_now(place, window, at, calendar),
        next_opening=opens_next(place, window, at, calendar),
        closed=[
            ClosedDays(since=one.since, until=one.until, reason=one.reason, go_to=one.reroute_to)
            for one in window.closed
            if one.until >= at.date()
        ],
    )


def _spans(spans: Sequence[Span]) -> list[str]:
    return [f"{span.begins}-{span.ends}" for span in spans]
