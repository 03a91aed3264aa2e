"""Whatever is told, annulled, refused and returned in whatever order: what was paid is settled, returned or parked."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.cases.model.fee_order import Told, order_no
from chalicelib.durable.audit import broken_at
from chalicelib.foundation.problems import Problem
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.record_payment import record_payment, record_refund
from chalicelib.issuance.acts.refund_fee import refund_fee
from proofs.kit import bills, joint
from proofs.kit.bills import CHARGES
from proofs.kit.dynamo import WRITES, nothing
from proofs.kit.hall import Hall
from proofs.kit.world import Moment, new_world

NUMBERS = ("SIM1", "SIM2", "SIM3", "SIM4")
SUMS = (sum(CHARGES.values()), *CHARGES.values(), 1)


class Step(NamedTuple):
    """What happens, to which member, by which payment and of what sum; a number is that of the draw."""

    do: str
    node: str
    no: str
    fen: int
    draw: int


STEPS = st.builds(
    Step,
    st.sampled_from(["bill"] * 5 + ["first_bill", "alone", "annul", "order", "withdraw", "refuse", "back", "returned"]),
    st.sampled_from(sorted(CHARGES)),
    st.sampled_from(NUMBERS),
    st.sampled_from([0, 0, 0, *SUMS]),
    st.integers(0, 3),
)


# Told of an order that is not there yet, and once more when it is.
LATE = Step("alone", sorted(CHARGES)[2], "SIM1", 0, 0)


class Died(Exception):
    """The process has ended."""


@cache
def begun() -> tuple[Hall, str, Moment]:
    """Two members have an order, the third one does not yet."""
    hall = Hall(new_world())
    request = bills.billed(hall, sorted(CHARGES)[:2])
    return hall, request, hall.world.moment()


class Story:
    """`told` is what the provider has said that was paid: the first sum of each number under each order."""

    def __init__(self) -> None:
        self.hall, self.request, start = begun()
        self.hall.world.go_back(start)
        self.first = bills.bill(self.hall, self.request).no
        self.told = dict[tuple[str, str], int]()

    def play(self, step: Step) -> None:
        acts: Mapping[str, Callable[[Step], object]] = {
            "bill": lambda step: self._pay(bills.bill(self.hall, self.request).no, step),
            "first_bill": lambda step: self._pay(self.first, step),
            "alone": lambda step: self._pay(order_no(self._case(step)), step),
            "annul": lambda step: annul_fee(*self._leader(step), self._case(step), "wrong_quantity"),
            "order": lambda step: self.hall.people.order_fee(self._case(step), self._leader(step)[1]),
            "withdraw": lambda step: self._withdraw(self._case(step)),
            "refuse": lambda step: joint.decide(self.hall, self.request, step.node, "refuse"),
            "back": self._back,
            "returned": self._returned,
        }
        with suppress(Problem):
            acts[step.do](step)

    def _case(self, step: Step) -> str:
        return joint.of_member(self.hall, self.request, step.node).id

    def _leader(self, step: Step):
        case = joint.of_member(self.hall, self.request, step.node)
        return self.hall.platform, self.hall.caller(f"leader-{case.department}", case.id)

    def _withdraw(self, case_id: str) -> None:
        self.hall.people.withdraw(case_id, self.hall.caller("company", case_id), confirmed=True)

    def _told(self, no: str, fen: int) -> Told:
        return Told(no, fen, self.hall.platform.now(), f"4417-{no}")

    def _pay(self, order: str, step: Step) -> None:
        """Of what is asked, or of a sum that is not; some die after their first writes and are not told again."""
        asked = sum(one.order.fen for one in bills.bill(self.hall, self.request).together)
        fen = step.fen or (asked if order.startswith("YMB") else CHARGES[step.node]) or 1
        writes = iter(range(step.draw))

        def dies(operation: str) -> None:
            if operation in WRITES and next(writes, None) == step.draw - 1:
                raise Died

        self.hall.world.listen(nothing, dies)
        with suppress(Died):
            record_payment(self.hall.platform, order, self._told(step.no, fen))
        self.hall.world.listen(nothing, nothing)
        self.told.setdefault((step.no, order), fen)

    def _back(self, step: Step) -> None:
        """What is owed back first is ordered back."""
        fee = joint.of_member(self.hall, self.request, step.node).fee
        owed = fee.owed_back if fee else ()
        if owed and owed[0].why:
            refund_fee(*self._leader(step), self._case(step), owed[0].no, owed[0].why)

    def _returned(self, step: Step) -> None:
        """What was ordered back of the member goes back, alone."""
        fee = joint.of_member(self.hall, self.request, step.node).fee
        parts = [one for each in (fee.orders if fee else ()) for one in each.payments if one.state == "refund_ordered"]
        for one in parts[:1]:
            told = self._told(one.no, one.fen)
            record_refund(self.hall.platform, order_no(self._case(step)), told, f"R{one.no}-{step.node}")


@pytest.mark.requirement("R70")
@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, min_size=1, max_size=9))
@example([LATE._replace(do="alone"), LATE._replace(do="order"), LATE._replace(do="alone")])
def test_what_was_paid_is_settled_returned_or_parked(steps: list[Step]):
    story = Story()
    for step in steps:
        story.play(step)
    hall, request = story.hall, story.request
    hall.carry_out_everything()
    assert bills.money(hall, request).all == sum(story.told.values())
    bill = bills.bill(hall, request)
    assert bill.settling == frozenset()
    for line in bill.lines:
        for each in line.order.orders:
            counted = [one.fen for one in each.payments if one.state == "counted"]
            assert counted in ([], [each.fen])
        assert broken_at(hall.events(line.case.id)) is None
    paid = sum(line.order.fen for line in bill.lines if line.state == "paid")
    assert bills.money(hall, request).settled == paid
