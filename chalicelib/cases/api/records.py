"""The record of a case as the hall's people read it: lists, the case, its timeline, its events, its materials."""

from collections.abc import Callable
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from chalicelib.access.actor import Actor
from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import Asked, see_form, sight_of
from chalicelib.cases.acts.look_up import look_up
from chalicelib.cases.acts.lookup import item_of, seen_file, seen_history
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import (
    CaseAnswer,
    CaseList,
    MaterialsAnswer,
    PurposeQuery,
    asked_by,
    case_seen,
    listed,
)
from chalicelib.cases.api.event_answers import EventList, event_answer
from chalicelib.cases.api.member_answers import members_told
from chalicelib.cases.model import ENDED, Case, Status
from chalicelib.cases.model.access import may_see_kind
from chalicelib.cases.model.disclosure import Purpose, Sight
from chalicelib.cases.model.numbers import typed_code
from chalicelib.cases.model.timeline import Timeline, timeline
from chalicelib.cases.model.visits import visits_told
from chalicelib.cases.store.member_ends import result_ends
from chalicelib.cases.store.search import Wanted, search
from chalicelib.catalogue.model.checklists import conditional_lines
from chalicelib.catalogue.model.handbook import is_complex
from chalicelib.catalogue.model.on_site import visits_of_all
from chalicelib.durable.audit import truncated_at
from chalicelib.foundation.masked import UNMASKED
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.validation import wrong_field
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="cases")


Findable = Literal[
    "submitted",
    "correcting",
    "lapsed",
    "in_review",
    "in_progress",
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
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2), Field(max_length=100), UNMASKED]


class CasesQuery(Paging):
    """What may stand in an address: it is kept in logs, histories and bookmarks."""

    window: Annotated[
        Literal["社会民生", "登记注册", "生产经营", "投资建设", "移送部门", "出件"] | None,
        Field(description="窗口；不填为您岗位的全部窗口。移送部门：收件转送、等待部门受理的办件，部门人员只列本部门的"),
    ] = None
    number: Annotated[CaseNumber | None, Field(description="办件编号，全部字符")] = None
    status: Annotated[Findable | None, Field(description="办件状态；已办结、不予受理、已撤回的须与其他条件合用")] = None

    @model_validator(mode="after")
    def _ended_cases_are_not_listed(self) -> Self:
        if self.status in ENDED and not self._names_a_case():
            raise wrong_field("status", "search_too_wide", "已结束的办件请同时填写编号、查询码或申请人姓名")
        return self

    def _names_a_case(self) -> bool:
        return self.number is not None


class CaseSearch(CasesQuery):
    """With what tells of a person: the name, and the code with which anybody reads the progress."""

    query_code: Annotated[QueryCode | None, Field(description="收件凭证上的查询码")] = None
    name: Annotated[Name | None, Field(description="申请人姓名或名称，须完整；须同时填写 purpose")] = None
    purpose: Annotated[
        Purpose | None,
        Field(description="查看目的：按姓名查找的必填，与岗位相符，并记入查到的每一办件的查阅记录"),
    ] = None

    def _names_a_case(self) -> bool:
        return bool(self.number or self.query_code or self.name)


@api.get("/cases", Permission.READ_CASES, "窗口待办办件；按编号、状态查找", query=CasesQuery, answer=CaseList)
def list_cases(call: Call[None, CasesQuery]) -> Answer:
    query = call.query
    body = _found(call.platform, call.actor, query, "/query/cursor")
    filters = query.model_dump(exclude={"cursor"})
    return Answer(body, headers=link(call.platform.settings, "/v1/cases", filters, body.next_cursor))


@api.search(
    "/cases/search", Permission.READ_CASES, "按姓名、查询码、编号、状态查找办件", body=CaseSearch, answer=CaseList
)
def search_cases(call: Call[CaseSearch, None]) -> Answer:
    """Answers as the list does. There is no link to the next page: the body is sent again with the cursor.

    A name needs a purpose, and every page of such a search is recorded.
    """
    asked = Asked(call.caller, call.body.purpose, call.request_id)
    return Answer(_found(call.platform, call.actor, call.body, "/cursor", asked if call.body.name else None))


def _found(platform: Platform, actor: Actor, query: CasesQuery, pointer: str, by_name: Asked | None = None) -> CaseList:
    """`by_name`: who looks for a name, and what for."""
    filters = query.model_dump(exclude={"cursor", "limit"})
    scope = f"cases {actor.sub} {sorted(filters.items())}"
    filters.pop("purpose", None)
    wanted = Wanted(**{**filters, "status": Status(query.status) if query.status else None})
    after = unseal(platform, scope, query.cursor, pointer)
    if by_name:
        cases, more = look_up(platform, by_name, wanted, limit=query.limit, after=after, pointer="/purpose")
    else:
        cases, more = search(platform, actor, wanted, limit=query.limit, after=after)
    cursor = seal(platform, scope, more)
    today = platform.now().date()
    return CaseList(cases=[listed(case, today) for case in cases], next_cursor=cursor)


@api.get(
    "/cases/{case_id}",
    Permission.READ_CASES,
    "查看办件；说明查看目的的，完整显示个人信息",
    query=PurposeQuery,
    answer=CaseAnswer,
)
def read_case(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    found = seen_file(call.platform, call.caller, case_id)
    seen = see_form(call.platform, asked_by(call), found.case, found.form)
    told = visits_told(found.case.visits, visits_of_all(item_of(call.platform, found.case)))
    ends = result_ends(call.platform.table, found.case.id, found.members)
    members = members_told(found.case, found.members, _business(call.actor, found.case), ends)
    told_too = {"visits": told, "members": members}
    return Answer(case_seen(found.case, seen).model_copy(update=told_too), etag=found.case.etag)


def _business(actor: Actor, case: Case) -> Callable[[str], bool]:
    """Whether the cases of a department under this request are the reader's business."""
    return lambda department: may_see_kind(actor, case.division, department, case.point)


@api.get(
    "/cases/{case_id}/timeline",
    Permission.READ_CASES,
    "办理时间轴；说明查看目的的，完整显示代为办理的人的姓名",
    query=PurposeQuery,
    answer=Timeline,
)
def read_timeline(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    case, events = seen_history(call.platform, call.caller, case_id)
    whole = sight_of(call.platform, asked_by(call), case, lambda: ["/timeline"]) is Sight.WHOLE
    today, calendars = call.platform.now().date(), call.platform.calendars
    hard = is_complex(item_of(call.platform, case))
    return Answer(timeline(case, events, today, calendars, complex_item=hard, whole=whole), etag=case.etag)


@api.get(
    "/cases/{case_id}/events",
    Permission.READ_CASES,
    "办件事件链；说明查看目的的，也显示取决于个人情况的材料",
    query=PurposeQuery,
    answer=EventList,
)
def read_events(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    """Without a purpose no event names a line of the checklist that has a condition."""
    case, events = seen_history(call.platform, call.caller, case_id)
    sight = sight_of(call.platform, asked_by(call), case, lambda: ["/events"])
    conditional = conditional_lines(item_of(call.platform, case))
    untold = frozenset[str]() if sight is Sight.WHOLE else frozenset(conditional)
    body = EventList(
        events=[event_answer(event, untold) for event in events],
        intact=truncated_at(events, case.seq, case.last_hash) is None,
        whole=not untold,
    )
    return Answer(body, etag=case.etag)


@api.get(
    "/cases/{case_id}/materials",
    Permission.READ_CASES,
    "办件材料；说明查看目的的，显示文件名、下载链接和取决于个人情况的各项是否需要提交",
    query=PurposeQuery,
    answer=MaterialsAnswer,
)
def read_materials(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    found = seen_file(call.platform, call.caller, case_id)
    seen = sight_of(call.platform, asked_by(call), found.case, lambda: shared.told_by_materials(call.platform, found))
    return Answer(shared.materials(call.platform, found, sight=seen, promises=True))
