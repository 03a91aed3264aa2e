"""Changes of the register of staff: somebody comes, is moved, or leaves."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.access.policy import Permission
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.acts.move_staff import move_staff
from chalicelib.directory.acts.register_changes import division_of
from chalicelib.directory.acts.register_staff import register_staff
from chalicelib.directory.api.register_receipts import RegisterReceipt, told_as_sent
from chalicelib.directory.model.staff import StaffMember, Subject, UnitKind
from chalicelib.directory.model.terms import Line, RecordId
from chalicelib.durable.caller import Receipt
from chalicelib.foundation import problems
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")

UnitId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,31}$", description="单位标识")]
RankName = Annotated[str, Field(max_length=20, description="职级，如 正科级、正科级(相当)")]
StaffTypeName = Annotated[str, Field(max_length=20, description="人员身份：公务员、事业、合同")]
RoleNames = Annotated[list[str], Field(max_length=4, description="角色")]


class NewStaff(Part):
    id: RecordId
    subject: Annotated[Subject | None, Field(description="令牌的 sub；不填则此岗位不能登录办理")] = None
    same_person_as: Annotated[RecordId | None, Field(description="同一人的另一岗位的编号")] = None
    name: Annotated[str, Field(min_length=1, max_length=100)]
    unit_kind: Annotated[UnitKind, Field(description="单位类别")]
    unit: UnitId
    post: Line
    rank: RankName
    staff_type: StaffTypeName
    roles: RoleNames
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


class Moving(Part):
    """Only what changes is told."""

    unit_kind: Annotated[UnitKind | None, Field(description="新单位的类别，与 unit 一起填写")] = None
    unit: UnitId | None = None
    post: Line | None = None
    rank: RankName | None = None
    staff_type: StaffTypeName | None = None
    roles: RoleNames | None = None
    windows: Annotated[list[RecordId] | None, Field(max_length=10, description="所在窗口的编号；空列表为不在窗口")] = (
        None
    )
    chief: Annotated[bool | None, Field(description="是否首席代表")] = None
    deputy_of: Annotated[RecordId | None, Field(description="替补对应的首席代表的编号；填 null 为不再是替补")] = None
    note: Annotated[Line | None, Field(description="例外或者授权的说明；填 null 为删除")] = None
    on: Annotated[date | None, Field(description="调岗日期，不填为今天；权限自办理时变更")] = None
    reason: Line


@api.post(
    "/directory/staff",
    Permission.MANAGE_DIRECTORY,
    "登记进驻人员",
    body=NewStaff,
    answer=RegisterReceipt,
    problems=(problems.Invalid, problems.Conflict),
)
def add_staff(call: Call[NewStaff, None]) -> Answer:
    told = call.body.model_dump(exclude={"unit_kind", "unit", "starts_on", "ends_on"}, exclude_none=True)
    unit = {"kind": call.body.unit_kind, "id": call.body.unit}
    term = {"from": call.body.starts_on, "to": call.body.ends_on}

    def register() -> Receipt:
        member = StaffMember.model_validate({**told, **term, "unit": unit, "region": division_of(call.caller)})
        return register_staff(call.platform, call.caller, member)

    return told_as_sent(register)


@api.post(
    "/directory/staff/{staff_id}/move",
    Permission.KEEP_STAFF,
    "人员调岗：单位、岗位、角色或者窗口变动",
    body=Moving,
    answer=RegisterReceipt,
    problems=(problems.NotFound, problems.Conflict),
)
def let_staff_move(call: Call[Moving, None], staff_id: str) -> Answer:
    body = call.body
    may_be_none = {"deputy_of", "note"} & body.model_fields_set
    told = body.model_dump(exclude={"unit_kind", "unit", "on", "reason"}, exclude_none=True)
    changes: dict[str, Any] = told | {name: getattr(body, name) for name in may_be_none}
    if (body.unit is None) != (body.unit_kind is None):
        missing = "/unit" if body.unit is None else "/unit_kind"
        error = problems.FieldError(missing, "missing", "单位的类别和标识应一起填写")
        raise problems.Invalid(errors=[error])
    if body.unit:
        changes["unit"] = {"kind": body.unit_kind, "id": body.unit}
    return told_as_sent(lambda: move_staff(call.platform, call.caller, staff_id, changes, body.reason, on=body.on))


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
