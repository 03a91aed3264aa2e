"""Who may see and work on a case: the rules that answer 404 to everybody else."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.access.actor import OF_ORGAN_ABOVE, Actor, Role, account_of, applicant_key
from chalicelib.access.conditions import Failure
from chalicelib.access.facts import Reach
from chalicelib.access.levels import is_checked
from chalicelib.access.policy import owns, same_department, same_region
from chalicelib.cases.model.agents import concerns_agent
from chalicelib.cases.model.case import AccountStanding, Case
from chalicelib.cases.model.task import TASK_KINDS, Task
from chalicelib.consents.model.authorisation import Authorisation

WHOLE_DIVISION = (
    Role.COUNTER_CLERK,
    Role.ISSUING_CLERK,
    Role.SUPERVISOR,
    Role.GOVERNMENT_LEADER,
    Role.CENTRE_MANAGER,
    Role.AUDITOR,
)


class Authority(NamedTuple):
    """By what right an act is done: the policy that allowed it, and the letter of authority where one is asked for.

    `person` is who acts, whatever the account. `grounds` are the facts that the register had then; they go into the
    event. `warnings` are told to whoever acts. `directory` is the version of the directory of the case's division on
    which the right rests.
    """

    policy: str
    letter: str | None = None
    person: str | None = None
    grounds: Mapping[str, JsonValue] = MappingProxyType({})
    warnings: Sequence[Failure] = ()
    directory: int | None = None


PLATFORM = Authority("platform")
"""What only the platform does, by a machine or an alarm."""


def may_see_own(actor: Actor, case: Case, keys: Sequence[bytes]) -> bool:
    """Whether the case is the applicant's own, or was made for this person by a guardian. Name and number alone prove
    nobody (实名等级 2): below the usual level an account sees what it has made itself, unless a checked person has
    acted on it since.
    """
    if owns(actor, case.applicant_key, keys):
        return is_checked(actor) or (account_of(actor) == case.account and case.account_standing != "shut")
    of_ward = actor.operator is None and case.ward is not None and case.ward.is_person(actor.identity)
    return of_ward and is_checked(actor)


def standing_after(actor: Actor, case: Case, under: Authorisation | None) -> AccountStanding:
    """What is known of the account that made the case, once this applicant or agent has acted on it.

    A draft under somebody's name and number may be a stranger's. Whoever is checked, finds it in the own list and goes
    on with it fills in data that the stranger must not see.
    """
    if case.account_standing != "unchecked" or actor.role is not Role.APPLICANT:
        return case.account_standing
    if under is not None or account_of(actor) != case.account:
        return "shut"
    return "known" if is_checked(actor) else "unchecked"


def may_see(actor: Actor, case: Case) -> bool:
    """Clerks, the managers of the hall, supervisors, auditors and the government's leaders see the cases of their
    division, department people those of their department; what was never received, a draft or a withdrawn one, is
    nobody's business.
    """
    return case.received_at is not None and may_see_kind(actor, case.division, case.department, case.point)


def may_see_kind(actor: Actor, division: str, department: str, point: str | None = None) -> bool:
    """Whether received cases of this division and department are the actor's business. `point` is that of the town or
    village which received it: whoever works there sees what came in there, and nothing else of the county (R91).
    """
    if not same_region(actor, division) and not (point and same_region(actor, point)):
        return False
    return actor.role in WHOLE_DIVISION or same_department(actor, department)


def at_own_window(actor: Actor, theme: str) -> bool:
    """Whether the post has to do with cases of this theme: a counter clerk with those of the own windows, which the
    token names (R22); every other post with all that it may see.
    """
    return actor.role is not Role.COUNTER_CLERK or theme in actor.windows


def agent_may_see(under: Authorisation, case: Case, keys: Sequence[bytes]) -> bool:
    """Whether an agent has to do with the case under this authorisation, which is in force: it is the principal's, of
    an item of the scope, had not ended before the authorisation began, and either the agent has acted on it or the
    scope has an act for it as it stands. To apply is no right to read what the principal has applied for before.
    """
    of_principal = {case.applicant_key, case.ward_key}
    if not any(applicant_key(under.principal, key) in of_principal for key in keys):
        return False
    if case.ended_at is not None and case.ended_at.date() < under.starts:
        return False
    return under.scope.covers(case.item, case.theme) and concerns_agent(under, case.agents, case.status)


def reach_of(actor: Actor, case: Case, keys: Sequence[bytes], under: Authorisation | None = None) -> Reach | None:
    """Why this case is the actor's business; None when it is not. `under` is the authorisation of who acts for somebody
    else.
    """
    if under is not None:
        return Reach.AGENT if agent_may_see(under, case, keys) else None
    if actor.role in OF_ORGAN_ABOVE:
        return Reach.SUPERIOR if reported_to(actor, case) else None
    if actor.role is Role.APPLICANT:
        return Reach.OWN if may_see_own(actor, case, keys) else None
    if not may_see(actor, case):
        return None
    return Reach.DIVISION if actor.role in WHOLE_DIVISION else Reach.DEPARTMENT


def reported_to(actor: Actor, case: Case) -> bool:
    """Whether the case was reported to the organ above for which the actor acts. Another region may have an organ of
    the same id.
    """
    organ = case.superior
    return organ is not None and organ.organ == actor.department and organ.region == actor.region[:6]


def reach_of_draft(actor: Actor, case: Case) -> Reach | None:
    """For what a window does on a draft, whose number only its owner can have told: the windows of the division."""
    at_window = actor.role is Role.COUNTER_CLERK and same_region(actor, case.division)
    return Reach.DIVISION if at_window else None


def reach_of_task(actor: Actor, case: Case, task: Task) -> Reach | None:
    """Why this task is the actor's business: its department was asked, whoever decides the case; or the organ above,
    to which the case was reported.
    """
    if actor.role in OF_ORGAN_ABOVE:
        return Reach.SUPERIOR if TASK_KINDS[task.kind].above and reported_to(actor, case) else None
    if case.received_at is None or not same_region(actor, case.division):
        return None
    return Reach.DEPARTMENT if same_department(actor, task.department) else None
