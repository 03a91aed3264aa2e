"""数量限制: what was accepted first is decided first (行政许可法57)."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cases.model.in_order import OutOfOrder, is_limited
from chalicelib.cases.store.in_order import earlier_accepted
from chalicelib.catalogue.model.validity import Stated
from chalicelib.foundation.problems import Invalid
from chalicelib.review.acts.decide import Proofs, decide
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall
from tests.cases.test_every_item import applicant_of, begin_online, brought_to_the_desk, filled_in

ITEM = "YM-S09"


def grant(hall: Hall, case_id: str, said: OutOfOrder | None = None) -> None:
    caller = hall.caller(hall.people.decider(case_id), case_id)
    face = hall.people.stated_face(case_id)
    term, proofs = Stated(years=5), Proofs(out_of_order=said)
    decide(hall.platform, caller, case_id, "grant", [], term, face=face, proofs=proofs)


def two(hall: Hall) -> tuple[str, str]:
    first = brought_to_the_desk(hall, ITEM)
    hall.clock.pass_time(minutes=1)
    return first, another(hall)


def another(hall: Hall) -> str:
    item = item_document(ITEM)
    form = filled_in(hall, item)
    case_id = begin_online(hall, applicant_of(item), ITEM, form)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.answer(case_id, by=hall.people.at_post("officer", case_id))
    hall.carry_out_everything()
    return case_id


@pytest.mark.law("2.4", "15.15")
def test_who_was_accepted_later_waits_for_who_was_accepted_first(hall: Hall):
    first, second = two(hall)
    number = hall.case(first).number
    with pytest.raises(Invalid) as refused:
        grant(hall, second)
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/out_of_order", "earlier_accepted")
    assert str(number) in error.message
    grant(hall, first)
    grant(hall, second)
    assert [hall.case(one).outcome for one in (first, second)] == ["grant", "grant"]


@pytest.mark.law("2.4", "15.15")
def test_a_later_receipt_that_is_accepted_first_comes_first(hall: Hall):
    first, second = two(hall)
    assert earlier_accepted(hall.platform.table, hall.case(second)) == [hall.case(first).number]
    later = hall.case(second).model_copy(update={"accepted_at": hall.case(first).accepted_at})
    assert earlier_accepted(hall.platform.table, later) == [hall.case(first).number]
    before = {"accepted_at": hall.case(first).accepted_at - timedelta(seconds=1)}  # pyright: ignore
    assert earlier_accepted(hall.platform.table, hall.case(second).model_copy(update=before)) == []


@pytest.mark.law("2.4")
def test_who_grants_out_of_order_says_why_and_that_is_kept(hall: Hall):
    _, second = two(hall)
    grant(hall, second, OutOfOrder(why="other_quota", reference="合理布局单元乙，卷宗第2页"))
    told: Any = hall.events(second)[-1].data["out_of_order"]
    assert told["why"] == "other_quota"
    assert "卷宗" not in str(told)


def test_another_item_and_a_refusal_wait_for_nobody(hall: Hall):
    _, second = two(hall)
    hall.decide(second, "refuse", by=hall.people.decider(second))
    assert hall.case(second).outcome == "refuse"
    assert [is_limited(item_document(one)) for one in ("YM-S09", "YM-P10", "YM-P17", "YM-P11", "YM-P01")] == [
        *(True, True, True),
        *(False, False),
    ]
