"""Whose case it is: the rules that answer 404 to everybody else."""

from chalicelib.access.actor import Actor, Role
from chalicelib.access.policy import owns, same_department, same_region
from chalicelib.cases.model.case import Case


def may_see_own(actor: Actor, case: Case, secret: bytes) -> bool:
    return owns(actor, case.applicant_key, secret)


def may_see(actor: Actor, case: Case) -> bool:
    """Clerks and supervisors see the cases of their division, department people those of their department; what was
    never received, a draft or a withdrawn one, is nobody's business.
    """
    if case.received_at is None or not same_region(actor, case.division):
        return False
    if actor.role in (Role.COUNTER_CLERK, Role.ISSUING_CLERK, Role.SUPERVISOR):
        return True
    return same_department(actor, case.department)
