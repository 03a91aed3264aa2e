"""`/local/payments`: the payment provider of the local stack; where its links lead, and what it does."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from local.console.replies import Answer, Routes, mistake
from local.payments.cashier import Cashier, NotPayable, Told
from local.payments.simulator import BEHAVIOURS, LISTINGS, Behaviour, Listing

PAGE = "/local/payments/pay"  # what links lead to
REFUSED = {
    "changed": (422, "缴费链接不完整或者被改动"),
    "expired": (410, "缴费链接已经失效，请重新取得"),
    "paid": (409, "该缴费单已经缴清"),
    "not_due": (409, "该缴费单已经变更或者不再应缴，请重新取得缴费链接"),
}


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    does: Behaviour | None = None
    lists: Listing | None = None

    def require_some(self) -> None:
        """ValueError where nothing is wanted."""
        if self.does is None and self.lists is None:
            raise ValueError


class Refund(BaseModel):
    model_config = ConfigDict(extra="forbid")

    payment: str
    fen: int | None = None
    order: str | None = None


def payment_routes(cashier: Cashier) -> Routes:
    return {
        PAGE: {"GET": lambda query: pay(cashier, query)},
        "/local/payments": {
            "GET": lambda _: show_payments(cashier),
            "PUT": lambda body: switch_payments(cashier, body),
        },
        "/local/payments/late": {"POST": lambda _: (200, told(cashier, cashier.tell_late()))},
        "/local/payments/refund": {"POST": lambda body: refund(cashier, body)},
    }


def pay(cashier: Cashier, query: bytes) -> Answer:
    """What the hall has answered to each notification stands in the page."""
    try:
        return 200, told(cashier, cashier.visit(query.decode()))
    except (NotPayable, UnicodeDecodeError) as refused:
        code = refused.code if isinstance(refused, NotPayable) else "changed"
        status, title = REFUSED[code]
        return mistake(status, f"link_{code}", title)


def show_payments(cashier: Cashier) -> Answer:
    taken = [{"payment": no, "order": order, "fen": fen} for no, (order, fen) in cashier.simulator.taken.items()]
    does = {"does": cashier.does, "lists": cashier.simulator.lists}
    return 200, {**does, "late": len(cashier.simulator.late), "taken": taken}


def switch_payments(cashier: Cashier, body: bytes) -> Answer:
    """`{"does": "tells_twice"}`, and of its list of a day `{"lists": "misses"}`."""
    try:
        wanted = Wanted.model_validate_json(body)
        wanted.require_some()
    except ValueError:  # what pydantic raises is one too
        return mistake(
            422,
            "invalid_fields",
            f'例如 {{"does": "late"}}；does 可用：{"、".join(BEHAVIOURS)}；lists 可用：{"、".join(LISTINGS)}',
        )
    cashier.does = wanted.does or cashier.does
    cashier.simulator.lists = wanted.lists or cashier.simulator.lists
    return show_payments(cashier)


def refund(cashier: Cashier, body: bytes) -> Answer:
    """`{"payment": "SIM000001"}`: the provider returns it, and tells the hall. With `fen`, and the `order` whose part
    it is, so much of a payment for several orders.
    """
    try:
        wanted = Refund.model_validate_json(body)
        return 200, told(cashier, [cashier.refund(wanted.payment, wanted.fen, wanted.order)])
    except ValidationError:
        return mistake(422, "invalid_fields", '例如 {"payment": "SIM000001"}，部分退还的加上 "fen" 和 "order"')
    except KeyError:
        return mistake(404, "payment_unknown", "没有收过这笔缴费，或者已经退还")
    except ValueError:
        return mistake(422, "fen_exceeds", "退还的金额超过该笔缴费尚未退还的部分")


def told(cashier: Cashier, notified: list[Told]) -> dict[str, Any]:
    return {"does": cashier.does, "told": [{"status": one.status, "answer": one.answer} for one in notified]}
