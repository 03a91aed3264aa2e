"""登记缴费: what the payment provider tells. Each payment is kept once, whenever and however often it is told."""

from collections.abc import Callable
from typing import TypeVar

from chalicelib.cases.model.fee_order import Told, case_of
from chalicelib.cases.store.records import load_file
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import put
from chalicelib.issuance.acts.keep_payment import RACES, SKEW, Kept, keep_payment, keep_refund, park
from chalicelib.issuance.acts.record_bill import finish_bill, kept_of_bill, record_bill, return_of_bill
from chalicelib.issuance.model.bills import request_of
from chalicelib.issuance.model.payment_days import ToldBy
from chalicelib.issuance.store.parked_payments import id_of, load_parked
from chalicelib.issuance.store.payment_days import told_row
from chalicelib.issuance.store.provider_numbers import keep_under, kept_under

T = TypeVar("T")


def record_payment(
    platform: Platform, order: str, told: Told, by: ToldBy = "notification", instead_of: str | None = None
) -> Kept:
    """A payment of this order, or of all that a bill of this number covers. One of an order that is not ours is parked:
    nobody loses money by a wrong number; so is one that was told of another order before, or made before this order
    was, unless people have found what it was: then `instead_of` is the order that it was told of.
    """
    record = record_bill if request_of(order) else _record
    return _raced(lambda: record(platform, order, told, by, instead_of))


def record_refund(platform: Platform, order: str, told: Told, refund_no: str) -> Kept:
    """The provider has returned this payment, or of one for several orders the part that `told` says."""
    returned = return_of_bill if request_of(order) else _returned
    return _raced(lambda: returned(platform, order, told, refund_no))


def kept_payment(platform: Platform, order: str, no: str) -> tuple[str, Told] | None:
    """A payment that was told of this order before, as it was told, with the order that it is kept under."""
    if request_of(order):
        return kept_of_bill(platform, order, no) or _parked(platform, no)
    case_id = case_of(order)
    found = load_file(platform.table, case_id) if case_id else None
    fee = found.case.fee if found else None
    if fee and (kept := fee.payment(no)):
        named = next(one.no for one in fee.orders if kept in one.payments)
        return named, Told(kept.no, kept.fen, kept.paid_at, kept.receipt_no, kept.receipt_url)
    return _parked(platform, no)


def _parked(platform: Platform, no: str) -> tuple[str, Told] | None:
    parked = load_parked(platform, id_of(no, None))
    return (parked.order, parked.told) if parked else None


def settle_bill(platform: Platform, bill: str) -> None:
    """Every order gets its part of what was paid for several at once, whoever stopped halfway."""
    _raced(lambda: finish_bill(platform, bill))


def _raced(keep: Callable[[], T]) -> T:
    """Until nobody has acted on the case meanwhile."""
    for _ in range(RACES):
        try:
            return keep()
        except Refused:
            continue
    raise problems.Unavailable


def _record(platform: Platform, order_no: str, told: Told, by: ToldBy, instead_of: str | None) -> Kept:
    case_id = case_of(order_no)
    found = load_file(platform.table, case_id) if case_id else None
    before = found.case.fee.numbered(order_no) if found and found.case.fee else None
    if found is None or before is None or found.case.erasing_at:
        return park(platform, order_no, told, by=by)
    owner = kept_under(platform, "PAYMENT", told.no)
    if owner == order_no and instead_of is None:  # it is kept, or parked until people have looked
        return Kept.KNOWN
    too_early = instead_of is None and told.paid_at < before.ordered_at - SKEW
    if too_early or owner not in (None, order_no, instead_of):
        return park(platform, order_no, told, by=by)
    ops = [put(told_row(order_no, told, by)), *keep_under("PAYMENT", told.no, order_no, owner)]
    return keep_payment(platform, found, order_no, told, ops=ops)


def _returned(platform: Platform, order_no: str, told: Told, refund_no: str) -> Kept:
    case_id = case_of(order_no)
    found = load_file(platform.table, case_id) if case_id else None
    paid = found.case.fee.payment(told.no) if found and found.case.fee else None
    if found is None or paid is None or found.case.erasing_at:
        return park(platform, order_no, told, refund_no)
    if paid.bill:
        return return_of_bill(platform, paid.bill, told, refund_no, order_no)
    if kept_under(platform, "REFUND", refund_no) not in (None, told.no):
        return park(platform, order_no, told, refund_no)
    return keep_refund(platform, found, told, refund_no, order_no)
