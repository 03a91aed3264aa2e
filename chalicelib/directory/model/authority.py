"""Who may do what by which letter: the question that is asked before somebody accepts or decides for a department.

Pure: the register that is asked, the department, the item, the act and the moment are arguments. A register may hold
only what one question needs: the letters of the department, and of the staff those who are asked about.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from chalicelib.access.actor import Role
from chalicelib.directory.model.item_kinds import UNKNOWN, ItemKind
from chalicelib.directory.model.letters import AcceptLetter, Letter, PowerLetter, Scope
from chalicelib.directory.model.letters_in_force import accepting, deciding, in_force, lack_of, with_power
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
# The act as 附件2 names it.
SCOPES: Mapping[str, Scope] = {"collect": "收取材料", "accept": "受理", "issue_documents": "出具文书"}
# By which of the six powers of 附件4 the other acts are done.
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
    the register who may. `own_right` are those who may act for the department without a letter. `letters` are all that
    grant just this act on this item, `letter` before the others.
    """

    allowed: bool
    code: Code
    letter: Letter | None = None
    persons: tuple[str, ...] = ()
    own_right: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()

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
    kind: ItemKind = UNKNOWN,
) -> Answer:
    """Who of the register may do this act on this item of the department at this moment of legal time, and why.

    `kind` is what the catalogue says of the item: who decides depends on it before any letter.
    """
    staff = [one for one in register.staff.values() if one.in_post_at(at)]
    if act in SCOPES:
        return _who_receives(register, staff, department, item, act, at)
    if act == "decide":
        return _who_decides(register, staff, department, item, at, kind)
    return _by_power(register, staff, department, item, act, at)


def may(
    register: Register,
    member: StaffMember | None,
    department: str,
    item: str,
    act: AskedAct,
    at: datetime,
    *,
    kind: ItemKind = UNKNOWN,
) -> Answer:
    """Whether this member of staff may do this act, and why not. None is somebody whom the register does not have."""
    if member is None:
        return Answer(False, "not_in_register")
    if not member.in_post_at(at):
        return Answer(False, "not_yet_in_post" if at.date() < member.since else "left")
    alone = register._replace(staff={member.id: member})
    answer = who_may(alone, department, item, act, at, kind=kind)
    if member.id in answer.persons:
        return answer if answer.allowed else answer._replace(persons=())
    if member.id in answer.own_right:
        return Answer(True, "own_right", persons=(member.id,), own_right=answer.own_right)
    if answer.allowed or answer.code == "nobody_in_post":
        return Answer(False, _why_not(member, answer, department, act), answer.letter)
    return answer


def _why_not(member: StaffMember, answer: Answer, department: str, act: AskedAct) -> Code:
    """Why somebody may not although the letter, or the department's own right, reaches so far."""
    if act not in SCOPES and not member.may_decide and (member.works_for(department) or _named(member, answer)):
        return "staff_type"
    if answer.code == "department_head_decides":
        return "department_head_decides"
    if act in SCOPES or not member.works_for(department):
        return "not_for_this_department"
    return "not_named_in_letter"


def _named(member: StaffMember, answer: Answer) -> bool:
    letters = answer.letters or (answer.letter,)
    return any(isinstance(one, PowerLetter) and member.id in one.holders for one in letters)


def _who_receives(
    register: Register, staff: Sequence[StaffMember], department: str, item: str, act: AskedAct, at: datetime
) -> Answer:
    """The centre's clerks by the letter (附件2); the department's own staff by the department's own right (R33). What
    the centre's clerks only collect needs no letter: it is handed to the department.
    """
    own = tuple(one.id for one in staff if one.works_for(department) and one.has_role(*OWN_ACCEPTORS))
    clerks = [one for one in staff if one.has_role(Role.COUNTER_CLERK)]
    valid = [one for one in in_force(register.accept_letters, department, at) if one.covers(item)]
    granting = accepting(valid, item, SCOPES[act])
    if act == "collect":
        persons = tuple(one.id for one in clerks)
        code: Code = "by_letter" if granting else "collect_needs_no_letter"
        return Answer(True, code, granting[0] if granting else None, persons, own, tuple(granting))
    if granting:
        return _of_clerks(granting, clerks, item, at)._replace(own_right=own)
    if valid:
        widest = max(valid, key=lambda one: len(one.scope_of(item)))
        only = widest.scope_of(item) == ("收取材料",)
        return Answer(False, "scope_receive_only" if only else "out_of_scope", widest, own_right=own)
    letter, lack = lack_of(register.accept_letters, department, at, lambda one: one.covers(item))
    return Answer(False, lack, letter, own_right=own)


def _of_clerks(granting: Sequence[AcceptLetter], clerks: Sequence[StaffMember], item: str, at: datetime) -> Answer:
    """Those who sit for the centre that one of the letters names. A letter whose demand of training they meet is told
    before others (R51).
    """

    def reaches(letter: AcceptLetter) -> tuple[bool, bool]:
        here = [one for one in clerks if sits_for(letter.grantee, one)]
        return any(trained_for(letter, one, item, at) for one in here), bool(here)

    letters = sorted(granting, key=reaches, reverse=True)
    sitting = tuple(one.id for one in clerks if any(sits_for(letter.grantee, one) for letter in letters))
    return Answer(True, "by_letter", letters[0], sitting, letters=tuple(letters))


def sits_for(centre: str, clerk: StaffMember) -> bool:
    """Whether a clerk receives for the centre: its own staff, and staff whom departments have sent to its windows."""
    return clerk.unit.id == centre or bool(clerk.windows)


def trained_for(letter: AcceptLetter, clerk: StaffMember, item: str, at: datetime) -> bool:
    """Whether the clerk has what the letter demands: current training for the item, where it demands any (R51)."""
    return not letter.training_required or clerk.training_for(item, at.date()) is not None


def _who_decides(
    register: Register, staff: Sequence[StaffMember], department: str, item: str, at: datetime, kind: ItemKind
) -> Answer:
    """The chief representative as far as a letter (附件4) goes. What no letter grants, and what is complex whatever a
    letter says, is decided by the leaders of the department, who need no letter (R65).
    """
    heads = (one for one in staff if one.works_for(department) and one.has_role(Role.DEPARTMENT_LEADER))
    leaders = tuple(one.id for one in heads if one.may_decide)
    valid = [one for one in in_force(register.power_letters, department, at) if one.entry(item)]
    leaving = {who: [one for one in valid if one.decides(item) == who] for who in ("department_head", "upper_level")}
    if kind.upward:
        return Answer(False, "upper_level_decides", next(iter(leaving["upper_level"]), None))
    if granting := deciding(valid, item, kind):
        return _of_holders(register, staff, granting)._replace(own_right=leaders)
    if leaving["department_head"] or kind.complex:
        letter = next(iter(leaving["department_head"]), None)
        return Answer(True, "department_head_decides", letter, leaders, leaders)
    if leaving["upper_level"]:
        return Answer(False, "upper_level_decides", leaving["upper_level"][0], own_right=leaders)
    if valid:
        return Answer(False, "power_not_granted", valid[0], own_right=leaders)
    letter, lack = lack_of(register.power_letters, department, at, lambda one: one.entry(item) is not None)
    return Answer(False, lack, letter, own_right=leaders)


def _by_power(
    register: Register, staff: Sequence[StaffMember], department: str, item: str, act: AskedAct, at: datetime
) -> Answer:
    valid = [one for one in in_force(register.power_letters, department, at) if one.covers(item)]
    if granting := with_power(valid, item, POWERS_FOR[act]):
        return _of_holders(register, staff, granting)
    if valid:
        return Answer(False, "power_not_granted", valid[0])
    letter, lack = lack_of(register.power_letters, department, at, lambda one: one.covers(item))
    return Answer(False, lack, letter)


def _of_holders(register: Register, staff: Sequence[StaffMember], granting: Sequence[PowerLetter]) -> Answer:
    """Those whom one of the letters names, are in post, and may decide by their employment (R44). A letter that names
    one of them is told before others.
    """
    here = {one.id for one in staff if one.may_decide}
    letters = tuple(sorted(granting, key=lambda one: here.isdisjoint(one.holders)))
    named = [*dict.fromkeys(holder for one in letters for holder in one.holders)]
    persons = tuple(one for one in named if one in here)
    if not persons and all(one in register.staff for one in named):
        return Answer(False, "nobody_in_post", letters[0], letters=letters)
    return Answer(True, "by_letter", letters[0], persons, letters=letters)
