"""The personas: people, a company and departments' systems to act as. SYNTHETIC: all of them are invented."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from chalicelib.access.actor import Actor, Identity, Role
from chalicelib.access.policy import GRANTS
from local.catalogues import CITY_DIVISION, catalogue_of

LABEL = "SYNTHETIC 演示数据，与真实人员和单位无关"
REGION = CITY_DIVISION
# The company of another division: its name and its credit code.
COMPANIES: Mapping[str, tuple[str, str]] = {"441781": ("阳春示例餐饮有限公司", "91441781MA5YM0015C")}


class Persona(NamedTuple):
    """Somebody to act as; `can` says in Chinese what there is to try as this persona."""

    id: str
    actor: Actor
    can: str

    def card(self) -> dict[str, Any]:
        """What `GET /local/personas` shows. A real identity number would not be shown; these are invented."""
        return {
            "id": self.id,
            **claims_of(self.actor),
            "can": self.can,
            "permissions": sorted(GRANTS[self.actor.role]),
            "label": LABEL,
        }


def claims_of(actor: Actor) -> dict[str, Any]:
    """Only an applicant has a level of identity."""
    left_out = None if actor.role is Role.APPLICANT else {"level"}
    told = actor.model_dump(mode="json", exclude_none=True, exclude=left_out)
    return {name: value for name, value in told.items() if value != []}


def _person(id_: str, name: str, number: str, id_type: str = "resident_id", country: str | None = None) -> Persona:
    identity = Identity(kind="person", id_type=id_type, number=number, name=name, country=country)
    can = "以个人身份网上申请、补正、撤回，查看办件和证照"
    return _applicant(id_, identity, can if id_type == "resident_id" else f"持{identity.document}，{can}")


def _applicant(id_: str, identity: Identity, can: str) -> Persona:
    actor = Actor(
        sub=f"persona:{id_}", role=Role.APPLICANT, name=identity.name, region=REGION, identity=identity, level=4
    )
    return Persona(id_, actor, can)


def _unchecked(persona: Persona, id_: str) -> Persona:
    """Another account with the same name and number, which nobody has compared with a register (实名等级 2)."""
    actor = persona.actor.model_copy(update={"sub": f"persona:{id_}", "level": 2})
    can = f"与 {persona.id} 同一姓名和号码的另一账号，实名等级 2 级：只看到本账号填写的申请"
    return Persona(id_, actor, can)


def _staff(id_: str, role: Role, name: str, can: str, department: str | None = None) -> Persona:
    actor = Actor(sub=f"persona:{id_}", role=role, name=name, region=REGION, department=department)
    return Persona(id_, actor, can)


def _clerk(id_: str, window: str) -> Persona:
    """Whoever sits at the windows of this theme sees the personal data of its cases, and of no others."""
    can = f"综合受理窗口({window})：登记、受理、补正、不予受理；查看本窗口办件的个人信息"
    clerk = _staff(id_, Role.COUNTER_CLERK, f"{window}类窗口人员(演示)", can)
    return clerk._replace(actor=clerk.actor.model_copy(update={"windows": (window,)}))


# The posts of a department: the beginning of the id, the role, the name of the post, and what there is to try.
DEPARTMENT_POSTS = (
    ("officer", Role.OFFICER, "审查员", "认领并答复{}的审查任务"),
    ("officer2", Role.OFFICER, "第二审查员", "认领并答复{}的审查任务，说明理由后接办同事的任务"),
    ("chief", Role.CHIEF_REPRESENTATIVE, "首席代表", "对{}的办件作出准予或不予决定，改派审查任务"),
    ("leader", Role.DEPARTMENT_LEADER, "负责人", "决定{}的办件，签发、撤销委托书和授权书，审定{}的事项"),
    ("editor", Role.ITEM_EDITOR, "事项编辑人员", "起草、修改{}的事项"),
    ("system", Role.DEPARTMENT_SYSTEM, "业务系统", "接收{}的任务回调，取任务并答复"),
)


def department_posts(department: str, short: str) -> tuple[Persona, ...]:
    """Everybody who acts for a department; of its two officers one can take over from the other."""
    return tuple(
        _staff(f"{prefix}-{department}", role, f"{short}{post}(演示)", can.replace("{}", short), department)
        for prefix, role, post, can in DEPARTMENT_POSTS
    )


LIN = _person("citizen-lin", "林示例", "44170219900307801X")
PUBLIC_AND_WINDOWS: tuple[Persona, ...] = (
    LIN,
    _unchecked(LIN, "citizen-lin-unchecked"),
    _person("citizen-huang", "黄示例", "441702199506120021"),
    _person("citizen-hk", "何示例", "H12345678", "hk_macao_pass"),
    _person("citizen-tw", "蔡示例", "12345678", "taiwan_pass"),
    _person("citizen-permit", "周示例", "810000199408230021", "residence_permit"),
    _person("foreign-resident", "EXAMPLE MARIA", "911840198503140125", "permanent_residence_card"),
    _person("foreigner", "EXAMPLE JOHN", "E12345678", "passport", "USA"),
    _applicant(
        "company",
        Identity(kind="company", id_type="uscc", number="91441702MA5YM00074", name="阳江示例餐饮有限公司"),
        "以企业身份申请食品经营许可(YM-P01)、社会保险登记(YM-S05)等",
    ),
    _clerk("clerk-production", "生产经营"),
    _clerk("clerk-social", "社会民生"),
    _clerk("clerk-registration", "登记注册"),
    _clerk("clerk-investment", "投资建设"),
    _staff("clerk-issuing", Role.ISSUING_CLERK, "综合发证窗口人员(演示)", "核对结果与电子证照，发证送达"),
)
# Bodies that are no departments, and handle a step of a joint request.
PROVIDERS: tuple[Persona, ...] = (
    _staff(
        "system-bank",
        Role.DEPARTMENT_SYSTEM,
        "合作银行业务系统(演示)",
        "接收联办中银行预约开户的任务回调，报告办理情况",
        "bank",
    ),
)
ABOVE: tuple[Persona, ...] = (
    _staff(
        "supervisor",
        Role.SUPERVISOR,
        "政务服务管理局督办人员(演示)",
        "查看全市办件，督办和考评；接收授权文书和事项的备案，查看授权名册",
    ),
    _staff(
        "government-leader", Role.GOVERNMENT_LEADER, "本级人民政府负责人(演示)", "查看本级全部办件，批准延长联办期限"
    ),
    _staff(
        "centre-manager",
        Role.CENTRE_MANAGER,
        "政务服务中心管理人员(演示)",
        "查看大厅全部办件，维护大厅、窗口和窗口人员，查看机构人员和授权名册",
    ),
    _staff("auditor", Role.AUDITOR, "审计人员(演示)", "核验办件链，查阅日志"),
    _staff(
        "item-approver",
        Role.ITEM_APPROVER,
        "机构编制委员会办公室事项审定人员(演示)",
        "同意事项的新版本发布",
    ),
    _staff(
        "legal-reviewer",
        Role.LEGAL_REVIEWER,
        "法制机构事项审查人员(演示)",
        "对事项的暂停、取消、下放、拆分、合并作合法性审查",
    ),
    _staff("guide", Role.GUIDE, "咨询导办人员(演示)", "在咨询台解答事项、材料和窗口"),
    _staff("administrator", Role.ADMINISTRATOR, "平台管理员(演示)", "维护事项目录、机构人员和系统配置"),
)


ORGANS_ABOVE = (
    ("gd_culture_tourism", "广东省文化和旅游厅"),
    ("gd_religion", "广东省民族宗教事务委员会"),
    ("gd_agriculture", "广东省农业农村厅"),
)
POSTS_ABOVE = (
    ("superior", Role.SUPERIOR_ORGAN, "承办人", "查看报送{}的案卷，作出决定，或者退回补报"),
    ("superior_leader", Role.SUPERIOR_LEADER, "负责人", "查看报送{}的案卷，批准延长决定期限"),
)
# Organs above, to which this city's departments report. They stay where they are.
SUPERIORS: tuple[Persona, ...] = tuple(
    Persona(
        f"{prefix}-{organ}",
        Actor(
            sub=f"persona:{prefix}-{organ}", role=role, name=f"{name}{post}(演示)", region="440000", department=organ
        ),
        can.replace("{}", name),
    )
    for organ, name in ORGANS_ABOVE
    for prefix, role, post, can in POSTS_ABOVE
)


def personas_of(division: str, departments: Mapping[str, str]) -> dict[str, Persona]:
    """The cast of a division: the same people everywhere, a company of that place, and the posts of each department,
    of which `departments` gives the name.
    """
    posts = [post for department, name in departments.items() for post in department_posts(department, name)]
    everybody = (*PUBLIC_AND_WINDOWS, *posts, *PROVIDERS, *ABOVE)
    moved = {persona.id: persona._replace(actor=_moved(persona.actor, division)) for persona in everybody}
    return {**moved, **{persona.id: persona for persona in SUPERIORS}}


@cache
def personas(division: str) -> dict[str, Persona]:
    """The cast of a division that has a demonstration catalogue."""
    departments = catalogue_of(division)["departments"]
    return personas_of(division, {name: about["name_2018_rules"] for name, about in departments.items()})


def _moved(actor: Actor, division: str) -> Actor:
    identity = actor.identity
    if identity and identity.kind == "company" and division in COMPANIES:
        name, number = COMPANIES[division]
        identity = identity.model_copy(update={"name": name, "number": number})
        return actor.model_copy(update={"region": division, "name": name, "identity": identity})
    return actor.model_copy(update={"region": division})


PERSONAS: Mapping[str, Persona] = personas(CITY_DIVISION)
