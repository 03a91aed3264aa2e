"""Which steps of a member's case its joint request has to hear of. Pure."""

from datetime import date

from chalicelib.cases.model.alarm_days import rectify_over
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.joint_ref import has_moved, orders_changed
from chalicelib.cases.model.status import Status
from chalicelib.durable.effects import SendMessage


def told_to_request(before: Case, after: Case) -> list[SendMessage]:
    """What a member's case tells its request: that it stands elsewhere, and that something else is to be paid."""
    if after.joint is None:
        return []
    moved = [has_moved(after.joint.case)] if concerns_request(before, after) else []
    owes = payable_order(before) != payable_order(after)
    return [*moved, *([orders_changed(after.joint.case)] if owes else [])]


def payable_order(case: Case) -> str | None:
    """The number of the order by which something may be paid; None where there is none."""
    fee = case.fee
    return fee.no if fee and not fee.annulled and not fee.lapsed_at else None


def concerns_request(before: Case, after: Case) -> bool:
    """Whether something follows for other members, or for the terms of the whole: the result is there or will never
    be, the examination is over and the decision waits for others, the days stand still, or something is to be put
    right.
    """
    if before.stops != after.stops or _rectifying(before) != _rectifying(after):
        return True
    if before.status is after.status:
        return False
    if after.status is Status.WITHDRAWN or (after.status is Status.DECIDED and after.outcome == "refuse"):
        return True
    made = before.status is Status.DECIDED and after.outcome == "grant"
    return made or bool(after.joint and after.joint.waits_for)


def _rectifying(case: Case) -> tuple[date | None, bool]:
    return case.rectify_by, rectify_over(case)


def members_told(case: Case) -> list[SendMessage]:
    """What a joint request gets after its acceptance reaches its members."""
    return [has_moved(case.id)] if case.is_request and case.status is Status.IN_PROGRESS else []
