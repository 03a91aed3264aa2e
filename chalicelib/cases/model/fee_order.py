"""What is to be paid for a case, and what has become of it. Money is whole fen. Pure.

A payment counts once: the first one of the right amount, of a case that has not ended. Every other payment is kept and
marked for refund, with its reason. Nothing that the provider tells is forgotten.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model.rates import Charged

PaymentState = Literal["counted", "to_refund", "refund_ordered", "refunded"]
Why = Literal["paid_twice", "wrong_amount", "case_ended", "order_annulled", "by_decision", "result_corrected"]
WHY: Mapping[Why, str] = {
    "paid_twice": "重复缴费",
    "wrong_amount": "缴费金额与缴费通知书不符",
    "case_ended": "办件已经终止，不应再缴费",
    "order_annulled": "缴费通知书已经撤销",
    "by_decision": "依法退费",
    "result_corrected": "结果更正后，按更正的期限应缴的费用减少",
}
FeeState = Literal["unpaid", "paid", "refunded", "annulled", "lapsed"]
FEE_STATES: Mapping[FeeState, str] = {
    "unpaid": "待缴费",
    "paid": "已缴费",
    "refunded": "已退费",
    "annulled": "已撤销",
    "lapsed": "办件已经终止，不收费",
}
WhyAnnulled = Literal["not_chargeable", "wrong_standard", "wrong_quantity"]
WHY_ANNULLED: Mapping[WhyAnnulled, str] = {
    "not_chargeable": "依法不应收取该项费用",
    "wrong_standard": "适用的收费标准有误",
    "wrong_quantity": "计费的数量不正确",
}


WhyCorrected = Literal["measured", "form_wrong", "standard_chosen"]
WHY_CORRECTED: Mapping[WhyCorrected, str] = {
    "measured": "经核查测量，数量与申请表不同",
    "form_wrong": "申请表填写的数量有误",
    "standard_chosen": "更正适用的收费标准",
}


# What a fee is charged for is the work on the application; without a rule of law this is the platform's own (ADR 0131).
NO_WORK = "本平台规则：尚未审查即撤回或者终止的，不收费"


class FeeLine(Record):
    """One line of the published standard: `rate_fen` for one `unit`, times `quantity`."""

    name: str
    rate_fen: int
    unit: str
    quantity: str
    fen: int


class Payment(Record):
    """One payment as the provider has told it. `no` is the provider's number, `receipt_no` that of the 财政票据. Of
    what was paid for several orders at once this is the part of one of them: `bill` is the number that was paid,
    `bill_fen` the whole sum. `back_fen`: only so much of it goes back, the rest counts. `returned_fen`: so much went
    back before, by the refunds `earlier_refunds`.
    """

    no: str
    fen: int
    paid_at: AwareDatetime
    told_at: AwareDatetime
    state: PaymentState
    why: Why | None = None
    receipt_no: str | None = None
    receipt_url: str | None = None
    refund_no: str | None = None
    refunded_at: AwareDatetime | None = None
    bill: str | None = None
    bill_fen: int | None = None
    back_fen: int | None = None
    returned_fen: int = 0
    earlier_refunds: tuple[str, ...] = ()

    @property
    def goes_back(self) -> int:
        """How much of it its refund returns, if there is one."""
        return self.back_fen or self.fen - self.returned_fen

    @property
    def counted_fen(self) -> int:
        """How much of it is paid for its order."""
        if self.state == "counted":
            return self.fen
        return self.fen - self.returned_fen - self.back_fen if self.back_fen else 0

    @property
    def is_returning(self) -> bool:
        """Whether a part of it was ordered back, and the provider has not returned that yet."""
        return self.state == "refund_ordered" and self.back_fen is not None

    def keeping(self, keep: int, why: Why) -> "Payment":
        """The payment of which only so much counts any more: the rest is owed back, but for what went back before."""
        done = self.state == "refunded"
        returned = self.returned_fen + (self.goes_back if done else 0)
        earlier = (*self.earlier_refunds, self.refund_no) if done and self.refund_no else self.earlier_refunds
        back = self.fen - returned - keep if keep else None
        changes = {"back_fen": back, "returned_fen": returned, "earlier_refunds": earlier}
        undone = {"refund_no": None, "refunded_at": None}
        return self.model_copy(update={"state": "to_refund", "why": why, **changes, **undone})


class Told(NamedTuple):
    """A payment or a refund in the provider's words: only numbers, an amount, a time and the receipt."""

    no: str
    fen: int
    paid_at: AwareDatetime
    receipt_no: str | None = None
    receipt_url: str | None = None


class OfBill(NamedTuple):
    """That a payment is part of one for several orders: the number that was paid, and the whole sum. `differs`: the sum
    is not that of the orders, so nothing of it counts.
    """

    no: str
    fen: int
    differs: bool


class Annulled(Record):
    """The order was wrong: nothing is to be paid by it, and what was paid goes back."""

    at: AwareDatetime
    why: WhyAnnulled


class FeeOrder(Record):
    """`no` is what the provider knows of the case. `before_issue`: the result is handed over only once it is paid.
    `document` is the 缴费通知书. `earlier` are the orders that were annulled before this one. `refund` is what law says
    of a return after a refusal, as the item had published it. `kept_at`: its case ended without a grant after the work
    that it pays for, and nothing says that it goes back. `told_fen`: what its notice said, where the result was
    corrected since, at `reduced_at`, and it is less now.
    """

    no: str
    name: str
    basis: str
    lines: tuple[FeeLine, ...]
    fen: Annotated[int, Field(gt=0)]
    ordered_at: AwareDatetime
    before_issue: bool = False
    document: str = ""
    payments: tuple[Payment, ...] = ()
    annulled: Annulled | None = None
    lapsed_at: AwareDatetime | None = None
    kept_at: AwareDatetime | None = None
    refund: str | None = None
    corrected: WhyCorrected | None = None
    told_fen: int | None = None
    reduced_at: AwareDatetime | None = None
    earlier: tuple["FeeOrder", ...] = ()

    @property
    def orders(self) -> tuple["FeeOrder", ...]:
        """This order and those before it: payments of all of them are kept."""
        return (self, *self.earlier)

    @property
    def state(self) -> FeeState:
        if self.annulled:
            return "annulled"
        if self.lapsed_at:
            return "lapsed"
        states = {payment.state for payment in self.payments if payment.why in (None, "by_decision")}
        if any(payment.counted_fen for payment in self.payments):
            return "paid"
        return "refunded" if states & {"refund_ordered", "refunded"} else "unpaid"

    def repeats(self, lines: tuple[FeeLine, ...]) -> bool:
        """Whether the order that was annulled last says just this, or one by which nothing was to be charged."""
        return lines == self.lines or any(
            one.annulled and one.annulled.why == "not_chargeable" and one.lines == lines for one in self.orders
        )

    @property
    def blocks_issue(self) -> bool:
        return self.before_issue and self.state == "unpaid"

    @property
    def owed_back(self) -> tuple[Payment, ...]:
        """What was paid too much and nobody has ordered back yet."""
        return tuple(one for order in self.orders for one in order.payments if one.state == "to_refund")

    def refund_of(self, at: datetime) -> PaymentState | None:
        """How far the return is of what was found to be owed back at this moment: told then, or by the case's end."""
        states = {
            one.state
            for order in self.orders
            for one in order.payments
            if one.told_at == at or (order.lapsed_at == at and one.why == "case_ended" and one.told_at < at)
        }
        left: tuple[PaymentState, ...] = ("to_refund", "refund_ordered", "refunded")
        return next((state for state in left if state in states), None)

    def payment(self, no: str) -> Payment | None:
        """Of this order or of an earlier one."""
        return next((one for order in self.orders for one in order.payments if one.no == no), None)

    @property
    def turn(self) -> int:
        """The how manieth order of its case the one in force is."""
        return len(self.orders)

    def numbered(self, no: str) -> "FeeOrder | None":
        """The order of this number."""
        return next((order for order in self.orders if order.no == no), None)

    def replaced(self, order: "FeeOrder") -> "FeeOrder":
        """With this order in the place of the one of its number."""
        if order.no == self.no:
            return order
        earlier = tuple(order if one.no == order.no else one for one in self.earlier)
        return self.model_copy(update={"earlier": earlier})

    def as_annulled(self, why: WhyAnnulled, at: datetime) -> "FeeOrder":
        """The order once it was found wrong: what had counted is owed back."""
        payments = self._all_back("order_annulled")
        return self.model_copy(update={"annulled": Annulled(at=at, why=why), "payments": payments})

    def as_ended(self, at: datetime, *, worked: bool) -> "FeeOrder":
        """The order once its case has ended without a grant. Where nothing was examined yet, or law has it go back,
        nothing is to be paid, and what had counted is owed back; else it stays as it is. The same order if it was
        annulled or had ended before.
        """
        if self.annulled or self.lapsed_at or self.kept_at:
            return self
        if worked and not self.refund:
            return self.model_copy(update={"kept_at": at})
        return self.model_copy(update={"lapsed_at": at, "payments": self._all_back("case_ended")})

    def _all_back(self, why: Why) -> tuple[Payment, ...]:
        return tuple(one.keeping(0, why) if one.counted_fen else one for one in self.payments)

    @property
    def is_returning(self) -> bool:
        """Whether a part of what was paid by it is on its way back: until that is told, its rest stays where it is."""
        return any(one.is_returning for one in self.payments)

    def reduced(self, charged: Charged, at: datetime) -> "FeeOrder":
        """The order for this lesser sum: what was paid above it is owed back."""
        payments = [one.keeping(charged.fen, "result_corrected") if one.counted_fen else one for one in self.payments]
        lines = tuple(FeeLine(**line._asdict()) for line in charged.lines)
        told = {"told_fen": self.told_fen or self.fen, "reduced_at": at}
        return self.model_copy(update={"fen": charged.fen, "lines": lines, "payments": tuple(payments), **told})

    def with_payment(self, told: Told, at: AwareDatetime, *, ended: bool, of: OfBill | None = None) -> "FeeOrder":
        """The order once the provider has told this payment; the same order if it is known already."""
        if self.payment(told.no):
            return self
        right = told.fen == self.fen and not (of and of.differs)
        why = self._why_back(right=right, ended=ended)
        state: PaymentState = "to_refund" if why else "counted"
        kept = Payment(**told._asdict(), told_at=at, state=state, why=why)
        return self._with(kept.model_copy(update={"bill": of.no, "bill_fen": of.fen}) if of else kept)

    def with_refund_ordered(self, no: str, why: Why) -> "FeeOrder":
        """The order once a payment was ordered back; a reason that it has already is kept."""
        return self._changed(no, lambda one: {"state": "refund_ordered", "why": one.why or why})

    def with_refund(self, no: str, refund_no: str, at: AwareDatetime) -> "FeeOrder":
        """The order once the provider has told that a payment was returned; the same order if that is known."""
        known = self.payment(no)
        if known is None or known.state == "refunded" or refund_no in known.earlier_refunds:
            return self
        done = {"state": "refunded", "refund_no": refund_no, "refunded_at": at}
        return self._changed(no, lambda one: done | {"why": one.why or "by_decision"})

    def _why_back(self, *, right: bool, ended: bool) -> Why | None:
        if ended:
            return "case_ended"
        if self.annulled:
            return "order_annulled"
        if any(payment.why in (None, "by_decision") or payment.counted_fen for payment in self.payments):
            return "paid_twice"
        return None if right else "wrong_amount"

    def _with(self, payment: Payment) -> "FeeOrder":
        return self.model_copy(update={"payments": (*self.payments, payment)})

    def _changed(self, no: str, change: Callable[[Payment], Mapping[str, object]]) -> "FeeOrder":
        order = next((order for order in self.orders if any(one.no == no for one in order.payments)), self)
        changed = tuple(one.model_copy(update=dict(change(one))) if one.no == no else one for one in order.payments)
        return self.replaced(order.model_copy(update={"payments": changed}))


def new_order(
    case_id: str,
    before: FeeOrder | None,
    charged: Charged,
    at: AwareDatetime,
    *,
    due: bool,
    corrected: WhyCorrected | None = None,
    refund: str | None = None,
) -> FeeOrder:
    """`before` is the order that was annulled, if there was one; `due`: it is to be paid before the issue. `corrected`:
    why its quantities are not those of the form. `refund`: what law says of a return.
    """
    earlier = (before.model_copy(update={"earlier": ()}), *before.earlier) if before else ()
    return FeeOrder(
        no=order_no(case_id, len(earlier) + 1),
        earlier=earlier,
        name=charged.name,
        basis=charged.basis,
        lines=tuple(FeeLine(**line._asdict()) for line in charged.lines),
        fen=charged.fen,
        ordered_at=at,
        before_issue=due,
        corrected=corrected,
        refund=refund,
    )


def order_no(case_id: str, turn: int = 1) -> str:
    """What the provider is told of a case. An order after one that was annulled says the how manieth it is."""
    return f"YM-{case_id}" if turn == 1 else f"YM-{case_id}-{turn}"


# A case has letters and digits for an id, a member of a joint request 22 characters that may be dashes too.
ORDER_NO = re.compile(r"YM-([A-Za-z0-9_-]{22}|[A-Za-z0-9_]+)(?:-[0-9]{1,4})?")


def case_of(no: str) -> str | None:
    """The case of an order's number; None for a number that is not ours."""
    found = ORDER_NO.fullmatch(no)
    return found.group(1) if found else None
