"""By what right somebody does an act on a case: the policies are asked, with what is known of person and case."""

from collections.abc import Mapping

from chalicelib.access.actor import Actor
from chalicelib.access.conditions import Condition, Failure
from chalicelib.access.deciding import decide
from chalicelib.access.facts import CaseFacts, Facts, Letter, Reach, Registered
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import Authority
from chalicelib.cases.model.acts import TRANSFER
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.foundation import problems

IN_FORCE = Letter(allowed=True)
WITHOUT_LETTER = (Condition.LETTER_TO_ACCEPT, Condition.LETTER_TO_ISSUE_DOCUMENTS)


class NotAuthorised(problems.Forbidden):
    """The permission is there, and a condition of the policies is not met: a letter, the register, the same person."""

    code = "not_authorised"
    title = "依授权规则，您不能办理此操作"


class NotInRegister(problems.Forbidden):
    code = "not_in_register"
    title = "您不在工作人员登记册中，或者已经离岗，不能办理"


class Transferred(problems.Conflict):
    code = "case_transferred"
    title = "办件已经移送部门，由部门受理"


KINDS: Mapping[Condition, type[problems.Problem]] = {
    Condition.IN_REGISTER: NotInRegister,
    Condition.NOT_TRANSFERRED: Transferred,
}


def authority_for(actor: Actor, act: CaseAct, case: Case, reach: Reach | None) -> Authority:
    """The right to do the act. Forbidden (403) names the condition that is not met, and what is offered instead."""
    decided = decide(act.name, _facts(actor, act, case, reach))
    if decided is None:
        raise problems.Forbidden
    if isinstance(decided, Failure):
        raise refusal(decided)
    return Authority(decided.policy.id, decided.letter, actor.sub, warnings=decided.warnings)


def refusal(failed: Failure) -> problems.Problem:
    condition = {"code": failed.code, "name": failed.condition.value, "says": failed.says}
    offer = {"offer": TRANSFER.name} if failed.condition in WITHOUT_LETTER else {}
    kind = KINDS.get(failed.condition, NotAuthorised)
    return kind(title=failed.says, more={"condition": condition, **offer})


def _facts(actor: Actor, act: CaseAct, case: Case, reach: Reach | None) -> Facts:
    staff = Registered(actor.sub, frozenset({actor.role.value}), actor.department, may_decide=True)
    asked = () if act is TRANSFER else ("accept", "issue_documents", "decide")
    allowed: dict[str, Letter] = dict.fromkeys(asked, IN_FORCE)
    return Facts(actor, reach, staff, allowed, _case_facts(case))


def _case_facts(case: Case) -> CaseFacts:
    return CaseFacts(
        department=case.department,
        on_the_spot=case.handling == "即办件",
        transferred=case.transferred_at is not None,
        accepted_by=case.accepted_by,
        decided_by=case.decided_by,
    )
