"""Where to go in the hall, and when: the windows of an item or a scheme (R15, R22, R73)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.catalogue.api.duty_guidance import written_spans
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.halls import StaffedBy, Window
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
        hours=[] if closed or hours is None else written_spans(hours.spans_on(at.date(), calendar)),
        open=open_now(place, window, at, calendar),
        next_opening=opens_next(place, window, at, calendar),
        closed=[
            ClosedDays(since=one.since, until=one.until, reason=one.reason, go_to=one.reroute_to)
            for one in window.closed
            if one.until >= at.date()
        ],
    )
