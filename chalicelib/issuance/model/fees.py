"""Whether an unpaid fee keeps a result back. Pure."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases.model import Case
from chalicelib.cases.model.charged import charge_of
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.rates import Charged
from chalicelib.foundation import problems


class FeeUnpaid(problems.Conflict):
    code = "fee_unpaid"
    title = "该事项缴清费用后送达，请先办理缴费"


def require_paid(case: Case) -> None:
    """FeeUnpaid (409) while an order that is due before the issue is not paid. A refusal is handed over anyway."""
    if case.fee and case.fee.blocks_issue and case.outcome == "grant":
        raise FeeUnpaid(f"缴费单号 {case.fee.no}，请申请人缴清后再办理")


def require_ordered(case: Case, item: ItemDocument, form: Mapping[str, Any]) -> None:
    """FeeUnpaid (409) where the item has its fee paid before the issue and nobody has ordered it yet."""
    if not is_to_order(case, item):
        return
    if isinstance(charge_of(item, form), Charged):
        raise FeeUnpaid("尚未开具缴费通知书，请首席代表先行开具")


def is_to_order(case: Case, item: ItemDocument) -> bool:
    """Whether the form has to be looked at for a fee that nobody has ordered."""
    return item.fee.due is not None and case.outcome == "grant" and not _is_ordered(case)


def _is_ordered(case: Case) -> bool:
    """Whether there is an order, or it was found that nothing is to be paid for this case."""
    fee = case.fee
    return fee is not None and (fee.annulled is None or fee.annulled.why == "not_chargeable")
