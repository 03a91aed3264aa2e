"""Who asks: the columns of the matrix. Every role, at the own place and at others. SYNTHETIC people only."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.access.actor import Actor, Identity
from local.identity_provider.personas import personas
from proofs.kit.catalogue import CITY_DIVISION

COUNTY, FAR = "441781", "440100"
OWN, OTHER = "food", "hrss"


class Person(NamedTuple):
    """One column. `title` is its head, `who` what the head stands for. `post` says who it is in the register of staff,
    where that matters: `left` has left the `post` of that column, `twin_of` is another post of the person with this id.
    """

    name: str
    title: str
    who: str
    actor: Actor | None
    left: bool = False
    post: str = ""
    twin_of: str = ""


def _persona(name: str, division: str = CITY_DIVISION) -> Actor:
    """A persona of the demonstration; in another division under another account."""
    actor = personas(CITY_DIVISION)[name].actor
    if division == CITY_DIVISION:
        return actor
    return actor.model_copy(update={"region": division, "sub": f"{actor.sub}-{division}"})


def _account(name: str, account: str) -> Actor:
    """The same post with another account."""
    actor = personas(CITY_DIVISION)[name].actor
    return actor.model_copy(update={"sub": f"persona:{account}"})


def _operator(name: str, number: str, account: str) -> Actor:
    """Somebody with the account of the company."""
    company = personas(CITY_DIVISION)["company"].actor
    person = Identity(kind="person", id_type="resident_id", number=number, name=name)
    return company.model_copy(update={"sub": f"persona:{account}", "name": name, "operator": person})


def _at_level(level: int, actor: Actor) -> Actor:
    return actor.model_copy(update={"level": level})


# An account that nobody has checked, under the name and number of the company: perhaps the company's, perhaps not.
UNCHECKED = _at_level(2, _account("company", "company-unchecked"))
# Whom the company has authorised.
AUTHORISED = ("黄示例", "441702199506120021")


def _of_applicants() -> tuple[Person, ...]:
    agent, nobody = _operator(*AUTHORISED, "operator"), _operator("周示例", "810000199408230021", "operator-2")
    return (
        Person("owner", "本人", "申请人本人（企业）", _persona("company")),
        Person("second", "本人另", "同一企业的另一账号，实名等级 3 级", _at_level(3, _account("company", "company-2"))),
        Person("low", "本人低", "申请人本人的账号，这次登录的实名等级只有 2 级", _at_level(2, _persona("company"))),
        Person("unchecked", "冒名", "写同一名称和号码的另一账号，实名等级 2 级", UNCHECKED),
        Person("agent", "代理", "企业委托的经办人，委托有效（X-On-Behalf-Of）", agent),
        Person("agent_low", "代理低", "同一经办人，这次登录的实名等级只有 2 级", _at_level(2, agent)),
        Person("ended", "代理终", "企业委托过的经办人，委托已被取消（X-On-Behalf-Of）", agent),
        Person("operator", "经办", "使用企业账号的经办人，没有写明委托", nobody),
        Person("stranger", "他人", "其他申请人", _persona("citizen-lin")),
    )


# Beginning of the name, head, post, persona.
HALL = (
    ("clerk", "窗口", "综合受理窗口人员，在办件所属窗口", "clerk-production"),
    ("issuer", "发证", "综合发证窗口人员", "clerk-issuing"),
)
OF_DEPARTMENT = (
    ("officer", "审查", "部门审查员", "officer"),
    ("chief", "首席", "首席代表", "chief"),
    ("leader", "负责", "部门负责人（分管领导）", "leader"),
    ("system", "系统", "部门业务系统", "system"),
    ("editor", "编辑", "事项编辑人员", "editor"),
)
ABOVE = (
    ("supervisor", "督办", "政务服务管理局督办人员", "supervisor"),
    ("government", "政府", "本级人民政府负责人", "government-leader"),
    ("manager", "中心", "政务服务中心管理人员", "centre-manager"),
    ("auditor", "审计", "审计人员", "auditor"),
    ("approver", "编办", "机构编制委员会办公室事项审定人员", "item-approver"),
    ("lawyer", "法制", "法制机构事项审查人员", "legal-reviewer"),
    ("guide", "导办", "咨询导办人员", "guide"),
    ("admin", "管理", "系统管理员", "administrator"),
)
# A post with and without `_left` differs only in that its holder has left.
LEAVING = ("clerk", "issuer", "officer", "chief", "leader", "editor", "supervisor", "manager", "admin")


def _of_the_hall() -> tuple[Person, ...]:
    other = Person("clerk_other", "他窗", "综合受理窗口人员，在其他窗口", _persona("clerk-social"))
    found: list[Person] = []
    for name, title, who, persona in HALL:
        found += _at_places(name, title, who, persona)
        if name == "clerk":
            found.insert(1, other)
    twin = _account("clerk-issuing", "issuer-twin")
    found.append(
        Person("issuer_twin", "发证兼", "发证窗口人员，与本部门首席代表是同一人", twin, twin_of="K-chief-food")
    )
    return tuple(found)


def _of_departments() -> tuple[Person, ...]:
    found: list[Person] = []
    for name, title, who, persona in OF_DEPARTMENT:
        own, *others = _at_places(name, title, f"本部门的{who}", f"{persona}-{OWN}")
        elsewhere = _persona(f"{persona}-{OTHER}")
        found += [own, Person(f"{name}_other", f"{title}他", f"其他部门的{who}", elsewhere), *others]
    twin = _account(f"leader-{OWN}", "leader-twin")
    who = "本部门负责人，与受理办件的审查员、起草事项的编辑人员是同一人"
    found.append(Person("leader_twin", "负责兼", who, twin, twin_of="K-officer-food"))
    return tuple(found)


def _of_above() -> tuple[Person, ...]:
    found = [one for post in ABOVE for one in _at_places(*post)]
    far = Person("supervisor_far", "督办外", "其他市的督办人员", _persona("supervisor", FAR))
    place = next(number for number, one in enumerate(found) if one.name == "government")
    return (*found[:place], far, *found[place:])


def _at_places(name: str, title: str, who: str, persona: str) -> list[Person]:
    """The post here, the same post in the county, and somebody who has left the post here."""
    found = [
        Person(name, title, who, _persona(persona)),
        Person(f"{name}_county", f"{title}县", f"县（{COUNTY}）的{who}", _persona(persona, COUNTY)),
    ]
    if name in LEAVING:
        left = _account(persona, f"{name}-left")
        found.append(Person(f"{name}_left", f"{title}离", f"{who}，已经离岗", left, left=True, post=name))
    return found


LEADS = "superior_leader"


def _of_superiors() -> tuple[Person, ...]:
    """Organs above, which have no post in this hall."""
    return (
        Person("superior", "上级", "上级机关承办人，办件报送本机关", _above("gd_culture_tourism")),
        Person("superior_leader", "上级负", "上级机关负责人，办件报送本机关", _above("gd_culture_tourism", LEADS)),
        Person("superior_other", "上级他", "其他上级机关的承办人", _above("gd_religion")),
        Person("superior_leader_other", "上级负他", "其他上级机关的负责人", _above("gd_religion", LEADS)),
    )


def _above(organ: str, post: str = "superior") -> Actor:
    return personas(CITY_DIVISION)[f"{post}-{organ}"].actor


NOBODY = Person("nobody", "未登录", "没有令牌", None)
PEOPLE: tuple[Person, ...] = (
    NOBODY,
    *_of_applicants(),
    *_of_the_hall(),
    *_of_departments(),
    *_of_above(),
    *_of_superiors(),
)
# Who has drafted the item of the matrix: the second post of the officer who has accepted a case.
AUTHOR = _account(f"editor-{OWN}", "editor-author")
BY_NAME: Mapping[str, Person] = {person.name: person for person in PEOPLE}


def all_but(*names: str) -> str:
    """Everybody else, as rows write it."""
    return " ".join(person.name for person in PEOPLE if person.name not in names)
