"""One bill for a joint request, as its readers see it: nothing of it is personal. How a sum was counted tells what the
form says, so of the hall those see it whose business the member's case is.
"""

from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.model import Case
from chalicelib.cases.model.fee_order import FEE_STATES, NO_WORK, WHY_ANNULLED, FeeState
from chalicelib.catalogue.model.rates import yuan
from chalicelib.documents.model.fees import goes_back_when
from chalicelib.issuance.api.fee_answers import FeeLineAnswer, Fen, PaymentAnswer, line_answers, payment_answer
from chalicelib.issuance.model.bills import Bill, Line
from chalicelib.joint.acts.advance import Look


class BillLine(BaseModel, defer_build=True):
    """一个成员事项应缴的费用。"""

    node: Annotated[str, Field(description="联办方案中的成员")]
    item: str
    title: str
    department: Annotated[str, Field(description="收费的部门")]
    case_id: Annotated[str | None, Field(description="成员自己的办件；不是您职责范围内的为 null")]
    order: Annotated[str, Field(description="缴费单号")]
    name: str
    basis: Annotated[str, Field(description="收费依据")]
    lines: Annotated[list[FeeLineAnswer] | None, Field(description="如何计算；不是您职责范围内的为 null")]
    fen: Fen
    amount: Annotated[str, Field(description="应缴金额，以元表示")]
    state: FeeState
    state_label: str
    before_issue: Annotated[bool, Field(description="缴清后送达办理结果")]
    document: Annotated[str, Field(description="缴费通知书的文书编号")]
    payments: list[PaymentAnswer]
    refund: Annotated[str | None, Field(description="已经缴纳的，是否退还、为什么；没有缴纳的为 null")]
    refund_basis: Annotated[str | None, Field(description="该事项公布的退费依据")]


class BillAnswer(BaseModel, defer_build=True):
    """统一缴费单：一件联办申请各成员事项应缴的费用，可以一次缴清。"""

    id: Annotated[str, Field(description="联办申请")]
    number: str | None
    members: Annotated[list[BillLine], Field(description="没有法定依据、不收费的成员不在其中")]
    owed_fen: Annotated[int, Field(description="现在应缴的金额，以分为单位；已经缴纳的不再要求")]
    paid_fen: Annotated[int, Field(description="已经缴纳、计入的金额")]
    back_fen: Annotated[int, Field(description="应退还、尚未退还的金额")]
    refunded_fen: Annotated[int, Field(description="已经退还的金额")]
    amount: Annotated[str, Field(description="现在应缴的金额，以元表示")]
    settling: Annotated[list[str], Field(description="已经一次缴纳、正在登记的缴费单号，不必再缴")]


def bill_answer(look: Look, bill: Bill, sees: Callable[[Case], bool]) -> BillAnswer:
    owed = sum(one.order.fen for one in bill.asked)
    paid = [part for line in bill.lines for order in line.order.orders for part in order.payments]
    return BillAnswer(
        id=look.case.id,
        number=look.case.number,
        members=[_line(look, one, sees) for one in bill.lines],
        owed_fen=owed,
        paid_fen=sum(one.counted_fen for one in paid),
        back_fen=sum(one.goes_back for one in paid if one.state in ("to_refund", "refund_ordered")),
        refunded_fen=sum(one.returned_fen + (one.goes_back if one.state == "refunded" else 0) for one in paid),
        amount=yuan(owed),
        settling=sorted(bill.settling),
    )


def _line(look: Look, line: Line, sees: Callable[[Case], bool]) -> BillLine:
    case, order, own = line.case, line.order, sees(line.case)
    return BillLine(
        node=line.node,
        item=case.item,
        title=look.before[line.node].title,
        department=case.department,
        case_id=case.id if own else None,
        order=order.no,
        lines=line_answers(order) if own else None,
        amount=yuan(order.fen),
        state=line.state,
        state_label=FEE_STATES[line.state],
        payments=[payment_answer(part) for each in order.orders for part in each.payments],
        refund=why_refunded(line),
        refund_basis=order.refund,
        **order.model_dump(include={"name", "basis", "fen", "before_issue", "document"}),
    )


def why_refunded(line: Line) -> str | None:
    """Whether what was paid goes back, and why (ADR 0131)."""
    order, case = line.order, line.case
    if not any(each.payments for each in order.orders):
        return None
    if order.annulled:
        return f"缴费通知书已经撤销（{WHY_ANNULLED[order.annulled.why]}），已缴的费用予以退还"
    if order.lapsed_at:
        ground = f"依照{order.refund}" if order.refund else NO_WORK
        return f"该事项{ended_as(case)}，已缴的费用予以退还（{ground}）"
    if order.kept_at:
        return f"该事项经审查后{ended_as(case)}，法律没有规定退还，依法收取的费用不退还；重复缴纳的予以退还"
    if order.state == "unpaid":
        return "所缴的不计入本单，予以退还"
    if order.told_fen:
        return f"结果更正后应缴{yuan(order.fen)}，多缴的部分予以退还（依照{order.basis}）"
    if case.outcome == "grant":
        return "该事项已经准予，依法收取的费用不退还；重复缴纳的予以退还"
    return f"该事项正在办理。{goes_back_when(order.refund)}"


def ended_as(case: Case) -> str:
    return "不予办理" if case.outcome == "refuse" else case.status.label
