"""退费: what was paid too much or by an order that was annulled goes back, and what was paid for a case that ended
before anybody had examined it, or where law says so (ADR 0131). The applicant gets a notice of it. The money itself is
returned by the treasury's provider, who tells when it is done.
"""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.fee_acts import REFUND_FEE
from chalicelib.cases.model.fee_order import NO_WORK, WHY, FeeOrder, Why
from chalicelib.documents.model.fees import Refund, fee_refund
from chalicelib.documents.model.notice import chinese_date
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.issuance.model.bills import as_it_stands


@act
def refund_fee(platform: Platform, caller: Caller, case_id: str, payment: str, why: Why) -> Receipt:
    """`payment` is the provider's number. The reason must be the one for which the payment is owed back."""
    begun = begin(platform, caller, REFUND_FEE, case_id)
    case = begun.case
    fee = as_it_stands(case, case.fee) if case.fee else None
    paid = fee.payment(payment) if fee else None
    if fee is None or paid is None:
        raise problems.Invalid(errors=[FieldError("/payment", "payment_unknown", "该办件没有这一笔缴费")])
    if paid.state in ("refund_ordered", "refunded"):
        raise problems.Conflict(code="refund_ordered", title="这一笔缴费已经决定退费")
    if paid.state == "counted":
        raise problems.Conflict(code="refund_not_allowed", title="法律和该事项没有规定退还这一笔缴费，不能退费")
    if why != paid.why:
        raise problems.Invalid(errors=[FieldError("/why", "refund_reason_differs", "与应退的原因不符")])
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    order = paid_by(fee, payment)
    basis = {"case_ended": fee.refund, "result_corrected": order.basis}.get(why)
    back = Refund(
        *(order.no, payment, chinese_date(paid.paid_at.date()), paid.goes_back),
        ground=NO_WORK if why == "case_ended" and basis is None else WHY[why],
        basis=basis,
    )
    return begun.commit(
        case.model_copy(update={"fee": fee.with_refund_ordered(payment, why)}),
        both={"payment": payment, "fen": paid.goes_back, "why": why},
        data={
            **{"fee_order": order.no, "basis": basis},
            **({"bill": paid.bill} if paid.bill else {}),
        },
        answer={"number": case.number},
        document=head.draft(fee_refund(head.facts, head.formalities, back)),
    )


def paid_by(fee: FeeOrder, payment: str) -> FeeOrder:
    """The order by which this payment was made."""
    return next(order for order in fee.orders if any(one.no == payment for one in order.payments))
