"""Where the links of the payment provider lead on the local stack. It takes the payment, and tells the hall by HTTP."""

from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from local.http_client import local_client
from local.payments.simulator import Behaviour, Clock, Notification, Simulator

SECONDS = 30.0  # for the hall's answer
OK = 200
# What a provider does that does not ask whether a link is still owed.
UNASKED: frozenset[Behaviour] = frozenset({"pays_twice", "wrong_amount", "forged"})


class NotPayable(Exception):
    """The link cannot be paid: `code` is changed, expired, paid or not_due."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Told(NamedTuple):
    """What the hall has answered to a notification."""

    status: int
    answer: Any


class Cashier:
    """`url` is where the hall is reached, `does` what the provider does with whoever follows a link from now on."""

    def __init__(self, url: str, wall: Clock, now: Clock) -> None:
        self.does: Behaviour = "pays"
        self.simulator = Simulator(self._send, wall, now)
        self._payments = f"{url}/v1/payments"
        self._wall = wall
        self._lock = Lock()

    def visit(self, query: str) -> list[Told]:
        """Somebody follows a link with this query. Whoever opens a paid link again pays no second time, unless the
        provider is to take payments twice. Raises NotPayable.
        """
        asked = dict(parse_qsl(query))
        with self._lock:
            try:
                self.simulator.require_own(asked)
            except (KeyError, ValueError, OverflowError):
                raise NotPayable("changed") from None
            if int(asked["until"]) < self._wall().timestamp():
                raise NotPayable("expired")
            if self.does != "pays_twice" and self._is_paid(asked["order"], int(asked["fen"])):
                raise NotPayable("paid")
            if self.does not in UNASKED and not self._is_due(query):
                raise NotPayable("not_due")
            return self.simulator.visit(f"?{query}", self.does)

    def tell_late(self) -> list[Told]:
        with self._lock:
            return self.simulator.answer_late()

    def refund(self, payment: str, fen: int | None = None, order: str | None = None) -> Told:
        """All of it, or so much of it. Raises KeyError for a payment that the provider has not taken, ValueError for
        more than what is left of it.
        """
        with self._lock:
            return self.simulator.refund(payment, fen, order)

    def _is_paid(self, order: str, fen: int) -> bool:
        """A payment of another amount has not paid the order; it is to be returned."""
        return (order, fen) in self.simulator.taken.values()

    def _is_due(self, query: str) -> bool:
        """Who cannot be asked takes the money: it is kept, and goes back where it was not due."""
        told = self._post("payable", self.simulator.payable(f"?{query}"))
        return told.status != OK or told.answer["payable"]

    def _send(self, sent: Notification) -> Told:
        return self._post("notifications", sent)

    def _post(self, where: str, sent: Notification) -> Told:
        with local_client(timeout=SECONDS) as client:
            answer = client.post(f"{self._payments}/{where}", content=sent.body, headers=dict(sent.headers))
        return Told(answer.status_code, answer.json())
