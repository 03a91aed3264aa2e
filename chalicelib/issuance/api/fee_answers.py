"""What is told of a fee: to the applicant and to the hall alike, nothing of it is personal."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.model import Case
from chalicelib.cases.model.fee_order import (
    FEE_STATES,
    WHY,
    WHY_ANNULLED,
    FeeOrder,
    FeeState,
    Payment,
    PaymentState,
    Why,
    WhyAnnulled,
    WhyCorrected,
)
from chalicelib.catalogue.model.rates import yuan
from chalicelib.foundation.problems import NotFound
from chalicelib.issuance.model.bills import as_it_stands

Fen = Annotated[int, Field(description="金额，以分为单位")]


class FeeLineAnswer(BaseModel, defer_build=True):
    name: str
    rate_fen: Fen
    unit: str
    quantity: str
    fen: Fen


class PaymentAnswer(BaseModel, defer_build=True):
    payment: Annotated[str, Field(description="支付机构的流水号")]
    fen: Fen
    paid_at: AwareDatetime
    state: PaymentState
    back_fen: Annotated[int | None, Field(description="只退还其中一部分的，退还的金额，其余计入应缴的费用")] = None
    why: Why | None = None
    why_label: Annotated[str | None, Field(description="应退的原因")] = None
    receipt_no: Annotated[str | None, Field(description="财政票据号码")] = None
    receipt_url: Annotated[str | None, Field(description="财政票据的地址")] = None
    refund: Annotated[str | None, Field(description="退费的流水号")] = None
    bill: Annotated[str | None, Field(description="这是按此统一缴费单一次缴纳的一部分；单独缴纳的没有")] = None


class AnnulledOrder(BaseModel, defer_build=True):
    """已经撤销的缴费通知书，以及按它收到的缴费."""

    order: Annotated[str, Field(description="缴费单号")]
    fen: Fen
    at: Annotated[AwareDatetime, Field(description="撤销的时间")]
    why: WhyAnnulled
    why_label: Annotated[str, Field(description="撤销的原因")]
    payments: list[PaymentAnswer]


class FeeAnswer(BaseModel, defer_build=True):
    order: Annotated[str, Field(description="缴费单号")]
    name: str
    basis: Annotated[str, Field(description="收费依据")]
    lines: list[FeeLineAnswer]
    fen: Fen
    amount: Annotated[str, Field(description="应缴金额，以元表示")]
    state: FeeState
    state_label: str
    before_issue: Annotated[bool, Field(description="缴清后送达办理结果")]
    document: Annotated[str, Field(description="缴费通知书的文书编号")]
    ordered_at: AwareDatetime
    corrected: Annotated[WhyCorrected | None, Field(description="数量与申请表不同的原因")] = None
    told_fen: Annotated[int | None, Field(description="结果更正后应缴金额减少的，原缴费通知书的金额")] = None
    payments: list[PaymentAnswer]
    annulled: Annotated[list[AnnulledOrder], Field(description="本件已经撤销的缴费通知书，新的在前")]


def fee_answer(case: Case) -> FeeAnswer:
    """A case that ended before fees lapsed with their case is told as one that ended later."""
    fee = case.fee
    if fee is None:
        raise NotFound(code="fee_not_found", title="该办件没有缴费通知书")
    fee = as_it_stands(case, fee)
    return FeeAnswer(
        order=fee.no,
        amount=yuan(fee.fen),
        state=fee.state,
        state_label=FEE_STATES[fee.state],
        lines=line_answers(fee),
        payments=[payment_answer(one) for one in fee.payments],
        annulled=[
            AnnulledOrder(
                order=one.no,
                fen=one.fen,
                at=one.annulled.at,
                why=one.annulled.why,
                why_label=WHY_ANNULLED[one.annulled.why],
                payments=[payment_answer(paid) for paid in one.payments],
            )
            for one in fee.orders
            if one.annulled
        ],
        **fee.model_dump(
            include={"name", "basis", "fen", "before_issue", "document", "ordered_at", "corrected", "told_fen"}
        ),
    )


def line_answers(fee: FeeOrder) -> list[FeeLineAnswer]:
    return [FeeLineAnswer(**line.model_dump()) for line in fee.lines]


def payment_answer(one: Payment) -> PaymentAnswer:
    return PaymentAnswer(
        payment=one.no,
        why_label=WHY[one.why] if one.why else None,
        refund=one.refund_no,
        **one.model_dump(include={"fen", "paid_at", "state", "back_fen", "why", "receipt_no", "receipt_url", "bill"}),
    )
