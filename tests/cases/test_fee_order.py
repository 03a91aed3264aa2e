"""What becomes of a fee order: one payment counts, every other one is owed back, and nothing is told in vain."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.model.fee_order import FeeOrder, Told, case_of, new_order, order_no
from chalicelib.catalogue.model.rates import Charged, Line

AT = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))
CHARGED = Charged("占用费", "《城市道路管理条例》第三十七条", (Line("占用费", 50, "平方米·日", "85×16", 68000),))
ORDER = new_order("abc", None, CHARGED, AT, due=True)


def paid(no: str, fen: int = 68000) -> Told:
    return Told(no, fen, AT, f"票{no}", f"https://pay.example/{no}")


def after(*payments: Told, ended: bool = False) -> FeeOrder:
    order = ORDER
    for told in payments:
        order = order.with_payment(told, AT, ended=ended)
    return order


@pytest.mark.requirement("R70")
def test_the_right_amount_pays_the_order_and_ends_the_block():
    assert (ORDER.fen, ORDER.state, ORDER.blocks_issue) == (68000, "unpaid", True)
    order = after(paid("1"))
    assert (order.state, order.blocks_issue, order.owed_back) == ("paid", False, ())


@pytest.mark.requirement("R70")
@pytest.mark.parametrize(
    ("payments", "state", "back"),
    [
        ([paid("1"), paid("2")], "paid", [("2", "paid_twice")]),
        ([paid("1", 1)], "unpaid", [("1", "wrong_amount")]),
        ([paid("1", 68001), paid("2")], "paid", [("1", "wrong_amount")]),
        ([paid("1"), paid("1")], "paid", []),
        ([paid("1"), paid("1", 5)], "paid", []),
    ],
)
def test_what_was_paid_too_much_is_owed_back(payments: list[Told], state: str, back: list[tuple[str, str]]):
    order = after(*payments)
    assert order.state == state
    assert [(one.no, one.why) for one in order.owed_back] == back


def test_of_a_case_that_has_ended_everything_is_owed_back():
    order = after(paid("1"), ended=True)
    assert [(one.no, one.why) for one in order.owed_back] == [("1", "case_ended")]
    assert order.state == "unpaid"


def test_a_refund_is_ordered_once_and_ends_with_the_providers_word():
    ordered = after(paid("1"), paid("2")).with_refund_ordered("2", "by_decision")
    second = ordered.payment("2")
    assert second is not None
    assert (ordered.owed_back, second.state, second.why) == ((), "refund_ordered", "paid_twice")
    done = ordered.with_refund("2", "T1", AT)
    assert done.with_refund("2", "T2", AT) is done
    assert [(one.state, one.refund_no) for one in done.payments] == [("counted", None), ("refunded", "T1")]
    assert done.state == "paid"


def test_a_fee_that_was_returned_by_decision_is_neither_paid_nor_due_again():
    order = after(paid("1")).with_refund_ordered("1", "by_decision")
    assert (order.state, order.with_refund("1", "T1", AT).state, order.blocks_issue) == ("refunded", "refunded", False)


def test_a_refund_of_an_unknown_payment_changes_nothing():
    assert ORDER.with_refund("9", "T9", AT) is ORDER


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([1, 68000, 70000])), max_size=8))
def test_each_payment_is_kept_once_and_at_most_one_counts(told: list[tuple[str, int]]):
    order = after(*(paid(no, fen) for no, fen in told))
    numbers = [one.no for one in order.payments]
    assert sorted(numbers) == sorted({no for no, _ in told})
    counted = [one for one in order.payments if one.state == "counted"]
    assert len(counted) <= 1
    assert all(one.fen == order.fen for one in counted)
    assert (order.state == "paid") == bool(counted)
    kept = sum(one.fen for one in order.payments)
    assert kept == sum(one.fen for one in counted) + sum(one.fen for one in order.owed_back)


def test_an_order_number_leads_to_its_case_and_says_nothing_else():
    assert [case_of(order_no("abc", turn)) for turn in (1, 2, 12)] == ["abc"] * 3
    assert [case_of(no) for no in ("abc", "YM-", "")] == [None, None, None]
