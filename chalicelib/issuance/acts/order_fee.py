"""开具缴费通知书: what the item has published, for this form, with its law; nothing else may be charged (R70)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.charged import as_granted, charge_of, refund_basis
from chalicelib.cases.model.fee_acts import ORDER_FEE
from chalicelib.cases.model.fee_order import WHY_CORRECTED, FeeOrder, WhyCorrected, new_order
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.rates import Charged, NotCharged, yuan
from chalicelib.documents.model.fees import Charge, Fee, fee_notice
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError

# What was measured may be more than what the form says, never so many times as much.
MOST_TIMES = 10


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
    told = far_from_the_form(item, form, charged, found) if found else []
    order = new_order(
        *(case.id, case.fee, charged, caller.at),
        due=item.fee.due == "before_issue",
        corrected=found and found.why,
        refund=refund_basis(item, charged),
    )
    if case.fee and case.fee.repeats(order.lines):
        title = "与已经撤销的缴费通知书相同，不能照原样再次开具；数量或者适用标准有误的，请写明正确的数量和原因"
        raise problems.Conflict(code="fee_unchanged", title=title)
    head = letterhead(platform, case, item, caller.at, begun.directory)
    shown = printed(order, joint=case.joint is not None)
    document = head.draft(fee_notice(head.facts, head.formalities, shown, head.remedies))
    return begun.commit(
        case.model_copy(update={"fee": order.model_copy(update={"document": document.no})}),
        both={"fee_order": order.no, "fen": order.fen},
        data=order.model_dump(mode="json", include={"basis", "lines", "corrected"}),
        answer={"number": case.number},
        document=document,
        warnings=told,
    )


def far_from_the_form(
    item: ServiceItem, form: Mapping[str, Any], charged: Charged, found: Quantities
) -> list[tuple[str, str]]:
    """What the order says otherwise than the form, to be told. 422 where it is more than `MOST_TIMES` as much: then the
    application is another one, or the number is a slip.
    """
    known = charge_of(item, form)
    applied = {line.name: line for line in known.lines} if isinstance(known, Charged) else {}
    ordered = {line.name: line for line in charged.lines}
    errors, told = list[FieldError](), list[tuple[str, str]]()
    for number, name in enumerate(found.by_rate):
        then, now = applied.get(name), ordered.get(name)
        if now is None or then is None or now.fen == then.fen:
            continue
        said = f"“{name}”按申请表为{then.quantity}（{yuan(then.fen)}），按核实为{now.quantity}（{yuan(now.fen)}）"
        if now.fen > MOST_TIMES * then.fen:
            sentence = f"{said}，超过{MOST_TIMES}倍，请核对；确与申请不同的，先更正申请或者以决定载明"
            errors.append(FieldError(f"/quantities/{number}/quantity", "quantity_out_of_bounds", sentence))
        told.append(("quantity_corrected", said))
    if errors:
        raise problems.Invalid(errors=errors)
    return told


def require_published(item: ServiceItem, found: Quantities) -> None:
    """422 for a rate that the item has not published: nothing else may be charged."""
    known = {rate.name for rate in item.fee.rates}
    wrong = [number for number, name in enumerate(found.by_rate) if name not in known]
    if wrong:
        sentence = f"该事项没有公布这一收费名目，公布的有：{'、'.join(sorted(known)) or '无'}"
        raise problems.Invalid(errors=[FieldError(f"/quantities/{at}/rate", "rate_unknown", sentence) for at in wrong])


def printed(order: FeeOrder, *, joint: bool) -> Fee:
    charges = [Charge(**line.model_dump()) for line in order.lines]
    return Fee(
        order.no,
        order.name,
        order.basis,
        charges,
        order.fen,
        order.before_issue,
        WHY_CORRECTED[order.corrected] if order.corrected else None,
        joint,
        order.refund,
    )
