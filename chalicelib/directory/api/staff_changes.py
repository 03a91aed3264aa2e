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
# What each role of staff is called; the record refuses others.
ROLE_WORDS = {
    "counter_clerk": "综合受理窗口人员",
    "issuing_clerk": "综合发证窗口人员",
    "officer": "部门审查员",
    "chief_representative": "首席代表",
    "department_leader": "部门负责人",
    "government_leader": "本级政府负责人",
    "centre_manager": "政务服务中心管理人员",
    "supervisor": "政务服务管理局督办人员",
    "auditor": "审计人员",
    "item_editor": "事项编辑",
    "item_approver": "编办事项审核人员",
    "legal_reviewer": "法制机构审查人员",
    "guide": "咨询导办人员",
    "administrator": "平台管理员",
}
RANKS = "职级：科员级、副科级、正科级、副处级、正处级、副厅级、正厅级、副部级、正部级，可加“(相当)”"
STAFF_TYPES = "人员身份：公务员、事业、合同，填写其一；作出决定的一般应为公务员"
ROLES = "角色，至少一个：" + "；".join(f"{role} {word}" for role, word in ROLE_WORDS.items())
RankName = Annotated[str, Field(max_length=20, description=RANKS)]
StaffTypeName = Annotated[str, Field(max_length=20, description=STAFF_TYPES)]
RoleNames = Annotated[list[str], Field(max_length=4, description=ROLES)]


class NewStaff(Part):
    id: Annotated[RecordId, Field(description="岗位的编号，由地区自定，登记后不变，如 S101")]
    subject: Annotated[Subject | None, Field(description="令牌的 sub；不填则此岗位不能登录办理")] = None
    same_person_as: Annotated[RecordId | None, Field(description="同一人的另一岗位的编号")] = None
    name: Annotated[str, Field(min_length=1, max_length=100, description="姓名")]
    unit_kind: Annotated[UnitKind, Field(description="单位类别")]
    unit: UnitId
    post: Annotated[Line, Field(description="岗位名称，如 综合受理窗口工作人员")]
    rank: RankName
    staff_type: StaffTypeName
    roles: RoleNames
    windows: Annotated[list[RecordId], Field(max_length=10, default_factory=list, description="所在窗口的编号")]
    starts_on: Annotated[date, Field(description="到岗日期，如 2026-11-24；自当日零时起有权限")]
    ends_on: Annotated[date | None, Field(description="在岗的最后一天，权限至当日终了；不填为长期在岗")] = None
    chief: Annotated[bool, Field(description="是否首席代表：一个部门一名，应为正科级以上")] = False
    deputy_of: Annotated[RecordId | None, Field(description="替补对应的首席代表的编号")] = None
    phone: Annotated[str | None, Field(max_length=20, description="电话，只含数字和连字符")] = None
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
