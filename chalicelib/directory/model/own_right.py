"""Who may in fact do an act on a case, by letters and by the gate's policies together. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.deciding import letters_asked
from chalicelib.access.policies import policies_for
from chalicelib.access.policies.policy_row import Policy
from chalicelib.directory.model.authority import Answer, AskedAct, Register, sits_for, trained_for, who_may
from chalicelib.directory.model.item_kinds import UNKNOWN, ItemKind
from chalicelib.directory.model.letters_in_force import accepting, in_force
from chalicelib.directory.model.staff import StaffMember

# What is done on a case where the register is asked for this act.
ON_CASES: Mapping[AskedAct, tuple[str, ...]] = {
    "collect": ("add_scan",),
    "accept": ("accept",),
    "issue_documents": ("correct", "reject"),
    "decide": ("decide",),
}


class Asked(NamedTuple):
    """Which act on which item of the department, at which moment of legal time. `kind`: what the catalogue says."""

    department: str
    item: str
    act: AskedAct
    at: datetime
    kind: ItemKind = UNKNOWN


def who_may_in_fact(register: Register, asked: Asked) -> Answer:
    """What `who_may` answers, as far as the gate lets it happen. `persons` and `own_right` have only those whom a
    policy lets do the act. An act for which the gate asks several letters needs all of them.
    """
    department, item, act, at, kind = asked
    answer = _by_all_letters(register, asked, who_may(register, department, item, act, at, kind=kind))
    if act not in ON_CASES:
        return answer
    persons = (one for one in answer.persons if _may(register, one, answer, asked, by_letter=answer.allowed))
    own = (one for one in answer.own_right if _may(register, one, answer, asked, by_letter=False))
    return answer._replace(persons=tuple(persons), own_right=tuple(own))


def _by_all_letters(register: Register, asked: Asked, answer: Answer) -> Answer:
    """Whoever accepts gives out a document with it, so that the window's acts ask for both (R33)."""
    if not answer.allowed:
        return answer
    policies = tuple(policy for on_case in ON_CASES.get(asked.act, ()) for policy in _of_clerks(on_case))
    for other in sorted(letters_asked(policies) - {asked.act}):
        also = who_may(register, asked.department, asked.item, other, asked.at, kind=asked.kind)
        if not also.allowed:
            return also._replace(own_right=answer.own_right)
        answer = answer._replace(persons=tuple(one for one in answer.persons if one in also.persons))
    return answer


def _of_clerks(on_case: str) -> tuple[Policy, ...]:
    return policies_for(Role.COUNTER_CLERK, on_case)


def _may(register: Register, staff_id: str, answer: Answer, asked: Asked, *, by_letter: bool) -> bool:
    member = register.staff[staff_id]
    policies = _policies(member, asked.act)
    return any(_open(register, policy, member, answer, asked, by_letter=by_letter) for policy in policies)


def _policies(member: StaffMember, act: AskedAct) -> Iterator[Policy]:
    roles = [role for role in Role if member.has_role(role)]
    return (policy for role in roles for on_case in ON_CASES[act] for policy in policies_for(role, on_case))


def _open(
    register: Register, policy: Policy, member: StaffMember, answer: Answer, asked: Asked, *, by_letter: bool
) -> bool:
    """Whether the conditions hold that do not depend on one case. Where a letter is in force, no window hands a case to
    its department, so there is nothing that the department could accept.
    """
    asks, kind = policy.conditions, asked.kind
    return not (
        (letters_asked((policy,)) and not by_letter)
        or (Condition.IN_DEPARTMENT in asks and not member.works_for(asked.department))
        or (Condition.TRANSFERRED in asks and answer.allowed)
        or (Condition.STAFF_TYPE_DECIDES in asks and not member.may_decide)
        or (Condition.ON_THE_SPOT in asks and kind.on_the_spot is False)
        or (Condition.PROMISED in asks and kind.on_the_spot is True)
        or (Condition.NOT_COMPLEX in asks and kind.complex)
        or (Condition.TRAINED in asks and not _trained(register, member, asked))
    )


def _trained(register: Register, member: StaffMember, asked: Asked) -> bool:
    """Whether a letter by which the clerk accepts asks for no more training than the clerk has."""
    valid = in_force(register.accept_letters, asked.department, asked.at)
    letters = [one for one in accepting(valid, asked.item, "受理") if sits_for(one.grantee, member)]
    return any(trained_for(one, member, asked.item, asked.at) for one in letters)
