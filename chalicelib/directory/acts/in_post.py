"""Whether a staff member's token still counts: the register has the account, in that post, in post at this moment.

Each request of staff asks it (`http/posts.py`). Only the acts on cases do not: their gate reads the register with
the case. So whoever leaves can neither do nor read anything with the next request.
"""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from chalicelib.access.actor import OF_ORGAN_ABOVE, Actor, Role
from chalicelib.access.conditions import Condition, Failure, failure
from chalicelib.access.facts import Facts, Registered
from chalicelib.access.refusals import refused_by_register
from chalicelib.directory.store.authority import register_of
from chalicelib.directory.store.version import keeps_role, version_in
from chalicelib.durable.caller import Caller
from chalicelib.foundation import register_keys
from chalicelib.foundation.platform import Platform

DIVISION_DIGITS = 6
# They act for themselves, or for an organ above, or are programs for which their department answers: no register of
# staff has them.
NO_STAFF = frozenset({Role.APPLICANT, Role.DEPARTMENT_SYSTEM, *OF_ORGAN_ABOVE})


def question_of(platform: Platform, caller: Caller) -> Callable[[], None] | None:
    """What to ask the register about the caller, as `require_in_post`. None for who is in no register."""
    return None if caller.actor.role in NO_STAFF else lambda: require_in_post(platform, caller)


def require_in_post(platform: Platform, caller: Caller) -> None:
    """Raise Forbidden (403, not_in_register or not_authorised) for staff who are not in this post now.

    A division whose register has nobody with an account in this role yet refuses nobody for it: somebody has to make
    the register. One read of the directory's version; another one where that has moved.
    """
    actor = caller.actor
    row = platform.table.get(register_keys.directory_version(division_of(actor)))
    failed = post_failure(platform, actor, caller.at, version_in(row))
    if failed and (failed.known or keeps_role(row, actor.role)):
        raise refused_by_register(failed.failure)


class PostFailure(NamedTuple):
    """Why somebody is not in this post. `known`: the register has the account."""

    failure: Failure
    known: bool


def post_failure(platform: Platform, actor: Actor, at: datetime, version: int) -> PostFailure | None:
    """None for who is in this post at this moment, by the register as of this version or later."""
    lookup = register_of(platform.table, division_of(actor), version, subject=actor.sub)
    member = lookup.holder.member if lookup.holder else None
    staff = None
    if member and member.in_post_at(at):
        staff = Registered(member.person, frozenset(role.value for role in member.roles), member.unit.department)
    facts = Facts(actor, staff=staff)
    for condition in (Condition.IN_REGISTER, Condition.HOLDS_POST):
        if failed := failure(condition, facts):
            return PostFailure(failed, member is not None)
    return None


def division_of(actor: Actor) -> str:
    return actor.region[:DIVISION_DIGITS]
