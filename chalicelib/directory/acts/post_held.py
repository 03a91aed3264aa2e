"""Whether whoever asks still holds the post: leaving ends every right with the next request (R59).

Acts on cases ask the register themselves, by what their policies say. All other routes of staff ask here, while they
read; what changes something asks first.
"""

from collections.abc import Callable

from chalicelib.access.actor import Role
from chalicelib.directory.store.staff import find_holder
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform

DIVISION_DIGITS = 6
# They are in no register of staff.
NO_STAFF = (Role.APPLICANT, Role.DEPARTMENT_SYSTEM)


class NotInRegister(problems.Forbidden):
    code = "not_in_register"
    title = "您不在工作人员登记册中，或者已经离岗，不能办理"


def question_of(platform: Platform, caller: Caller) -> Callable[[], None] | None:
    """What to ask the register about the caller, in one read: it raises NotInRegister for who has left, or has not
    come yet. None for who is in no register. Whoever never was in it, as the administrator who imports the first
    register, is let in by the permission alone.
    """
    actor = caller.actor
    if actor.role in NO_STAFF:
        return None

    def ask() -> None:
        holder = find_holder(platform.table, actor.region[:DIVISION_DIGITS], actor.sub)
        if holder is not None and not holder.member.in_post_at(caller.at):
            raise NotInRegister

    return ask
