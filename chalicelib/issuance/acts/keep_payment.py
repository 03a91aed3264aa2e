"""What every payment that was told comes to: it is kept by its order, or parked until people have looked at it."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model.fee_acts import RECORD_PAYMENT
from chalicelib.cases.model.fee_order import OfBill, Told
from chalicelib.cases.store.records import CaseFile
from chalicelib.durable.effects import Effect
from chalicelib.foundation import telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, Op, put
from chalicelib.issuance.model.payment_days import ToldBy
from chalicelib.issuance.store.parked_payments import parked_row
from chalicelib.issuance.store.payment_days import told_row
from chalicelib.issuance.store.provider_numbers import keep_under, kept_under

RACES = 10
# The clock of the provider may go so much before or after ours.
SKEW = timedelta(minutes=5)


class Kept(StrEnum):
    """What became of what was told."""

    RECORDED = "recorded"
    KNOWN = "known"
    PARKED = "parked"


def keep_payment(
    platform: Platform,
    found: CaseFile,
    order_no: str,
    told: Told,
    *,
    of: OfBill | None = None,
    ops: Sequence[Op] = (),
    effects: Sequence[Effect] = (),
) -> Kept:
    """In the case of this order, which has it. Raises Refused when somebody has acted on the case meanwhile."""
    begun = begin_platform(platform, RECORD_PAYMENT, found)
    fee = begun.case.fee
    before = fee.numbered(order_no) if fee else None
    if fee is None or before is None:
        raise LookupError(order_no)
    after = before.with_payment(told, begun.caller.at, ended=begun.case.ended_without_grant and not fee.kept_at, of=of)
    if after is before:
        return Kept.KNOWN
    kept = after.payments[-1]
    begun.commit(
        begun.case.model_copy(update={"fee": fee.replaced(after)}),
        event="payment_to_refund" if kept.why else "fee_paid",
        data={
            **{"fee_order": after.no, "payment": kept.no, "fen": kept.fen, "receipt": kept.receipt_no, "why": kept.why},
            **({"bill": of.no, "bill_fen": of.fen} if of else {}),
        },
        supervised=["payment_to_refund"] if kept.why else [],
        ops=ops,
        effects=effects,
    )
    return Kept.RECORDED


def keep_refund(platform: Platform, found: CaseFile, told: Told, refund_no: str, order_no: str) -> Kept:
    """Of a payment that an order of this case has. Raises Refused as above."""
    owner = kept_under(platform, "REFUND", refund_no)
    begun = begin_platform(platform, RECORD_PAYMENT, found)
    fee = begun.case.fee
    after = fee.with_refund(told.no, refund_no, told.paid_at) if fee else None
    if after is None or after is fee:
        return Kept.KNOWN
    begun.commit(
        begun.case.model_copy(update={"fee": after}),
        event="payment_refunded",
        data={"fee_order": order_no, "payment": told.no, "refund": refund_no},
        ops=keep_under("REFUND", refund_no, told.no, owner),
    )
    return Kept.RECORDED


def park(
    platform: Platform, order_no: str, told: Told, refund_no: str | None = None, by: ToldBy = "notification"
) -> Kept:
    """What no order of ours can keep."""
    own = order_no if refund_no is None else told.no
    kind, no = ("PAYMENT", told.no) if refund_no is None else ("REFUND", refund_no)
    owner = kept_under(platform, kind, no)
    row = parked_row(order_no, told, refund_no, platform.now().isoformat(), None if owner == own else owner)
    of_day = [] if refund_no else [put(told_row(order_no, told, by))]
    under = [] if owner else keep_under(kind, no, own, None)
    try:
        platform.table.write(put(row, when=ABSENT), *of_day, *under)
    except Refused:
        return Kept.KNOWN
    telemetry.log.error("payment of an unknown order", extra={"payment": told.no, "order": order_no})
    return Kept.PARKED
