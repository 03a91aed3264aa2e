"""撤销缴费通知书: a fee that was ordered wrongly is annulled in writing (R70; 行政许可法58, 59)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.fee_acts import ANNUL_FEE
from chalicelib.cases.model.fee_order import WHY_ANNULLED, WhyAnnulled
from chalicelib.documents.model.fees import fee_annulment
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform


@act
def annul_fee(platform: Platform, caller: Caller, case_id: str, why: WhyAnnulled) -> Receipt:
    """What was paid by it is owed back from now on. It may be ordered anew, by a number of its own."""
    begun = begin(platform, caller, ANNUL_FEE, case_id)
    case = begun.case
    fee = case.fee
    if fee is None:
        raise problems.NotFound(code="fee_not_found", title="该办件没有缴费通知书")
    if fee.annulled:
        raise problems.Conflict(code="fee_annulled", title="该缴费通知书已经撤销")
    if fee.is_returning:
        raise problems.Conflict(code="refund_under_way", title="该缴费单的部分退费尚未完成，请在退费完成后再撤销")
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    paid = bool(fee.payments)
    notice = fee_annulment(head.facts, head.formalities, fee.no, fee.basis, WHY_ANNULLED[why], paid=paid)
    return begun.commit(
        case.model_copy(update={"fee": fee.as_annulled(why, caller.at)}),
        both={"fee_order": fee.no, "fen": fee.fen, "why": why},
        answer={"number": case.number},
        document=head.draft(notice),
    )
