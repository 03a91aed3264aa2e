"""进驻率: how many items of a region are in the hall every workday (R41)."""

from datetime import datetime, time
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import PUBLIC
from chalicelib.catalogue.model.closing import ENDED_WORDS
from chalicelib.catalogue.model.residency_rate import Rate, RateUnknown, residents
from chalicelib.catalogue.model.successors import Line, counted_under, in_force
from chalicelib.catalogue.store.statistics import catalogue_lines
from chalicelib.directory.api.asked import CACHEABLE, OnDay, day_asked, directory_asked
from chalicelib.directory.model.directory import Directory
from chalicelib.foundation.open_lists import OpenList
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="directory")


class RateAnswer(BaseModel, defer_build=True):
    """Items of the catalogue, and how many of them are in the hall every workday."""

    catalogue: int
    resident: Annotated[int | None, Field(description="每个工作日都在大厅办理的事项数；无从得知的为空")]
    rate: Annotated[float | None, Field(description="进驻率，保留四位小数；无从得知的为空")]
    rate_unknown: Annotated[RateUnknown | None, Field(description="没有进驻率的原因；有进驻率的为空")]


class ThemeStatistics(RateAnswer):
    """The items of one theme."""

    theme: str


class EndedCount(BaseModel, defer_build=True):
    """An item that has ended, and under which codes its cases count. One that was split has several of them, and its
    cases count once for all together.
    """

    item: str
    kind: Annotated[str, OpenList("方式", ENDED_WORDS)]
    ended_at: AwareDatetime
    counted_under: list[str]


class ResidencyStatistics(RateAnswer):
    """How many items of the catalogue are in the hall every workday (进驻率, R41)."""

    outside: Annotated[list[str], Field(description="没有进驻的事项：所属部门不是每个工作日都在大厅")]
    unknown: Annotated[
        list[str], Field(description="所属部门没有进驻信息的事项；另有事项可以统计的，计入分母而不计入分子")
    ]
    themes: Annotated[list[ThemeStatistics], Field(description="按事项主题")]
    ended: Annotated[list[EndedCount], Field(description="该日以前结束的事项，及其办件计入的编码")]


@api.get("/directory/statistics", PUBLIC, "查询进驻率", query=OnDay, answer=ResidencyStatistics)
def read_directory_statistics(call: Call[None, OnDay]) -> Answer:
    directory, day = directory_asked(call), day_asked(call)
    now = call.platform.now()
    at = now if day == now.date() else datetime.combine(day, time.max, now.tzinfo)
    lines = _lines(call, directory, at)
    there, under = in_force(lines, at), counted_under(lines, at)
    known, begun = residents(there, directory, day), directory.rules_on(day) is not None
    themes = {
        theme: known.rate([line for line in there if line.theme == theme], in_force=begun)
        for theme in sorted({line.theme for line in there})
    }
    body = ResidencyStatistics(
        **_told(known.rate(there, in_force=begun)),
        outside=sorted(known.outside),
        unknown=sorted(known.unknown),
        themes=[ThemeStatistics(theme=theme, **_told(rate)) for theme, rate in themes.items()],
        ended=[
            EndedCount(item=line.id, kind=line.kind, ended_at=line.ended_at, counted_under=list(under[line.id]))
            for line in lines
            if line.id in under and line.ended_at
        ],
    )
    return Answer(body, headers=CACHEABLE)


def _lines(call: Call[None, OnDay], directory: Directory, at: datetime) -> list[Line]:
    """The items of the region's own catalogue, or those of the deployment's that the region offers."""
    table, division = call.platform.table, call.platform.settings.division
    own = catalogue_lines(table, directory.division, at)
    if own or directory.division == division:
        return own
    rules = directory.rules_on(at.date())
    offered = set(rules.region.items) if rules else set[str]()
    return [line for line in catalogue_lines(table, division, at) if line.id in offered]


def _told(rate: Rate) -> dict[str, Any]:
    return {"catalogue": rate.catalogue, "resident": rate.resident, "rate": rate.value, "rate_unknown": rate.why}
