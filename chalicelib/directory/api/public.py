"""The directory for anybody: regions, departments through time, days of duty, documents."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from chalicelib.access.policy import PUBLIC
from chalicelib.clock.unit import Unit
from chalicelib.directory.api.answers import (
    DepartmentDetails,
    DepartmentLine,
    DepartmentsAnswer,
    DutyAnswer,
    DutyDays,
    KindAnswer,
    NameAnswer,
    OfficeAnswer,
    OwnPromiseAnswer,
    OwnSchemeAnswer,
    RegionAnswer,
    RegionBodyAnswer,
    RegionDetails,
    RegionsAnswer,
    ResidencyAnswer,
    RuleDocumentAnswer,
    RuleDocumentsAnswer,
    SuccessorAnswer,
    department_line,
    region_facts,
    spans,
)
from chalicelib.directory.api.asked import (
    CACHEABLE,
    DayPage,
    OfRegion,
    OnDay,
    day_asked,
    directory_asked,
    directory_in,
    page_of,
    rules_asked,
    within_calendar,
)
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.organs import DepartmentRecord, RuleDocument, as_of, find_by_words, successors_of
from chalicelib.directory.model.regions import full
from chalicelib.directory.model.residency import Residency
from chalicelib.directory.store.directories import list_regions
from chalicelib.foundation.problems import FieldError, Invalid, NotFound
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="directory")
MOST_DAYS = 92
UNITS: Mapping[str, Unit] = {"workday": "workday", "calendar_day": "day"}


class DepartmentsQuery(DayPage):
    q: Annotated[
        str | None,
        Field(
            max_length=50,
            description="任何名称或简称中的文字，如 食药监局、市场监督，也可以是部门标识、机构标识、统一社会信用代码；"
            "列出该日承继的部门",
        ),
    ] = None


class DutyQuery(OfRegion):
    since: Annotated[date | None, Field(alias="from", description="自哪一天起，不填为今天")] = None
    until: Annotated[date | None, Field(alias="to", description="至哪一天，不填为起日后四周，最长 92 天")] = None


@api.get("/directory/regions", PUBLIC, "查询地区", query=Paging, answer=RegionsAnswer)
def find_regions(call: Call[None, Paging]) -> Answer:
    rows = [(str(row["code"]), row) for row in list_regions(call.platform.table)]
    items, cursor, headers = page_of(call, "/directory/regions", {}, rows, _region_line)
    return Answer(RegionsAnswer(items=items, next_cursor=cursor), headers=CACHEABLE | headers)


def _region_line(row: Mapping[str, Any]) -> RegionAnswer:
    facts = region_facts(row["code"], row["name"], row["level"], row.get("parent"), row["effective_from"])
    return RegionAnswer.model_validate(facts)


@api.get("/directory/regions/{code}", PUBLIC, "查看一个地区的设置", query=OnDay, answer=RegionDetails)
def read_region(call: Call[None, OnDay], code: str) -> Answer:
    directory, day = directory_in(call, code[:6]), day_asked(call)
    rules = rules_asked(directory, day)
    settings = rules.region
    overrides = settings.overrides
    facts = region_facts(settings.code, settings.name, settings.level, settings.parent, settings.since)
    towns = [region_facts(town.code, town.name, 5, full(town.county), None) for town in directory.townships.values()]
    body = RegionDetails(
        **facts,
        halls=sorted(directory.halls),
        bodies=[RegionBodyAnswer(id=one.id, role=one.role, name=one.name) for one in directory.bodies.values()],
        townships=[RegionAnswer.model_validate(town) for town in towns],
        window_kinds=[KindAnswer(**kind.model_dump(exclude={"centre_duty"})) for kind in rules.kinds],
        schemes=list(settings.schemes),
        own_promises=[
            OwnPromiseAnswer(item=one.item, value=one.promised.value, unit=UNITS[one.promised.unit])
            for one in overrides.promised
        ],
        own_schemes=[OwnSchemeAnswer(scheme=o.scheme, offered=o.offered, why=o.why) for o in overrides.schemes],
    )
    return Answer(body, headers=CACHEABLE)


@api.get("/directory/departments", PUBLIC, "查询部门", query=DepartmentsQuery, answer=DepartmentsAnswer)
def find_departments(call: Call[None, DepartmentsQuery]) -> Answer:
    directory, day, query = directory_asked(call), day_asked(call), call.query
    chosen = directory.departments
    if query.q and (words := query.q.strip()):
        rules = directory.rules_on(day)
        found = find_by_words(directory.departments, words, day, rules.region.name if rules else "")
        chosen = {one: record for one in found if (record := directory.departments.get(one))}
    filters = {"region": query.region, "at": query.at and query.at.isoformat(), "q": query.q}
    items, cursor, headers = page_of(
        call, "/directory/departments", filters, [*chosen.items()], lambda record: _line(directory, record, day)
    )
    return Answer(DepartmentsAnswer(items=items, next_cursor=cursor), headers=CACHEABLE | headers)


def _line(directory: Directory, record: DepartmentRecord, day: date) -> DepartmentLine:
    heirs = successors_of(directory.departments, record.id or "", day)
    return DepartmentLine.model_validate(department_line(record, as_of(record, day), day, heirs))


@api.get("/directory/departments/{id}", PUBLIC, "查看一个部门", query=OnDay, answer=DepartmentDetails)
def read_department(call: Call[None, OnDay], id: str) -> Answer:  # noqa: A002 - as the address calls it
    directory, day = directory_asked(call), day_asked(call)
    record = directory.departments.get(id)
    if record is None:
        raise NotFound(code="department_not_found", title="没有这个部门，请核对部门标识")
    known, heirs = as_of(record, day), successors_of(directory.departments, id, day)
    organ = record.reviewing_organ
    body = DepartmentDetails(
        **department_line(record, known, day, heirs),
        names=[
            NameAnswer(name=one.name, since=one.since, until=one.until, only_year=one.precision == "year")
            for one in record.names
        ],
        successors=[
            SuccessorAnswer(
                kind=one.kind,
                name=one.to_name,
                department=one.to_department,
                on=one.on,
                only_year=one.precision == "year",
            )
            for one in known.successors
        ],
        organ_now=record.organ_now,
        offices=[OfficeAnswer(role=role, post=post) for role, post in record.posts.items()],
        residency_details=_residency(record.residency),
        reviewing_organ=organ.name if organ else None,
        reviewing_basis=organ.basis if organ else None,
        windows=[w.id for w in directory.windows.values() if w.in_service(day) and (id in w.serves or "*" in w.serves)],
    )
    return Answer(body, headers=CACHEABLE)


def _residency(residency: Residency | None) -> ResidencyAnswer | None:
    if residency is None:
        return None
    return ResidencyAnswer(
        mode=residency.mode,
        since=residency.since,
        duty_weekday=residency.duty_weekday,
        duty_hours=spans(residency.duty_hours),
        same_day_promise_off_duty=residency.same_day_promise_off_duty,
    )


@api.get("/directory/duty", PUBLIC, "查询非常驻部门的办公日", query=DutyQuery, answer=DutyDays)
def read_duty(call: Call[None, DutyQuery]) -> Answer:
    directory, query, calendar = directory_asked(call), call.query, call.platform.calendar
    first = within_calendar(query.since or call.platform.now().date(), "/query/from")
    last = within_calendar(query.until or first + timedelta(days=27), "/query/to")
    if not 0 <= (last - first).days < MOST_DAYS:
        error = FieldError("/query/to", "period_wrong", f"应不早于起日，且最多 {MOST_DAYS} 天")
        raise Invalid(code="invalid_query", title="查询参数有误，请按提示修改", errors=[error])
    found = list[DutyAnswer]()
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        for name, record in directory.departments.items():
            residency = record.residency
            if residency and residency.non_resident_on(day) and residency.on_duty(day, calendar):
                hours = spans(residency.duty_hours)
                found.append(DutyAnswer(date=day, department=name, name=record.name_on(day), hours=hours))
    return Answer(DutyDays(items=found), headers=CACHEABLE)


@api.get("/directory/documents", PUBLIC, "查询规范性文件", query=DayPage, answer=RuleDocumentsAnswer)
def find_rule_documents(call: Call[None, DayPage]) -> Answer:
    directory, day, query = directory_asked(call), day_asked(call), call.query
    filters = {"region": query.region, "at": query.at and query.at.isoformat()}
    items, cursor, headers = page_of(
        call, "/directory/documents", filters, [*directory.documents.items()], lambda one: _document(one, day)
    )
    return Answer(RuleDocumentsAnswer(items=items, next_cursor=cursor), headers=CACHEABLE | headers)


@api.get("/directory/documents/{id}", PUBLIC, "查看一份规范性文件", query=OnDay, answer=RuleDocumentAnswer)
def read_rule_document(call: Call[None, OnDay], id: str) -> Answer:  # noqa: A002 - as the address calls it
    document = directory_asked(call).documents.get(id)
    if document is None:
        raise NotFound(code="document_not_found", title="没有这份文件，请核对编号")
    return Answer(_document(document, day_asked(call)), headers=CACHEABLE)


def _document(one: RuleDocument, day: date) -> RuleDocumentAnswer:
    return RuleDocumentAnswer(
        id=one.id,
        number=one.number,
        title=one.title,
        issuer=one.issuer,
        issued_on=one.issued_on,
        effective_from=one.since,
        effective_to=one.until,
        effect=one.effect,
        in_force=one.in_force_on(day),
        cites=list(one.cites),
        note=one.note,
    )
