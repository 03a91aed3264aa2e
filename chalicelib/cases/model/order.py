"""Whether an act is in order now, and whether a case has gone the whole way. Both read the table of acts."""

from collections.abc import Iterable

from chalicelib.cases.model.acts import ACTS
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import Status
from chalicelib.durable.lawful import LawfulAct
from chalicelib.foundation.problems import OutOfOrder


def missing_stages(case: Case, happened: Iterable[str]) -> list[str]:
    """The events that the case lacks for its closing; `happened` are the types of those in its chain."""
    seen = frozenset(happened)
    return [act.event for act in ACTS if act.needed(case) and not {act.event, *act.or_events} & seen]


def require_lawful(act: LawfulAct, status: Status) -> None:
    """OutOfOrder (409) unless the act may start from this status."""
    if status in act.lawful_from:
        return
    told = f"办件当前状态为“{status.label}”"
    if status is Status.DECIDED and Status.COMPARING in act.lawful_from:
        # The platform makes the result by itself, in a moment: the window need only ask again.
        raise OutOfOrder(f"{told}，请稍后再试", headers={"Retry-After": "2"})
    raise OutOfOrder(told)
