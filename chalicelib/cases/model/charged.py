"""What an item charges for a form, and what of it the result prints. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import JsonValue

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.fee_order import FeeOrder
from chalicelib.cases.model.presented import part
from chalicelib.cases.model.status import EXAMINED_BY
from chalicelib.cases.model.term import term_of
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.rates import Charged, NotCharged, Published, charge_for, yuan
from chalicelib.foundation.problems import FieldError

# The line of a result that says what was charged.
FEE = "fee"
NOTHING = frozenset({"fee_not_charged", "fee_condition_not_met"})


def refund_basis(item: ItemDocument, charged: Charged) -> str | None:
    """The law by which what was paid goes back where nothing is granted: that which the item publishes. A fee that is
    counted by what is granted (its area, its days) is for the use of it: the law that charges the use charges nobody
    else (城市道路管理条例37).
    """
    for_use = item.fee.rates and all(rate.by for rate in item.fee.rates)
    return item.fee.refund or (charged.basis if for_use else None)


def examined(case: Case) -> bool:
    """Whether its department has done what a fee is charged for: it has examined it, or decided on the spot."""
    if case.outcome is not None:
        return True
    return case.status in EXAMINED_BY and case.handling != "即办件"


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


def for_term(item: ItemDocument, form: Mapping[str, Any], begins: date, until: date | None) -> Mapping[str, Any]:
    """The form with the days that are granted in the place of those that were applied for, where the fee is counted by
    them: what nobody may use is not charged (城市道路管理条例37). Without a last day it stays as it is.
    """
    answers = part(form, "answers")
    counted = {key for rate in item.fee.rates for key in rate.by if isinstance(answers.get(key), list)}
    if until is None or until < begins or not counted:
        return form
    days = [begins.isoformat(), until.isoformat()]
    return {**form, "answers": {**answers, **dict.fromkeys(counted, days)}}


def as_granted(case: Case, item: ItemDocument, form: Mapping[str, Any]) -> Mapping[str, Any]:
    """The form by which a fee is counted: once the case is granted, with the days of the grant."""
    if case.outcome != "grant" or case.decided_at is None:
        return form
    term = term_of(case)
    return for_term(item, form, term.begins, term.until)


def charged_otherwise(fee: FeeOrder | None, item: ItemDocument, form: Mapping[str, Any]) -> list[FieldError]:
    """What is wrong where the order in force says another sum than this form comes to, with the days that are to be
    granted. An order by what was measured is not looked at.
    """
    if fee is None or fee.annulled or fee.corrected:
        return []
    charged = charge_of(item, form)
    if not isinstance(charged, Charged) or charged.fen == fee.fen:
        return []
    sentence = (
        f"按准予的期限应收{yuan(charged.fen)}，缴费通知书为{yuan(fee.fen)}；请先以数量不正确为由撤销缴费通知书，"
        "作出决定后按准予的期限重新开具，已缴的费用予以退还"
    )
    return [FieldError("/validity", "fee_term_differs", sentence)]


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
