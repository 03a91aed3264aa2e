"""Fees: ordered by the published standard alone, paid once, returned where the law says so (行政许可法58-59, R70)."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.access.refusals import NotAuthorised
from chalicelib.cases.api.supervision import list_matters
from chalicelib.cases.model import Status
from chalicelib.cases.model.fee_order import Told, order_no
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store import vault
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.problems import Conflict, Invalid, Problem, Unavailable
from chalicelib.foundation.signed_message import SignedMessage
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.order_fee import Quantities, order_fee
from chalicelib.issuance.acts.record_payment import record_refund
from chalicelib.issuance.acts.refund_fee import refund_fee
from chalicelib.issuance.acts.see_payable import see_payable
from chalicelib.issuance.api.fees import FeeWanted, PaymentNotification, notify_payment, pay_fee, read_fee, read_own_fee
from chalicelib.issuance.store.provider import provider_of
from local.payments.simulator import Behaviour, Notification, Simulator
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, ISSUER
from proofs.kit.fees import FEN, chargeable, connect, ordered, pay
from proofs.kit.hall import Hall


def kept(hall: Hall, sent: Notification) -> str:
    """What the route answers, or the code of its refusal."""
    given = [sent.headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature")]
    call = Call(
        platform=hall.platform,
        body=PaymentNotification.model_validate_json(sent.body, strict=True),
        query=None,
        path="",
        source_ip="",
        request_id="",
        message=SignedMessage(sent.body, *given),
    )
    try:
        return notify_payment(call).body.kept  # type: ignore[union-attr]
    except Problem as refusal:
        return refusal.errors[0].code if refusal.errors else refusal.code


@pytest.fixture
def cashier(hall: Hall) -> Iterator[Simulator]:
    connect(hall.platform)
    platforms.use(hall.platform)
    yield Simulator(lambda sent: kept(hall, sent), hall.platform.wall, hall.platform.now)
    platforms.use(None)


def asked(hall: Hall, who: str) -> Call[Any, Any]:
    return Call(hall.platform, None, None, "", "", "", known=hall.caller(who))


def link(hall: Hall, case_id: str) -> str:
    return pay_fee(asked(hall, COMPANY), case_id).body.url  # type: ignore[union-attr]


def fee(hall: Hall, case_id: str) -> Any:
    return hall.case(case_id).fee


def to_delivering(hall: Hall, case_id: str) -> None:
    """Reviewed, decided, made; the comparison is left to the test."""
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id)
    hall.carry_out_everything()


@pytest.mark.requirement("R70")
@pytest.mark.law("3.4", "15.17")
def test_an_order_rests_on_law_rate_and_letter_and_gives_out_its_notice(hall: Hall):
    case_id = ordered(hall)
    order, event = fee(hall, case_id), hall.events(case_id)[-1]
    assert (order.fen, order.state, order.before_issue) == (FEN, "unpaid", True)
    assert (order.basis, order.no) == ("《食品安全法》第三十五条", order_no(case_id))
    event = next(one for one in hall.events(case_id) if one.type == "fee_ordered")
    assert (event.policy, event.letter, event.data["fen"]) == ("chief_charges", "演示授〔2018〕food号", FEN)
    document = vault.load_whole(hall.platform, case_id, order.document)
    assert document is not None
    notice = NoticeData.model_validate_json(document.data)
    assert notice.table is not None
    assert notice.table.rows == (("1", "审查费", "300.00元/件", "1", "300.00元"),)
    assert "《食品安全法》第三十五条" in notice.paragraphs[0]
    assert notice.remedies is not None
    assert ("本通知书" in notice.remedies, "行政复议" in notice.remedies) == (True, True)


@pytest.mark.requirement("R70")
@pytest.mark.law("3.4", "15.17")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"charge": False, "rates": []}, "fee_not_charged"),
        ({"basis": "本市收费惯例"}, "fee_basis_missing"),
        ({"charge": "conditional", "condition": "agent==true"}, "fee_condition_not_met"),
        ({"rates": []}, "fee_rate_unpublished"),
    ],
)
def test_without_law_case_or_rate_nothing_is_charged(hall: Hall, changes: dict[str, Any], code: str):
    case_id = chargeable(hall, **changes)
    with pytest.raises(Invalid) as refused:
        hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
    assert refused.value.code == code
    assert "条" in str(refused.value.detail)
    assert fee(hall, case_id) is None


@pytest.mark.requirement("R70", "R72")
def test_the_chief_needs_power_five_and_the_leader_none(hall: Hall):
    from local.simple_register import power_letter
    from proofs.kit.register import change_letters

    case_id = chargeable(hall)
    letter = power_letter(hall.platform.settings.division, "food", ["YM-P01"], powers=[1, 2, 3, 4, 6])
    change_letters(hall.platform, "food", power_letters=(letter,))
    with pytest.raises(NotAuthorised) as refused:
        hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
    assert refused.value.more["condition"]["code"] == "power_not_granted"
    hall.people.order_fee(case_id, hall.caller("leader-food", case_id))
    assert hall.events(case_id)[-1].policy == "leader_charges"


def test_one_order_a_case_and_none_after_a_refusal(hall: Hall):
    case_id = ordered(hall)
    with pytest.raises(Conflict) as twice:
        hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
    refused = chargeable_and_refused(hall)
    with pytest.raises(Conflict) as late:
        hall.people.order_fee(refused, hall.caller(CHIEF, refused))
    assert (twice.value.code, late.value.code) == ("fee_ordered", "fee_after_refusal")


def chargeable_and_refused(hall: Hall) -> str:
    case_id = hall.accepted()
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id, "refuse")
    hall.carry_out_everything()
    return case_id


@pytest.mark.requirement("R70")
def test_an_unpaid_fee_keeps_the_result_back_and_no_term_waits(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    due = hall.case(case_id).due("statutory")
    assert due is not None
    to_delivering(hall, case_id)
    with pytest.raises(Conflict) as refused:
        hall.compare(case_id)
    assert (refused.value.code, order_no(case_id) in str(refused.value.detail)) == ("fee_unpaid", True)
    assert cashier.visit(link(hall, case_id)) == ["recorded"]
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    case = hall.case(case_id)
    assert (case.status, case.due("statutory")) == (Status.DELIVERED, due)
    assert broken_at(hall.events(case_id)) is None


@pytest.mark.requirement("R70")
def test_a_fee_that_is_due_and_was_never_ordered_keeps_the_result_back(hall: Hall):
    case_id = chargeable(hall)
    to_delivering(hall, case_id)
    with pytest.raises(Conflict) as refused:
        hall.compare(case_id)
    assert (refused.value.code, "尚未开具" in str(refused.value.detail)) == ("fee_unpaid", True)
    order_fee(hall.platform, hall.caller(CHIEF, case_id), case_id)
    with pytest.raises(Conflict) as refused:
        hall.compare(case_id)
    assert "尚未开具" not in str(refused.value.detail)


@pytest.mark.requirement("R70")
def test_a_fee_annulled_after_the_comparison_is_ordered_anew_before_the_delivery(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    to_delivering(hall, case_id)
    assert cashier.visit(link(hall, case_id)) == ["recorded"]
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    annul_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, "wrong_quantity")
    with pytest.raises(Conflict) as refused:
        hall.deliver(case_id, ISSUER)
    assert (refused.value.code, "尚未开具" in str(refused.value.detail)) == ("fee_unpaid", True)


@pytest.mark.requirement("R70")
def test_a_fee_that_is_not_due_before_the_issue_keeps_nothing_back(hall: Hall):
    case_id = ordered(hall, due=None)
    to_delivering(hall, case_id)
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(case_id)
    assert (hall.case(case_id).status, fee(hall, case_id).state) == (Status.DELIVERED, "unpaid")


@pytest.mark.requirement("R70")
@pytest.mark.parametrize(
    ("behaviour", "answered", "state", "back"),
    [
        ("pays", ["recorded"], "paid", []),
        ("tells_twice", ["recorded", "known"], "paid", []),
        ("pays_twice", ["recorded", "recorded"], "paid", ["paid_twice"]),
        ("wrong_amount", ["recorded"], "unpaid", ["wrong_amount"]),
        ("fails", ["noted"], "unpaid", []),
        ("late", [], "unpaid", []),
        ("forged", ["signature_invalid"], "unpaid", []),
    ],
)
def test_whatever_the_provider_does(
    hall: Hall, cashier: Simulator, behaviour: Behaviour, answered: list[str], state: str, back: list[str]
):
    case_id = ordered(hall)
    assert cashier.visit(link(hall, case_id), behaviour) == answered
    order = fee(hall, case_id)
    assert (order.state, [one.why for one in order.owed_back]) == (state, back)
    assert broken_at(hall.events(case_id)) is None
    shown = read_own_fee(asked(hall, COMPANY), case_id).body
    assert shown == read_fee(asked(hall, CHIEF), case_id).body


def test_a_late_payment_counts_after_the_delivery_and_is_owed_back_after_a_withdrawal(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    cashier.visit(link(hall, case_id), "late")
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    assert cashier.answer_late() == ["recorded"]
    assert [one.why for one in fee(hall, case_id).owed_back] == ["case_ended"]
    matters = [row["matter"] for row in hall.everything() if row["pk"] == "SUPERVISION#441700"]
    assert matters == ["payment_to_refund"]
    with pytest.raises(Conflict) as over:
        link(hall, case_id)
    assert over.value.code == "fee_not_due"


def test_a_payment_of_an_unknown_order_is_parked_once(hall: Hall, cashier: Simulator):
    sent = cashier.paid("YM-nobody", 100)
    assert [cashier.send(sent), cashier.send(sent)] == ["parked", "known"]
    rows = [row for row in hall.everything() if row["pk"] == "PAYMENTS#UNKNOWN"]
    assert [(row["order"], row["fen"]) for row in rows] == [("YM-nobody", 100)]


def test_a_payment_of_a_case_without_an_order_is_parked(hall: Hall, cashier: Simulator):
    case_id = hall.accepted()
    connect(hall.platform)  # a case that was played before brings back its world, in which no provider is connected
    assert cashier.send(cashier.paid(order_no(case_id), 100)) == "parked"


def changed(sent: Notification, **headers: str) -> Notification:
    return sent._replace(headers={**sent.headers, **headers})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sent: sent._replace(body=sent.body.replace(b'"fen": 30000', b'"fen": 30001')),
        lambda sent: changed(sent, **{"webhook-id": "msg-other"}),
        lambda sent: changed(sent, **{"webhook-timestamp": "1"}),
        lambda sent: changed(sent, **{"webhook-timestamp": "9" * 40}),
        lambda sent: changed(sent, **{"webhook-timestamp": "x"}),
        lambda sent: changed(sent, **{"webhook-signature": ""}),
        lambda sent: changed(sent, **{"webhook-signature": "v1,签"}),
        lambda sent: changed(sent, **{"webhook-id": ""}),
    ],
)
def test_what_the_provider_has_not_signed_changes_nothing(
    hall: Hall, cashier: Simulator, spoil: Callable[[Notification], Notification]
):
    case_id = ordered(hall)
    assert kept(hall, spoil(cashier.paid(order_no(case_id), FEN))) == "signature_invalid"
    assert fee(hall, case_id).payments == ()


def test_an_old_notification_is_refused(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    sent = cashier.paid(order_no(case_id), FEN)
    hall.wall.pass_time(timedelta(minutes=6))
    assert kept(hall, sent) == "signature_invalid"


@pytest.mark.parametrize(("ahead", "answered"), [(4, "recorded"), (6, "time_in_future")])
def test_no_payment_is_made_later_than_now(hall: Hall, cashier: Simulator, ahead: int, answered: str):
    case_id = ordered(hall)
    cashier.now = lambda: hall.platform.now() + timedelta(minutes=ahead)
    assert cashier.send(cashier.paid(order_no(case_id), FEN)) == answered
    assert len(fee(hall, case_id).payments) == (answered == "recorded")


@pytest.mark.parametrize(("before", "answered"), [(4, "recorded"), (6, "parked")])
def test_a_payment_made_before_its_order_is_parked(hall: Hall, cashier: Simulator, before: int, answered: str):
    case_id = ordered(hall)
    early = fee(hall, case_id).ordered_at - timedelta(minutes=before)
    cashier.now = lambda: early
    sent = cashier.paid(order_no(case_id), FEN)
    assert [cashier.send(sent), cashier.send(sent)] == [answered, "known"]
    assert len(fee(hall, case_id).payments) == (answered == "recorded")


def test_the_provider_learns_order_and_amount_and_nothing_else(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    address = link(hall, case_id)
    assert address.partition("?")[2].split("&")[:2] == [f"order={order_no(case_id)}", f"fen={FEN}"]
    with pytest.raises(ValueError, match="changed"):
        cashier.visit(address.replace(f"fen={FEN}", "fen=1"))


def test_without_a_provider_one_pays_at_the_window(hall: Hall):
    with pytest.raises(Unavailable) as refused:
        provider_of(hall.platform)
    assert refused.value.code == "payments_not_connected"


# --------------------------------------------------------------------------------------------------------- refund
def refused(hall: Hall, case_id: str, payment: str, why: Any) -> str:
    with pytest.raises((Conflict, Invalid)) as told:
        refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, payment, why)
    return told.value.errors[0].code if told.value.errors else told.value.code


@pytest.mark.requirement("R70")
def test_what_was_paid_twice_is_ordered_back_once_and_the_provider_ends_it(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    cashier.visit(link(hall, case_id), "pays_twice")
    first, second = fee(hall, case_id).payments
    assert refused(hall, case_id, first.no, "by_decision") == "refund_not_allowed"
    assert refused(hall, case_id, second.no, "wrong_amount") == "refund_reason_differs"
    assert refused(hall, case_id, "nothing", "paid_twice") == "payment_unknown"
    refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, second.no, "paid_twice")
    assert refused(hall, case_id, second.no, "paid_twice") == "refund_ordered"
    assert cashier.refund(second.no) == "recorded"
    order = fee(hall, case_id)
    assert [(one.state, one.refund_no) for one in order.payments] == [("counted", None), ("refunded", f"R{second.no}")]
    assert [event.type for event in hall.events(case_id)][-2:] == ["refund_ordered", "payment_refunded"]


RETURNED_BY, RETURNED_BY_LAW = "食品安全法35 SYNTHETIC", "《食品安全法》第三十五条 SYNTHETIC"


def end_by(hall: Hall, case_id: str, how: str) -> None:
    if how == "withdraw":
        hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
        return
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id, "refuse")
    hall.carry_out_everything()


@pytest.mark.requirement("R70")
@pytest.mark.law("15.17")
@pytest.mark.parametrize(("how", "basis"), [("withdraw", None), ("withdraw", RETURNED_BY), ("refuse", RETURNED_BY)])
def test_what_was_paid_before_a_refusal_or_a_withdrawal_is_owed_back_as_what_comes_after(
    hall: Hall, cashier: Simulator, how: str, basis: str | None
):
    case_id = ordered(hall, refund=basis)
    (told,) = cashier.visit(link(hall, case_id))
    paid = fee(hall, case_id).payments[0].no
    assert (told, refused(hall, case_id, paid, "case_ended")) == ("recorded", "refund_not_allowed")
    end_by(hall, case_id, how)
    order = fee(hall, case_id)
    assert (order.state, [(one.no, one.why) for one in order.owed_back]) == ("lapsed", [(paid, "case_ended")])
    assert [event.data["owed_back"] for event in hall.events(case_id) if "owed_back" in event.data] == [[paid]]
    assert [row["matter"] for row in hall.everything() if row["pk"] == "SUPERVISION#441700"] == ["payment_to_refund"]
    assert refused(hall, case_id, paid, "by_decision") == "refund_reason_differs"
    assert matters(hall) == [("payment_to_refund", "to_refund")]
    refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, paid, "case_ended")
    (paper,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "fee_refund"]
    for said in (paid, "300.00元", f"依照{basis}" if basis else "本平台规则：尚未审查即撤回或者终止的，不收费"):
        assert said in paper["data"]
    assert matters(hall) == [("payment_to_refund", "refund_ordered")]
    assert (cashier.refund(paid), fee(hall, case_id).payments[0].state) == ("recorded", "refunded")
    assert next(e for e in hall.events(case_id) if e.type == "refund_ordered").data["basis"] == basis


@pytest.mark.requirement("R70")
@pytest.mark.law("3.4")
def test_what_was_paid_for_work_that_was_done_stays_where_no_law_has_it_go_back(hall: Hall, cashier: Simulator):
    """And nobody is better off for not having paid in time."""
    case_id = ordered(hall)
    cashier.visit(link(hall, case_id))
    end_by(hall, case_id, "refuse")
    order = fee(hall, case_id)
    assert (order.state, order.owed_back, order.kept_at is not None) == ("paid", (), True)
    assert [event.data["fee_kept"] for event in hall.events(case_id) if "fee_kept" in event.data] == [order.no]
    assert refused(hall, case_id, order.payments[0].no, "case_ended") == "refund_not_allowed"
    assert matters(hall) == []


@pytest.mark.requirement("R70")
def test_an_order_of_work_that_was_done_may_still_be_paid_after_the_refusal(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    end_by(hall, case_id, "refuse")
    assert fee(hall, case_id).state == "unpaid"
    assert cashier.visit(link(hall, case_id)) == ["recorded"]
    assert fee(hall, case_id).state == "paid"


def test_who_withdraws_after_the_examination_has_had_the_work_done(hall: Hall):
    case_id = ordered(hall)
    pay(hall.platform, case_id, "SIM1")
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    assert (fee(hall, case_id).state, fee(hall, case_id).owed_back) == ("paid", ())


@pytest.mark.parametrize(
    ("refund", "told"), [(None, "法律没有规定退还，不退还"), (RETURNED_BY_LAW, "依照《食品安全法》")]
)
def test_the_notice_says_when_what_was_paid_goes_back(hall: Hall, refund: str | None, told: str):
    case_id = ordered(hall, refund=refund)
    (paper,) = [row for row in hall.rows(case_id, "DOCUMENT#") if row["kind"] == "fee_notice"]
    assert told in paper["data"]


@pytest.mark.requirement("R70")
def test_before_it_takes_money_the_provider_asks_whether_that_is_still_owed(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    no = fee(hall, case_id).no
    platform = hall.platform
    assert [see_payable(platform, no, FEN), see_payable(platform, no, FEN + 1)] == [None, "amount_differs"]
    assert [see_payable(platform, one, FEN) for one in ("YM-nobody", f"{no}-9", "?")] == ["unknown"] * 3
    annul_fee(platform, hall.caller(CHIEF, case_id), case_id, "wrong_quantity")
    assert see_payable(platform, no, FEN) == "superseded"
    hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
    again = fee(hall, case_id)
    assert [see_payable(platform, one, again.fen) for one in (no, again.no)] == ["superseded", None]
    cashier.visit(link(hall, case_id))
    assert see_payable(platform, again.no, again.fen) == "nothing_due"


def matters(hall: Hall) -> list[tuple[str, str | None]]:
    """What the supervisors are told, the newest first."""
    query = Paging.model_validate({})
    call = Call(hall.platform, None, query, "", "", "", known=hall.caller("supervisor"))
    return [(one.matter, one.refund) for one in list_matters(call).body.matters]  # type: ignore[union-attr]


def test_each_matter_says_how_far_its_own_refund_is(hall: Hall):
    case_id = ordered(hall)
    for no in ("SIM1", "SIM2", "SIM3"):
        pay(hall.platform, case_id, no)
        hall.clock.pass_time(timedelta(minutes=1))
    refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, "SIM2", "paid_twice")
    record_refund(hall.platform, order_no(case_id), Told("SIM2", FEN, hall.platform.now()), "R2")
    assert matters(hall) == [("payment_to_refund", "to_refund"), ("payment_to_refund", "refunded")]


@pytest.mark.requirement("R70")
@pytest.mark.parametrize("how", ["refuse", "withdraw"])
def test_a_fee_that_nobody_has_paid_lapses_with_the_case(hall: Hall, cashier: Simulator, how: str):
    case_id = ordered(hall, refund=RETURNED_BY)
    end_by(hall, case_id, how)
    shown = read_own_fee(asked(hall, COMPANY), case_id).body
    assert (shown.state, shown.state_label) == ("lapsed", "办件已经终止，不收费")  # type: ignore[union-attr]
    assert not [row for row in hall.everything() if row["pk"] == "SUPERVISION#441700"]
    with pytest.raises(Conflict) as over:
        link(hall, case_id)
    assert over.value.code == "fee_not_due"


def test_somebody_elses_act_between_reading_and_writing_loses_no_payment(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = ordered(hall)
    table, write = hall.platform.table, hall.platform.table.write

    def interrupted(*ops: Any) -> None:
        monkeypatch.setattr(table, "write", write)
        pay(hall.platform, case_id, "SIM2")
        write(*ops)

    monkeypatch.setattr(table, "write", interrupted)
    pay(hall.platform, case_id, "SIM1")
    assert [(one.no, one.why) for one in fee(hall, case_id).payments] == [("SIM2", None), ("SIM1", "paid_twice")]


# ------------------------------------------------------------------------------------------------------ annulment
@pytest.mark.requirement("R70")
@pytest.mark.law("3.4")
def test_a_fee_ordered_wrongly_is_annulled_in_writing_paid_back_and_ordered_anew(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    first = link(hall, case_id)
    cashier.visit(first)
    hall.people.annul_fee(case_id, hall.caller(CHIEF, case_id))
    order = fee(hall, case_id)
    assert (order.state, [one.why for one in order.owed_back]) == ("annulled", ["order_annulled"])
    event = hall.events(case_id)[-1]
    assert (event.type, event.data["why"], "fee-annulment" in str(event.data["document"])) == (
        "fee_annulled",
        "wrong_quantity",
        True,
    )
    hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
    assert fee(hall, case_id).no == order_no(case_id, 2)
    refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, order.payments[0].no, "order_annulled")
    assert cashier.refund(order.payments[0].no) == "recorded"
    assert cashier.visit(first) == ["recorded"]  # the old link: what is paid by it is owed back too
    assert cashier.visit(link(hall, case_id)) == ["recorded"]
    shown = read_own_fee(asked(hall, COMPANY), case_id).body
    assert shown.state == "paid"  # type: ignore[union-attr]
    (old,) = shown.annulled  # type: ignore[union-attr]
    assert (old.order, [one.state for one in old.payments]) == (order_no(case_id), ["refunded", "to_refund"])
    assert broken_at(hall.events(case_id)) is None


def annulled(hall: Hall, why: Any) -> str:
    case_id = ordered(hall)
    annul_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, why)
    to_delivering(hall, case_id)
    return case_id


@pytest.mark.requirement("R70")
def test_what_was_not_to_be_charged_keeps_nothing_back_and_what_was_charged_wrongly_does(hall: Hall):
    free = annulled(hall, "not_chargeable")
    with pytest.raises(Conflict) as twice:
        annul_fee(hall.platform, hall.caller(CHIEF, free), free, "wrong_quantity")
    assert twice.value.code == "fee_annulled"
    hall.compare(free)
    hall.carry_out_everything()
    hall.issue_documents()
    hall.deliver(free)
    assert hall.case(free).status is Status.DELIVERED


@pytest.mark.requirement("R70")
def test_what_was_charged_wrongly_is_ordered_anew_before_the_result_is_handed_over(hall: Hall):
    case_id = annulled(hall, "wrong_standard")
    with pytest.raises(Conflict) as kept_back:
        hall.compare(case_id)
    assert kept_back.value.code == "fee_unpaid"


def anew(hall: Hall, case_id: str, quantity: str, rate: str = "审查费") -> None:
    found = Quantities({rate: Decimal(quantity)}, "measured")
    order_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, found)


@pytest.mark.requirement("R70")
@pytest.mark.parametrize("why", ["not_chargeable", "wrong_quantity", "wrong_standard"])
def test_what_was_annulled_is_not_ordered_anew_as_it_was(hall: Hall, why: Any):
    case_id = ordered(hall)
    annul_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, why)
    for again in (
        lambda: order_fee(hall.platform, hall.caller(CHIEF, case_id), case_id),
        lambda: anew(hall, case_id, "1"),
    ):
        with pytest.raises(Conflict) as refused:
            again()
        assert refused.value.code == "fee_unchanged"


@pytest.mark.requirement("R70")
def test_a_quantity_many_times_that_of_the_form_is_refused_and_another_one_told(hall: Hall):
    case_id = ordered(hall)
    hall.people.annul_fee(case_id, hall.caller(CHIEF, case_id))
    with pytest.raises(Invalid) as refused:
        anew(hall, case_id, "1000000")
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/quantities/0/quantity", "quantity_out_of_bounds")
    assert "超过10倍" in error.message
    found = Quantities({"审查费": Decimal(2)}, "measured")
    receipt = order_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, found)
    (told,) = receipt.facts["warnings"]
    assert told["code"] == "quantity_corrected"
    assert "按申请表为1" in told["message"]
    assert "按核实为2" in told["message"]


@pytest.mark.requirement("R70")
def test_a_wrong_quantity_is_ordered_rightly_with_its_reason_on_paper_and_in_the_chain(hall: Hall, cashier: Simulator):
    case_id = ordered(hall)
    hall.people.annul_fee(case_id, hall.caller(CHIEF, case_id))
    with pytest.raises(Invalid) as unknown:
        anew(hall, case_id, "2", "登记费")
    assert (unknown.value.errors[0].pointer, unknown.value.errors[0].code) == ("/quantities/0/rate", "rate_unknown")
    anew(hall, case_id, "2.5")
    order = fee(hall, case_id)
    assert (order.fen, order.lines[0].quantity, order.corrected) == (FEN * 5 // 2, "2.5", "measured")
    event = next(one for one in reversed(hall.events(case_id)) if one.type == "fee_ordered")
    assert (event.data["corrected"], event.data["lines"][0]["quantity"]) == ("measured", "2.5")
    document = vault.load_whole(hall.platform, case_id, order.document)
    assert document is not None
    assert "经核查测量" in document.data
    cashier.visit(link(hall, case_id))
    assert fee(hall, case_id).state == "paid"


@pytest.mark.parametrize(
    "body",
    [
        {"why": "measured"},
        {"quantities": [{"rate": "审查费", "quantity": 2}]},
        {"quantities": [{"rate": "审查费", "quantity": 2}] * 2, "why": "measured"},
        {"quantities": [{"rate": "审查费", "quantity": -1}], "why": "measured"},
    ],
)
def test_a_quantity_has_its_reason_and_a_reason_its_quantity(body: dict[str, Any]):
    with pytest.raises(ValidationError):
        FeeWanted.model_validate_json(json.dumps(body))
