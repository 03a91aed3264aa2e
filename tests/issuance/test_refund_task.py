"""What is owed back of a fee is a task of the department that charges, until it has ordered it back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cases.model.fee_order import Told, Why, order_no
from chalicelib.cases.store.tasks import inbox, inbox_of_actor
from chalicelib.http.routes import Call
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.record_payment import record_payment, record_refund
from chalicelib.issuance.acts.refund_fee import refund_fee
from chalicelib.review.api.department import PurposeQuery, read_task
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF
from proofs.kit.fees import FEN, ordered, pay
from proofs.kit.hall import Hall


def listed(hall: Hall, who: str = CHIEF) -> list[str]:
    actor = hall.caller(who).actor
    partition = inbox_of_actor(hall.platform.settings.division, actor)
    found, _ = inbox(hall.platform, partition, actor, limit=50, after=None)
    return [task.kind for task in found if task.kind == "refund"]


def shown(hall: Hall, case_id: str) -> tuple[str, object]:
    call = Call(hall.platform, None, PurposeQuery(), "", "", "", known=hall.caller(CHIEF))
    body: Any = read_task(call, f"{case_id}.refund").body
    return body.kind, body.due


def withdraw(hall: Hall, case_id: str) -> None:
    pay(hall.platform, case_id, "SIM1")
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))


def pay_twice(hall: Hall, case_id: str) -> None:
    pay(hall.platform, case_id, "SIM0")
    pay(hall.platform, case_id, "SIM1")


def annul(hall: Hall, case_id: str) -> None:
    pay(hall.platform, case_id, "SIM1")
    annul_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, "wrong_quantity")


def pay_wrongly(hall: Hall, case_id: str) -> None:
    record_payment(hall.platform, order_no(case_id), Told("SIM1", FEN + 1, hall.platform.now()))


@pytest.mark.requirement("R70")
@pytest.mark.parametrize(
    ("owe", "why"),
    [(withdraw, "case_ended"), (pay_twice, "paid_twice"), (annul, "order_annulled"), (pay_wrongly, "wrong_amount")],
)
def test_what_is_owed_back_stands_in_the_chiefs_list_until_it_is_ordered_back(
    hall: Hall, owe: Callable[[Hall, str], None], why: Why
):
    case_id = ordered(hall)
    owe(hall, case_id)
    task = hall.task(case_id, "refund")
    assert (listed(hall), task.state, task.due, task.department) == (
        ["refund"],
        "open",
        None,
        hall.case(case_id).department,
    )
    assert shown(hall, case_id) == ("refund", None)
    assert [event.data["refund_task"] for event in hall.events(case_id) if "refund_task" in event.data] == [task.id]
    refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, "SIM1", why)
    done, event = hall.task(case_id, "refund"), hall.events(case_id)[-1]
    assert (listed(hall), hall.case(case_id).open_task("refund")) == ([], None)
    assert (done.state, done.answered_by, event.data["refund_task_ended"]) == ("answered", event.actor, task.id)


@pytest.mark.requirement("R70")
def test_the_task_stays_while_anything_is_owed_back_whatever_else_ends(hall: Hall):
    case_id = ordered(hall)
    for no in ("SIM0", "SIM1"):
        pay(hall.platform, case_id, no)
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))  # cancels what else is open
    assert [task.no for task in hall.case(case_id).open_tasks] == ["refund"]
    assert (hall.task(case_id).state, listed(hall)) == ("cancelled", ["refund"])
    refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, "SIM1", "paid_twice")
    assert listed(hall) == ["refund"]
    refund_fee(hall.platform, hall.caller(CHIEF, case_id), case_id, "SIM0", "case_ended")
    assert listed(hall) == []
    pay(hall.platform, case_id, "SIM2")
    assert ([task.no for task in hall.case(case_id).open_tasks], listed(hall)) == (["refund-2"], ["refund"])


@pytest.mark.requirement("R70")
def test_what_the_provider_has_returned_by_itself_is_nobodys_task_any_more(hall: Hall):
    case_id = ordered(hall)
    pay_twice(hall, case_id)
    record_refund(hall.platform, order_no(case_id), Told("SIM1", FEN, hall.platform.now()), "R1")
    task = hall.task(case_id, "refund")
    assert (listed(hall), task.state, task.cancelled_for) == ([], "cancelled", "returned")


def test_a_payment_that_counts_is_nobodys_task(hall: Hall):
    case_id = ordered(hall)
    pay(hall.platform, case_id, "SIM1")
    hall.clock.pass_time(timedelta(minutes=1))
    assert (listed(hall), hall.case(case_id).open_task("refund")) == ([], None)
