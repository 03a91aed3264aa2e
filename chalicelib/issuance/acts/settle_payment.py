"""核对停放的缴费: somebody has looked at a payment or a refund of an order that is not ours, and says what it was.

It goes to the order that was meant, as if the provider had named it, or the provider has it back, or it is none of
ours. The row stays, with who has settled it and when: nobody's money is forgotten.
"""

from typing import Literal

from chalicelib.cases.model.fee_order import case_of
from chalicelib.cases.store.records import load_file
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems, register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import equals, update
from chalicelib.issuance.acts.record_bill import knows
from chalicelib.issuance.acts.record_payment import record_payment, record_refund
from chalicelib.issuance.model.bills import request_of
from chalicelib.issuance.store.parked_payments import ParkedPayment, load_parked
from chalicelib.issuance.store.provider_numbers import kept_under

How = Literal["assigned", "returned", "not_ours"]


@act
def settle_payment(platform: Platform, caller: Caller, parked_id: str, how: How, order: str | None) -> Receipt:
    """`order` is the number of the order that was meant, where it is `assigned`. 409 for what was settled before."""
    parked = load_parked(platform, parked_id)
    if parked is None:
        raise problems.NotFound(code="payment_unknown", title="没有停放这一笔缴费")
    if parked.settled:
        raise problems.Conflict(code="payment_settled", title="这一笔已经核对处理")
    if how == "assigned":
        _assign(platform, parked, order or "")
    settled = {"how": how, "order": order if how == "assigned" else None}
    settled |= {"at": caller.at.isoformat(), "by": caller.actor.sub}
    receipt = Receipt({"id": parked.id, "how": how, "at": caller.at.isoformat()})
    platform.table.write(
        update(register_keys.unknown_payment(parked.id), put={"settled": settled}, when=equals(settled=None)),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def _assign(platform: Platform, parked: ParkedPayment, order: str) -> None:
    """422 where that order does not exist, or never had the payment that is returned. It may be done again."""
    if not _known(platform, order, parked.payment if parked.refund else None):
        raise problems.Invalid(errors=[FieldError("/order", "order_unknown", "没有这张缴费单，或者它没有所退的缴费")])
    own = parked.payment if parked.refund else parked.order
    kind, no = ("REFUND", parked.refund) if parked.refund else ("PAYMENT", parked.payment)
    if kept_under(platform, kind, no) not in (None, own, order):
        raise problems.Conflict(
            parked.elsewhere, code="payment_elsewhere", title="这个流水号已经登记在另一张缴费单或者另一笔缴费"
        )
    if parked.refund:
        record_refund(platform, order, parked.told, parked.refund)
    else:
        record_payment(platform, order, parked.told, instead_of=parked.order)


def _known(platform: Platform, order: str, refunded: str | None) -> bool:
    """Whether there is this order, or the bill of this number; with `refunded`, and it has that payment."""
    if request_of(order):
        return knows(platform, order, refunded)
    case_id = case_of(order)
    found = load_file(platform.table, case_id) if case_id else None
    fee = found.case.fee if found and not found.case.erasing_at else None
    return fee is not None and fee.numbered(order) is not None and (not refunded or fee.payment(refunded) is not None)
