"""Where a case can be, and the one table of lawful moves between those places."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from chalicelib.foundation import names
from chalicelib.foundation.problems import OutOfOrder


class Status(StrEnum):
    """The place of a case in 前台综合受理、后台分类审批、统一窗口出件; `label` is what people read."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已收件，待受理"
    CORRECTING = "correcting", "待补正材料"
    IN_REVIEW = "in_review", "已受理，部门审查中"
    DECIDING = "deciding", "待决定"
    DECIDED = "decided", "已决定，制作结果中"
    COMPARING = "comparing", "结果核对中"
    DELIVERING = "delivering", "待领取"
    DELIVERED = "delivered", "已送达"
    CLOSED = "closed", "已办结"
    REJECTED = "rejected", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"


# act -> the places it starts from. Anything else is out of order (R1: no decision before transfer, no issue before
# decision).
LAWFUL_FROM: Mapping[str, frozenset[Status]] = {
    "save_form": frozenset({Status.DRAFT}),
    "add_material": frozenset({Status.DRAFT, Status.CORRECTING}),
    # Papers of a case accepted by silence are still to be scanned.
    "add_scan": frozenset({Status.SUBMITTED, Status.CORRECTING, Status.IN_REVIEW, Status.DECIDING}),
    "submit": frozenset({Status.DRAFT}),
    "accept": frozenset({Status.SUBMITTED}),
    "correct": frozenset({Status.SUBMITTED}),
    "reject": frozenset({Status.SUBMITTED}),
    "supplement": frozenset({Status.CORRECTING}),
    "withdraw": frozenset({Status.DRAFT, Status.SUBMITTED, Status.CORRECTING, Status.IN_REVIEW, Status.DECIDING}),
    "answer_task": frozenset({Status.IN_REVIEW}),
    "decide": frozenset({Status.DECIDING}),
    "make_result": frozenset({Status.DECIDED}),
    "compare": frozenset({Status.COMPARING}),
    "deliver": frozenset({Status.DELIVERING}),
    "archive": frozenset({Status.DELIVERED}),
}

# machine -> where it stands while the case has this status; elsewhere the machine has nothing to do.
STANDS_AT: Mapping[str, Mapping[Status, str]] = {
    names.REVIEW: {Status.IN_REVIEW: "review", Status.DECIDING: "decide"},
    names.ISSUANCE: {
        Status.DECIDED: "make_result",
        Status.COMPARING: "compare",
        Status.DELIVERING: "deliver",
        Status.DELIVERED: "archive",
    },
}

ENDED = frozenset({Status.CLOSED, Status.REJECTED, Status.WITHDRAWN})


def require_lawful(act: str, status: Status) -> None:
    """OutOfOrder (409) unless the act may start from this status."""
    if status not in LAWFUL_FROM[act]:
        raise OutOfOrder(f"办件当前状态为“{status.label}”")
