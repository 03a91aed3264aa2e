"""Where an item is taken, what is missing in a directory, and the import of a directory, which the catalogue's limits
are held against.
"""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.catalogue.model.closed_answers import ClosedAnswer, closed_answer
from chalicelib.catalogue.store import current_departments, statutory_limits
from chalicelib.catalogue.store.applicable import load_applicable
from chalicelib.catalogue.store.closed import closed_for
from chalicelib.catalogue.store.kinds import kinds_of_items
from chalicelib.catalogue.store.scheme_leads import known_to_letters, leads_in
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
from chalicelib.directory.model.gaps import GapKind, items_without_way
from chalicelib.directory.model.halls import StaffedBy
from chalicelib.directory.model.outcome import Limit
from chalicelib.directory.model.regions import lies_in
from chalicelib.directory.model.routing import Way, to_do, way_of
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
    own_system: Annotated[bool, Field(description="由使用自有系统的专窗办理（税务、公共资源交易等）")]
    to_do: Annotated[list[str], Field(description="由使用自有系统的专窗办理的，申请人应当怎样办理；其他窗口为空")]
    same_day: Annotated[bool, Field(description="即办件当天办结的承诺在这一天是否成立：非常驻部门只在办公日成立")]
    next_duty_day: Annotated[date | None, Field(description="非常驻部门的下一个办公日")]
    closed: Annotated[
        ClosedAnswer | None, Field(description="本地区不能申请或者已经公布届时不能申请的；此时不能申请的没有窗口")
    ] = None


class GapQuery(OnDay):
    kind: Annotated[GapKind | None, Field(description="只列这一种缺口，如 seal_missing")] = None


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
    """What does not hinder the import: a part that is not kept, or records that disagree."""

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
    item = load_applicable(platform.table, own, code, wall=wall, at=max(at, platform.now()))
    closed = closed_for(platform.table, own, item, at, wall) if directory.division == own else None
    rules = rules_asked(directory, at.date())
    needed = {one.item for one in item.request_of.members} if item.request_of else {code}
    if rules.region.items and not needed <= {*rules.region.items}:
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
        own_system=way.own_system,
        to_do=to_do(way, place),
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


@api.get("/directory/gaps", Permission.READ_DIRECTORY, "查看机构信息和名册的缺口", query=GapQuery, answer=GapsAnswer)
def read_gaps(call: Call[None, GapQuery]) -> Answer:
    table, directory, day = call.platform.table, own_directory(call), day_asked(call)
    items = current_departments(table, directory.division, call.platform.now())
    known = items or current_departments(table, call.platform.settings.division, call.platform.now())
    known = {**known, **leads_in(table, call.platform.settings.division)}
    owner, now = directory.division if items else call.platform.settings.division, call.platform.now()
    at = now if day == now.date() else datetime.combine(day, time.max, now.tzinfo)
    kinds = kinds_of_items(table, [owner], sorted(known), at)
    missing = find_gaps(table, directory, day, call.platform.calendar, known or None, kinds)
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
    served, named = [platform.settings.division], items_named(raw)
    catalogue = known_to_letters(platform.table, served, named)
    kinds = kinds_of_items(platform.table, served, named, call.caller.at)
    if call.query.dry_run:
        logged = logged_import(call.caller)
        facts = report_of(
            plan_directory(platform.table, division, raw, limits, logged, catalogue=catalogue, kinds=kinds)
        )
    else:
        facts = import_directory(platform, call.caller, raw, limits, catalogue=catalogue, kinds=kinds).facts
    return Answer(ImportAnswer.model_validate({"dry_run": call.query.dry_run, **facts}))
