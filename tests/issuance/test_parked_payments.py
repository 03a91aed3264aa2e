"""Payments of orders that are not ours: shown until somebody has said what they were, and never forgotten (R70)."""

from typing import Any

import pytest

from chalicelib.cases.model.fee_order import Told, order_no
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from chalicelib.issuance.acts.record_payment import record_payment, record_refund
from chalicelib.issuance.acts.settle_payment import settle_payment
from chalicelib.issuance.api.parked import Settlement
from chalicelib.issuance.store.parked_payments import all_parked
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
