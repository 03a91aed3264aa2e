"""Finding a question for who may see it. To everybody else it does not exist (404)."""

from datetime import date

from chalicelib.access.actor import Actor, Role, account_of
from chalicelib.access.policy import same_department, same_region
from chalicelib.consultations.model.consultation import WITH_DEPARTMENT, Consultation
from chalicelib.consultations.store import consultations
from chalicelib.durable.caller import Caller
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform

DEPARTMENT_ROLES = frozenset({Role.OFFICER, Role.CHIEF_REPRESENTATIVE})


class WrongState(problems.Conflict):
    code = "consultation_out_of_order"
    title = "该咨询目前的状态不能办理此项"


def no_consultation() -> problems.NotFound:
    return problems.NotFound(code="consultation_not_found", title="未找到该咨询，请核对编号")


def own(platform: Platform, caller: Caller, consultation_id: str) -> Consultation:
    """The question of the account that asked it."""
    found = consultations.load(platform.table, consultation_id)
    if found is None or not found.asker or found.asker != account_of(caller.actor):
        raise no_consultation()
    return found


def seen(platform: Platform, actor: Actor, consultation_id: str) -> Consultation:
    """The question, for the desk and the supervisors of its region and for the department that has it."""
    found = consultations.load(platform.table, consultation_id)
    if found is None or not may_see(actor, found):
        raise no_consultation()
    return found


def may_see(actor: Actor, found: Consultation) -> bool:
    if not same_region(actor, found.division):
        return False
    if actor.role in DEPARTMENT_ROLES:
        return found.department is not None and same_department(actor, found.department)
    return actor.role in (Role.GUIDE, Role.SUPERVISOR)


def for_act(platform: Platform, caller: Caller, act: LawfulAct, consultation_id: str) -> Consultation:
    """The question for an act of the desk or of the department that has it; 409 in a state that does not allow it."""
    found = seen(platform, caller.actor, consultation_id)
    require_state(act, found)
    return found


def require_state(act: LawfulAct, found: Consultation) -> None:
    if found.state not in act.lawful_from:
        raise WrongState(f"目前的状态是“{found.state.label}”")


def answered_late(found: Consultation, today: date, platform: Platform) -> bool:
    return found.state in WITH_DEPARTMENT and found.is_overdue(today, platform.calendar)
