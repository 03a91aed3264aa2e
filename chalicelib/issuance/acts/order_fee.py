"""开具缴费通知书: what the item has published, for this form, with its law; nothing else may be charged (R70)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.charged import as_granted, charge_of
from chalicelib.cases.model.fee_acts import ORDER_FEE
from chalicelib.cases.model.fee_order import WHY_CORRECTED, FeeOrder, WhyCorrected, new_order
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.rates import NotCharged
from chalicelib.documents.model.fees import Charge, Fee, fee_notice
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError


class Quantities(NamedTuple):
    """What was found instead of what the form says, by the name of the rate, and why; 0 leaves a rate out."""

    by_rate: Mapping[str, Decimal]
    why: WhyCorrected


@act
def order_fee(platform: Platform, caller: Caller, case_id: str, found: Quantities | None = None) -> Receipt:
    """One order in force a case, never for what is refused. The terms of the case run on. Days are those of the grant,
    once there is one. What was annulled is not ordered anew as it was.
    """
    begun = begin(platform, caller, ORDER_FEE, case_id, whole=True)
    case, item = begun.case, begun.item
    if case.fee and not case.fee.annulled:
        raise problems.Conflict(code="fee_ordered", title="该办件已经开具缴费通知书")
    if case.outcome == "refuse":
        raise problems.Conflict(code="fee_after_refusal", title="不予办理的，不收取费用")
    if found:
        require_published(item, found)
    form = as_granted(case, item, begun.found.form)
    charged = charge_of(item, form, found.by_rate if found else None)
    if isinstance(charged, NotCharged):
        raise problems.Invalid(f"依据：{charged.basis}", code=charged.code, title=charged.says)
    order = new_order(
        case.id, case.fee, charged, caller.at, due=item.fee.due == "before_issue", corrected=found and found.why
    )
    if case.fee and case.fee.repeats(order.lines):
        title = "与已经撤销的缴费通知书相同，不能照原样再次开具；数量或者适用标准有误的，请写明正确的数量和原因"
        raise problems.Conflict(code="fee_unchanged", title=title)
    head = letterhead(platform, case, item, caller.at, begun.directory)
    document = head.draft(fee_notice(head.facts, head.formalities, printed(order), head.remedies))
    return begun.commit(
        case.model_copy(update={"fee": order.model_copy(update={"document": document.no})}),
        both={"fee_order": order.no, "fen": order.fen},
        data={
            "basis": order.basis,
            "lines": [line.model_dump(mode="json") for line in order.lines],
            "corrected": order.corrected,
        },
        answer={"number": case.number},
        document=document,
    )


def require_published(item: ServiceItem, found: Quantities) -> None:
    """422 for a rate that the item has not published: nothing else may be charged."""
    known = {rate.name for rate in item.fee.rates}
    wrong = [number for number, name in enumerate(found.by_rate) if name not in known]
    if wrong:
        sentence = f"该事项没有公布这一收费名目，公布的有：{'、'.join(sorted(known)) or '无'}"
        raise problems.Invalid(errors=[FieldError(f"/quantities/{at}/rate", "rate_unknown", sentence) for at in wrong])


def printed(order: FeeOrder) -> Fee:
    charges = [Charge(**line.model_dump()) for line in order.lines]
    return Fee(
        order.no,
        order.name,
        order.basis,
        charges,
        order.fen,
        order.before_issue,
        WHY_CORRECTED[order.corrected] if order.corrected else None,
    )
