"""What the directory's lists have in common: the region and the day that are asked about, and pages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from pydantic import Field

from chalicelib.access.actor import Role
from chalicelib.clock.calendar import FIRST_DAY, LAST_DAY
from chalicelib.directory.model.directory import Directory, Rules
from chalicelib.directory.model.regions import level_of, lies_in
from chalicelib.directory.model.terms import DivisionCode
from chalicelib.directory.store.directories import load_directory
from chalicelib.foundation.problems import FieldError, Invalid, NotFound
from chalicelib.http.bodies import Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Call

CACHEABLE = {"Cache-Control": "public, max-age=60"}
RegionAsked = Annotated[DivisionCode | None, Field(description="区划代码（6 位）；不填为本平台所在地区")]
DayAsked = Annotated[date | None, Field(description="哪一天的情况，如 2018-07-02；不填为今天")]
DepartmentName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$", description="部门标识，如 food")]
T = TypeVar("T")


class OfRegion(Part):
    region: RegionAsked = None


class OnDay(OfRegion):
    at: DayAsked = None


class RegionPage(Paging):
    region: RegionAsked = None


class DayPage(RegionPage):
    at: DayAsked = None


def directory_asked(call: Call[Any, Any]) -> Directory:
    """The directory of the region that is asked about. NotFound (region_unknown) where none was imported."""
    return directory_in(call, call.query.region or call.platform.settings.division)


def directory_in(call: Call[Any, Any], region: str) -> Directory:
    directory = load_directory(call.platform.table, region)
    if not directory.parts:
        raise NotFound(code="region_unknown", title="没有这个地区的机构信息，请核对区划代码")
    return directory


# Whoever reads the directories of the levels below: the bureau supervises the counties' halls (二(四)), and the
# administrator imports into them. A centre's manager keeps the own hall (R22, R23), a leader the own department.
READ_BELOW = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


def own_directory(call: Call[Any, Any]) -> Directory:
    """The directory of the caller's region, or of one below it that is asked about, where the post reads those too; of
    no other one (404).
    """
    own = call.actor.region[:6]
    region = call.query.region or own
    below = call.actor.role in READ_BELOW and level_of(own) <= 3 and lies_in(region, own)
    if region != own and not below:
        raise NotFound(code="region_unknown", title="没有这个地区的机构信息，请核对区划代码")
    return directory_in(call, region)


def day_asked(call: Call[Any, Any]) -> date:
    return within_calendar(call.query.at or call.platform.now().date())


def within_calendar(day: date, pointer: str = "/query/at") -> date:
    """Raises Invalid for a day for which there is no work calendar."""
    if not FIRST_DAY <= day <= LAST_DAY:
        words = f"日期应在{FIRST_DAY}至{LAST_DAY}之间"
        error = FieldError(pointer, "date_outside_calendar", words)
        raise Invalid(code="invalid_query", title="查询参数有误，请按提示修改", errors=[error])
    return day


def local(call: Call[Any, Any], at: datetime | None) -> datetime:
    """The moment asked about in legal time, now unless given."""
    now = call.platform.now()
    moment = at.astimezone(now.tzinfo) if at else now
    within_calendar(moment.date())
    return moment


def rules_asked(directory: Directory, day: date) -> Rules:
    rules = directory.rules_on(day)
    if rules is None:
        raise NotFound(code="directory_not_in_force", title="这一天本地区的设置尚未施行，请改查以后的日期")
    return rules


def page_of(
    call: Call[Any, Any],
    path: str,
    filters: Mapping[str, Any],
    entries: Sequence[tuple[str, T]],
    show: Callable[[T], Any],
) -> tuple[list[Any], str | None, dict[str, str]]:
    """A page of what is in the memory of this process, in the order of ids: the answers, the cursor, the headers."""
    query: Paging = call.query
    asked = {name: value for name, value in filters.items() if value is not None}
    scope = f"{path} {sorted(asked.items())}"
    after = unseal(call.platform, scope, query.cursor)
    following = [one for one in sorted(entries, key=lambda one: one[0]) if after is None or one[0] > after["id"]]
    page = following[: query.limit]
    more = {"id": page[-1][0]} if len(following) > len(page) else None
    cursor = seal(call.platform, scope, more)
    headers = link(call.platform.settings, f"/v1{path}", {**asked, "limit": query.limit}, cursor)
    return [show(one) for _, one in page], cursor, headers
