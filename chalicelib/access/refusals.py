"""The refusals (403) of who has the permission, and fails a condition: the register of staff, a letter, the person."""

from chalicelib.access.conditions import Condition, Failure
from chalicelib.foundation import problems


class NotAuthorised(problems.Forbidden):
    """The permission is there, and a condition of the policies is not met: a letter, the register, the same person."""

    code = "not_authorised"
    title = "依授权规则，您不能办理此操作"


class NotInRegister(problems.Forbidden):
    code = "not_in_register"
    title = "您不在工作人员登记册中，或者已经离岗，不能办理"


def condition_told(failed: Failure) -> dict[str, dict[str, str]]:
    """Which condition failed, for the body of the answer."""
    return {"condition": {"code": failed.code, "name": failed.condition.value, "says": failed.says}}


def refused_by_register(failed: Failure) -> problems.Problem:
    kind = NotInRegister if failed.condition is Condition.IN_REGISTER else NotAuthorised
    return kind(title=failed.says, more=condition_told(failed))
