"""A fee: ordered, paid, paid once more, the second payment returned, the order annulled. SYNTHETIC people and money."""

import json
from collections.abc import Callable
from typing import Any

from chalicelib.cases.model.fee_order import Told
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.catalogue.store import newest
from chalicelib.issuance.acts.record_payment import record_payment
from local.payments.simulator import FORGED, Notification, Simulator
from proofs.examples.recorder import Recorder
from proofs.kit import bills, joint
from proofs.kit.applications import CITIZEN, COMPANY, PERMIT
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.catalogue import publish
from proofs.kit.fees import charging, connect, fee_of
from proofs.kit.hall import Hall
from proofs.kit.payment_lists import MemoryLists, listed, reconciled


def charged(say: Recorder) -> None:
    """The item has a fee from now on, which no law has: the story plays after all others of this item."""
    world = say.world
    free = say.ask(COMPANY, "POST", "/applications", {"item": PERMIT.item, "form": PERMIT.form})["id"]
    say.ask(COMPANY, "GET", f"/applications/{free}/fee", keep="none 没有缴费通知书", status=404)
    connect(world.platform)
    charging(world.platform, world.clock)
    case_id = say.ask(COMPANY, "POST", "/applications", {"item": PERMIT.item, "form": PERMIT.form})["id"]
    case, own = f"/cases/{case_id}", f"/applications/{case_id}"
    for line in PERMIT.lines:
        say.hand_in(COMPANY, own, line)
    say.ask(COMPANY, "POST", f"{own}/submit", {})
    say.ask(CLERK, "POST", f"{case}/accept", {})
    say.go_on()
    say.ask(CHIEF, "POST", f"{case}/fee", {}, keep="ordered 开具缴费通知书")
    say.ask(CHIEF, "POST", f"{case}/fee", {}, keep="twice 已经开具", status=409)
    link = say.ask(COMPANY, "POST", f"{own}/fee/pay", {}, keep="link 缴费页面")["url"]

    def notified(sent: Notification, keep: str = "", **how: Any) -> Any:
        body = json.loads(sent.body)
        say.signed = sent.headers
        told = say.ask(None, "POST", "/payments/notifications", body, keep=keep or f"{body['kind']} 通知", **how)
        say.signed = {}
        return told

    provider = Simulator(notified, world.platform.wall, world.platform.now)
    _asked_before(say, provider, link)
    provider.visit(link, "pays_twice")
    say.ask(COMPANY, "POST", f"{own}/fee/pay", {}, keep="paid 已经缴清", status=409)
    shown = say.ask(COMPANY, "GET", f"{own}/fee", keep="paid_twice 缴费两次")
    owed = next(one["payment"] for one in shown["payments"] if one["state"] == "to_refund")
    refund = {"payment": owed, "why": "paid_twice"}
    say.ask(CHIEF, "POST", f"{case}/fee/refund", refund, keep="ordered 决定退费")
    say.ask(CHIEF, "POST", f"{case}/fee/refund", refund, keep="again 已经决定", status=409)
    provider.refund(owed)
    say.ask(CHIEF, "GET", f"{case}/fee", keep="refunded 已经退费")
    say.ask(CHIEF, "POST", f"{case}/fee/annul", {"why": "wrong_quantity"}, keep="annulled 撤销有误的缴费通知书")
    say.ask(CHIEF, "POST", f"{case}/fee/annul", {"why": "wrong_quantity"}, keep="over 已经撤销", status=409)
    _not_ours(say, provider, notified)
    _compared(say)


def _asked_before(say: Recorder, provider: Simulator, link: str) -> None:
    """What the provider asks before it takes money; then that of an order that is none."""
    question = provider.payable(link)
    say.signed = question.headers
    say.ask(None, "POST", "/payments/payable", json.loads(question.body), keep="due 仍可收取")
    other = provider.signed({"order": "YM-nobody", "fen": 100})
    say.signed = other.headers
    say.ask(None, "POST", "/payments/payable", json.loads(other.body), keep="unknown 没有这一缴费单")
    forged = provider.signed(json.loads(other.body), FORGED)
    say.signed = forged.headers
    say.ask(None, "POST", "/payments/payable", json.loads(forged.body), keep="forged 签名不符", status=401)
    say.signed = {}


def paid_at_once(say: Recorder) -> None:
    """What all members of a request owe, and one link for it: after the stories of joint requests. A small request, so
    that the examples stay small.
    """
    hall, code = Hall(say.world), "YM-S04"
    version = newest(hall.platform.table, hall.platform.settings.division)[code].version + 1
    publish(hall.platform, code, version=version, fee=fee_of(basis="社会保险法16 SYNTHETIC"))
    say.world.pass_time(seconds=SETTLED_AFTER.total_seconds())
    request = joint.accepted(hall, joint.RETIRED)
    say.ask("officer-si", "GET", f"/cases/{request}/bill", keep="none 没有应缴的费用")
    bills.order(hall, request, code)
    own = f"/applications/{request}/bill"
    say.ask(CITIZEN, "GET", own, keep="owed 应缴的费用")
    link = say.ask(CITIZEN, "POST", f"{own}/pay", {}, keep="link 一次缴清")
    record_payment(hall.platform, link["bill"], Told("SIM777", link["fen"], hall.platform.now(), "4417-SIM777"))
    say.ask(CITIZEN, "POST", f"{own}/pay", {}, keep="paid 已经缴清", status=409)


def _not_ours(say: Recorder, provider: Simulator, notified: Callable[..., Any]) -> None:
    """A payment of an order that nobody knows, and a message that somebody else has signed."""
    _parked(say, lambda: notified(provider.paid("YM-nobody", 1), keep="parked 不是本平台的缴费单"))
    forged = provider.signed({**json.loads(provider.paid("YM-nobody", 1).body)}, FORGED)
    notified(forged, keep="forged 签名不符", status=401)


def _compared(say: Recorder) -> None:
    """A day's payments are compared with the provider's list, which has one that nobody was told of."""
    platform, day = say.world.platform, say.world.platform.now().date()
    line = listed(platform, "YM-nobody", "SIM9999")
    say.world.pass_time(days=1)
    reconciled(platform, MemoryLists({day: [line]}))
    say.ask("supervisor", "GET", "/admin/payments/days", query={"limit": 1}, keep="days 各日的核对")
    say.ask("supervisor", "GET", f"/admin/payments/days/{day}", keep="day 不一致之处")
    asked = {"organ": "food", "kind": "fee_notice", "year": say.world.platform.now().year}
    say.ask("supervisor", "GET", "/registers/numbers", query=asked, keep="voided 已撤销的缴费通知书")


def _parked(say: Recorder, told: Callable[[], Any]) -> None:
    """A payment of an order that is not ours is seen and settled."""
    told()
    desk = "/admin/payments"
    (unknown,) = say.ask("administrator", "GET", desk, keep="parked 停放的缴费")["payments"]
    settle = f"{desk}/{unknown['id']}/settle"
    say.ask("administrator", "POST", settle, {"how": "returned"}, keep="returned 已经退还")
    say.ask("administrator", "POST", settle, {"how": "not_ours"}, keep="again 已经核对", status=409)
