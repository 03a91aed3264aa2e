"""The record of a case as the hall's people read it: lists, the case, its timeline, its events, its materials."""

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.lookup import seen_case, seen_file
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import (
    CaseAnswer,
    CaseList,
    CaseSummary,
    EventList,
    MaterialsAnswer,
    case_answer,
    event_answer,
    summary,
)
from chalicelib.cases.model.timeline import Timeline, timeline
from chalicelib.cases.store.records import load_events
from chalicelib.cases.store.waiting import waiting_cases
from chalicelib.durable.audit import truncated_at
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="cases")


class CasesQuery(Paging):
    window: Annotated[
        Literal["社会民生", "登记注册", "生产经营", "投资建设", "出件"] | None,
        Field(description="窗口；不填为您岗位的全部窗口"),
    ] = None


@api.get("/cases", Permission.READ_CASES, "窗口待办办件", query=CasesQuery, answer=CaseList)
def list_cases(call: Call[None, CasesQuery]) -> Answer:
    settings, query = call.platform.settings, call.query
    scope = f"cases {call.actor.sub} {query.window}"
    cases, after = waiting_cases(
        call.platform, call.actor, query.window, limit=query.limit, after=unseal(settings, scope, query.cursor)
    )
    cursor = seal(settings, scope, after)
    body = CaseList(cases=[CaseSummary.model_validate(summary(case)) for case in cases], next_cursor=cursor)
    return Answer(body, headers=link(settings, "/v1/cases", {"window": query.window, "limit": query.limit}, cursor))


@api.get("/cases/{case_id}", Permission.READ_CASES, "查看办件", answer=CaseAnswer)
def read_case(call: Call[None, None], case_id: str) -> Answer:
    found = seen_file(call.platform, call.caller, case_id)
    return Answer(case_answer(found.case, found.form), etag=found.case.etag)


@api.get("/cases/{case_id}/timeline", Permission.READ_CASES, "办理时间轴", answer=Timeline)
def read_timeline(call: Call[None, None], case_id: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    events = load_events(call.platform.table, case.id)
    return Answer(timeline(case, events, call.platform.now().date(), call.platform.calendar), etag=case.etag)


@api.get("/cases/{case_id}/events", Permission.READ_CASES, "办件事件链", answer=EventList)
def read_events(call: Call[None, None], case_id: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    events = load_events(call.platform.table, case.id)
    body = EventList(
        events=[event_answer(event) for event in events], intact=truncated_at(events, case.seq, case.last_hash) is None
    )
    return Answer(body, etag=case.etag)


@api.get("/cases/{case_id}/materials", Permission.READ_CASES, "办件材料", answer=MaterialsAnswer)
def read_materials(call: Call[None, None], case_id: str) -> Answer:
    return Answer(shared.materials(call.platform, seen_file(call.platform, call.caller, case_id)))
