"""Payments of orders that are not ours: administrators see them, and say what each was."""

from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, model_validator

from chalicelib.access.policy import Permission, require_region
from chalicelib.foundation import problems
from chalicelib.foundation.validation import wrong_field
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.settle_payment import How
from chalicelib.issuance.acts.settle_payment import settle_payment as settle
from chalicelib.issuance.store.parked_payments import all_parked

api = Api(__name__, tag="payments")


class SettledAnswer(BaseModel, defer_build=True):
    how: How
    order: Annotated[str | None, Field(description="实际所指的缴费单号")] = None
    at: AwareDatetime
    by: Annotated[str, Field(description="核对人，其令牌的 sub")]


class ParkedAnswer(BaseModel, defer_build=True):
    """支付机构通知的缴费或者退费：缴费单号不是本平台的，或者流水号已经登记在别处."""

    id: str
    payment: Annotated[str, Field(description="支付机构的流水号")]
    refund: Annotated[str | None, Field(description="退费的流水号；缴费的没有")] = None
    order: Annotated[str, Field(description="支付机构所写的缴费单号")]
    fen: Annotated[int, Field(description="金额，以分为单位")]
    paid_at: AwareDatetime
    told_at: Annotated[AwareDatetime, Field(description="收到通知的时间")]
    elsewhere: Annotated[str | None, Field(description="流水号已经登记在这一缴费单；退费的，已经登记在这一笔缴费")] = (
        None
    )
    settled: SettledAnswer | None = None


class ParkedPayments(BaseModel, defer_build=True):
    payments: Annotated[list[ParkedAnswer], Field(description="尚未核对的在前")]


class Settlement(Part):
    """`order` is named where the payment belongs to an order of ours, and only there."""

    how: Annotated[How, Field(description="核对的结果")]
    order: Annotated[
        str | None, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}$"), Field(description="实际所指的缴费单号")
    ] = None

    @model_validator(mode="after")
    def _names_the_order(self) -> Self:
        if self.how == "assigned" and self.order is None:
            raise wrong_field("order", "order_unsuited", "归入缴费单的，应写明缴费单号")
        if self.how != "assigned" and self.order is not None:
            raise wrong_field("order", "order_unsuited", "不归入缴费单的，不写缴费单号")
        return self


class SettlementReceipt(BaseModel, defer_build=True):
    id: str
    how: How
    at: AwareDatetime


@api.get("/admin/payments", Permission.ADMINISTER, "查看停放的缴费", answer=ParkedPayments)
def list_parked_payments(call: Call[None, None]) -> Answer:
    require_region(call.actor, call.platform.settings.division)
    rows = [ParkedAnswer.model_validate(one, from_attributes=True) for one in all_parked(call.platform)]
    return Answer(ParkedPayments(payments=rows), headers={"Cache-Control": "no-store"})


@api.post(
    "/admin/payments/{parked_id}/settle",
    Permission.ADMINISTER,
    "核对停放的缴费",
    body=Settlement,
    answer=SettlementReceipt,
    problems=(problems.NotFound, problems.Conflict),
)
def settle_payment(call: Call[Settlement, None], parked_id: str) -> Answer:
    require_region(call.actor, call.platform.settings.division)
    receipt = settle(call.platform, call.caller, parked_id, call.body.how, call.body.order)
    return Answer(SettlementReceipt.model_validate(receipt.facts))
