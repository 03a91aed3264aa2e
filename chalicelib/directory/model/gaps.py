"""What is missing in a directory, so that somebody may mend it. Pure; registers of people have finders of their own."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Literal, NamedTuple

from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.residency import APPROVERS
from chalicelib.directory.model.routing import way_of

GapKind = Literal[
    "contacts_missing",
    "approval_missing",
    "window_missing",
    "detour_missing",
    "way_missing",
    "item_window_missing",
    "staffing_differs",
    "seal_missing",
    "custodian_missing",
    "custodian_left",
    "letter_unfiled",
    "letter_scan_missing",
    "letter_expiring",
    "letter_item_unknown",
    "letter_excludes_all",
    "letter_decides_nothing",
    "letter_holder_left",
]


class Gap(NamedTuple):
    """`subject` is the id of what the gap is about: a department, a window, an item."""

    kind: GapKind
    subject: str
    words: str


Finder = Callable[[Directory, date], Iterator[Gap]]
ROLES = {"leader": "分管领导", "liaison": "联络员"}


def without_contacts(directory: Directory, _: date) -> Iterator[Gap]:
    """Every department names a leader and a liaison (R89)."""
    for name, record in directory.departments.items():
        if missing := [words for role, words in ROLES.items() if role not in record.posts]:
            yield Gap("contacts_missing", name, f"{record.name}未明确{'和'.join(missing)}")


def without_approvals(directory: Directory, day: date) -> Iterator[Gap]:
    """A department that has asked to be non-resident stays resident until both have approved (R83)."""
    for name, record in directory.departments.items():
        residency = record.residency
        if residency and residency.requested == "non_resident" and (missing := residency.missing_approvals(day)):
            organs = "、".join(APPROVERS[one] for one in missing)
            yield Gap("approval_missing", name, f"{record.name}申请为非常驻部门，缺少{organs}的批准，仍为常驻部门")


def without_window(directory: Directory, day: date) -> Iterator[Gap]:
    """A department that is routed to a kind of window is served by one of that kind."""
    rules = directory.rules_on(day)
    for route in rules.routing.by_department if rules else ():
        windows = [one for one in directory.windows.values() if one.kind == route.kind and one.in_service(day)]
        if not any(route.department in one.serves or "*" in one.serves for one in windows):
            yield Gap("window_missing", route.department, "事项分流到的窗口类型中，没有窗口受理该部门的事项")


def closed_without_detour(directory: Directory, day: date) -> Iterator[Gap]:
    """Where a window is closed, people are told where to go (R73)."""
    for name, window in directory.windows.items():
        closure = window.closure_on(day) if window.in_service(day) else None
        if closure and closure.reroute_to is None:
            yield Gap("detour_missing", name, f"{window.name}关闭期间没有指定改到哪个窗口")


def items_without_way(directory: Directory, items: Mapping[str, str], day: date) -> Iterator[Gap]:
    """Every published item leads to a kind of window with a window in service (R15). `items` have their departments."""
    rules = directory.rules_on(day)
    if rules is None:
        return
    place, at = directory.place(rules), datetime.combine(day, time(12))
    for item, department in items.items():
        way = way_of(rules.routing, place, item, department, at)
        if way is None:
            yield Gap("way_missing", item, "事项没有分流到任何一类窗口")
        elif not way.windows:
            yield Gap("item_window_missing", item, "事项分流到的窗口类型中，没有窗口受理这个事项")


FINDERS: tuple[Finder, ...] = (without_contacts, without_approvals, without_window, closed_without_detour)
