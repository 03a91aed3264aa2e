"""出具缴款通知书: several members of a request charge, and one numbered paper lists them with basis and amount.

It charges nothing by itself: each member's 缴费通知书 does. A paper holds until the orders change; then the next one
says that it takes its place.
"""

from typing import NamedTuple

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model.fee_acts import TELL_BILL
from chalicelib.documents.model.fees import BillRow, JointBill, joint_fee_notice
from chalicelib.documents.store.drafts import letterhead
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import check, equals
from chalicelib.issuance.model.bills import Bill, bill_of, covered_by
from chalicelib.joint.acts.advance import Look, look_at
from chalicelib.joint.store.organs import Organs

RACES = 8
FEW = 2


class Told(NamedTuple):
    """A request whose bill is to be told, and the bill."""

    look: Look
    bill: Bill


def tell_bill(platform: Platform, request: str) -> None:
    """Quiet where nothing is to be told. It may be asked again: the same orders are told once."""
    for _ in range(RACES):
        told = to_be_told(platform, request)
        if told is None:
            return
        try:
            _tell(platform, told)
        except Refused:
            continue
        return
    raise problems.Unavailable


def to_be_told(platform: Platform, request: str) -> Told | None:
    """What one member alone owes its own notice says. What was paid since leaves the paper as it is."""
    look = look_at(platform, request)
    if look is None or look.case.status not in TELL_BILL.lawful_from:
        return None
    bill = bill_of(request, look.before, look.cases)
    asked = {one.order.no for one in bill.together}
    before = {one.no for one in covered_by(look.case.bill_told or "", bill.nodes)}
    settled = {one.order.no for one in bill.lines if one.state == "paid"} | bill.settling
    if len(asked) < FEW or (asked <= before and before - asked <= settled):
        return None
    return Told(look, bill)


def _tell(platform: Platform, told: Told) -> None:
    look, bill = told
    begun = begin_platform(platform, TELL_BILL, look.found)
    organs = Organs(platform, begun.case.division)
    rows = [
        BillRow(
            item=look.before[one.node].title,
            organ=organs.full_name(one.case.department),
            order_no=one.order.no,
            basis=one.order.basis,
            fen=one.order.fen,
        )
        for one in bill.together
    ]
    head = letterhead(platform, begun.case, begun.item, begun.caller.at, begun.directory)
    paper = JointBill(bill.no, rows, instead_of=look.case.bill_told)
    seen = [check(keys.meta(one.case.id), equals(seq=one.case.seq), label="member") for one in bill.together]
    begun.commit(
        begun.case.model_copy(update={"bill_told": bill.no}),
        data={"bill": bill.no, "fen": sum(one.fen for one in rows), "orders": [one.order_no for one in rows]},
        document=head.draft(joint_fee_notice(head.facts, head.formalities, paper)),
        ops=seen,
    )
