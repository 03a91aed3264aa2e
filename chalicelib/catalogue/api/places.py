"""Where an item is taken, how many items are in the hall, and the import of a directory, which the catalogue's limits
are held against.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.catalogue.model.closed_answers import ClosedAnswer, closed_answer
from chalicelib.catalogue.model.closing import ENDED_WORDS
from chalicelib.catalogue.model.successors import Line, counted_under, in_force
from chalicelib.catalogue.store import current_departments, departments_of_items, load_item, statutory_limits
from chalicelib.catalogue.store.closed import closed_for
from chalicelib.catalogue.store.statistics import catalogue_lines
from chalicelib.directory.acts.find_gaps import find_gaps
from chalicelib.directory.acts.import_directory import (
    import_directory,
    items_promised,
    logged_import,
    plan_directory,
    report_of,
)
from chalicelib.directory.acts.register_import import items_named
from chalicelib.directory.api.answers import WindowAnswer, window_answer
from chalicelib.directory.api.asked import (
    CACHEABLE,
    OfRegion,
    OnDay,
    day_asked,
    directory_asked,
    local,
    own_directory,
    rules_asked,
)
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.gaps import items_without_way
from chalicelib.directory.model.halls import StaffedBy
from chalicelib.directory.model.outcome import Limit
from chalicelib.directory.model.regions import lies_in
from chalicelib.directory.model.routing import Way, way_of
from chalicelib.foundation.open_lists import OpenList
from chalicelib.foundation.problems import Forbidden, NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part, Whole
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="directory")
DirectoryDocument = TypeAliasType("DirectoryDocument", dict[str, Any])


class WindowQuery(OfRegion):
    at: Annotated[AwareDatetime | None, Field(description="哪一时刻的情况，不填为现在")] = None


class DetourAnswer(BaseModel, defer_build=True):
    """A window that is closed, why, and where one goes instead."""

    closed: str
    reason: str
    go_to: str | None


class ItemWindowAnswer(BaseModel, defer_build=True):
    """The one kind of window that takes the item, its windows, and the detours of that day (R15, R73). No windows where
    nobody can apply at that time.
    """

    item: str
    department: str
    kind: str
    theme: str | None
    staffed_by: StaffedBy
    windows: list[WindowAnswer]
    detours: list[DetourAnswer]
    same_day: Annotated[bool, Field(description="即办件当天办结的承诺在这一天是否成立：非常驻部门只在办公日成立")]
    next_duty_day: Annotated[date | None, Field(description="非常驻部门的下一个办公日")]
    closed: Annotated[
        ClosedAnswer | None, Field(description="本地区不能申请或者已经公布届时不能申请的；此时不能申请的没有窗口")
    ] = None


class ThemeStatistics(BaseModel, defer_build=True):
    """The items of one theme."""

    theme: str
    catalogue: int
    resident: int
    rate: float


class EndedCount(BaseModel, defer_build=True):
    """An item that has ended, and under which codes its cases count. One that was split has several of them, and its
    cases count once for all together.
    """

    item: str
    kind: Annotated[str, OpenList("方式", ENDED_WORDS)]
    ended_at: AwareDatetime
    counted_under: list[str]


class ResidencyStatistics(BaseModel, defer_build=True):
    """How many items of the catalogue are in the hall every workday (进驻率, R41)."""

    catalogue: int
    resident: int
    rate: Annotated[float, Field(description="进驻率，保留四位小数；没有事项时为 0")]
    outside: Annotated[list[str], Field(description="没有进驻的事项：所属部门为非常驻，或者没有进驻信息")]
    themes: Annotated[list[ThemeStatistics], Field(description="按事项主题")]
    ended: Annotated[list[EndedCount], Field(description="该日以前结束的事项，及其办件计入的编码")]


class GapQuery(OnDay):
    kind: Annotated[str | None, Field(max_length=50, description="只列这一种缺口，如 seal_missing")] = None


class GapAnswer(BaseModel, defer_build=True):
    """Something that is missing; `subject` is what it is about: a department, a window, an item."""

    kind: str
    subject: str
    words: str


class GapsAnswer(BaseModel, defer_build=True):
    items: list[GapAnswer]


class ImportQuery(Part):
    dry_run: Annotated[bool, Field(description="为 true 时只检查，不写入")] = False


class DirectoryFile(Whole):
    """A directory's file, whole or some sections of it, as `yimen import directory` takes it."""

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True)


class ChangeAnswer(BaseModel, defer_build=True):
    """What happens to one record of the file; `pointer` is where it stands in it."""

    kind: Literal["created", "changed", "unchanged", "absent"]
    section: str
    region: str
    id: str
    name: str
    pointer: str


class CountsAnswer(BaseModel, defer_build=True):
    created: int
    changed: int
    unchanged: int
    absent: int


class LeftOutAnswer(BaseModel, defer_build=True):
    """What of the file is not kept."""

    pointer: str
    code: str
    message: str


class ImportAnswer(BaseModel, defer_build=True):
    """What the import has changed, or would change (`dry_run`). Of more than 500 changes the rest is only counted."""

    dry_run: bool
    counts: CountsAnswer
    changes: list[ChangeAnswer]
    warnings: list[LeftOutAnswer]


@api.get(
    "/directory/items/{code}/window",
    PUBLIC,
    "查询事项在哪类窗口办理",
    query=WindowQuery,
    answer=ItemWindowAnswer,
)
def read_item_window(call: Call[None, WindowQuery], code: str) -> Answer:
    platform, directory = call.platform, directory_asked(call)
    at, calendar, own, wall = local(call, call.query.at), platform.calendar, platform.settings.division, platform.wall()
    item = load_item(platform.table, own, code, wall=wall, at=max(at, platform.now()))
    closed = closed_for(platform.table, own, item, at, wall) if directory.division == own else None
    rules = rules_asked(directory, at.date())
    if rules.region.items and code not in rules.region.items:
        raise NotFound(code="item_not_offered", title="本地区不办理这个事项")
    place = directory.place(rules)
    way = way_of(rules.routing, place, code, item.department, at)
    if way is None:
        raise NotFound(code="window_not_found", title="没有找到办理这个事项的窗口，请到咨询导办台询问")
    record = directory.departments.get(item.department)
    residency = record.residency if record else None
    body = ItemWindowAnswer(
        item=code,
        department=item.department,
        kind=way.kind.kind,
        theme=way.kind.theme,
        staffed_by=way.kind.staffed_by,
        windows=[window_answer(place, one, at, calendar) for one in way.windows if not (closed and closed.in_force)],
        detours=[] if closed and closed.in_force else _detours(way),
        closed=closed_answer(closed),
        same_day=residency is None or residency.promises_same_day(at.date(), calendar),
        next_duty_day=residency.next_duty(at.date(), calendar)
        if residency and residency.non_resident_on(at.date())
        else None,
    )
    return Answer(body, headers=CACHEABLE)


def _detours(way: Way) -> list[DetourAnswer]:
    return [
        DetourAnswer(closed=one.closed.id, reason=one.reason, go_to=one.to.id if one.to else None)
        for one in way.detours
    ]


@api.get("/directory/statistics", PUBLIC, "查询进驻率", query=OnDay, answer=ResidencyStatistics)
def read_directory_statistics(call: Call[None, OnDay]) -> Answer:
    directory, day = directory_asked(call), day_asked(call)
    now = call.platform.now()
    at = now if day == now.date() else datetime.combine(day, time.max, now.tzinfo)
    lines = catalogue_lines(call.platform.table, directory.division, at)
    there, under = in_force(lines, at), counted_under(lines, at)
    resident = {line.id for line in there if _resident(directory, line.department, day)}
    ended = [(line, line.ended_at) for line in lines if line.id in under]
    body = ResidencyStatistics(
        catalogue=len(there),
        resident=len(resident),
        rate=_rate(len(resident), len(there)),
        outside=sorted({line.id for line in there} - resident),
        themes=[_of_theme(theme, there, resident) for theme in sorted({line.theme for line in there})],
        ended=[
            EndedCount(item=line.id, kind=line.kind, ended_at=at, counted_under=list(under[line.id]))
            for line, at in ended
            if at
        ],
    )
    return Answer(body, headers=CACHEABLE)


def _resident(directory: Directory, department: str, day: date) -> bool:
    record = directory.departments.get(department)
    return record is not None and record.residency is not None and record.residency.resident_on(day)


def _of_theme(theme: str, lines: Sequence[Line], resident: Collection[str]) -> ThemeStatistics:
    codes = [line.id for line in lines if line.theme == theme]
    there = sum(code in resident for code in codes)
    return ThemeStatistics(theme=theme, catalogue=len(codes), resident=there, rate=_rate(there, len(codes)))


def _rate(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0


@api.get("/directory/gaps", Permission.READ_DIRECTORY, "查看机构信息和名册的缺口", query=GapQuery, answer=GapsAnswer)
def read_gaps(call: Call[None, GapQuery]) -> Answer:
    table, directory, day = call.platform.table, own_directory(call), day_asked(call)
    items = current_departments(table, directory.division, call.platform.now())
    known = items or current_departments(table, call.platform.settings.division, call.platform.now())
    missing = find_gaps(table, directory, day, call.platform.calendar, known or None)
    found = [*missing, *items_without_way(directory, items, day)]
    return Answer(
        GapsAnswer(items=[GapAnswer(**gap._asdict()) for gap in found if call.query.kind in (None, gap.kind)])
    )


@api.post(
    "/admin/directory/imports",
    Permission.MANAGE_DIRECTORY,
    "导入机构信息",
    body=DirectoryFile,
    query=ImportQuery,
    answer=ImportAnswer,
)
def import_directory_file(call: Call[DirectoryFile, ImportQuery]) -> Answer:
    platform, division = call.platform, call.actor.region[:6]
    if not lies_in(division, platform.settings.division):
        raise Forbidden(code="region_elsewhere", title="您所在的地区不由本平台管理，不能导入")
    raw = call.body.model_extra or {}
    known = statutory_limits(platform.table, platform.settings.division, items_promised(raw))
    limits = {code: Limit(*limit) for code, limit in known.items()}
    catalogue = departments_of_items(platform.table, [platform.settings.division], items_named(raw))
    if call.query.dry_run:
        logged = logged_import(call.caller)
        facts = report_of(plan_directory(platform.table, division, raw, limits, logged, catalogue=catalogue))
    else:
        facts = import_directory(platform, call.caller, raw, limits, catalogue=catalogue).facts
    return Answer(ImportAnswer.model_validate({"dry_run": call.query.dry_run, **facts}))
