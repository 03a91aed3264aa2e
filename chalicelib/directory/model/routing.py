"""Which kind of window takes an item, which windows of it are open, and where one goes when a window is closed.

Every item leads to exactly one kind (R15, R22): the exception of the item, else the kind of its department. A region
that does not have the kind names the one that stands in for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.clock.calendar import WorkCalendar
from chalicelib.directory.model.halls import ANY, Hall, Window, WindowKind
from chalicelib.directory.model.hours import ServiceHours, next_opening
from chalicelib.directory.model.organs import DepartmentId
from chalicelib.directory.model.regions import SchemeCode, WindowKindId, WindowOverride
from chalicelib.directory.model.terms import DivisionCode, ItemCode, Line, Record


class DepartmentRoute(Record):
    department: DepartmentId
    kind: WindowKindId


class ItemRoute(Record):
    item: ItemCode
    kind: WindowKindId
    why: Line | None = None


class SchemeRoute(Record):
    scheme: SchemeCode
    kind: WindowKindId


class Routing(Record):
    """`resolved` is what the file says comes out of it for each item, to be compared."""

    region: DivisionCode | None = None
    by_department: tuple[DepartmentRoute, ...] = ()
    exceptions: tuple[ItemRoute, ...] = ()
    schemes: tuple[SchemeRoute, ...] = ()
    resolved: tuple[ItemRoute, ...] = ()
    channels: Line | None = None

    def kind_of(self, item: str, department: str) -> str | None:
        """None where nothing leads anywhere."""
        by_item = {one.item: one.kind for one in self.exceptions}
        by_department = {one.department: one.kind for one in self.by_department}
        return by_item.get(item) or by_department.get(department)

    def here(self, overrides: Sequence[WindowOverride]) -> "Routing":
        """The routing of a region below, which sends the kinds that it does not have to others."""
        to = {one.kind: one.routed_to for one in overrides if one.routed_to}
        return Routing(
            by_department=tuple(
                one.model_copy(update={"kind": to.get(one.kind, one.kind)}) for one in self.by_department
            ),
            exceptions=tuple(one.model_copy(update={"kind": to.get(one.kind, one.kind)}) for one in self.exceptions),
            schemes=tuple(one.model_copy(update={"kind": to.get(one.kind, one.kind)}) for one in self.schemes),
            channels=self.channels,
        )


class Detour(NamedTuple):
    """A window that is closed, why, and the window that stands in for it; None where none does."""

    closed: Window
    reason: str
    to: Window | None


@dataclass(frozen=True)
class Way:
    """Where an item is taken: the kind of window, its windows in service on that day, and the detours to them."""

    kind: WindowKind
    windows: tuple[Window, ...]
    detours: tuple[Detour, ...]

    @property
    def own_system(self) -> bool:
        """Whether only windows take it that work with a system of their own (专窗, R35)."""
        return bool(self.windows) and all(window.system == "own" for window in self.windows)


class Place(NamedTuple):
    """The halls, windows, kinds and hours of one region."""

    halls: Mapping[str, Hall]
    windows: Mapping[str, Window]
    kinds: Mapping[str, WindowKind]
    hours: Mapping[str, ServiceHours]


def way_of(routing: Routing, place: Place, item: str, department: str, at: datetime) -> Way | None:
    """The windows that take the item on that day; None where the routing does not lead anywhere."""
    kind = place.kinds.get(routing.kind_of(item, department) or "")
    if kind is None:
        return None
    takers = [
        window
        for window in place.windows.values()
        if window.takes(item, department)
        and (window.kind == kind.kind or _point_of(place.halls.get(window.hall), item))
        and _hall_takes(place.halls.get(window.hall), item)
    ]
    return _way(kind, takers, place, at)


def way_of_scheme(routing: Routing, place: Place, scheme: str, departments: Sequence[str], at: datetime) -> Way | None:
    """The windows that take the one application of a scheme on that day: those of the scheme, else those of its kind
    that serve the first of its `departments` (the lead first) that any of them serves. None where the routing leads
    nowhere.
    """
    named = next((one.kind for one in routing.schemes if one.scheme == scheme), "")
    kind = place.kinds.get(named)
    if kind is None:
        return None
    of_kind = [one for one in place.windows.values() if one.kind == kind.kind and _takes_anything(place, one)]
    own = [window for window in of_kind if scheme in window.schemes]
    general = [window for window in of_kind if not window.schemes]
    serving = ([one for one in general if name in one.serves or ANY in one.serves] for name in departments)
    return _way(kind, own or next((found for found in serving if found), general), place, at)


def to_do(way: Way, place: Place) -> list[str]:
    """What the applicant does where only windows with a system of their own take the item; else nothing (R35)."""
    if not way.own_system:
        return []
    where = "、".join(f"{place.halls[one.hall].name}{one.number}号窗口（{one.name}）" for one in way.windows)
    return [
        f"到{where}办理，或者按该单位公布的其他渠道办理",
        "该窗口使用主管单位自有的业务系统：不通过本平台填写申请表、提交材料，所需材料以该单位公布的清单为准",
        "本平台只显示该窗口的叫号数和状态；办理进度和结果，请向该单位查询",
    ]


def _takes_anything(place: Place, window: Window) -> bool:
    """Whether it is no window for some items only, and no point of a town."""
    hall = place.halls.get(window.hall)
    return not window.items and hall is not None and hall.accepts_for is None


def _way(kind: WindowKind, takers: Sequence[Window], place: Place, at: datetime) -> Way:
    """Of the windows that take it, those in service on that day that are open, or stand in for a closed one."""
    day, open_ones, detours = at.date(), list[Window](), list[Detour]()
    for window in takers:
        if not window.in_service(day):
            continue
        closure = window.closure_on(day)
        if closure is None:
            open_ones.append(window)
            continue
        stands_in = instead_of(place.windows, window, at)
        detours.append(Detour(window, closure.reason, stands_in))
        open_ones += [stands_in] if stands_in else []
    return Way(kind, tuple(dict.fromkeys(open_ones)), tuple(detours))


def _hall_takes(hall: Hall | None, item: str) -> bool:
    return hall is not None and (hall.accepts_for is None or item in hall.items)


def _point_of(hall: Hall | None, item: str) -> bool:
    """The one window of a town takes whatever the town accepts, of every kind (R91)."""
    return hall is not None and hall.accepts_for is not None and item in hall.items


def instead_of(windows: Mapping[str, Window], closed: Window, at: datetime) -> Window | None:
    """The window that stands in for a closed one, over further closed ones; never in a circle."""
    day, seen, window = at.date(), set[str](), closed
    while closure := window.closure_on(day):
        seen.add(window.id)
        following = windows.get(closure.reroute_to or "")
        if following is None or following.id in seen or not following.in_service(day):
            return None
        window = following
    return window


def open_now(place: Place, window: Window, at: datetime, calendar: WorkCalendar) -> bool:
    hours = place.hours.get(window.hours)
    closed = not window.in_service(at.date()) or window.closure_on(at.date()) is not None
    return hours is not None and not closed and hours.open_at(at, calendar)


def opens_next(place: Place, window: Window, at: datetime, calendar: WorkCalendar) -> datetime | None:
    hours = place.hours.get(window.hours)
    if hours is None:
        return None

    def closed(day: date) -> bool:
        return not window.in_service(day) or window.closure_on(day) is not None

    return next_opening(hours, at, calendar, closed)
