"""A payment provider for the local stack and for tests: it takes a link, and sends signed notifications.

It can do what a real one does on a bad day: tell twice, take a payment twice, fail, answer late, take a wrong amount.
Whoever forges its signature has another key. Its list of a day has every payment that it took, or what it is to do
instead: miss the last one, double it, write another amount, be late, or fail.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal, NamedTuple, get_args
from urllib.parse import parse_qsl, urlsplit

from standardwebhooks import Webhook

Behaviour = Literal["pays", "tells_twice", "pays_twice", "fails", "late", "wrong_amount", "forged"]
BEHAVIOURS: tuple[Behaviour, ...] = get_args(Behaviour)
Listing = Literal["complete", "misses", "doubles", "differs", "late", "fails"]
LISTINGS: tuple[Listing, ...] = get_args(Listing)
# Keys of the local stack, as good as public.
SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="  # nosec B105
FORGED = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="  # nosec B105


class Notification(NamedTuple):
    """A request that the provider sends."""

    headers: Mapping[str, str]
    body: bytes


Send = Callable[[Notification], Any]
Clock = Callable[[], datetime]


class Simulator:
    """`wall` is the real time that it signs with, `now` the time at which people pay."""

    def __init__(self, send: Send, wall: Clock, now: Clock) -> None:
        self.send, self.wall, self.now = send, wall, now
        self.late: list[Notification] = []
        self.taken: dict[str, tuple[str, int]] = {}
        self.lists: Listing = "complete"
        self._payments: list[dict[str, Any]] = []
        self._returned: dict[str, list[int]] = {}
        self._numbers = count(1)

    def visit(self, link: str, behaviour: Behaviour = "pays") -> list[Any]:
        """What becomes of somebody who follows the link, and what the hall has answered. A changed link is refused."""
        asked = dict(parse_qsl(urlsplit(link).query))
        self.require_own(asked)
        order, fen = asked["order"], int(asked["fen"])
        match behaviour:
            case "pays":
                return [self.send(self.paid(order, fen))]
            case "tells_twice":
                told = self.paid(order, fen)
                return [self.send(told), self.send(told)]
            case "pays_twice":
                return [self.send(self.paid(order, fen)), self.send(self.paid(order, fen))]
            case "wrong_amount":
                return [self.send(self.paid(order, fen + 1))]
            case "fails":
                return [self.send(self.signed({**self._fact(order, fen), "kind": "failed"}))]
            case "late":
                self.late.append(self.paid(order, fen))
                return []
            case "forged":
                return [self.send(self.signed({**self._fact(order, fen), "kind": "paid"}, FORGED))]

    def payable(self, link: str) -> Notification:
        """What the provider asks before it takes money: whether this link is still owed."""
        asked = dict(parse_qsl(urlsplit(link).query))
        return self.signed({"order": asked["order"], "fen": int(asked["fen"])})

    def answer_late(self) -> list[Any]:
        """What was kept back is sent now, signed now."""
        kept, self.late = self.late, []
        return [self.send(self.signed(json.loads(one.body))) for one in kept]

    def refund(self, payment: str, fen: int | None = None, order: str | None = None) -> Any:
        """The provider returns a payment, and tells it. With `fen` it returns so much of it, of `order` where that is
        named: of one payment for several orders. Raises ValueError for more than what is left of it.
        """
        paid, whole = self.taken[payment]
        parts = self._returned.setdefault(payment, [])
        back = whole - sum(parts) if fen is None else fen
        if not 0 < back <= whole - sum(parts):
            raise ValueError("more than what is left")
        parts.append(back)
        if sum(parts) == whole:
            del self.taken[payment]
        number = f"R{payment}" if back == whole else f"R{payment}-{len(parts)}"
        fact = {"order": order or paid, "fen": back, "payment": payment, "at": self.now().isoformat()}
        return self.send(self.signed({**fact, "kind": "refunded", "refund": number}))

    def paid(self, order: str, fen: int) -> Notification:
        fact = self._fact(order, fen)
        number = fact["payment"]
        self.taken[number] = (order, fen)
        receipt = {"receipt_no": f"4417-{number}", "receipt_url": f"https://receipts.example/{number}"}
        self._payments.append({**fact, **receipt})
        return self.signed({**fact, **receipt, "kind": "paid"})

    def listed(self, day: str) -> list[dict[str, Any]]:
        """The list of this day, as `lists` says."""
        of_day = [one for one in self._payments if one["at"].startswith(day)]
        *others, last = of_day or [{}]
        match self.lists:
            case "misses":
                return others
            case "doubles":
                return [*of_day, *of_day[-1:]]
            case "differs" if of_day:
                return [*others, {**last, "fen": last["fen"] + 1}]
            case _:
                return of_day

    def signed(self, fact: Mapping[str, Any], secret: str = SECRET) -> Notification:
        body, moment = json.dumps(fact), self.wall().astimezone(UTC)
        name = f"msg-{next(self._numbers)}"
        headers = {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(secret).sign(name, moment, body),
        }
        return Notification(headers, body.encode())

    def _fact(self, order: str, fen: int) -> dict[str, Any]:
        number = f"SIM{next(self._numbers):06d}"
        return {"order": order, "fen": fen, "payment": number, "at": self.now().isoformat()}

    def require_own(self, asked: Mapping[str, str]) -> None:
        """Raises ValueError or KeyError for a link that the hall has not signed."""
        until = datetime.fromtimestamp(int(asked["until"]), UTC)
        if asked["signature"] != Webhook(SECRET).sign(asked["order"], until, asked["fen"]):
            raise ValueError("the link was changed")
