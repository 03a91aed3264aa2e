"""What one policy says."""

from typing import NamedTuple

from chalicelib.access.actor import Role
from chalicelib.access.conditions import Condition
from chalicelib.access.facts import AskedLetter
from chalicelib.access.policy import Permission


class Policy(NamedTuple):
    """Whoever has one of `roles` may do `acts` on a case when all `conditions` hold, and what the routes of
    `permissions` do besides acts on cases.

    `says` is the Chinese sentence that people read; `basis` names the article or the requirement. `letter` is the act
    that the register of letters was asked for, whose number goes into the event. An id is never used again for another
    rule: events keep it for good. A rule that changes gets a new id, and the old one goes to `former`.
    """

    id: str
    says: str
    basis: str
    roles: tuple[Role, ...]
    acts: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    permissions: tuple[Permission, ...] = ()
    letter: AskedLetter | None = None


OF_DEPARTMENT = (Condition.IN_DEPARTMENT, Condition.IN_REGISTER, Condition.HOLDS_POST)
"""Who acts for a department: a post in it that the register knows."""
