"""One bill for a joint request: each member's basis and amount, one payment, the return of its parts (R70)."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cases.model.fee_order import FeeState, Told, order_no
from chalicelib.documents.store import vault
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import problems
from chalicelib.http.routes import Call
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.keep_payment import Kept
from chalicelib.issuance.acts.order_fee import order_fee
from chalicelib.issuance.acts.record_payment import record_payment, record_refund
from chalicelib.issuance.acts.refund_fee import refund_fee
from chalicelib.issuance.acts.see_payable import see_payable
from chalicelib.issuance.acts.settle_payment import settle_payment
from chalicelib.issuance.acts.tell_bill import tell_bill
from chalicelib.issuance.api import bills as views
from chalicelib.issuance.api.bill_answers import BillAnswer
from chalicelib.issuance.model.bills import covered_by
from chalicelib.issuance.store.parked_payments import all_parked
from local.identity_provider.personas import PERSONAS
from local.payments.simulator import Simulator
from proofs.kit import bills, joint
from proofs.kit.bills import CHARGES, DRAIN, FIRE, FOOD, Money
from proofs.kit.dynamo import WRITES, nothing
from proofs.kit.fees import connect
from proofs.kit.hall import Hall
from proofs.kit.payment_lists import MemoryLists, listed, reconciled
from proofs.matrix.door import Door, opened

TOTAL = sum(CHARGES.values())


@pytest.fixture
def request_id(hall: Hall) -> str:
    connect(hall.platform)
    return bills.billed(hall)


def told(hall: Hall, no: str = "SIM1", fen: int = TOTAL) -> Told:
    return Told(no, fen, hall.platform.now(), f"4417-{no}", f"https://receipts.example/{no}")


def pay(hall: Hall, bill: str, no: str = "SIM1", fen: int = TOTAL) -> Kept:
    return record_payment(hall.platform, bill, told(hall, no, fen))


def call(hall: Hall, who: str, case_id: str) -> Call[Any, Any]:
    return Call(hall.platform, None, None, f"/v1/applications/{case_id}/bill", "", "r-1", known=hall.caller(who))


def seen(hall: Hall, case_id: str, who: str = "company") -> BillAnswer:
    view = views.read_own_bill if who == "company" else views.read_bill
    answer = view(call(hall, who, case_id), case_id).body
    assert isinstance(answer, BillAnswer)
    return answer


def states(hall: Hall, request: str) -> dict[str, FeeState]:
    return {one.node: one.state for one in bills.bill(hall, request).lines}


def everything(one: FeeState) -> dict[str, FeeState]:
    return dict.fromkeys(CHARGES, one)


def back(hall: Hall, request: str, node: str) -> list[tuple[str, int, str | None]]:
    """What is owed back by this member's orders."""
    fee = joint.of_member(hall, request, node).fee
    return [(one.no, one.fen, one.why) for one in fee.owed_back] if fee else []


# ------------------------------------------------------------------------------------------------------------ the bill
@pytest.mark.requirement("R70")
@pytest.mark.law("3.4", "15.17")
def test_the_bill_tells_each_members_basis_and_amount_and_charges_nobody_else(hall: Hall, request_id: str):
    shown = seen(hall, request_id)
    assert {one.node: one.fen for one in shown.members} == CHARGES
    assert (shown.owed_fen, shown.paid_fen, shown.amount) == (TOTAL, 0, "491.34元")
    permit = next(one for one in shown.members if one.node == FOOD)
    assert (permit.basis, permit.state, permit.before_issue) == ("《食品安全法》第三十五条", "unpaid", True)
    assert permit.lines is not None
    assert [(one.name, one.quantity, one.fen) for one in permit.lines] == [("审查费", "1", CHARGES[FOOD])]
    assert permit.document == joint.of_member(hall, request_id, FOOD).fee.document  # type: ignore[union-attr]
    document = vault.load_whole(hall.platform, str(permit.case_id), permit.document)
    assert document is not None
    assert "统一缴费单" in document.data
    licence = joint.of_member(hall, request_id, "YM-R01")
    with pytest.raises(problems.Invalid) as free:
        order_fee(hall.platform, hall.caller(f"leader-{licence.department}", licence.id), licence.id)
    assert free.value.code == "fee_not_charged"
    assert "YM-R01" not in states(hall, request_id)


def test_it_is_found_by_a_members_number_too_and_a_department_sees_how_its_own_sum_was_counted(
    hall: Hall, request_id: str
):
    own = joint.of_member(hall, request_id, FOOD).id
    assert seen(hall, own).id == request_id
    department = seen(hall, own, "officer-food")
    assert {one.node: one.fen for one in department.members} == CHARGES
    assert {one.node for one in department.members if one.lines is not None and one.case_id} == {FOOD}


def test_what_is_no_joint_request_has_no_bill(hall: Hall):
    case_id = hall.accepted()
    with pytest.raises(problems.NotFound) as none:
        seen(hall, case_id)
    assert none.value.code == "no_joint_request"


def test_a_number_says_what_it_covers_and_means_nothing_else(hall: Hall, request_id: str):
    bill = bills.bill(hall, request_id)
    assert bills.bill(hall, request_id).no == bill.no
    assert [one.no for one in covered_by(bill.no, bill.nodes)] == [one.order.no for one in bill.asked]
    code = bill.no.rpartition("-")[2]
    for wrong in (code[:1], code[:2] * 2, "Z1", f"{code[0]}0", "", code * 7):
        assert covered_by(f"YMB-{request_id}-{wrong}", bill.nodes) == []


# ----------------------------------------------------------------------------------------------------------- its paper
def papers(hall: Hall, request: str) -> list[str]:
    """The texts of its 缴款通知书, in their order."""
    return [row["data"] for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "joint_fee_notice"]


@pytest.mark.requirement("R70")
def test_the_bill_is_a_numbered_paper_of_the_lead_once_several_members_charge(hall: Hall):
    connect(hall.platform)
    request = bills.billed(hall, [FOOD])
    assert papers(hall, request) == []
    bills.order(hall, request, DRAIN)
    (first,) = papers(hall, request)
    two = bills.bill(hall, request)
    for said in (two.no, "423.45元", "《食品安全法》第三十五条", *(one.order.no for one in two.lines)):
        assert said in first
    assert "代替" not in first
    bills.order(hall, request, FIRE)
    second = papers(hall, request)[-1]
    assert bills.bill(hall, request).no in second
    assert f"统一缴费单{two.no}的缴款通知书由本通知书代替" in second
    hall.issue_documents()
    numbers = [row["number"] for row in hall.rows(request, "DOCUMENT#") if row["kind"] == "joint_fee_notice"]
    assert [number.partition("缴款字")[2] for number in numbers] == ["〔2026〕1号", "〔2026〕2号"]


def test_a_paper_holds_until_the_orders_change_and_not_because_something_was_paid(hall: Hall, request_id: str):
    before = papers(hall, request_id)
    drain = joint.of_member(hall, request_id, DRAIN)
    record_payment(hall.platform, order_no(drain.id), told(hall, "SIM0", CHARGES[DRAIN]))
    hall.carry_out_everything()
    tell_bill(hall.platform, request_id)
    assert papers(hall, request_id) == before
    annul_fee(hall.platform, hall.caller("leader-urban", drain.id), drain.id, "wrong_quantity")
    hall.carry_out_everything()
    assert order_no(drain.id) not in papers(hall, request_id)[len(before)]
    hall.people.order_fee(drain.id, hall.caller("leader-urban", drain.id))
    hall.carry_out_everything()
    assert len(papers(hall, request_id)) == len(before) + 2
    assert f"{order_no(drain.id)}-2" in papers(hall, request_id)[-1]


@pytest.mark.requirement("R70")
def test_the_link_of_an_older_bill_is_not_payable_any_more(hall: Hall):
    connect(hall.platform)
    request = bills.billed(hall, [FOOD, DRAIN])
    old, sum_of_two = bills.bill(hall, request).no, CHARGES[FOOD] + CHARGES[DRAIN]
    assert see_payable(hall.platform, old, sum_of_two) is None
    bills.order(hall, request, FIRE)
    new = bills.bill(hall, request).no
    assert [see_payable(hall.platform, old, sum_of_two), see_payable(hall.platform, new, TOTAL)] == ["superseded", None]
    assert see_payable(hall.platform, new, 1) == "amount_differs"
    food = order_no(joint.of_member(hall, request, FOOD).id)
    assert see_payable(hall.platform, food, CHARGES[FOOD]) is None
    pay(hall, new)
    assert [see_payable(hall.platform, one, TOTAL) for one in (new, food, f"YMB-{'a' * 26}-01")] == [
        *("nothing_due", "nothing_due"),
        "unknown",
    ]
    # What comes all the same is kept, and goes back.
    assert pay(hall, old, "SIM2", sum_of_two) is Kept.RECORDED
    assert bills.money(hall, request) == Money(TOTAL, sum_of_two, 0, 0)


# --------------------------------------------------------------------------------------------------------- one payment
@pytest.mark.requirement("R70")
def test_one_payment_settles_every_order_once(hall: Hall, request_id: str):
    bill = bills.bill(hall, request_id).no
    assert [pay(hall, bill), pay(hall, bill)] == [Kept.RECORDED, Kept.KNOWN]
    assert states(hall, request_id) == everything("paid")
    shown = seen(hall, request_id)
    assert (shown.owed_fen, shown.paid_fen) == (0, TOTAL)
    assert {part.bill for one in shown.members for part in one.payments} == {bill}
    with pytest.raises(problems.Conflict) as nothing_due:
        views.pay_bill(call(hall, "company", request_id), request_id)
    assert nothing_due.value.code == "fee_not_due"
    for node in CHARGES:
        assert broken_at(hall.events(joint.of_member(hall, request_id, node).id)) is None


@pytest.mark.requirement("R70")
def test_an_order_made_later_joins_and_what_was_paid_is_not_asked_again(hall: Hall):
    connect(hall.platform)
    request = bills.billed(hall, [FOOD, DRAIN])
    pay(hall, bills.bill(hall, request).no, fen=CHARGES[FOOD] + CHARGES[DRAIN])
    bills.order(hall, request, FIRE)
    bill = bills.bill(hall, request)
    assert [one.node for one in bill.asked] == [FIRE]
    assert seen(hall, request).owed_fen == CHARGES[FIRE]
    pay(hall, bill.no, "SIM2", CHARGES[FIRE])
    assert bills.money(hall, request) == Money(TOTAL, 0, 0, 0)


def test_a_payment_of_the_wrong_sum_counts_for_nobody_and_goes_back_whole(hall: Hall, request_id: str):
    """Even where it is just the sum of the first order."""
    bill = bills.bill(hall, request_id)
    first = bill.asked[0]
    assert pay(hall, bill.no, fen=first.order.fen) is Kept.RECORDED
    assert pay(hall, bill.no, fen=first.order.fen) is Kept.KNOWN
    assert states(hall, request_id) == everything("unpaid")
    assert back(hall, request_id, first.node) == [("SIM1", first.order.fen, "wrong_amount")]
    assert bills.bill(hall, request_id).settling == frozenset()
    pay(hall, bill.no, "SIM2")
    assert states(hall, request_id) == everything("paid")


def test_what_was_paid_alone_annulled_or_ended_meanwhile_goes_back_in_its_part(hall: Hall, request_id: str):
    bill = bills.bill(hall, request_id).no
    food, drain, fire = (joint.of_member(hall, request_id, node) for node in (FOOD, DRAIN, FIRE))
    record_payment(hall.platform, order_no(food.id), told(hall, "SIM0", CHARGES[FOOD]))
    annul_fee(hall.platform, hall.caller("leader-urban", drain.id), drain.id, "not_chargeable")
    hall.people.withdraw(fire.id, hall.caller("company", fire.id), confirmed=True)
    hall.carry_out_everything()
    pay(hall, bill)
    assert states(hall, request_id) == {FOOD: "paid", DRAIN: "annulled", FIRE: "lapsed"}
    assert [back(hall, request_id, node) for node in CHARGES] == [
        [("SIM1", CHARGES[FOOD], "paid_twice")],
        [("SIM1", CHARGES[DRAIN], "order_annulled")],
        [("SIM1", CHARGES[FIRE], "case_ended")],
    ]
    assert bills.money(hall, request_id) == Money(CHARGES[FOOD], TOTAL, 0, 0)


def test_numbers_that_mean_nothing_are_kept_elsewhere_or_too_early_are_parked(hall: Hall, request_id: str):
    bill = bills.bill(hall, request_id).no
    early = told(hall, "SIM3")._replace(paid_at=hall.platform.now() - timedelta(days=9))
    single = order_no(joint.of_member(hall, request_id, FOOD).id)
    record_payment(hall.platform, single, told(hall, "SIM4", CHARGES[FOOD]))
    assert record_payment(hall.platform, bill, early) is Kept.PARKED
    assert [pay(hall, f"YMB-{request_id}-zz", "SIM5"), pay(hall, f"YMB-{'a' * 26}-01", "SIM6")] == [Kept.PARKED] * 2
    assert pay(hall, bill, "SIM4") is Kept.PARKED
    assert bills.money(hall, request_id) == Money(CHARGES[FOOD], 0, 0, 4 * TOTAL)


def test_a_parked_payment_is_assigned_to_the_bill_that_was_meant(hall: Hall, request_id: str):
    bill = bills.bill(hall, request_id).no
    pay(hall, "YM-nobody")
    (parked,) = all_parked(hall.platform)
    caller = hall.caller("administrator")
    with pytest.raises(problems.Invalid) as unknown:
        settle_payment(hall.platform, caller, parked.id, "assigned", f"YMB-{request_id}-zz")
    assert unknown.value.errors[0].code == "order_unknown"
    settle_payment(hall.platform, caller, parked.id, "assigned", bill)
    assert states(hall, request_id) == everything("paid")
    assert pay(hall, bill) is Kept.KNOWN


# ------------------------------------------------------------------------------------------------------ what goes back
@pytest.mark.requirement("R70")
def test_a_member_that_was_cut_gets_its_part_back_and_a_granted_one_does_not(hall: Hall, request_id: str):
    bill = bills.bill(hall, request_id).no
    pay(hall, bill)
    joint.decide(hall, request_id, FOOD)
    joint.change_answers(hall, request_id, drainage=False)
    joint.decide(hall, request_id, FIRE, "refuse")
    assert joint.states(hall, request_id)[DRAIN] == "left"
    assert states(hall, request_id) == {FOOD: "paid", DRAIN: "lapsed", FIRE: "paid"}
    lines = {one.node: one.refund for one in seen(hall, request_id).members}
    assert [str(lines[node]).partition("，")[0] for node in (FOOD, DRAIN, FIRE)] == [
        "该事项已经准予",
        "该事项终止办理",
        "该事项经审查后不予办理",
    ]
    assert "本平台规则" in str(lines[DRAIN])
    food, drain = (joint.of_member(hall, request_id, node) for node in (FOOD, DRAIN))
    with pytest.raises(problems.Conflict) as stays:
        refund_fee(hall.platform, hall.caller("leader-food", food.id), food.id, "SIM1", "by_decision")
    assert stays.value.code == "refund_not_allowed"
    refund_fee(hall.platform, hall.caller("leader-urban", drain.id), drain.id, "SIM1", "case_ended")
    told_back = told(hall, fen=CHARGES[DRAIN])
    assert record_refund(hall.platform, order_no(drain.id), told_back, "R1") is Kept.RECORDED
    assert record_refund(hall.platform, order_no(drain.id), told_back, "R1") is Kept.KNOWN
    assert bills.money(hall, request_id) == Money(CHARGES[FOOD] + CHARGES[FIRE], 0, CHARGES[DRAIN], 0)


def test_a_return_that_names_only_the_bill_is_the_part_of_its_sum_or_all_that_is_left(hall: Hall, request_id: str):
    bill = bills.bill(hall, request_id).no
    pay(hall, bill)
    hall.people.withdraw(request_id, hall.caller("company", request_id))
    hall.carry_out_everything()
    wrong = told(hall, fen=CHARGES[DRAIN] + 1)
    assert record_refund(hall.platform, bill, wrong, "R0") is Kept.PARKED
    assert record_refund(hall.platform, bill, told(hall, fen=CHARGES[DRAIN]), "R1") is Kept.RECORDED
    rest = told(hall, fen=TOTAL - CHARGES[DRAIN])
    assert [record_refund(hall.platform, bill, rest, "R2") for _ in range(2)] == [Kept.RECORDED, Kept.KNOWN]
    assert record_refund(hall.platform, bill, told(hall, fen=CHARGES[DRAIN]), "R1") is Kept.KNOWN
    assert record_refund(hall.platform, bill, told(hall, fen=CHARGES[DRAIN]), "R3") is Kept.PARKED
    assert bills.money(hall, request_id) == Money(0, 0, TOTAL, 0)


def test_a_return_of_another_sum_or_of_another_order_is_not_taken_for_this_part(hall: Hall, request_id: str):
    bill = bills.bill(hall, request_id).no
    pay(hall, bill)
    food, drain = (order_no(joint.of_member(hall, request_id, node).id) for node in (FOOD, DRAIN))
    assert record_refund(hall.platform, food, told(hall, fen=CHARGES[FOOD] - 1), "R1") is Kept.PARKED
    assert record_refund(hall.platform, food, told(hall, fen=CHARGES[FOOD]), "R2") is Kept.RECORDED
    assert record_refund(hall.platform, drain, told(hall, fen=CHARGES[DRAIN]), "R2") is Kept.PARKED
    assert bills.money(hall, request_id) == Money(TOTAL - CHARGES[FOOD], 0, CHARGES[FOOD], 0)


# -------------------------------------------------------------------------------------------------- days, deaths, doors
def test_the_list_of_a_day_knows_a_payment_of_several_orders(hall: Hall, request_id: str):
    """One was told, the other only the list has."""
    bill, platform = bills.bill(hall, request_id).no, hall.platform
    pay(hall, bill)
    lines = [listed(platform, bill, no, fen=TOTAL) for no in ("SIM1", "SIM2")]
    day = platform.now().date()
    hall.clock.pass_time(days=1)
    reconciled(platform, MemoryLists({day: lines}))
    assert bills.money(hall, request_id) == Money(TOTAL, TOTAL, 0, 0)
    reconciled(platform, MemoryLists({day: lines}))
    found = [row for row in hall.everything() if row["pk"].startswith("PAYMENTS#DIFFERENCES#")]
    assert [(row["kind"], row["payment"]) for row in found] == [("missing_here", "SIM2")]


class Died(Exception):
    """The process has ended."""


@pytest.mark.requirement("R70")
def test_whoever_dies_between_two_orders_is_followed_by_our_own_message(hall: Hall, request_id: str):
    """After each write of the notification; the provider does not come again."""
    bill, start, writes = bills.bill(hall, request_id).no, hall.world.moment(), list[str]()
    hall.world.listen(nothing, lambda operation: writes.append(operation) if operation in WRITES else None)
    pay(hall, bill)
    hall.world.listen(nothing, nothing)
    assert len(writes) == len(CHARGES)
    for last in range(1, len(writes)):
        hall.world.go_back(start)
        dies_after(hall, last)
        with pytest.raises(Died):
            pay(hall, bill)
        hall.world.listen(nothing, nothing)
        shown = seen(hall, request_id)
        assert (shown.owed_fen, len(shown.settling)) == (0, len(CHARGES) - last)
        hall.carry_out_everything()
        assert states(hall, request_id) == everything("paid")
        assert pay(hall, bill) is Kept.KNOWN
        assert bills.money(hall, request_id) == Money(TOTAL, 0, 0, 0)


def dies_after(hall: Hall, last: int) -> None:
    left = iter(range(last - 1, -1, -1))

    def after(operation: str) -> None:
        if operation in WRITES and next(left) == 0:
            raise Died

    hall.world.listen(nothing, after)


@pytest.fixture
def door(hall: Hall) -> Iterator[Door]:
    door = Door(hall.world, {name: one.actor for name, one in PERSONAS.items()})
    with opened(door):
        yield door


@pytest.mark.requirement("R70")
def test_over_http_one_link_pays_all_and_the_parts_go_back(hall: Hall, request_id: str, door: Door):
    def notified(sent: Any) -> Sequence[Any]:
        told = door.ask(None, "POST", "/payments/notifications", json.loads(sent.body), headers=sent.headers)
        return told.status, told.body.get("kept")

    provider = Simulator(notified, hall.platform.wall, hall.platform.now)
    own = f"/applications/{request_id}/bill"
    link = door.done("company", "POST", f"{own}/pay", {})
    assert (link["fen"], len(link["orders"])) == (TOTAL, 3)
    question = provider.payable(link["url"])
    asked = door.ask(None, "POST", "/payments/payable", json.loads(question.body), headers=question.headers)
    assert (asked.status, asked.body) == (200, {"payable": True, "why": None})
    assert door.ask(None, "POST", "/payments/payable", json.loads(question.body)).status == 401
    assert provider.visit(link["url"], "tells_twice") == [(200, "recorded"), (200, "known")]
    bill = door.done("company", "GET", own)
    assert (bill["owed_fen"], bill["paid_fen"]) == (0, TOTAL)
    assert door.ask("company", "POST", f"{own}/pay", {}).body["code"] == "fee_not_due"
    assert door.ask("citizen-huang", "GET", own).status == 404
    hall.people.withdraw(request_id, hall.caller("company", request_id))
    hall.carry_out_everything()
    (payment,) = provider.taken
    drain = order_no(joint.of_member(hall, request_id, DRAIN).id)
    assert provider.refund(payment, CHARGES[DRAIN], drain) == (200, "recorded")
    assert provider.refund(payment) == (200, "recorded")
    desk = door.done("officer-food", "GET", f"/cases/{request_id}/bill")
    assert (desk["paid_fen"], desk["back_fen"], desk["refunded_fen"]) == (0, 0, TOTAL)
