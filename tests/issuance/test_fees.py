"""Fees: ordered by the published standard alone, paid once, returned where the law says so (行政许可法58-59, R70)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access.refusals import NotAuthorised
from chalicelib.cases.model import Status
from chalicelib.cases.model.fee_order import order_no
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.store import vault
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.problems import Conflict, Invalid, Problem, Unavailable
from chalicelib.http.routes import Call, SignedMessage
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.refund_fee import refund_fee
from chalicelib.issuance.api.fees import PaymentNotification, notify_payment, pay_fee, read_fee, read_own_fee
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
        return refusal.code


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
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
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


@pytest.mark.requirement("R70")
@pytest.mark.parametrize(("basis", "allowed"), [(None, False), ("食品安全法35 SYNTHETIC", True)])
def test_after_a_refusal_a_fee_goes_back_only_where_the_item_says_so(hall: Hall, basis: str | None, *, allowed: bool):
    case_id = ordered(hall, refund=basis)
    pay(hall.platform, case_id)
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id, "refuse")
    hall.carry_out_everything()
    if not allowed:
        assert refused(hall, case_id, "SIM1", "by_decision") == "refund_not_allowed"
        return
    refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, "SIM1", "by_decision")
    assert fee(hall, case_id).state == "refunded"


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
    hall.compare(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


@pytest.mark.requirement("R70")
def test_what_was_not_to_be_charged_keeps_nothing_back_and_what_was_charged_wrongly_does(hall: Hall):
    free = annulled(hall, "not_chargeable")
    with pytest.raises(Conflict) as twice:
        annul_fee(hall.platform, hall.caller(CHIEF, free), free, "wrong_quantity")
    assert twice.value.code == "fee_annulled"
    hall.deliver(free)
    assert hall.case(free).status is Status.DELIVERED


@pytest.mark.requirement("R70")
def test_what_was_charged_wrongly_is_ordered_anew_before_the_result_is_handed_over(hall: Hall):
    case_id = annulled(hall, "wrong_standard")
    with pytest.raises(Conflict) as kept_back:
        hall.deliver(case_id)
    assert kept_back.value.code == "fee_unpaid"
