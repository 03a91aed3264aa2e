"""Which of a department's own staff may in fact do an act without a letter, by the gate's policies. Pure."""

from collections.abc import Mapping

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.policies import policies_for
from chalicelib.access.policies.policy_row import Policy
from chalicelib.directory.model.authority import Answer, AskedAct
from chalicelib.directory.model.staff import StaffMember

# What is done on a case where the register is asked for this act.
ON_CASES: Mapping[AskedAct, tuple[str, ...]] = {
    "collect": ("add_scan",),
    "accept": ("accept",),
    "issue_documents": ("correct", "reject"),
    "decide": ("decide",),
}


def in_fact(answer: Answer, people: Mapping[str, StaffMember], act: AskedAct, *, on_the_spot: bool | None) -> Answer:
    """The same answer, whose `own_right` lists only those whom a policy lets do the act. `on_the_spot`: whether the
    item is a 即办件; None where no catalogue tells.
    """
    if act not in ON_CASES:
        return answer
    own = (one for one in answer.own_right if _may(people[one], answer, act, on_the_spot=on_the_spot))
    return answer._replace(own_right=tuple(own))


def _may(member: StaffMember, answer: Answer, act: AskedAct, *, on_the_spot: bool | None) -> bool:
    policies = (
        policy
        for role in Role
        if member.has_role(role)
        for on_case in ON_CASES[act]
        for policy in policies_for(role, on_case)
    )
    return any(_open(policy, member, answer, on_the_spot=on_the_spot) for policy in policies)


def _open(policy: Policy, member: StaffMember, answer: Answer, *, on_the_spot: bool | None) -> bool:
    """Whether the conditions hold that do not depend on one case. Where a letter is in force, no window hands a case to
    its department, so there is nothing that the department could accept.
    """
    asks = policy.conditions
    return not (
        (Condition.TRANSFERRED in asks and answer.allowed)
        or (Condition.STAFF_TYPE_DECIDES in asks and not member.may_decide)
        or (Condition.ON_THE_SPOT in asks and on_the_spot is False)
    )
