"""A fee rests on the days that are granted: a correction of the result that moves them has it counted anew (R70).

What is less by the right days was charged without a law and goes back (行政许可法58, 59). What is more is told to
whoever corrects, and charged to nobody: no law here has a fee collected afterwards that the organ itself counted
wrongly.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.charged import as_granted, charge_of
from chalicelib.cases.model.fee_order import FeeOrder
from chalicelib.catalogue.model.rates import Charged, NotCharged, yuan
from chalicelib.documents.model.fees import fee_notice
from chalicelib.documents.store.drafts import Letterhead
from chalicelib.durable.effects import Effect
from chalicelib.foundation.writes import Op
from chalicelib.issuance.acts.order_fee import printed

# Why the order stays as it is, though the fee by the corrected result is another one.
MORE = "法律没有规定事后补收，本平台不补收，请核对更正的内容"
ANNUL = "请核对；缴费通知书有误的，以数量不正确为由撤销后重新开具，已缴的费用予以退还"
MEASURED = f"缴费通知书按核实的数量开具，平台不能重新计算。{ANNUL}"
RETURNING = f"前一次部分退费尚未完成，本次不能自动退还；退费完成后，{ANNUL}"


class FeeAgain(NamedTuple):
    """The case with its fee by the corrected result, what the event says of it, and what whoever acts is told."""

    case: Case
    data: Mapping[str, JsonValue] = {}
    warnings: Sequence[tuple[str, str]] = ()


class Told(NamedTuple):
    """The notice anew: what the event says of it, its rows and its message."""

    case: Case
    data: Mapping[str, JsonValue] = {}
    ops: Sequence[Op] = ()
    effects: Sequence[Effect] = ()


def fee_again(begun: Begun, after: Case) -> FeeAgain:
    """`after` is the case with the days as they are corrected. The same case where the correction moves no fee."""
    form, item, fee = begun.found.form, begun.item, after.fee
    if fee is None or fee.annulled:
        return FeeAgain(after)
    was, now = (charge_of(item, as_granted(case, item, form)) for case in (begun.case, after))
    if was == now:
        return FeeAgain(after)
    if isinstance(now, NotCharged):
        return FeeAgain(after, warnings=[_differs(fee, f"按更正后的结果，{now.says}（依据：{now.basis}）。{ANNUL}")])
    if now.fen == fee.fen:
        return FeeAgain(after)
    if why := _why_not(fee, now):
        said = f"按更正后的结果，依照{now.basis}应收{yuan(now.fen)}。{why}"
        return FeeAgain(after, warnings=[_differs(fee, said)])
    facts: dict[str, JsonValue] = {"order": fee.no, "before": fee.fen, "after": now.fen, "basis": now.basis}
    back = "已缴的费用中多缴的部分予以退还，请决定退费" if fee.state == "paid" else "尚未缴费的，按更正后的金额缴纳"
    said = f"按更正后的结果，依照{now.basis}应收{yuan(now.fen)}，缴费通知书为{yuan(fee.fen)}；{back}"
    less = after.model_copy(update={"fee": fee.reduced(now, begun.caller.at)})
    return FeeAgain(less, {"fee_reduced": facts}, [("fee_reduced", said)])


def told_anew(begun: Begun, head: Letterhead, after: Case) -> Told:
    """Who has not paid yet gets the notice anew, of the lesser sum, under the number of the order."""
    fee, before = after.fee, begun.case.fee
    if fee is None or before is None or fee.fen == before.fen or fee.state != "unpaid":
        return Told(after)
    shown = printed(fee, joint=after.joint is not None)
    draft = head.draft(fee_notice(head.facts, head.formalities, shown, head.remedies))
    case = after.model_copy(update={"fee": fee.model_copy(update={"document": draft.no})})
    return Told(case, {"document_digests": {draft.no: draft.digest}}, draft.ops, [draft.effect])


def _why_not(fee: FeeOrder, now: Charged) -> str | None:
    if fee.corrected:
        return MEASURED
    if now.fen > fee.fen:
        return MORE
    return RETURNING if fee.is_returning else None


def _differs(fee: FeeOrder, said: str) -> tuple[str, str]:
    return "fee_differs", f"缴费通知书为{yuan(fee.fen)}；{said}"
