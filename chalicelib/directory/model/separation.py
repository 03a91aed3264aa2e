"""Which duties one person may not have together, also not with two posts. Pure: one table for every way in.

The preamble of the rules keeps acceptance, decision and issue apart. Whoever watches over work does not do it
(二(四)), and whoever writes the register of staff would give rights to the own account.
"""

from collections.abc import Collection, Iterable
from itertools import combinations
from typing import NamedTuple

from chalicelib.access.actor import Role
from chalicelib.foundation.problems import FieldError


class Duty(NamedTuple):
    """What people call the duty, and the roles that have it."""

    name: str
    roles: frozenset[Role]


ACCEPTANCE = Duty("受理", frozenset({Role.COUNTER_CLERK}))
DECISION = Duty("审批", frozenset({Role.OFFICER, Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER}))
ISSUE = Duty("发证", frozenset({Role.ISSUING_CLERK}))
SUPERVISION = Duty("监督", frozenset({Role.SUPERVISOR}))
AUDIT = Duty("审计", frozenset({Role.AUDITOR}))
PLATFORM = Duty("平台管理", frozenset({Role.ADMINISTRATOR}))
EDITING = Duty("事项编辑", frozenset({Role.ITEM_EDITOR}))
CONSENT = Duty("事项审定", frozenset({Role.ITEM_APPROVER}))
LEGALITY = Duty("合法性审查", frozenset({Role.LEGAL_REVIEWER}))

# Nobody has two duties of one of these groups.
APART: tuple[tuple[Duty, ...], ...] = (
    (ACCEPTANCE, DECISION, ISSUE),
    *((watching, done) for watching in (SUPERVISION, AUDIT, PLATFORM) for done in (ACCEPTANCE, DECISION, ISSUE)),
    (SUPERVISION, AUDIT, PLATFORM),
    (EDITING, CONSENT, LEGALITY, AUDIT),
)
PAIRS = tuple(pair for group in APART for pair in combinations(group, 2))


def contradicting(roles: Collection[Role], pointer: str) -> Iterable[FieldError]:
    """At most one finding, which names every duty that contradicts another one."""
    held = set(roles)
    clashing = [pair for pair in PAIRS if all(held & duty.roles for duty in pair)]
    names = dict.fromkeys(duty.name for pair in clashing for duty in pair)
    if names:
        yield FieldError(pointer, "separation_of_duties", f"同一人不能兼任{'和'.join(names)}岗位")
