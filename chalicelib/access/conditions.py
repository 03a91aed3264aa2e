"""The one table of conditions that policies name: what each asks, and what people read where it fails.

Pure. A condition that `hides` answers 404, as it would tell that the case exists; a condition that `warns` lets the act
through and puts its sentence into the answer. One that is `of_state` asks where the case stands, and answers 409.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from chalicelib.access.condition import Condition
from chalicelib.access.facts import NO_LETTER, AskedLetter, CaseFacts, Facts, Letter, Reach, Training


class Failure(NamedTuple):
    """Why an act is refused: a code for programs, one Chinese sentence for people."""

    condition: Condition
    code: str
    says: str


class Row(NamedTuple):
    """One condition. `asks` is its Chinese phrase, `says` the sentence when it fails. `letter` is what it asks of the
    register of letters, whose own reason then takes the place of `says`.
    """

    asks: str
    says: str
    basis: str
    holds: Callable[[Facts], bool]
    code: str = ""
    letter: AskedLetter | None = None
    hides: bool = False
    of_state: bool = False
    warns: bool = False


def _case(facts: Facts) -> CaseFacts:
    return facts.case or CaseFacts(department="")


def letter_for(facts: Facts, act: AskedLetter) -> Letter:
    return facts.letters.get(act, NO_LETTER)


def _reached(reach: Reach) -> Callable[[Facts], bool]:
    return lambda facts: facts.reach is reach


def _allowed(act: AskedLetter) -> Callable[[Facts], bool]:
    return lambda facts: letter_for(facts, act).allowed


def _holds_post(facts: Facts) -> bool:
    staff, actor = facts.staff, facts.actor
    if staff is None or actor.role.value not in staff.roles:
        return False
    return actor.department is None or staff.department == actor.department


def _registered(facts: Facts) -> bool:
    return facts.staff is not None


def _offered_here(facts: Facts) -> bool:
    return facts.offered_here


def _sees_case(facts: Facts) -> bool:
    return facts.sees_case


def _may_decide(facts: Facts) -> bool:
    return facts.staff is not None and facts.staff.may_decide


def _receives_only(facts: Facts) -> bool:
    return not (letter_for(facts, "accept").allowed and letter_for(facts, "issue_documents").allowed)


def _trained(facts: Facts) -> bool:
    return facts.staff is not None and facts.staff.training is Training.CURRENT


def _did_not_accept(facts: Facts) -> bool:
    """Only of a 承诺件: what is decided on the spot may be accepted and decided by one person of the department."""
    case = _case(facts)
    return case.on_the_spot or not facts.is_person(case.accepted_by)


def _did_not_decide(facts: Facts) -> bool:
    return not facts.is_person(_case(facts).decided_by)


C = Condition
# What is known of the case alone: it needs no person and no letter.
OF_THE_CASE: Mapping[Condition, Callable[[CaseFacts], bool]] = {
    C.TRANSFERRED: lambda case: case.transferred,
    C.NOT_TRANSFERRED: lambda case: not case.transferred,
    C.ON_THE_SPOT: lambda case: case.on_the_spot,
    C.PROMISED: lambda case: not case.on_the_spot,
    C.DECIDED_HERE: lambda case: not case.decided_above,
    C.WITH_DEPARTMENT: lambda case: not case.with_superior,
    C.WITH_SUPERIOR: lambda case: case.with_superior,
    C.TERM_OF_DEPARTMENT: lambda case: not case.by_government,
    C.TERM_OF_GOVERNMENT: lambda case: case.by_government,
    C.NOT_COMPLEX: lambda case: not case.complex,
}


def _of_the_case(condition: Condition) -> Callable[[Facts], bool]:
    return lambda facts: OF_THE_CASE[condition](_case(facts))


SEPARATION = "规则前言、二(二)，R1"
CONDITIONS: Mapping[Condition, Row] = {
    C.OWN_CASE: Row("申请人本人的办件", "未找到该办件，请核对编号", "行政许可法29", _reached(Reach.OWN), hides=True),
    C.AS_AGENT: Row(
        "办件属于委托人，且在有效委托的范围内",
        "未找到该办件，请核对编号",
        "民法典161、165；行政许可法29",
        _reached(Reach.AGENT),
        hides=True,
    ),
    C.IN_DIVISION: Row("办件在本人所在区划", "未找到该办件，请核对编号", "R91", _reached(Reach.DIVISION), hides=True),
    C.IN_DEPARTMENT: Row(
        "办件或者任务属于本部门，且在本人所在区划",
        "未找到该办件，请核对编号",
        "R91",
        _reached(Reach.DEPARTMENT),
        hides=True,
    ),
    C.REPORTED_HERE: Row(
        "办件由下级机关报送本机关",
        "未找到该办件，请核对编号",
        "行政许可法35",
        _reached(Reach.SUPERIOR),
        hides=True,
    ),
    C.IN_REGISTER: Row(
        "在工作人员登记册中，且在岗",
        "您不在工作人员登记册中，或者已经离岗，不能办理",
        "规则附件3，R59",
        _registered,
        code="not_in_register",
    ),
    C.AT_POINT: Row(
        "在镇街、村（社区）受理点工作的，该事项列入本受理点为上级区划受理的事项",
        "该事项不在本受理点可以受理的事项之内，请到县（市、区）政务服务大厅办理",
        "规则二(四)，R91",
        _offered_here,
        code="item_not_at_point",
    ),
    C.SEES_CASE: Row(
        "办件属于本人的窗口，或者本人办过该办件",
        "办件属于其他窗口，您不能查看其材料和表单，请由该窗口办理",
        "规则二(一)3，R22、R27；个人信息保护法6",
        _sees_case,
        code="case_of_other_window",
    ),
    C.HOLDS_POST: Row(
        "登记册中担任这一岗位，部门一致",
        "登记册中您不担任这一岗位，或者不在这一部门",
        "规则附件3，R59",
        _holds_post,
        code="post_not_registered",
    ),
    C.STAFF_TYPE_DECIDES: Row(
        "公务员，或者依法授权的人员",
        "只有公务员或者依法授权的人员可以作出审批决定",
        "规则一(二)2，R44",
        _may_decide,
        code="staff_type_cannot_decide",
    ),
    C.TRAINED: Row(
        "对该事项的培训在有效期内（部门未要求的，只提示）",
        "您对该事项没有有效的培训记录",
        "规则一(二)6，R51",
        _trained,
        code="training_missing",
        warns=True,
    ),
    C.LETTER_TO_ACCEPT: Row(
        "有效的委托书（附件2）列有该事项，范围含受理",
        "没有有效的受理委托书，窗口不能受理",
        "规则一(二)6、三(一)3，R33、R57",
        _allowed("accept"),
        letter="accept",
    ),
    C.LETTER_TO_ISSUE_DOCUMENTS: Row(
        "有效的委托书（附件2）列有该事项，范围含出具文书",
        "委托书不含出具文书，窗口不能出具受理文书",
        "规则一(二)6、三(一)3，R33、R57",
        _allowed("issue_documents"),
        letter="issue_documents",
    ),
    C.LETTER_TO_REVIEW_FIRST: Row(
        "有效的授权书（附件4）授予本人对该事项的初审处置权（权限二）",
        "没有有效的授权书授予您对该事项的初审处置权",
        "规则一(二)3(2)，R67、R72",
        _allowed("first_review"),
        letter="first_review",
    ),
    C.LETTER_TO_DECIDE: Row(
        "有效的授权书（附件4）授权本人对该事项作出决定",
        "没有有效的授权书授权您对该事项作出决定",
        "规则一(二)3、三(二)2，R65-R67、R72",
        _allowed("decide"),
        letter="decide",
    ),
    C.LETTER_TO_CHARGE: Row(
        "有效的授权书（附件4）授予本人对该事项的收费执行权（权限五）",
        "没有有效的授权书授予您对该事项的收费执行权",
        "规则一(二)3(5)，R70、R72",
        _allowed("charge"),
        letter="charge",
    ),
    C.NO_LETTER_TO_ACCEPT: Row(
        "窗口没有有效的受理委托书",
        "该事项有有效的受理委托书，应当由窗口受理，不能移送",
        "规则一(二)6，R33",
        _receives_only,
        code="letter_in_force",
    ),
    C.NOT_TRANSFERRED: Row(
        "办件没有移送部门受理",
        "办件已经移送部门，由部门受理",
        "R33",
        _of_the_case(C.NOT_TRANSFERRED),
        code="case_transferred",
        of_state=True,
    ),
    C.TRANSFERRED: Row(
        "办件已经由窗口移送部门",
        "办件没有移送部门，由窗口受理",
        "R33",
        _of_the_case(C.TRANSFERRED),
        code="case_not_transferred",
    ),
    C.ON_THE_SPOT: Row(
        "即办件",
        "承诺件的受理和决定不能由同一岗位办理，请由审查员受理",
        SEPARATION,
        _of_the_case(C.ON_THE_SPOT),
        code="accepted_by_officer",
    ),
    C.PROMISED: Row(
        "承诺件",
        "即办件没有审查环节",
        "R67",
        _of_the_case(C.PROMISED),
        code="not_promised",
    ),
    C.DECIDED_HERE: Row(
        "本部门作出决定的办件",
        "该办件由上级机关作出决定，其办理结果只能由该上级机关更正或者终止效力",
        "行政许可法35、38",
        _of_the_case(C.DECIDED_HERE),
        code="decided_above",
    ),
    C.TOLD_HERE: Row(
        "本部门作出决定的办件，或者尚未受理的办件",
        "该办件由上级机关作出决定，拟作出的不利决定由该上级机关事前告知",
        "行政许可法7、35",
        _of_the_case(C.DECIDED_HERE),
        code="told_above",
        of_state=True,
    ),
    C.WITH_DEPARTMENT: Row(
        "案卷在本部门，没有在上级机关",
        "案卷已经报送上级机关，其决定期限只能由该上级机关中止、恢复或者延长",
        "行政许可法35、42、45",
        _of_the_case(C.WITH_DEPARTMENT),
        code="case_with_superior",
        of_state=True,
    ),
    C.WITH_SUPERIOR: Row(
        "案卷在上级机关，没有退回",
        "案卷不在本机关：尚未报送、已经退回或者已经作出决定",
        "行政许可法35、42、45",
        _of_the_case(C.WITH_SUPERIOR),
        code="case_not_with_superior",
        of_state=True,
    ),
    C.TERM_OF_DEPARTMENT: Row(
        "期限不是联合办理的期限",
        "联合、统一办理的期限由本级人民政府负责人批准延长，部门负责人不能批准",
        "行政许可法42(2)",
        _of_the_case(C.TERM_OF_DEPARTMENT),
        code="extension_by_government",
    ),
    C.TERM_OF_GOVERNMENT: Row(
        "期限是联合、统一办理的期限",
        "一个部门办理的期限由该部门负责人批准延长；本级人民政府负责人只批准延长联合、统一办理的期限",
        "行政许可法42",
        _of_the_case(C.TERM_OF_GOVERNMENT),
        code="extension_by_department",
    ),
    C.NOT_COMPLEX: Row(
        "简单事项或者一般事项",
        "复杂事项由部门负责人决定，首席代表负责跟踪、服务、协调、督促",
        "规则一(二)3，R65",
        _of_the_case(C.NOT_COMPLEX),
        code="complex_needs_leader",
    ),
    C.DID_NOT_ACCEPT: Row(
        "本人没有受理该承诺件（按人，不按账号）",
        "该承诺件由您本人受理，不能再由您决定",
        SEPARATION,
        _did_not_accept,
        code="same_person_accepted",
    ),
    C.DID_NOT_DECIDE: Row(
        "本人没有决定该办件（按人，不按账号）",
        "该办件由您本人决定，不能再由您核对",
        SEPARATION,
        _did_not_decide,
        code="same_person_decided",
    ),
}


def failure(condition: Condition, facts: Facts) -> Failure | None:
    """What fails, if the condition does. A letter's own reason is told where there is one."""
    row = CONDITIONS[condition]
    if row.holds(facts):
        return None
    if row.letter:
        answer = letter_for(facts, row.letter)
        return Failure(condition, answer.code, answer.says if answer is not NO_LETTER else row.says)
    return Failure(condition, row.code or condition.value, row.says)
