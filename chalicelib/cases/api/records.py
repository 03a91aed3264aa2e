"""The record of a case as the hall's people read it: lists, the case, its timeline, its events, its materials."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

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
    listed,
)
from chalicelib.cases.model import ENDED, Status
from chalicelib.cases.model.numbers import typed_code
from chalicelib.cases.model.timeline import Timeline, timeline
from chalicelib.cases.store.records import load_events
from chalicelib.cases.store.search import Wanted, search
from chalicelib.durable.audit import truncated_at
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="cases")


NAME = "申请人姓名或名称，须完整；不要把带姓名的地址存入日志或收藏"
Findable = Literal[
    "submitted",
    "correcting",
    "lapsed",
    "in_review",
    "deciding",
    "decided",
    "comparing",
    "delivering",
    "delivered",
    "closed",
    "rejected",
    "withdrawn",
]
# What stands on a slip, as people type, read out or paste it. It is normalised first, and judged then.
CaseNumber = Annotated[str, StringConstraints(min_length=1, max_length=60), BeforeValidator(typed_code)]
QueryCode = Annotated[str, StringConstraints(min_length=1, max_length=20), BeforeValidator(typed_code)]


class CasesQuery(Paging):
    window: Annotated[
        Literal["社会民生", "登记注册", "生产经营", "投资建设", "出件"] | None,
        Field(description="窗口；不填为您岗位的全部窗口"),
    ] = None
    number: Annotated[CaseNumber | None, Field(description="办件编号，全部字符")] = None
    query_code: Annotated[QueryCode | None, Field(description="收件凭证上的查询码")] = None
    name: Annotated[
        str | None, StringConstraints(strip_whitespace=True, min_length=2), Field(max_length=100, description=NAME)
    ] = None
    status: Annotated[Findable | None, Field(description="办件状态；已办结、不予受理、已撤回的须与其他条件合用")] = None

    @model_validator(mode="after")
    def _ended_cases_are_not_listed(self) -> Self:
        if self.status in ENDED and not (self.number or self.query_code or self.name):
            raise PydanticCustomError("search_too_wide", "已结束的办件请同时填写编号、查询码或申请人姓名")
        return self


@api.get(
    "/cases", Permission.READ_CASES, "窗口待办办件；按编号、查询码、姓名、状态查找", query=CasesQuery, answer=CaseList
)
def list_cases(call: Call[None, CasesQuery]) -> Answer:
    settings, query = call.platform.settings, call.query
    filters = query.model_dump(exclude={"cursor", "limit"})
    scope = f"cases {call.actor.sub} {sorted(filters.items())}"
    wanted = Wanted(**{**filters, "status": Status(query.status) if query.status else None})
    after = unseal(settings, scope, query.cursor)
    cases, more = search(call.platform, call.actor, wanted, limit=query.limit, after=after)
    cursor = seal(settings, scope, more)
    body = CaseList(cases=[CaseSummary.model_validate(listed(case)) for case in cases], next_cursor=cursor)
    # A link would carry the name into whatever keeps addresses. Who looks for a name takes the cursor.
    next_page = {} if query.name else link(settings, "/v1/cases", filters | {"limit": query.limit}, cursor)
    return Answer(body, headers=next_page)


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
