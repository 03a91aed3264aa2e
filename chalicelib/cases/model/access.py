"""Who may see and work on a case: the rules that answer 404 to everybody else."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.access.actor import Actor, Role
from chalicelib.access.policy import owns, same_department, same_region
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.task import Task

WHOLE_DIVISION = (
    Role.COUNTER_CLERK,
    Role.ISSUING_CLERK,
    Role.SUPERVISOR,
    Role.GOVERNMENT_LEADER,
    Role.CENTRE_MANAGER,
    Role.AUDITOR,
)


class Authority(NamedTuple):
    """By what right an act is done: the rule that allowed it, and the letter of authority where one is asked for."""

    policy: str
    letter: str | None = None


PLATFORM = Authority("platform")
"""What only the platform does, by a machine or an alarm."""


def may_see_own(actor: Actor, case: Case, keys: Sequence[bytes]) -> bool:
    return owns(actor, case.applicant_key, keys)


def may_see(actor: Actor, case: Case) -> bool:
    """Clerks, the managers of the hall, supervisors, auditors and the government's leaders see the cases of their
    division, department people those of their department; what was never received, a draft or a withdrawn one, is
    nobody's business.
    """
    return case.received_at is not None and may_see_kind(actor, case.division, case.department)


def may_see_kind(actor: Actor, division: str, department: str) -> bool:
    """Whether received cases of this division and department are the actor's business."""
    if not same_region(actor, division):
        return False
    return actor.role in WHOLE_DIVISION or same_department(actor, department)


def at_own_window(actor: Actor, theme: str) -> bool:
    """Whether the post has to do with cases of this theme: a counter clerk with those of the own windows, which the
    token names (R22); every other post with all that it may see.
    """
    return actor.role is not Role.COUNTER_CLERK or theme in actor.windows


def right_to(actor: Actor, case: Case, keys: Sequence[bytes]) -> Authority | None:
    """The rule by which this case is the actor's business; None when it is not."""
    if actor.role is Role.APPLICANT:
        return Authority("own_case") if may_see_own(actor, case, keys) else None
    if not may_see(actor, case):
        return None
    return Authority("post_in_division" if actor.role in WHOLE_DIVISION else "post_in_department")


def right_to_task(actor: Actor, case: Case, task: Task) -> Authority | None:
    """The rule by which this task is the actor's business: its department was asked, whoever decides the case."""
    if case.received_at is None or not same_region(actor, case.division):
        return None
    return Authority("post_in_department") if same_department(actor, task.department) else None
