"""Whether what a link asks for is still owed: the provider asks it before it takes money.

Links live for half an hour, and orders change meanwhile. What is paid all the same is kept, and goes back.
"""

from typing import Literal

from chalicelib.cases.model.fee_order import case_of
from chalicelib.cases.store.records import load_cases
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.model.bills import as_it_stands, bill_of, request_of
from chalicelib.joint.acts.advance import look_at

NotPayable = Literal["superseded", "nothing_due", "amount_differs", "unknown"]


def see_payable(platform: Platform, order: str, fen: int) -> NotPayable | None:
    """None for what may be paid: the newest bill of a request, or the unpaid order in force of a case."""
    if request := request_of(order):
        return _of_bill(platform, request, order, fen)
    case_id = case_of(order)
    case = next(iter(load_cases(platform.table, [case_id])), None) if case_id else None
    fee = as_it_stands(case, case.fee) if case and case.fee else None
    if case is None or fee is None or fee.numbered(order) is None:
        return "unknown"
    if fee.no != order or fee.annulled:
        return "superseded"
    if fee.state != "unpaid" or (case.joint and order in _settling(platform, case.joint.case)):
        return "nothing_due"
    return None if fen == fee.fen else "amount_differs"


def _of_bill(platform: Platform, request: str, order: str, fen: int) -> NotPayable | None:
    look = look_at(platform, request)
    if look is None:
        return "unknown"
    bill = bill_of(request, look.before, look.cases)
    if not bill.together:
        return "nothing_due"
    if bill.no != order:
        return "superseded"
    return None if fen == sum(one.order.fen for one in bill.together) else "amount_differs"


def _settling(platform: Platform, request: str) -> frozenset[str]:
    look = look_at(platform, request)
    return bill_of(request, look.before, look.cases).settling if look else frozenset()
