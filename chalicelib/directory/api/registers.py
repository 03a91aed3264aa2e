"""The registers of staff and seals, and the question who may do what by which letter."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, ValidationError

from chalicelib.access.policy import Permission
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.acts.register_changes import division_of, found
from chalicelib.directory.acts.register_staff import register_staff
from chalicelib.directory.api.register_answers import (
    AuthorityAnswer,
    RegisterReceipt,
    SealList,
    SealRow,
    StaffDetails,
    StaffList,
    StaffRow,
    authority_answer,
)
from chalicelib.directory.api.register_log import changes_shown
from chalicelib.directory.model.authority import AskedAct, Register, who_may
from chalicelib.directory.model.staff import StaffMember, Subject, UnitKind
from chalicelib.directory.model.terms import ItemCode, Line, RecordId
from chalicelib.directory.store import letters, seals, staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.foundation import problems
from chalicelib.foundation.validation import field_errors
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")

DepartmentName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$", description="部门标识，如 food")]


class AuthorityQuery(Part):
    department: DepartmentName
    item: Annotated[ItemCode, Field(description="事项编码")]
    act: Annotated[AskedAct, Field(description="环节")]
    at: Annotated[AwareDatetime | None, Field(description="何时；不填为现在")] = None


class StaffQuery(Paging):
    unit: Annotated[str | None, Field(max_length=32, description="部门或者单位的标识")] = None


class NewStaff(Part):
    id: RecordId
    subject: Annotated[Subject | None, Field(description="令牌的 sub；不填则此岗位不能登录办理")] = None
    same_person_as: Annotated[RecordId | None, Field(description="同一人的另一岗位的编号")] = None
    name: Annotated[str, Field(min_length=1, max_length=100)]
    unit_kind: Annotated[UnitKind, Field(description="单位类别")]
    unit: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$", description="单位标识")]
    post: Line
    rank: Annotated[str, Field(max_length=20, description="职级，如 正科级、正科级(相当)")]
    staff_type: Annotated[str, Field(max_length=20, description="人员身份：公务员、事业、合同")]
    roles: Annotated[list[str], Field(max_length=4, description="角色")]
    windows: Annotated[list[RecordId], Field(max_length=10, default_factory=list, description="所在窗口的编号")]
    starts_on: Annotated[date, Field(description="到岗日期")]
    ends_on: Annotated[date | None, Field(description="在岗的最后一天")] = None
    chief: Annotated[bool, Field(description="是否首席代表")] = False
    deputy_of: Annotated[RecordId | None, Field(description="替补对应的首席代表的编号")] = None
    phone: Annotated[str | None, Field(max_length=20)] = None
    note: Annotated[Line | None, Field(description="例外或者授权的说明")] = None


class Leaving(Part):
    on: Annotated[date | None, Field(description="在岗的最后一天；不填则权限立即终止")] = None
    reason: Line


@api.get(
    "/directory/authority",
    Permission.READ_CASES,
    "谁可以凭哪份授权文书办理事项的某个环节，以及理由",
    query=AuthorityQuery,
    answer=AuthorityAnswer,
)
def read_authority(call: Call[None, AuthorityQuery]) -> Answer:
    query, table, division = call.query, call.platform.table, division_of(call.caller)
    at = (query.at or call.caller.at).astimezone(call.caller.at.tzinfo)
    standing = load_standing(table, division, query.department).record
    named = [one for letter in standing.power_letters for one in letter.holders]
    people = {one: kept.record for one, kept in staff.load_members(table, division, sorted(set(named))[:100]).items()}
    units = [query.department, *sorted({letter.grantee for letter in standing.accept_letters})]
    for unit in units:
        people |= {kept.record.id: kept.record for kept in staff.everybody_of(table, division, unit)}
    register = Register(people, standing.accept_letters, standing.power_letters)
    answer = who_may(register, query.department, query.item, query.act, at)
    letter = answer.letter and letters.load_letter(table, division, answer.letter.id)
    return Answer(authority_answer(answer, people, at, letter))


@api.get("/directory/staff", Permission.READ_DIRECTORY, "查看进驻人员名单", query=StaffQuery, answer=StaffList)
def list_staff(call: Call[None, StaffQuery]) -> Answer:
    division, unit = division_of(call.caller), call.query.unit
    scope = f"staff {division} {unit}"
    after = unseal(call.platform, scope, call.query.cursor)
    page = staff.list_staff(call.platform.table, division, unit, limit=call.query.limit, after=after)
    cursor = seal(call.platform, scope, page.after)
    rows = [StaffRow.of(kept) for kept in page.members]
    shown = {"limit": call.query.limit, **({"unit": unit} if unit else {})}
    headers = link(call.platform.settings, "/v1/directory/staff", shown, cursor)
    return Answer(StaffList(items=rows, next_cursor=cursor), headers=headers)


@api.get(
    "/directory/staff/{staff_id}",
    Permission.READ_DIRECTORY,
    "查看一名进驻人员及其变更记录",
    query=Paging,
    answer=StaffDetails,
    problems=(problems.NotFound,),
)
def read_staff(call: Call[None, Paging], staff_id: str) -> Answer:
    kept = found(staff.load_member(call.platform.table, division_of(call.caller), staff_id))
    changes, cursor, headers = changes_shown(call, "staff", staff_id, f"/v1/directory/staff/{staff_id}")
    facts = kept.record.model_dump(include={"deputy_of", "same_person_as", "note"})
    facts |= StaffRow.of(kept).model_dump() | {"changes": changes, "next_cursor": cursor}
    return Answer(StaffDetails.model_validate(facts), headers=headers, etag=kept.etag)


@api.post(
    "/directory/staff",
    Permission.MANAGE_DIRECTORY,
    "登记进驻人员",
    body=NewStaff,
    answer=RegisterReceipt,
    problems=(problems.Invalid,),
)
def add_staff(call: Call[NewStaff, None]) -> Answer:
    told = call.body.model_dump(exclude={"unit_kind", "unit", "starts_on", "ends_on"}, exclude_none=True)
    unit = {"kind": call.body.unit_kind, "id": call.body.unit}
    term = {"from": call.body.starts_on, "to": call.body.ends_on}
    try:
        member = StaffMember.model_validate({**told, **term, "unit": unit, "region": division_of(call.caller)})
        receipt = register_staff(call.platform, call.caller, member)
    except ValidationError as error:
        raise problems.Invalid(errors=_as_sent(field_errors(error))) from None
    except problems.Invalid as error:
        error.errors = _as_sent(error.errors)
        raise
    return Answer(RegisterReceipt.model_validate(receipt.facts), etag=receipt.etag)


def _as_sent(errors: Sequence[problems.FieldError]) -> list[problems.FieldError]:
    """The pointers are those of the record; whoever sent `NewStaff` knows these fields by other names."""
    return [one._replace(pointer=SENT_AS.get(one.pointer, one.pointer)) for one in errors]


SENT_AS = {"/unit/id": "/unit", "/unit/kind": "/unit_kind", "/from": "/starts_on", "/to": "/ends_on"}


@api.post(
    "/directory/staff/{staff_id}/leave",
    Permission.MANAGE_DIRECTORY,
    "人员离岗，权限随之终止",
    body=Leaving,
    answer=RegisterReceipt,
    problems=(problems.NotFound, problems.Conflict),
)
def let_staff_leave(call: Call[Leaving, None], staff_id: str) -> Answer:
    receipt = leave_staff(call.platform, call.caller, staff_id, call.body.reason, call.body.on)
    return Answer(RegisterReceipt.model_validate(receipt.facts), etag=receipt.etag)


@api.get("/directory/seals", Permission.READ_DIRECTORY, "查看印章登记", query=Paging, answer=SealList)
def list_seals(call: Call[None, Paging]) -> Answer:
    division = division_of(call.caller)
    scope = f"seals {division}"
    after = unseal(call.platform, scope, call.query.cursor)
    page = seals.list_seals(call.platform.table, division, limit=call.query.limit, after=after)
    cursor = seal(call.platform, scope, page.after)
    headers = link(call.platform.settings, "/v1/directory/seals", {"limit": call.query.limit}, cursor)
    return Answer(SealList(items=[SealRow.of(kept) for kept in page.seals], next_cursor=cursor), headers=headers)
