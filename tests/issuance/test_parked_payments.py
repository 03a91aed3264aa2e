"""Payments of orders that are not ours: shown until somebody has said what they were, and never forgotten (R70)."""

from typing import Any

import pytest

from chalicelib.cases.model.fee_order import Told, order_no
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.issuance.acts.record_payment import record_payment, record_refund
from chalicelib.issuance.acts.settle_payment import settle_payment
from chalicelib.issuance.api.parked import Settlement
from chalicelib.issuance.store.parked_payments import all_parked
from proofs.kit.cast import CHIEF
from proofs.kit.fees import FEN, ordered, park
from proofs.kit.hall import Hall

ADMIN = "administrator"


def settle(hall: Hall, parked: str, how: Any = "not_ours", order: str | None = None) -> None:
    settle_payment(hall.platform, hall.caller(ADMIN), parked, how, order)


@pytest.mark.requirement("R70")
def test_a_payment_under_a_wrong_number_goes_to_the_order_that_was_meant(hall: Hall):
    case_id = ordered(hall)
    park(hall.platform)
    (parked,) = all_parked(hall.platform)
    assert (parked.id, parked.order, parked.fen, parked.settled) == ("SIM9", "YM-nobody", FEN, None)
    settle(hall, "SIM9", "assigned", order_no(case_id))
    fee = hall.case(case_id).fee
    assert fee is not None
    assert (fee.state, fee.payments[0].no, fee.payments[0].receipt_no) == ("paid", "SIM9", "4417-SIM9")
    (settled,) = all_parked(hall.platform)
    assert settled.settled is not None
    assert (settled.settled.how, settled.settled.order) == ("assigned", order_no(case_id))
    with pytest.raises(Conflict) as twice:
        settle(hall, "SIM9")
    assert twice.value.code == "payment_settled"


@pytest.mark.requirement("R70")
def test_a_refund_under_a_wrong_number_ends_the_payment_that_it_returns(hall: Hall):
    case_id = ordered(hall)
    paid = Told("SIM1", FEN, hall.platform.now())
    record_payment(hall.platform, order_no(case_id), paid)
    record_refund(hall.platform, "YM-nobody", paid, "RSIM1")
    settle(hall, "SIM1.RSIM1", "assigned", order_no(case_id))
    fee = hall.case(case_id).fee
    assert fee is not None
    assert [(one.state, one.refund_no) for one in fee.payments] == [("refunded", "RSIM1")]


@pytest.mark.parametrize("order", ["YM-nobody", "nothing", "YM-"])
def test_it_goes_to_an_order_that_exists_or_nowhere(hall: Hall, order: str):
    park(hall.platform)
    with pytest.raises(Invalid) as refused:
        settle(hall, "SIM9", "assigned", order)
    assert refused.value.errors[0].code == "order_unknown"
    assert all_parked(hall.platform)[0].settled is None
    with pytest.raises(NotFound):
        settle(hall, "SIM0")


def test_what_is_settled_stands_last_and_stays(hall: Hall):
    for no in ("SIM7", "SIM8", "SIM9"):
        park(hall.platform, no)
    settle(hall, "SIM7", "returned")
    assert [one.id for one in all_parked(hall.platform)] == ["SIM8", "SIM9", "SIM7"]


@pytest.mark.parametrize("body", [{"how": "assigned"}, {"how": "returned", "order": "YM-a"}])
def test_an_order_is_named_where_the_payment_belongs_to_one_and_only_there(body: dict[str, str]):
    with pytest.raises(ValueError, match="归入缴费单的"):
        Settlement.model_validate(body)


def told(hall: Hall, no: str = "PX5") -> Told:
    return Told(no, FEN, hall.platform.now())


def paid(hall: Hall, case_id: str) -> list[str]:
    fee = hall.case(case_id).fee
    assert fee is not None
    return [one.no for one in fee.payments]


@pytest.mark.requirement("R70")
def test_a_payment_number_counts_under_one_order_and_is_parked_for_the_next(hall: Hall):
    one = ordered(hall)
    other = hall.accepted()
    hall.people.order_fee(other, hall.caller(CHIEF, other))
    hall.carry_out_everything()
    kept = [record_payment(hall.platform, order_no(each), told(hall)) for each in (one, other, one, other)]
    assert kept == ["recorded", "parked", "known", "known"]
    assert (paid(hall, one), paid(hall, other)) == (["PX5"], [])
    (parked,) = all_parked(hall.platform)
    assert (parked.id, parked.elsewhere) == (f"PX5..{order_no(other)}", order_no(one))
    with pytest.raises(Conflict) as refused:
        settle(hall, parked.id, "assigned", order_no(other))
    assert (refused.value.code, paid(hall, other)) == ("payment_elsewhere", [])
    settle(hall, parked.id, "not_ours")


@pytest.mark.requirement("R70")
def test_a_parked_number_counts_nowhere_until_somebody_has_settled_it_and_then_once(hall: Hall):
    case_id = ordered(hall)
    assert record_payment(hall.platform, "YM-nobody", told(hall)) == "parked"
    assert record_payment(hall.platform, order_no(case_id), told(hall)) == "parked"
    assert paid(hall, case_id) == []
    settle(hall, "PX5", "assigned", order_no(case_id))
    settle(hall, f"PX5..{order_no(case_id)}", "assigned", order_no(case_id))
    assert paid(hall, case_id) == ["PX5"]
    assert all(one.settled for one in all_parked(hall.platform))


@pytest.mark.requirement("R70")
def test_an_annulled_order_and_the_next_one_share_no_payment(hall: Hall):
    case_id = ordered(hall)
    hall.people.annul_fee(case_id, hall.caller(CHIEF, case_id))
    hall.people.order_fee(case_id, hall.caller(CHIEF, case_id))
    orders = [order_no(case_id, turn) for turn in (2, 1)]
    assert [record_payment(hall.platform, order, told(hall)) for order in orders] == ["recorded", "parked"]


@pytest.mark.requirement("R70")
def test_a_refund_number_ends_one_payment(hall: Hall):
    case_id = ordered(hall)
    first, second = told(hall), told(hall, "PX6")
    for each in (first, second):
        record_payment(hall.platform, order_no(case_id), each)
    kept = [record_refund(hall.platform, order_no(case_id), each, "RX") for each in (first, second, first)]
    assert kept == ["recorded", "parked", "known"]
    with pytest.raises(Conflict) as refused:
        settle(hall, "PX6.RX", "assigned", order_no(case_id))
    assert refused.value.code == "payment_elsewhere"


@pytest.mark.requirement("R70")
def test_of_two_orders_told_at_once_one_has_the_payment(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    one = ordered(hall)
    other = hall.accepted()
    hall.people.order_fee(other, hall.caller(CHIEF, other))
    table, write = hall.platform.table, hall.platform.table.write

    def interrupted(*ops: Any) -> None:
        monkeypatch.setattr(table, "write", write)
        record_payment(hall.platform, order_no(other), told(hall))
        write(*ops)

    monkeypatch.setattr(table, "write", interrupted)
    assert record_payment(hall.platform, order_no(one), told(hall)) == "parked"
    assert (paid(hall, one), paid(hall, other)) == ([], ["PX5"])
