"""登记缴费: what the payment provider tells. Each payment is kept once, whenever and however often it is told."""

from datetime import timedelta
from enum import StrEnum

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model.fee_acts import RECORD_PAYMENT
from chalicelib.cases.model.fee_order import Told, case_of
from chalicelib.cases.store.records import load_file
from chalicelib.foundation import problems, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, put
from chalicelib.issuance.model.payment_days import ToldBy
from chalicelib.issuance.store.parked_payments import id_of, load_parked, parked_row
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


def record_payment(
    platform: Platform, order: str, told: Told, by: ToldBy = "notification", instead_of: str | None = None
) -> Kept:
    """A payment of this order. One of an order that is not ours is parked: nobody loses money by a wrong number; so is
    one that was told of another order before, or made before this order was, unless people have found what it was: then
    `instead_of` is the order that it was told of.
    """
    for _ in range(RACES):
        try:
            return _record(platform, order, told, by, instead_of)
        except Refused:  # somebody has acted on the case meanwhile
            continue
    raise problems.Unavailable


def record_refund(platform: Platform, order: str, told: Told, refund_no: str) -> Kept:
    """The provider has returned this payment."""
    for _ in range(RACES):
        try:
            return _returned(platform, order, told, refund_no)
        except Refused:
            continue
    raise problems.Unavailable


def kept_payment(platform: Platform, order: str, no: str) -> tuple[str, Told] | None:
    """A payment that was told of this order before, as it was told, with the order that it is kept under."""
    case_id = case_of(order)
    found = load_file(platform.table, case_id) if case_id else None
    fee = found.case.fee if found else None
    if fee and (kept := fee.payment(no)):
        named = next(one.no for one in fee.orders if kept in one.payments)
        return named, Told(kept.no, kept.fen, kept.paid_at, kept.receipt_no, kept.receipt_url)
    parked = load_parked(platform, id_of(no, None))
    return (parked.order, parked.told) if parked else None


def _record(platform: Platform, order_no: str, told: Told, by: ToldBy, instead_of: str | None) -> Kept:
    case_id = case_of(order_no)
    found = load_file(platform.table, case_id) if case_id else None
    fee = found.case.fee if found else None
    before = fee.numbered(order_no) if fee else None
    if found is None or fee is None or before is None or found.case.erasing_at:
        return _park(platform, order_no, told, by=by)
    owner = kept_under(platform, "PAYMENT", told.no)
    too_early = instead_of is None and told.paid_at < before.ordered_at - SKEW
    if too_early or owner not in (None, order_no, instead_of):
        return _park(platform, order_no, told, by=by)
    begun = begin_platform(platform, RECORD_PAYMENT, found)
    after = before.with_payment(told, begun.caller.at, ended=begun.case.ended_without_grant)
    if after is before:
        return Kept.KNOWN
    kept = after.payments[-1]
    wrong = ["payment_to_refund"] if kept.why else []
    begun.commit(
        begun.case.model_copy(update={"fee": fee.replaced(after)}),
        event="payment_to_refund" if kept.why else "fee_paid",
        data={"fee_order": after.no, "payment": kept.no, "fen": kept.fen, "receipt": kept.receipt_no, "why": kept.why},
        supervised=wrong,
        ops=[put(told_row(after.no, told, by)), *keep_under("PAYMENT", told.no, order_no, owner)],
    )
    return Kept.RECORDED


def _returned(platform: Platform, order_no: str, told: Told, refund_no: str) -> Kept:
    case_id = case_of(order_no)
    found = load_file(platform.table, case_id) if case_id else None
    fee = found.case.fee if found else None
    if found is None or fee is None or found.case.erasing_at or fee.payment(told.no) is None:
        return _park(platform, order_no, told, refund_no)
    owner = kept_under(platform, "REFUND", refund_no)
    if owner not in (None, told.no):
        return _park(platform, order_no, told, refund_no)
    begun = begin_platform(platform, RECORD_PAYMENT, found)
    after = fee.with_refund(told.no, refund_no, told.paid_at)
    if after is fee:
        return Kept.KNOWN
    begun.commit(
        begun.case.model_copy(update={"fee": after}),
        event="payment_refunded",
        data={"fee_order": order_no, "payment": told.no, "refund": refund_no},
        ops=keep_under("REFUND", refund_no, told.no, owner),
    )
    return Kept.RECORDED


def _park(
    platform: Platform, order_no: str, told: Told, refund_no: str | None = None, by: ToldBy = "notification"
) -> Kept:
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
