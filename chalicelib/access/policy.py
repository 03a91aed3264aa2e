"""The one place that names every permission, describes it, and says which roles have it."""

import hmac
from collections.abc import Mapping, Sequence
from enum import Enum, StrEnum
from typing import Final, Self

from chalicelib.access.actor import OF_ORGAN_ABOVE, Actor, Role, applicant_key
from chalicelib.foundation.problems import Forbidden


class Permission(StrEnum):
    """What a caller needs for a route. `description` is the Chinese phrase that people read."""

    description: str

    def __new__(cls, value: str, description: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    APPLY = "apply", "网上申请、补正、撤回和查看本人办件"
    RECEIVE = "receive", "在窗口代为登记现场申请"
    ACCEPT = "accept", "受理、一次性告知补正或不予受理"
    ACCEPT_TRANSFERRED = "accept_transferred", "以本部门职权受理、告知补正或不予受理窗口移送的办件"
    READ_CASES = "read_cases", "查看职责范围内的办件"
    READ_TASKS = "read_tasks", "查看本部门待办"
    REVIEW = "review", "认领和答复本部门审查任务"
    TAKE_OVER = "take_over", "说明理由，接办本部门他人认领的审查任务"
    REASSIGN = "reassign", "说明理由，改派本部门审查任务"
    DECIDE = "decide", "依授权作出审批决定"
    GIVE_OPINION = "give_opinion", "就联合审图、联合验收提出本部门的审查意见"
    LEAD_SESSION = "lead_session", "召集、协调本部门牵头的联合审图、联合验收并作出结论"
    VERIFY = "verify", "核查告知承诺的承诺内容"
    END_RESULT = "end_result", "事前告知，终止结果的效力；原决定被撤销的，解除限制、恢复效力"
    DECIDE_REPORTED = "decide_reported", "决定下级报送的办件，退回补报"
    EXTEND = "extend", "以部门负责人的职权（联办申请为本级人民政府负责人）批准延长办理期限"
    EXTEND_REPORTED = "extend_reported", "以上级机关负责人的职权批准延长该机关的决定期限"
    COMPARE = "compare", "核对办理结果与电子证照"
    DELIVER = "deliver", "统一发证送达"
    MANAGE_CALLBACKS = "manage_callbacks", "管理本部门系统的回调地址和投递记录"
    SUPERVISE = "supervise", "督办、考评和投诉认定"
    ADMINISTER = "administer", "维护事项目录、机构人员和系统配置"
    SIGN_LETTERS = "sign_letters", "签发、撤销本部门的委托书和授权书"
    FILE_LETTERS = "file_letters", "备案授权文书、确认非常驻部门"
    MANAGE_HALL = "manage_hall", "维护大厅、窗口和窗口人员"
    REPORT_WINDOW = "report_window", "登记专窗的计数和状态"
    REPORT_OUTSIDE = "report_outside", "报告联办中由本单位系统办理的事项"
    MANAGE_DIRECTORY = "manage_directory", "导入和维护机构人员"
    READ_DIRECTORY = "read_directory", "查看机构人员和授权名册"
    READ_REGISTERS = "read_registers", "查看进驻人员、授权文书和印章登记"
    READ_SEAL_USES = "read_seal_uses", "查看印章使用记录"
    ASK_AUTHORITY = "ask_authority", "查询谁可以凭哪份授权文书办理"
    KEEP_STAFF = "keep_staff", "调整岗位和窗口、登记培训"
    AUDIT = "audit", "核验办件链和查阅日志"
    EDIT_ITEMS = "edit_items", "起草、修改本部门事项"
    APPROVE_ITEMS = "approve_items", "审定本部门事项"
    TRY_ITEMS = "try_items", "试运行本部门尚未发布的事项"
    CONSENT_ITEMS = "consent_items", "同意事项发布"
    FILE_ITEMS = "file_items", "接收事项备案"
    READ_ITEMS = "read_items", "查看事项的草稿、版本和办理记录"
    REVIEW_LAW = "review_law", "对事项的暂停、取消、下放、拆分、合并作合法性审查"
    GUIDE = "guide", "咨询导办"
    READ_CONSULTATIONS = "read_consultations", "查看职责范围内的咨询"
    ANSWER_CONSULTATIONS = "answer_consultations", "答复转交本部门的咨询、提供审批前服务"
    KEEP_KNOWLEDGE = "keep_knowledge", "维护本部门的业务咨询知识库"
    READ_MANUALS = "read_manuals", "查看事项的业务手册"
    READ_PAYMENT_DAYS = "read_payment_days", "查看缴费的逐日核对"
    READ_NUMBERS = "read_numbers", "查看文号登记"


class Public(Enum):
    """Marks a route that anybody may call without a token."""

    PUBLIC = "public"


PUBLIC: Final = Public.PUBLIC
Access = Permission | Public

OF_POSTS: Mapping[Role, frozenset[Permission]] = {
    Role.APPLICANT: frozenset({Permission.APPLY}),
    Role.COUNTER_CLERK: frozenset(
        {Permission.RECEIVE, Permission.ACCEPT, Permission.READ_CASES, Permission.ASK_AUTHORITY}
    ),
    Role.ISSUING_CLERK: frozenset(
        {Permission.COMPARE, Permission.DELIVER, Permission.READ_CASES, Permission.ASK_AUTHORITY}
    ),
    Role.OFFICER: frozenset(
        {
            Permission.ACCEPT_TRANSFERRED,
            Permission.READ_TASKS,
            Permission.REVIEW,
            Permission.TAKE_OVER,
            Permission.GIVE_OPINION,
            Permission.VERIFY,
            Permission.READ_CASES,
            Permission.READ_SEAL_USES,
            Permission.ASK_AUTHORITY,
            Permission.READ_CONSULTATIONS,
            Permission.ANSWER_CONSULTATIONS,
        }
    ),
    Role.CHIEF_REPRESENTATIVE: frozenset(
        {
            Permission.ACCEPT_TRANSFERRED,
            Permission.READ_TASKS,
            Permission.REASSIGN,
            Permission.DECIDE,
            Permission.END_RESULT,
            Permission.GIVE_OPINION,
            Permission.LEAD_SESSION,
            Permission.VERIFY,
            Permission.READ_CASES,
            Permission.READ_SEAL_USES,
            Permission.ASK_AUTHORITY,
            Permission.READ_CONSULTATIONS,
            Permission.ANSWER_CONSULTATIONS,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.SUPERVISE,
            Permission.READ_PAYMENT_DAYS,
            Permission.READ_NUMBERS,
            Permission.READ_CONSULTATIONS,
            Permission.READ_CASES,
            Permission.FILE_LETTERS,
            Permission.READ_DIRECTORY,
            Permission.FILE_ITEMS,
            Permission.READ_ITEMS,
            Permission.READ_REGISTERS,
            Permission.READ_SEAL_USES,
            Permission.ASK_AUTHORITY,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.ADMINISTER,
            Permission.READ_PAYMENT_DAYS,
            Permission.READ_NUMBERS,
            Permission.MANAGE_DIRECTORY,
            Permission.READ_DIRECTORY,
            Permission.READ_ITEMS,
            Permission.READ_REGISTERS,
            Permission.KEEP_STAFF,
            Permission.ASK_AUTHORITY,
        }
    ),
    Role.DEPARTMENT_SYSTEM: frozenset(
        {
            Permission.READ_TASKS,
            Permission.REVIEW,
            Permission.GIVE_OPINION,
            Permission.READ_CASES,
            Permission.MANAGE_CALLBACKS,
            Permission.REPORT_WINDOW,
            Permission.REPORT_OUTSIDE,
            Permission.ASK_AUTHORITY,
        }
    ),
    Role.DEPARTMENT_LEADER: frozenset(
        {
            Permission.READ_TASKS,
            Permission.DECIDE,
            Permission.END_RESULT,
            Permission.EXTEND,
            Permission.VERIFY,
            Permission.READ_CASES,
            Permission.SIGN_LETTERS,
            Permission.APPROVE_ITEMS,
            Permission.TRY_ITEMS,
            Permission.READ_ITEMS,
            Permission.READ_REGISTERS,
            Permission.READ_SEAL_USES,
            Permission.ASK_AUTHORITY,
        }
    ),
    Role.GOVERNMENT_LEADER: frozenset(
        {
            Permission.READ_CASES,
            Permission.EXTEND,
            Permission.ASK_AUTHORITY,
        }
    ),
    Role.CENTRE_MANAGER: frozenset(
        {
            Permission.READ_CASES,
            Permission.MANAGE_HALL,
            Permission.REPORT_WINDOW,
            Permission.READ_DIRECTORY,
            Permission.READ_REGISTERS,
            Permission.KEEP_STAFF,
            Permission.ASK_AUTHORITY,
        }
    ),
    Role.AUDITOR: frozenset(
        {
            Permission.AUDIT,
            Permission.READ_SEAL_USES,
            Permission.ASK_AUTHORITY,
        }
    ),
    Role.ITEM_EDITOR: frozenset(
        {Permission.EDIT_ITEMS, Permission.TRY_ITEMS, Permission.READ_ITEMS, Permission.KEEP_KNOWLEDGE}
    ),
    Role.ITEM_APPROVER: frozenset({Permission.CONSENT_ITEMS, Permission.READ_ITEMS}),
    Role.LEGAL_REVIEWER: frozenset({Permission.REVIEW_LAW, Permission.READ_ITEMS}),
    Role.GUIDE: frozenset({Permission.GUIDE, Permission.READ_CONSULTATIONS}),
    # People or the system of an organ above, and who leads it: no post of this hall.
    Role.SUPERIOR_ORGAN: frozenset(
        {Permission.READ_TASKS, Permission.DECIDE_REPORTED, Permission.END_RESULT, Permission.MANAGE_CALLBACKS}
    ),
    Role.SUPERIOR_LEADER: frozenset({Permission.READ_TASKS, Permission.EXTEND_REPORTED}),
}

# Everybody of the hall works by the handbooks (R56); applicants have the guide, organs above their own rules.
GRANTS: Mapping[Role, frozenset[Permission]] = {
    role: granted if role in (Role.APPLICANT, *OF_ORGAN_ABOVE) else granted | {Permission.READ_MANUALS}
    for role, granted in OF_POSTS.items()
}

# 前台综合受理、后台分类审批、统一窗口出件 (preamble; 二(二)): no role works in two of the three places. A department
# accepts with its own right what a window may not accept (R33); the policies keep acceptance and decision of a
# 承诺件 apart.
STAGES: tuple[frozenset[Permission], ...] = (
    frozenset({Permission.RECEIVE, Permission.ACCEPT}),
    frozenset(
        {
            Permission.REVIEW,
            Permission.TAKE_OVER,
            Permission.REASSIGN,
            Permission.DECIDE,
            Permission.END_RESULT,
            Permission.GIVE_OPINION,
            Permission.LEAD_SESSION,
            Permission.VERIFY,
            Permission.DECIDE_REPORTED,
            Permission.EXTEND,
            Permission.EXTEND_REPORTED,
        },
    ),
    frozenset({Permission.COMPARE, Permission.DELIVER}),
)

# How many digits a code has down to province, city, county, township and village (GB/T 2260, GB/T 10114).
LEVELS = (2, 4, 6, 9, 12)


def require(actor: Actor, permission: Permission) -> None:
    """Raise Forbidden (403, permission_missing) unless the role has the permission. The title names it in Chinese."""
    if not allows(actor.role, permission):
        raise Forbidden(code="permission_missing", title=f"您没有“{permission.description}”的权限")


def allows(role: Role, permission: Permission) -> bool:
    return permission in GRANTS[role]


def owns(actor: Actor, owner_key: str, keys: Sequence[bytes]) -> bool:
    """Whether a case kept under `owner_key` (an `applicant_key`) is the actor's own. If not, views answer 404.

    `keys` are those of the blind indexes: for some time after a rotation there are two. An operator acts for the
    company by an authorisation, and owns nothing of it.
    """
    identity = actor.identity
    if identity is None or actor.operator is not None:
        return False
    return any(hmac.compare_digest(applicant_key(identity, key), owner_key) for key in keys)


def same_department(actor: Actor, department: str) -> bool:
    """Whether the actor acts for `department`. If not, views answer 404."""
    return actor.department is not None and actor.department == department


def same_region(actor: Actor, region: str) -> bool:
    """Whether the actor works in `region` (GB/T 2260, 6 or 12 digits). If not, views answer 404.

    Supervisors also see the levels below their own region (二(四)).
    """
    if actor.role is Role.SUPERVISOR:
        return region.startswith(_significant(actor.region))
    return _full(actor.region) == _full(region)


def require_region(actor: Actor, region: str) -> None:
    """Raise Forbidden (403, region_elsewhere) unless the actor works in `region`: for what is no secret, and is the
    business of the region's own staff. What may not be known is answered with 404.
    """
    if not same_region(actor, region):
        raise Forbidden(code="region_elsewhere", title="您在其他地区任职，不能办理本地区的事务")


def point_of(actor: Actor) -> str | None:
    """The town or village (12 digits) whose point the actor works at; None for who works at a county or above."""
    return _full(actor.region) if len(_significant(actor.region)) > LEVELS[2] else None


def _full(region: str) -> str:
    return region.ljust(12, "0")


def _significant(region: str) -> str:
    """The code without the zeros of its lower levels: 110100 -> 1101, 110101001000 -> 110101001."""
    return next(region[:digits] for digits in LEVELS if not region[digits:].strip("0"))
