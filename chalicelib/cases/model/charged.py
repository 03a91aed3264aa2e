"""What an item charges for a form, and what of it the result prints. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.model.fee_order import FeeOrder
from chalicelib.cases.model.presented import part
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.rates import Charged, NotCharged, Published, charge_for

# The line of a result that says what was charged.
FEE = "fee"
NOTHING = frozenset({"fee_not_charged", "fee_condition_not_met"})


def charge_of(
    item: ItemDocument, form: Mapping[str, Any], quantities: Mapping[str, Decimal] | None = None
) -> Charged | NotCharged:
    """The fee by the item's published standard for this form, or why nothing may be charged. `quantities` are those
    that were found instead of what the form says, by the name of the rate.
    """
    fee = item.fee
    published = Published(fee.charge, fee.basis, fee.name, fee.condition, fee.rates)
    laws = [basis.law for basis in item.legal_basis]
    return charge_for(published, part(form, "answers"), laws, licence=item.is_licence, quantities=quantities or {})


def fee_printed(fee: FeeOrder | None, item: ItemDocument, form: Mapping[str, Any]) -> dict[str, JsonValue]:
    """The line of the result with what is charged, in 元: by the order in force, else by the published standard.
    Nothing where the result has no such line, or the platform cannot say what is charged.
    """
    if not any(face.key == FEE and face.type == "money" for face in item.result_fields):
        return {}
    fen = _fen(fee, item, form)
    return {} if fen is None else {FEE: fen // 100 if fen % 100 == 0 else fen / 100}


def _fen(fee: FeeOrder | None, item: ItemDocument, form: Mapping[str, Any]) -> int | None:
    if fee and not fee.annulled:
        return fee.fen
    if fee and fee.annulled and fee.annulled.why == "not_chargeable":
        return 0
    match charge_of(item, form):
        case Charged() as charged:
            return None if fee else charged.fen
        case NotCharged(code=code):
            return 0 if code in NOTHING else None
