"""Who may do what by which letter: the question that is asked before somebody accepts or decides for a department.

Pure: the register that is asked, the department, the item, the act and the moment are arguments. A register may hold
only what one question needs: the letters of the department, and of the staff those who are asked about.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Literal, NamedTuple, TypeVar

from chalicelib.access.actor import Role
from chalicelib.directory.model.letters import CHINA, AcceptLetter, Letter, PowerLetter, Scope
from chalicelib.directory.model.staff import StaffMember

AskedAct = Literal["collect", "accept", "issue_documents", "decide", "first_review", "coordinate", "charge", "seal"]
Code = Literal[
    "by_letter",
    "own_right",
    "collect_needs_no_letter",
    "department_head_decides",
    "no_letter",
    "item_not_listed",
    "letter_not_yet",
    "letter_expired",
    "letter_revoked",
    "scope_receive_only",
    "out_of_scope",
    "power_not_granted",
    "upper_level_decides",
    "nobody_in_post",
    "not_in_register",
    "not_yet_in_post",
    "left",
    "not_named_in_letter",
    "staff_type",
    "not_for_this_department",
]
L = TypeVar("L", AcceptLetter, PowerLetter)

# The act as 附件2 names it.
SCOPES: Mapping[str, Scope] = {"collect": "收取材料", "accept": "受理", "issue_documents": "出具文书"}
# By which of the six powers of 附件4 a decision is taken: the first for what is decided on the spot (即办件), the
# second or third for a 承诺件 or 联办件. The others, such as charging a fee, decide nothing (R66-R68).
DECIDING_POWERS: Mapping[bool | None, tuple[int, ...]] = {True: (1,), False: (2, 3), None: (1, 2, 3)}
# By which of them the other acts are done.
POWERS_FOR: Mapping[str, tuple[int, ...]] = {
    "first_review": (2,),
    "coordinate": (3, 4),
    "charge": (5,),
    "seal": (6,),
}
# The code of an answer to the department's own staff, who need no letter; events keep it.
OWN_RIGHT: Literal["own_right"] = "own_right"
OWN_ACCEPTORS = (Role.COUNTER_CLERK, Role.OFFICER, Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER)

REASONS: Mapping[Code, str] = {
    "by_letter": "授权文书在有效期内，列有该事项",
    "own_right": "由本部门人员以部门自己的职权办理，不需要授权文书",
    "collect_needs_no_letter": "收取材料不需要委托书，由综合受理窗口人员收取",
    "department_head_decides": "该事项由部门负责人决定，首席代表负责跟踪、协调、督促",
    "no_letter": "部门没有签发授权文书",
    "item_not_listed": "授权文书没有列入该事项",
    "letter_not_yet": "授权文书尚未生效",
    "letter_expired": "授权文书已经到期",
    "letter_revoked": "授权文书已经撤销",
    "scope_receive_only": "授权文书只委托收取材料",
    "out_of_scope": "授权文书的范围不包括该环节",
    "power_not_granted": "授权书没有授予该项权限",
    "upper_level_decides": "该事项由上级机关决定，本级只作初审并上报",
    "nobody_in_post": "授权文书所列的人员都不在岗",
    "not_in_register": "不在进驻人员名单中",
    "not_yet_in_post": "尚未到岗",
    "left": "已经离岗",
    "not_named_in_letter": "授权文书没有载明此人",
    "staff_type": "人员身份不能作出行政决定（应为公务员或者依法授权的人员）",
    "not_for_this_department": "不为该部门工作",
}


class Register(NamedTuple):
    """What of the registers a question needs: staff by id, and the letters of the department that is asked about."""

    staff: Mapping[str, StaffMember] = {}
    accept_letters: Sequence[AcceptLetter] = ()
    power_letters: Sequence[PowerLetter] = ()


class Answer(NamedTuple):
    """Whether it is allowed, by which letter and for whom.

    `letter` is the letter on which the answer rests, of a refusal the one that does not reach. `persons` are those of
    the register who may. `own_right` are those who may act for the department without a letter.
    """

    allowed: bool
    code: Code
    letter: Letter | None = None
    persons: tuple[str, ...] = ()
    own_right: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        return REASONS[self.code]

    @property
    def number(self) -> str | None:
        """The number of the letter."""
        return self.letter.number if self.letter else None


def who_may(
    register: Register,
    department: str,
    item: str,
    act: AskedAct,
    at: datetime,
    *,
    on_the_spot: bool | None = None,
) -> Answer:
    """Who of the register may do this act on this item of the department at this moment of legal time, and why.

    `on_the_spot`: whether the item is a 即办件, which only the first power of 附件4 decides; None where nobody knows.
    """
    staff = [one for one in register.staff.values() if one.in_post_at(at)]
    if act in SCOPES:
        return _who_receives(register, staff, department, item, act, at)
    if act == "decide":
        return _who_decides(register, staff, department, item, at, DECIDING_POWERS[on_the_spot])
    return _by_power(register, staff, department, item, act, at)


def may(
    register: Register,
    member: StaffMember | None,
    department: str,
    item: str,
    act: AskedAct,
    at: datetime,
    *,
    on_the_spot: bool | None = None,
) -> Answer:
    """Whether this member of staff may do this act, and why not. None is somebody whom the register does not have."""
    if member is None:
        return Answer(False, "not_in_register")
    if not member.in_post_at(at):
        return Answer(False, "not_yet_in_post" if at.date() < member.since else "left")
    alone = register._replace(staff={member.id: member})
    answer = who_may(alone, department, item, act, at, on_the_spot=on_the_spot)
    if member.id in answer.persons:
        return answer if answer.allowed else answer._replace(persons=())
    if member.id in answer.own_right and answer.code != "upper_level_decides":
        return Answer(True, "own_right", persons=(member.id,), own_right=answer.own_right)
    if answer.allowed or answer.code == "nobody_in_post":
        return Answer(False, _why_not(member, answer, department, act), answer.letter)
    return answer


def _why_not(member: StaffMember, answer: Answer, department: str, act: AskedAct) -> Code:
    """Why somebody may not although the letter, or the department's own right, reaches so far."""
    if act not in SCOPES and not member.may_decide and (member.works_for(department) or _named(member, answer.letter)):
        return "staff_type"
    if answer.code == "department_head_decides":
        return "department_head_decides"
    if act in SCOPES or not member.works_for(department):
        return "not_for_this_department"
    return "not_named_in_letter"


def _named(member: StaffMember, letter: Letter | None) -> bool:
    return isinstance(letter, PowerLetter) and member.id in letter.holders


def _who_receives(
    register: Register, staff: Sequence[StaffMember], department: str, item: str, act: AskedAct, at: datetime
) -> Answer:
    """The centre's clerks by the letter (附件2); the department's own staff by the department's own right (R33). What
    the centre's clerks only collect needs no letter: it is handed to the department.
    """
    own = tuple(one.id for one in staff if one.works_for(department) and one.has_role(*OWN_ACCEPTORS))
    letter, code = accept_letter_for(register.accept_letters, department, item, at, SCOPES[act])
    scope = letter.scope_of(item) if letter and code == "by_letter" else ()
    if act == "collect" and SCOPES[act] not in scope:
        clerks = (one for one in staff if one.has_role(Role.COUNTER_CLERK))
        persons = tuple(one.id for one in clerks if one.unit.kind == "centre" or one.windows)
        return Answer(True, "collect_needs_no_letter", None, persons, own)
    if letter is None or code != "by_letter":
        return Answer(False, code, letter, own_right=own)
    if SCOPES[act] not in scope:
        return Answer(False, "scope_receive_only" if scope == ("收取材料",) else "out_of_scope", letter, own_right=own)
    clerks = [one.id for one in staff if one.has_role(Role.COUNTER_CLERK) and _sits_for(letter.grantee, one)]
    return Answer(True, "by_letter", letter, tuple(clerks), own)


def _sits_for(centre: str, clerk: StaffMember) -> bool:
    """Whether a clerk receives for the centre: its own staff, and staff whom departments have sent to its windows."""
    return clerk.unit.id == centre or bool(clerk.windows)


def _who_decides(
    register: Register,
    staff: Sequence[StaffMember],
    department: str,
    item: str,
    at: datetime,
    deciding: tuple[int, ...],
) -> Answer:
    """The chief representative as far as the letter (附件4) goes. What it leaves out, or what is complex, is decided by
    the leaders of the department, who need no letter (R65).
    """
    heads = (one for one in staff if one.works_for(department) and one.has_role(Role.DEPARTMENT_LEADER))
    leaders = tuple(one.id for one in heads if one.may_decide)
    letter, code = in_force(register.power_letters, department, item, at)
    if letter is None or code != "by_letter":
        return Answer(False, code, letter, own_right=leaders)
    decides, entry = letter.decides(item), letter.entry(item)
    if decides == "upper_level":
        return Answer(False, "upper_level_decides", letter)
    if decides == "department_head" or entry is None:
        return Answer(True, "department_head_decides", letter, leaders, leaders)
    if entry.power not in deciding or entry.power not in letter.powers:
        return Answer(False, "power_not_granted", letter, own_right=leaders)
    return _of_holders(register, staff, letter)._replace(own_right=leaders)


def _by_power(
    register: Register, staff: Sequence[StaffMember], department: str, item: str, act: AskedAct, at: datetime
) -> Answer:
    letter, code = in_force(register.power_letters, department, item, at)
    if letter is None or code != "by_letter":
        return Answer(False, code, letter)
    if set(POWERS_FOR[act]).isdisjoint(letter.powers):
        return Answer(False, "power_not_granted", letter)
    return _of_holders(register, staff, letter)


def _of_holders(register: Register, staff: Sequence[StaffMember], letter: PowerLetter) -> Answer:
    """Those whom the letter names, are in post, and may decide by their employment (R44)."""
    here = {one.id: one for one in staff}
    persons = tuple(one for one in letter.holders if one in here and here[one].may_decide)
    known = [one for one in letter.holders if one in register.staff]
    if len(known) == len(letter.holders) and not persons:
        return Answer(False, "nobody_in_post", letter)
    return Answer(True, "by_letter", letter, persons)


def accept_letter_for(
    letters: Sequence[AcceptLetter], department: str, item: str, at: datetime, scope: Scope
) -> tuple[AcceptLetter | None, Code]:
    """Of several letters (附件2) that are valid, one whose scope for the item has the act: what a department delegates
    by one letter, another letter does not take back. Only a revocation does.
    """
    return in_force(letters, department, item, at, lambda one: scope in one.scope_of(item))


def in_force(
    letters: Sequence[L], department: str, item: str, at: datetime, reaches: Callable[[L], bool] = lambda _: True
) -> tuple[L | None, Code]:
    """The letter of the department that covers the item at this moment. Of several, one that reaches the act goes
    first, then the one that begins last, then the one that was signed last.

    Where none does, the code says why, and the letter is the one that comes nearest: one that lists the item before one
    that does not, one that has ended before one that has not begun, of several the one that ended last.
    """
    own = [one for one in letters if one.department == department]
    listing = [one for one in own if one.covers(item)]
    states = [(one, one.state_at(at)) for one in sorted(listing, key=_end, reverse=True)]
    if valid := [one for one, its in states if its == "valid"]:
        return max(valid, key=lambda one: (reaches(one), one.since, one.signed_on, one.id)), "by_letter"
    for state, code in ENDS:
        found = next((one for one, its in states if its == state), None)
        if found:
            return found, code
    if valid := next((one for one in own if one.state_at(at) == "valid"), None):
        return valid, "item_not_listed"
    return None, "item_not_listed" if own else "no_letter"


def _end(letter: Letter) -> tuple[datetime, date]:
    """When the letter ended or will end; of two that end at once the younger one is the greater."""
    last = datetime.combine(letter.until, time.max, CHINA)
    return min(last, letter.revoked.at) if letter.revoked else last, letter.since


ENDS: tuple[tuple[str, Code], ...] = (
    ("revoked", "letter_revoked"),
    ("expired", "letter_expired"),
    ("not_yet", "letter_not_yet"),
)
