"""The payment provider of the local stack, and its console: what its links lead to, without a hall behind it."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.foundation.platform import wall_clock
from chalicelib.issuance.model.payment_days import NoList
from chalicelib.issuance.store.payment_lists import PaymentLists
from chalicelib.issuance.store.provider import Provider
from local.console.legal_time import LegalTime
from local.console.payments import PAGE, payment_routes
from local.console.routes import Console
from local.identity_provider.issuer import Issuer
from local.payments.cashier import Cashier, Told
from local.payments.lists import ListServer
from local.payments.simulator import SECRET, Notification
from local.peers import serving
from proofs.kit.clock import NEVER, TUESDAY
from proofs.kit.world import World

ORDER, FEN = "YM-order", 30_000


class Noting(Cashier):
    """Keeps what it would send."""

    def __init__(self) -> None:
        self.wall_now, self.sent = TUESDAY, list[Notification]()
        super().__init__("http://127.0.0.1:1", lambda: self.wall_now, lambda: TUESDAY)

    def _post(self, where: str, sent: Notification) -> Told:
        if where == "payable":
            return Told(200, {"payable": True})
        self.sent.append(sent)
        return Told(200, {"kept": "recorded"})


@pytest.fixture
def cashier() -> Noting:
    return Noting()


@pytest.fixture
def console(cashier: Noting) -> Console:
    issuer = Issuer("http://127.0.0.1:1/local/issuer", "yimen", datetime.now)
    return Console(issuer, {}, LegalTime(), payment_routes(cashier))


def link(wall: datetime = TUESDAY) -> str:
    return (
        Provider(url=f"http://127.0.0.1:1{PAGE}", secret=SECRET)
        .link(ORDER, FEN, wall)
        .removeprefix("http://127.0.0.1:1")
    )


def ask(console: Console, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    return console.handle(method, path, json.dumps(body).encode() if body is not None else b"")


def test_a_link_that_is_followed_is_paid_once(console: Console, cashier: Noting):
    assert ask(console, "GET", link())[0] == 200
    status, refused = ask(console, "GET", link())
    assert (status, refused["code"], len(cashier.sent)) == (409, "link_paid", 1)
    (taken,) = ask(console, "GET", "/local/payments")[1]["taken"]
    assert (taken["order"], taken["fen"]) == (ORDER, FEN)


def test_a_link_is_still_to_be_paid_after_a_wrong_amount(console: Console, cashier: Noting):
    cashier.does = "wrong_amount"
    assert ask(console, "GET", link())[0] == 200
    cashier.does = "pays"
    assert [ask(console, "GET", link())[0] for _ in range(2)] == [200, 409]
    assert [json.loads(sent.body)["fen"] for sent in cashier.sent] == [FEN + 1, FEN]


@pytest.mark.parametrize(
    ("followed", "status", "code"),
    [
        (link().replace("30000", "1"), 422, "link_changed"),
        (link().partition("&signature")[0], 422, "link_changed"),
        (link().replace("until=", "until=9"), 422, "link_changed"),
        (PAGE, 422, "link_changed"),
        (link(TUESDAY - timedelta(hours=1)), 410, "link_expired"),
    ],
)
def test_another_link_is_not_paid(console: Console, cashier: Noting, followed: str, status: int, code: str):
    answered, refused = ask(console, "GET", followed)
    assert (answered, refused["code"], cashier.sent) == (status, code, [])


@pytest.mark.parametrize(("does", "sent"), [("tells_twice", 2), ("pays_twice", 2), ("wrong_amount", 1), ("late", 0)])
def test_the_console_sets_what_it_does(console: Console, cashier: Noting, does: str, sent: int):
    assert ask(console, "PUT", "/local/payments", {"does": does})[1]["does"] == does
    ask(console, "GET", link())
    assert len(cashier.sent) == sent
    ask(console, "POST", "/local/payments/late")
    assert len(cashier.sent) == max(sent, 1)


@pytest.mark.parametrize("body", [{"does": "sleeps"}, {}, [], {"do": "pays"}])
def test_a_behaviour_that_it_does_not_have_is_refused(console: Console, cashier: Noting, body: Any):
    status, told = ask(console, "PUT", "/local/payments", body)
    assert (status, told["code"], cashier.does) == (422, "invalid_fields", "pays")


def test_only_what_was_taken_is_returned_and_only_once(console: Console, cashier: Noting):
    ask(console, "GET", link())
    payment = json.loads(cashier.sent[0].body)["payment"]
    assert ask(console, "POST", "/local/payments/refund", {"payment": "SIM999999"})[0] == 404
    assert ask(console, "POST", "/local/payments/refund", {"payment": payment})[0] == 200
    assert ask(console, "POST", "/local/payments/refund", {"payment": payment})[0] == 404
    assert [json.loads(one.body)["kind"] for one in cashier.sent] == ["paid", "refunded"]


def test_a_payment_for_several_orders_is_returned_in_parts_and_never_more_than_it_was(
    cashier: Noting, console: Console
):
    payment = json.loads(cashier.simulator.paid("YMB-order", FEN).body)["payment"]
    part = {"payment": payment, "fen": 10_000, "order": "YM-one"}
    assert ask(console, "POST", "/local/payments/refund", part)[0] == 200
    status, refused = ask(console, "POST", "/local/payments/refund", {**part, "fen": 20_001})
    assert (status, refused["code"]) == (422, "fen_exceeds")
    assert ask(console, "POST", "/local/payments/refund", {"payment": payment})[0] == 200
    assert ask(console, "POST", "/local/payments/refund", part)[0] == 404
    first, rest = (json.loads(one.body) for one in cashier.sent)
    assert [(one["order"], one["fen"]) for one in (first, rest)] == [("YM-one", 10_000), ("YMB-order", 20_000)]
    assert first["refund"] != rest["refund"]


def test_the_list_of_a_day_is_got_over_the_loopback_through_the_guard(cashier: Noting, console: Console):
    """As the hall asks for it, and nothing where the address is not allowed."""
    world = World(tick=NEVER)
    world.platform.wall = wall_clock
    cashier.simulator.paid(ORDER, FEN)
    with serving(ListServer(cashier.simulator)) as server:
        provider = Provider(url="http://127.0.0.1:1/pay", days_url=server.url, secret=SECRET)
        with pytest.raises(NoList) as refused:
            PaymentLists(world.platform, provider).of(TUESDAY.date())
        assert refused.value.code == "unreachable"
        allow = {"callback_allow": (server.host_port,)}
        world.platform.settings = world.platform.settings.model_copy(update=allow)
        (line,) = PaymentLists(world.platform, provider).of(TUESDAY.date())
        assert (line.order, line.fen, line.receipt_no) == (ORDER, FEN, f"4417-{line.payment}")
        assert ask(console, "PUT", "/local/payments", {"lists": "misses"})[1]["lists"] == "misses"
        assert PaymentLists(world.platform, provider).of(TUESDAY.date()) == ()
