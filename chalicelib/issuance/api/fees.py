"""Fees: ordered, annulled and refunded by the department, paid by the applicant, told by the payment provider."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.cases.acts.lookup import own_case, seen_case
from chalicelib.cases.api import shared
from chalicelib.cases.model.fee_acts import ANNUL_FEE, ORDER_FEE, REFUND_FEE
from chalicelib.cases.model.fee_order import Told, Why, WhyAnnulled, WhyCorrected
from chalicelib.foundation import problems
from chalicelib.foundation.validation import wrong_field
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing, Part
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.annul_fee import annul_fee as annul
from chalicelib.issuance.acts.keep_payment import SKEW, Kept
from chalicelib.issuance.acts.order_fee import Quantities
from chalicelib.issuance.acts.order_fee import order_fee as order
from chalicelib.issuance.acts.record_payment import record_payment, record_refund
from chalicelib.issuance.acts.refund_fee import refund_fee as refund
from chalicelib.issuance.acts.see_payable import NotPayable, see_payable
from chalicelib.issuance.api.fee_answers import FeeAnswer, fee_answer
from chalicelib.issuance.api.receipts import AnnulFeeReceipt, OrderFeeReceipt, RefundFeeReceipt
from chalicelib.issuance.store.provider import LINK_LASTS, provider_of, require_genuine

api = Api(__name__, tag="payments")

OrderNo = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}$"), Field(description="缴费单号或者统一缴费单号")
]
ProvidersNumber = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class RateQuantity(Part):
    rate: Annotated[str, StringConstraints(min_length=1, max_length=100), Field(description="公布的收费名目")]
    quantity: Annotated[float, Field(ge=0, le=10**6, description="核实的数量；不适用该名目的填0")]


class FeeWanted(Part):
    """Without `quantities` the form says how much; `why` says why it does not."""

    quantities: Annotated[tuple[RateQuantity, ...], Field(max_length=20, description="与申请表不同的数量")] = ()
    why: Annotated[WhyCorrected | None, Field(description="更正数量的原因")] = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.quantities and self.why is None:
            raise wrong_field("why", "why_unsuited", "更正数量的，应写明原因")
        if self.why is not None and not self.quantities:
            raise wrong_field("why", "why_unsuited", "没有更正数量，按申请表计算的，不写原因")
        if len({one.rate for one in self.quantities}) < len(self.quantities):
            raise wrong_field("quantities", "rate_twice", "同一收费名目只写一次")
        return self

    @property
    def found(self) -> Quantities | None:
        return (
            Quantities({one.rate: Decimal(str(one.quantity)) for one in self.quantities}, self.why)
            if self.why
            else None
        )


class RefundWanted(Part):
    payment: Annotated[ProvidersNumber, Field(description="支付机构的流水号")]
    why: Annotated[Why, Field(description="退费的原因")]


class Annulment(Part):
    why: Annotated[WhyAnnulled, Field(description="撤销的原因")]


class PayLink(BaseModel, defer_build=True):
    url: Annotated[str, Field(description="支付机构的缴费页面")]
    until: AwareDatetime


class PaymentNotification(Part):
    """`paid` and `refunded` change the order; `failed` changes nothing. A refund names the payment that it returns."""

    order: OrderNo
    kind: Literal["paid", "failed", "refunded"]
    payment: Annotated[ProvidersNumber, Field(description="支付机构的流水号")]
    fen: Annotated[int, Field(ge=1, le=10**13, description="金额，以分为单位")]
    at: AwareDatetime
    receipt_no: Annotated[
        str | None, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$"), Field(description="财政票据号码")
    ] = None
    receipt_url: Annotated[
        str | None,
        StringConstraints(pattern=r"^https://[^\s]{1,280}$"),
        Field(description="财政票据的地址"),
    ] = None
    refund: Annotated[ProvidersNumber | None, Field(description="退费的流水号，kind 为 refunded 时必填")] = None


class PayableAsked(Part):
    """What a link asks for."""

    order: OrderNo
    fen: Annotated[int, Field(ge=1, le=10**13, description="金额，以分为单位")]


class Payable(BaseModel, defer_build=True):
    payable: Annotated[bool, Field(description="是否仍可收取；不可收取而已经收取的，照常通知，本平台登记后退还")]
    why: Annotated[NotPayable | None, Field(description="不可收取的原因")] = None


class NotificationKept(BaseModel, defer_build=True):
    """`recorded` is new, `known` came before, `parked` waits for people, `noted` changes nothing."""

    kept: Literal["recorded", "known", "parked", "noted"]


@api.act("/cases/{case_id}/fee", ORDER_FEE, body=FeeWanted, answer=OrderFeeReceipt)
def order_fee(call: Call[FeeWanted, None], case_id: str) -> Answer:
    return shared.done(OrderFeeReceipt, order(call.platform, call.caller, case_id, call.body.found))


@api.act("/cases/{case_id}/fee/annul", ANNUL_FEE, body=Annulment, answer=AnnulFeeReceipt)
def annul_fee(call: Call[Annulment, None], case_id: str) -> Answer:
    return shared.done(AnnulFeeReceipt, annul(call.platform, call.caller, case_id, call.body.why))


@api.act("/cases/{case_id}/fee/refund", REFUND_FEE, body=RefundWanted, answer=RefundFeeReceipt)
def refund_fee(call: Call[RefundWanted, None], case_id: str) -> Answer:
    receipt = refund(call.platform, call.caller, case_id, call.body.payment, call.body.why)
    return shared.done(RefundFeeReceipt, receipt)


@api.get("/cases/{case_id}/fee", Permission.READ_CASES, "查看办件的缴费情况", answer=FeeAnswer)
def read_fee(call: Call[None, None], case_id: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    return Answer(fee_answer(case), etag=case.etag)


@api.get("/applications/{case_id}/fee", Permission.APPLY, "查看应缴费用", for_agents=True, answer=FeeAnswer)
def read_own_fee(call: Call[None, None], case_id: str) -> Answer:
    case = own_case(call.platform, call.caller, case_id)
    return Answer(fee_answer(case), etag=case.etag)


@api.search(
    "/applications/{case_id}/fee/pay",
    Permission.APPLY,
    "取得缴费页面的地址",
    for_agents=True,
    body=Nothing,
    answer=PayLink,
    problems=(problems.NotFound, problems.Conflict, problems.Unavailable),
)
def pay_fee(call: Call[Nothing, None], case_id: str) -> Answer:
    """The provider is told the number of the order and the amount, and nothing of the applicant."""
    platform = call.platform
    case = own_case(platform, call.caller, case_id)
    owed = fee_answer(case)
    if owed.state != "unpaid":
        raise problems.Conflict(code="fee_not_due", title="没有待缴的费用")
    wall = platform.wall()
    link = provider_of(platform).link(owed.order, owed.fen, wall)
    return Answer(PayLink(url=link, until=wall + LINK_LASTS), headers={"Cache-Control": "no-store"})


@api.post(
    "/payments/notifications",
    PUBLIC,
    "支付机构通知缴费或者退费结果",
    signed=True,
    body=PaymentNotification,
    answer=NotificationKept,
    problems=(problems.Unauthenticated, problems.Unavailable),
)
def notify_payment(call: Call[PaymentNotification, None]) -> Answer:
    """Only what the provider has signed counts. It may be sent again until it is answered."""
    platform, body = call.platform, call.body
    require_genuine(platform, call.message)
    if body.at > platform.now() + SKEW:
        raise problems.Invalid(errors=[problems.FieldError("/at", "time_in_future", "时间不能晚于现在")])
    told = Told(body.payment, body.fen, body.at, body.receipt_no, body.receipt_url)
    match body.kind:
        case "failed":
            return Answer(NotificationKept(kept="noted"))
        case "paid":
            kept: Kept = record_payment(platform, body.order, told)
        case "refunded":
            if body.refund is None:
                told_wrong = problems.FieldError("/refund", "missing", "退费的，应写明退费的流水号")
                raise problems.Invalid(errors=[told_wrong])
            kept = record_refund(platform, body.order, told, body.refund)
    return Answer(NotificationKept(kept=kept.value))


@api.search(
    "/payments/payable",
    PUBLIC,
    "支付机构收款前查询缴费单是否仍可收取",
    signed=True,
    body=PayableAsked,
    answer=Payable,
    problems=(problems.Unauthenticated, problems.Unavailable),
)
def ask_payable(call: Call[PayableAsked, None]) -> Answer:
    """A link is good for half an hour; meanwhile the order may be paid, annulled, or part of a newer bill."""
    require_genuine(call.platform, call.message)
    why = see_payable(call.platform, call.body.order, call.body.fen)
    return Answer(Payable(payable=why is None, why=why), headers={"Cache-Control": "no-store"})
