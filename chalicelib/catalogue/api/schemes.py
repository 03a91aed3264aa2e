"""Schemes of several departments for anybody: the list, one of them, a plan for one's own answers, the graph."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field

from chalicelib.access.policy import PUBLIC
from chalicelib.catalogue.api.plan_answers import PlanAnswer, PlanQuestion, plan_answer
from chalicelib.catalogue.api.scheme_answers import SchemeAnswer, SchemesAnswer, row_answer, scheme_answer
from chalicelib.catalogue.api.scheme_graph import GraphAnswer, drawn, graph_answer
from chalicelib.catalogue.api.window_guidance import windows_of_scheme
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.answering import missing_answers
from chalicelib.catalogue.model.closed import Closed, closed_days, told_of
from chalicelib.catalogue.model.schemes.materials import unanswered
from chalicelib.catalogue.model.schemes.planning import plan
from chalicelib.catalogue.model.schemes.plans import Facts
from chalicelib.catalogue.model.schemes.regional import in_region, own_of
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation, asked_by, situation_of, wrong_for
from chalicelib.catalogue.model.schemes.terms import statutory_of
from chalicelib.catalogue.store.closed import names_of
from chalicelib.catalogue.store.schemes import (
    PublishedScheme,
    list_schemes,
    load_scheme,
    member_items,
    organ_names,
)
from chalicelib.clock import FIRST_DAY, LAST_DAY, OutsideCalendar
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.regions import Region
from chalicelib.directory.store.directories import directory_lately
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call

CACHEABLE = {"Cache-Control": "public, max-age=60"}
# A drawing that somebody opens by itself runs nothing and loads nothing.
DRAWN = {
    **CACHEABLE,
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept",
}
SVG, XML = "image/svg+xml", "text/xml"

api = Api(__name__, tag="schemes")


class SchemesQuery(Part):
    at: Annotated[date | None, Field(description="在哪一天生效，不填为今天")] = None


class SchemeQuery(SchemesQuery):
    version: Annotated[int | None, Field(ge=1, le=99_999_999, description="版本号，不填为该日生效的版本")] = None


@api.get("/schemes", PUBLIC, "查询联办方案（一件事、并联审批）", query=SchemesQuery, answer=SchemesAnswer)
def find_schemes(call: Call[None, SchemesQuery]) -> Answer:
    platform = call.platform
    day = call.query.at or platform.now().date()
    rows = [(row, row.holding(day)) for row in list_schemes(platform.table, platform.settings.division)]
    body = SchemesAnswer(schemes=[row_answer(row, version) for row, version in rows if version is not None])
    return Answer(body, headers=CACHEABLE)


@api.get("/schemes/{code}", PUBLIC, "查看联办方案", query=SchemeQuery, answer=SchemeAnswer, problems=(NotFound,))
def read_scheme(call: Call[None, SchemeQuery], code: str) -> Answer:
    """With what the region promises itself on the day that is asked about."""
    platform, division = call.platform, call.platform.settings.division
    with meanwhile(lambda: directory_lately(platform.table, division, platform.wall())) as reading:
        published = _found(call, code)
    region = _region(reading.result(), call.query.at or platform.now().date())
    here = replace(published, scheme=in_region(published.scheme, region))
    return Answer(scheme_answer(here, _organs(call)), headers=CACHEABLE)


@api.get(
    "/schemes/{code}/graph",
    PUBLIC,
    "联办方案的办理顺序",
    query=SchemeQuery,
    answer=GraphAnswer,
    problems=(NotFound,),
)
def read_graph(call: Call[None, SchemeQuery], code: str) -> Answer:
    return Answer(graph_answer(_found(call, code), _organs(call)), headers=CACHEABLE)


@api.get(
    "/schemes/{code}/graph.svg",
    PUBLIC,
    "联办方案的办理顺序图",
    query=SchemeQuery,
    content_type=SVG,
    other_types=(XML,),
    problems=(NotFound,),
)
def draw_graph(call: Call[None, SchemeQuery], code: str) -> Answer:
    wanted = XML if call.accepts_only(XML) else SVG
    return Answer(drawn(_found(call, code), _organs(call)), headers=DRAWN, content_type=f"{wanted}; charset=utf-8")


@api.post(
    "/schemes/{code}/plan",
    PUBLIC,
    "按情形生成办理计划：成员、材料、表单和日期",
    body=PlanQuestion,
    query=SchemeQuery,
    answer=PlanAnswer,
    problems=(NotFound, Conflict),
)
def make_plan(call: Call[PlanQuestion, SchemeQuery], code: str) -> Answer:
    """Nothing is kept of the answers."""
    platform, body = call.platform, call.body
    published, division = _found(call, code), platform.settings.division
    scheme, start = published.scheme, body.start or platform.now().date()
    with meanwhile(lambda: directory_lately(platform.table, division, platform.wall())) as reading:
        items = member_items(platform.table, division, scheme.items, wall=platform.wall(), at=platform.now())
    directory = reading.result()
    region = _region(directory, start)
    _require_offered(scheme, region)
    scheme = in_region(scheme, region)
    published = replace(published, scheme=scheme)
    situation = situation_of(scheme, body.answers)
    if errors := [*_wrong(situation, body), *_missing(situation, body, items)]:
        raise Invalid(code="answers_invalid", title="请按提示补充或者更正回答", errors=errors)
    try:
        made = plan(situation, _facts(call, scheme, items, start), platform.calendar)
    except OutsideCalendar:
        raise Invalid(code="answers_invalid", title="请按提示补充或者更正回答", errors=[_beyond()]) from None
    if made.ends and made.ends > LAST_DAY:
        raise Invalid(code="answers_invalid", title="请按提示补充或者更正回答", errors=[_beyond()])
    answer = plan_answer(
        published,
        situation,
        made,
        start=start,
        items=items,
        closed=_closed(call, items, start),
        organs=_organs(call),
        held=body.held,
    )
    window = windows_of_scheme(directory, scheme.code, _departments(scheme), _moment(call, start), platform.calendar)
    return Answer(answer.model_copy(update={"window": window}))


def _facts(
    call: Call[PlanQuestion, SchemeQuery], scheme: SchemeDocument, items: Mapping[str, ServiceItem], start: date
) -> Facts:
    """What is held and signed, the law's limits, and when nobody can apply for a member."""
    body, zone = call.body, call.platform.now().tzinfo
    known = {node.id: items[node.item] for node in scheme.nodes if node.item and node.item in items}
    return Facts(
        start,
        granted_before=dict.fromkeys(body.held, start),
        signed=body.commitments,
        limits={node: limit for node, item in known.items() if (limit := statutory_of(item))},
        closed={node: closed_days(item, zone) for node, item in known.items()},
    )


def _closed(call: Call[PlanQuestion, SchemeQuery], items: Mapping[str, ServiceItem], start: date) -> dict[str, Closed]:
    """The items of which people have to know that nobody can apply, at the beginning of the plan or later."""
    platform, at = call.platform, _moment(call, start)
    names = names_of(platform.table, platform.settings.division, items.values(), at, platform.wall())
    told = {code: told_of(item, at, names) for code, item in items.items()}
    return {code: one for code, one in told.items() if one}


def _region(directory: Directory, day: date) -> Region | None:
    """The region's own settings by its rules of the day."""
    rules = directory.rules_on(day)
    return rules.region if rules else None


def _require_offered(scheme: SchemeDocument, region: Region | None) -> None:
    own = own_of(scheme, region)
    if own and not own.offered:
        why = f"：{own.why}" if own.why else ""
        raise Conflict(code="scheme_not_offered", title=f"本地区没有开通“{scheme.name}”{why}")


def _departments(scheme: SchemeDocument) -> list[str]:
    """Those that take part, the leads first."""
    leads = [scheme.lead, *(stage.lead for stage in scheme.stages)]
    return [*dict.fromkeys([*(lead for lead in leads if lead), *(node.department for node in scheme.nodes)])]


def _moment(call: Call[PlanQuestion, SchemeQuery], start: date) -> datetime:
    """Now, or the beginning of another day that is asked about."""
    now = call.platform.now()
    return now if start == now.date() else datetime.combine(start, time.min, now.tzinfo)


def _wrong(situation: Situation, body: PlanQuestion) -> Iterator[FieldError]:
    for error in wrong_for(situation.scheme, body.answers):
        yield error._replace(pointer=f"/answers{error.pointer}")
    if body.start and not FIRST_DAY <= body.start <= LAST_DAY:
        yield _beyond()
    nodes = {node.id: node for node in situation.scheme.nodes}
    for number, name in enumerate(body.held):
        if name not in nodes or not nodes[name].held_allowed:
            yield FieldError(f"/held/{number}", "held_not_allowed", "方案中没有这个成员，或者不能以已持有的结果代替")
        elif name not in situation.active and not situation.unknown:
            yield FieldError(f"/held/{number}", "held_not_needed", "按所填情形不涉及这个成员，请删除")
    signed = {edge.id for edge in situation.scheme.edges if edge.on == "accepted_with_commitment"}
    for number, name in enumerate(body.commitments):
        if name not in signed:
            yield FieldError(f"/commitments/{number}", "commitment_unknown", "该前置关系不能凭承诺继续办理")


def _missing(situation: Situation, body: PlanQuestion, items: dict[str, ServiceItem]) -> Iterator[FieldError]:
    needed = situation.unknown | unanswered(situation, items, body.held)
    wrong = {error.pointer for error in wrong_for(situation.scheme, body.answers)}
    for error in missing_answers(asked_by(situation.scheme), needed):
        if error.pointer not in wrong:
            yield error._replace(pointer=f"/answers{error.pointer}")


def _beyond() -> FieldError:
    message = f"日期应在 {FIRST_DAY.isoformat()} 至 {LAST_DAY.isoformat()} 之间，计划也须在其间办结"
    return FieldError("/start", "date_outside_calendar", message)


def _found(call: Call[None, SchemeQuery] | Call[PlanQuestion, SchemeQuery], code: str) -> PublishedScheme:
    platform, query = call.platform, call.query
    day = query.at or platform.now().date()
    division = platform.settings.division
    return load_scheme(platform.table, division, code, query.version, day=day, wall=platform.wall())


def _organs(call: Call[None, SchemeQuery] | Call[PlanQuestion, SchemeQuery]) -> dict[str, str]:
    platform = call.platform
    return organ_names(platform.table, platform.settings.division, wall=platform.wall())
