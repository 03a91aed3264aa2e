"""开具缴费通知书: what the item has published, for this form, with its law; nothing else may be charged (R70)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.fee_acts import ORDER_FEE
from chalicelib.cases.model.fee_order import FeeOrder, new_order
from chalicelib.catalogue.model.rates import NotCharged
from chalicelib.documents.model.fees import Charge, Fee, fee_notice
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.model.fees import charge_of


@act
def order_fee(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """One order in force a case, never for what is refused. The terms of the case run on."""
    begun = begin(platform, caller, ORDER_FEE, case_id, whole=True)
    case, item = begun.case, begun.item
    if case.fee and not case.fee.annulled:
        raise problems.Conflict(code="fee_ordered", title="该办件已经开具缴费通知书")
    if case.outcome == "refuse":
        raise problems.Conflict(code="fee_after_refusal", title="不予办理的，不收取费用")
    charged = charge_of(item, begun.found.form)
    if isinstance(charged, NotCharged):
        raise problems.Invalid(f"依据：{charged.basis}", code=charged.code, title=charged.says)
    order = new_order(case.id, case.fee, charged, caller.at, due=item.fee.due == "before_issue")
    head = letterhead(platform, case, item, caller.at, begun.directory)
    document = head.draft(fee_notice(head.facts, head.formalities, printed(order), head.remedies))
    return begun.commit(
        case.model_copy(update={"fee": order.model_copy(update={"document": document.no})}),
        both={"fee_order": order.no, "fen": order.fen},
        data={"basis": order.basis, "lines": [line.model_dump(mode="json") for line in order.lines]},
        answer={"number": case.number},
        document=document,
    )


def printed(order: FeeOrder) -> Fee:
    charges = [Charge(**line.model_dump()) for line in order.lines]
    return Fee(order.no, order.name, order.basis, charges, order.fen, order.before_issue)
