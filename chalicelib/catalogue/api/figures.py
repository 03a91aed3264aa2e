"""授权率, 委托率 and the turnover of staff, each with what it was counted from (R57, R59, R72)."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.catalogue.model.residency_rate import RateUnknown, residents
from chalicelib.catalogue.model.successors import Line
from chalicelib.catalogue.store import classified_items
from chalicelib.directory.api.asked import OfRegion, own_directory, within_calendar
from chalicelib.directory.api.seen import own_department, sees
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.figures import (
    Item,
    Share,
    Term,
    authorised,
    by_unit,
    delegated,
    resident_items,
    turnover,
)
from chalicelib.directory.model.letters import Letter
from chalicelib.directory.store.letters import all_letters
from chalicelib.directory.store.staff import terms_of
from chalicelib.foundation.problems import FieldError, Invalid, NotFound
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")
MOST_DAYS = 3660


class FiguresQuery(OfRegion):
    since: Annotated[date | None, Field(alias="from", description="自哪一天起，不填为 to 当年的 1 月 1 日")] = None
    until: Annotated[date | None, Field(alias="to", description="至哪一天，不填为今天")] = None
    department: Annotated[str | None, Field(max_length=32, description="部门标识，不填为全地区和各部门")] = None


class ShareAnswer(BaseModel, defer_build=True):
    """`numerator` of `denominator`, at the end of the last day. What is not known is null, never 0."""

    numerator: Annotated[int | None, Field(description="无从得知的为空")]
    denominator: Annotated[int | None, Field(description="无从得知的为空")]
    rate: Annotated[float | None, Field(description="保留四位小数；分母为 0 或者无从得知的为空")]
    rate_unknown: Annotated[RateUnknown | None, Field(description="无从得知的原因；已知的为空")]
    without: Annotated[list[str], Field(description="计入分母而没有计入分子的事项")]


class TurnoverAnswer(BaseModel, defer_build=True):
    """Posts, not persons: before + entered + moved_in - left - moved_out = after."""

    before: Annotated[int, Field(description="起日前一天的在岗岗位数")]
    after: Annotated[int, Field(description="止日的在岗岗位数")]
    entered: Annotated[int, Field(description="期间到岗的岗位数")]
    left: Annotated[int, Field(description="期间离岗的岗位数，自在岗最后一天的次日起算")]
    moved_in: Annotated[int, Field(description="期间由其他单位调入的岗位数")]
    moved_out: Annotated[int, Field(description="期间调往其他单位的岗位数")]
    mean: Annotated[float, Field(description="平均在岗岗位数，即期初与期末的平均")]
    rate: Annotated[float | None, Field(description="离岗数除以平均在岗数，保留四位小数；没有岗位的为空")]


class UnitFigures(BaseModel, defer_build=True):
    """The figures of one department, or only the turnover of another unit."""

    unit: str
    authorised: ShareAnswer | None = None
    delegated: ShareAnswer | None = None
    turnover: TurnoverAnswer


class FiguresAnswer(BaseModel, defer_build=True):
    """Figures of a region, or of one department. Definitions are those of docs/figures.md."""

    region: str
    department: str | None
    starts_on: date
    ends_on: date
    authorised: Annotated[
        ShareAnswer, Field(description="授权率：常驻部门的简单、一般事项中，凭有效授权书由首席代表决定的")
    ]
    delegated: Annotated[ShareAnswer, Field(description="委托率：常驻部门的事项中，凭有效委托书由政务服务中心受理的")]
    turnover: Annotated[TurnoverAnswer, Field(description="人员流动")]
    units: Annotated[list[UnitFigures], Field(description="各部门和单位；只问一个部门时为空")]


@api.get(
    "/directory/figures",
    Permission.READ_REGISTERS,
    "授权率、委托率和人员流动，写明分子和分母",
    query=FiguresQuery,
    answer=FiguresAnswer,
    problems=(NotFound,),
)
def read_register_figures(call: Call[None, FiguresQuery]) -> Answer:
    directory, table = own_directory(call), call.platform.table
    department = call.query.department or own_department(call.actor)
    if not sees(call.actor, department) or (department and department not in directory.departments):
        raise NotFound(code="department_not_found", title="没有这个部门，请核对部门标识")
    first, last = _period(call)
    items = [one for one in _items(call, directory, last) if department in (None, one.department)]
    of_items = Counted(items, directory, [kept.record for kept in all_letters(table, directory.division)], last)
    terms = [*terms_of(table, directory.division, department)]
    body: dict[str, Any] = {
        "region": directory.division,
        "department": department,
        "starts_on": first,
        "ends_on": last,
        "turnover": _turnover(terms, first, last),
        "units": [] if department else _units(of_items, terms, first),
        **of_items.shares(),
    }
    return Answer(FiguresAnswer.model_validate(body))


def _period(call: Call[None, FiguresQuery]) -> tuple[date, date]:
    last = within_calendar(call.query.until or call.platform.now().date(), "/query/to")
    first = within_calendar(call.query.since or date(last.year, 1, 1), "/query/from")
    if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
        error = FieldError("/query/to", "period_wrong", f"应不早于起日，且最多 {MOST_DAYS} 天")
        raise Invalid(code="invalid_query", title="查询参数有误，请按提示修改", errors=[error])
    return first, last


def _items(call: Call[Any, Any], directory: Directory, last: date) -> list[Item]:
    """The items of the region's own catalogue, or those of the deployment's that the region offers: as they will be
    at the end of the last day, and of a day that is over as they are now.
    """
    table, now, division = call.platform.table, call.platform.now(), call.platform.settings.division
    at = max(now, datetime.combine(last, time.max, now.tzinfo))
    own = classified_items(table, directory.division, at)
    if own or directory.division == division:
        return [Item(*one) for one in own]
    rules = directory.rules_on(now.date())
    offered = set(rules.region.items) if rules else set[str]()
    return [Item(*one) for one in classified_items(table, division, at) if one[0] in offered]


class Counted(NamedTuple):
    """Items of a region, and what counts them at the end of a day."""

    items: list[Item]
    directory: Directory
    letters: list[Letter]
    day: date

    def shares(self) -> dict[str, Any]:
        """授权率 and 委托率; as with 进驻率, nobody can say where nothing is known of any department's residency."""
        lines = [Line(one.code, "", one.department) for one in self.items]
        in_force = self.directory.rules_on(self.day) is not None
        if why := residents(lines, self.directory, self.day).rate(lines, in_force=in_force).why:
            unknown = {
                "numerator": None,
                "denominator": None,
                "rate": None,
                "rate_unknown": why,
                "without": list[str](),
            }
            return {"authorised": unknown, "delegated": unknown}
        resident = resident_items(self.items, self.directory, self.day)
        return {
            "authorised": _share(authorised(resident, self.letters, self.day)),
            "delegated": _share(delegated(resident, self.letters, self.day)),
        }


def _units(counted: Counted, terms: list[Term], first: date) -> list[dict[str, Any]]:
    """Departments whose items are counted, or of which that is not known, and units that have staff."""
    of_departments, of_units = dict[str, list[Item]](), by_unit(terms)
    for one in counted.items:
        of_departments.setdefault(one.department, []).append(one)
    return [
        {
            "unit": unit,
            "turnover": _turnover(of_units.get(unit, []), first, counted.day),
            **(counted._replace(items=of_departments[unit]).shares() if unit in of_departments else {}),
        }
        for unit in sorted({*of_departments, *of_units})
    ]


def _share(one: Share) -> dict[str, Any]:
    facts = {"numerator": one.counted, "denominator": one.whole, "rate": one.rate, "rate_unknown": None}
    return {**facts, "without": one.without}


def _turnover(terms: list[Term], first: date, last: date) -> dict[str, Any]:
    found = turnover(terms, first, last)
    return {**found._asdict(), "mean": found.mean, "rate": found.rate}
