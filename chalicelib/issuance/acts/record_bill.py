"""登记统一缴费: one payment of several orders of a joint request. Each order's part is kept by its own case.

What is still to be written follows from what is there, so it may be told again, later or by halves: whoever comes next,
the provider or our own message, writes the parts that are lacking, and no part twice.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.fee_order import FeeOrder, OfBill, Payment, PaymentState, Told
from chalicelib.cases.model.joint_ref import bill_paid
from chalicelib.cases.store.records import CaseFile, load_cases, load_file
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import put
from chalicelib.issuance.acts.keep_payment import SKEW, Kept, keep_payment, keep_refund, park
from chalicelib.issuance.model.bills import (
    Covered,
    covered_by,
    differs,
    orders_of,
    parts_of,
    request_of,
    unwritten,
    whole,
)
from chalicelib.issuance.model.payment_days import ToldBy
from chalicelib.issuance.store.payment_days import told_row
from chalicelib.issuance.store.provider_numbers import keep_under, kept_under

# A part that was ordered back is meant before one that is only owed back.
BACK: Sequence[PaymentState] = ("refund_ordered", "to_refund", "counted")


class Paying(NamedTuple):
    """What a bill's number covers, as it stands: `orders` None where one of them is not there."""

    covered: Sequence[Covered]
    cases: Mapping[str, Case]
    orders: Mapping[str, FeeOrder] | None

    def case_id(self, order: str) -> str:
        return next(one.case_id for one in self.covered if one.no == order)

    def order_of(self, part: Payment) -> str:
        return next(no for no, order in (self.orders or {}).items() if part in order.payments)

    def parts(self, bill: str, no: str) -> list[Payment]:
        """Those of the payment of this number."""
        return [part for part in parts_of(self.cases.values(), bill) if part.no == no]

    def returned(self, parts: Sequence[Payment], fen: int, refund_no: str, order: str | None) -> Sequence[Payment]:
        """Which of the parts were returned by this refund of so much."""
        left = [part for part in parts if part.refund_no in (None, refund_no)]
        if order is None and fen == sum(part.goes_back for part in left):
            return left
        meant = [part for part in parts if part.goes_back == fen and order in (None, self.order_of(part))]
        if any(part.refund_no == refund_no for part in parts):
            return [part for part in meant if part.refund_no == refund_no]
        return sorted((part for part in meant if part.state in BACK), key=lambda part: BACK.index(part.state))[:1]


def record_bill(platform: Platform, bill: str, told: Told, by: ToldBy, instead_of: str | None) -> Kept:
    """Raises Refused when somebody has acted on a case meanwhile. As for one order, it is parked where the number means
    nothing, is kept elsewhere, or was paid before there was an order.
    """
    paying = _paying(platform, bill)
    if parts := paying.parts(bill, told.no):
        return _written(platform, bill, paying, whole(parts[0]), by, bill)
    owner = kept_under(platform, "PAYMENT", told.no)
    if owner == bill and instead_of is None:  # it is parked until people have looked
        return Kept.KNOWN
    if not paying.orders or owner not in (None, bill, instead_of):
        return park(platform, bill, told, by=by)
    latest = max(order.ordered_at for order in paying.orders.values())
    if instead_of is None and told.paid_at < latest - SKEW:
        return park(platform, bill, told, by=by)
    return _written(platform, bill, paying, told, by, owner)


def finish_bill(platform: Platform, bill: str) -> None:
    """Write what is lacking of every payment of this bill that was begun. Raises Refused as above."""
    paying = _paying(platform, bill)
    for told in {part.no: whole(part) for part in parts_of(paying.cases.values(), bill)}.values():
        _written(platform, bill, paying, told, "notification", bill)


def return_of_bill(platform: Platform, bill: str, told: Told, refund_no: str, order: str | None = None) -> Kept:
    """The provider has returned all of a payment, or the part of one order. Where it names only the bill, it is a part
    of that sum: one that was ordered back, before one that is only owed back. Raises Refused as above.
    """
    paying = _paying(platform, bill)
    chosen = paying.returned(paying.parts(bill, told.no) if paying.orders else [], told.fen, refund_no, order)
    if not chosen or kept_under(platform, "REFUND", refund_no) not in (None, told.no):
        return park(platform, order or bill, told, refund_no)
    kept = [_returned(platform, paying, part, told, refund_no) for part in chosen]
    return Kept.RECORDED if Kept.RECORDED in kept else Kept.KNOWN


def knows(platform: Platform, bill: str, refunded: str | None = None) -> bool:
    """Whether there are the orders that this number covers; with `refunded`, and this payment of them."""
    paying = _paying(platform, bill)
    return bool(paying.orders) and (refunded is None or bool(paying.parts(bill, refunded)))


def kept_of_bill(platform: Platform, bill: str, no: str) -> tuple[str, Told] | None:
    """A payment of this bill that was told before, as it was told."""
    parts = _paying(platform, bill).parts(bill, no)
    return (bill, whole(parts[0])) if parts else None


def _paying(platform: Platform, bill: str) -> Paying:
    request = request_of(bill)
    found = load_file(platform.table, request) if request else None
    covered = covered_by(bill, found.members) if found else []
    cases = {case.id: case for case in load_cases(platform.table, [one.case_id for one in covered])} if covered else {}
    return Paying(covered, cases, orders_of(covered, cases))


def _written(platform: Platform, bill: str, paying: Paying, told: Told, by: ToldBy, owner: str | None) -> Kept:
    """Each part in a transaction of its case. The first also keeps the number, and has us come again."""
    if not paying.orders:
        return Kept.KNOWN
    of, kept = OfBill(bill, told.fen, differs(told, paying.orders)), Kept.KNOWN
    effects = [] if paying.parts(bill, told.no) else [bill_paid(request_of(bill) or "", bill)]
    ops = [] if owner == bill else [put(told_row(bill, told, by)), *keep_under("PAYMENT", told.no, bill, owner)]
    for order, fen in unwritten(told, paying.orders):
        found = _file(platform, paying.case_id(order))
        kept = keep_payment(platform, found, order, told._replace(fen=fen), of=of, ops=ops, effects=effects)
        ops, effects = [], []
    return kept


def _returned(platform: Platform, paying: Paying, part: Payment, told: Told, refund_no: str) -> Kept:
    order = paying.order_of(part)
    return keep_refund(platform, _file(platform, paying.case_id(order)), told, refund_no, order)


def _file(platform: Platform, case_id: str) -> CaseFile:
    found = load_file(platform.table, case_id)
    if found is None:
        raise LookupError(case_id)
    return found
