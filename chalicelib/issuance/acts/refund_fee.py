"""退费: what was paid too much, by an order that was annulled, or for a case that was refused or withdrawn goes back; a
fee of what was granted stays. The money itself is returned by the treasury's provider, who tells when
it is done.
"""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.fee_acts import REFUND_FEE
from chalicelib.cases.model.fee_order import FeeOrder, Why
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError


@act
def refund_fee(platform: Platform, caller: Caller, case_id: str, payment: str, why: Why) -> Receipt:
    """`payment` is the provider's number. The reason must be the one for which the payment is owed back."""
    begun = begin(platform, caller, REFUND_FEE, case_id)
    case = begun.case
    # What ended before fees lapsed with their case.
    fee = case.fee.as_lapsed(caller.at) if case.fee and case.ended_without_grant else case.fee
    paid = fee.payment(payment) if fee else None
    if fee is None or paid is None:
        raise problems.Invalid(errors=[FieldError("/payment", "payment_unknown", "该办件没有这一笔缴费")])
    if paid.state in ("refund_ordered", "refunded"):
        raise problems.Conflict(code="refund_ordered", title="这一笔缴费已经决定退费")
    if paid.state == "counted":
        raise problems.Conflict(code="refund_not_allowed", title="法律和该事项没有规定退还这一笔缴费，不能退费")
    if why != paid.why:
        raise problems.Invalid(errors=[FieldError("/why", "refund_reason_differs", "与应退的原因不符")])
    return begun.commit(
        case.model_copy(update={"fee": fee.with_refund_ordered(payment, why)}),
        both={"payment": payment, "fen": paid.fen, "why": why},
        data={
            **{"fee_order": paid_by(fee, payment), "basis": begun.item.fee.refund if why == "case_ended" else None},
            **({"bill": paid.bill} if paid.bill else {}),
        },
        answer={"number": case.number},
    )


def paid_by(fee: FeeOrder, payment: str) -> str:
    """The number of the order by which this payment was made."""
    return next(order.no for order in fee.orders if any(one.no == payment for one in order.payments))
